"""What a table's rows are: headers, titles over a part, rows of values that go on with the table before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.figures.grid import Grid, is_blank, is_numeric
from extractors.figures.headers import Head
from extractors.figures.table_headers import level_again, of_units, repeated, takes_turn
from extractors.figures.table_sections import MOVE_COLUMN, Carried, Section, names_column
from extractors.records import Period

_DASH = regex.compile(r"[\s\-–—－/]+")
_YEAR = regex.compile(r"(?:19|20)\d{2}")
_DATE_COLUMN = regex.compile(r"日期|时间")


def continued(grid: Grid, before: Carried | None) -> Section | None:
    """The section of the table before, for a table without caption and headers that goes on with it; else None.

    It has as many columns, or its first row has as many cells as there are headers; its values are numbers.
    """
    if before is None or not before.adjacent or grid.table.caption or not before.section.has_rows:
        return None
    page, last = grid.table.page, before.page
    if page is not None and last is not None and page - last not in (0, 1):
        return None
    if any(cell is not None and cell.is_header for cell in grid.rows[0]) and not _holds_values(grid):
        return None
    section = before.section
    if grid.width != len(section.heads):
        heads = _by_turn(grid, section.heads)
        if heads is None:
            return None
        section = replace(section, heads=heads, repeated=repeated(heads))
    valued = [col for col, head in enumerate(section.heads) if col and (head.period or head.metric)]
    filled = [(row, col) for row in range(_first_break(grid)) for col in valued if grid.starts_at(row, col)]
    texts = [text for row, col in filled if (text := grid.cell_text(row, col)) and not is_blank(text)]
    numeric = sum(is_numeric(text) or text.isdigit() for text in texts)
    return section if valued and not grid.numeric[0][0] and numeric >= 0.8 * len(texts) > 0 else None


def first_row(grid: Grid) -> tuple[str, ...]:
    """The texts of a table's first row."""
    return tuple(grid.contents[0])


def same_headers(grid: Grid, before: Carried) -> bool:
    """Whether a table repeats the headers of the one before: a statement's next page, without its unit line."""
    texts = first_row(grid)
    if grid.table.page is not None and before.page is not None and grid.table.page - before.page not in (0, 1):
        return False
    said = [t for t in texts if t]
    if before.headers == texts:
        return len(said) >= 2
    same_but_year = [_YEAR.sub("", t) for t in before.headers] == [_YEAR.sub("", t) for t in texts]
    return same_but_year and len(texts) >= 6 and len(said) >= 2


def _first_break(grid: Grid) -> int:
    """The first row below the top that is one cell over the whole width: another part begins there."""
    wide = (
        r for r in range(1, len(grid.rows)) if (cell := grid.rows[r][0]) is not None and cell.col_span == grid.width
    )
    return next(wide, len(grid.rows))


def _holds_values(grid: Grid) -> bool:
    """Whether the first row is one of values, or a label without any, though it was taken for headers."""
    texts = [text for col in range(1, grid.width) if grid.starts_at(0, col) and (text := grid.cell_text(0, col))]
    if not texts:
        return bool(grid.cell_text(0, 0)) and grid.width > 1
    return len(texts) >= 2 and all(is_numeric(text) for text in texts)


def _by_turn(grid: Grid, heads: Sequence[Head]) -> list[Head] | None:
    """The headers for the cells of another table's first row, one by one; None where their numbers differ."""
    starts = [col for col in range(grid.width) if grid.starts_at(0, col)]
    named = [head for col, head in enumerate(heads) if col == 0 or head.text]
    if len(named) != len(starts):  # one header over two columns counts once
        named = [head for col, head in enumerate(heads) if col == 0 or (head.text and head != heads[col - 1])]
    if len(named) != len(starts) or len(starts) < 3:
        return None
    places = range(grid.width)
    return [named[max((turn for turn, start in enumerate(starts) if start <= col), default=0)] for col in places]


