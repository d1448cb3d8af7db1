"""A number brought to a metric's unit, where the text leaves the unit to the metric's name."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.figures.metrics import Metric
from extractors.figures.sentences import Sentence
from extractors.language.units import parse_unit
from extractors.records import Quantity

COUNTERS = frozenset("个款家项次种名位件支只条部座所场批篇本套类组门处台颗张份人轮余")
"""Count words that say nothing of what is counted."""


_COUNTS_PEOPLE = regex.compile(r"[万亿千百名位个人+\d]$")


def counts_people(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a general count may be one of people (93万+, 300名), and not of clauses or things (12条)."""
    return _COUNTS_PEOPLE.search(sentence.text[quantity.start : quantity.end]) is not None


def with_unit(quantity: Quantity, metric: Metric, *, same: bool = True, people: bool = False) -> Quantity:
    """A number without a unit takes the metric's, where the number was written with 万 or 亿 or the metric is a
    multiple."""
    if quantity.unit is not None:
        if same and people and quantity.unit == "count" and "person" in metric.units:
            return replace(quantity, unit="person")
        if quantity.unit == "count" and quantity.measure is not None and quantity.measure not in COUNTERS:
            return replace(quantity, unit=f"count:{quantity.measure}")  # an odd unit (英寸) is no count of things
        return quantity
    if metric.units == {"x"}:
        return replace(quantity, unit="x")
    if abs(quantity.value) < 1000:
        return quantity
    plain = [u for u in metric.units if u != "currency" and "/" not in u and u != "%"]
    if len(plain) == 1 and "currency" not in metric.units:
        return replace(quantity, unit=plain[0])
    if "currency" in metric.units and not plain and quantity.printed:
        return replace(quantity, unit="CNY")
    return quantity


_OF_GOODS = frozenset(("sales_volume", "shipments", "output", "inventory"))
_WORKS = regex.compile(r"[影剧片书]|动漫|作品|小说|著作|漫画")


def in_pieces(sentence: Sentence, quantity: Quantity, metric: Metric) -> Quantity:
    """``产量为354亿块``: 块 is pieces, and no yuan, of a metric that is told in pieces; ``出货8亿部``: what ships in 部
    are devices, where no films or books are spoken of."""
    written = sentence.text[quantity.start : quantity.end]
    if quantity.unit == "count" and written.endswith("部") and metric.code in _OF_GOODS:
        return (
            quantity if _WORKS.search(sentence.text, sentence.start, sentence.end) else replace(quantity, unit="device")
        )
    if quantity.unit == "CNY" and written.endswith("块") and "piece" in metric.units:
        return replace(quantity, unit="piece")
    return quantity


_PRINTED_UNIT = regex.compile(
    r"^\s*[(（](?:单位[:：])?(?P<unit>[^()（）]{1,12})[)）]\s*(?:分别)?(?:为|达)?\s*[:：]?\s*$"
)


def with_printed_unit(quantity: Quantity, lead: str) -> Quantity:
    """``当前价格(元)：82.42``: the unit stands in parentheses behind the metric's name."""
    match = _PRINTED_UNIT.match(lead) if quantity.unit is None else None
    unit = parse_unit(match["unit"].strip()) if match else None
    if unit is None or unit.code is None:
        return quantity
    low, high = quantity.low, quantity.high
    return replace(
        quantity,
        unit=unit.code,
        value=quantity.value * unit.factor,
        low=None if low is None else low * unit.factor,
        high=None if high is None else high * unit.factor,
    )
