"""Lines to paragraphs: one block a paragraph, joined across lines, columns and pages where a sentence goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.documents.joins import is_cjk
from extractors.documents.patterns import is_caption, is_note, is_source, is_unit_line
from extractors.documents.pdf.parts import Line, Part, joined, joining
from extractors.documents.text import Place

MIN_STEP_EMS = 0.95
"""Lines closer than so many sizes are parts of a formula."""
LOOSE_STEP = 1.12
"""After a sentence's end, a step so much wider than the usual one begins a paragraph."""
MIN_HANGING_CHARS = 15
"""A shorter line that an indented one follows is a title or a signature, not the first of a paragraph."""
_ENDS = frozenset("。！？；：!?;:…”】》")
_MARKER = regex.compile(
    r"(?:[(（]\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[)）]|\d{1,2}\s?[)）、]|[①-⑳]|[一二三四五六七八九十]{1,3}、|"
    r"\d{1,2}\.(?!\d)|第[一二三四五六七八九十\d]{1,3}[章节部分篇]|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s?(?![\d%])[^\d%.])"
)


@dataclass(slots=True)
class Paragraph:
    """Lines that are one paragraph."""

    lines: list[Line]
    kind: str | None = None
    level: int | None = None

    @property
    def text(self) -> str:
        """Its text without line breaks."""
        if len(self.lines) == 1:
            return self.lines[0].text
        return "".join([between + text for between, text, _ in joining([line.text for line in self.lines])])

    def joined(self) -> tuple[str, Place]:
        """Its text without line breaks, with boxes."""
        return joined([line.text for line in self.lines], [line.place for line in self.lines])

    @property
    def page(self) -> int:
        """The page on which it starts."""
        return self.lines[0].page


Piece = Paragraph | Part


def gather(parts: Sequence[Part]) -> list[Piece]:
    """The parts with their lines gathered in paragraphs, order kept."""
    pitches = _pitches(parts)
    pieces: list[Piece] = []
    for part in parts:
        last = pieces[-1] if pieces else None
        if not isinstance(part, Line):
            pieces.append(part)
        elif (isinstance(last, Paragraph) and last.kind == part.kind == "title") or (
            isinstance(last, Paragraph)
            and last.kind is None
            and part.kind is None
            and not starts_anew(last.lines, part, pitches.get(part.region, 0.0))
        ):
            last.lines.append(part)
        else:
            pieces.append(Paragraph([part], part.kind))
    return _across(pieces)


def _pitches(parts: Sequence[Part]) -> dict[int, float]:
    """The usual distance of two baselines in each region, in points."""
    steps: dict[int, list[float]] = {}
    last: Line | None = None
    for part in parts:
        if isinstance(part, Line) and part.kind is None:
            if (
                last is not None
                and last.region == part.region
                and MIN_STEP_EMS * part.size < part.base - last.base < 4 * part.size
            ):
                steps.setdefault(part.region, []).append(part.base - last.base)
            last = part
    return {region: sorted(found)[len(found) // 2] for region, found in steps.items()}


def starts_anew(lines: Sequence[Line], line: Line, pitch: float) -> bool:
    """Whether a line begins another paragraph than the one that ``lines`` make."""
    last = lines[-1]
    if line.region != last.region or line.bullet or line.page != last.page:
        return True
    if _stands_alone(line.text):
        return True
    if abs(line.size - last.size) > 0.12 * last.size:
        return True
    step = line.base - last.base
    if (
        step <= 0
        or step > 2.6 * line.size
        or (pitch and step > max(1.35 * pitch, 1.2 * line.size) and step > pitch + 3)
    ):
        return True
    if not is_full(last, line):
        return True
    if _MARKER.match(line.text) and last.text[-1:] in _ENDS:
        return True
    if last.bold != line.bold and len(lines) == 1 and last.bold and last.text[-1:] in "：:":
        return True
    ended = last.text[-1:] in _ENDS
    if ended and (step > max(LOOSE_STEP * pitch, pitch + 1.5) > 0 or (line.starts_bold and not last.ends_bold)):
        return True
    heading = all(other.bold for other in lines) and last.ends_bold and not line.starts_bold
    if heading and not ended and last.text[-1:] not in "，、,（(":
        return True  # as wide as the column
    indent = line.box.x0 - last.box.x0
    if len(last.text) >= MIN_HANGING_CHARS and not ended and is_cjk(last.text[-1:]) and not _MARKER.match(line.text):
        return False  # a hanging indent: the sentence goes on
    if len(lines) > 1 or not (lines[0].bullet or _MARKER.match(lines[0].text)):
        return indent > 1.2 * line.size and line.box.x0 > line.left + 1.2 * line.size
    return False


def is_full(last: Line, line: Line) -> bool:
    """Whether ``last`` goes so far right that the first word of ``line`` had no room on it."""
    word = 0.0
    for char in line.text[:24]:
        if is_cjk(char):
            word += line.size
            break
        if char == " ":
            break
        word += 0.5 * line.size
    else:
        word = min(word, 6 * line.size)
    return last.box.x1 + max(word, line.size) + 0.8 * line.size > last.right


def _across(pieces: list[Piece]) -> list[Piece]:
    """Joins a paragraph that breaks off at a column's end with its rest, furniture and figures between left aside."""
    out: list[Piece] = []
    gone: set[int] = set()
    for index, piece in enumerate(pieces):
        if index in gone:
            continue
        out.append(piece)
        if not isinstance(piece, Paragraph) or piece.kind is not None:
            continue
        while True:
            follower = _continuation(pieces, index, piece, gone)
            if follower is None:
                break
            more = pieces[follower]
            assert isinstance(more, Paragraph)
            piece.lines.extend(more.lines)
            gone.add(follower)
    return out


def _stands_alone(text: str) -> bool:
    return is_caption(text) or is_source(text) or is_note(text) or is_unit_line(text)


def _continuation(pieces: list[Piece], index: int, piece: Paragraph, gone: set[int]) -> int | None:
    last = piece.lines[-1]
    if (
        _stands_alone(piece.lines[0].text)
        or last.text[-1:] in _ENDS
        or last.text[-1:] == "."
        or len(last.text) < 8
        or last.box.x1 < last.right - 2.5 * last.size
    ):
        return None
    for other in range(index + 1, min(index + 60, len(pieces))):
        candidate = pieces[other]
        if other in gone or not isinstance(candidate, Paragraph) or candidate.kind is not None:
            continue
        first = candidate.lines[0]
        if first.region == last.region:
            if first.page == last.page and first.base > last.base:
                return None
            continue
        if first.page > last.page + 1:
            return None
        if _stands_alone(first.text):
            continue
        if (
            abs(first.size - last.size) > 0.05 * last.size
            or abs((first.right - first.left) - (last.right - last.left)) > 60
        ):
            continue
        if first.bullet or _MARKER.match(first.text) or first.box.x0 > first.left + 1.5 * first.size:
            return None
        return other
    return None
