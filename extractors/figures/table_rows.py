"""One row of a table to its figures: its label, the thing it is about, its unit, then cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

import regex

from extractors.figures.claims import contested
from extractors.figures.grid import Grid, is_blank
from extractors.figures.headers import Head
from extractors.figures.metrics import clean_label
from extractors.figures.statements import activity_of
from extractors.figures.table_cells import cell_figures
from extractors.figures.table_context import CellContext
from extractors.figures.table_names import Names, beside, is_nameless, names_of, no_name, row_entity
from extractors.figures.table_parts import outer_of, told_above
from extractors.figures.table_prose import read_text_cell
from extractors.figures.table_sections import Section, is_aside, is_unit_column, names_column
from extractors.figures.table_things import follow, thing_of
from extractors.figures.table_units import currency_of, unit_for
from extractors.language.cells import is_turned, read_cell
from extractors.language.units import Unit, parse_unit
from extractors.records import Figure, Name, Period, Quantity

_DATE_COLUMN = regex.compile(r"年份|年度|时间|日期|期间|[Yy]ear|[Dd]ate")
_THINGS = frozenset({"product", "model", "chip", "company", "security"})
_PARTY_COLUMN = regex.compile(r"关联方|对手方|交易对方|客户名称|供应商|单位名称|对方")
_AMOUNT = regex.compile(
    r"[约近超逾>≥<≤]?\s*[(（]?[-+−]?\s*(?:[A-Z]{3}|[A-Z]{1,2}[$＄])?\s*\d[\d,.]*(?:\s*[/~～\-–—]\s*\d[\d,.]*)?\s*(?P<unit>[^\d\s].{0,7})?[)）]?"
)


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
    borrowed = False
    thing: Name | None = None
    region = ""
    entity = row_entity(grid, row, section, names)
    aside = section.has_asides
    here, above = grid.rows[row], grid.rows[row - 1] if row else ()
    contents, numeric = grid.contents[row], grid.numeric[row]
    wide = sum(numeric) > 1
    start, end = row_span(grid, row)
    own = cells.context.subject
    other = entity is not None and own is not None and entity.canonical != own.canonical
    # The row's own context, which nobody keeps: copies of it for each row and label take long.
    cells.row_start, cells.row_end, cells.wide, cells.currency = start, end, wide, currency_of(section.unit)
    cells.nameless = is_nameless(grid, row, section, entity)
    if other and entity is not None:
        cells.party = _whole_name(grid, row, entity)
    first_metric = next((h.metric for h in section.heads if h.metric is not None and not h.rank), None)
    for col in grid.filled[row]:
        cell, content, number = here[col], contents[col], numeric[col]
        if cell is None or (col and cell is here[col - 1]) or (above and number and cell is above[col]):
            continue  # a cell merged over rows counts again in each of them as a label, not as a value
        column = section.heads[col] if cell.col_span == 1 else section.head_of(grid, row, col)
        if aside and is_aside(column.label):
            continue
        head = heads[col]
        if aside and is_unit_column(column.label) and (printed := parse_unit(content)) is not None:
            row_unit = printed
            continue
        if (
            head.period is not None
            and len(content) <= 16
            and column.period is None
            and not _plain_number(content, column, label)
        ):
            if _EVENT_DAYS.search(column.text) is None:
                row_period = head.period
            if label is None:
                label = head
            continue
        if not number and is_blank(content):
            continue
        if content[0] in "(（" and _REFERENCE.fullmatch(content) and _REMARKS.search(column.text):
            continue
        if not number and not _is_value(content, column, label):
            about = beside(grid, row, col, section, names) or entity
            shaped = None
            worded = col > 0 or cells.context.kind != "filing" or "。" in content or grid.width == 1
            if worded and (head.metric is None or not head.whole) and not _THRESHOLDS.search(column.text):
                shaped = read_text_cell(grid, row, col, column, about, row_period, cells, names.get((row, col), []))
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
                and not names_column(section.heads[col - 1].text)
            ):
                outer = clean_label(label.text)
            label, borrowed = head, _from_above(grid, row, col)
            named = [] if head.whole and not head.part else names_of(row, col, names)
            label_names = [n for n in named if n.kind in _THINGS and not no_name(n.canonical)][:1]
            label = told_above(follow(label, section), section)
            section.last_metric = label if label.told_above and label.aspect == "level" else section.last_metric
            section.subtotalled = section.subtotalled or label.label == "小计"
            section.activity = activity_of(label.label, section.activity, row)
            outer = outer or outer_of(label, section, market=cells.industry)
            continue
        unit = unit_for(content, label, column, section, cells, row_unit)
        if label is not None and label.metric is not None and label.metric.code == "share_price" and label.unit:
            section.price_unit = label.unit
        found = read_cell(grid.text, cell.start, cell.end, unit)
        quantities += found
        if column.skip or (borrowed and column.metric is None and section.dated):
            continue  # of a label that spans rows, the first has the label's values
        if label is not told:
            told = label
            thing, region = thing_of(label, section, cells)
        cells.label_name = label_names[0] if label_names else None
        cells.outer, cells.thing, cells.region = outer, thing, region
        figures += cell_figures(
            grid.text, cell, found, label, column, entity, row_period, cells,
            row=cell.row, col=cell.col, first_metric=first_metric, section=section, place=col,
        )  # fmt: skip
    return told_apart(figures), quantities


_GOES_ON = regex.compile(r"\p{Han}{2,12}\s*$")


def _whole_name(grid: Grid, row: int, entity: Name) -> str:
    """Whom a row names: all that its cell says where a longer name begins with one that is known (…公司工会委员会)."""
    for cell in grid.rows[row]:
        if cell is not None and cell.start <= entity.start and entity.end < cell.end and entity.end > entity.start:
            written = grid.text[cell.start : cell.end]
            if cell.start == entity.start and _GOES_ON.match(grid.text, entity.end, cell.end):
                return " ".join(written.split())
    return entity.canonical


_EVENT_DAYS = regex.compile(
    r"(?:到期|起息|发行|兑付|付息|成立|上市|注册|签署|签订|出生|任期|起始|终止|开始|结束|取得|授予|生效|届满|竣工)\p{Han}{0,4}(?:日|时间|年月)"
    r"|(?:起|止)日"
)
"""Columns of days on which something begins or ends: no days that the row's numbers are of."""
_REFERENCE = regex.compile(r"[(（]\d{1,2}[)）]")
_REMARKS = regex.compile(r"(?:情况|说明|备注|原因|依据|类型)$")
"""Columns of remarks: what stands there in brackets refers to a footnote."""
_THRESHOLDS = regex.compile(r"标准$")
"""What a column sets as a threshold (重要性标准) nobody has."""
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


