"""Rows and columns within a cell of lines: a frame around rows that no line parts."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from extractors.documents.pdf.atoms import Segment
from extractors.documents.pdf.cells import Row, rows_of, split_words
from extractors.documents.pdf.grid import GridCell
from extractors.documents.pdf.page import Box
from extractors.documents.values import is_cut, is_value, may_be_cut

MIN_INNER_ROWS = 4
MIN_INNER_CELLS = 3
FULL_SHARE = 0.9
"""A line that fills at least this share of its column had no room for one character more."""
MIN_OWN_LINES = 3
MAX_WORD_EMS = 6.0
MAX_CROSSING = 0.2
"""In a larger share of the lines a text may not cross a column's edge."""


def part_inner_tables(grid: Sequence[tuple[Box, GridCell]]) -> list[GridCell] | None:
    """The cells, those that hold rows of a table of their own parted by the columns that the header's lines make.

    None where such rows do not fit the header's columns: the lines are not the table's.
    """
    cells = [cell for _, cell in grid]
    edges: dict[int, tuple[float, float]] = {}
    for box, cell in grid:
        if cell.col_span == 1:
            edges.setdefault(cell.col, (box.x0, box.x1))
    for cell in [cell for cell in cells if _holds_a_table(cell)]:
        columns = {col: edges[col] for col in range(cell.col, cell.col + cell.col_span) if col in edges}
        lines = rows_of(cell.segments)
        if len(columns) < cell.col_span or sum(_crosses(line, columns) for line in lines) > MAX_CROSSING * len(lines):
            return None
        cells.remove(cell)
        for other in cells:
            if other.row > cell.row:
                other.row += len(lines) - 1
            elif other.row + other.row_span > cell.row + 1:
                other.row_span += len(lines) - 1
        for number, line in enumerate(lines):
            cells.extend(_row(line, cell.row + number, columns))
    return cells


def _holds_a_table(cell: GridCell) -> bool:
    if cell.col_span < MIN_INNER_CELLS:
        return False
    return sum(len(line.cells) >= MIN_INNER_CELLS for line in rows_of(cell.segments)) >= MIN_INNER_ROWS


def _crosses(line: Row, columns: dict[int, tuple[float, float]]) -> bool:
    """Whether two texts of a line begin in one column, or a text covers another's beginning."""
    starts = [_column(part, columns) for part in line.cells]
    return len(set(starts)) < len(starts)


def _column(part: Segment, columns: dict[int, tuple[float, float]]) -> int:
    return max(columns, key=lambda col: min(part.x1, columns[col][1]) - max(part.x0, columns[col][0]))


def _row(line: Row, row: int, columns: dict[int, tuple[float, float]]) -> list[GridCell]:
    found: dict[int, GridCell] = {}
    for part in line.cells:
        col = _column(part, columns)
        if col in found:
            found[col].segments.append(part)
        else:
            found[col] = GridCell(row, col, [part])
    return list(found.values())


def part_lines(grid: Sequence[tuple[Box, GridCell]]) -> list[tuple[Box, GridCell]]:
    """The cells, those of a row whose lines end before their cell does parted: each line is a row of its own.

    What is wrapped fills its lines; at least three lines in every cell are asked for, as headings are broken by hand.
    """
    rows: dict[int, list[tuple[Box, GridCell]]] = {}
    for box, cell in grid:
        rows.setdefault(cell.row, []).append((box, cell))
    out: list[tuple[Box, GridCell]] = []
    shift = 0
    for number in sorted(rows):
        bases = _common_lines(rows[number])
        for box, cell in rows[number]:
            cell.row += shift
            if len(bases) < MIN_OWN_LINES:
                out.append((box, cell))
                continue
            parts = [GridCell(cell.row + index, cell.col, [], 1, cell.col_span) for index in range(len(bases))]
            for part in cell.segments:
                parts[min(range(len(bases)), key=lambda index: abs(bases[index] - part.base))].segments.append(part)
            out.extend((Box(box.x0, part.segments[0].top, box.x1, part.segments[0].bottom), part) for part in parts)
        shift += max(0, len(bases) - 1) if len(bases) >= MIN_OWN_LINES else 0
    return out


def _common_lines(members: Sequence[tuple[Box, GridCell]]) -> list[float]:
    """The baselines of the lines that all cells of a row have; none where lines of most cells may go on in the next."""
    found: list[list[Row]] = []
    ended = 0
    for box, cell in members:
        lines = rows_of(cell.segments)
        if cell.row_span > 1 or len(lines) < MIN_OWN_LINES or any(len(line.cells) > 1 for line in lines):
            return []
        ended += all(_had_room(line, after, box) for line, after in itertools.pairwise(lines))
        found.append(lines)
    same = all(
        len(lines) == len(found[0]) and all(abs(a.base - b.base) < 2.5 for a, b in zip(lines, found[0], strict=True))
        for lines in found
    )
    return [line.base for line in found[0]] if same and ended >= 2 and ended * 2 > len(members) else []


def _had_room(line: Row, after: Row, box: Box) -> bool:
    """Whether the first word of the line after had fitted on a line."""
    word = split_words(after.cells[0])[0]
    return box.x1 - line.x1 - line.size >= min(word.x1 - word.x0, MAX_WORD_EMS * line.size)


def split_rows(cells: list[GridCell]) -> list[GridCell]:
    """Rows that no line parts: where several columns hold a number a line, each line is a row of its own."""
    rows: dict[int, list[GridCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    widths: dict[int, float] = {}
    for cell in cells:
        if cell.col_span == 1:
            widths[cell.col] = max(widths.get(cell.col, 0.0), *(part.x1 - part.x0 for part in cell.segments))
    out: list[GridCell] = []
    shift = 0
    for number in sorted(rows):
        members = rows[number]
        lines = _number_lines(members, widths)
        if len(lines) < 2:
            for cell in members:
                cell.row += shift
            out.extend(members)
            continue
        for cell in members:
            parts: dict[int, list[Segment]] = {}
            for segment in cell.segments:
                best = min(range(len(lines)), key=lambda index: abs(lines[index] - segment.base))
                parts.setdefault(best, []).append(segment)
            out.extend(
                GridCell(number + shift + index, cell.col, found, 1, cell.col_span) for index, found in parts.items()
            )
        shift += len(lines) - 1
    return out


def _number_lines(cells: list[GridCell], widths: dict[int, float]) -> list[float]:
    """Baselines of the lines that hold numbers in two columns at least, where each such cell is numbers alone.

    None where the lines of all these cells are single numbers that had no room: ``widths`` are the columns' widest
    lines.
    """
    columns: list[list[float]] = []
    whole: list[bool] = []
    certain = False
    for cell in cells:
        if cell.row_span > 1:
            return []
        lines = rows_of(cell.segments)
        if len(lines) >= 2 and all(is_value(part.text) for line in lines for part in line.cells):
            columns.append([line.base for line in lines])
            texts = [line.cells[0].text for line in lines]
            one = all(is_cut(upper, lower) for upper, lower in itertools.pairwise(texts))
            full = lines[0].x1 - lines[0].x0 >= FULL_SHARE * widths.get(cell.col, math.inf)
            whole.append(one or (len(texts) == 2 and full and may_be_cut(*texts)))
            certain |= one
    if all(whole) and (certain or len(whole) > 1):
        return []
    if len(columns) < 2 or len({len(column) for column in columns}) > 1:
        return []
    return columns[0]
