"""Readings that follow from the form of a phrase rather than from a metric's name beside the number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import regex

from extractors.figures.aspects import Judgement, change_cue, judge
from extractors.figures.candidate import Candidate, Spot
from extractors.figures.carrying import foreign
from extractors.figures.fitting import with_unit
from extractors.figures.metrics import Metric, family, load_metrics
from extractors.figures.phrases import thing

LINK = regex.compile(r"\s*(?:[、，,/和与及或]|以及|和/或)\s*")
_SHARE_IS = regex.compile(
    r"^\s*(?:为|是|由|来自|用于|属于|的[^，,。；;]{0,8}(?:为|是|由|来自))\s*(?P<segment>[^，,。；;（）()]{2,16})"
)
_SHARE_LEAD = regex.compile(r"(?:有|剩余|其余|其中|另外?|约|近|达|超过?|占)\s*(?:约|近|超)?\s*$")
_TENTHS_OF = regex.compile(r"^\s*(?:以上)?的?\s*(?P<of>[\p{Han}A-Za-z]{2,10}?)(?=[，,。；;、合作采用使用选择接入]|$)")


_AT_LIMIT = regex.compile(r"\s*(?:一字)?(?:[涨跌]停板?|连?板)")
_IN_A_ROW = regex.compile(r"(?:连续|已连|连收|连拉|收获|收出|录得|拉出|斩获|走出|迎来)[^，,。；;]{0,8}$")


def limit_ups(spot: Spot) -> Candidate | None:
    """``10天6板``, ``连续收获6个跌停``: how often a share went up or down to its limit."""
    again = spot.quantity.unit == "count" and _AT_LIMIT.match(spot.sentence.text, spot.quantity.end) is not None
    if spot.quantity.measure != "板" and not (again and _IN_A_ROW.search(spot.lead)):
        return None
    return Candidate("limit_ups", load_metrics()["limit_ups"], Judgement("level", why="N天M板"), 14.0, 0.96)


def share_is(spot: Spot) -> Candidate | None:
    """``其中30%由…``, ``剩余60%为…``, ``有40%为付费调用``: a share, of what the clause names."""
    if spot.quantity.unit != "%" or spot.quantity.signed or not _SHARE_LEAD.search(spot.lead):
        return None
    match = _SHARE_IS.match(spot.sentence.text[spot.quantity.end : spot.clause.end])
    if not match:
        return None
    judged = Judgement("level", why="N% 为/由 …")
    return Candidate("share_is", load_metrics()["share"], judged, 7.5, 0.8, segment=match["segment"].strip())


_SHARE_OF = regex.compile(
    r"占(?:比|到|据|了|总)?(?P<of>(?![比由从较达为是])[^，,。；;：:占]{1,24}?)的?(?:比重|比例|份额)?(?:已经?|将|约|近|超过?|达到?|达|为|到|了|仅|逾|高达|不足|上升至|下降至|升至|降至|提升至|提高至|提高到|回落至)*\s*$"
)


def share_of(spot: Spot) -> Candidate | None:
    """``占我国进口总值的3成``: a share, of the whole that the text names."""
    if spot.quantity.unit != "%" or spot.quantity.signed:
        return None
    match = _SHARE_OF.search(spot.lead)
    if match is None or change_cue(match["of"]) is not None:
        return None
    start = spot.quantity.start - len(spot.lead) + match.start()
    whole = start + match.start("of") - match.start()
    owner = next((n for n in spot.sentence.names if n.start == whole and n.end <= spot.quantity.start), None)
    part, of = None, match["of"]
    if owner is not None:  # 游戏业务占腾讯总收入的32%: the part is of the one whose whole it is
        part = thing(spot.sentence, spot.clauses.before(spot.clause.start, start), loose=True)
        of = of[owner.end - whole :].removeprefix("的") or None
    return Candidate(
        "share_of", load_metrics()["share"], Judgement("level", why="占 … 的 N%"), 7.2, 0.8, start, start + 1, of=of,
        entity=owner if part is not None else None, segment=part.canonical if part is not None else None,
    )  # fmt: skip


def tenths_of(spot: Spot) -> Candidate | None:
    """``与八成主流车企合作``: tenths of a group that the text names."""
    written = spot.sentence.text[spot.quantity.start : spot.quantity.end]
    if spot.quantity.unit != "%" or not written.rstrip().endswith("成"):
        return None
    match = _TENTHS_OF.match(spot.sentence.text[spot.quantity.end : spot.clause.end])
    if not match or change_cue(spot.lead) is not None or match["of"] in ("左右", "以上", "以下", "上下"):
        return None
    judged = Judgement("level", why="N成 of a group")
    return Candidate("tenths_of", load_metrics()["share"], judged, 6.5, 0.7, of=match["of"])


_DEAR = 1e6
"""More a month than this is no price, but what somebody spends."""


_BUCKET = regex.compile(r"(?:[前后]|最[高低大小多少]|排名|分位|top|Top|TOP)(?:的)?\s*$")


def portion_of(spot: Spot) -> Candidate | None:
    """``60%投资者认为``, ``超过6成企业成立于``: the share of a group that does what follows."""
    quantity, text = spot.quantity, spot.sentence.text
    if quantity.unit != "%" or quantity.signed or change_cue(spot.lead) is not None or "占" in spot.lead:
        return None
    if quantity.value > 100:
        return None
    if _BUCKET.search(spot.lead):
        return None  # 业绩后50%的基金: a bucket's name
    phrase = spot.clauses.after(quantity.end, spot.clause.end)
    if phrase is None or any(m.start < phrase.end and quantity.end <= m.start for m in spot.sentence.metrics):
        return None
    name = thing(spot.sentence, phrase, loose=True)
    if name is None or not text[phrase.end : phrase.end + 1].strip("，,。；;、）) \n"):
        return None
    judged = Judgement("level", why="a share of those that do what follows")
    return Candidate("portion_of", load_metrics()["share"], judged, 5.6, 0.6, of=name.canonical, counted=name)


def unit_implies(spot: Spot) -> Candidate | None:
    """A unit that only one metric has: cards, model parameters, FLOPS, a price per million tokens."""
    if spot.quantity.unit is None or spot.quantity.ordinal:
        return None
    metric = _implied().get(family(spot.quantity.unit))
    if metric is None or (family(spot.quantity.unit) == "currency/month" and abs(spot.quantity.value) > _DEAR):
        return None
    judged = judge(metric, spot.quantity, spot.lead, spot.period)
    if judged is None or judged.aspect != "level":
        return None
    return Candidate("unit_implies", metric, judged, 6.0, 0.75)


@cache
def _implied() -> Mapping[str, Metric]:
    return {unit: metric for metric in load_metrics().values() for unit in metric.implied_by}


_OTHER_WAY = regex.compile(r"\s*[、，,/和与]\s*(?:输入|输出)(?:价格?)?\s*(?:[Tt]okens?)?(?:则?为|仅)?\s*")
"""输入2元、输出8元: the other of a model's two prices."""


