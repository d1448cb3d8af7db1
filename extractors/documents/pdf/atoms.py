"""Glyphs to segments: runs of glyphs on one baseline without a wide gap, and the text that they print."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from extractors.documents.joins import has_unit_before, is_cjk
from extractors.documents.pdf.page import BULLET, Box, Glyph, PageContent
from extractors.documents.pdf.seen import seen_on, undoubled
from extractors.documents.text import Place

SPLIT_EMS = 0.95
"""A wider gap between two glyphs parts two segments."""
SPACE_EMS = 0.18
"""A wider gap between two Latin glyphs is a space."""
NOTE_SIZE = 0.78
"""A footnote's mark is at most so large beside its text."""
MAX_INDEX_CHARS = 4
_NOWHERE = (math.nan, math.nan, math.nan, math.nan)
STRAND_POINTS = 0.6
"""Glyphs whose baselines differ by less stand on one line."""


@dataclass(slots=True)
class Segment:
    """Glyphs next to each other on one line, by x; spaces are among them only between inked glyphs. ``cells`` keeps
    what it falls apart in as a table's row, once that is known."""

    glyphs: list[Glyph]
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    text: str = ""
    cells: list[Segment] | None = None

    @property
    def box(self) -> Box:
        """The box around its glyphs."""
        return Box(self.x0, self.top, self.x1, self.bottom)

    @property
    def bold(self) -> bool:
        """Whether most of it is printed bold."""
        return sum(glyph.bold for glyph in self.glyphs) * 2 > len(self.glyphs)


def make_segment(glyphs: Sequence[Glyph]) -> Segment:
    """A segment of glyphs that are sorted by x; spaces at its ends go."""
    kept = list(glyphs)
    while kept and kept[-1].text == " ":
        kept.pop()
    while kept and kept[0].text == " ":
        kept.pop(0)
    if not kept:
        kept = list(glyphs)
    inked = [glyph for glyph in kept if glyph.text != " "] or kept
    middle = len(inked) // 2
    segment = Segment(
        kept,
        min([glyph.x0 for glyph in inked]),
        min([glyph.top for glyph in inked]),
        max([glyph.x1 for glyph in inked]),
        max([glyph.bottom for glyph in inked]),
        sorted([glyph.base for glyph in inked])[middle],
        sorted([glyph.size for glyph in inked])[middle],
    )
    segment.text = render([segment])[0]
    return segment


def segments_of(content: PageContent) -> tuple[list[Segment], list[Glyph]]:
    """The page's upright segments from top to bottom, and its turned glyphs."""
    glyphs = seen_on(content)
    upright = undoubled([glyph for glyph in glyphs if glyph.upright])
    turned = [glyph for glyph in glyphs if not glyph.upright]
    parts: list[Segment] = []
    for strand in _strands(upright):
        start = 0
        last: Glyph | None = None
        for index, glyph in enumerate(strand):
            if glyph.text == " ":
                continue
            if last is not None and (
                glyph.x0 - last.x1 > SPLIT_EMS * max(glyph.size, last.size) or glyph.x0 < last.x0 - glyph.size
            ):
                parts.append(make_segment(strand[start:index]))
                start = index
            last = glyph
        if last is not None:
            parts.append(make_segment(strand[start:]))
    return _merge_shifted(_without_note_marks(parts)), turned


def _without_note_marks(segments: list[Segment]) -> list[Segment]:
    """Without raised small numbers after Chinese text, which point to footnotes and would read as figures."""
    small = [part for part in segments if len(part.text) <= 2 and part.text.isdigit()]
    gone: set[int] = set()
    for mark in small:
        for other in segments:
            if (
                other is not mark
                and mark.size <= NOTE_SIZE * other.size
                and 0.15 * other.size < other.base - mark.base < 0.9 * other.size
                and other.x0 < mark.x0
                and mark.x1 <= other.x1 + 1.5 * other.size
                and _char_before(other, mark.x0) is not None
            ):
                gone.add(id(mark))
                break
    return [part for part in segments if id(part) not in gone] if gone else segments


def _char_before(segment: Segment, x: float) -> Glyph | None:
    """The Chinese character that ends right before ``x``, after which a raised number is a note's and no power."""
    for glyph in reversed(segment.glyphs):
        if glyph.text != " " and glyph.x1 <= x + 0.3 * glyph.size:
            return glyph if is_cjk(glyph.text) and x - glyph.x1 <= 0.6 * glyph.size else None
    return None


