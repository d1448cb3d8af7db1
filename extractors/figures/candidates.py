"""Candidate readings of one number: which metric, by which rule, with which score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.figures.aspects import Judgement, change_cue, judge
from extractors.figures.candidate import Candidate, Spot
from extractors.figures.carrying import foreign, level_carry
from extractors.figures.coordination import Shared
from extractors.figures.fitting import counts_people, in_pieces, with_printed_unit, with_unit
from extractors.figures.lost_numbers import has_own_turn, is_of_lost
from extractors.figures.metrics import MetricMention, family
from extractors.figures.phrases import Clauses
from extractors.figures.ranks import ranked
from extractors.figures.refusals import is_no_claim
from extractors.figures.rule_lists import Rule, rules_of
from extractors.figures.rules import LINK
from extractors.figures.sentences import Clause, Sentence
from extractors.records import Period, Quantity

_FILLER = regex.compile(
    r"\s*(?:[多余名位个张块枚颗款台部辆次亿万]|以上|左右|的|左右的|海外|国内|全球|活跃|真实|企业|英伟达|高端|先进|新增?)*\s*"
)
_NOUN_GAP = regex.compile(r"\s*(?:[\p{Han}A-Za-z0-9](?<![是为的了达到增降和与及在由将被、])){1,6}+\s*")


def candidates_for(
    sentence: Sentence,
    quantity: Quantity,
    carried: Candidate | None,
    share: Shared | None,
    inherited: Period | None,
    clauses: Clauses,
    lost: Quantity | None = None,
) -> list[Candidate]:
    """Candidates for one number, best first; ``lost`` is the number right before, where it was not understood.

    Readings that take the clause's words are looked for only where no other is so far ahead that they could neither
    win nor cast doubt on it."""
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    previous_end = max(
        [
            q.end
            for q in sentence.quantities
            if q.end <= quantity.start and not q.ordinal and not _is_time_before(sentence, q)
        ],
        default=sentence.start,
    )
    found: list[Candidate] = []
    if is_no_claim(sentence, clause, quantity, share):
        return found
    lead = sentence.text[max(clause.start, previous_end) : quantity.start]
    spot = Spot(sentence, clause, quantity, lead, carried, inherited, clauses)
    for mention in sentence.metrics:
        if mention.end <= quantity.start and _is_explained(sentence, mention, quantity):
            continue
        if mention.end <= quantity.start:
            candidate = _before(spot, mention, previous_end, share)
        elif mention.start >= quantity.end:
            candidate = _after(sentence, clause, quantity, mention)
        else:
            candidate = None
        if candidate is not None:
            found.append(candidate)
    unknown = lost if not has_own_turn(share) else None

    def by(rules: Sequence[Rule]) -> list[Candidate]:
        extra = [candidate for rule in rules if (candidate := rule(spot)) is not None]
        if share is None or share.metric is None:
            return extra
        return [c for c in extra if c.metric is share.metric.metric]

    def kept(found: list[Candidate]) -> list[Candidate]:
        if found and _changes_another(sentence, quantity, carried):
            found = [c for c in found if c.judgement.aspect != "change" or c.rule == "security_move"]
        if found and _DEALT.search(sentence.text, clause.start, quantity.start):
            found = [c for c in found if c.metric.code != "shares_outstanding"]
        if share is not None and share.unclear:
            found = [c for c in found if c.rule in _BY_TURN]
        return [c for c in found if unknown is None or not is_of_lost(sentence, c, unknown, quantity)]

    plain, wordy = rules_of(quantity.unit)
    found = kept(found + by(plain))
    if all(c.score < _FAR_AHEAD for c in found):
        found += kept(by(wordy))
    return sorted(found, key=lambda c: -c.score)


_FAR_AHEAD = 8.7
"""As much more than any reading by words as evidence still counts for a narrow lead."""
_BY_TURN = frozenset(("made_and_sold", "expense_rate", "pair_rate"))
"""Rules that tell themselves which number of an enumeration is whose."""


def _is_explained(sentence: Sentence, mention: MetricMention, quantity: Quantity) -> bool:
    """``平均售价（收入除以销量）为6,600元``: whether a metric's name stands in a bracket behind another, which it
    explains, closed before the number."""
    text = sentence.text
    closed = max(text.find("）", mention.end, quantity.start), text.find(")", mention.end, quantity.start))
    if closed < 0:
        return False
    opened = max(text.rfind("（", sentence.start, mention.start), text.rfind("(", sentence.start, mention.start))
    if opened < 0 or any(mark in text[opened + 1 : mention.start] for mark in "）)"):
        return False
    inside = any(opened < q.start < closed for q in sentence.quantities)
    return not inside and any(m.end <= opened and opened - m.end <= 1 for m in sentence.metrics)


_TIMES = frozenset({"day", "month", "year"})


def _is_time_before(sentence: Sentence, quantity: Quantity) -> bool:
    """``比前一周下降``: when, and no number that the change could follow."""
    return quantity.unit in _TIMES and sentence.text[quantity.start - 1 : quantity.start] in ("前", "上")


_AT_ONCE = regex.compile(
    r"\s*[，,、（(]?\s*(?:同比|环比|较[上去][年月季周]\p{Han}{0,2}|比[上去][年月季周]\p{Han}{0,2})[^，,。；;、]{0,6}"
)
_NO_LEVEL = frozenset(("%", "pp", "bp", "x", "second", "day", "month", "year"))


def _changes_another(sentence: Sentence, quantity: Quantity, carried: Candidate | None) -> bool:
    """``单车带电量48KWh，同比+5.7%``: the change of an amount that no metric took, and so of no metric known."""
    told = [q for q in sentence.quantities if q.end <= quantity.start and not q.ordinal]
    if not told or told[-1].unit is None or told[-1].unit in _NO_LEVEL:
        return False
    read = carried is not None and carried.quantity is not None and carried.quantity.start == told[-1].start
    return not read and _AT_ONCE.fullmatch(sentence.text, told[-1].end, quantity.start) is not None


_DEALT = regex.compile(r"持有|转让|受让|出售|收购|减持|增持|质押|回购|授予|认购")
"""Shares that somebody holds or deals in are not all that there are."""
_HELD = regex.compile(r"(?:持有|持仓|重仓|持股|增持|减持)[^，,。；;]{0,14}$")
"""公募基金持有贵州茅台市值…: what a holder's shares are worth, and no company."""
_SHARES = regex.compile(r"\s*(?:普通|优先|限售|流通|[AHB])股")
_OF_ALL = regex.compile(r"占(?:比|到|据|了|总|同期|全部|整个|我国|全国|公司)*$")
_GROWTH = regex.compile(r"(?:增速|增长率|增长)$")
"""GDP增速: the metric's name itself says that its percentage is a change."""


