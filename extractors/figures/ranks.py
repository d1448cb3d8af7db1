"""Ordinals: when one is a rank, and by what."""

from __future__ import annotations

import regex

from extractors.figures.aspects import Judgement
from extractors.figures.candidate import Candidate, Spot
from extractors.figures.metrics import load_metrics
from extractors.figures.sentences import Sentence
from extractors.records import Quantity

_RANK_CUE = regex.compile(
    r"(?:位列|位居|排名|排在|排行|位于|名列|列|跃居|升至|稳居|居|成为|仅次于|实现|斩获|全球|国内|全国|中国|世界|行业|市场|数量|中标|份额|占比|销量|规模|生态|应用|科研)"
    r"[^，,。；;]{0,10}$"
)


def ranked(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the words before an ordinal make it a rank (位列第二) and not a number in a row (第二，…)."""
    text = sentence.text[quantity.start : quantity.end]
    if not text.startswith("第"):
        if text.startswith("仅次于"):
            return not any(q.ordinal and q.start != quantity.start for q in sentence.quantities)
        return any(0 <= quantity.start - m.end <= 2 and not m.metric.of_phrase for m in sentence.metrics)
    if quantity.end - quantity.start > 2 and sentence.text[quantity.end - 1] == "大":
        return True
    return _RANK_CUE.search(sentence.text[max(sentence.start, quantity.start - 14) : quantity.start]) is not None


_OTHER = regex.compile(r"、[^，,。；;、居列位排名为是成]{3,}")


def rank_again(spot: Spot) -> Candidate | None:
    """``采购了23万张芯片，成为全球第二大买家``: the rank is by what was counted just before."""
    if not spot.quantity.ordinal or spot.carried is None or not ranked(spot.sentence, spot.quantity):
        return None
    told = spot.carried.quantity
    if told is not None and _OTHER.fullmatch(spot.sentence.text, told.end, spot.quantity.start):
        return None  # 硬件市场第一、科研应用第一: by something else
    judged = Judgement("rank", why=f"a rank by {spot.carried.metric.code}, read just before")
    return Candidate("rank_again", spot.carried.metric, judged, 5.6, 0.7, of=spot.carried.of)


_MARKET = regex.compile(
    r"(?P<of>[\p{Han}A-Za-z]{2,8}(?:市场|行业|领域|赛道))(?:中|里|内)?(?:的)?(?:排名|位列|位居|占有率|份额)?$"
)


_BEFORE_RANK = regex.compile(r"^.*(?:位居|位列|排名|位于)")


def market_rank(spot: Spot) -> Candidate | None:
    """``智能汽车市场第一``: a rank in a market that the text names."""
    named = max([n.end for n in spot.sentence.names if n.end <= spot.quantity.start], default=spot.sentence.start)
    lead = spot.sentence.text[max(named, spot.quantity.start - len(spot.lead)) : spot.quantity.start].strip("、， ")
    match = _MARKET.search(_BEFORE_RANK.sub("", lead)) if spot.quantity.ordinal else None
    if not match:
        return None
    judged = Judgement("rank", why="a rank in a market")
    return Candidate("market_rank", load_metrics()["market_share"], judged, 7.0, 0.75, of=match["of"])