_DIGIT = regex.compile(r"\d")
_PART_IN_BRACKETS = regex.compile(r"[^\d(（]{1,14}[(（]\s*[\d.]+\s*[%％]\s*[)）]")
_STARTS_WITH_NUMBER = regex.compile(r"^[约近超逾>≥<≤]?\s*\d")


def _is_value(content: str, column: Head, label: Head | None) -> bool:
    """Whether a cell that is no bare number holds a value to be read under its headers, not words to be read as a
    sentence."""
    if is_turned(content):
        return True
    if content.isdigit() and (column.period is not None or (label is not None and label.metric is not None)):
        return True
    if not _DIGIT.search(content):
        return False
    if _PART_IN_BRACKETS.fullmatch(content):
        return True
    if column.metric is not None and len(content) <= 14 and _STARTS_WITH_NUMBER.match(content):
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
    if len(figures) < 2:
        return figures
    if len(figures) < 2:
        return figures
    apart = {place for places in contested(figures) for place in places}
    return [figure for place, figure in enumerate(figures) if place not in apart] if apart else figures


def _plain_number(content: str, column: Head, label: Head | None) -> bool:
    """A year-like number (``1979``) behind a label or under a header that measures something is a value, no period."""
    return content.isdigit() and (
        column.metric is not None or (label is not None and not _DATE_COLUMN.search(column.text))
    )


_START, _END, _ROW = attrgetter("start"), attrgetter("end"), attrgetter("row")


def row_span(grid: Grid, row: int) -> tuple[int, int]:
    """The row's stretch of the text: its cells that begin here, without what is merged into it from above."""
    cells = own = list(filter(None, grid.rows[row]))
    above = set(map(id, grid.rows[row - 1])) if row else set()
    if not above.isdisjoint(map(id, cells)):
        own = [cell for cell in cells if id(cell) not in above] or cells
    lines = set(map(_ROW, own))
    if len(lines) > 1:
        line = max(lines)
        own = [cell for cell in own if cell.row == line]
    return min(map(_START, own)), max(map(_END, own))


_WORDS = regex.compile(r"\p{Han}{2}|[A-Za-z]{4}")


def _from_above(grid: Grid, row: int, col: int) -> bool:
    """Whether a label began in a row above and its row has no words of its own."""
    if not row or grid.rows[row][col] is not grid.rows[row - 1][col]:
        return False
    texts = [grid.cell_text(row, c) for c in range(grid.width) if grid.starts_at(row, c)]
    return not any(_WORDS.search(text) for text in texts)