def is_header(grid: Grid, row: int, heads: Sequence[Head], section: Section) -> bool:
    """A row of headers: marked so by the reader; or of periods; or the first one, of text alone."""
    cells, content = grid.rows[row], grid.contents[row]
    filled = grid.filled[row]
    numbers = grid.numeric[row]
    numeric = [c for c in filled if numbers[c] and heads[c].period is None]
    if not filled or (numeric and numeric[-1] > 0):
        return False  # as most rows
    if filled[0] == 0 and len({id(cells[c]) for c in filled}) == 1:
        return False
    if any(content[c][0] in "-–—－/" and _DASH.fullmatch(content[c]) for c in filled[1:]):
        return False  # a row of values that has none
    moves = [c for c in filled if c and content[c][0] in "绝相AaRr" and MOVE_COLUMN.fullmatch(content[c])]
    if len(moves) >= 2 and len(moves) == len([c for c in filled if c]):
        return True
    periods = [c for c in filled if heads[c].period is not None and len(content[c]) <= 16]
    if numeric or _says_a_date(grid, row, filled):
        return False
    above = section.row_heads
    if above and (takes_turn(heads, above) or level_again(heads, above) is not None):
        return True
    if above and not section.has_rows and of_units(heads):
        return True
    if _in_turn([heads[c].period for c in periods]) or (
        periods and len(filled) <= 2 and filled[-1] in periods and len(filled) == 2 and row == 0
    ):
        return True
    if all(cells[c] is not None and cells[c].is_header for c in filled):  # type: ignore[union-attr]
        return len(filled) > 1 or (filled[0] > 0 and bool(periods))
    if _names_its_columns(grid, row, heads, filled):
        return True
    second = row > 0 and not section.has_rows and len(section.row_heads) == row
    if second and len([c for c in filled[1:] if heads[c].whole and heads[c].metric is not None]) >= 2:
        return True  # with a row of units below it, maybe
    if (row == 0 or second) and len(filled) > 1:
        below = range(row + 1, min(len(grid.rows), row + (6 if row == 0 else 2)))
        return any(grid.numeric[r][c] for r in below for c in filled[1:]) or all(
            heads[c].metric is not None or names_column(heads[c].text) for c in filled[:2]
        )
    return False


def _says_a_date(grid: Grid, row: int, filled: Sequence[int]) -> bool:
    """``报告日期 | 2025年5月12日``: a row of a key-value table."""
    return len(filled) == 2 and bool(_DATE_COLUMN.search(grid.cell_text(row, filled[0])))


def _names_its_columns(grid: Grid, row: int, heads: Sequence[Head], filled: Sequence[int]) -> bool:
    """A later row of words over three or more columns: a name column and a metric at least, values below."""
    distinct = {id(grid.rows[row][c]): c for c in filled}
    if len(distinct) < 3 or not names_column(heads[filled[0]].text) or heads[filled[0]].metric is not None:
        return False
    metrics = [c for c in distinct.values() if heads[c].metric is not None and heads[c].whole]
    below = range(row + 1, min(len(grid.rows), row + 4))
    return len(metrics) >= 1 and any(grid.numeric[r][c] for r in below for c in metrics)


def periods_in_turn(periods: Sequence[Period | None]) -> bool:
    """Whether periods follow one another, as headers do (1979 and 1979 are two values)."""
    starts = [p.period_start or p.text for p in periods if p is not None]
    return len(starts) >= 2 and len(set(starts)) > 1


_in_turn = periods_in_turn


def title_of(grid: Grid, row: int) -> str:
    """The words of a title row."""
    content, numeric = grid.contents[row], grid.numeric[row]
    return next((content[col] for col in reversed(grid.filled[row]) if not numeric[col]), "")


def is_title_row(grid: Grid, row: int) -> bool:
    """Whether a row is one cell of words, over the rows below it."""
    if any(grid.numeric[row]):
        return False
    cols = grid.filled[row]
    if len(cols) == 2 and cols == [0, 1] and row and grid.rows[row][0] is grid.rows[row - 1][0]:
        cols = [1]  # beside a label that spans the rows from above
    return len({id(grid.rows[row][c]) for c in cols}) == 1


_NUMBERED = regex.compile(r"\d{1,2}[.．、]\s?\p{Han}{2,12}")


def is_numbered_title(grid: Grid, row: int) -> bool:
    """Whether a numbered row (``2.储能系统``) is a title though a stray number of another line fell into it: it has one
    value, where rows of the table have three and more."""
    filled, content = grid.filled[row], grid.contents[row]
    if len(filled) != 2 or not grid.numeric[row][filled[1]] or _NUMBERED.fullmatch(content[filled[0]]) is None:
        return False
    near = range(max(0, row - 3), min(len(grid.rows), row + 4))
    return all(sum(grid.numeric[r]) >= 3 for r in near if r not in (row, 0) and _says_values(grid, r))


def _says_values(grid: Grid, row: int) -> bool:
    return any(grid.numeric[row]) and not is_title_row(grid, row)
