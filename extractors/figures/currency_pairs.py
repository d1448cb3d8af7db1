"""Exchange rates: ``人民币兑美元中间价报7.2066``, ``人民币对美元贬值2.8%``."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.figures.aspects import Judgement
from extractors.figures.candidate import Candidate, Spot
from extractors.figures.metrics import load_metrics
from extractors.records import Name

_CODES = {
    "人民币": "CNY", "美元": "USD", "欧元": "EUR", "日元": "JPY", "英镑": "GBP", "港元": "HKD", "港币": "HKD",
    "韩元": "KRW", "澳元": "AUD", "加元": "CAD", "瑞郎": "CHF", "瑞士法郎": "CHF", "新台币": "TWD", "卢布": "RUB",
    "卢比": "INR", "里拉": "TRY", "新加坡元": "SGD", "新西兰元": "NZD", "泰铢": "THB", "越南盾": "VND",
}  # fmt: skip
_BASES = ("EUR", "GBP", "AUD", "NZD", "USD")
"""In this order the one of a pair whose unit is priced in the other, as markets quote them."""
_MONEY = "|".join(sorted(_CODES, key=len, reverse=True))
_PAIR = regex.compile(
    rf"(?:(?:在岸|离岸)\s*)?(?P<one>{_MONEY})\s*(?:[兑对]|/)\s*(?P<other>{_MONEY})|(?P<alone>{_MONEY})汇率"
)
_STANDS = regex.compile(
    r"(?:汇率|即期|中间价|收盘价?|盘中|离岸|在岸|最新|官方|夜盘|当日|一度|目前|现|已|的|(?<=价)为|，)*"
    r"(?:报收?于?|收报|收于|报|为|至|到|达|跌破|升破|突破|在|约|近|调升至|调贬至|升至|跌至|贬至|涨至|\s)*\s*"
)
_MOVED = regex.compile(
    r"(?P<down>贬值|下调|调贬|下跌|走低|走贬|下行|跌|贬)|(?P<up>升值|上调|调升|上涨|走高|走升|上行|涨|升)"
)
_HIGHEST = 100_000


def pair_rate(spot: Spot) -> Candidate | None:
    """What a pair of currencies stands at, or by how much it moved; the unit of a level is the one money in the
    other (``CNY/USD``)."""
    quantity, text = spot.quantity, spot.sentence.text
    told = text[spot.sentence.start : quantity.start]
    if not any(word in told for word in ("兑", "对", "/", "汇率")):
        return None
    pair = next(iter(list(_PAIR.finditer(text, spot.sentence.start, quantity.start))[-1:]), None)
    if pair is None:
        return None
    name = Name(pair.start(), pair.end(), pair["alone"] or f"{pair['one']}兑{pair['other']}", "pair")
    between = text[pair.end() : quantity.start]
    metric = load_metrics()["exchange_rate"]
    if quantity.unit in ("%", "bp", "pp") or (quantity.measure == "点" and "。" not in between):
        moved = next(iter(list(_MOVED.finditer(spot.lead))[-1:]), None)
        if moved is None or quantity.unit not in ("%", "bp") or len(between) > 40:
            return None
        judged = Judgement(
            "change", -1 if moved["down"] and not quantity.signed else 1, why="a pair of currencies moved"
        )
        return Candidate("pair_rate", metric, judged, 11.0, 0.85, entity=name)
    unit = _unit(pair, quantity.unit)
    if unit is None or not 0 < quantity.value < _HIGHEST or not _STANDS.fullmatch(_bare(spot, pair.end())):
        return None
    judged = Judgement("level", why="what a pair of currencies stands at")
    return Candidate(
        "pair_rate", metric, judged, 11.0, 0.88, entity=name, unit=unit, quantity=replace(quantity, unit=unit)
    )


def _bare(spot: Spot, start: int) -> str:
    """The text from the pair to the number, times left out."""
    lead = spot.sentence.text[start : spot.quantity.start]
    for period in spot.sentence.periods:
        if start <= period.start and period.end <= spot.quantity.start:
            lead = lead.replace(spot.sentence.text[period.start : period.end], "", 1)
    return lead


def _unit(pair: regex.Match[str], printed: str | None) -> str | None:
    """The unit of a level, None where the number's own unit is no money."""
    if pair["alone"] is not None:
        return None
    one, other = _CODES[pair["one"]], _CODES[pair["other"]]
    if one == other or printed not in (None, one, other):
        return None
    base = next((code for code in _BASES if code in (one, other)), one)
    return f"{other if base == one else one}/{base}"
