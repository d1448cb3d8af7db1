"""How securities, indices, goods and rates moved: what market reports say without naming a metric."""

from __future__ import annotations

import regex

from extractors.figures.aspects import Judgement
from extractors.figures.candidate import Candidate, Spot
from extractors.figures.metrics import CURRENCIES, load_metrics
from extractors.figures.phrases import thing
from extractors.records import Name, Period

_MOVED = regex.compile(
    r"\s*(?:-S?W|-B|-S|-SS)?(?:[（(][^（）()]{4,12}[)）])?\s*[（(]?(?:股价|指数|收盘价?|盘中|早盘|午盘|尾盘|开盘|今日|当日|累计|大幅|小幅|震荡|一度|集体|合计|分别|领|再|微|大|急|收|又|则|均|也|已)*"
    r"(?:(?P<down>下跌|下滑|下挫|重挫|回落|走低|收跌|收低|报跌|跌停|跌|挫)|(?P<up>上涨|上扬|走高|飙升|攀升|拉升|收涨|收高|报涨|涨))?"
    r"(?:幅)?(?:超过|接近|达到|超|逾|近|约|停|至|为|达|了)*\s*"
)


_SPANS = frozenset(("day", "month", "year"))


def security_move(spot: Spot) -> Candidate | None:
    """``英伟达+6.47%``, ``寒武纪涨3.2%``: a security's name right before a signed percentage."""
    if spot.quantity.unit != "%":
        return None
    near = [n for n in spot.sentence.names if n.end <= spot.quantity.start and spot.quantity.start - n.end <= 20]
    if not near or near[-1].kind not in ("security", "index"):
        return None
    gap = spot.sentence.text[near[-1].end : spot.quantity.start]
    for period in spot.sentence.periods:
        if near[-1].end <= period.start and period.end <= spot.quantity.start:
            gap = gap.replace(spot.sentence.text[period.start : period.end], "", 1)
    for lasting in spot.sentence.quantities:
        if near[-1].end <= lasting.start and lasting.end <= spot.quantity.start and lasting.unit in _SPANS:
            gap = gap.replace(spot.sentence.text[lasting.start : lasting.end], "", 1)
    moved = _MOVED.fullmatch(gap)
    if not moved or not (spot.quantity.signed or moved["up"] or moved["down"]):
        return None
    sign = -1 if moved["down"] and not spot.quantity.signed else 1
    return _move(spot, near[-1], sign, 12.0, 0.93, "security_move", "a signed percentage right behind a security")


def _move(spot: Spot, name: Name | None, sign: int, score: float, confidence: float, rule: str, why: str) -> Candidate:
    """A change of the price of a security, an index or a good."""
    kind = name.kind if name is not None else "security"
    metric = load_metrics()["index_level" if kind == "index" else "share_price" if kind == "security" else "price"]
    judged = Judgement("change", sign, _basis(spot.period), why=why)
    return Candidate(rule, metric, judged, score, confidence, entity=name)


def _basis(period: Period | None) -> str | None:
    if period is None:
        return None
    if period.period_type == "span" and period.period_start and period.period_end:
        return "wow" if (period.period_end - period.period_start).days <= 7 else None
    return {"week": "wow", "month": "mom", "day": "dod", "year": "yoy", "instant": "dod"}.get(period.period_type or "")


_GOES_ON = regex.compile(
    r"[\s，,；;（(]*(?:盘中|早盘|午盘|尾盘|收盘|一度|随后|较前一?[日周月]|当[日天]|目前|截至收盘|现|最大|最高|合计|累计|单日)*"
    r"(?:(?P<down>下跌|收跌|跌)|(?P<up>上涨|收涨|涨))(?:幅)?(?:一度|曾|已|再|进一步)*(?:扩大|收窄|扩)?(?:超过|接近|达到|超|逾|近|约|至|到|为|达|了)*\s*"
)


def move_goes_on(spot: Spot) -> Candidate | None:
    """``中芯国际港股报17.12港元/股，跌5.52%``: the move of the security that the sentence spoke of last."""
    went = _GOES_ON.fullmatch(spot.lead) if spot.quantity.unit == "%" else None
    named = [n for n in spot.sentence.names if n.end <= spot.quantity.start and n.kind in ("security", "index")]
    if went is None or not named:
        return None
    between = [m for m in spot.sentence.metrics if named[-1].end <= m.start and m.end <= spot.quantity.start]
    if any(m.metric.code not in ("share_price", "index_level", "turnover", "market_cap") for m in between):
        return None
    sign = -1 if went["down"] and not spot.quantity.signed else 1
    return _move(spot, named[-1], sign, 9.5, 0.8, "move_goes_on", "a rise or fall of the security named before")


