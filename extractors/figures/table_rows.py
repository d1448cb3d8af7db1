"""One row of a table to its figures: its label, the thing it is about, its unit, then cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import regex

from extractors.figures.grid import Grid, is_blank, is_numeric
from extractors.figures.headers import Head
from extractors.figures.metrics import clean_label
from extractors.figures.table_cells import cell_figures
from extractors.figures.table_context import CellContext
from extractors.figures.table_parts import outer_of
from extractors.figures.table_prose import read_text_cell
from extractors.figures.table_sections import ASIDE_COLUMN, NAME_COLUMN, UNIT_COLUMN, Section
from extractors.figures.table_things import follow, thing_of
from extractors.figures.table_units import currency_of, unit_for
from extractors.language.cells import is_turned, read_cell
from extractors.language.units import Unit, parse_unit
from extractors.records import Cell, Figure, Name, Period, Quantity

_OWNER_COLUMN = regex.compile(r"提供方|厂商|公司|机构|代码|企业|平台")
_DATE_COLUMN = regex.compile(r"年份|年度|时间|日期|期间|[Yy]ear|[Dd]ate")
_THINGS = frozenset({"product", "model", "chip", "company", "security"})
_AVERAGE = regex.compile(
    r".{0,10}前[一二三四五六七八九十\d]{1,3}[名大].*|.{0,6}(?:平均|均值|中位数|中值|中位值)(?:值|数)?.{0,6}|.{0,6}(?:合计|总计|小计)"
    r"|.{0,14}\b(?:[Aa]verage|[Mm]edian|[Mm]ean)\b.{0,14}|.{0,14}\b(?:[Ss]ubt|[Tt])otal"
)
_PARTY_COLUMN = regex.compile(r"关联方|对手方|交易对方|客户名称|供应商|单位名称|对方")
_AMOUNT = regex.compile(
    r"[约近超逾>≥<≤]?\s*[(（]?[-+−]?\s*(?:[A-Z]{3}|[A-Z]{1,2}[$＄])?\s*\d[\d,.]*(?:\s*[/~～\-–—]\s*\d[\d,.]*)?\s*(?P<unit>[^\d\s].{0,7})?[)）]?"
)

Names = Mapping[tuple[int, int], Sequence[Name]]


def read_row(
    grid: Grid, row: int, heads: Sequence[Head], section: Section, cells: CellContext, names: Names
) -> tuple[list[Figure], list[Quantity]]:
    """Figures and quantities of a row of values."""
    figures: list[Figure] = []
    quantities: list[Quantity] = []
    label: Head | None = None
    outer = ""
    row_unit: Unit | None = None
    row_period: Period | None = None
    label_names: list[Name] = []
    told: Head | None = None
    thing: Name | None = None
    entity = _row_entity(grid, row, section, names)
    wide = sum(1 for col in range(grid.width) if is_numeric(grid.cell_text(row, col))) > 1
    start, end = row_span(grid, row)
    cells = replace(
        cells, row_start=start, row_end=end, wide=wide, nameless=_is_nameless(grid, row, section, entity),
        currency=currency_of(section.unit),
    )  # fmt: skip
    own = cells.context.subject
    if entity is not None and own is not None and entity.canonical != own.canonical:
        cells = replace(cells, party=entity.canonical)
    first_metric = next((h.metric for h in section.heads if h.metric is not None and not h.rank), None)
    for col in range(grid.width):
        cell = grid.rows[row][col]
        if cell is None or (not grid.starts_at(row, col) and not _fresh(grid, row, col)):
            continue
        content = grid.cell_text(row, col)
        column = section.head_of(grid, row, col)
        if not content or ASIDE_COLUMN.fullmatch(column.label):
            continue
        head = heads[col]
        if UNIT_COLUMN.fullmatch(column.label) and (printed := parse_unit(content)) is not None:
            row_unit = printed
            continue
        if (
            head.period is not None
            and len(content) <= 16
            and column.period is None
            and not _plain_number(content, column, label)
        ):
            row_period = head.period
            if label is None:
                label = head
            continue
        if is_blank(content):
            continue
        if not _is_value(content, column, label):
            beside = _beside(grid, row, col, section, names) or entity
            shaped = None
            if head.metric is None or not head.whole:
                shaped = read_text_cell(grid, row, col, column, beside, row_period, cells, names.get((row, col), []))
            if shaped is not None and (shaped.figures or len(content) >= 10):
                figures += shaped.figures
                quantities += shaped.quantities
                if shaped.figures:
                    continue
            if label is not None and _PARTY_COLUMN.search(column.text):
                outer = clean_label(content)
                continue
            if label is not None and (not _relabels(head, column) or _is_method(head)):
                continue
            if (
                label is not None
                and label.metric is None
                and label.period is None
                and not NAME_COLUMN.search(section.heads[col - 1].text)
            ):
                outer = clean_label(label.text)
            label = head
            here = [] if head.whole and not head.part else _names_of(grid, row, col, names)
            label_names = [n for n in here if n.kind in _THINGS][:1]
            label = follow(label, section)
            outer = outer or outer_of(label, section)
            continue
        unit = unit_for(content, label, column, section, cells, row_unit)
        if label is not None and label.metric is not None and label.metric.code == "share_price" and label.unit:
            section.price_unit = label.unit
        found = read_cell(grid.text, cell.start, cell.end, unit)
        quantities += found
        if column.skip:
            continue
        if label is not told:
            told, thing = label, thing_of(label, section, cells)
        figures += cell_figures(
            grid.text, cell, found, label, column, entity, row_period,
            replace(cells, label_name=label_names[0] if label_names else None, outer=outer, thing=thing),
            row=cell.row, col=cell.col, first_metric=first_metric, section=section, place=col,
        )  # fmt: skip
    return told_apart(figures), quantities


_ITEM_COLUMN = regex.compile(r"项目|科目|指标|内容|名称|简称|产品|品种|类别|性质|分类|种类|构成|[Ii]tem|[Mm]etric")
_NO_LABEL = regex.compile(r"不适用|是|否|有|无|未知|同上|[√×✓/—\-]+")


def _is_method(head: Head) -> bool:
    """Whether a later cell names the multiple by which its row is valued (``游戏 | 133亿元 | P/E``)."""
    return head.metric is not None and head.whole and head.metric.units == {"x"}


def _relabels(head: Head, column: Head) -> bool:
    """Whether a later text cell says what its row's numbers are: a metric, or an item by its column's header."""
    if _NO_LABEL.fullmatch(head.text):
        return False
    return head.metric is not None or not column.text or _ITEM_COLUMN.search(column.text) is not None


def _is_value(content: str, column: Head, label: Head | None) -> bool:
    """Whether a cell holds a value to be read under its headers, not words to be read as a sentence."""
    if is_numeric(content) or is_turned(content):
        return True
    if content.isdigit() and (column.period is not None or (label is not None and label.metric is not None)):
        return True
    if not regex.search(r"\d", content):
        return False
    if regex.fullmatch(r"[^\d(（]{1,14}[(（]\s*[\d.]+\s*[%％]\s*[)）]", content):
        return True
    if column.metric is not None and len(content) <= 14 and regex.match(r"^[约近超逾>≥<≤]?\s*\d", content):
        return True
    if label is None or label.metric is None:
        return False
    amount = _AMOUNT.fullmatch(content)
    if amount is None:
        return False
    if amount["unit"]:
        return parse_unit(amount["unit"]) is not None
    return label.whole or label.unit is not None


def told_apart(figures: list[Figure]) -> list[Figure]:
    """Without those of a row that claim different values of one fact: their column headers were not read."""
    values: dict[tuple[object, ...], set[float]] = {}
    for f in figures:
        values.setdefault(_claim(f), set()).add(f.value)
    return [f for f in figures if len(values[_claim(f)]) == 1]


def _claim(f: Figure) -> tuple[object, ...]:
    dimensions = tuple(sorted(f.dimensions.items()))
    return f.entity, f.metric, f.aspect, f.basis, f.modality, f.period_start, f.period_end, f.unit, dimensions


def _plain_number(content: str, column: Head, label: Head | None) -> bool:
    """A year-like number (``1979``) behind a label or under a header that measures something is a value, no period."""
    return content.isdigit() and (
        column.metric is not None or (label is not None and not _DATE_COLUMN.search(column.text))
    )


def _fresh(grid: Grid, row: int, col: int) -> bool:
    """A merged cell that spans rows counts again in each row as a label, not as a value."""
    cell = grid.rows[row][col]
    left = grid.rows[row][col - 1] if col else None
    return cell is not None and cell is not left and not is_numeric(grid.cell_text(row, col))


def row_span(grid: Grid, row: int) -> tuple[int, int]:
    """The row's stretch of the text: its cells that begin here, without what is merged into it from above."""
    above = {id(cell) for cell in grid.rows[row - 1]} if row else set()
    cells = [cell for cell in grid.rows[row] if cell is not None]
    own = [cell for cell in cells if id(cell) not in above] or cells
    line = max(cell.row for cell in own)
    own = [cell for cell in own if cell.row == line]
    return min(cell.start for cell in own), max(cell.end for cell in own)


