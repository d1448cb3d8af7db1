"""Readings of two things told together: what is made and sold, one of these for so many of those."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.figures.aspects import Judgement, judge
from extractors.figures.candidate import Candidate, Spot
from extractors.figures.coordination import groups
from extractors.figures.metrics import load_metrics

_MADE_AND_SOLD = regex.compile(r"产销量?(?:两旺)?(?:[，,]\s*)?(?:分别|各自?)(?:累计)?(?:完成|实现|达到?|为|约)?")
_IN_PAIR = regex.compile(
    r"(?:同比|环比|较[上去]年|比[上去]年)?(?:分别|各自?)(?:增长|下降|增加|减少|上升|下滑|完成|为)?\s*$"
)


def made_and_sold(spot: Spot) -> Candidate | None:
    """``产销分别完成127.7万辆和123.7万辆，同比分别增长47.9%和40.1%``: of two numbers the first is made, the second
    sold."""
    sentence, quantity = spot.sentence, spot.quantity
    if sentence.text.find("产销", sentence.start, quantity.start) < 0:
        return None
    told = next(iter(list(_MADE_AND_SOLD.finditer(sentence.text, sentence.start, quantity.start))[-1:]), None)
    group = next((g for g in groups(sentence) if quantity in g), []) if told is not None else []
    if told is None or len(group) != 2 or any(told.end() <= m.start < quantity.start for m in sentence.metrics):
        return None
    before = max([told.end(), *(q.end for q in sentence.quantities if q.end <= group[0].start)])
    lead = sentence.text[before : group[0].start]
    if before != told.end() and not _IN_PAIR.search(lead):
        return None
    metric = load_metrics()["output" if quantity is group[0] else "sales_volume"]
    judged = judge(metric, quantity, lead, spot.period, lead)
    if judged is None or (judged.aspect == "level" and not metric.takes(quantity.unit)):
        return None
    return Candidate("made_and_sold", metric, judged, 10.2, 0.88, told.start(), told.end(), unit=quantity.unit)


_EQUALS = regex.compile(
    r"(?:一|每|单)(?:块|张|颗|台|个|款|枚|套|片)\s*(?P<one>[^，,。；;]{2,16}?)\s*(?:就|即|便|可)?(?:相当于|等于|顶得?上?|抵得?上?|抵)\s*$"
)
_OTHER = regex.compile(r"\s*(?P<other>[A-Za-z][\w\- ]{1,20}|[\p{Han}]{2,8}?)(?=[，,。；;、的（(]|$)")


def equals(spot: Spot) -> Candidate | None:
    """``一块含光800相当于10块GPU``: one of these is so many of those."""
    match = _EQUALS.search(spot.sentence.text, spot.clause.start, spot.quantity.start)
    other = _OTHER.match(spot.sentence.text, spot.quantity.end, spot.clause.end) if match is not None else None
    if match is None or other is None or spot.quantity.ordinal or spot.quantity.unit is None:
        return None
    judged = Judgement("ratio", than=other["other"].strip(), why="一个 A 相当于 N 个 B")
    times = replace(spot.quantity, unit="x", measure=None)
    return Candidate("equals", load_metrics()["capability"], judged, 9.5, 0.8, unit="x", quantity=times)