_IN_BRACKETS = regex.compile(r"[（(]\s*(?:涨幅|跌幅|[+\-])?\s*")
_RISES = regex.compile(r"(?P<down>下跌|回落|跌幅|走低|领跌|收跌)|(?P<up>上涨|涨幅|走高|领涨|收涨|涨跌)")
_ITEM = regex.compile(r"[、，,；;和与及为有是：:]\s*|\s+")


def move_in_brackets(spot: Spot) -> Candidate | None:
    """``上涨的有能源（2.36%）、化工（1.24%）``, ``浪潮信息（+7.21%）``: each thing with its move in brackets."""
    quantity, text = spot.quantity, spot.sentence.text
    if quantity.unit != "%" or not spot.clause.bracket or text[quantity.end : quantity.end + 1] not in "）)":
        return None
    at = spot.clause.start - 1
    if at < spot.sentence.start or not _IN_BRACKETS.fullmatch(text, at, quantity.start):
        return None
    told = next(iter(list(_RISES.finditer(text, spot.sentence.start, at))[-1:]), None)
    if told is None and not quantity.signed:
        return None
    name = next((n for n in spot.sentence.names if n.end == at or (n.end < at and not text[n.end : at].strip())), None)
    if name is None or name.kind not in ("security", "index"):
        name = thing(spot.sentence, spot.clauses.before(spot.sentence.start, at), loose=True)
    if name is None:
        return None
    sign = -1 if told is not None and told["down"] and not quantity.signed else 1
    return _move(spot, name, sign, 9.0, 0.75, "move_in_brackets", "a move in brackets behind each thing")


_MARKETS = regex.compile(
    r"(?P<index>指数|板块|概念股?|股指|大盘|创业板|科创板|中小板|A股|B股|港股|美股|两市|指)$|(?:期货|合约|现货|主力|期指|价格?)$|^(?:LME|COMEX|NYMEX|CBOT|ICE|SHFE|WTI|布伦特|伦敦|伦|沪)\p{Han}{1,4}$"
)
_BARE_MOVE = regex.compile(
    r"(?:收盘|盘中|当[日周月天]|本周|上周|大幅|小幅|累计|震荡|平均|主力合约|价格?|整体|分别|同比|环比|均|也|则|再)*"
    r"(?:(?P<down>下跌|下滑|下挫|重挫|回落|走低|收跌|大跌|跌)|(?P<up>上涨|上扬|走高|飙升|攀升|拉升|收涨|大涨|涨))(?:幅)?(?:超过|接近|达到|超|逾|近|约|为|达|了)*\s*"
)


_ENDS_IN_MOVE = regex.compile(r"[跌滑挫落低涨扬高升]幅?(?:超过|接近|达到|超|逾|近|约|为|达|了)*\s*$")


def market_move(spot: Spot) -> Candidate | None:
    """``商品期货指数下跌2.74%``: an index, sector or future that no list holds."""
    if spot.quantity.unit != "%":
        return None
    if _ENDS_IN_MOVE.search(spot.sentence.text[spot.clause.start : spot.quantity.start]) is None:
        return None  # as most do not: the clause need not be cut into words
    phrase = spot.clauses.subject(spot.clause, spot.quantity.start)
    name = thing(spot.sentence, phrase, loose=True)
    kind = _MARKETS.search(name.canonical) if name is not None else None
    if name is None or kind is None:
        return None
    moved = _BARE_MOVE.fullmatch(spot.sentence.text, name.end, spot.quantity.start)
    if moved is None:
        return None
    sign = -1 if moved["down"] and not spot.quantity.signed else 1
    named = Name(name.start, name.end, name.canonical, "index" if kind["index"] else "good")
    return _move(spot, named, sign, 8.5, 0.75, "market_move", "a rise or fall of an index, sector or future")


_QUOTED = regex.compile(r"(?:收报|报收于?|收于|收盘报|现报|报价?|涨至|跌至|升至|降至|涨到|跌到)(?:约|近)?\s*")


