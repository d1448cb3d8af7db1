"""One numeric cell of a table to its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import regex

from extractors.figures.grid import is_numeric
from extractors.figures.headers import RATE_OF_CHANGE, RATE_OF_GROWTH, Head
from extractors.figures.metrics import CURRENCIES, Metric, clean_label, family, load_metrics, match_label
from extractors.figures.table_sections import Section
from extractors.language import Context
from extractors.language.units import Unit
from extractors.records import Cell, Figure, Name, Period, Quantity, Table

_PER_SHARE = regex.compile(r"^每股|/股|per share|EPS|DPS|BVPS", regex.IGNORECASE)
_TIMES = regex.compile(r"周转率|比率$|倍数|覆盖率\(倍\)|(?<![A-Za-z])(?:P/[A-Z]|PE|PB|PS|PEG|EV/)(?![A-Za-z]{3})")
_RATE = regex.compile(
    r"率(?!掉期|互换|风险|衍生)(?:$|[^\p{Han}])|率[-_]|占比|比重|比例|ROE|ROA|ROIC|[Mm]argin|增速|同比|增长|YoY|yoy|YOY|[Yy]ield"
)
_DAILY = regex.compile(r"日均|每日|ADT|daily", regex.IGNORECASE)
_DAYS = regex.compile(r"天数|days", regex.IGNORECASE)
_SCENARIO = regex.compile(r"^(?:假设|假如|若|情景[一二三1-3]?[:：]?|情形)")
_GENERIC_HEADER = regex.compile(r"数据|数值|指标|数量|内容|值|金额|项目|单位|备注|说明")
_WORDY = regex.compile(r"\p{Han}{2}|[A-Za-z]{3}|[A-Z]{2}")
_RELATIVE = regex.compile(r"相对")


@dataclass(frozen=True, slots=True)
class CellContext:
    """What a table says to each of its cells, and a row to its own.

    ``industry``: its rows are of markets and products, not of the document's company; ``thing`` is the one that this
    row is about; ``of_company``: the caption names the company. ``sensitivity``: what if, in two directions.
    ``nameless`` rows (averages, names left out) are about none. ``currency`` is the section's, ``outer``
    the label on the left of the row's own.
    """

    context: Context
    caption_period: Period | None
    financial: bool
    attribution: str | None
    caption: str
    table: Table
    topic: Name | None
    label_name: Name | None = None
    caption_metric: Head | None = None
    industry: bool = False
    of_company: bool = False
    sensitivity: bool = False
    thing: Name | None = None
    nameless: bool = False
    currency: str | None = None
    outer: str = ""
    party: str = ""
    heading: str = ""
    wide: bool = False
    row_start: int = 0
    row_end: int = 0

    def natural_unit(self, metric: Metric | None, label: Head | None, aspect: str) -> Unit | None:
        """The unit that a row has by its nature, whatever the table's unit line says: %, multiple, per share, days."""
        text = label.label if label is not None else ""
        if aspect == "change":
            return Unit("%", 1.0, None)
        if _DAYS.search(text):
            return Unit("day", 1.0, None)
        if metric is not None:
            if metric.to_share:
                return self._per_share() if "每股" in text or metric.code in ("eps", "bps") else None
            if "currency/share" in metric.units and _PER_SHARE.search(text):
                return self._per_share()
            if metric.units == {"x"} or (metric.code in ("turnover_ratio", "current_ratio") and "率" in text):
                return Unit("x", 1.0, None)
            if metric.rate and (metric.units == {"%"} or _RATE.search(text)):
                return Unit("%", 1.0, None)
            return None
        if _PER_SHARE.search(text):
            return self._per_share()
        if _TIMES.search(text):
            return Unit("x", 1.0, None)
        if _RATE.search(text):
            return Unit("%", 1.0, None)
        return None

    def _per_share(self) -> Unit | None:
        """Per share in the section's currency; in yuan where a company listed at home says nothing of it."""
        subject = self.context.subject
        abroad = subject is not None and subject.ticker is not None and not subject.ticker.endswith(_HOME)
        if self.currency is None and abroad:
            return None
        return Unit(f"{self.currency or 'CNY'}/share", 1.0, None)


