"""Tables within a grid of lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from extractors.documents.pdf.atoms import Segment, make_segment
from extractors.documents.pdf.cells import rows_of
from extractors.documents.pdf.grid import GridCell, GridTable
from extractors.documents.pdf.inner import part_inner_tables, part_lines, split_rows
from extractors.documents.pdf.lattice import Edge, tables_of
from extractors.documents.pdf.page import Box, PageContent
from extractors.documents.pdf.unframed import cells_stand_between, labels_stand_outside, rows_go_on, unframed_labels
from extractors.documents.values import is_figure_number, is_value

_Numbered = tuple[int, Box, GridCell]

MIN_RULE_POINTS = 5.0
MAX_RULES = 3000
MAX_CUT_SHARE = 0.5
"""A line that cuts fewer columns than this share of those that it leaves whole ends no row."""
MAX_CROWDED_SHARE = 0.12
"""Where more of the cells hold several columns of numbers, the lines are not the table's grid."""


def find_ruled(content: PageContent, segments: Sequence[Segment]) -> tuple[list[GridTable], list[Segment]]:
    """The ruled tables of a page, and the segments that stand in none of them."""
    level, upright = _edges(content)
    if len(upright) < 2 or len(level) + len(upright) > MAX_RULES:
        return [], list(segments)
    tables = []
    rest = list(segments)
    grids = [grid for grid in map(_indexed, tables_of(level, upright)) if grid is not None]
    boxes = [_around(grid) for grid in grids]
    for grid, box in zip(grids, boxes, strict=True):
        table, outside = _fill(grid, box, rest, content.rules, [other for other in boxes if other is not box])
        if table is not None:
            tables.append(table)
            rest = outside
    return _joined(tables, rest), rest


def _joined(tables: list[GridTable], outside: Sequence[Segment]) -> list[GridTable]:
    """A table of which the lines break off between two rows comes in two parts: the parts made one."""
    kept: list[GridTable] = []
    for table in sorted(tables, key=lambda table: table.box.top):
        above = next(
            (other for other in kept if other.goes_on_in(table) and not _stands_between(other, table, outside)), None
        )
        if above is None:
            kept.append(table)
        else:
            above.append(table)
    return kept


def _stands_between(upper: GridTable, lower: GridTable, segments: Sequence[Segment]) -> bool:
    return any(
        upper.box.bottom - 1 <= (part.top + part.bottom) / 2 <= lower.box.top + 1
        and part.x0 < upper.box.x1
        and part.x1 > upper.box.x0
        for part in segments
    )


def _edges(content: PageContent) -> tuple[list[Edge], list[Edge]]:
    """The horizontal and the vertical lines of a page that may be a table's."""
    level: list[Edge] = []
    upright: list[Edge] = []
    for rule in content.rules:
        if rule.width >= max(MIN_RULE_POINTS, rule.height):
            level.append(Edge((rule.top + rule.bottom) / 2, rule.x0, rule.x1))
        elif rule.height >= MIN_RULE_POINTS:
            upright.append(Edge((rule.x0 + rule.x1) / 2, rule.top, rule.bottom))
    lattice = _lattice(content.rules)
    for fill in content.fills:
        if lattice is not None and lattice.holds(fill.x0, fill.top, 3) and lattice.holds(fill.x1, fill.bottom, 3):
            continue  # a shade within a ruled table is inset by the cell's padding: its edges are no column's
        if fill.width >= MIN_RULE_POINTS and fill.height >= MIN_RULE_POINTS:
            level.extend(Edge(y, fill.x0, fill.x1) for y in (fill.top, fill.bottom))
            upright.extend(Edge(x, fill.top, fill.bottom) for x in (fill.x0, fill.x1))
    return level, upright


