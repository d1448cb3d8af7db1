"""Figures from tables: what the row's label, the column's header, the corner and the caption say of each number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractors.figures.filing_places import NOWHERE, Standing
from extractors.figures.grid import Grid, grid_of
from extractors.figures.headers import Head, head_reader, heads_of, read_head, unit_in
from extractors.figures.metrics import Metric, find_metrics
from extractors.figures.row_kinds import (
    continued,
    first_row,
    is_header,
    is_numbered_title,
    is_title_row,
    periods_in_turn,
    same_headers,
    title_of,
)
from extractors.figures.table_captions import caption_part, names_in
from extractors.figures.table_context import CellContext
from extractors.figures.table_headers import new_section
from extractors.figures.table_movements import movement_of, movement_row
from extractors.figures.table_parts import (
    is_nested,
    labels_of,
    listing_in,
    measured_by,
    part_of,
    row_labels,
    telling_titles,
)
from extractors.figures.table_rows import read_row, row_span, told_apart
from extractors.figures.table_sections import Carried, Section
from extractors.figures.table_sums import parts_of_revenue
from extractors.figures.table_trust import is_backtest, is_cut, is_torn_off
from extractors.figures.table_twins import told_by_rows
from extractors.language import Context
from extractors.language.units import Unit, parse_unit
from extractors.records import Figure, Name, Period, Quantity, Table

_FINANCIAL = regex.compile(
    r"利润表|资产负债|现金流量|财务指标|财务比率|财务摘要|财务报表|财务数据|盈利预测|主要财务|业绩预测|估值|会计年度|每股指标|偿债能力|盈利能力"
    r"|营运能力|成长能力"
    r"|(?i:financial|income statement|balance sheet|cash flow|forecast|profitability|gearing|liquidity|key ratios)"
)
_SENSITIVITY = regex.compile(r"敏感性|敏感度|弹性|[Ss]ensitivity")
_SELF = regex.compile(r"(?P<who>本(?:银行|行|公司|集团))(?:[(（]续[)）])?")
"""A caption over the tables of a filer that the document, a part of a filing, does not name."""
_PARTS = regex.compile(r"[，,、;；]")
_SOURCE = regex.compile(r"(?:资料来源|数据来源|来源|Source)\s*[:：]\s*(?P<who>.+)")


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table's figures, all quantities that its cells hold, and what it hands on to one that goes on with it."""

    figures: tuple[Figure, ...]
    quantities: tuple[Quantity, ...]
    carried: Carried | None = None