def _row_entity(grid: Grid, row: int, section: Section, names: Names) -> Name | None:
    """The thing that a row is about: the name in its name column, else a name that fills its first text cell."""
    best: Name | None = None
    first = ""
    for col in range(grid.width):
        cell = grid.rows[row][col]
        content = grid.cell_text(row, col)
        if cell is None or not content or is_numeric(content) or _NO_NAME.search(content):
            continue
        header = section.heads[col].text
        if not header and col > 0:
            continue
        whole = _filling(names, grid, row, col, content)
        if NAME_COLUMN.search(header) and section.heads[col].metric is None and len(content) <= 40:
            if _AVERAGE.fullmatch(_plain(content)):
                continue
            named = whole or _named(cell, content)
            if best is None or (_OWNER_COLUMN.search(first) and not _OWNER_COLUMN.search(header)):
                best, first = named, header
        elif best is None and whole and col <= 1:
            best = whole
        elif best is None and col == 0 and section.of_holders and len(content) <= 40:
            best = None if _NO_HOLDER.fullmatch(content) else whole or _named(cell, content)
        elif best is None and col == 0 and section.names_first and len(content) <= 24:
            best = None if _AVERAGE.fullmatch(_plain(content)) else _named(cell, content)
    return best


def _is_nameless(grid: Grid, row: int, section: Section, entity: Name | None) -> bool:
    """Whether a row of a table of things names none: an average, a total, or a name left out."""
    if entity is not None:
        return False
    texts = [grid.cell_text(row, col) for col in range(grid.width)]
    label = next((t for t in texts if t and not is_numeric(t)), "")
    if _AVERAGE.fullmatch(_plain(label)) and (section.names_first or section.named or not section.dated):
        return True
    return any(
        NAME_COLUMN.search(head.text) and head.metric is None and not texts[col]
        for col, head in enumerate(section.heads[:3])
    )


