"""Rows of cells to a grid: which columns there are, which rows are one, which head the table."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from extractors.documents.patterns import is_unit_line
from extractors.documents.pdf.atoms import Segment, make_segment
from extractors.documents.pdf.cells import Row
from extractors.documents.pdf.grid import GridCell, GridTable
from extractors.documents.values import is_number, is_period, is_value

Span = tuple[float, float]
STRAY_SHARE = 0.1
"""So large a share of rows may reach over a gutter between two columns."""
CLOSE_ROWS = 0.8
"""Two lines closer than this share of the usual step between rows are lines of one row."""
WRAPPED_LINES = 1.5
"""The two lines of a wrapped label are at most so many sizes apart,"""
NEARER_SHARE = 0.85
"""and nearer to each other by this share than to the row above."""


def is_period_row(row: Row) -> bool:
    """Whether a row heads columns with periods: ``会计年度 2023A 2024A 2025E``."""
    texts = [cell.text for cell in row.cells]
    periods = sum(map(is_period, texts))
    return periods >= 2 and periods >= len(texts) - 1 - (len(texts) > 4)


def has_numbers(row: Row) -> bool:
    """Whether a row holds a number that is no period's name."""
    return any(is_number(cell.text) and not is_period(cell.text) for cell in row.cells[1:]) or (
        len(row.cells) > 1 and is_number(row.cells[0].text) and not is_period(row.cells[0].text)
    )


def columns_of(rows: Sequence[Row]) -> list[Span]:
    """The x ranges of the columns that rows with numbers make, from left to right."""
    filled = [row for row in rows if len(row.cells) > 1 and any(is_value(cell.text) for cell in row.cells)]
    values = _clusters([(cell.x0, cell.x1) for row in filled for cell in row.cells if is_value(cell.text)], len(filled))
    words = [
        (cell.x0, cell.x1)
        for row in filled
        for cell in row.cells
        if not is_value(cell.text) and not any(_shared((cell.x0, cell.x1), span) > 0.5 for span in values)
    ]
    columns = list(values)
    for x0, x1 in _clusters(words, len(filled)):
        after = [span[0] for span in values if span[0] > x0]
        columns.append((x0, max(x0 + 1.0, min([x1, *after]))))
    return sorted(columns)


def _clusters(spans: list[Span], rows: int) -> list[Span]:
    """Ranges that are covered by more than a stray few of the spans, or by any where there are few rows."""
    allowed = int(rows * STRAY_SHARE)
    events = sorted([(x0, 1) for x0, _ in spans] + [(x1 - 0.2, -1) for _, x1 in spans])
    found: list[Span] = []
    depth = 0
    start: float | None = None
    for x, step in events:
        depth += step
        if depth > allowed and start is None:
            start = x
        elif depth <= allowed and start is not None:
            found.append((start, x + 0.2))
            start = None
    return found


def _shared(one: Span, other: Span) -> float:
    """How much of the narrower range the two share."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / max(min(one[1] - one[0], other[1] - other[0]), 0.1)


def column_of(cell: Segment, columns: Sequence[Span]) -> tuple[int, int]:
    """The column of a cell and how many it spans."""
    span = (cell.x0, cell.x1)
    over = [index for index, column in enumerate(columns) if min(span[1], column[1]) - max(span[0], column[0]) > 0]
    if not over:
        middle = (cell.x0 + cell.x1) / 2
        return min(range(len(columns)), key=lambda i: abs((columns[i][0] + columns[i][1]) / 2 - middle)), 1
    whole = [
        index
        for index in over
        if min(span[1], columns[index][1]) - max(span[0], columns[index][0])
        > 0.5 * (columns[index][1] - columns[index][0])
    ]
    if len(whole) > 1 and not is_value(cell.text):
        return whole[0], whole[-1] - whole[0] + 1
    best = max(over, key=lambda i: min(span[1], columns[i][1]) - max(span[0], columns[i][0]))
    return (over[0] if cell.x0 <= columns[over[0]][0] + 2 and not is_value(cell.text) else best), 1


def make_grid(rows: Sequence[Row]) -> GridTable | None:
    """A table of rows that follow each other; None where they do not stand under each other."""
    rows = list(rows)
    caption: list[Segment] = []
    while len(rows) > 1 and len(rows[0].cells) == 1 and not is_value(rows[0].cells[0].text):
        if _goes_on(rows[0], rows[1]):
            rows[1].cells[0] = make_segment([*rows[0].cells[0].glyphs, *rows[1].cells[0].glyphs])
            rows.pop(0)
            continue
        title = rows.pop(0)
        near = rows[0].base - title.base <= 2.6 * title.size and abs(title.size - rows[0].size) <= 0.35 * rows[0].size
        named = near and len(rows[0].cells) > 1 and not is_unit_line(title.cells[0].text)
        caption = [title.cells[0]] if named else []
    numbers = [row for row in rows if has_numbers(row)]
    columns = columns_of(rows)
    if len(columns) < 2 or not numbers or not _is_table(rows, numbers, columns):
        return None
    lines = _lines_per_row(rows, columns)
    header = _header_rows(rows, lines)
    cells: dict[tuple[int, int], GridCell] = {}
    for number, members in enumerate(lines):
        for index in members:
            for segment in rows[index].cells:
                col, span = column_of(segment, columns)
                known = next((cells[number, c] for c in range(col, col + span) if (number, c) in cells), None)
                if known is None:
                    cells[number, col] = GridCell(number, col, [segment], 1, span, number < header)
                else:
                    known.segments.append(segment)
    box = rows[0].cells[0].box
    for row in rows:
        for segment in row.cells:
            box = box.join(segment.box)
    return GridTable(box, list(cells.values()), caption)


def _is_table(rows: Sequence[Row], numbers: Sequence[Row], columns: Sequence[Span]) -> bool:
    labelled = sum(not is_value(row.cells[0].text) for row in numbers)
    headed = not has_numbers(rows[0]) and len(rows[0].cells) > 1
    if len(numbers) < 2 and not (headed and labelled):
        return False
    if labelled * 2 < len(numbers) and not (headed and any(not is_value(c.text) for c in rows[0].cells)):
        return False
    # Cells of a table meet in its columns: two of one row in one column mean that the columns are none.
    clashes = 0
    for row in numbers:
        taken = [column_of(cell, columns)[0] for cell in row.cells]
        clashes += len(taken) != len(set(taken))
    return clashes * 4 <= len(numbers)


def _header_rows(rows: Sequence[Row], lines: Sequence[Sequence[int]]) -> int:
    """How many rows head the table: those before the first that holds a number other than a period's name."""
    for number, members in enumerate(lines):
        if any(has_numbers(rows[index]) for index in members):
            return number if number < len(lines) - 1 or number == 1 else 0
        if number and all(len(rows[index].cells) == 1 for index in members):
            return number
    return 0


