"""What a row must be to be published: a Pandera schema a table. Rows that fail go to ``rejects``, the others go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import orjson
import polars as pl

from extractors.records import ASPECTS, BLOCK_KINDS, COMPARATORS, DOCUMENT_KINDS, MODALITIES, PERIOD_TYPES
from flows.store.tables import TABLES, empty, frame

Bounds = Mapping[tuple[str, str], tuple[float | None, float | None]]
"""(metric, unit) → least and greatest level; None where open."""

RATING_CHANGES = ("维持", "首次", "上调", "下调")
ROLES = ("subject", "recommended", "related", "index", "mentioned")
STAGES = ("fetch", "parse", "extract", "validate")
_TICKER = r"^[0-9A-Z][0-9A-Z.\-]{0,11}\.[A-Z]{1,4}$"
_MAINLAND, _HONG_KONG = r"^\d{6}\.(SH|SZ|BJ)$", r"^\d{4,5}\.HK$"
_UNIT = r"^(%|pp|bp|[A-Za-z][A-Za-z0-9]*)(/[A-Za-z][A-Za-z0-9]*)?$"
_BASIS = r"^(yoy|qoq|mom|wow|dod|ytd|trailing:\d+[dwmqy]|since:\d{4}-\d{2}-\d{2}|vs:\S.*)$"
_SHA256, _ID = r"^[0-9a-f]{64}$", r"^[0-9a-f]{32}$"
_SLICE, _LOW, _HIGH = "_slice", "_low", "_high"


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition on a row: a code, what is wrong where it fails, an expression that null satisfies, and the column
    whose value a message shows."""

    code: str
    message: str
    holds: pl.Expr
    shown: str | None = None


_REQUIRED: dict[str, tuple[str, ...]] = {
    "documents": ("document_id", "media_type", "kind", "characters", "partial", "parser", "extractor_version"),
    "texts": ("document_id", "extractor_version", "text"),
    "figures": (
        "figure_id", "fact_key", "document_id", "entity", "metric", "aspect", "value", "comparator", "unit",
        "value_text", "modality", "quote", "char_start", "char_end", "rule", "confidence",
    ),
    "quantities": ("quantity_id", "document_id", "value", "comparator", "value_text", "char_start", "char_end"),
    "mentions": ("document_id", "ticker", "issuer_id", "name", "mention_text", "char_start", "char_end", "role"),
    "cells": ("document_id", "table_id", "row", "col", "row_span", "col_span", "is_header"),
}  # fmt: skip
_WRITTEN = {"figures": "value_text", "quantities": "value_text", "mentions": "mention_text"}


def _one_of(column: str, codes: tuple[str, ...]) -> Rule:
    return Rule(f"{column}_code", f"{column} is none of {', '.join(codes)}", pl.col(column).is_in(codes), column)


def _form(column: str, pattern: str, what: str) -> Rule:
    return Rule(f"{column}_form", f"{column} is no {what}", pl.col(column).str.contains(pattern), column)


def _ticker(column: str) -> Rule:
    what = f"{column} is no ticker such as 002230.SZ, 0020.HK, NVDA.US"
    return Rule(f"{column}_form", what, _is_ticker(column), column)


def _is_ticker(column: str) -> pl.Expr:
    code = pl.col(column) if column else pl.element()
    mainland, hong_kong = code.str.contains(r"\.(SH|SZ|BJ)$"), code.str.ends_with(".HK")
    return (
        code.str.contains(_TICKER)
        & (~mainland | code.str.contains(_MAINLAND))
        & (~hong_kong | code.str.contains(_HONG_KONG))
    )


def _ordered(low: str, high: str) -> Rule:
    return Rule(f"{low}_order", f"{low} is after {high}", pl.col(low) <= pl.col(high))


def _span(written: str) -> list[Rule]:
    return [
        Rule("span_order", "char_start is not before char_end", pl.col("char_start") < pl.col("char_end")),
        Rule("span_start", "char_start is below 0", pl.col("char_start") >= 0),
        Rule("span_text", f"the text's slice is not {written}", pl.col(_SLICE).eq_missing(pl.col(written))),
    ]