def _a_month(quantity: Quantity, mention: MetricMention) -> Quantity:
    """``月产能97.3万片``: an amount a month, where the metric has such a unit."""
    unit = f"{quantity.unit}/month"
    if mention.name.text.startswith("月") and unit in mention.metric.units:
        return replace(quantity, unit=unit)
    return quantity


def _before(spot: Spot, mention: MetricMention, previous_end: int, share: Shared | None) -> Candidate | None:
    sentence, clause, quantity, carried = spot.sentence, spot.clause, spot.quantity, spot.carried
    gap = quantity.start - mention.end
    same = mention.start >= clause.start
    if quantity.ordinal and _of_other_rank(sentence, mention, quantity):
        return None
    metric = mention.metric
    if share is not None and share.metric is not None and mention.start != share.metric.start:
        return None
    if quantity.unit == "%" and metric.code != "share" and _OF_ALL.search(sentence.text, clause.start, mention.start):
        return None  # 占GDP的60%: the whole of a share
    if not gap and quantity.unit is None and sentence.text[quantity.end : quantity.end + 1] in "：:、":
        return None  # PS1：…: a note's number
    if metric.units == {"x"} and "=" in sentence.text[mention.end : quantity.start]:
        return None  # pb = θ(1 + …): a formula
    if metric.code == "market_cap" and _HELD.search(sentence.text, clause.start, mention.start):
        return None
    if mention.name.after or (mention.name.weak and (not same or gap > 8 or previous_end > mention.end)):
        return None
    lead_start = mention.end if same and previous_end <= mention.end else max(clause.start, previous_end)
    lead = sentence.text[lead_start : quantity.start]
    if same and previous_end > mention.end and LINK.fullmatch(lead):
        first = [q for q in sentence.quantities if mention.end <= q.start < quantity.start]
        lead = sentence.text[mention.end : first[0].start] if first else lead
    people = same and quantity.unit == "count" and counts_people(sentence, quantity)
    suited = with_printed_unit(with_unit(in_pieces(sentence, quantity, metric), metric, same=same, people=people), lead)
    told = carried.quantity if carried is not None and carried.metric is metric else None
    if quantity.unit is None and told is not None and not _is_scaled_price(sentence, quantity, told):
        suited = replace(quantity, unit=told.unit)
    if quantity.unit is None and _SHARES.match(sentence.text, quantity.end):
        return None  # 出资认购4800万普通股: shares, and no money
    suited = _a_month(suited, mention)
    judged = judge(metric, suited, lead, spot.period, spot.lead)
    if judged is not None and judged.aspect == "level" and quantity.unit == "%" and _GROWTH.search(mention.name.text):
        judged = replace(judged, aspect="change", why="a name that is a growth")
    if judged is None and quantity.unit == "%" and _GROWTH.search(mention.name.text):
        judged = Judgement("change", why="a name that is a growth")  # 出口增速都超过两成
    if judged is None:
        return None
    if judged.aspect == "change" and _DRAGS.search(sentence.text, clause.start, mention.start):
        judged = replace(judged, sign=-1)
    if judged.aspect == "change" and judged.basis is None:
        judged = replace(judged, basis=_basis_behind(sentence, quantity))
    clauses_back = sum(1 for c in sentence.clauses if mention.end <= c.start <= clause.start and not c.bracket)
    between = sum(1 for q in sentence.quantities if mention.end <= q.start < quantity.start and not q.ordinal)
    nearer = sum(
        1 for m in sentence.metrics if mention.end <= m.start < quantity.start and m.metric.code != metric.code
    )
    if not same and carried is not None and carried.metric_start == mention.start and carried.quantity is not None:
        # A、B、C each told in a clause: the metric was carried on to the number before
        gap, between, clauses_back = quantity.start - carried.quantity.end, min(between, 1), min(clauses_back, 1)
    score = 10.0 - min(gap, 60) / 12 - 0.4 * between - 0.8 * nearer
    if not same:
        score -= 1.0 + 0.5 * max(0, clauses_back - 1)
        if judged.aspect == "level":
            score -= level_carry(sentence, clause, quantity, metric)
        elif judged.aspect == "change":
            score -= foreign(sentence, clause, quantity)
    if judged.aspect == "rank":
        score += 0.4 * between if ranked(sentence, quantity) else -6
    if mention.name.weak:
        score -= 1.5
    if share is not None and share.metric is not None:
        score += 2.5  # the enumeration says so
    if metric.code == "capability" and judged.aspect == "level":
        score -= 2
    rule = "metric_before" if same else "metric_carried"
    confidence = (0.94 if same else 0.8) - 0.02 * between - 0.04 * nearer
    return Candidate(
        rule, metric, judged, score, max(confidence, 0.4), mention.start, mention.end, mention.name.of,
        suited.unit, mention.name.negative, quantity=suited,
    )  # fmt: skip