def _strands(glyphs: list[Glyph]) -> Iterable[list[Glyph]]:
    """Glyphs of one baseline each, sorted by x."""
    glyphs = sorted(glyphs, key=lambda glyph: glyph.base)
    strand: list[Glyph] = []
    for glyph in glyphs:
        if strand and glyph.base - strand[0].base > STRAND_POINTS:
            yield sorted(strand, key=_middle)
            strand = []
        strand.append(glyph)
    if strand:
        yield sorted(strand, key=_middle)


def _middle(glyph: Glyph) -> float:
    return glyph.x0 + glyph.x1


def _merge_shifted(segments: list[Segment]) -> list[Segment]:
    """Joins what stands on nearly the same line: other fonts' baselines, raised and lowered signs."""
    segments.sort(key=lambda segment: segment.base)
    merged: list[Segment] = []
    for segment in segments:
        index = _partner(merged, segment)
        if index is None:
            merged.append(segment)
        else:
            merged[index] = make_segment(sorted([*merged[index].glyphs, *segment.glyphs], key=_middle))
    return sorted(_with_raised_letters(merged), key=lambda segment: (segment.base, segment.x0))


def _with_raised_letters(segments: list[Segment]) -> list[Segment]:
    small = [part for part in segments if len(part.text) <= MAX_INDEX_CHARS and part.text.isalpha()]
    for part in small:
        line = next((other for other in segments if other is not part and _is_raised_letter(part, other)), None)
        if line is not None:
            segments.remove(part)
            index = segments.index(line)
            segments[index] = make_segment(sorted([*line.glyphs, *part.glyphs], key=_middle))
    return segments


def _partner(merged: list[Segment], segment: Segment) -> int | None:
    for index in range(len(merged) - 1, -1, -1):
        other = merged[index]
        if segment.base - other.base > 12:
            return None
        size = max(segment.size, other.size)
        if segment.base - other.base > 0.45 * size or min(segment.bottom, other.bottom) <= max(segment.top, other.top):
            continue
        gap = max(segment.x0, other.x0) - min(segment.x1, other.x1)
        if -0.3 * size <= gap <= 0.5 * size or (gap < 0 and _fits_between(segment, other)):
            return index
    return None


def _is_raised_letter(small: Segment, large: Segment) -> bool:
    """Whether a segment is an index of letters, raised on a line: of a symbol that has a lowered one too."""
    return (
        small.size <= 0.8 * large.size
        and not any(map(is_cjk, small.text))
        and 0 <= large.base - small.base <= 0.9 * large.size
        and large.x0 < small.x0 <= large.x1 + 0.3 * large.size
    )


def _fits_between(one: Segment, other: Segment) -> bool:
    """Whether the glyphs of one stand in gaps between glyphs of the other."""
    small, large = (one, other) if len(one.glyphs) <= len(other.glyphs) else (other, one)
    inked = [glyph for glyph in large.glyphs if glyph.text != " "]
    for glyph in small.glyphs:
        middle = _middle(glyph) / 2
        if glyph.text != " " and any(abs(_middle(rival) / 2 - middle) < 0.3 * (rival.x1 - rival.x0) for rival in inked):
            return False
    return True


def render(segments: Sequence[Segment], *, keep_bullet: bool = False) -> tuple[str, list[Glyph | None]]:
    """The text of segments in order, with the glyph of each code point (None for a space that was made).

    A space stays between Latin words and between numbers; next to Chinese characters it is typesetting and goes.
    """
    text: list[str] = []
    places: list[Glyph | None] = []
    last: Glyph | None = None
    spaced = chinese = False
    for segment in segments:
        for glyph in segment.glyphs:
            char = glyph.text
            if char == " " or (char == BULLET and not (keep_bullet and not text)):
                spaced = True
                continue
            before, chinese = chinese, is_cjk(char)
            if last is not None and not chinese and not before:
                gap = glyph.x0 - last.x1
                if spaced or gap > SPACE_EMS * max(glyph.size, last.size) or abs(glyph.base - last.base) > last.size:
                    text.append(" ")
                    places.append(None)
            elif (
                last is not None
                and char.isdigit()
                and glyph.x0 - last.x1 > SPACE_EMS * glyph.size
                and has_unit_before("".join(text[-3:]))
            ):
                text.append(" ")
                places.append(None)
            text.append(char)
            places.append(glyph)
            last, spaced = glyph, False
    return "".join(text), places


def place_of(places: Sequence[Glyph | None], page: int) -> Place:
    """Boxes of a rendered text."""
    boxes = [_NOWHERE if glyph is None else (glyph.x0, glyph.top, glyph.x1, glyph.bottom) for glyph in places]
    coordinates = np.array(boxes, dtype=np.float32).reshape(len(boxes), 4)
    return Place(coordinates, np.full(len(boxes), page, dtype=np.int32))