def read_table(
    text: str,
    table: Table,
    context: Context,
    names: Sequence[Name],
    *,
    topic: Name | None,
    before: Carried | None = None,
    heading: str = "",
    standing: Standing = NOWHERE,
    currency: str | None = None,
    priced: Period | None = None,
) -> TableReading:
    """All that a table says.

    ``names`` are the names in the table's span, ``topic`` the subject of its section, ``heading`` its heading,
    ``standing`` where in a filing that is; ``before`` is what the table right before hands on; ``currency`` that of its
    sister statements, where it is headed by a bare 元; ``priced`` the day of its prices, by a note below it.
    """
    grid = grid_of(text, table)
    figures: list[Figure] = []
    quantities: list[Quantity] = []
    caption = table.caption or ""
    attribution = source_of(table.source_text, context.publisher)
    table_unit = _in_currency(_table_unit(table), currency)
    read = head_reader(context.anchor, context.report_period)
    caption_head = read(caption) if caption else None
    caption_period = caption_head.period if caption_head else None
    heads_by_row = heads_of(grid, read)
    financial = bool(_FINANCIAL.search(caption)) or _looks_financial(grid, heads_by_row)
    section = Section([Head("")] * grid.width, unit=table_unit, title=caption)
    goes_on = continued(grid, before)
    if before is not None and goes_on is not None:
        section, caption, topic = replace(goes_on, title=""), before.caption, before.topic
        financial, caption_period = financial or before.financial, before.period
        attribution = attribution or before.attribution
        section.unit = table_unit or section.unit
    by_cell = _names_by_cell(grid, names)
    if context.subject is None and topic is None and (self_named := _SELF.fullmatch(caption)):
        topic = Name(0, 0, self_named["who"], "company")
    of_company, market = _of_company(caption, context), bool(caption)
    repeats = before is not None and table_unit is None and same_headers(grid, before)
    if before is not None and repeats:
        table_unit = before.section.unit
        section.unit, financial = table_unit, financial or before.financial
    section.names_first = section.names_first or _names_things(grid, by_cell)
    caption_metric, sensitivity = _caption_metric(caption), bool(_SENSITIVITY.search(caption))
    of_market = market and context.report_period is None
    labels = row_labels(grid)
    telling = (
        telling_titles(grid, labels)
        if of_company or financial or of_market or context.kind == "filing"
        else frozenset()
    )
    part = caption_part(caption, context.subject.canonical if context.subject is not None else "")
    section.labels, section.recurring = labels_of(labels, section.labels if goes_on is not None else frozenset())
    section.nested = section.nested or is_nested(grid, labels)
    around, about, statement, title_period = ("", ""), f"{caption}  ", False, None
    for row, heads in enumerate(heads_by_row):
        if is_header(grid, row, heads, section):
            above = section
            section = new_section(grid, row, heads, section, table_unit, caption)
            section.names_first, section.nested = above.names_first, above.nested
            section.labels, section.recurring = above.labels, above.recurring
            section.unit = _in_currency(section.unit, currency)
            section.listing = listing_in(section.corner)
            section.movement = movement_of(grid, section.heads, context.report_period)
            continue
        if is_title_row(grid, row) or is_numbered_title(grid, row):
            title = title_of(grid, row)
            section.part = part_of(title, telling, section.part)
            if section.movement is not None:
                section.movement.begin(title)
            section.unit = unit_in(title) or section.unit
            if heads[0].period is None or not section.title:
                section.title = title
            section.last_metric, section.thing, section.region, section.block = None, None, "", ""
            section.measured, section.quotient = measured_by(title, read), None
            section.listing = listing_in(title) or section.listing
            financial = financial or bool(_FINANCIAL.search(title))
            if heads[0].period is not None and heads[0].period.period_start:
                caption_period = heads[0].period
            continue
        if (section.title, section.corner) != around:
            around = section.title, section.corner
            about = f"{caption} {section.title} {section.corner}"
            statement, title_period = bool(_FINANCIAL.search(" ".join(around))), _period_in(section.title, context)
        backed = financial or statement
        cells = CellContext(
            context=context,
            caption_period=caption_period or title_period,
            financial=backed or (section.money and section.dated),
            attribution=attribution,
            caption=caption,
            table=table,
            topic=topic,
            caption_metric=caption_metric,
            industry=not (backed or of_company or section.money or context.report_period) and market and section.dated,
            of_company=of_company,
            sensitivity=sensitivity or section.asks_what_if,
            heading=heading,
            standing=standing,
            part=part,
            priced=priced,
            about=about,
        )
        section.has_rows = True
        found, counted = read_row(grid, row, heads, section, cells, by_cell)
        if section.movement is not None:
            start, end = row_span(grid, row)
            found = movement_row(grid, row, counted, replace(cells, row_start=start, row_end=end), section)
        figures += found
        quantities += counted
    headers = before.headers if before is not None and goes_on is not None else first_row(grid)
    hands_on = Carried(section, table.page, caption, financial, caption_period, topic, attribution, headers)
    if is_cut(grid) or is_backtest(grid) or (goes_on is None and is_torn_off(grid, before, section)):
        figures = []
    if context.report_period is not None:
        lines = {id(f) for f in figures if f.rule in ("line_item", "movement")}
        kept = {id(f) for f in told_apart([f for f in figures if id(f) in lines])}
        figures = [f for f in figures if id(f) not in lines or id(f) in kept]
    else:
        figures = told_by_rows(grid, parts_of_revenue(figures))
    return TableReading(tuple(figures), tuple(quantities), hands_on)


