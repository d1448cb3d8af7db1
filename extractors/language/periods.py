"""Times of a text as first and last day: ``2024年11月``, ``截至11月底``, ``24H1``, ``去年同期``, ``2025E``."""

from __future__ import annotations

import re
from datetime import date

from extractors.language.period_joins import Atom, extend, join, leads, month_of, opens, tells_weekday
from extractors.language.period_parts import Anchor, Span, shift_day
from extractors.language.period_patterns import AS_OF, ATOM, JOIN, ONWARD, SINCE, TRIGGER
from extractors.language.period_resolve import resolve
from extractors.records import Period

__all__ = ["Anchor", "find_periods", "infer_anchor", "parse_period"]

_DIGITS = frozenset("0123456789")
NO_ANCHOR = Anchor()
_FULL_STOP = re.compile(r"[。！？\n]")
_SENTENCE_END = re.compile(r"[。！？；\n]")
_HEADER_YEAR = re.compile(r"^(?P<year>(?:19|20)\d{2})\s?(?P<mark>[EeFAaP])?$")
_EXPLICIT = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s?[年./-]\s?(?P<month>1[0-2]|0?[1-9])(?:\s?[月./-]\s?(?P<day>3[01]|[12]\d|0?[1-9]))?"
)
_YEAR_ALONE = re.compile(r"(?<!\d)(?P<year>20\d{2})\s?年")

_OF_YEAR = re.compile(r"(?:其中|单|分季度来?看)[，,]?\s?$")
"""A quarter behind such a word is one of the year told before it: 2024年…，其中Q4."""
_AHEAD = re.compile(r"预计|预期|预测|有望|展望|指引|预告|将|计划|目标|未来|今年|明年|当前|目前")
"""Behind such a word a half year that is not over is the coming one, whatever year was told before."""
_NAMES_PLAN = re.compile(
    r"(?:(?!推出|实施|发布|公告|通过|开展|启动|制定|出台|完成|授予|公司|拟|将|有|的)[\u4e00-\u9fff]){0,14}?"
    r"(?:激励|持股|奖励|购股权|期权|认股权|行动)计划"
)
"""2021年限制性股票激励计划: the year is part of a plan's name."""
_AS_OF_AHEAD_DAYS = 45
"""What is told as of a month (截至11月底) that lies further ahead of publication is last year's."""


def find_periods(text: str, start: int = 0, end: int | None = None, anchor: Anchor = NO_ANCHOR) -> list[Period]:
    """The times of ``text[start:end]`` in order, disjoint. Days are None where ``anchor`` cannot tell them.

    Relative times hang on ``anchor``; a bare month takes the year that its sentence printed before it, else the
    document's.
    """
    end = len(text) if end is None else min(end, len(text))
    periods: list[Period] = []
    pending: Atom | None = None
    opened: Atom | None = None  # 去年9月 of 去年9月到今年3月, while it is not known what follows 今年
    carried: int | None = None
    told: int | None = None
    sentence = start
    ended = position = start
    while hint := TRIGGER.search(text, position, end):
        found = ATOM.match(text, hint.start(), end)
        if found is None or found.end() == found.start():
            # Digits and Chinese numerals are tried at their first place only, other letters one by one.
            position = max(hint.end() - 1, hint.start() + 1) if text[hint.start()] not in _DIGITS else hint.end()
            continue
        before, ended, position = ended, found.end(), found.end()
        if carried is not None and _SENTENCE_END.search(text, sentence, found.start()):
            carried = None
        if told is not None and _FULL_STOP.search(text, sentence, found.start()):
            told = None
        sentence = found.start()
        span = resolve(found, anchor, carried)
        if told is not None and carried is None and span is not None and found.lastgroup == "bare":
            lead = text[max(start, before - 1) : found.start()]  # since the time before
            if _OF_YEAR.search(lead) is not None or (_to_come(span, anchor) and _AHEAD.search(lead) is None):
                span = resolve(found, anchor, told)
        if span is None or (found.lastgroup == "yearly" and _NAMES_PLAN.match(text, found.end(), end)):
            continue
        begin, stop = found.start(), found.end()
        while begin < stop and text[begin].isspace():
            begin += 1
        while stop > begin and text[stop - 1].isspace():
            stop -= 1
        if (onward := ONWARD.match(text, stop, end)) is not None:
            position = onward.end()  # 以来 is no 来年
        branch = found.lastgroup or ""
        atom = Atom(begin, stop, span, branch, not span.relative)
        if branch in ("ym", "ymd", "yearly") and span.start is not None and branch != "yearly":
            carried = span.start.year
        elif branch == "yearly" and span.start is not None:
            carried = span.start.year if leads(text, stop) else None
        if branch in ("yearly", "coded") and span.start is not None:
            told = span.start.year
        if pending is not None and pending.branch == "yearly" and (joined := month_of(text, pending, atom)) is not None:
            pending = extend(text, joined, end)
            position = max(position, pending.end)
            if opened is not None and (joined := join(text, opened, pending)) is not None:
                opened, pending = None, joined
            continue
        if pending is not None and opens(text, pending, atom):
            opened, pending = pending, atom
            continue
        if pending is not None and (joined := join(text, pending, atom)) is not None:
            pending = joined
            continue
        if pending is not None and tells_weekday(text, pending, atom):
            closed = "(" in text[pending.end : atom.start] or "（" in text[pending.end : atom.start]
            pending.end = atom.end + (closed and text[atom.end : atom.end + 1] in (")", "）"))
            continue
        for done, stop in ((opened, begin), (pending, begin)):
            if done is not None:
                periods.append(_finish(text, done, start if not periods else periods[-1].end, stop, anchor))
        opened, pending = None, extend(text, atom, end)
        position = max(position, pending.end)
    for done in (opened, pending):
        if done is not None:
            periods.append(_finish(text, done, start if not periods else periods[-1].end, end, anchor))
    return periods


