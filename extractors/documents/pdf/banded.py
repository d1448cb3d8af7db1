"""Tables of words that lines rule one way only: between horizontal lines, or between vertical ones.

Tables of numbers are told by their columns; words that stand apart are a table only where lines say so.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.documents.pdf.atoms import Segment
from extractors.documents.pdf.cells import rows_of
from extractors.documents.pdf.grid import GridCell, GridTable
from extractors.documents.pdf.inner import part_lines
from extractors.documents.pdf.page import Box
from extractors.documents.values import is_figure_number

MIN_RULE_POINTS = 60.0
MIN_BANDS = 3
MAX_BAND_POINTS = 70.0
SAME_EDGE_POINTS = 3.0
MIN_GUTTER_POINTS = 4.0
MAX_CELL_CHARS = 120
"""Longer texts beside each other are a page's columns."""
MAX_NUMBER_SHARE = 0.34
"""Where more of the rows hold numbers, their columns tell the table better."""


def find_banded(rules: Sequence[Box], segments: Sequence[Segment]) -> tuple[list[GridTable], list[Segment]]:
    """Tables of words between parallel lines, and the segments that stand in none."""
    tables: list[GridTable] = []
    rest = list(segments)
    for lines in _parallel([rule for rule in rules if rule.width >= MIN_RULE_POINTS and rule.height < 3], across=True):
        for run in _runs(lines, rest):
            table = _between_rows(run)
            rest = _keep(tables, rest, table)
    for lines in _parallel([rule for rule in rules if rule.height >= MIN_RULE_POINTS and rule.width < 3], across=False):
        table = _between_columns(lines, rest)
        rest = _keep(tables, rest, table)
    return tables, rest


def _keep(tables: list[GridTable], rest: list[Segment], table: GridTable | None) -> list[Segment]:
    if table is None:
        return rest
    tables.append(table)
    taken = {id(glyph) for parts in table.segments() for part in parts for glyph in part.glyphs}
    return [part for part in rest if id(part.glyphs[0]) not in taken]


def _parallel(rules: Sequence[Box], *, across: bool) -> list[list[Box]]:
    """Lines with the same ends, from top to bottom or left to right, more than two of them."""
    groups: dict[tuple[int, int], list[Box]] = {}
    for rule in rules:
        ends = (rule.x0, rule.x1) if across else (rule.top, rule.bottom)
        key = next((k for k in groups if max(abs(k[0] - ends[0]), abs(k[1] - ends[1])) <= SAME_EDGE_POINTS), None)
        groups.setdefault(key or (round(ends[0]), round(ends[1])), []).append(rule)
    found = []
    for group in groups.values():
        kept: list[Box] = []
        for rule in sorted(group, key=lambda box: box.top if across else box.x0):
            last = kept[-1] if kept else None
            if last is None or (rule.top - last.top if across else rule.x0 - last.x0) > SAME_EDGE_POINTS:
                kept.append(rule)
        if len(kept) > 2:
            found.append(kept)
    return found


def _runs(lines: Sequence[Box], segments: Sequence[Segment]) -> list[list[list[Segment]]]:
    """The segments between each two lines, as long as cells stand beside each other between them."""
    near = [lower.top - upper.bottom <= MAX_BAND_POINTS for upper, lower in itertools.pairwise(lines)]
    if not any(all(near[start : start + MIN_BANDS]) for start in range(len(near) - MIN_BANDS + 1)):
        return []
    runs: list[list[list[Segment]]] = [[]]
    for close, (upper, lower) in zip(near, itertools.pairwise(lines), strict=True):
        if not close:
            runs.append([])
            continue
        band = [
            part
            for part in segments
            if upper.top < (part.top + part.bottom) / 2 < lower.bottom
            and part.x0 >= upper.x0 - SAME_EDGE_POINTS
            and part.x1 <= upper.x1 + SAME_EDGE_POINTS
        ]
        if len(band) > 1 and any(len(row.cells) > 1 for row in rows_of(band)):
            runs[-1].append(band)
        else:
            runs.append([])
    return [run for run in runs if len(run) >= MIN_BANDS]


def _between_rows(bands: Sequence[Sequence[Segment]]) -> GridTable | None:
    """A table with a row between each two lines; its columns are what white gutters through all rows leave."""
    rows = [[cell for row in rows_of(band) for cell in row.cells] for band in bands]
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted((cell.x0, cell.x1) for row in rows for cell in row):
        if columns and x0 < columns[-1][1] + MIN_GUTTER_POINTS:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    cells: dict[tuple[int, int], GridCell] = {}
    for number, row in enumerate(rows):
        for part in row:
            col = next(index for index, (x0, x1) in enumerate(columns) if x0 <= part.x0 and part.x1 <= x1)
            cells.setdefault((number, col), GridCell(number, col, [])).segments.append(part)
    filled = [sum((number, col) in cells for col in range(len(columns))) for number in range(len(rows))]
    if len(columns) < 2 or min(filled) < 2 or sum(count == len(columns) for count in filled) * 2 < len(rows):
        return None
    return _table(list(cells.values()), len(rows))


def _between_columns(lines: Sequence[Box], segments: Sequence[Segment]) -> GridTable | None:
    """A table with a column between each two lines and a row a line of text."""
    grid = [
        (Box(left.x0, left.top, right.x0, left.bottom), GridCell(0, col, []))
        for col, (left, right) in enumerate(itertools.pairwise(lines))
    ]
    whole = grid[0][0].join(grid[-1][0])
    for part in segments:
        if not whole.holds((part.x0 + part.x1) / 2, (part.top + part.bottom) / 2):
            continue
        holder = next((cell for box, cell in grid if box.x0 - 1 <= part.x0 and part.x1 <= box.x1 + 1), None)
        if holder is None:
            return None
        holder.segments.append(part)
    cells = [cell for _, cell in part_lines(grid) if cell.segments]
    return _table(cells, len({cell.row for cell in cells}))


def _table(cells: list[GridCell], rows: int) -> GridTable | None:
    texts = ["".join(part.text for part in cell.segments) for cell in cells]
    numbers = {cell.row for cell, text in zip(cells, texts, strict=True) if is_figure_number(text)}
    if rows < MIN_BANDS or len(numbers) > MAX_NUMBER_SHARE * rows or max(map(len, texts)) > MAX_CELL_CHARS:
        return None
    box = cells[0].segments[0].box
    for cell in cells:
        cell.is_header = cell.row == 0
        for part in cell.segments:
            box = box.join(part.box)
    return GridTable(box, cells)