def _amount() -> list[Rule]:
    value, low, high = pl.col("value"), pl.col("value_low"), pl.col("value_high")
    return [
        Rule("value_finite", "value is not finite", value.is_finite()),
        Rule("bounds_finite", "a bound is not finite", low.is_finite() & high.is_finite()),
        Rule("value_low_order", "value is below value_low", low <= value),
        Rule("value_high_order", "value is above value_high", value <= high),
        _one_of("comparator", COMPARATORS),
        _form("unit", _UNIT, "unit code"),
    ]


def _figure_rules() -> list[Rule]:
    aspect, unit, value = pl.col("aspect"), pl.col("unit"), pl.col("value")
    given = pl.col("value_low").is_not_null().cast(pl.Int8) + pl.col("value_high").is_not_null().cast(pl.Int8)
    wanted = pl.col("comparator").replace_strict(
        {"eq": 0, "approx": 0, "over": 1, "under": 1, "range": 2}, default=None, return_dtype=pl.Int8
    )
    low, high = pl.col(_LOW), pl.col(_HIGH)
    in_bounds = (value >= low).fill_null(True) & (value <= high).fill_null(True)
    start, end, basis = pl.col("period_start"), pl.col("period_end"), pl.col("basis")
    placed = pl.col("table_id").is_not_null() == pl.col("row").is_not_null()
    whole_rank = (unit == "count") & (value >= 1) & (value == value.floor())
    return [
        *_span("value_text"),
        *_amount(),
        _form("figure_id", _ID, "id"),
        _form("fact_key", _ID, "id"),
        _one_of("aspect", ASPECTS),
        _one_of("modality", MODALITIES),
        _one_of("period_type", PERIOD_TYPES),
        _ordered("period_start", "period_end"),
        Rule("period_open", "period_end without period_start", end.is_null() | start.is_not_null()),
        _form("basis", _BASIS, "basis code"),
        Rule("basis_aspect", "a basis belongs to a change alone", basis.is_null() | (aspect == "change")),
        Rule("comparator_bounds", "the bounds do not fit the comparator", given == wanted),
        Rule("ratio_unit", "a ratio is in x or %", (aspect != "ratio") | unit.is_in(["x", "%"])),
        Rule("rank_value", "a rank is a whole count from 1", (aspect != "rank") | whole_rank),
        Rule("metric_bounds", "the level is outside the metric's bounds", (aspect != "level") | in_bounds, "value"),
        Rule("confidence_range", "confidence is not within 0 and 1", pl.col("confidence").is_between(0, 1)),
        _ticker("ticker"),
        _ticker("issuer_id"),
        Rule("cell_place", "row and col come with a table_id", placed),
        Rule("page_range", "page is below 1", pl.col("page") >= 1),
        Rule("bbox_form", "bbox is not four numbers", pl.col("bbox").list.len() == 4),
    ]


def _document_rules() -> list[Rule]:
    day, time = pl.col("published_on"), pl.col("published_at")
    tickers = pl.col("subject_tickers").list.eval(_is_ticker("")).list.all()
    plausible = day.is_between(date(1980, 1, 1), date(2100, 1, 1))
    same_day = time.dt.convert_time_zone("Asia/Shanghai").dt.date() == day
    priced = pl.col("target_price").is_null() | pl.col("target_price_unit").is_not_null()
    return [
        _form("document_id", _SHA256, "SHA-256"),
        _one_of("kind", DOCUMENT_KINDS),
        _one_of("rating_change", RATING_CHANGES),
        Rule("published_on_range", "published_on is no plausible day", plausible),
        Rule("published_at_day", "published_at is another day than published_on in Shanghai", same_day),
        Rule("subject_tickers_form", "a subject ticker is no ticker", tickers),
        Rule("target_price_unit", "target_price without its unit", priced),
        Rule("pages_range", "pages is below 1", pl.col("pages") >= 1),
    ]


def _rules(table: str) -> list[Rule]:
    match table:
        case "documents":
            return _document_rules()
        case "texts":
            kinds = pl.col("blocks").list.eval(pl.element().struct.field("kind").is_in(BLOCK_KINDS)).list.all()
            return [Rule("blocks_kind", "a block's kind is unknown", kinds)]
        case "figures":
            return _figure_rules()
        case "quantities":
            return [*_span("value_text"), *_amount(), _form("quantity_id", _ID, "id")]
        case "mentions":
            return [*_span("mention_text"), _ticker("ticker"), _ticker("issuer_id"), _one_of("role", ROLES)]
        case "cells":
            spans = (pl.col("row_span") >= 1) & (pl.col("col_span") >= 1)
            places = (pl.col("row") >= 0) & (pl.col("col") >= 0)
            return [
                Rule("cell_place", "row or col is below 0", places),
                Rule("cell_span", "a span is below 1", spans),
                _form("table_id", r"^t\d{4,}$", "table id"),
            ]
    return []