def _lattice(rules: Sequence[Box]) -> Box | None:
    """The box around a page's vertical lines, where they are enough to part columns."""
    upright = [rule for rule in rules if rule.height > max(rule.width, MIN_RULE_POINTS)]
    if len({round(rule.x0 / 4) for rule in upright}) < 3:
        return None
    box = upright[0]
    for rule in upright[1:]:
        box = box.join(rule)
    return box


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
    """The position of the value that is nearest among sorted ones, the first of two that are as near."""
    above = bisect_left(values, value)
    if above == len(values) or (above and value - values[above - 1] <= values[above] - value):
        above -= 1
    return above


def _around(grid: list[tuple[Box, GridCell]]) -> Box:
    box = grid[0][0]
    for cell_box, _ in grid[1:]:
        box = box.join(cell_box)
    return box


def _fill(
    grid: list[tuple[Box, GridCell]],
    box: Box,
    segments: Sequence[Segment],
    rules: Sequence[Box],
    others: Sequence[Box],
) -> tuple[GridTable | None, list[Segment]]:
    """The grid with the segments in its cells; None for the table where the lines are not its columns.

    ``box`` is around the grid, ``others`` are around the other grids of the page.
    """
    outside: list[Segment] = []
    bands = _bands(grid)
    for segment in segments:
        middle = (segment.top + segment.bottom) / 2
        if not box.holds((segment.x0 + segment.x1) / 2, middle, 1.0):
            outside.append(segment)
            continue
        for piece in _pieces(segment, _level_with(middle, bands)):
            target = _holder(piece, bands)
            if target is None:
                outside.append(piece)
            else:
                target.segments.append(piece)
    labels, outside = unframed_labels(grid, outside, box)
    grid = part_lines([*grid, *labels])
    filled = [(cell_box, cell) for cell_box, cell in grid if cell.segments]
    columns = {cell.col for _, cell in filled}
    rows = {cell.row for _, cell in filled}
    if len(columns) < 2 or len(rows) < 2 or len(filled) < 4 or _is_layout(filled, box):
        return None, list(segments)
    numbers = any(is_figure_number(segment.text) for _, cell in filled for segment in cell.segments)
    if not numbers and (len(rows) < 3 or not _has_bars(rules, box)):
        return None, list(segments)
    if numbers and (labels_stand_outside(filled, outside, box) or cells_stand_between(filled, outside, box)):
        return None, list(segments)
    if rows_go_on(filled, [part for part in outside if not any(_covers(other, part) for other in others)], box):
        return None, list(segments)
    cells = part_inner_tables(grid)
    if cells is None or sum(map(_is_crowded, cells)) > MAX_CROWDED_SHARE * len(filled):
        return None, list(segments)
    cells = split_rows(_compact(_without_single_cuts(cells)))
    _mark_header(cells)
    return GridTable(box, cells), outside


def _has_bars(rules: Sequence[Box], box: Box) -> bool:
    """Whether real vertical lines part the columns; shades alone often are a header's, over rows that no line parts."""
    inner = [rule for rule in rules if rule.height > rule.width and box.x0 + 3 < rule.x0 < box.x1 - 3]
    return sum(box.top - 2 <= rule.top and rule.bottom <= box.bottom + 2 for rule in inner) >= 1


def _bands(grid: list[tuple[Box, GridCell]]) -> dict[tuple[float, float], list[_Numbered]]:
    """The cells, with their place in the grid, by their upper and lower edge."""
    bands: dict[tuple[float, float], list[_Numbered]] = {}
    for number, (box, cell) in enumerate(grid):
        bands.setdefault((box.top, box.bottom), []).append((number, box, cell))
    return bands


def _level_with(y: float, bands: dict[tuple[float, float], list[_Numbered]]) -> list[_Numbered]:
    return [member for (top, bottom), members in bands.items() if top <= y <= bottom for member in members]


def _pieces(segment: Segment, level: list[_Numbered]) -> list[Segment]:
    """The segment cut where a vertical line of the grid runs through one of its gaps; ``level`` are the cells there."""
    start, end = segment.x0 + 2, segment.x1 - 2
    cuts = sorted([box.x0 for _, box, _ in level if start < box.x0 < end])
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


