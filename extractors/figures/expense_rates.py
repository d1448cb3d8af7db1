"""Expense ratios: ``销售/管理/研发费用率分别为5.1%/6.2%/7.3%，同比-0.1/+0.2/+0.3pct``."""

from __future__ import annotations

import regex

from extractors.figures.aspects import PERCENT, judge
from extractors.figures.candidate import Candidate, Spot
from extractors.figures.coordination import groups
from extractors.figures.metrics import load_metrics
from extractors.records import Quantity

_KIND = r"(?:期间|销售|管理|财务|研发|营业|行政|营销|管销|销管|市场|三项|四项|三费|四费|合计)"
_RATE = regex.compile(rf"(?P<kinds>{_KIND}(?:(?:费用率)?[、/和及与]?{_KIND})*)(?:期间)?费用率")
_PARTS = regex.compile(r"(?:费用率)?[、/和及与]")
_REACH = 60


def expense_rate(spot: Spot) -> Candidate | None:
    """An expense as a share of revenue, or by how much it moved: ``line_item`` of that ratio, as tables have it."""
    quantity, sentence = spot.quantity, spot.sentence
    if quantity.unit not in PERCENT:
        return None
    found = next(iter(list(_RATE.finditer(sentence.text, sentence.start, quantity.start))[-1:]), None)
    if found is None or quantity.start - found.end() > _REACH:
        return None
    if any(found.end() <= m.start and m.end <= quantity.start for m in sentence.metrics):
        return None
    names = [f"{kind}费用率" for kind in _PARTS.split(found["kinds"]) if kind]
    group = next((g for g in groups(sentence) if quantity in g), [quantity])
    if len(names) > 1 and len(group) != len(names):
        return None
    lead = sentence.text[_lead_start(spot, group, found.end()) : group[0].start]
    judged = judge(load_metrics()["net_margin"], quantity, lead, spot.period, lead)
    if judged is None:
        return None
    of = names[group.index(quantity)] if len(names) > 1 else names[0]
    return Candidate(
        "expense_rate",
        load_metrics()["line_item"],
        judged,
        10.5,
        0.9,
        found.start(),
        found.end(),
        of=of,
        unit=quantity.unit,
    )


def _lead_start(spot: Spot, group: list[Quantity], named: int) -> int:
    """Where the words begin that say what the numbers are of: behind the name, or the numbers before."""
    return max([named, *(q.end for q in spot.sentence.quantities if q.end <= group[0].start)])
