"""Candidate readings of one number: which metric, by which rule, with which score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import regex

from extractors.figures.aspects import Judgement, change_cue, judge
from extractors.figures.coordination import Shared
from extractors.figures.cues import load_cues
from extractors.figures.governing import period_of
from extractors.figures.metrics import Metric, MetricMention, family, load_metrics
from extractors.figures.sentences import Clause, Sentence
from extractors.language.units import parse_unit
from extractors.records import Name, Period, Quantity


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible reading. ``score`` orders candidates of one number; ``confidence`` is the rule's own."""

    rule: str
    metric: Metric
    judgement: Judgement
    score: float
    confidence: float
    metric_start: int | None = None
    metric_end: int | None = None
    of: str | None = None
    unit: str | None = None
    negative: bool = False
    entity: Name | None = None
    segment: str | None = None
    quantity: Quantity | None = None


_FILLER = regex.compile(
    r"\s*(?:[多余名位个张块枚颗款台部辆次亿万]|以上|左右|的|左右的|海外|国内|全球|活跃|真实|企业|英伟达|高端|先进|新增?)*\s*"
)
_NOUN_GAP = regex.compile(r"\s*(?:[\p{Han}A-Za-z0-9](?<![是为的了达到增降和与及在由将被、])){1,6}+\s*")
_LINK = regex.compile(r"\s*(?:[、，,/和与及或]|以及|和/或)\s*")
_SHARE_IS = regex.compile(
    r"^\s*(?:为|是|由|来自|用于|属于|的[^，,。；;]{0,8}(?:为|是|由|来自))\s*(?P<segment>[^，,。；;（）()]{2,16})"
)
_SHARE_LEAD = regex.compile(r"(?:有|剩余|其余|其中|另外?|约|近|达|超过?|占)\s*(?:约|近|超)?\s*$")
_TENTHS_OF = regex.compile(r"^\s*(?:以上)?的?\s*(?P<of>[\p{Han}A-Za-z]{2,10}?)(?=[，,。；;、合作采用使用选择接入]|$)")
_COUNTED = regex.compile(r"^\s*(?:的)?\s*(?P<of>[《“\"]?[\p{Han}A-Za-z+&.\- ]{1,24})")
_RANK_CUE = regex.compile(
    r"(?:位列|位居|排名|排在|排行|位于|名列|列|跃居|升至|稳居|居|成为|仅次于|实现|斩获|全球|国内|全国|中国|世界|行业|市场|数量|中标|份额|占比|销量|规模|生态|应用|科研)"
    r"[^，,。；;]{0,10}$"
)


def candidates_for(
    sentence: Sentence, quantity: Quantity, carried: Candidate | None, share: Shared | None, inherited: Period | None
) -> list[Candidate]:
    """Candidates for one number, best first."""
    period = period_of(sentence, quantity, inherited)
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    previous_end = max(
        [q.end for q in sentence.quantities if q.end <= quantity.start and not q.ordinal], default=sentence.start
    )
    found: list[Candidate] = []
    if _is_threshold(sentence, quantity) or _is_loose_part(sentence, quantity, share):
        return found
    if _is_price_base(sentence, quantity) or _NO_CLAIM.search(sentence.text[clause.start : quantity.start]):
        return found
    for mention in sentence.metrics:
        if mention.end <= quantity.start:
            candidate = _before(sentence, clause, quantity, mention, previous_end, period, share, carried)
        elif mention.start >= quantity.end:
            candidate = _after(sentence, clause, quantity, mention, period)
        else:
            candidate = None
        if candidate is not None:
            found.append(candidate)
    lead = sentence.text[max(clause.start, previous_end) : quantity.start]
    for rule in _RULES:
        extra = rule(sentence, clause, quantity, lead, carried, period)
        if extra is not None:
            found.append(extra)
    return sorted(found, key=lambda c: -c.score)


