"""Whether figures agree with labels: what counts, and that a label confirms one figure only."""

from __future__ import annotations

from typing import Any

import pytest

from flows.labels import judge

FACT: dict[str, Any] = {
    "value": 20.0, "unit": "%", "metric": ["share", "market_share"], "aspect": "level", "entity": ["松果", "松果助手"],
    "period": ["2024-01-01", "2024-12-31"], "quote": "2024年松果的市场份额为20%", "need": "must",
}  # fmt: skip
ROW: dict[str, Any] = {
    "value": 20.0, "unit": "%", "metric": "market_share", "aspect": "level", "entity": "松果", "basis": None,
    "modality": "actual", "dimensions": {}, "period_start": "2024-01-01", "period_end": "2024-12-31",
    "quote": "2024年松果的市场份额为20%。",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({}, True),
        ({"entity": "松果 助手"}, True),
        ({"metric": "share"}, True),
        ({"modality": "forecast", "dimensions": {"of": "市场"}}, True),
        ({"value": 20.1}, False),
        ({"unit": "pp"}, False),
        ({"metric": "penetration"}, False),
        ({"aspect": "change"}, False),
        ({"entity": "豆包"}, False),
        ({"period_start": "2023-01-01", "period_end": "2023-12-31"}, False),
        ({"period_start": None, "period_end": None}, False),
    ],
)
def test_value_metric_entity_and_period_decide(change: dict[str, Any], right: bool) -> None:
    assert [ok for _, ok in judge([{**ROW, **change}], [FACT])] == [right]


@pytest.mark.parametrize(
    ("period", "right"),
    [
        (None, True),
        ([["2023-01-01", "2023-12-31"], ["2024-01-01", "2024-12-31"]], True),
        ([["2023-01-01", "2023-12-31"]], False),
    ],
)
def test_a_label_may_leave_the_period_open_or_give_several(period: Any, right: bool) -> None:
    assert [ok for _, ok in judge([ROW], [{**FACT, "period": period}])] == [right]


def test_repeats_are_one_claim_and_a_label_confirms_one() -> None:
    other = {**ROW, "dimensions": {"segment": "海外"}, "quote": "另一句话说到海外份额为20%"}
    verdicts = judge([other, ROW, dict(ROW)], [FACT])
    assert [ok for _, ok in verdicts] == [False, True]  # the nearer one, told at the label's place


def test_what_nobody_read_is_wrong() -> None:
    assert [ok for _, ok in judge([ROW], [])] == [False]
