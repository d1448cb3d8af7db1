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