def _to_come(span: Span, anchor: Anchor) -> bool:
    """Whether a span is not over when the document is published."""
    return span.end is not None and anchor.published_on is not None and span.end > anchor.published_on


def _finish(text: str, atom: Atom, start: int, end: int, anchor: Anchor) -> Period:
    """Take 截至, 自 and 以来 around the atom into account."""
    begin, stop, span = atom.start, atom.end, atom.span
    first, last, kind = span.start, span.end, span.kind
    if (as_of := AS_OF.search(text, max(start, begin - 6), begin)) is not None:
        begin = as_of.start()
        if atom.branch in ("monthly", "bare") and last is not None and anchor.published_on is not None:
            ahead = (last - anchor.published_on).days
            last = shift_day(last, years=-1) if ahead > _AS_OF_AHEAD_DAYS else last
        first, kind = last, "instant"
    elif kind != "trailing":
        since = SINCE.search(text, max(start, begin - 3), begin)
        onward = ONWARD.match(text, stop, end)
        if onward is not None:
            stop = onward.end()
            begin = since.start() if since else begin
            last, kind = None, "span"
        elif since is not None and JOIN.search(text, begin, stop) is not None:
            begin = since.start()  # 从1月到3月: where it starts, and no base that something is compared with
    printed = text[begin:stop]
    return Period(begin, stop, first, last, kind, printed, span.forecast, span.relative)


def parse_period(label: str, anchor: Anchor = NO_ANCHOR) -> Period | None:
    """The time that a header cell names (``2025E``, ``1Q25``, ``2024年三季度``, ``2023``), None where it names none.

    The label may hold a little more than the time (``2024A(亿元)``); a bare year counts only if it is all there is.
    """
    label = label.strip()
    if found := _HEADER_YEAR.match(label):
        year = int(found["year"])
        forecast = (found["mark"] or "") in ("E", "e", "F", "P") and bool(found["mark"])
        return Period(0, len(label), date(year, 1, 1), date(year, 12, 31), "year", label, forecast)
    periods = find_periods(label, 0, len(label), anchor)
    if not periods:
        return None
    return max(periods, key=lambda period: (period.period_start is not None, period.end - period.start))


def infer_anchor(text: str, published_on: date | None) -> Anchor:
    """The document's anchor: its printed date, else the year and month that its text makes plain.

    Without a date, the latest full month (``2024年11月``) of the first thousand characters gives the year, failing
    that the first year printed with 年.
    """
    if published_on is not None:
        return Anchor(published_on, published_on.year)
    head = text[:3000]
    years = [int(found["year"]) for found in _EXPLICIT.finditer(head) if 1990 <= int(found["year"]) <= 2100]
    if years:
        return Anchor(None, years[0])
    found = _YEAR_ALONE.search(text)
    return Anchor(None, int(found["year"]) if found else None)
