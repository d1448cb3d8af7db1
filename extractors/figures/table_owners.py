"""Which of a table's headers says what a cell measures, and whose figure it is."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.figures.headers import Head
from extractors.figures.metrics import Metric, load_metrics
from extractors.figures.table_captions import REGION, is_of_rivals
from extractors.figures.table_context import RATE, CellContext
from extractors.figures.table_dimensions import WORDY
from extractors.figures.table_sections import MOVE_COLUMN, Section
from extractors.records import Name

_OWN_MOVE = regex.compile(r"绝对|相对|涨|跌|收益|表现|股价|公司|(?i:abs|rel|perf|share|stock|price|return)")
"""Words of rows of price moves that name no index: other words name what is not the document's company."""
_GROWTH = regex.compile(r"(?:同比)?(?:增长率|增速|增长)$")


def owner_of(
    label: Head | None, column: Head, entity: Name | None, cells: CellContext, section: Section, unit: str | None
) -> tuple[Head | None, str]:
    """Which of row label, column header, caption and corner says what is measured, and by which rule."""
    if column.whole_of:
        return column, "table_column"
    if section.performance and column.period is not None:
        code = "index_level" if entity is not None and entity.kind == "index" else "share_price"
        text = label.label if label is not None else ""
        return Head(text, metric=load_metrics()[code], aspect="change", label=text), "performance"
    trails = label is not None and label.period is not None and label.period.period_type == "trailing"
    if trails and unit == "%" and MOVE_COLUMN.fullmatch(column.text) is not None:
        price = load_metrics()["share_price"]
        return Head(column.text, metric=price, aspect="change", label=column.label), "performance"
    if label is not None and label.told_above:
        return label, "table_row"
    if label is not None and label.metric is None and unit == "%" and entity is not None and section.of_holders:
        return Head(label.text, metric=load_metrics()["holding"], label=label.label), "table_row"
    if label is not None and label.metric is not None:
        if label.whole:
            return label, "table_row"
        # A row of a statement whose label only holds a metric's name (流动负债合计) is a line of its own.
        alone = unit is not None and not column.text and not cells.wide
        counted = label.unit is not None and label.metric.takes(label.unit.code) and _counts(label.metric)
        backed = (not cells.financial or counted) and (column.period is not None or label.unit is not None or alone)
        if (_is_part_of_revenue(label) or _is_of_region(label)) and column.metric is None:
            return label, "table_row"
        if backed and not column.whole and (column.metric is None or label.unit is not None):
            return label, "table_row"
    if column.metric is not None:
        if column.metric.code == "share" and not column.part and entity is not None and is_of_rivals(cells.caption):
            return replace(column, metric=load_metrics()["market_share"], name=None), "table_column"
        return column, "table_column"
    if label is None or WORDY.search(label.label) is None or label.period is not None or label.only_change:
        return None, ""
    caption = cells.caption_metric
    of_its_unit = cells.of_company and label.unit is not None and label.unit.code == unit
    if (
        caption is not None
        and caption.metric is not None
        and label.metric is None
        and (label.unit is None or of_its_unit)
    ):
        suits = column.only_change or caption.metric.takes(unit)
        if suits and column.period is not None and not cells.financial:
            if cells.part.whole and caption.metric.units == {"%"}:
                return replace(caption, metric=load_metrics()["share"], name=None), "table_caption"
            return caption, "table_caption"
    line = load_metrics()["line_item"]
    if column.period is not None and (
        cells.financial
        or (
            (cells.industry or cells.of_company)
            and (label.unit is not None or label.of_measured or (unit == "%" and RATE.search(label.label) is not None))
        )
    ):
        if label.aspect == "change":
            return replace(label, metric=line, basis=label.basis), "line_item"
        grown = _GROWTH.sub("", label.label)
        if grown != label.label and grown:
            return Head(
                label.text, metric=line, aspect="change", basis="yoy", label=grown, unit=label.unit
            ), "line_item"
        return Head(label.text, metric=line, label=label.label, unit=label.unit), "line_item"
    if section.of_multiples and entity is not None and column.period is not None and unit in ("x", "%"):
        return Head(column.text, metric=line, label=column.words.strip(), unit=column.unit), "table_column"
    of_company = entity is not None and entity.kind in _COMPANIES and cells.context.report_period is None
    if of_company and section.has_metrics and _measures(column, unit):
        return replace(column, metric=line, name=None, label=column.words.strip()), "table_column"
    if section.money and column.words and column.period is None and cells.caption_period is not None:
        return Head(column.text, metric=line, label=column.words), "column_item"
    return None, ""


_COMPANIES = frozenset({"company", "security"})


def _measures(column: Head, unit: str | None) -> bool:
    """Whether a column of words prints the unit of its values and says when they hold."""
    printed = column.unit is not None and column.unit.code is not None and column.unit.code == unit
    return printed and column.period is not None and not column.only_change and bool(WORDY.search(column.words))


_SEGMENT_REVENUE = regex.compile(
    r"(?!.*(?i:deferred|unearned|cost|other operating|total|net|contract|per |growth|interest|%))"
    r"[A-Z][\w&/ \-–]* ?[Rr]evenues?"
    r"|[\p{Han}A-Za-z]{2,12}(?<!主营|营业|其他|主要)(?:业务|板块|产品)(?:营业)?(?:收入|营收)"
)


def _is_part_of_revenue(label: Head) -> bool:
    """Whether a row is a part's revenue (``Cloud revenue``, ``云业务收入``)."""
    metric = label.metric
    if metric is None or metric.code != "revenue" or label.whole or not label.part:
        return False
    return _SEGMENT_REVENUE.fullmatch(label.label.strip()) is not None


def _is_of_region(label: Head) -> bool:
    """Whether a row is a metric of the company in a region (``海外毛利率``)."""
    metric = label.metric
    plain = metric is not None and REGION.fullmatch(label.part) is not None and not label.whole
    return plain and metric is not None and label.label == label.part + (label.name.text if label.name else "")


def _counts(metric: Metric) -> bool:
    """Whether a metric is of people, pieces or goods: a label in such a unit is no line of money."""
    return not any(unit.startswith("currency") or unit in ("%", "x") for unit in metric.units)


def subject_of_cell(
    owner: Head, rule: str, metric: Metric, entity: Name | None, cells: CellContext, section: Section
) -> Name | None:
    """Whose figure it is: of the row's thing, of the industry's product that the row names, or of the document's."""
    whole = cells.context.subject or cells.topic
    if rule == "performance":
        return entity or (whole if _OWN_MOVE.search(owner.text) or not WORDY.search(owner.text) else None)
    if owner.told_above and cells.thing is None:
        return whole
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
    if metric.code == "holding" and section.of_holders:
        return entity
    if metric.code == "index_level" and entity is not None and entity.kind == "index":
        return entity
    subject = cells.label_name if rule == "table_row" else entity
    if rule == "column_item" or (
        rule == "line_item" and entity is not None and entity.kind not in ("security", "company")
    ):
        subject = None
    return subject or whole