_HOME = (".SH", ".SZ", ".BJ")


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
    owner, rule = _owner(label, column, entity, cells, section, quantities[0].unit)
    if column.rank and first_metric is not None:
        owner, rule = Head(column.text, metric=first_metric, aspect="rank"), "table_rank"
    if owner is None or owner.metric is None:
        return []
    metric = owner.metric
    if rule == "table_row" and place in section.repeated and _PROVISION.search(column.words):
        return []  # the provision for 应收账款 is none of them
    if metric.code == "index_level" and owner is label and column.words:
        return []  # the index's row under 波动率, 夏普比率 and the like
    if column.period is not None and column.period.period_type == "trailing" and owner.aspect == "level":
        return []
    subject = _subject(owner, rule, metric, entity, cells, section)
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
    if period is None and own is not None and own.period_end is not None and metric.code == "holding":
        period = Period(0, 0, own.period_end, own.period_end, "instant", "报告期末")
    far = subject is cells.topic or (subject is cells.context.subject and rule == "table_column")
    if period is None and (far or cells.financial) and not _SCENARIO.match(column.text) and cells.wide:
        return []
    if period is None and own is not None and cells.wide and place in section.repeated and rule == "table_row":
        return []  # columns of a filing that say neither when nor what
    if rule in _NEED_PERIOD and (period is None or period.period_start is None):
        return []
    found = []
    for number, quantity in enumerate(quantities):
        figure = _figure(text, cell, quantity, number, len(quantities), owner, metric, rule, subject, period, label,
                         column, cells, section, place, row, col)  # fmt: skip
        if figure is not None:
            found.append(figure)
    return found


_NEED_PERIOD = frozenset({"line_item", "column_item", "table_caption"})


def _subject(
    owner: Head, rule: str, metric: Metric, entity: Name | None, cells: CellContext, section: Section
) -> Name | None:
    """Whose figure it is: of the row's thing, of the industry's product that the row names, or of the document's."""
    whole = cells.context.subject or cells.topic
    if rule == "performance":
        return entity or whole
    if rule == "table_caption":
        return whole if cells.of_company else entity if entity is not None and entity.kind != "place" else None
    if rule == "line_item" and cells.context.report_period is not None:
        return whole  # what a filer owes to whom, or holds of what, is a line of its own statement
    if cells.nameless and rule in ("table_column", "table_rank", "line_item"):
        return None
    if rule in ("table_row", "line_item") and (cells.industry or cells.thing is not None):
        counted = metric.amount or metric.about == "industry" or rule == "line_item"
        return cells.thing or cells.label_name or entity or (None if counted and cells.caption else whole)
    if rule in ("table_column", "table_rank") and entity is not None:
        part = (
            cells.of_company
            and not section.named
            and entity.kind not in ("security", "company", "row")
            and whole is not None
        )
        return whole if part else entity
    if metric.code == "index_level" and entity is not None and entity.kind == "index":
        return entity
    subject = cells.label_name if rule == "table_row" else entity
    if rule == "column_item" or (
        rule == "line_item" and entity is not None and entity.kind not in ("security", "company")
    ):
        subject = None
    return subject or whole


_PROVISION = regex.compile(r"准备|折旧|摊销|减值")
_LOOSE = frozenset({None, "count", "piece", "image", "device"})


def own_unit(metric: Metric, unit: str | None) -> str | None:
    """A bare number, or one with a general counter (张, 个), takes the metric's unit where that has only one."""
    if unit not in _LOOSE or metric.takes(unit):
        return unit
    plain = [u for u in metric.units if u != "%" and "/" not in u]
    return plain[0] if len(plain) == 1 and plain[0] not in ("currency", "x") else unit