def source_of(source_text: str | None, publisher: str | None) -> str | None:
    """Whom a 资料来源 line cites, less the publisher itself; several are joined by 、."""
    match = _SOURCE.search(source_text or "")
    if not match:
        return None
    parts = [part.strip(" 。") for part in _PARTS.split(match["who"])]
    kept = [p for p in parts if p and not (publisher and publisher in p) and "整理" not in p and "研究所" not in p]
    return "、".join(kept) or None


def _in_currency(unit: Unit | None, currency: str | None) -> Unit | None:
    """A unit of yuan in the currency of a table's sisters."""
    own = unit is not None and unit.code == "CNY" and currency is not None
    return Unit(currency, unit.factor) if own and unit is not None else unit


_CURRENCY_LINE = regex.compile(r"[，,;；\s]*币种\s*[:：]?.*$")


def _table_unit(table: Table) -> Unit | None:
    """The unit of a table's unit line (``千元 币种：人民币``), else that of its caption."""
    line = _CURRENCY_LINE.sub("", table.unit_text or "")
    return parse_unit(line) or unit_in(line) or unit_in(table.caption or "")


def _caption_metric(caption: str) -> Head | None:
    """What a caption measures, where it names one metric only."""
    mentions = find_metrics(caption, 0, len(caption))
    if not mentions or len({m.metric.code for m in mentions}) > 1:
        return None
    metric = mentions[-1].metric
    return Head(caption, metric=metric, name=mentions[-1].name, label=caption) if _is_counted(metric) else None


def _is_counted(metric: Metric) -> bool:
    return metric.amount or metric.about == "industry" or metric.code in ("market_share", "share", "capacity", "output")


def _of_company(caption: str, context: Context) -> bool:
    """Whether a caption says that the table is of the document's company."""
    subject = context.subject
    if "公司" in caption:
        return True
    return subject is not None and (
        subject.canonical in caption or any(name.canonical == subject.canonical for name in names_in(caption))
    )


def _names_things(grid: Grid, names: dict[tuple[int, int], list[Name]]) -> bool:
    """Whether a table's first column names companies and products: two in five of its rows do, and known ones."""
    rows = [row for row, numeric in enumerate(grid.numeric) if any(numeric)]
    named = [
        row
        for row in rows
        if any(
            name.kind in _THINGS and name.end - name.start >= 0.6 * len(grid.cell_text(row, 0))
            for name in names.get((row, 0), [])
        )
    ]
    return len(named) >= 2 and len(named) >= 0.4 * len(rows)


_THINGS = frozenset({"company", "security", "product", "model"})


def _names_by_cell(grid: Grid, names: Sequence[Name]) -> dict[tuple[int, int], list[Name]]:
    """The names in each cell; a merged cell's at each of its places."""
    starts = [name.start for name in names]
    found: dict[tuple[int, int], list[Name]] = {}
    for row, cells in enumerate(grid.rows):
        for col, cell in enumerate(cells):
            if cell is None:
                continue
            first = bisect_left(starts, cell.start)
            if first < len(starts) and starts[first] < cell.end:
                inside = names[first : bisect_left(starts, cell.end)]
                if here := [name for name in inside if name.end <= cell.end]:
                    found[row, col] = here
    return found


_OF_ANY = frozenset({
    "sales_volume", "shipments", "output", "capacity", "market_size", "market_share", "share", "penetration", "price",
    "average_price", "installed_capacity", "imports", "exports", "count", "utilisation", "inventory",
})  # fmt: skip
"""What a market is measured by as well as a company."""


def _looks_financial(grid: Grid, heads_by_row: Sequence[Sequence[Head]]) -> bool:
    """Whether three rows or more are labelled with metrics of a company, under headers that are periods."""
    hits, dated = 0, False
    for filled, heads in zip(grid.filled[:40], heads_by_row, strict=False):
        if not filled:
            continue
        label = heads[filled[0]]
        hits += bool(label.whole and label.metric and label.metric.code not in _OF_ANY)
        dated = dated or periods_in_turn([head.period for head in heads if head.period is not None])
        if hits >= 3 and dated:
            return True
    return False


def _period_in(title: str, context: Context) -> Period | None:
    return read_head(title, context.anchor).period if title else None