def _holder(piece: Segment, bands: dict[tuple[float, float], list[_Numbered]]) -> GridCell | None:
    """The cell that holds a piece; the first of the grid where that is on a line between two."""
    x, level = (piece.x0 + piece.x1) / 2, _level_with((piece.top + piece.bottom) / 2, bands)
    holders = [(number, cell) for number, box, cell in level if box.x0 <= x <= box.x1]
    return min(holders, key=lambda holder: holder[0])[1] if holders else None


def _covers(box: Box, part: Segment) -> bool:
    return box.holds((part.x0 + part.x1) / 2, (part.top + part.bottom) / 2)


def _is_layout(filled: list[tuple[Box, GridCell]], box: Box) -> bool:
    """Whether the lines frame a page's parts (a title bar, a side column) and not a table."""
    texts = ["".join(segment.text for segment in cell.segments) for _, cell in filled]
    long = sum(len(text) > 400 for text in texts)
    return (long > 0 and len(filled) <= 6) or long * 4 > len(filled)


def _is_crowded(cell: GridCell) -> bool:
    """Whether one line of a cell holds several numbers apart: columns that no line parts."""
    for segment_row in rows_of(cell.segments):
        values = [part for part in segment_row.cells if is_value(part.text)]
        if len(values) >= 2 and len(values) * 2 > len(segment_row.cells):
            return True
    return False


def _without_single_cuts(cells: list[GridCell]) -> list[GridCell]:
    """Joins two cells of one column where every other column runs on: a shade or a broken line, not a row's end."""
    joined = True
    while joined:
        joined = False
        ends: dict[int, list[GridCell]] = {}
        starts: dict[int, list[GridCell]] = {}
        for cell in cells:
            ends.setdefault(cell.row + cell.row_span, []).append(cell)
            starts.setdefault(cell.row, []).append(cell)
        for line, above in ends.items():
            below = starts.get(line, [])
            pairs = [
                (upper, lower)
                for upper in above
                for lower in below
                if upper.col == lower.col and upper.col_span == lower.col_span
            ]
            running = sum(cell.row < line < cell.row + cell.row_span for cell in cells)
            if len(pairs) == len(above) == len(below) and 0 < len(pairs) <= MAX_CUT_SHARE * running:
                for upper, lower in pairs:
                    upper.segments.extend(lower.segments)
                    upper.row_span += lower.row_span
                gone = {id(lower) for _, lower in pairs}
                cells = [cell for cell in cells if id(cell) not in gone]
                joined = True
                break
    return cells


def _compact(cells: list[GridCell]) -> list[GridCell]:
    """The cells with text, rows and columns counted by where such cells start."""
    filled = [cell for cell in cells if cell.segments]
    rows = sorted({cell.row for cell in filled})
    cols = sorted({cell.col for cell in filled})
    for cell in filled:
        row_end, col_end = cell.row + cell.row_span, cell.col + cell.col_span
        cell.row_span = max(1, sum(cell.row <= row < row_end for row in rows))
        cell.col_span = max(1, sum(cell.col <= col < col_end for col in cols))
        cell.row, cell.col = rows.index(cell.row), cols.index(cell.col)
    return filled


def _mark_header(cells: list[GridCell]) -> None:
    """Marks the rows above the first that holds a number beside its label, and above one that but names a group."""
    first = min(cell.row for cell in cells)
    data = [
        cell.row
        for cell in cells
        if cell.col > 0
        for text in ("".join(segment.text for segment in cell.segments),)
        if is_figure_number(text)
    ]
    beside = {cell.row for cell in cells if cell.col > 0}
    groups = [cell.row for cell in cells if cell.col == 0 and cell.col_span == 1 and cell.row not in beside]
    end = min([*data, *(row for row in groups if data and row > first)], default=first + 1)
    if end == first:
        return
    for cell in cells:
        cell.is_header = cell.row < min(end, first + 4)
