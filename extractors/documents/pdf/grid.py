"""Tables on a page while their cells still are glyphs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.documents.pdf.atoms import Segment
from extractors.documents.pdf.page import Box


@dataclass(slots=True)
class GridCell:
    """A cell with its place in the grid and the segments, line by line, that make its text."""

    row: int
    col: int
    segments: list[Segment]
    row_span: int = 1
    col_span: int = 1
    is_header: bool = False


MAX_GAP_POINTS = 16.0
"""A table may go on after so much white."""


@dataclass(slots=True)
class GridTable:
    """A table on a page; ``caption`` is a title that stood right above its header."""

    box: Box
    cells: list[GridCell]
    caption: list[Segment] = field(default_factory=list)

    def segments(self) -> Iterable[list[Segment]]:
        """The segments of its cells and its caption."""
        yield from (cell.segments for cell in self.cells)
        yield self.caption

    def rows(self) -> dict[int, list[GridCell]]:
        """The cells by row, each row by column."""
        found: dict[int, list[GridCell]] = {}
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.col)):
            found.setdefault(cell.row, []).append(cell)
        return found

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return max(cell.col + cell.col_span for cell in self.cells)

    def goes_on_in(self, other: GridTable) -> bool:
        """Whether another table is but more rows of this one: right below, as wide, as many columns, no head."""
        gap = other.box.top - self.box.bottom
        shared = min(self.box.x1, other.box.x1) - max(self.box.x0, other.box.x0)
        return (
            -3 <= gap <= MAX_GAP_POINTS
            and not other.caption
            and not any(cell.is_header for cell in other.cells)
            and self.columns == other.columns
            and shared >= 0.85 * max(self.box.width, other.box.width)
        )

    def append(self, other: GridTable) -> None:
        """Add another table's rows below."""
        rows = max(cell.row + cell.row_span for cell in self.cells)
        for cell in other.cells:
            cell.row += rows
        self.cells.extend(other.cells)
        self.box = self.box.join(other.box)