_CLASS = regex.compile(
    r"\s*(?:以上|以下|以内|及以上|或以上)(?:的(?!\s*$)|股东|股份|投资者|公司|企业|客户|区间|人群|车型|城市)"
)


def _is_threshold(sentence: Sentence, quantity: Quantity) -> bool:
    """``持股5%以上的股东``: the number bounds a class of things and says nothing of one."""
    return _CLASS.match(sentence.text[quantity.end : quantity.end + 12]) is not None


def _is_loose_part(sentence: Sentence, quantity: Quantity, share: Shared | None) -> bool:
    """One of several values between slashes (560/670 /846亿元) that no enumeration took in."""
    if share is not None or not any(p.period_type == "span" for p in sentence.periods if p.end <= quantity.start):
        return False
    before, after = sentence.text[quantity.start - 2 : quantity.start], sentence.text[quantity.end : quantity.end + 2]
    return before.strip().endswith("/") or after.strip().startswith("/")


_NO_CLAIM = regex.compile(
    r"前值|原值|原预测|此前预测为?|上次预测为?|不存在|是否|如果|假如|倘若|凡是?|若(?!干)|每满|除非|不得|应当|须|低于该|触发"
)
"""What a clause with such a word says is a condition or a rule, no fact."""


def _is_price_base(sentence: Sentence, quantity: Quantity) -> bool:
    """``1块钱可处理284张``: one yuan is what the other number is for, no price."""
    if quantity.value != 1 or quantity.unit is None or family(quantity.unit) != "currency":
        return False
    return (
        regex.match(r"\s*钱?(?:可以?|就能?|即可|能够?|便可)", sentence.text[quantity.end : quantity.end + 4])
        is not None
    )


def _before(
    sentence: Sentence,
    clause: Clause,
    quantity: Quantity,
    mention: MetricMention,
    previous_end: int,
    period: Period | None,
    share: Shared | None,
    carried: Candidate | None,
) -> Candidate | None:
    gap = quantity.start - mention.end
    same = mention.start >= clause.start
    metric = mention.metric
    if share is not None and share.metric is not None and mention.start != share.metric.start:
        return None
    if mention.name.after or (mention.name.weak and (not same or gap > 8 or previous_end > mention.end)):
        return None
    lead_start = mention.end if same and previous_end <= mention.end else max(clause.start, previous_end)
    lead = sentence.text[lead_start : quantity.start]
    if same and previous_end > mention.end and _LINK.fullmatch(lead):
        first = [q for q in sentence.quantities if mention.end <= q.start < quantity.start]
        lead = sentence.text[mention.end : first[0].start] if first else lead
    suited = _with_printed_unit(
        _with_unit(quantity, metric, same=same, people=_counts_people(sentence, quantity)), lead
    )
    if quantity.unit is None and carried is not None and carried.metric is metric and carried.quantity is not None:
        suited = replace(quantity, unit=carried.quantity.unit)
    clause_lead = sentence.text[max(clause.start, previous_end) : quantity.start]
    judged = judge(metric, suited, lead, period, clause_lead)
    if judged is None:
        return None
    if judged.aspect == "change" and judged.basis is None:
        judged = replace(judged, basis=_basis_behind(sentence, quantity))
    clauses_back = sum(1 for c in sentence.clauses if mention.end <= c.start <= clause.start and not c.bracket)
    between = sum(1 for q in sentence.quantities if mention.end <= q.start < quantity.start and not q.ordinal)
    nearer = sum(
        1 for m in sentence.metrics if mention.end <= m.start < quantity.start and m.metric.code != metric.code
    )
    score = 10.0 - min(gap, 60) / 12 - 0.4 * between - 0.8 * nearer
    if not same:
        score -= 1.0 + 0.5 * max(0, clauses_back - 1)
        if judged.aspect == "level":
            score -= _level_carry(sentence, clause, quantity, metric)
        elif judged.aspect == "change":
            score -= _foreign(sentence, clause, quantity)
    if judged.aspect == "rank":
        score += 0.4 * between if _ranked(sentence, quantity) else -6
    if mention.name.weak:
        score -= 1.5
    if metric.code == "capability" and judged.aspect == "level":
        score -= 2
    rule = "metric_before" if same else "metric_carried"
    confidence = (0.94 if same else 0.8) - 0.02 * between - 0.04 * nearer
    return Candidate(
        rule, metric, judged, score, max(confidence, 0.4), mention.start, mention.end, mention.name.of,
        suited.unit, mention.name.negative, quantity=suited,
    )  # fmt: skip