def same_again(spot: Spot) -> Candidate | None:
    """A number joined to the one before by 、 or 和 says the same of the next thing."""
    carried, quantity = spot.carried, spot.quantity
    if carried is None or carried.quantity is None:
        return None
    if not LINK.fullmatch(spot.lead) and not (carried.metric.code == "price" and _OTHER_WAY.fullmatch(spot.lead)):
        return None
    if carried.quantity.end + len(spot.lead) != quantity.start:
        return None  # the number right before was not understood
    suited = with_unit(quantity, carried.metric)
    if carried.judgement.aspect == "level" and not carried.metric.takes(suited.unit):
        return None
    if carried.judgement.aspect == "change" and quantity.unit not in ("%", "pp", "x", "bp"):
        return None
    if suited.unit is None:
        suited = replace(quantity, unit=carried.quantity.unit)
    return replace(
        carried, rule="same_again", score=8.5, confidence=carried.confidence * 0.95, unit=suited.unit, entity=None,
        quantity=suited,
    )  # fmt: skip


def change_again(spot: Spot) -> Candidate | None:
    """``…场景增长39倍；销售场景增长16倍，硬件场景增长13倍``: a change of what changed just before."""
    if spot.carried is None or spot.quantity.unit not in ("%", "pp", "x"):
        return None
    judged = judge(spot.carried.metric, spot.quantity, spot.lead, spot.period, spot.lead)
    at_once = spot.carried.quantity is not None and spot.carried.quantity.end + len(spot.lead) == spot.quantity.start
    bare = _BARE_CHANGE.fullmatch(spot.lead) is not None
    strange = 0.0 if at_once and bare else foreign(spot.sentence, spot.clause, spot.quantity)  # 民企出口8亿元、增长8%
    if judged is None or judged.aspect != "change" or strange > 3.5:
        return None
    if spot.carried.judgement.aspect != "change" and (strange > 0 or (judged.basis is None and not bare)):
        return None
    of = _of_where(spot.lead) if spot.carried.metric.of_phrase else spot.carried.of
    return replace(
        spot.carried, rule="change_again", judgement=judged, score=6.5, confidence=spot.carried.confidence * 0.9, of=of,
        unit=spot.quantity.unit, entity=None, quantity=None, metric_start=None, metric_end=None,
    )  # fmt: skip