def _owner(
    label: Head | None, column: Head, entity: Name | None, cells: CellContext, section: Section, unit: str | None
) -> tuple[Head | None, str]:
    """Which of row label, column header, caption and corner says what is measured, and by which rule."""
    if column.whole_of:
        return column, "table_column"
    if section.performance and column.period is not None:
        code = "index_level" if entity is not None and entity.kind == "index" else "share_price"
        text = label.label if label is not None else ""
        return Head(text, metric=load_metrics()[code], aspect="change", label=text), "performance"
    if label is not None and label.metric is not None:
        # A row of a statement whose label only holds a metric's name (流动负债合计) is a line of its own.
        alone = unit is not None and not column.text and not cells.wide
        backed = not cells.financial and (column.period is not None or label.unit is not None or alone)
        if label.whole or (backed and not column.whole and (column.metric is None or label.unit is not None)):
            return label, "table_row"
    if column.metric is not None:
        return column, "table_column"
    if label is None or _WORDY.search(label.label) is None or label.period is not None or label.only_change:
        return None, ""
    caption = cells.caption_metric
    if caption is not None and caption.metric is not None and label.metric is None and label.unit is None:
        suits = column.only_change or caption.metric.takes(unit)
        if suits and column.period is not None and not cells.financial:
            return caption, "table_caption"
    line = load_metrics()["line_item"]
    backed = cells.financial or (cells.industry and label.unit is not None)
    if backed and column.period is not None:
        if label.aspect == "change":
            return replace(label, metric=line, basis=label.basis), "line_item"
        grown = regex.sub(r"(?:同比)?(?:增长率|增速|增长)$", "", label.label)
        if grown != label.label and grown:
            return Head(
                label.text, metric=line, aspect="change", basis="yoy", label=grown, unit=label.unit
            ), "line_item"
        return Head(label.text, metric=line, label=label.label, unit=label.unit), "line_item"
    if section.money and column.words and column.period is None and cells.caption_period is not None:
        return Head(column.text, metric=line, label=column.words), "column_item"
    return None, ""


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
    per_share = metric.to_share or ("currency/share" in metric.units and _PER_SHARE.search(owner.text))
    if per_share and unit in CURRENCIES:
        unit = f"{unit}/share"
    dimensions: dict[str, str] = {}
    if metric.code == "line_item" and aspect == "level" and unit == "%" and not _RATE.search(owner.label):
        if section.of_growth:
            aspect, basis = "change", "yoy"
        elif owner.unit is None or owner.unit.code != "%":
            return None  # a percentage of an amount, which the row does not explain
    if aspect == "level" and unit in ("%", "pp") and not metric.takes("%"):
        if metric.code != "share_price" and not _says_change(owner, column, section):
            return None
        aspect, basis = "change", "yoy"
    if rule == "performance" or (metric.code == "share_price" and unit == "%"):
        aspect = "change"
        basis = _move_basis(owner, period, cells)
        if _RELATIVE.search(owner.text):
            dimensions["of"] = owner.label
    if aspect == "level" and metric.code != "line_item" and not metric.takes(unit):
        return None
    if aspect == "change" and unit not in ("%", "pp", "x", "bp") and family(unit) not in metric.units:
        return None
    if aspect == "level" and not metric.within_bounds(quantity.value, unit):
        return None
    if aspect == "change" and basis == "qoq" and period is not None and period.period_type in ("month", "week"):
        basis = "mom" if period.period_type == "month" else "wow"
    if aspect == "change" and basis is None and period is not None:
        basis = {"month": "mom", "year": "yoy", "week": "wow"}.get(period.period_type or "")
    shown = _shown_name(owner, number, count)
    if metric.code == "line_item":
        dimensions["of"] = _line_name(owner.label, section, cells)
        if rule == "column_item" and label is not None:
            dimensions["segment"] = label.label
        elif cells.party:
            dimensions["segment"] = cells.party
    elif rule == "table_caption" and label is not None and cells.of_company:
        dimensions["segment"] = label.label
    elif owner.whole_of:
        dimensions["of"] = owner.whole_of
        part = owner.part or (label.label if label is not None and owner is column else "")
        if part:
            dimensions["segment"] = part
    elif owner.name is not None and owner.name.of:
        dimensions["of"] = owner.name.of
    elif metric.of_label and owner.label and aspect == "level":
        dimensions["of"] = shown or owner.label
    if shown and metric.code in ("share_price", "shares_outstanding"):
        dimensions["of"] = shown
    elif shown and (variant := match_label(shown)) is not None and variant[1].of:
        dimensions["of"] = variant[1].of
    if rule == "table_column" and subject is cells.context.subject and _is_part(label, dimensions):
        dimensions["segment"] = label.label if label is not None else ""
    if rule != "column_item":
        dimensions |= _column_dimensions(text, cell, owner, column, metric)
    if owner is not column and rule != "column_item" and "scenario" not in dimensions:
        dimensions |= {key: value for key, value in _told_by(column, cells, section, place).items()
                       if key not in dimensions}  # fmt: skip
    modality = _modality(period, cells, owner.text + column.text)
    when = _shaped(period, metric)
    direction = _direction(text[cells.row_start : cells.row_end], metric)
    if direction:
        dimensions["direction"] = direction
    entity = subject.canonical
    confidence = {
        "table_row": 0.95,
        "table_column": 0.9,
        "line_item": 0.85,
        "column_item": 0.8,
        "table_rank": 0.85,
        "performance": 0.9,
    }.get(rule, 0.8)
    if period is None:
        confidence -= 0.1
    return Figure(
        start=quantity.start, end=quantity.end, entity=entity, entity_text=_entity_text(text, subject),
        ticker=subject.ticker, issuer_id=subject.issuer_id, metric=metric.code, aspect=aspect, value=quantity.value,
        value_low=quantity.low, value_high=quantity.high, comparator=quantity.comparator, unit=unit, rule=rule,
        confidence=round(confidence, 3), basis=basis if aspect == "change" else None,
        modality=metric.modality or modality,
        dimensions=dimensions, attribution=cells.attribution, quote_start=cells.row_start, quote_end=cells.row_end,
        period_start=when[0], period_end=when[1], period_type=when[2], period_text=period.text if period else None,
        table_id=cells.table.table_id, row=row, col=col,
    )  # fmt: skip