@cache
def schema(table: str) -> Any:
    """The Pandera schema of a table, on the columns of the contract and those that :func:`validate` adds."""
    import pandera.polars as pa

    required = _REQUIRED[table]
    # Pandera 0.35 knows no Map type: such a column is checked for presence, its type is set when the frame is made.
    columns = {
        name: pa.Column(None if isinstance(kind, pl.Map) else kind, nullable=name not in required)
        for name, kind in TABLES[table].items()
    }
    checks = [
        pa.Check(lambda data, rule=rule: data.lazyframe.select(rule.holds.fill_null(True)), name=rule.code)
        for rule in _rules(table)
    ]
    return pa.DataFrameSchema(columns, checks=checks, strict=False)


def validate(
    table: str, rows: pl.DataFrame, texts: Mapping[str, str], bounds: Bounds
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that pass, and one row of ``rejects`` for each that does not (its first fault).

    ``texts`` holds the text of every document of ``rows``: the slice of each span is compared with what the row says.
    """
    if rows.is_empty() or table not in _REQUIRED:
        return rows, empty("rejects")
    import pandera.polars as pa

    checked = _with_evidence(table, rows, texts, bounds)
    try:
        schema(table).validate(checked, lazy=True)
    except pa.errors.SchemaErrors as errors:
        faults = errors.failure_cases
    else:
        return rows, empty("rejects")
    if faults["index"].null_count():
        raise TypeError(f"{table}: the frame itself is wrong: {faults.filter(pl.col('index').is_null()).to_dicts()}")
    first = faults.unique("index", keep="first", maintain_order=True).sort("index")
    failing = rows[first["index"].cast(pl.UInt32)]
    rules = {rule.code: rule for rule in _rules(table)}
    rejects = [
        _reject(table, row, fault, rules)
        for row, fault in zip(failing.to_dicts(), first.select("column", "check").to_dicts(), strict=True)
    ]
    good = rows.with_row_index("_index").filter(~pl.col("_index").is_in(first["index"].cast(pl.UInt32).implode()))
    return good.drop("_index"), frame("rejects", {name: [reject[name] for reject in rejects] for name in rejects[0]})


def metric_bounds() -> dict[tuple[str, str], tuple[float | None, float | None]]:
    """The bounds that the vocabulary gives."""
    from extractors.figures.metrics import load_metrics

    return {(code, unit): pair for code, metric in load_metrics().items() for unit, pair in metric.bounds.items()}


def _with_evidence(table: str, rows: pl.DataFrame, texts: Mapping[str, str], bounds: Bounds) -> pl.DataFrame:
    if table in _WRITTEN:
        spans = rows.select("document_id", "char_start", "char_end").iter_rows()
        slices = [None if None in (i, start, end) else texts.get(i, "")[start:end] for i, start, end in spans]
        rows = rows.with_columns(pl.Series(_SLICE, slices, dtype=pl.String))
    if table == "figures":
        limits = pl.DataFrame(
            [(metric, unit, low, high) for (metric, unit), (low, high) in bounds.items()],
            schema={"metric": pl.String, "unit": pl.String, _LOW: pl.Float64, _HIGH: pl.Float64},
            orient="row",
        )
        rows = rows.join(limits, on=["metric", "unit"], how="left", maintain_order="left")
    return rows


def _reject(table: str, row: dict[str, Any], fault: dict[str, Any], rules: Mapping[str, Rule]) -> dict[str, Any]:
    code, column = fault["check"], fault["column"]
    if rule := rules.get(code):
        shown = f": {row[rule.shown]!r}" if rule.shown else ""
        message = f"{rule.message}{shown}"
    else:
        code, message = f"{column}_missing", f"{column} is missing"
    return {
        "document_id": row["document_id"],
        "stage": "validate",
        "reason": code,
        "message": f"{table}: {message}",
        "payload": orjson.dumps({"table": table, **row}, default=str).decode(),
    }
