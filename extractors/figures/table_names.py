"""Whose row a table's row is: the names in its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import regex

from extractors.figures.grid import Grid
from extractors.figures.table_sections import Section, names_column
from extractors.records import Cell, Name

_OWNER_COLUMN = regex.compile(r"提供方|厂商|公司|机构|代码|企业|平台")
_AVERAGE = regex.compile(
    r".{0,10}前[一二三四五六七八九十\d]{1,3}[名大].*|.{0,6}(?:平均|均值|中位数|中值|中位值)(?:值|数)?.{0,6}|.{0,6}(?:合计|总计|小计)"
    r"|.{0,14}\b(?:[Aa]verage|[Mm]edian|[Mm]ean)\b.{0,14}|.{0,14}\b(?:[Ss]ubt|[Tt])otal"
)
_MEAN = regex.compile(r"[前均中计]|verage|edian|ean|otal")
"""What each average and total holds."""
_NO_HOLDER = regex.compile(r"[Ff]ree [Ff]loat.*|[Oo]thers?|[Tt]otal|[Pp]ublic|其他.*|合计|流通.*|公众.*")
_FRAGMENT = regex.compile(r"\p{Han}?(?:有限)?(?:责任)?公司|(?:有限|责任|股份)(?:公司)?")
_NO_NAME = regex.compile(r"\b(?:non-)?(?:IFRS|GAAP)\b|\bFY\d", regex.IGNORECASE)
_MARK = regex.compile(r"^#+|^[(（]\d{1,2}[)）](?=\p{Han}{2})|(?<=\p{Han}{2})[(（]\d{1,2}[)）]$")
"""A footnote's mark at a name: (1)某某公司."""
_LOOSE_SPACE = regex.compile(r"(?<=\p{Han})\s+|\s+(?=\p{Han})")
_HAN = regex.compile(r"\p{Han}")

Names = Mapping[tuple[int, int], Sequence[Name]]


def row_entity(grid: Grid, row: int, section: Section, names: Names) -> Name | None:
    """The thing that a row is about: the name in its name column, else a name that fills its first text cell."""
    best: Name | None = None
    first = ""
    for col in grid.filled[row]:
        column, cell = section.heads[col], grid.rows[row][col]
        header = column.text
        if cell is None or grid.numeric[row][col] or (not header and col > 0):
            continue
        naming = column.metric is None and names_column(header)
        if not naming and (best is not None or col > 1):
            continue
        content = grid.contents[row][col]
        named_so = col == 0 and (section.names_first or section.of_holders)
        if not (naming or named_so or (row, col) in names) or _NO_NAME.search(content):
            continue
        whole = _filling(names, grid, row, col, content)
        if whole is not None and content[0].isdigit() and whole.start > cell.start and whole.ticker is None:
            whole = None  # 37 Interactive is no Interactive
        if _FRAGMENT.fullmatch(content):
            continue  # the end of a name that was broken over two rows
        if naming and len(content) <= 40:
            if _is_average(content):
                continue
            named = whole or _named(cell, content)
            if best is None or (_OWNER_COLUMN.search(first) and not _OWNER_COLUMN.search(header)):
                best, first = named, header
        elif best is None and whole and col <= 1:
            best = whole
        elif best is None and col == 0 and section.of_holders and len(content) <= 40:
            best = None if _NO_HOLDER.fullmatch(content) else whole or _named(cell, content)
        elif best is None and col == 0 and section.names_first and len(content) <= 24:
            best = None if _is_average(content) else _named(cell, content)
    return best


def is_nameless(grid: Grid, row: int, section: Section, entity: Name | None) -> bool:
    """Whether a row of a table of things names none: an average, a total, or a name left out."""
    if entity is not None:
        return False
    texts, numeric = grid.contents[row], grid.numeric[row]
    if not all(texts[col] for col in section.name_columns):
        return True
    if not (section.names_first or section.named) and section.dated:
        return False
    return _is_average(next((texts[col] for col in grid.filled[row] if not numeric[col]), ""))


@lru_cache(maxsize=8192)
def _is_average(label: str) -> bool:
    return _MEAN.search(label) is not None and _AVERAGE.fullmatch(_plain(label)) is not None


def _filling(names: Names, grid: Grid, row: int, col: int, content: str) -> Name | None:
    """The name that fills a cell, if one does; one that begins within a word (``某某|控股集团``) does not."""
    here = names_of(row, col, names)
    if not here:
        return None
    size = len(content.replace(" ", ""))
    found = (n for n in here if n.end - n.start >= 0.6 * size and not _NO_NAME.search(n.canonical))
    return next((n for n in found if not _HAN.match(grid.text, n.start - 1) or _starts_cell(grid, n)), None)


def _starts_cell(grid: Grid, name: Name) -> bool:
    return any(cell.start == name.start for cell in grid.table.cells)


def _named(cell: Cell, content: str) -> Name:
    return Name(cell.start, cell.end, _plain(content), "row")


def beside(grid: Grid, row: int, col: int, section: Section, names: Names) -> Name | None:
    """The thing that the cell to the left names, where its column holds names (tables of two halves)."""
    if not col or not names_column(section.heads[col - 1].text):
        return None
    cell, content = grid.rows[row][col - 1], grid.cell_text(row, col - 1)
    if cell is None or not content or grid.numeric[row][col - 1] or len(content) > 24:
        return None
    return _filling(names, grid, row, col - 1, content) or _named(cell, content)


def names_of(row: int, col: int, names: Names) -> Sequence[Name]:
    """The names in a cell; a merged cell's at each of its places."""
    return names.get((row, col), ())


def _plain(content: str) -> str:
    return _MARK.sub("", _LOOSE_SPACE.sub("", content))


def no_name(words: str) -> bool:
    """Whether words that were taken for a name say how something is measured (``Non-IFRS NP FY26E``)."""
    return _NO_NAME.search(words) is not None
