"""Tables within a grid of lines, found by pdfplumber's table finder on PDFium's lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractors.documents.pdf.atoms import Segment, make_segment
from extractors.documents.pdf.cells import rows_of
from extractors.documents.pdf.grid import GridCell, GridTable
from extractors.documents.pdf.page import Box, PageContent
from extractors.documents.pdf.ruled_rows import compact, is_number_cell, mark_header, split_rows, without_single_cuts
from extractors.documents.pdf.segmented import Frame, frames
from extractors.documents.values import is_value

MIN_RULE_POINTS = 5.0
MAX_RULES = 3000
SNAP_POINTS = 3.0
MAX_CROWDED_SHARE = 0.12
"""Where more of the cells hold several columns of numbers, the lines are not the table's grid."""


def find_ruled(content: PageContent, segments: Sequence[Segment]) -> tuple[list[GridTable], list[Segment]]:
    """The ruled tables of a page, and the segments that stand in none of them."""
    edges = _edges(content, frames(content.rules, content.fills, segments))
    if sum(edge["orientation"] == "v" for edge in edges) < 2 or len(edges) > MAX_RULES:
        return [], list(segments)
    tables = []
    rest = list(segments)
    for cells in _found(content, edges):
        grid = _indexed(cells)
        if grid is None:
            continue
        table, outside = _fill(grid, rest, content.rules)
        if table is not None:
            tables.append(table)
            rest = outside
    return tables, rest


def _edges(content: PageContent, framed: Sequence[Frame]) -> list[dict[str, Any]]:
    """The page's lines as pdfplumber's edges, with those that its broken rules imply."""
    edges = [
        _edge(content, box.x0, box.top, box.x1, box.bottom, "h" if box.width else "v")
        for frame in framed
        for box in frame.edges
    ]
    for rule in content.rules:
        if rule.width >= max(MIN_RULE_POINTS, rule.height):
            middle = (rule.top + rule.bottom) / 2
            edges.append(_edge(content, rule.x0, middle, rule.x1, middle, "h"))
        elif rule.height >= MIN_RULE_POINTS:
            middle = (rule.x0 + rule.x1) / 2
            edges.append(_edge(content, middle, rule.top, middle, rule.bottom, "v"))
    lattices = [frame.box for frame in framed]
    lattice = _lattice(content.rules)
    if lattice is not None:
        lattices.append(lattice)
    for fill in content.fills:
        if any(box.holds(fill.x0, fill.top, 3) and box.holds(fill.x1, fill.bottom, 3) for box in lattices):
            continue  # a shade within a ruled table is inset by the cell's padding: its edges are no column's
        if fill.width >= MIN_RULE_POINTS and fill.height >= MIN_RULE_POINTS:
            edges.append(_edge(content, fill.x0, fill.top, fill.x1, fill.top, "h"))
            edges.append(_edge(content, fill.x0, fill.bottom, fill.x1, fill.bottom, "h"))
            edges.append(_edge(content, fill.x0, fill.top, fill.x0, fill.bottom, "v"))
            edges.append(_edge(content, fill.x1, fill.top, fill.x1, fill.bottom, "v"))
    return edges


def _lattice(rules: Sequence[Box]) -> Box | None:
    """The box around a page's vertical lines, where they are enough to part columns."""
    upright = [rule for rule in rules if rule.height > max(rule.width, MIN_RULE_POINTS)]
    if len({round(rule.x0 / 4) for rule in upright}) < 3:
        return None
    box = upright[0]
    for rule in upright[1:]:
        box = box.join(rule)
    return box


def _edge(content: PageContent, x0: float, top: float, x1: float, bottom: float, orientation: str) -> dict[str, Any]:
    return {
        "object_type": "line", "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0,
        "height": bottom - top, "doctop": top, "y0": content.height - bottom, "y1": content.height - top,
        "orientation": orientation,
    }  # fmt: skip


