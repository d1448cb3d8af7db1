"""The cells of a grid of lines made rows: broken lines mended, empty tracks left out, rows that no line parts split."""

from __future__ import annotations

from extractors.documents.pdf.atoms import Segment
from extractors.documents.pdf.cells import rows_of
from extractors.documents.pdf.grid import GridCell
from extractors.documents.values import is_number, is_period, is_value

MAX_CUT_SHARE = 0.5
"""A line that cuts fewer columns than this share of those that it leaves whole ends no row."""
SAME_LINE_POINTS = 3.0
OWN_LINE_EMS = 0.95


def without_single_cuts(cells: list[GridCell]) -> list[GridCell]:
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


def compact(cells: list[GridCell]) -> list[GridCell]:
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


def split_rows(cells: list[GridCell]) -> list[GridCell]:
    """Rows that no line parts: where several columns hold a number a line, each line is a row of its own."""
    rows: dict[int, list[GridCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    out: list[GridCell] = []
    shift = 0
    for number in sorted(rows):
        members = rows[number]
        lines = _number_lines(members)
        if len(lines) < 2:
            for cell in members:
                cell.row += shift
            out.extend(members)
            continue
        lines = sorted([*lines, *_lines_between(members, lines)])
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


def _lines_between(cells: list[GridCell], bases: list[float]) -> list[float]:
    """Baselines of rows without numbers: words a whole line off the nearest number.

    A wrapped label stands half a line off its numbers, or has lines above and below them.
    """
    found: list[float] = []
    for cell in cells:
        offsets = {id(part): min((part.base - base for base in bases), key=abs) for part in cell.segments}
        for part in cell.segments:
            offset = offsets[id(part)]
            if abs(offset) < OWN_LINE_EMS * part.size:
                continue
            base = part.base - offset
            paired = any(
                abs(other.base - offsets[id(other)] - base) < 1 and abs(offsets[id(other)] + offset) < 0.3 * abs(offset)
                for other in cell.segments
            )
            if not paired and all(abs(part.base - line) > SAME_LINE_POINTS for line in found):
                found.append(part.base)
    return found


def _number_lines(cells: list[GridCell]) -> list[float]:
    """Baselines of the rows of cells that hold a number a line, in two columns at least; empty where they are none.

    A column may lack the numbers of some rows, but one has them all.
    """
    columns = []
    for cell in cells:
        if cell.row_span > 1:
            return []
        if len(cell.segments) < 2:
            continue
        lines = rows_of(cell.segments)
        if len(lines) >= 2 and all(is_value(part.text) for line in lines for part in line.cells):
            columns.append([line.base for line in lines])
    if len(columns) < 2:
        return []
    whole = max(columns, key=len)
    if sum(len(column) == len(whole) for column in columns) == len(columns):
        return whole
    if all(min(abs(base - other) for other in whole) <= SAME_LINE_POINTS for column in columns for base in column):
        return whole
    return []


def mark_header(cells: list[GridCell]) -> None:
    """Marks the rows above the first that holds a number beside its label."""
    first = min(cell.row for cell in cells)
    data = [
        cell.row
        for cell in cells
        if cell.col > 0
        for text in ("".join(segment.text for segment in cell.segments),)
        if is_number_cell(text)
    ]
    end = min(data, default=first + 1)
    if end == first:
        return
    for cell in cells:
        cell.is_header = cell.row < min(end, first + 4)


def is_number_cell(text: str) -> bool:
    """Whether a cell's whole text is a number that is no period's name."""
    return is_number(text) and not is_period(text)
