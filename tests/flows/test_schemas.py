"""Each rule lets a good row pass and stops the row that breaks it alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
import pytest

from flows.schemas import metric_bounds, validate
from flows.store.tables import TABLES, frame

DOCUMENT = "ab" * 32
TEXT = "豆包月活达5998万，超过1.6亿次；排名第二。"
FIGURE: dict[str, Any] = {
    "figure_id": "0" * 32, "fact_key": "1" * 32, "document_id": DOCUMENT, "entity": "豆包", "metric": "mau",
    "aspect": "level", "value": 5.998e7, "comparator": "eq", "unit": "person", "value_text": "5998万",
    "period_start": date(2024, 11, 1), "period_end": date(2024, 11, 30), "period_type": "month", "modality": "actual",
    "dimensions": {"of": "用户"}, "quote": TEXT, "char_start": 5, "char_end": 10, "rule": "test", "confidence": 0.9,
    "ticker": "002230.SZ", "issuer_id": "002230.SZ", "bbox": [0.0, 1.0, 2.0, 3.0], "page": 1,
}  # fmt: skip
BOUNDS = {("mau", "person"): (0.0, 1e10)}


def faults(table: str, *rows: dict[str, Any]) -> tuple[int, list[dict[str, Any]]]:
    columns = {name: [row.get(name) for row in rows] for name in TABLES[table]}
    good, rejects = validate(table, frame(table, columns), {DOCUMENT: TEXT}, BOUNDS)
    return good.height, rejects.to_dicts()


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"basis": "yoy", "aspect": "change", "unit": "%"},
        {"basis": "vs:行业平均", "aspect": "change"},
        {"basis": "since:2024-05-01", "aspect": "change"},
        {"comparator": "range", "value_low": 5e7, "value_high": 6e7},
        {"comparator": "over", "value_low": 5.998e7},
        {"aspect": "rank", "value": 2.0, "unit": "count"},
        {"aspect": "ratio", "value": 2.0, "unit": "x"},
        {"unit": "CNY/Mtoken"},
        {"period_end": None},
        {"period_start": None, "period_end": None, "period_type": None},
        {"ticker": "0020.HK", "issuer_id": "NVDA.US"},
        {"ticker": "HSI.HI", "issuer_id": "000300.SH"},
        {"table_id": "t0001", "row": 0, "col": 1},
    ],
)
def test_good_figures_pass(change):
    assert faults("figures", {**FIGURE, **change}) == (1, [])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"entity": None}, "entity_missing"),
        ({"value": None}, "value_missing"),
        ({"aspect": "size"}, "aspect_code"),
        ({"modality": "maybe"}, "modality_code"),
        ({"comparator": "ge"}, "comparator_code"),
        ({"unit": "亿元"}, "unit_form"),
        ({"basis": "同比", "aspect": "change"}, "basis_form"),
        ({"basis": "yoy"}, "basis_aspect"),
        ({"period_start": date(2024, 12, 1)}, "period_start_order"),
        ({"period_start": None}, "period_open"),
        ({"comparator": "range", "value_low": 6e7, "value_high": 7e7}, "value_low_order"),
        ({"comparator": "range", "value_low": 5e7}, "comparator_bounds"),
        ({"value_low": 5e7}, "comparator_bounds"),
        ({"char_end": 5}, "span_order"),
        ({"value_text": "5999万"}, "span_text"),
        ({"char_start": 4}, "span_text"),
        ({"value": float("inf")}, "value_finite"),
        ({"value": -1.0}, "metric_bounds"),
        ({"confidence": 1.5}, "confidence_range"),
        ({"ticker": "2230.SZ"}, "ticker_form"),
        ({"ticker": "981.HK"}, "ticker_form"),
        ({"issuer_id": "科大讯飞"}, "issuer_id_form"),
        ({"aspect": "rank", "value": 1.5, "unit": "count"}, "rank_value"),
        ({"aspect": "ratio", "value": 2.0}, "ratio_unit"),
        ({"row": 1, "col": 1}, "cell_place"),
        ({"bbox": [1.0]}, "bbox_form"),
        ({"page": 0}, "page_range"),
    ],
)
def test_each_fault_stops_its_row_alone(change, reason):
    good, rejects = faults("figures", FIGURE, {**FIGURE, **change}, FIGURE)
    assert good == 2
    assert [(r["stage"], r["reason"], r["document_id"]) for r in rejects] == [("validate", reason, DOCUMENT)]
    assert rejects[0]["message"].startswith("figures: ")
    assert orjson.loads(rejects[0]["payload"])["table"] == "figures"


def test_a_message_shows_what_is_wrong():
    _, (reject,) = faults("figures", {**FIGURE, "unit": "亿元"})
    assert reject["message"] == "figures: unit is no unit code: '亿元'"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "blog"}, "kind_code"),
        ({"rating_change": "首次覆盖"}, "rating_change_code"),
        ({"published_on": date(1900, 1, 1)}, "published_on_range"),
        ({"subject_tickers": ["002230.SZ", "x"]}, "subject_tickers_form"),
        ({"target_price": 10.0}, "target_price_unit"),
        ({"document_id": "abc"}, "document_id_form"),
    ],
)
def test_documents(change, reason):
    row = {
        "document_id": DOCUMENT, "media_type": "text/html", "kind": "other", "characters": 5, "partial": False,
        "parser": "test", "extractor_version": "1", "subject_tickers": ["002230.SZ"], "published_on": date(2024, 1, 1),
    }  # fmt: skip
    good, rejects = faults("documents", row, {**row, **change})
    assert (good, [r["reason"] for r in rejects]) == (1, [reason])


def test_the_bounds_are_those_of_the_vocabulary():
    bounds = metric_bounds()
    low, high = bounds["gross_margin", "%"]
    assert low < 0 < high <= 100