def _goes_on(title: Row, row: Row) -> bool:
    """Whether a line is the first half of the label below it: an open bracket that closes there."""
    upper, lower = title.cells[0], row.cells[0]
    return (
        len(row.cells) > 1
        and abs(upper.x0 - lower.x0) < 0.5 * upper.size
        and row.base - title.base <= WRAPPED_LINES * upper.size
        and any(
            upper.text.count(opening) > upper.text.count(closing)
            and lower.text.count(closing) > lower.text.count(opening)
            for opening, closing in ("()", "（）")
        )
    )


def _lines_per_row(rows: Sequence[Row], columns: Sequence[Span]) -> list[list[int]]:
    """Groups of lines that are one row of the table: wrapped labels and values go with their neighbours."""
    bases = [row.base for row in rows if has_numbers(row)]
    steps = sorted(b - a for a, b in itertools.pairwise(bases))
    step = steps[len(steps) // 4] if steps else 0.0
    groups: list[list[int]] = []
    led = -1
    for index, row in enumerate(rows):
        if _leads(rows, index, step):
            groups.append([index])
            led = index + 1
        elif index == led or (groups and _belongs(rows, groups[-1], row, step, columns)):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _leads(rows: Sequence[Row], index: int, step: float) -> bool:
    """Whether a line is the first half of the label of the row below: nearer to that than to the row above."""
    if index + 1 >= len(rows) or len(rows[index].cells) != 1 or not step:
        return False
    row, below = rows[index], rows[index + 1]
    label = row.cells[0]
    if is_value(label.text) or len(below.cells) < 2 or is_value(below.cells[0].text) or not has_numbers(below):
        return False
    gap, above = below.base - row.base, row.base - rows[index - 1].base if index else math.inf
    if (
        gap > min(CLOSE_ROWS * step, WRAPPED_LINES * label.size)
        or abs(label.x0 - below.cells[0].x0) >= 0.5 * label.size
    ):
        return False
    if gap <= NEARER_SHARE * above:
        return True
    # Midway between two rows: a label that fills its column goes on, one that does not has ended.
    edge = max(other.cells[0].x1 for other in rows if not is_value(other.cells[0].text)) - label.size
    return gap <= 1.1 * above and label.x1 > edge and rows[index - 1].cells[0].x1 < edge


def _belongs(rows: Sequence[Row], group: Sequence[int], row: Row, step: float, columns: Sequence[Span]) -> bool:
    last = rows[group[-1]]
    gap = row.base - last.base
    if gap <= 0:
        return True
    if _is_rest_of_value(rows, group, row, columns):
        return True
    if not step or gap > CLOSE_ROWS * step:
        return False
    both = has_numbers(row) and any(has_numbers(rows[index]) for index in group)
    return not both


def _is_rest_of_value(rows: Sequence[Row], group: Sequence[int], row: Row, columns: Sequence[Span]) -> bool:
    """Whether a row is the last digits of the value above, which had no room on its line."""
    if len(row.cells) != 1 or not row.cells[0].text.isdigit() or len(row.cells[0].text) > 3 or len(group) > 1:
        return False
    col = column_of(row.cells[0], columns)[0]
    above = [cell for cell in rows[group[0]].cells if column_of(cell, columns)[0] == col]
    if not above or col == 0 or not is_number(above[-1].text):
        return False
    others = [
        cell.x0
        for other in rows
        if other is not rows[group[0]]
        for cell in other.cells[1:]
        if column_of(cell, columns)[0] == col
    ]
    return bool(others) and above[-1].x0 < min(others) - above[-1].size
