"""Figures of one claim with more than one value are found, whatever else stands beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractors.figures.claims import claim_of, contested
from extractors.records import Figure

FIGURE = Figure(
    start=0, end=2, entity="海风电缆", metric="revenue", aspect="level", value=10.0, unit="CNY", rule="table_row",
    confidence=0.9, period_start=date(2024, 1, 1), period_end=date(2024, 12, 31), dimensions={"segment": "海缆"},
)  # fmt: skip
OTHER = replace(FIGURE, value=12.0)


def test_two_values_of_one_claim_are_contested() -> None:
    assert contested([FIGURE, replace(FIGURE, metric="cost"), OTHER, FIGURE]) == [[0, 2, 3]]
    assert contested([FIGURE, FIGURE]) == []


@pytest.mark.parametrize(
    "told",
    [
        {"entity": "东湖证券"},
        {"basis": "yoy"},
        {"modality": "forecast"},
        {"unit": "USD"},
        {"period_end": date(2024, 6, 30)},
        {"dimensions": {"segment": "陆缆"}},
        {"dimensions": {"segment": "海缆", "region": "国内"}},
    ],
    ids=str,
)
def test_what_tells_two_figures_apart_settles_it(told: dict[str, object]) -> None:
    assert contested([FIGURE, replace(OTHER, **told)]) == []  # type: ignore[arg-type]


def test_an_issuer_may_go_by_several_names() -> None:
    listed = replace(FIGURE, issuer_id="601999.SH")
    renamed = replace(OTHER, entity="海缆", issuer_id="601999.SH")
    assert contested([listed, renamed]) == []
    assert contested([listed, renamed], by_issuer=True) == [[0, 1]]


def test_the_order_of_dimensions_tells_nothing() -> None:
    one = replace(FIGURE, dimensions={"of": "海缆", "region": "国内"})
    assert claim_of(one) == claim_of(replace(one, dimensions={"region": "国内", "of": "海缆"}))
