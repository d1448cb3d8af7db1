"""Sums of money told by what stands behind them: a ticket at a price, a fee, a fine."""

from __future__ import annotations

import regex

from extractors.figures.aspects import Judgement, change_cue
from extractors.figures.candidate import Candidate, Spot
from extractors.figures.metrics import CURRENCIES, load_metrics

_GOOD = regex.compile(
    r"\s*(?:/?[一每]?[份张位人次晚间套])?的?(?P<good>[\p{Han}]{0,4}?(?:套餐|门票|机票|车票|船票|优惠券|代金券|满减券|消费券|现金券|抵用券|礼包|月卡|年卡|会员卡|手机|自助餐))"
)
_CALLED = regex.compile(
    r"\s*的?(?P<of>[\p{Han}]{0,4}?(?:签字费|违约金|罚款|罚金|罚单|奖金|赔偿金|补偿金|补贴|定金|押金|佣金|手续费|服务费|代言费|转会费|违约费|年薪))"
    r"(?=[，,。；;、！!）)”\s]|$)"
)
_DEAR = 1e5
"""What a person buys a ticket, a meal or a phone for costs less."""
_SUMS_UP = regex.compile(r"(?:共|合计|总计|总价|总额|价值|投入|投资|采购|共计|累计|超|逾)[^，,。；;]{0,4}$")


def priced_good(spot: Spot) -> Candidate | None:
    """``268元自助套餐``, ``20元满减券``: what a thing costs, or is worth, that is named behind its price."""
    quantity = spot.quantity
    if quantity.unit not in CURRENCIES or not 0 < quantity.value < _DEAR:
        return None
    good = _GOOD.match(spot.sentence.text, quantity.end, spot.clause.end)
    if good is None or change_cue(spot.lead) is not None or _SUMS_UP.search(spot.lead) is not None:
        return None
    judged = Judgement("level", why=f"what {good['good']} costs")
    return Candidate("priced_good", load_metrics()["price"], judged, 5.6, 0.6, of=good["good"])


def called_sum(spot: Spot) -> Candidate | None:
    """``拿到600万美元签字费``: a sum by what it is called."""
    quantity = spot.quantity
    if quantity.unit not in CURRENCIES or quantity.value <= 0:
        return None
    called = _CALLED.match(spot.sentence.text, quantity.end, spot.clause.end)
    if called is None or change_cue(spot.lead) is not None:
        return None
    judged = Judgement("level", why=f"a sum that is called {called['of']}")
    return Candidate("called_sum", load_metrics()["line_item"], judged, 5.6, 0.6, of=called["of"])
