"""Cells that nearly touch: a number and the label of the next table, a long label and its number.

Within one line nothing tells them apart; the column edges that other lines share do.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extractors.documents.pdf.atoms import Segment, make_segment
from extractors.documents.pdf.cells import NUMBER_GAP_EMS
from extractors.documents.pdf.page import Glyph
from extractors.documents.values import is_number, is_value

SAME_EDGE_POINTS = 1.3
MIN_ALIGNED = 4
"""So many other lines have a number that ends, or a text that begins, where the cut is made."""
MIN_VALUES_BESIDE = 2
"""So many numbers stand by themselves on the line: it is a table's row."""
SAME_LINE_POINTS = 2.5


def part_cells(segments: Sequence[Segment]) -> list[Segment]:
    """The segments of a page, those that hold cells of two columns parted where the columns meet."""
    values = [part for part in segments if is_value(part.text)]
    bases = sorted(part.base for part in values)
    suspects = {
        index: words
        for index, part in enumerate(segments)
        if _among(bases, part.base, SAME_LINE_POINTS) >= MIN_VALUES_BESIDE and len(words := _words(part)) > 1
    }
    if not suspects:
        return list(segments)
    # What a cut would set free tells where columns begin and end as well as what already stands free.
    free = [*segments, *(word for words in suspects.values() for word in words)]
    ends = sorted(part.x1 for part in free if is_value(part.text))
    labels = sorted((part.x0, part.text) for part in free if not is_value(part.text))
    out: list[Segment] = []
    for index, part in enumerate(segments):
        out.extend(_parted(suspects[index], labels, ends) if index in suspects else [part])
    return out


def _words(part: Segment) -> list[Segment]:
    """The segment parted at each visible gap."""
    groups: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in part.glyphs:
        if glyph.text != " ":
            if last is None or glyph.x0 - last.x1 > NUMBER_GAP_EMS * glyph.size:
                groups.append([])
            last = glyph
        if groups:
            groups[-1].append(glyph)
    return [make_segment(group) for group in groups]


def _parted(words: Sequence[Segment], labels: Sequence[tuple[float, str]], ends: Sequence[float]) -> list[Segment]:
    groups = [[words[0]]]
    for index in range(1, len(words)):
        if _meet(words, index, labels, ends):
            groups.append([])
        groups[-1].append(words[index])
    return [make_segment([glyph for word in group for glyph in word.glyphs]) for group in groups]


def _meet(words: Sequence[Segment], index: int, labels: Sequence[tuple[float, str]], ends: Sequence[float]) -> bool:
    """Whether two words are cells of two columns: a number's right edge and a label's left edge are common ones."""
    left, right = words[index - 1], words[index]
    if is_number(right.text):
        if not _is_edge(ends, right.x1):
            return False
        if is_number(left.text):
            return _is_edge(ends, left.x1)
        return (
            not is_value(left.text)
            and all(is_value(word.text) for word in words[index:])
            # 组合11, 组合12: a number that is part of the label.
            and sum(text == left.text for text in _at(labels, left.x0)) < 2
        )
    if not is_value(left.text) or is_value(right.text) or not right.text[:1].isalpha() or not _is_edge(ends, left.x1):
        return False
    # Labels differ; a word that all numbers share is their unit.
    return len(set(_at(labels, right.x0))) >= MIN_ALIGNED


def _at(labels: Sequence[tuple[float, str]], x: float) -> list[str]:
    """The labels that begin at ``x``."""
    first, end = (bisect_left(labels, (x + margin, "")) for margin in (-SAME_EDGE_POINTS, SAME_EDGE_POINTS))
    return [text for _, text in labels[first:end]]


def _is_edge(ends: Sequence[float], x: float) -> bool:
    return _among(ends, x, SAME_EDGE_POINTS) > MIN_ALIGNED


def _among(values: Sequence[float], value: float, margin: float) -> int:
    return bisect_right(values, value + margin) - bisect_left(values, value - margin)