_BARE_CHANGE = regex.compile(
    r"[\s，,；;、（(]*(?:实际|名义|大幅|小幅|略有?|微|再|也|均|则|分别|较快|快速|累计|平均|合计)*"
    r"(?:增长|增加|上升|上涨|提高|提升|扩大|下降|减少|下滑|下跌|回落|降低|萎缩|增|降)(?:了|约|近|超过|超|逾|达)*\s*"
)


_REACHED = regex.compile(r"\s*[，,]?\s*(?:至|到|达到?|增至|升至|降至|提升至|下降至)(?:了|约|近)?\s*")


_MOVED_ON = regex.compile(
    r"\s*(?:大幅|小幅|逐步|进一步|快速|缓慢)?(?:升|降|增|提升|提高|下降|调整|下调|上调|回落|上升|增长|扩大|减少|缩减|缩短|降低|增加)(?:至|到)(?:了|约|近)?\s*"
)


def reached(spot: Spot) -> Candidate | None:
    """``同比+5.8百分点至24.8%``, ``从40.4%升至44.1%``: the level that a change, or the level before, led to."""
    carried, quantity = spot.carried, spot.quantity
    if carried is None or carried.quantity is None or carried.quantity.end + len(spot.lead) != quantity.start:
        return None
    led = (
        _REACHED if carried.judgement.aspect == "change" else _MOVED_ON if carried.judgement.aspect == "level" else None
    )
    if led is None or not led.fullmatch(spot.lead):
        return None
    rate = quantity.unit == "%" and carried.quantity.unit in ("%", "pp", "bp")
    if not (carried.metric.takes(quantity.unit) or rate):
        return None
    judged = Judgement("level", why="what a change led to")
    return replace(
        carried, rule="reached", judgement=judged, score=8.8, confidence=carried.confidence * 0.95, unit=quantity.unit,
        entity=None, quantity=None,
    )  # fmt: skip


_PLAN = regex.compile(
    r"\s*[，,]?\s*(?:已|共|已经)?(?:完成|达到?|为|占|相当于)(?:了|到)?(?P<than>(?:全年|年度|年初|今年|本年|全市|全县|既定|\d{4}年)?(?:度)?(?:计划|目标|预算|任务|目标任务|预算目标))的?(?:约|近|超过?|逾)?\s*"
)


def of_plan(spot: Spot) -> Candidate | None:
    """``完成投资246亿元，完成年度计划的82.3%``: a ratio to what was planned of what was told just before."""
    carried = spot.carried
    if carried is None or carried.judgement.aspect != "level" or spot.quantity.unit != "%" or carried.metric.rate:
        return None
    plan = _PLAN.fullmatch(spot.lead)
    if plan is None:
        return None
    judged = Judgement("ratio", than=plan["than"], why="of what was planned")
    return replace(
        carried, rule="of_plan", judgement=judged, score=8.6, confidence=carried.confidence * 0.9, unit="%",
        entity=None, quantity=None,
    )  # fmt: skip


