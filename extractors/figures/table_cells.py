"""One numeric cell of a table to its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from extractors.figures.evidence import of_cell
from extractors.figures.filing_places import NOWHERE
from extractors.figures.headers import RATE_OF_CHANGE, RATE_OF_GROWTH, Head
from extractors.figures.metrics import CURRENCIES, Metric, family, match_label
from extractors.figures.statements import OF_EITHER, balance_day, holds_on_a_day
from extractors.figures.table_accounts import (
    company_of,
    holds_at_end,
    in_filing,
    is_of_filer,
    over_time,
    period_of_filing,
)
from extractors.figures.table_captions import REGION
from extractors.figures.table_context import PER_SHARE, RATE, CellContext
from extractors.figures.table_dimensions import (
    PRICES,
    SCENARIO,
    column_dimensions,
    direction_of,
    is_part,
    line_name,
    shown_name,
    told_around,
    told_by,
)
from extractors.figures.table_owners import owner_of, subject_of_cell
from extractors.figures.table_sections import Section
from extractors.figures.table_things import kind_of
from extractors.figures.table_times import RELATIVE, modality_of, move_basis, shaped
from extractors.records import Cell, Figure, Name, Period, Quantity

_LETTER = regex.compile(r"[\p{Han}A-Za-z]")
_QUALIFIED = 6
_DAILY = regex.compile(r"日均|每日|ADT|daily", regex.IGNORECASE)


def cell_figures(
    text: str,
    cell: Cell,
    quantities: Sequence[Quantity],
    label: Head | None,
    column: Head,
    entity: Name | None,
    row_period: Period | None,
    cells: CellContext,
    *,
    row: int,
    col: int,
    first_metric: Metric | None,
    section: Section,
    place: int,
) -> list[Figure]:
    """Figures of one cell: as many as it holds values. None without a metric, a unit and an entity."""
    if not quantities or cells.sensitivity:
        return []
    owner, rule = owner_of(label, column, entity, cells, section, quantities[0].unit)
    if column.rank and first_metric is not None:
        owner, rule = Head(column.text, metric=first_metric, aspect="rank"), "table_rank"
    if owner is None or owner.metric is None:
        return []
    metric = owner.metric
    if rule == "table_row" and place in section.repeated and _PROVISION.search(column.words):
        return []  # the provision for 应收账款 is none of them
    if rule == "table_row" and not owner.whole and metric.code in _OF_A_YEAR and _AVERAGED.search(owner.text):
        return []  # 最近三个会计年度年均净利润
    if metric.code == "index_level" and owner is label and column.words:
        return []  # the index's row under 波动率, 夏普比率 and the like
    if column.period is not None and column.period.period_type == "trailing" and owner.aspect == "level":
        return []
    subject = subject_of_cell(owner, rule, metric, entity, cells, section)
    if cells.context.kind == "filing":
        if rule == "table_column" and is_of_filer(column, cells):
            subject = cells.context.subject
        elif rule in ("table_row", "line_item") and (named := company_of(column, section.title)) is not None:
            subject = named
    if subject is None:
        return []
    period = (
        (label.period if label and label.metric else None)
        or column.period
        or row_period
        or (label.period if label else None)
        or owner.period
        or cells.caption_period
    )
    own = cells.context.report_period
    if period is None and own is not None:
        period = period_of_filing(metric, subject, rule, column, cells, section)
    far = subject is cells.topic or (subject is cells.context.subject and rule == "table_column")
    if period is None and (far or cells.financial) and not SCENARIO.match(column.text) and cells.wide:
        return []
    if period is None and own is not None and cells.wide and place in section.repeated and rule == "table_row":
        return []  # columns of a filing that say neither when nor what
    if period is None and metric.code in ("share_price", "market_cap") and not (owner.name and owner.name.of):
        period = cells.priced
    if rule in _NEED_PERIOD and (period is None or (period.period_start is None and not period.forecast)):
        return []
    found = []
    for number, quantity in enumerate(quantities):
        figure = _figure(text, cell, quantity, number, len(quantities), owner, metric, rule, subject, period, label,
                         column, cells, section, place, row, col)  # fmt: skip
        if figure is not None:
            found.append(figure)
    return found


_SHARES = regex.compile(r"每\s*(?:10|十)\s*股")
_OF_A_YEAR = frozenset({"revenue", "net_profit", "operating_profit"})
_AVERAGED = regex.compile(r"年均|平均")
_NEED_PERIOD = frozenset({"line_item", "column_item", "table_caption"})


_PROVISION = regex.compile(r"准备|折旧|摊销|减值")
_LOOSE = frozenset({None, "count", "piece", "image", "device"})


def own_unit(metric: Metric, unit: str | None) -> str | None:
    """A bare number, or one with a general counter (张, 个), takes the metric's unit where that has only one."""
    if unit not in _LOOSE or metric.takes(unit):
        return unit
    plain = [u for u in metric.units if u != "%" and "/" not in u]
    return plain[0] if len(plain) == 1 and plain[0] not in ("currency", "x") else unit


