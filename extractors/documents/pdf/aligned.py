"""Tables without a grid of lines: rows of cells that stand under each other.

Forecast and statement pages of broker notes, key data in a side column, three-line tables. Rows that hold numbers make
the columns: a column is what white gutters through all of them leave.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.documents.patterns import is_caption
from extractors.documents.pdf.atoms import Segment, make_segment
from extractors.documents.pdf.cells import Row, rows_of
from extractors.documents.pdf.grid import GridTable
from extractors.documents.pdf.gridding import columns_of, has_numbers, is_period_row, make_grid
from extractors.documents.pdf.page import Box
from extractors.documents.values import is_period, is_value

MAX_ROW_GAP_LINES = 3.2
"""A wider white space between two rows ends a table, in line heights."""
MAX_LABEL_ROWS = 3
"""So many rows of a label alone may follow each other within a table."""

MIN_SIDE_ROWS = 3
"""A table beside another has at least so many rows of its own."""

_OUTSIDE = regex.compile(
    r"(?:资料|数据|信息)?来源[:：]|(?:图表|图|表|Figure|Table|Exhibit)\s*\d+[-.:：\s]|(?:注|备注|说明|Source|Note)s?[:：]|风险提示|请务必|敬请"
)

_PHONE = regex.compile(
    r"(?<!\d)(?:[(（]\+?\d{2,4}[)）]|\+\d{2,3})\s?-?\d{3,4}[\s-]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|@\w|"
    r"(?<![A-Z\d])[SA]\d{10,13}(?!\d)|(?:分析师|研究助理|联系人)\s?[:：]"
)


def find_aligned(segments: Sequence[Segment], rules: Sequence[Box]) -> tuple[list[GridTable], list[Segment]]:
    """The tables among the segments of one column of a page, and the segments that belong to none.

    ``rules`` are the page's lines: horizontal ones tell where tables start and stop.
    """
    rows = rows_of([segment for segment in segments if not _OUTSIDE.match(segment.text)])
    rows = _with_wrapped_labels(rows)
    width = max((row.x1 for row in rows), default=0.0) - min((row.x0 for row in rows), default=0.0)
    kinds = [_kind(row, width) for row in rows]
    captions = [segment for segment in segments if is_caption(segment.text)]
    tables: list[GridTable] = []
    index = free = 0
    while index < len(rows):
        if kinds[index] != "data":
            index += 1
            continue
        last = _last_row(rows, kinds, index)
        first = _first_row(rows, kinds, index, free)
        found = _tables(rows[first : last + 1], rules, captions)
        tables.extend(found)
        if found:
            free = last + 1
        index = last + 1
    taken = {id(glyph) for table in tables for parts in table.segments() for part in parts for glyph in part.glyphs}
    rest = []
    for segment in segments:
        left = [glyph for glyph in segment.glyphs if id(glyph) not in taken]
        if len(left) == len(segment.glyphs):
            rest.append(segment)
        elif any(glyph.text != " " for glyph in left):
            rest.append(make_segment(left))
    return tables, rest


def _with_wrapped_labels(rows: list[Row]) -> list[Row]:
    """A value that stands between the two lines of its label makes one row with the first of them."""
    out: list[Row] = []
    for index, row in enumerate(rows):
        above = out[-1] if out else None
        below = rows[index + 1] if index + 1 < len(rows) else None
        if (
            above is not None
            and below is not None
            and all(is_value(cell.text) for cell in row.cells)
            and all(len(other.cells) == 1 and not is_value(other.cells[0].text) for other in (above, below))
            and abs(above.x0 - below.x0) < 3
            and above.x1 < row.x0
            and below.base - above.base < 1.7 * above.size
        ):
            out[-1] = Row(above.base, above.top, max(above.bottom, row.bottom), above.size, [*above.cells, *row.cells])
        else:
            out.append(row)
    return out


def _kind(row: Row, width: float) -> str:
    """``data``: a label or number and numbers beside it; ``cells``: several words apart; ``label``: one short text;
    ``stop``: running text, or a line that no table holds."""
    texts = [cell.text for cell in row.cells]
    if _OUTSIDE.match(texts[0]) or _PHONE.search(" ".join(texts)) is not None:
        return "stop"
    values = [text for text in texts[1:] if is_value(text)]
    if values and len(values) * 2 >= len(texts) - 1 and max(map(len, texts)) <= 40:
        return "data"
    if len(texts) > 1 and is_value(texts[0]) and values:
        return "data"
    longest = max(cell.x1 - cell.x0 for cell in row.cells)
    if len(texts) > 1 and longest < 0.6 * width:
        return "cells"
    if len(texts) == 1 and (longest < 0.6 * width or len(texts[0]) <= 24) and not texts[0].endswith(("。", "；")):
        return "label"
    return "stop"


def _last_row(rows: list[Row], kinds: list[str], first: int) -> int:
    last = first
    waiting = 0
    for index in range(first + 1, len(rows)):
        row = rows[index]
        if kinds[index] == "stop" or row.base - rows[index - 1].base > MAX_ROW_GAP_LINES * max(row.size, 6.0) * 1.25:
            break
        if kinds[index] == "data":
            last, waiting = index, 0
        else:
            waiting += 1
            if waiting > MAX_LABEL_ROWS:
                break
    # Rows of words that stand under the columns, and a value's second line, still belong to it.
    while last + 1 < len(rows) and kinds[last + 1] == "cells" and _follows(rows[last], rows[last + 1]):
        last += 1
    return last


def _follows(above: Row, below: Row) -> bool:
    return 0 < below.base - above.base <= 2.2 * max(above.size, below.size)


def _first_row(rows: list[Row], kinds: list[str], data: int, free: int) -> int:
    """Up over the header: rows of words, and labels among them."""
    first = data
    for index in range(data - 1, max(free, data - 8) - 1, -1):
        row, below = rows[index], rows[index + 1]
        if kinds[index] not in ("cells", "label") or not 0 < below.base - row.base <= 3.0 * max(below.size, row.size):
            break
        labels = first - index - 1
        if (kinds[index] == "cells" and labels <= MAX_LABEL_ROWS) or (
            kinds[index] == "label" and first == data and index + 1 == data and is_period_row(rows[data])
        ):
            first = index
    return first


def _tables(rows: list[Row], rules: Sequence[Box], captions: Sequence[Segment]) -> list[GridTable]:
    """Tables in a stretch of rows: side by side ones are parted, then stacked ones."""
    edge = _between_captions(rows, captions)
    if edge is None:
        edge = _side_by_side(rows, rules)
    if edge is not None:
        halves: list[GridTable] = []
        for side in (True, False):
            cells = [cell for row in rows for cell in row.cells if (cell.x0 + cell.x1 < 2 * edge) == side]
            halves.extend(_tables(rows_of(cells), rules, captions) if cells else [])
        return halves
    tables = []
    for part in _stacked(rows):
        table = make_grid(part)
        if table is not None:
            tables.append(table)
    return tables


def _between_captions(rows: list[Row], captions: Sequence[Segment]) -> float | None:
    """The x where the second of two captions begins on one line over the rows, None where a cell is there."""
    size = rows[0].size
    over = [part for part in captions if 0 < rows[0].base - part.base <= MAX_ROW_GAP_LINES * max(size, part.size)]
    starts = sorted(part.x0 for part in over if any(abs(part.base - other.base) < size / 2 for other in over))
    for start in starts[1:]:
        sides = [cell.x0 + cell.x1 < 2 * start for row in rows for cell in row.cells]
        # A caption may begin a little right of the table that it names.
        near = [cell for row in rows for cell in row.cells if cell.x0 < start - size < cell.x1]
        if not near and True in sides and False in sides:
            return start - size
    return None


def _stacked(rows: list[Row]) -> list[list[Row]]:
    """Rows parted before each row of periods that follows numbers, with the title line above it."""
    parts: list[list[Row]] = [[]]
    for row in rows:
        part = parts[-1]
        if is_period_row(row) and any(has_numbers(other) for other in part):
            head = [row]
            while len(part) > 1 and len(head) < 3 and _is_title_row(part[-1]):
                head.insert(0, part.pop())
            parts.append(head)
        else:
            part.append(row)
    return [part for part in parts if part]


def _is_title_row(row: Row) -> bool:
    """Whether a row names a table: one text, with a unit beside it at most."""
    texts = [cell.text for cell in row.cells]
    return not any(map(is_value, texts)) and (len(texts) == 1 or (len(texts) == 2 and "单位" in texts[1]))


def _side_by_side(rows: list[Row], rules: Sequence[Box]) -> float | None:
    """The x where a second table starts beside the first, None where there is but one.

    A second table shows as a column of words after columns of numbers, with numbers of its own to the right, and one
    of: periods head both, both first columns bear one heading, or the lines above and below break off between them.
    """
    filled = [row for row in rows if has_numbers(row)]
    if len(filled) < MIN_SIDE_ROWS:
        return None
    columns = columns_of(filled)
    if len(columns) < 4:
        return None
    words, values = [0] * len(columns), [0] * len(columns)
    for row in filled:
        for cell in row.cells:
            index = next((i for i, (x0, x1) in enumerate(columns) if cell.x0 < x1 and cell.x1 > x0), None)
            if index is not None:
                if is_value(cell.text):
                    values[index] += 1
                else:
                    words[index] += 1
    for index in range(2, len(columns) - 1):
        if words[index] <= values[index] or words[index] < MIN_SIDE_ROWS or words[index - 1] >= values[index - 1]:
            continue
        if not any(values[later] > words[later] for later in range(index + 1, len(columns))):
            continue
        edge = (columns[index - 1][1] + columns[index][0]) / 2
        if _starts_over(rows, edge) or _rules_break(rows, rules, edge):
            return edge
    return None


def _starts_over(rows: list[Row], edge: float) -> bool:
    """Whether both sides have a heading of periods, or first columns with one heading."""
    heads: list[bool] = []
    for side in (True, False):
        parts = [[cell.text for cell in row.cells if (cell.x1 <= edge + 1) == side] for row in rows]
        heads.append(any(sum(map(is_period, texts)) >= 2 for texts in parts))
    if all(heads):
        return True
    for row in rows[:3]:
        left = [cell.text for cell in row.cells if cell.x1 <= edge + 1]
        right = [cell.text for cell in row.cells if cell.x1 > edge + 1]
        if left and right and left[0] == right[0] and not is_value(left[0]):
            return True
    return False


def _rules_break(rows: list[Row], rules: Sequence[Box], edge: float) -> bool:
    top, bottom = rows[0].top - 12, rows[-1].bottom + 12
    across = [rule for rule in rules if rule.width > 60 and rule.height < 3 and top <= rule.top <= bottom]
    left = sum(rule.x1 <= edge + 3 for rule in across)
    right = sum(rule.x0 >= edge - 3 for rule in across)
    return left >= 2 and right >= 2 and left + right == len(across)
