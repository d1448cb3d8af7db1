"""What stands beside or between the cells that lines make: labels that nothing frames, columns left out."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.documents.pdf.atoms import Segment
from extractors.documents.pdf.cells import Row, rows_of
from extractors.documents.pdf.grid import GridCell
from extractors.documents.pdf.page import Box
from extractors.documents.values import is_figure_number, is_value

SAME_LINE_POINTS = 2.5
MIN_SHARED_COLUMNS = 2
MAX_ROW_POINTS = 36.0
MAX_STEP_LINES = 1.5
"""Rows of one table leave at most so many line heights of white between them."""


def unframed_labels(
    grid: list[tuple[Box, GridCell]], outside: list[Segment], box: Box
) -> tuple[list[tuple[Box, GridCell]], list[Segment]]:
    """Cells for labels that stand under the head of the first column, on its rows, where nothing frames or shades them.

    With the segments that are still outside; none where anything else stands between the cells.
    """
    edges = next(((cell_box.x0, cell_box.x1) for cell_box, cell in grid if cell.col == 0 and cell.col_span == 1), None)
    rows = {cell.row: (cell_box.top, cell_box.bottom) for cell_box, cell in grid if cell.row_span == 1 and cell.col}
    found: dict[int, tuple[Box, GridCell]] = {}
    left: list[Segment] = []
    for part in outside:
        middle = (part.top + part.bottom) / 2
        if not box.holds((part.x0 + part.x1) / 2, middle):
            left.append(part)
            continue
        row = next((row for row, (top, bottom) in rows.items() if top <= middle < bottom), None)
        if edges is None or row is None or is_value(part.text) or part.x0 < edges[0] - 1 or part.x1 > edges[1] + 1:
            return [], outside
        found.setdefault(row, (Box(edges[0], rows[row][0], edges[1], rows[row][1]), GridCell(row, 0, [])))
        found[row][1].segments.append(part)
    return list(found.values()), left


def labels_stand_outside(filled: list[tuple[Box, GridCell]], outside: Sequence[Segment], box: Box) -> bool:
    """Whether the lines leave out the column of labels: its words stand left of them, on the rows of the numbers."""
    first = [cell for _, cell in filled if cell.col == min(cell.col for _, cell in filled)]
    values = sum(all(is_value(segment.text) for segment in cell.segments) for cell in first)
    words = [part for part in outside if part.x1 <= box.x0 + 5 and box.top <= part.base <= box.bottom]
    return values * 2 > len(first) and len(words) * 2 >= len(first)


def cells_stand_between(filled: list[tuple[Box, GridCell]], outside: Sequence[Segment], box: Box) -> bool:
    """Whether the lines frame some columns of a table alone: other cells of the rows of numbers stand in no frame."""
    bases = {round(s.base, 1) for _, cell in filled for s in cell.segments if is_figure_number(s.text)}
    between = [part.base for part in outside if box.holds((part.x0 + part.x1) / 2, (part.top + part.bottom) / 2)]
    cut = sum(any(abs(base - other) <= SAME_LINE_POINTS for other in between) for base in bases)
    return cut * 2 > len(bases)


def rows_go_on(filled: list[tuple[Box, GridCell]], outside: Sequence[Segment], box: Box) -> bool:
    """Whether the lines frame but a table's head or some rows: more rows of numbers in the same columns follow."""
    columns: dict[int, tuple[float, float]] = {}
    rows: set[int] = set()
    for _, cell in filled:
        for part in cell.segments:
            if cell.col and is_value(part.text):
                rows.add(cell.row)
                left, right = columns.get(cell.col, (part.x0, part.x1))
                columns[cell.col] = (min(left, part.x0), max(right, part.x1))
    if len(columns) < MIN_SHARED_COLUMNS:
        return False
    reach = (len(rows) + 1) * MAX_ROW_POINTS
    lines = rows_of(
        [
            part
            for part in outside
            if part.x1 > box.x0 - 3 and part.x0 < box.x1 + 3 and box.top - reach <= part.base <= box.bottom + reach
        ]
    )
    below = [row for row in lines if row.base > box.bottom]
    above = [row for row in reversed(lines) if row.base < box.top]
    return _in_columns(below, box.bottom, columns) + _in_columns(above, box.top, columns) > len(rows)


def _in_columns(rows: Sequence[Row], edge: float, columns: dict[int, tuple[float, float]]) -> int:
    """How many rows with numbers in the columns follow each other from ``edge``, upwards or downwards."""
    count = 0
    for row in rows:
        gap = max(row.top - edge, edge - row.bottom)
        numbers = [cell for cell in row.cells if is_value(cell.text)]
        shared = {
            col for cell in numbers for col, (x0, x1) in columns.items() if min(x1, cell.x1) - max(x0, cell.x0) > 0
        }
        if gap > MAX_STEP_LINES * row.size or len(shared) < MIN_SHARED_COLUMNS:
            break
        count += 1
        edge = row.bottom if row.top >= edge - 1 else row.top
    return count
