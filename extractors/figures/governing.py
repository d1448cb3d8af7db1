"""What governs a number from further off in its sentence: its period, modality and attribution."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import regex

from extractors.figures.cues import load_cues
from extractors.figures.metrics import MetricMention
from extractors.figures.sentences import Sentence
from extractors.language import Context
from extractors.record import record
from extractors.records import Name, Period, Quantity

_BASE_BEFORE = regex.compile(r"(?:较|比|相比|相较|同比|对比|自|从|由)\s*(?:于|了)?\s*$")
_ALIKE = regex.compile(r"(?:同期)?(?:基本|大致|大体)?(?:持平|相比|相当|一致|齐平)")
_TODAY = regex.compile(r"当前|现价|最新")
_SAYS = r"(?:统计|数据|测算|研究|报道|披露|显示|消息|公告|监测|报告|研报|预测|介绍|透露|估算|调研|榜单|不完全统计)"
_ACCORDING = regex.compile(
    rf"(?:根据|依据|(?<![数证占依根])据|按照|援引)(?P<who>[^，,。；;：:]{{2,28}}?)(?:的)?(?:最新|公开|不完全|相关)*{_SAYS}"
)
_ACCORDING_COMMA = regex.compile(r"(?:根据|依据|(?<![数证占依根])据)(?P<who>[^，,。；;：:“”]{2,16})[，,]")
_STATES = regex.compile(
    rf"(?P<who>[^，,。；;：:]{{2,30}}?)(?:的)?(?:最新)?(?:{_SAYS}(?:也|均|亦)?(?:显示|指出|表示|认为)?|指出|表示|认为|预计)"
)


_BACK = regex.compile(r"(?:去年|上年|上一年|前一年)?同期")


def _looks_back(sentence: Sentence, period: Period, quantity: Quantity) -> bool:
    """Whether a period compares with the year before, and does so before a semicolon: 由去年同期的30%升为33%；投资…"""
    if not _BACK.fullmatch(period.text.strip()):
        return False
    return any(c.strong and period.end <= c.start <= quantity.start for c in sentence.clauses)


def period_of(sentence: Sentence, quantity: Quantity, inherited: Period | None) -> Period | None:
    """The period that governs a number: the last one before it in its clause, else in the clauses before, else one
    that stands right after it in parentheses, else what its list or table inherits."""
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    before = [p for p in sentence.periods if p.end <= quantity.start]
    if before and before[-1].start < clause.start and sentence.text[quantity.start - 1] in "从由":
        first = _told_from(sentence, before)
        if first is not None:
            return first
    for period in reversed(before):
        far = period.start < clause.start
        if not (far and _looks_back(sentence, period, quantity)) and not is_base(sentence, period, quantity):
            return _as_of(period, before)
    after = [p for p in sentence.periods if quantity.end <= p.start < clause.end and p.start - quantity.end <= 3]
    if after:
        return after[0]
    if not before and clause.start == sentence.clauses[0].start:
        later = [p for p in sentence.periods if quantity.end <= p.start < clause.end]
        if later and not is_base(sentence, later[0], quantity):
            return later[0]
    return inherited


_VALUE_OF = regex.compile(r"的?\s*\d")


def _told_from(sentence: Sentence, before: Sequence[Period]) -> Period | None:
    """``股票占比从2013年的40%升至44%，债券占比从28%降至26%``: when the values were from which all changed."""
    text = sentence.text
    for period in reversed(before):
        if text[period.start - 1] in "从由" and _VALUE_OF.match(text, period.end):
            return period
    return None


def _as_of(nearest: Period, before: Sequence[Period]) -> Period:
    """``截至11月底，2024年的累计用户``: the number holds at the day that 截至 names, not in the whole year."""
    if nearest.period_type != "year" or nearest.period_start is None or nearest.period_end is None:
        return nearest
    for period in reversed(before):
        day = period.period_end
        if period.period_type == "instant" and day and nearest.period_start <= day <= nearest.period_end:
            return period
    return nearest


def current_day(metric: MetricMention, published: date | None) -> Period | None:
    """``当前股价``, ``最新市值``: names that say today are the day of publication."""
    if published is None or not _TODAY.match(metric.name.text):
        return None
    return Period(metric.start, metric.end, published, published, "instant", metric.name.text[:2], relative=True)


_STARTS_FROM = regex.compile(r"(?:从|由|自)\s*$")


def is_base(sentence: Sentence, period: Period, quantity: Quantity) -> bool:
    """Whether a period is what a change is measured from (较5月提升) rather than when it holds.

    A number that stands right behind the base (较五月首次发布时日均1200亿) belongs to it all the same.
    """
    lead = sentence.text[max(sentence.start, period.start - 4) : period.start]
    if lead.endswith(("与", "和", "同", "跟")) and _ALIKE.match(sentence.text, period.end):
        return True
    if not _BASE_BEFORE.search(lead):
        return False
    others = [q for q in sentence.quantities if period.end <= q.start < quantity.start]
    gap = sentence.text[period.end : quantity.start]
    if others:
        return True
    starts_from = _STARTS_FROM.search(lead) is not None
    if starts_from and period.period_type == "span" and period.period_start != period.period_end:
        return False  # 自6月15日至7月3日: from when to when it changed
    changed = load_cues().change.search(gap) is not None
    return changed and not (starts_from and quantity.unit not in ("%", "x", "pp"))


_MEASURED_FROM = regex.compile(r"(?:较|比|相比|相较于?|自|从)\s*$")


def base_period(sentence: Sentence, quantity: Quantity, *, whole: bool = False) -> Period | None:
    """The period that a change is measured from, if the clause (or with ``whole`` the sentence) names one."""
    low = sentence.start if whole else sentence.clauses[sentence.clause_of(quantity.start)].start
    found = [p for p in sentence.periods if low <= p.start and p.end <= quantity.start]
    for period in reversed(found):
        lead = sentence.text[max(sentence.start, period.start - 4) : period.start]
        if _MEASURED_FROM.search(lead):
            return period
    return None


_REPORTS = regex.compile(r"研报|报告|研究|表示|指出|认为|文章|公告")


def says_when(sentence: Sentence, period: Period, cited: Cited) -> bool:
    """Whether a date only tells when the cited report came out (招商证券10月7日研报表示)."""
    if period.end > cited.end or period.period_type not in ("day", "instant"):
        return False
    return _REPORTS.search(sentence.text[period.end : cited.end]) is not None


_AWAITED = regex.compile(
    r"^的?(?:市场|公司|此前|前期|我们|一致|彭博|Wind|分析师|原有?|上次|之前|机构|普遍|业绩|年度|全年|管理层)*(?:的)?"
    r"(?P<what>预期|预测|预估|指引|目标|平均水平|平均|均值|中位数|水平|行业平均|同业)"
)


def awaited(sentence: Sentence, quantity: Quantity) -> str | None:
    """``低于21.3%的市场预期``: what the number itself is (预期, 指引, 目标, 均值), so that the word before it bounds
    something else."""
    match = _AWAITED.match(sentence.text[quantity.end : quantity.end + 20])
    return match["what"] if match else None


_EXPECTED = frozenset(("预期", "预测", "预估", "指引"))


_DISPOSES = regex.compile(
    r"将(?!进一步|继续|逐步|持续|大幅|小幅|有望|会|再|在|于|不|分别|累计|同比|环比|首次)[\p{Han}A-Za-z0-9]{2,10}?"
    r"(?:从|由|维持|保持|上调|下调|提高|提升|降低|降至|升至|调至|调整|压缩|缩短|缩减|扩大|定为|增至)"
)
"""``将利率维持在4.5%``: 将 before what something is done to, and no future."""


def modality_of(sentence: Sentence, quantity: Quantity, period: Period | None, context: Context) -> str:
    """``assumption`` and ``forecast`` hold from their cue to the sentence's end, ``target`` and 将 in their clause;
    a period that starts after publication makes a forecast."""
    cues = load_cues().modality
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    lead = sentence.text[sentence.start : quantity.start]
    own = sentence.text[clause.start : quantity.start]
    if cues["assumption"].search(lead):
        return "assumption"
    what = awaited(sentence, quantity)
    if what in _EXPECTED:
        return "forecast"
    if what == "目标":
        return "target"
    published = context.published_on
    over = (
        period is not None and period.period_end is not None and published is not None and period.period_end < published
    )
    if _looks_ahead(cues["forecast"], own if over else lead):
        return "forecast"
    if _looks_ahead(cues["target"], own):
        return "target"
    if any(
        (match[0] != "将" or not _DISPOSES.match(own, match.start() + max(0, len(own) - 12)))
        and _SO_FAR.search(own[-12:], match.end()) is None
        for match in cues["near_forecast"].finditer(own[-12:])
    ):
        return "forecast"
    if period is not None and period.forecast:
        return "forecast"
    if period is not None and published and period.period_start and period.period_start > published:
        return "forecast"
    return "actual"


_SO_FAR = regex.compile(r"目前|现有|已有|现已|原有")


def _looks_ahead(cue: Any, lead: str) -> bool:
    """Whether a word that looks ahead stands before a number, and none behind it that says how things stand (计划将现有
    的12家门店…)."""
    match = cue.search(lead)
    return match is not None and _SO_FAR.search(lead, match.end()) is None


_OWN_REPORT = regex.compile(r"公告|披露|(?:发布|公布|发表|披露)[^，,。]{0,12}报告?")
_HOUSES = ("证券", "期货", "研究所", "研究院", "研究", "资本", "银行")


def _reports_itself(name: Name, said: str) -> bool:
    """``和仁科技发布三季度报告``: a company that reports on itself is the subject, and nobody is cited."""
    return (
        name.kind in ("security", "company")
        and not name.canonical.endswith(_HOUSES)
        and _OWN_REPORT.search(said) is not None
    )


_EXPECTS = regex.compile(r"(?:预计|预期|预测|计划|指引)")


def _expects_of_itself(sentence: Sentence, name: Name, said: str) -> bool:
    """``三一重工预计一季度净利润…``: a company that expects something is the subject where no other is named."""
    aside = ("source", "index", "place")
    others = [n for n in sentence.names if n.canonical != name.canonical and n.kind not in aside]
    return (
        name.kind in ("security", "company")
        and not name.canonical.endswith(_HOUSES)
        and not others
        and _EXPECTS.search(said) is not None
    )


_HEAD = 80
"""Characters of a sentence in which it says whom it cites."""
_SPEAKERS = frozenset({"security", "source", "company", "broker"})


@record(frozen=True, slots=True)
class Cited:
    """Whom a sentence cites, and the span that says so: names in it are not subjects. Empty where nobody is cited."""

    who: str | None
    start: int
    end: int


_CITES = re.compile(r"[根依据按援](?:(?<=[根依])据|(?<=据)(?<![数证占依根]据)|(?<=按)照|(?<=援)引)")
"""One of these begins every phrase that says according to whom."""
_DIGIT = regex.compile(r"\d")


def attribution_of(sentence: Sentence, names: Sequence[Name], publisher: str | None) -> Cited:
    """Whom the sentence cites."""
    text = sentence.text[sentence.start : min(sentence.end, sentence.start + _HEAD)]
    according = _CITES.search(text) is not None
    states = any(n.kind in _SPEAKERS and n.start < sentence.start + _HEAD for n in names)
    if not according and not states:
        return Cited(None, sentence.start, sentence.start)
    for pattern in (_ACCORDING, _ACCORDING_COMMA, _STATES):
        if not (states if pattern is _STATES else according):
            continue  # most sentences cite nobody: the patterns are slow to say so
        match = pattern.search(text) if pattern is not _STATES else pattern.match(text)
        if match is None:
            continue
        who_start, who_end = sentence.start + match.start("who"), sentence.start + match.end("who")
        if any(who_start <= q.start and q.end <= who_end for q in sentence.quantities):
            continue  # 按照央企资产总额55万亿元的统计: what is counted, and nobody who counts
        if pattern is _STATES and any(who_start <= m.start and m.end <= who_end for m in sentence.metrics):
            continue  # 中芯国际25年净利润预测下调: the forecast is of the profit, and nobody is cited
        named = [n for n in names if who_start <= n.start and n.end <= who_end]
        if pattern is _STATES and not any(n.kind in _SPEAKERS for n in named):
            continue
        if named and _reports_itself(named[0], match[0]):
            continue
        if pattern is _STATES and named and _expects_of_itself(sentence, named[0], match[0]):
            continue
        who = named[0].canonical if named else match["who"].strip(' “”"《》')
        anonymous = (
            who == publisher
            or who[:1] in ("其", "该", "本")
            or (not named and (_DIGIT.search(who) is not None or len(who) > 12))
        )
        return Cited(None if anonymous else who, sentence.start + match.start(), sentence.start + match.end())
    return Cited(None, sentence.start, sentence.start)