def _found(content: PageContent, edges: list[dict[str, Any]]) -> list[list[Box]]:
    """The cells of each table that pdfplumber's finder sees in the lines."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    merged = merge_edges(
        edges, snap_x_tolerance=SNAP_POINTS, snap_y_tolerance=SNAP_POINTS, join_x_tolerance=3, join_y_tolerance=3
    )
    merged = [edge for edge in merged if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= 8]
    cells = intersections_to_cells(edges_to_intersections(merged, SNAP_POINTS, SNAP_POINTS))
    return [[Box(*cell) for cell in table] for table in cells_to_tables(cells)]


def _indexed(cells: list[Box]) -> list[tuple[Box, GridCell]] | None:
    """Cells with their place and spans in the grid; None where they are no table of two rows and two columns."""
    xs = _lines([x for cell in cells for x in (cell.x0, cell.x1)])
    ys = _lines([y for cell in cells for y in (cell.top, cell.bottom)])
    if len(xs) < 3 or len(ys) < 3:
        return None
    placed = []
    for cell in cells:
        col, row = _nearest(xs, cell.x0), _nearest(ys, cell.top)
        col_end, row_end = _nearest(xs, cell.x1), _nearest(ys, cell.bottom)
        placed.append((cell, GridCell(row, col, [], max(1, row_end - row), max(1, col_end - col))))
    return placed


def _lines(values: list[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > 1.0:
            kept.append(value)
    return kept


def _nearest(values: list[float], value: float) -> int:
    return min(range(len(values)), key=lambda index: abs(values[index] - value))


def _fill(
    grid: list[tuple[Box, GridCell]], segments: Sequence[Segment], rules: Sequence[Box]
) -> tuple[GridTable | None, list[Segment]]:
    """The grid with the segments in its cells; None for the table where the lines are not its columns."""
    box = grid[0][0]
    for cell_box, _ in grid[1:]:
        box = box.join(cell_box)
    outside: list[Segment] = []
    for segment in segments:
        if not box.holds((segment.x0 + segment.x1) / 2, (segment.top + segment.bottom) / 2, 1.0):
            outside.append(segment)
            continue
        for piece in _pieces(segment, grid):
            target = _holder(piece, grid)
            if target is None:
                outside.append(piece)
            else:
                target.segments.append(piece)
    filled = [(cell_box, cell) for cell_box, cell in grid if cell.segments]
    columns = {cell.col for _, cell in filled}
    rows = {cell.row for _, cell in filled}
    if len(columns) < 2 or len(rows) < 2 or len(filled) < 4:
        return None, list(segments)
    numbers = any(is_number_cell(segment.text) for _, cell in filled for segment in cell.segments)
    if not numbers and (len(rows) < 3 or not _has_bars(rules, box)):
        return None, list(segments)
    crowded = sum(_is_crowded(cell) for _, cell in filled)
    if crowded > MAX_CROWDED_SHARE * len(filled):
        return None, list(segments)
    cells = split_rows(compact(without_single_cuts([cell for _, cell in grid])))
    if _is_layout(cells) or _has_rows_unparted(cells) or (numbers and _labels_stand_outside(cells, outside)):
        return None, list(segments)
    mark_header(cells)
    return GridTable(box, cells), outside


def _labels_stand_outside(cells: list[GridCell], outside: Sequence[Segment]) -> bool:
    """Whether the lines leave out the column of labels: words stand left of the numbers of most rows, in no cell."""
    rows: dict[int, list[Segment]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).extend(cell.segments)
    left_out = 0
    for parts in rows.values():
        first = min(parts, key=lambda part: part.x0)
        if is_value(first.text):
            left_out += any(
                part.x1 <= first.x0 + 2
                and abs(part.base - first.base) <= 0.6 * part.size
                and any(char.isalpha() for char in part.text)
                for part in outside
            )
    return left_out * 2 >= len(rows)


def _has_bars(rules: Sequence[Box], box: Box) -> bool:
    """Whether real vertical lines part the columns; shades alone often are a header's, over rows that no line parts."""
    inner = [rule for rule in rules if rule.height > rule.width and box.x0 + 3 < rule.x0 < box.x1 - 3]
    return sum(box.top - 2 <= rule.top and rule.bottom <= box.bottom + 2 for rule in inner) >= 1


def _pieces(segment: Segment, grid: list[tuple[Box, GridCell]]) -> list[Segment]:
    """The segment cut where a vertical line of the grid runs through one of its gaps."""
    middle = (segment.top + segment.bottom) / 2
    cuts = sorted(
        box.x0 for box, _ in grid if box.top <= middle <= box.bottom and segment.x0 + 2 < box.x0 < segment.x1 - 2
    )
    if not cuts:
        return [segment]
    groups: list[list[Any]] = [[]]
    position = 0
    for glyph in segment.glyphs:
        while position < len(cuts) and (glyph.x0 + glyph.x1) / 2 > cuts[position]:
            position += 1
            groups.append([])
        groups[-1].append(glyph)
    return [make_segment(group) for group in groups if any(glyph.text != " " for glyph in group)]


def _holder(piece: Segment, grid: list[tuple[Box, GridCell]]) -> GridCell | None:
    x, y = (piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2
    for box, cell in grid:
        if box.holds(x, y):
            return cell
    return None


def _is_layout(cells: list[GridCell]) -> bool:
    """Whether the lines frame a page's parts (a title bar, a side column) and not a table."""
    long = sum(sum(len(segment.text) for segment in cell.segments) > 400 for cell in cells)
    return (long > 0 and len(cells) <= 6) or long * 4 > len(cells)


def _has_rows_unparted(cells: list[GridCell]) -> bool:
    """Whether a row has several cells of many numbers one under the other, which no split could bring to rows."""
    stacked: dict[int, int] = {}
    for cell in cells:
        if len(cell.segments) < 3:
            continue
        lines = rows_of(cell.segments)
        if len(lines) >= 3 and all(is_number_cell(part.text) for line in lines for part in line.cells):
            stacked[cell.row] = stacked.get(cell.row, 0) + 1
    return max(stacked.values(), default=0) >= 2


def _is_crowded(cell: GridCell) -> bool:
    """Whether one line of a cell holds several numbers apart: columns that no line parts."""
    if len(cell.segments) == 1 and is_value(cell.segments[0].text):
        return False
    for segment_row in rows_of(cell.segments):
        values = [part for part in segment_row.cells if is_value(part.text)]
        if len(values) >= 2 and len(values) * 2 > len(segment_row.cells):
            return True
    return False
