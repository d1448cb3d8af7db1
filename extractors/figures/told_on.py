"""Readings that go on with what the number before told: a ratio to another, the change of a part of what changed."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.figures.aspects import judge
from extractors.figures.candidate import Candidate, Spot

_TO_ANOTHER = regex.compile(r"\s*[、，,和与]\s*(?:是|为|更是)?(?P<than>[^，,。；;、的]{2,14})的(?:约|近|超过?|逾)?\s*")


def ratio_again(spot: Spot) -> Candidate | None:
    """``是百度的两倍、智谱AI的八倍``: the same against another."""
    carried, quantity = spot.carried, spot.quantity
    if carried is None or carried.judgement.aspect != "ratio" or carried.quantity is None:
        return None
    if quantity.unit != carried.quantity.unit or carried.judgement.than is None:
        return None
    other = _TO_ANOTHER.fullmatch(spot.sentence.text, carried.quantity.end, quantity.start)
    if other is None:
        return None
    judged = replace(carried.judgement, than=other["than"])
    return replace(
        carried, rule="ratio_again", judgement=judged, score=8.7, confidence=carried.confidence * 0.95, entity=None,
        quantity=None,
    )  # fmt: skip


_PART_MOVED = regex.compile(
    r"\s*[，,；;]\s*(?P<which>其中[，,]?)?(?P<part>[\p{Han}A-Za-z、“”]{2,20}?)(?:同比|环比|实际|分别|均|则|累计|也|更)*"
    r"(?:大幅|小幅|快速)?(?:增长|增加|上升|上涨|提高|提升|下降|减少|下滑|下跌|回落|降低|增|降)(?:了|约|近|超过|超|逾|高达|达到?)*\s*"
)


def of_which(spot: Spot) -> Candidate | None:
    """``工业增加值增长10.4%，其中电子信息制造业增长17.8%，家具制造业下降2%``: how parts of what changed did."""
    carried, quantity = spot.carried, spot.quantity
    if carried is None or carried.judgement.aspect != "change" or carried.quantity is None or quantity.unit != "%":
        return None
    start = carried.quantity.end
    if any(start <= m.start < quantity.start for m in spot.sentence.metrics):
        return None  # the part's own metric
    part = _PART_MOVED.fullmatch(spot.sentence.text, start, quantity.start)
    if part is None or (part["which"] is None and carried.rule != "of_which"):
        return None
    judged = judge(carried.metric, quantity, spot.lead, spot.period, spot.lead)
    if judged is None or judged.aspect != "change":
        return None
    return replace(
        carried, rule="of_which", judgement=judged, score=6.8, confidence=carried.confidence * 0.9,
        segment=part["part"].strip("“”"), of=carried.of, unit="%", entity=None, quantity=None, metric_start=None,
        metric_end=None,
    )  # fmt: skip