_GIVEN = regex.compile(r"(?:给予|给与|按照?|对应)[^，,。；;]{0,16}$")
_MULTIPLE_OF = regex.compile(r"\s*(?:的)?\s*(?P<name>PE|PB|PS|P/E|P/B|P/S|市盈率|市净率|市销率|EV/EBITDA)?")
_MULTIPLES = {
    "PB": "pb",
    "P/B": "pb",
    "市净率": "pb",
    "PS": "ps",
    "P/S": "ps",
    "市销率": "ps",
    "EV/EBITDA": "ev_ebitda",
}


_GIVES = regex.compile(r"给予|给与")


def given_multiple(spot: Spot) -> Candidate | None:
    """``给予26年30x``, ``给予2025年5.5倍PS``: the multiple that a house gives, of earnings where it does not say."""
    if spot.quantity.unit != "x" or not _GIVEN.search(spot.lead):
        return None
    behind = _MULTIPLE_OF.match(spot.sentence.text, spot.quantity.end)
    named = behind["name"] if behind else None
    if named is None and not _GIVES.search(spot.lead):
        return None
    metric = load_metrics()[_MULTIPLES.get(named or "PE", "pe")]
    return Candidate("given_multiple", metric, Judgement("level", why="a multiple that is given"), 8.6, 0.85)


_IN_WHAT = regex.compile(r"在?(?P<of>[\p{Han}A-Za-z]{2,10}?)(?:上|方面|领域|能力)")


def _of_where(lead: str) -> str | None:
    match = _IN_WHAT.search(lead)
    return match["of"].removeprefix("在") if match else None


_RATE_NAME = regex.compile(
    r"(?P<of>[\p{Han}A-Za-z]{1,10}(?:率|比例|强度))(?:仅|已|则|约|目前|分别)?"
    r"(?:已|为|达到?|是|从|由|至|在|高达|低至|超过?|约|逾|仅|不足|降至|降到|升至|提升至|提升到|下降至|提高到|增至|\s|的|[:：])*$"
)
_MOVE_NAME = regex.compile(
    r"归属|行权|解锁|解除限售|增长率|增速率|同比|环比|利率|汇率|税率|费率|频率|功率|概率|效率|斜率|倍率|收益率|回报率|按比例|成比例"
)


_BEFORE_RATE = regex.compile(r"^.*(?:的|了|将|使|其|和|与|及)(?=[\p{Han}]{2,}(?:率|比例))")


def named_rate(spot: Spot) -> Candidate | None:
    """``欺诈率从3.2%降至0.8%``: a rate that has no code of its own is a share of what it is named for."""
    if spot.quantity.unit != "%" or spot.quantity.signed:
        return None
    said = spot.sentence.text[spot.clause.start : spot.quantity.start]
    if "率" not in said and "比例" not in said and "强度" not in said:
        return None
    named = max([n.end for n in spot.sentence.names if n.end <= spot.quantity.start], default=spot.clause.start)
    low = max(spot.clause.start, named)
    lead = list(spot.sentence.text[low : spot.quantity.start])
    for period in spot.sentence.periods:  # 配置比例从2013年的40.4%升至…: when it was is no part of the phrase
        for at in range(max(period.start, low), min(period.end, spot.quantity.start)):
            lead[at - low] = " "
    match = _RATE_NAME.search("".join(lead))
    if match is None or _MOVE_NAME.search(match["of"]):
        return None
    of = _BEFORE_RATE.sub("", match["of"])
    start = max(spot.clause.start, named) + match.end("of") - len(of)
    told = [m.start for m in spot.sentence.metrics if start < m.start < spot.quantity.start]
    whose = spot.clauses.subject(spot.clause, min([spot.quantity.start, *told]))
    if whose is not None and whose.own and start <= whose.start and whose.end < start + len(of) - 1:
        of, start = spot.sentence.text[whose.end : start + len(of)].removeprefix("的"), whose.end
    return Candidate(
        "named_rate", load_metrics()["share"], Judgement("level", why="a rate by its name"), 5.4, 0.62,
        start, start + len(of), of=of,
    )  # fmt: skip