def _is_scaled_price(sentence: Sentence, quantity: Quantity, told: Quantity) -> bool:
    """Whether a bare number is told in tens of thousands where the one before is a price by something: 六氟12万 is no
    price by the watt-hour."""
    return family(told.unit or "").startswith("currency/") and sentence.text[quantity.end - 1] in "万亿"


_DRAGS = regex.compile(r"(?:拉低|拖累|拖低|压低|拉下)了?[^，,。；;]{0,8}$")
"""拉低了进口增速2.7个百分点: what follows fell by it."""


def _of_other_rank(sentence: Sentence, mention: MetricMention, quantity: Quantity) -> bool:
    """``开发者生态第一、科研应用第一``: whether a metric's name belongs to an earlier item of a list of ranks."""
    told = [q for q in sentence.quantities if q.ordinal and mention.end <= q.start and q.end < quantity.start]
    return bool(told) and sentence.text[told[-1].end] == "、" and quantity.start - told[-1].end > 1


_FOR = regex.compile(r"(?:以|作价|按)(?:约|近|逾)?\s*$")


def _after(sentence: Sentence, clause: Clause, quantity: Quantity, mention: MetricMention) -> Candidate | None:
    """``7亿日活用户``, ``89%的流量份额``: the metric's name right behind the number."""
    if mention.start >= clause.end:
        return None
    gap = sentence.text[quantity.end : mention.start]
    names_between = [n for n in sentence.names if quantity.end <= n.start and n.end <= mention.start]
    for name in names_between:
        gap = gap.replace(sentence.text[name.start : name.end], "", 1)
    if quantity.unit in ("device", "vehicle"):
        gap = gap.removeprefix("的")  # 4060万部的手机出货量
    filler = len(gap) <= 8 and _FILLER.fullmatch(gap) is not None
    if not filler and (mention.name.weak or not _NOUN_GAP.fullmatch(gap) or quantity.unit in (None, "%", "count")):
        return None
    if mention.metric.code == "turnover" and _FOR.search(sentence.text, clause.start, quantity.start):
        return None  # 以1.26亿元成交: what was paid, and no turnover
    metric = mention.metric
    suited = with_unit(in_pieces(sentence, quantity, metric), metric, people=counts_people(sentence, quantity))
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
        mention.start, mention.end, mention.name.of, suited.unit, mention.name.negative, quantity=suited,
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