_GENERIC_LINE = regex.compile(r"(?:合计|总计|小计|其他|其它|[Oo]thers?|[Tt]otal)")
_NUMBERED = regex.compile(
    r"^(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）.、．]\s*)+|^(?:图表|图|表)\s*[\d\-—.]+\s*[:：]?"
)


def _line_name(label: str, section: Section, cells: CellContext) -> str:
    """A row's name; ``合计`` of what, where the table or its part has a title that says so."""
    if not _GENERIC_LINE.fullmatch(label):
        return label
    for title in (section.title, cells.caption, cells.heading):
        bare = clean_label(_NUMBERED.sub("", title.strip()))
        if (
            2 <= len(bare) <= 24
            and not regex.search(r"\d", bare)
            and not _CORNER.fullmatch(bare)
            and not is_numeric(bare)
        ):
            return f"{bare}{label}"
    return label


_CORNER = regex.compile(
    r"项目(?:名称)?|科目(?:名称)?|(?:单位|产品|公司|资产|债权)?名称|类别|种类|账龄|指标|会计年度|年度|时间|[Ii]tems?"
)


def _is_part(label: Head | None, dimensions: Mapping[str, str]) -> bool:
    """Whether a row's label names a part of the company (``化肥行业``), and no total."""
    if label is None or label.metric is not None or label.period is not None or "segment" in dimensions:
        return False
    return _WORDY.search(label.label) is not None and not _GENERIC_LINE.fullmatch(label.label)


def _says_change(owner: Head, column: Head, section: Section) -> bool:
    """Whether a percentage of an amount is its change: the header or the part's title says so, or the label's unit."""
    printed = owner.unit is not None and owner.unit.code == "%" and column.period is not None
    return printed or section.of_growth or any(RATE_OF_GROWTH.search(t) for t in (owner.text, column.text))