def _filling(names: Names, grid: Grid, row: int, col: int, content: str) -> Name | None:
    """The name that fills a cell, if one does; one that begins within a word (``某某|控股集团``) does not."""
    size = len(content.replace(" ", ""))
    found = (
        n
        for n in _names_of(grid, row, col, names)
        if n.end - n.start >= 0.6 * size and not _NO_NAME.search(n.canonical)
    )
    return next((n for n in found if not _HAN.match(grid.text, n.start - 1) or _starts_cell(grid, n)), None)


_NO_HOLDER = regex.compile(r"[Ff]ree [Ff]loat.*|[Oo]thers?|[Tt]otal|[Pp]ublic|其他.*|合计|流通.*|公众.*")
_NO_NAME = regex.compile(r"\b(?:non-)?(?:IFRS|GAAP)\b|\bFY\d", regex.IGNORECASE)
_HAN = regex.compile(r"\p{Han}")


def _starts_cell(grid: Grid, name: Name) -> bool:
    return any(cell.start == name.start for cell in grid.table.cells)


def _named(cell: Cell, content: str) -> Name:
    return Name(cell.start, cell.end, _plain(content), "row")


def _beside(grid: Grid, row: int, col: int, section: Section, names: Names) -> Name | None:
    """The thing that the cell to the left names, where its column holds names (tables of two halves)."""
    if not col or not NAME_COLUMN.search(section.heads[col - 1].text):
        return None
    cell, content = grid.rows[row][col - 1], grid.cell_text(row, col - 1)
    if cell is None or not content or is_numeric(content) or len(content) > 24:
        return None
    return _filling(names, grid, row, col - 1, content) or _named(cell, content)


def _names_of(grid: Grid, row: int, col: int, names: Names) -> Sequence[Name]:
    cell = grid.rows[row][col]
    here = names.get((row, col))
    if here:
        return here
    for (other_row, other_col), found in names.items():
        if cell is not None and grid.rows[other_row][other_col] is cell:
            return found
    return []


def _plain(content: str) -> str:
    return regex.sub(r"(?<=\p{Han})\s+|\s+(?=\p{Han})", "", content)
