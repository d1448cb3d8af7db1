"""The vocabulary of metrics, ``extractors/data/metrics``: files that a person edits, so they are checked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.figures.metrics import family, load_metrics
from extractors.records import MODALITIES

DATA = Path(__file__).resolve().parents[3] / "extractors" / "data"
FILES = tuple(sorted((DATA / "metrics").glob("*.yaml")))

PUBLISHED_CODES = frozenset({
    "mau", "wau", "dau", "cumulative_users", "users", "new_users", "paying_users", "developers", "retention",
    "duration", "visits", "downloads", "installs", "devices", "token_volume", "call_volume", "generated_items",
    "price", "average_price", "share_price", "target_price", "revenue", "net_profit", "operating_profit",
    "gross_margin", "net_margin", "roe", "eps", "bps", "pe", "pb", "ps", "ev_ebitda", "ebitda", "cash_flow",
    "r_and_d", "expense", "cost", "dividend", "debt_ratio", "market_cap", "valuation", "funding", "capex", "ad_spend",
    "contract_value", "contract_count", "headcount", "order_value", "total_assets", "total_liabilities", "equity",
    "cash", "receivables", "payables", "inventory", "fixed_assets", "tax", "minority_interest", "shares_outstanding",
    "turnover_ratio", "current_ratio", "line_item", "index_level", "turnover", "limit_ups", "holding", "fund_flow",
    "market_size", "market_share", "share", "sales_volume", "shipments", "output", "capacity", "penetration",
    "installed_capacity", "imports", "exports", "gdp", "cpi", "ppi", "pmi", "interest_rate", "exchange_rate",
    "unemployment", "investment", "retail_sales", "parameters", "context_length", "compute", "chips", "utilisation",
    "latency", "output_length", "capability", "training_time", "depreciation_life", "count",
})  # fmt: skip
"""The data contract's codes. Readers of the published tables build on them: codes are added, never taken away."""

BASE_UNITS = frozenset({
    "person", "visit", "download", "device", "call", "token", "image", "video", "second", "day", "month", "year",
    "card", "parameter", "FLOPS", "W", "Wh", "Hz", "byte", "vehicle", "ton", "m", "m2", "piece", "share", "point",
    "count", "%", "pp", "bp", "x", "currency",
})  # fmt: skip
"""The contract's units; ``currency`` stands for every ISO code."""
DENOMINATORS = BASE_UNITS | {"Mtoken", "hour", "CNY"}
FIELDS: Mapping[str, type] = {
    "code": str,
    "title": str,
    "names": list,
    "labels": list,
    "units": list,
    "bounds": dict,
    "implied_by": list,
    "weak_names": list,
    "negative_names": list,
    "of_names": list,
    "modality": str,
    "about": str,
    "after_names": list,
    "not_in": list,
}
"""Fields with the type of each; every other field of a metric is a switch, or a list of words."""


@cache
def raw(path: Path) -> Mapping[str, Any]:
    loaded = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(loaded, dict), path
    return loaded


def spellings(data: Mapping[str, Any], field: str = "names") -> list[str]:
    return [item["name"] if isinstance(item, dict) else str(item) for item in data.get(field) or ()]


def each_file() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


def test_all_codes_of_the_contract_are_there() -> None:
    assert set(load_metrics()) >= PUBLISHED_CODES


@each_file()
def test_code_is_the_file_name(path: Path) -> None:
    assert raw(path)["code"] == path.stem
    assert re.fullmatch(r"[a-z][a-z_]*", path.stem)


@each_file()
def test_fields_are_those_that_the_reader_knows(path: Path) -> None:
    data, switches = raw(path), set(load_metrics()[path.stem].__dataclass_fields__)
    assert {"code", "title", "names", "units"} <= set(data)
    for name, value in data.items():
        assert name in FIELDS or name in switches, f"{name} is read by nobody"
        assert isinstance(value, FIELDS.get(name, (bool, list))), f"{name}: {value!r}"
    assert data["title"].strip()
    assert data.get("modality") in (None, *MODALITIES)


@each_file()
def test_names_are_clean_and_stand_once(path: Path) -> None:
    data = raw(path)
    for field in ("names", "labels"):
        names = spellings(data, field)
        assert all(name and name == name.strip() for name in names)
        assert len(names) == len(set(names)), f"{field} repeats {sorted(n for n in names if names.count(n) > 1)}"
    for item in data["names"]:
        assert isinstance(item, str) or ({"name", "of"} <= set(item) <= {"name", "of", "published_as"}), item
        assert isinstance(item, str) or (item["of"] and item.get("published_as", "line_item") in PUBLISHED_CODES), item


@each_file()
def test_special_names_are_names(path: Path) -> None:
    data = raw(path)
    known = {*spellings(data), *spellings(data, "labels")}
    for field in ("weak_names", "negative_names", "of_names"):
        assert set(data.get(field) or ()) <= known, f"{field} of no name"


@each_file()
def test_units_are_the_contracts(path: Path) -> None:
    data = raw(path)
    assert data["units"], "a metric is measured in something"
    assert len(data["units"]) == len(set(data["units"]))
    for unit in (*data["units"], *(data.get("implied_by") or ())):
        head, slash, rest = str(unit).partition("/")
        assert head in BASE_UNITS, unit
        assert family(unit) == unit, f"{unit} never fits: the reader asks for {family(unit)}"
        assert not slash or rest in DENOMINATORS, unit


@each_file()
def test_bounds_are_ordered_and_of_units_that_the_metric_takes(path: Path) -> None:
    metric = load_metrics()[path.stem]
    for unit, (low, high) in metric.bounds.items():
        assert metric.takes(unit), f"a bound for {unit}, which {metric.code} never has"
        assert low is None or high is None or low < high
        assert (low, high) != (None, None)


def test_a_unit_implies_one_metric_which_takes_it() -> None:
    owners: dict[str, list[str]] = defaultdict(list)
    for metric in load_metrics().values():
        for unit in metric.implied_by:
            owners[family(unit)].append(metric.code)
            assert metric.takes(unit), f"{metric.code} does not take {unit}"
    assert {unit: codes for unit, codes in owners.items() if len(codes) > 1} == {}


def test_a_name_belongs_to_one_metric() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for path in FILES:
        for name in spellings(raw(path)):
            owners["".join(name.lower().split())].add(path.stem)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_a_row_label_belongs_to_one_metric() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for path in FILES:
        for name in spellings(raw(path), "labels"):
            owners["".join(name.lower().split())].add(path.stem)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}