def _ranked(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the words before an ordinal make it a rank (位列第二) and not a number in a row (第二，…)."""
    text = sentence.text[quantity.start : quantity.end]
    if not text.startswith("第"):
        if text.startswith("仅次于"):
            return not any(q.ordinal and q.start != quantity.start for q in sentence.quantities)
        return any(0 <= quantity.start - m.end <= 2 and not m.metric.of_phrase for m in sentence.metrics)
    if quantity.end - quantity.start > 2 and sentence.text[quantity.end - 1] == "大":
        return True
    return _RANK_CUE.search(sentence.text[max(sentence.start, quantity.start - 14) : quantity.start]) is not None


_OWN_WORDS = regex.compile(
    r"同比|环比|分别|中值|对应|较上?[年月季周]|去年同期|上年同期|持续|大幅|小幅|明显|显著|继续|保持|实现|其中|同时|整体|总体|预计|有望|公司|进一步|快速|稳步|合计"
    r"|累计|平均|均|已|将|约|近|超过|超|逾|达到?|了|为|的|则|仍|也|并|且|而|又|再|至|到|由|从|在|较|比|以|约合|高达|单季|同期|全年|均值|年复合|复合|年均|此前|预期|指引|为正|转"
)
_COMPARES = regex.compile(r"\s*(?:较|比|相比|相较|同比|环比)")
_PART = regex.compile(
    r"(?:场景|业务|板块|地区|区域|市场|领域|方面|客户|产品|环节|部门|上|中|端|侧|海外|国内|境外|境内)$"
)


def _foreign(sentence: Sentence, clause: Clause, quantity: Quantity) -> float:
    """How much less likely a change is whose metric stands in an earlier clause: where the clause names a thing of its
    own (1Q折旧同比增长16%), the change is of that; a part of the whole (销售场景增长16倍) is no such thing."""
    lead = sentence.text[clause.start : quantity.start]
    if _COMPARES.match(lead):
        return 0.0
    spans = [(p.start, p.end) for p in sentence.periods] + [(n.start, n.end) for n in sentence.names]
    spans += [(q.start, q.end) for q in sentence.quantities]
    for start, end in spans:
        if clause.start <= start and end <= quantity.start:
            lead = lead.replace(sentence.text[start:end], "", 1)
    cues = load_cues()
    rest = _OWN_WORDS.sub("", cues.change.sub("", lead))
    rest = "".join(regex.findall(r"[\p{Han}A-Za-z]", rest))
    if len(rest) < 2 or _PART.search(rest):
        return 0.0
    return min(5.0, 2.0 + 1.0 * len(rest))


def _level_carry(sentence: Sentence, clause: Clause, quantity: Quantity, metric: Metric) -> float:
    """How much less likely a level is whose metric stands in an earlier clause: a clause with words of its own
    probably counts something else."""
    lead = sentence.text[clause.start : quantity.start]
    if _COMPARES.match(lead):
        return 0.0
    spans = [(p.start, p.end) for p in sentence.periods] + [(n.start, n.end) for n in sentence.names]
    for start, end in spans:
        if clause.start <= start and end <= quantity.start:
            lead = lead.replace(sentence.text[start:end], "", 1)
    words = regex.sub(
        r"[\s，,、：:（）()的为达到了约近超过已约至是在则其中分别起]|约?合|人民币|美元|港币|折合|增至|升至|降至",
        "",
        lead,
    )
    penalty = 0.9 * len(words)
    return min(penalty, 6.0) if not metric.rate else min(penalty + 1.0, 6.0)


def _after(
    sentence: Sentence, clause: Clause, quantity: Quantity, mention: MetricMention, period: Period | None
) -> Candidate | None:
    """``7亿日活用户``, ``89%的流量份额``: the metric's name right behind the number."""
    if mention.start >= clause.end:
        return None
    gap = sentence.text[quantity.end : mention.start]
    names_between = [n for n in sentence.names if quantity.end <= n.start and n.end <= mention.start]
    for name in names_between:
        gap = gap.replace(sentence.text[name.start : name.end], "", 1)
    filler = len(gap) <= 8 and _FILLER.fullmatch(gap) is not None
    if not filler and (mention.name.weak or not _NOUN_GAP.fullmatch(gap) or quantity.unit in (None, "%", "count")):
        return None
    metric = mention.metric
    suited = _with_unit(quantity, metric, people=_counts_people(sentence, quantity))
    if quantity.unit in ("pp", "bp") or not metric.takes(suited.unit) or quantity.ordinal:
        return None
    if quantity.unit == "x" and metric.units != {"x"}:
        return None
    lead = sentence.text[clause.start : quantity.start]
    cue = change_cue(lead[-8:])
    aspect = "change" if cue and quantity.unit == "%" and not metric.rate else "level"
    if quantity.unit == "%" and not metric.rate and aspect == "level":
        return None
    score = 9.2 - 0.4 * len(gap) - (0.8 if mention.name.weak else 0) - (0 if filler else 1.0)
    return Candidate(
        "metric_after", metric, Judgement(aspect, why="named right after the number"), score, 0.85,
        mention.start, mention.end, mention.name.of, suited.unit, mention.name.negative,
    )  # fmt: skip


_BEHIND = regex.compile(
    r"(?:\s*/\s*[+\-]?\d[\d.]*\s*%)*\s*(?P<basis>[Yy][Oo][Yy]|[Qq][Oo][Qq]|[Yy]/[Yy]|[Qq]/[Qq]|year[- ]on[- ]year)"
)


def _basis_behind(sentence: Sentence, quantity: Quantity) -> str | None:
    """``grew by 13% YoY``, ``14%/18% YoY``: English notes name the base behind the number."""
    match = _BEHIND.match(sentence.text[quantity.end : quantity.end + 24])
    if match is None:
        return None
    return "qoq" if match["basis"][0] in "Qq" else "yoy"


def _counts_people(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a general count may be one of people (93万+, 300名), and not of clauses or things (12条)."""
    return regex.search(r"[万亿千百名位个人+\d]$", sentence.text[quantity.start : quantity.end]) is not None


def _with_unit(quantity: Quantity, metric: Metric, *, same: bool = True, people: bool = False) -> Quantity:
    """A number without a unit takes the metric's, where the number was written with 万 or 亿 or the metric is a
    multiple."""
    if quantity.unit is not None:
        if same and people and quantity.unit == "count" and "person" in metric.units:
            return replace(quantity, unit="person")
        if quantity.unit == "count" and quantity.measure is not None and quantity.measure not in _COUNTERS:
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


_PRINTED_UNIT = regex.compile(
    r"^\s*[(（](?:单位[:：])?(?P<unit>[^()（）]{1,12})[)）]\s*(?:分别)?(?:为|达)?\s*[:：]?\s*$"
)


def _with_printed_unit(quantity: Quantity, lead: str) -> Quantity:
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


def _security_move(
    sentence: Sentence, clause: Clause, quantity: Quantity, lead: str, carried: Candidate | None, period: Period | None
) -> Candidate | None:
    """``英伟达+6.47%``, ``寒武纪涨3.2%``: a security's name right before a signed percentage."""
    if quantity.unit != "%":
        return None
    near = [n for n in sentence.names if n.end <= quantity.start and quantity.start - n.end <= 8]
    if not near or near[-1].kind not in ("security", "index"):
        return None
    gap = sentence.text[near[-1].end : quantity.start]
    moved = regex.fullmatch(
        r"\s*(?:[（(][^（）()]{4,12}[)）])?\s*(?:股价|大|收|上|下|盘中|收盘|涨超|跌超|领|再|微|累计)?(?P<verb>涨|跌)?(?:幅|超|逾|近|约|停)?(?:为|达)?\s*",
        gap,
    )
    if not moved or not (quantity.signed or moved["verb"]):
        return None
    sign = -1 if moved["verb"] == "跌" and not quantity.signed else 1
    length = period.period_type if period else None
    basis = {"week": "wow", "month": "mom", "day": "dod", "year": "yoy", "instant": "dod"}.get(length or "")
    if length == "span" and period is not None and period.period_start and period.period_end:
        basis = "wow" if (period.period_end - period.period_start).days <= 7 else None
    metric = load_metrics()["index_level" if near[-1].kind == "index" else "share_price"]
    judged = Judgement("change", sign, basis, why="a signed percentage right behind a security")
    return Candidate("security_move", metric, judged, 12.0, 0.93, entity=near[-1])


def _limit_ups(
    sentence: Sentence, clause: Clause, quantity: Quantity, lead: str, carried: Candidate | None, period: Period | None
) -> Candidate | None:
    """``10天6板``: six limit-ups in ten days."""
    if quantity.measure != "板":
        return None
    return Candidate("limit_ups", load_metrics()["limit_ups"], Judgement("level", why="N天M板"), 14.0, 0.96)


def _share_is(
    sentence: Sentence, clause: Clause, quantity: Quantity, lead: str, carried: Candidate | None, period: Period | None
) -> Candidate | None:
    """``其中30%由…``, ``剩余60%为…``, ``有40%为付费调用``: a share, of what the clause names."""
    if quantity.unit != "%" or quantity.signed or not _SHARE_LEAD.search(lead):
        return None
    match = _SHARE_IS.match(sentence.text[quantity.end : clause.end])
    if not match:
        return None
    judged = Judgement("level", why="N% 为/由 …")
    return Candidate("share_is", load_metrics()["share"], judged, 7.5, 0.8, segment=match["segment"].strip())


def _tenths_of(
    sentence: Sentence, clause: Clause, quantity: Quantity, lead: str, carried: Candidate | None, period: Period | None
) -> Candidate | None:
    """``与八成主流车企合作``: tenths of a group that the text names."""
    if quantity.unit != "%" or not sentence.text[quantity.start : quantity.end].rstrip().endswith("成"):
        return None
    match = _TENTHS_OF.match(sentence.text[quantity.end : clause.end])
    if not match or change_cue(lead) is not None or match["of"] in ("左右", "以上", "以下", "上下"):
        return None
    judged = Judgement("level", why="N成 of a group")
    return Candidate("tenths_of", load_metrics()["share"], judged, 6.5, 0.7, of=match["of"])


def _unit_implies(
    sentence: Sentence, clause: Clause, quantity: Quantity, lead: str, carried: Candidate | None, period: Period | None
) -> Candidate | None:
    """A unit that only one metric has: cards, model parameters, FLOPS, a price per million tokens."""
    if quantity.unit is None or quantity.ordinal:
        return None
    metric = _implied().get(family(quantity.unit))
    if metric is None:
        return None
    judged = judge(metric, quantity, lead, period)
    if judged is None or judged.aspect != "level":
        return None
    return Candidate("unit_implies", metric, judged, 6.0, 0.75)


@cache
def _implied() -> Mapping[str, Metric]:
    return {unit: metric for metric in load_metrics().values() for unit in metric.implied_by}


def _same_again(
    sentence: Sentence, clause: Clause, quantity: Quantity, lead: str, carried: Candidate | None, period: Period | None
) -> Candidate | None:
    """A number joined to the one before by 、 or 和 says the same of the next thing."""
    if carried is None or carried.quantity is None or not _LINK.fullmatch(lead):
        return None
    if carried.quantity.end + len(lead) != quantity.start:
        return None  # the number right before was not understood
    if carried.judgement.aspect == "level" and not carried.metric.takes(_with_unit(quantity, carried.metric).unit):
        return None
    if carried.judgement.aspect == "change" and quantity.unit not in ("%", "pp", "x", "bp"):
        return None
    suited = _with_unit(quantity, carried.metric)
    if suited.unit is None and carried.quantity is not None:
        suited = replace(quantity, unit=carried.quantity.unit)
    return replace(
        carried, rule="same_again", score=8.5, confidence=carried.confidence * 0.95, unit=suited.unit, entity=None,
        quantity=suited,
    )  # fmt: skip


def _change_again(
    sentence: Sentence, clause: Clause, quantity: Quantity, lead: str, carried: Candidate | None, period: Period | None
) -> Candidate | None:
    """``…场景增长39倍；销售场景增长16倍，硬件场景增长13倍``: a change of what changed just before."""
    if carried is None or quantity.unit not in ("%", "pp", "x"):
        return None
    judged = judge(carried.metric, quantity, lead, period, lead)
    foreign = _foreign(sentence, clause, quantity)
    if judged is None or judged.aspect != "change" or foreign > 3.5:
        return None
    if carried.judgement.aspect != "change" and (foreign > 0 or judged.basis is None):
        return None
    of = _of_where(lead) if carried.metric.of_phrase else carried.of
    return replace(
        carried, rule="change_again", judgement=judged, score=6.5, confidence=carried.confidence * 0.9, of=of,
        unit=quantity.unit, entity=None, quantity=None, metric_start=None, metric_end=None,
    )  # fmt: skip


def _of_where(lead: str) -> str | None:
    match = regex.search(r"在?(?P<of>[\p{Han}A-Za-z]{2,10}?)(?:上|方面|领域|能力)", lead)
    return match["of"].removeprefix("在") if match else None


_RATE_NAME = regex.compile(
    r"(?P<of>[\p{Han}A-Za-z]{1,8}率)(?:仅|已|则|约|目前|分别)?(?:已|为|达到?|是|从|由|至|在|高达|低至|超过?|约|逾|仅|不足|降至|降到|升至|提升至|提升到|下降至|提高到|增至|[:：])*\s*$"
)
_MOVE_NAME = regex.compile(r"增长率|增速率|同比|环比|利率|汇率|税率|费率|频率|功率|概率|比率|效率|斜率|倍率")


def _named_rate(
    sentence: Sentence, clause: Clause, quantity: Quantity, lead: str, carried: Candidate | None, period: Period | None
) -> Candidate | None:
    """``欺诈率从3.2%降至0.8%``: a rate that has no code of its own is a share of what it is named for."""
    if quantity.unit != "%" or quantity.signed:
        return None
    named = max([n.end for n in sentence.names if n.end <= quantity.start], default=clause.start)
    match = _RATE_NAME.search(sentence.text[max(clause.start, named) : quantity.start])
    if match is None or _MOVE_NAME.search(match["of"]):
        return None
    of = regex.sub(r"^.*(?:的|了|将|使|其|和|与|及)(?=[\p{Han}]{2,}率)", "", match["of"])
    return Candidate(
        "named_rate", load_metrics()["share"], Judgement("level", why="a rate by its name"), 5.4, 0.62, of=of
    )


def _rank_again(
    sentence: Sentence, clause: Clause, quantity: Quantity, lead: str, carried: Candidate | None, period: Period | None
) -> Candidate | None:
    """``采购了23万张芯片，成为全球第二大买家``: the rank is by what was counted just before."""
    if not quantity.ordinal or carried is None or not _ranked(sentence, quantity):
        return None
    judged = Judgement("rank", why=f"a rank by {carried.metric.code}, read just before")
    return Candidate("rank_again", carried.metric, judged, 5.6, 0.7, of=carried.of)


_MARKET = regex.compile(
    r"(?P<of>[\p{Han}A-Za-z]{2,8}(?:市场|行业|领域|赛道))(?:中|里|内)?(?:的)?(?:排名|位列|位居|占有率|份额)?$"
)


def _market_rank(
    sentence: Sentence, clause: Clause, quantity: Quantity, lead: str, carried: Candidate | None, period: Period | None
) -> Candidate | None:
    """``智能汽车市场第一``: a rank in a market that the text names."""
    named = max([n.end for n in sentence.names if n.end <= quantity.start], default=sentence.start)
    lead = sentence.text[max(named, quantity.start - len(lead)) : quantity.start]
    match = (
        _MARKET.search(regex.sub(r"^.*(?:位居|位列|排名|位于)", "", lead.strip("、， "))) if quantity.ordinal else None
    )
    if not match:
        return None
    judged = Judgement("rank", why="a rank in a market")
    return Candidate("market_rank", load_metrics()["market_share"], judged, 7.0, 0.75, of=match["of"])


def _counted(
    sentence: Sentence, clause: Clause, quantity: Quantity, lead: str, carried: Candidate | None, period: Period | None
) -> Candidate | None:
    """``17款大模型``: anything that is counted, told apart by what it is."""
    if quantity.unit not in ("count", "count/day") or quantity.ordinal or quantity.measure == "板":
        return None
    if not quantity.printed and quantity.measure is None and quantity.unit == "count":
        text = sentence.text[quantity.start : quantity.end]
        if not regex.search(r"\p{Han}|\+", text):
            return None
    if quantity.measure is not None and quantity.measure not in _COUNTERS:
        return None
    if sentence.text[quantity.end - 1] == "类":
        return None  # 6类难点: a name of kinds, as 六大 is
    if abs(quantity.value) < 10 and not regex.match(r"\d", sentence.text[quantity.start : quantity.end]):
        return None  # 两个, 三种, 一款: a manner of speaking more often than a figure
    match = _COUNTED.match(sentence.text[quantity.end : min(clause.end, quantity.end + 26)])
    noun = counted_noun(match["of"]) if match else None
    if noun is None or _EXAMPLES.search(sentence.text[clause.start : quantity.start]):
        return None
    judged = Judgement("level", why=f"counts {noun}")
    return Candidate("counted", load_metrics()["count"], judged, 5.5, 0.62, of=noun)


_EXAMPLES = regex.compile(
    r"等(?:在内的?)?(?:约|近|超|超过|逾|共)?$"
)  # A、B、C等近50家: examples, not whose number it is
_COUNTERS = frozenset("个款家项次种名位件支只条部座所场批篇本套类组门处台颗张份人轮余")


def counted_noun(text: str) -> str | None:
    """The noun that a count word goes with: words up to a verb or particle, by jieba; None where there is none."""
    from extractors.language.words import words

    kept: list[str] = []
    stops = load_cues().noun_stops
    for word in words(text.strip()):
        if word in stops or not word.strip():
            break
        kept.append(word)
        if len("".join(kept)) >= 12:
            break
    noun = "".join(kept).strip(' “"《》')
    if not noun or noun[0] in load_cues().counted_stop or len(noun) < 2:
        return None
    return noun


_Rule = Callable[[Sentence, Clause, Quantity, str, Candidate | None, Period | None], Candidate | None]
_RULES: tuple[_Rule, ...] = (
    _security_move,
    _limit_ups,
    _share_is,
    _tenths_of,
    _unit_implies,
    _same_again,
    _change_again,
    _named_rate,
    _rank_again,
    _market_rank,
    _counted,
)