_VERSION = regex.compile(
    r"调整[前后]|重述|一致预期|市场预期|原预测|新预测|前值|前次|[Cc]onsensus|[Pp]revious|[Rr]evised|[Oo]ld|[Nn]ew|预测值|实际"
)


def _told_by(column: Head, cells: CellContext, section: Section, place: int) -> dict[str, str]:
    """What tells a cell from others of its row and period: the column's other words, the label on the left."""
    found: dict[str, str] = {}
    if place in section.repeated and column.words:
        found["scenario" if _VERSION.search(column.words) else "segment"] = column.words
    if cells.outer:
        found["segment"] = "-".join(part for part in (cells.outer, found.get("segment")) if part)
    return found


def _move_basis(owner: Head, period: Period | None, cells: CellContext) -> str | None:
    if _RELATIVE.search(owner.text):
        return "vs:大盘"
    if period is not None and period.period_type == "trailing":
        match = regex.search(r"(\d+)\s*(M|m|个月|月|Y|年)", period.text)
        return f"trailing:{match[1]}{'y' if match[2] in 'Y年' else 'm'}" if match else "trailing"
    if regex.search(r"周", owner.text):
        return "wow"
    if regex.search(r"年初|YTD|年至今", owner.text):
        return "ytd"
    if regex.search(r"日", owner.text):
        return "dod"
    return owner.basis


def _shaped(period: Period | None, metric: Metric) -> tuple[date | None, date | None, str | None]:
    """A balance-sheet row holds at its period's last day."""
    if period is None:
        return None, None, None
    if metric.balance and period.period_end is not None:
        return period.period_end, period.period_end, "instant"
    return period.period_start, period.period_end, period.period_type


def _modality(period: Period | None, cells: CellContext, heads: str) -> str:
    if regex.search(r"假设", cells.caption + heads):
        return "assumption"
    if regex.search(r"预期|预计|预测", heads):
        return "forecast"
    if period is None:
        return "actual"
    if period.forecast:
        return "forecast"
    published = cells.context.published_on
    if published and period.period_start and period.period_start > published:
        return "forecast"
    if published and period.period_type == "year" and period.period_end and period.period_end.year >= published.year:
        return "forecast" if period.period_end > published else "actual"
    return "actual"


def _shown_name(owner: Head, number: int, count: int) -> str | None:
    """The part of a double label (``总股本/流通股``) that a value of a double cell belongs to."""
    parts = [p.strip() for p in regex.sub(r"[(（][^()（）]*[)）]", "", owner.text).split("/")]
    if count > 1 and len(parts) == count and all(len(p) >= 2 for p in parts):
        head = regex.match(r"^(.*?)(?:最高|最低|总|流通)", parts[0])
        if number and head and head[1] and not parts[number].startswith(head[1]) and "最" in parts[number]:
            return head[1].strip() + parts[number]
        return parts[number].replace(" ", "")
    return None


def _column_dimensions(text: str, cell: Cell, owner: Head, column: Head, metric: Metric) -> dict[str, str]:
    content = text[cell.start : cell.end].strip()
    match = regex.fullmatch(r"(?P<part>[^\d(（]{1,14})[(（]\s*[\d.]+\s*[%％]\s*[)）]", content)
    if match:
        key = "channel" if "渠道" in column.text else "segment"
        return {key: match["part"].strip()}
    if owner is column or column.period is not None:
        return {}
    tops = [line for line in column.text.split("\n") if line and not _GENERIC_HEADER.fullmatch(line)]
    if tops and (column.metric is None or _SCENARIO.match(tops[0])):
        return {"scenario": _SCENARIO.sub("", tops[0])[:60]}
    return {}


def _direction(row_text: str, metric: Metric) -> str | None:
    if metric.code not in ("price", "average_price"):
        return None
    has_in, has_out = regex.search(r"输入|input", row_text), regex.search(r"输出|output", row_text)
    if has_in and not has_out:
        return "input"
    return "output" if has_out and not has_in else None


def _entity_text(text: str, subject: Name) -> str | None:
    return text[subject.start : subject.end] if subject.end > subject.start else None