def good_quoted(spot: Spot) -> Candidate | None:
    """``螺纹钢主力合约报3102元/吨``: what a good or a future is quoted at, an amount of money for so much of it."""
    unit = spot.quantity.unit or ""
    if unit.partition("/")[0] not in CURRENCIES or not unit.partition("/")[2] or unit.endswith("/share"):
        return None
    phrase = spot.clauses.subject(spot.clause, spot.quantity.start)
    name = thing(spot.sentence, phrase, loose=True)
    if name is None or not _QUOTED.fullmatch(spot.sentence.text, name.end, spot.quantity.start):
        return None
    judged = Judgement("level", why="what a good is quoted at")
    good = Name(name.start, name.end, name.canonical, "good")
    return Candidate("good_quoted", load_metrics()["price"], judged, 7.6, 0.78, entity=good)


_STANDS_AT = regex.compile(r"(?:收报|收于|收盘报|报收于?|现报|报价?|涨至|跌至|升至|降至|涨到|跌到)(?:约|近)?\s*$")


def price_reported(spot: Spot) -> Candidate | None:
    """``中芯国际港股报17.12港元/股``: what a security stands at."""
    unit = spot.quantity.unit or ""
    named = [n for n in spot.sentence.names if n.end <= spot.quantity.start]
    if not named or named[-1].kind not in ("security", "index") or not _STANDS_AT.search(spot.lead):
        return None
    if named[-1].kind == "index" and unit == "point":
        judged = Judgement("level", why="what an index stands at")
        return Candidate("price_reported", load_metrics()["index_level"], judged, 8.0, 0.88, entity=named[-1])
    per_share = unit.endswith("/share") or (unit in CURRENCIES and abs(spot.quantity.value) < 10_000)
    if not per_share or named[-1].kind == "index":
        return None
    judged = Judgement("level", why="what a share stands at")
    return Candidate("price_reported", load_metrics()["share_price"], judged, 8.0, 0.85, entity=named[-1])


_REPRICED = regex.compile(
    r"(?:(?P<down>降价|减价|让利)|(?P<up>提价|涨价|加价))(?:幅度)?(?:了|约|近|超过|超|逾|高达|达到?|为|至少|最高|累计|再)*\s*"
)


def repriced(spot: Spot) -> Candidate | None:
    """``较上代降价30%``: what a product's price was changed by."""
    quantity = spot.quantity
    if quantity.unit != "%" and quantity.unit not in CURRENCIES:
        return None
    moved = next((m for m in _REPRICED.finditer(spot.lead) if m.end() == len(spot.lead)), None)
    if moved is None:
        return None
    judged = Judgement(
        "change", -1 if moved["down"] and not quantity.signed else 1, why="a price that was cut or raised"
    )
    return Candidate("repriced", load_metrics()["price"], judged, 8.8, 0.85)


_OUTPUT = regex.compile(
    r"(?:(?P<down>减产|限产)|(?P<up>增产))(?:幅度|规模|至少|大约|约|近|超过?|逾|将|有|了|达|为|的)*\s*$"
)


def output_moved(spot: Spot) -> Candidate | None:
    """``减产120万桶/日``, ``增产两成``: a change of what is produced."""
    moved = _OUTPUT.search(spot.lead)
    if moved is None or spot.quantity.unit is None or spot.quantity.ordinal:
        return None
    judged = Judgement("change", -1 if moved["down"] else 1, why="production that is cut or raised")
    return Candidate("output_moved", load_metrics()["output"], judged, 9.0, 0.8)


_CUTS = regex.compile(r"(?P<down>降息|降准|下调|下降|下行|降低|减息)|(?P<up>加息|上调|上行|上升|升息)")


def rate_moved(spot: Spot) -> Candidate | None:
    """``降息20个基点``: basis points of a cut or rise are an interest rate's, whoever moves it."""
    if spot.quantity.unit != "bp":
        return None
    moved = next(iter(list(_CUTS.finditer(spot.lead))[-1:]), None)
    if moved is None or any(m.metric.rate and m.end <= spot.quantity.start for m in spot.sentence.metrics):
        return None
    judged = Judgement("change", -1 if moved["down"] and not spot.quantity.signed else 1, why="a cut or rise of a rate")
    return Candidate("rate_moved", load_metrics()["interest_rate"], judged, 8.0, 0.85)
