"""Rows and cells of a stretch of a page: what stands on one line, and where a line falls apart in cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.documents.pdf.atoms import Segment, make_segment
from extractors.documents.values import is_value

CELL_GAP_EMS = 0.8
"""A wider gap within a line may part two cells."""
SAME_ROW_EMS = 0.6
"""Labels may stand so much off their numbers' line."""
NUMBER_GAP_EMS = 0.15
"""Between two numbers, a much smaller gap does."""


@dataclass(slots=True)
class Row:
    """Segments on one line, by x, as cells."""

    base: float
    top: float
    bottom: float
    size: float
    cells: list[Segment]

    @property
    def x0(self) -> float:
        """Its left edge."""
        return self.cells[0].x0

    @property
    def x1(self) -> float:
        """Its right edge."""
        return max(cell.x1 for cell in self.cells)


def rows_of(segments: Sequence[Segment]) -> list[Row]:
    """Rows from top to bottom."""
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda part: (part.base, part.x0)):
        best: list[Segment] | None = None
        for line in lines[-6:]:
            first = line[0]
            if segment.base - first.base <= SAME_ROW_EMS * min(segment.size, first.size) and not any(
                segment.x0 < other.x1 - 0.5 and other.x0 < segment.x1 - 0.5 for other in line
            ):
                best = line
        if best is not None:
            best.append(segment)
        else:
            lines.append([segment])
    return [_row(line) for line in lines]


def _row(line: list[Segment]) -> Row:
    base = line[0].base
    if len(line) == 1:
        cells = split_cells(line[0])
    else:
        cells = [cell for segment in sorted(line, key=lambda part: part.x0) for cell in split_cells(segment)]
    if len(cells) == 1:
        return Row(base, cells[0].top, cells[0].bottom, cells[0].size, [cells[0]])
    return Row(
        base,
        min([cell.top for cell in cells]),
        max([cell.bottom for cell in cells]),
        sorted([cell.size for cell in cells])[len(cells) // 2],
        list(cells),
    )


def split_cells(segment: Segment) -> list[Segment]:
    """The segment parted at wide gaps, and between numbers at small ones."""
    if segment.cells is None:
        segment.cells = _split(segment)
    return segment.cells


def _split(segment: Segment) -> list[Segment]:
    words = split_words(segment)
    if len(words) == 1:
        return [segment]
    cells: list[list[Segment]] = [[words[0]]]
    for word in words[1:]:
        last = cells[-1][-1]
        gap = word.x0 - last.x1
        size = max(word.size, last.size)
        if gap >= CELL_GAP_EMS * size or (
            gap >= NUMBER_GAP_EMS * size and is_value(word.text) and is_value(last.text) and not _one_date(last, word)
        ):
            cells.append([word])
        else:
            cells[-1].append(word)
    if len(cells) == 1:
        return [segment]
    return [make_segment([glyph for word in cell for glyph in word.glyphs]) for cell in cells]


def _one_date(left: Segment, right: Segment) -> bool:
    return right.text in ("-", "—", "–") or (left.text in ("-", "—", "–") and right.x0 - left.x1 < 0.35 * right.size)


def split_words(segment: Segment) -> list[Segment]:
    """The segment parted at every space or visible gap."""
    groups: list[list] = [[]]  # type: ignore[type-arg]
    last = None
    spaced = False
    for glyph in segment.glyphs:
        if glyph.text == " ":
            spaced = True
            continue
        if last is not None and (spaced or glyph.x0 - last.x1 > NUMBER_GAP_EMS * glyph.size):
            groups.append([])
        groups[-1].append(glyph)
        last, spaced = glyph, False
    groups = [group for group in groups if group]
    return [make_segment(group) for group in groups] if len(groups) > 1 else [segment]