def _figure(
    text: str,
    cell: Cell,
    quantity: Quantity,
    number: int,
    count: int,
    owner: Head,
    metric: Metric,
    rule: str,
    subject: Name,
    period: Period | None,
    label: Head | None,
    column: Head,
    cells: CellContext,
    section: Section,
    place: int,
    row: int,
    col: int,
) -> Figure | None:
    unit, aspect, basis = quantity.unit, owner.aspect, owner.basis
    if column.only_change and owner is not column:
        aspect, basis = "change", column.basis or "yoy"
    if aspect == "rank":
        unit = "count"
    elif aspect == "change" and column.only_change and quantity.unit is None:
        return None
    elif aspect == "change" and period is None and owner is label and rule == "table_row":
        return None  # a rate of growth of some time
    elif aspect == "change" and owner is column and not quantity.printed and not RATE_OF_CHANGE.search(owner.text):
        return None  # 现金变动 heads amounts that moved, not rates
    elif aspect == "level":
        unit = own_unit(metric, unit)
        if unit == "x" and not metric.takes("x") and metric.code != "line_item":
            aspect = "ratio"
    if unit is None:
        return None
    if unit in CURRENCIES and _DAILY.search(owner.text) and "currency/day" in metric.units:
        unit = f"{unit}/day"
    per_share = metric.to_share or ("currency/share" in metric.units and PER_SHARE.search(owner.text))
    if per_share and unit in CURRENCIES:
        unit = f"{unit}/share"
    dimensions: dict[str, str] = {}
    if metric.code == "line_item" and aspect == "level" and unit == "%" and not RATE.search(owner.label):
        if section.of_growth:
            aspect, basis = "change", "yoy"
        elif (owner.unit is None or owner.unit.code != "%") and not RATE.search(section.title):
            return None  # a percentage of an amount, which the row does not explain
    if aspect == "level" and unit in ("%", "pp") and not metric.takes("%"):
        if metric.code != "share_price" and not _says_change(owner, column, section):
            return None
        aspect, basis = "change", "yoy"
    if rule == "performance" or (metric.code == "share_price" and unit == "%"):
        aspect = "change"
        basis = move_basis(owner, period, cells)
        if RELATIVE.search(owner.text):
            dimensions["of"] = owner.label
    if aspect == "level" and metric.code != "line_item" and not metric.takes(unit):
        return None
    if metric.code == "dividend" and _SHARES.search(owner.text):
        return None  # 每10股派息数 is none of one share, and no sum
    if aspect == "change" and unit not in ("%", "pp", "x", "bp") and family(unit) not in metric.units:
        return None
    if aspect == "level" and not metric.within_bounds(quantity.value, unit):
        return None
    if aspect == "change" and basis == "qoq" and period is not None and period.period_type in ("month", "week"):
        basis = "mom" if period.period_type == "month" else "wow"
    if aspect == "change" and basis is None and period is not None:
        basis = {"month": "mom", "year": "yoy", "week": "wow"}.get(period.period_type or "")
    shown = shown_name(owner, number, count)
    if metric.code == "line_item":
        dimensions["of"] = line_name(owner.label, section, cells)
        if rule == "column_item" and label is not None:
            dimensions["segment"] = label.label
        elif cells.party and not section.of_multiples and not _named_twice(cells, column, rule, dimensions["of"]):
            dimensions["segment"] = cells.party
    elif rule == "table_caption" and label is not None and cells.of_company:
        dimensions["segment"] = "-".join(words for words in (cells.outer, label.label) if words)
    elif owner.whole_of:
        dimensions["of"] = owner.whole_of
        part = owner.part or (label.label if label is not None and owner is column else "")
        if cells.outer and part and owner is column:
            part = f"{cells.outer}-{part}"
        if part:
            dimensions["segment"] = part
    elif owner.name is not None and owner.name.of:
        dimensions["of"] = owner.name.of
    elif metric.of_label and owner.label:
        dimensions["of"] = shown or owner.label
    if shown and metric.code in ("share_price", "shares_outstanding"):
        dimensions["of"] = shown
    elif shown and (variant := match_label(shown)) is not None and variant[1].of:
        dimensions["of"] = variant[1].of
    if rule == "table_column" and subject is cells.context.subject and is_part(label, dimensions):
        dimensions["segment"] = label.label.strip() if label is not None else ""
    if owner.group:
        dimensions["region" if REGION.fullmatch(owner.group) else "segment"] = owner.group
    if rule != "column_item":
        dimensions |= column_dimensions(text, cell, owner, column, metric)
    if (
        owner is not column
        and (cells.outer or place in section.repeated)
        and rule != "column_item"
        and owner.label != column.words.strip()
        and "scenario" not in dimensions
    ):
        _add(dimensions, told_by(column, cells, section, place))
    parted = cells.financial or (owner.told_above and subject is not cells.thing)
    if parted and owner is label and not owner.whole and owner.part and metric.code != "line_item":
        if metric.code == "headcount":
            dimensions.setdefault("of", owner.label)
        elif "segment" not in dimensions or owner.told_above or REGION.fullmatch(owner.part):
            dimensions["segment"] = "-".join(x for x in (dimensions.get("segment"), owner.part) if x)
    plain = metric.code != "line_item" and "of" not in dimensions and "segment" not in dimensions
    qualified = owner is label and not owner.whole and len(owner.part) >= _QUALIFIED
    if plain and qualified and subject is cells.context.subject and len(_LETTER.findall(owner.part)) >= _QUALIFIED:
        dimensions["of"] = owner.label.strip()  # 根据框架协议取得的收入 is not all revenue
    _add(dimensions, told_around(subject, owner, rule, metric, cells, section))
    if subject is cells.thing and owner is not column:
        told = {"region": cells.region, "segment": kind_of(label)}
        _add(dimensions, {key: words for key, words in told.items() if words})
    on_a_day = balance_day(owner.label, period, cells.context.published_on) if metric.code == "line_item" else None
    period = on_a_day or period
    modality = modality_of(period, cells, column.text if rule == "table_caption" else owner.text + column.text)
    stock = (
        metric.balance
        or (metric.code in OF_EITHER and holds_on_a_day(metric.code, owner.label, cells.about))
        or holds_at_end(column.text, cells.standing)
    )
    if cells.context.kind == "filing":
        stock = (stock or metric.code == "holding") and not over_time(column, cells.standing)
    when = shaped(period, stock=stock or on_a_day is not None, line=metric.code == "line_item")
    if metric.code in PRICES and (direction := direction_of(text[cells.row_start : cells.row_end], metric)):
        dimensions["direction"] = direction
    code = metric.code
    if cells.standing is not NOWHERE:
        code, dimensions = in_filing(
            metric, dimensions, unit, aspect, rule, label, column, cells, section, place,
        )  # fmt: skip
    entity = subject.canonical
    if cells.standing is not NOWHERE and dimensions.get("segment") == entity:
        del dimensions["segment"]  # no part of itself
    evidence, confidence = of_cell(
        quantity, owner, metric.code, rule, subject, period, label, column, cells, section, aspect
    )
    return Figure(
        start=quantity.start, end=quantity.end, entity=entity, entity_text=_entity_text(text, subject),
        ticker=subject.ticker, issuer_id=subject.issuer_id, metric=code, aspect=aspect, value=quantity.value,
        value_low=quantity.low, value_high=quantity.high, comparator=quantity.comparator, unit=unit, rule=rule,
        confidence=confidence, evidence=evidence, basis=basis if aspect == "change" else None,
        modality=metric.modality or modality,
        dimensions=dimensions, attribution=cells.attribution, quote_start=cells.row_start, quote_end=cells.row_end,
        period_start=when[0], period_end=when[1], period_type=when[2], period_text=period.text if period else None,
        table_id=cells.table.table_id, row=row, col=col,
    )  # fmt: skip


def _add(dimensions: dict[str, str], more: Mapping[str, str]) -> None:
    """Dimensions that others than a cell's own headers tell: what is known already stays."""
    for key, words in more.items():
        dimensions.setdefault(key, words)


def _named_twice(cells: CellContext, column: Head, rule: str, item: str) -> bool:
    """Whether the row's party is only the item itself, which a note's row names (``Term Deposits``), or the company
    whose figure it is."""
    whose = rule == "table_column" and column.period is not None
    return whose or (cells.context.report_period is None and cells.party in item)


def _says_change(owner: Head, column: Head, section: Section) -> bool:
    """Whether a percentage of an amount is its change: the header or the part's title says so, or the label's unit."""
    printed = owner.unit is not None and owner.unit.code == "%" and column.period is not None
    return printed or section.of_growth or any(RATE_OF_GROWTH.search(t) for t in (owner.text, column.text))


def _entity_text(text: str, subject: Name) -> str | None:
    return text[subject.start : subject.end] if subject.end > subject.start else None
