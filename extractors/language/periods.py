"""Times of a text as first and last day: ``2024年11月``, ``截至11月底``, ``24H1``, ``去年同期``, ``2025E``."""

from __future__ import annotations

import re
from datetime import date, timedelta

from extractors.language.period_parts import Anchor, Span, shift_day
from extractors.language.period_patterns import AND, AS_OF, ATOM, JOIN, ONWARD, SINCE, TRIGGER
from extractors.language.period_resolve import resolve
from extractors.records import Period

__all__ = ["Anchor", "find_periods", "infer_anchor", "parse_period"]

_DIGITS = frozenset("0123456789")
NO_ANCHOR = Anchor()
_FULL_STOP = re.compile(r"[。！？\n]")
_SENTENCE_END = re.compile(r"[。！？；\n]")
_HEADER_YEAR = re.compile(r"^(?P<year>(?:19|20)\d{2})\s?(?P<mark>[EeFAaP])?$")
_DAY_AFTER = re.compile(r"(?P<d>3[01]|[12]\d|0?[1-9])\s?[日号]")
_POINTED = re.compile(r"\d{4}[./]\d{1,2}[./]\d{1,2}")
_POINTED_AFTER = re.compile(r"(?P<m>1[0-2]|0?[1-9])[./](?P<d>3[01]|[12]\d|0?[1-9])(?![\d.%/])")
"""2025.04.07-04.11: the second bound of a week prints no year."""
_EXPLICIT = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s?[年./-]\s?(?P<month>1[0-2]|0?[1-9])(?:\s?[月./-]\s?(?P<day>3[01]|[12]\d|0?[1-9]))?"
)
_YEAR_ALONE = re.compile(r"(?<!\d)(?P<year>20\d{2})\s?年")


_AS_OF_AHEAD_DAYS = 45
"""What is told as of a month (截至11月底) that lies further ahead of publication is last year's."""


class _Atom:
    """An atom being joined to its neighbours."""

    __slots__ = ("branch", "carries", "end", "span", "start")

    def __init__(self, start: int, end: int, span: Span, branch: str, carries: bool) -> None:
        self.start, self.end, self.span, self.branch, self.carries = start, end, span, branch, carries


def find_periods(text: str, start: int = 0, end: int | None = None, anchor: Anchor = NO_ANCHOR) -> list[Period]:
    """The times of ``text[start:end]`` in order, disjoint. Days are None where ``anchor`` cannot tell them.

    Relative times hang on ``anchor``; a bare month takes the year that its sentence printed before it, else the
    document's.
    """
    end = len(text) if end is None else min(end, len(text))
    periods: list[Period] = []
    pending: _Atom | None = None
    carried: int | None = None
    told: int | None = None
    sentence = start
    position = start
    while hint := TRIGGER.search(text, position, end):
        found = ATOM.match(text, hint.start(), end)
        if found is None or found.end() == found.start():
            # Digits and Chinese numerals are tried at their first place only, other letters one by one.
            position = max(hint.end() - 1, hint.start() + 1) if text[hint.start()] not in _DIGITS else hint.end()
            continue
        position = found.end()
        if carried is not None and _SENTENCE_END.search(text, sentence, found.start()):
            carried = None
        if told is not None and _FULL_STOP.search(text, sentence, found.start()):
            told = None
        sentence = found.start()
        of_year = (
            carried
            if carried is not None or not _OF_YEAR.search(text, max(start, position - 1), found.start())
            else told
        )
        span = resolve(found, anchor, of_year)
        if span is None:
            continue
        begin, stop = found.start(), found.end()
        while begin < stop and text[begin].isspace():
            begin += 1
        while stop > begin and text[stop - 1].isspace():
            stop -= 1
        if (onward := ONWARD.match(text, stop, end)) is not None:
            position = onward.end()  # 以来 is no 来年
        branch = found.lastgroup or ""
        atom = _Atom(begin, stop, span, branch, not span.relative)
        if branch in ("ym", "ymd", "yearly") and span.start is not None and branch != "yearly":
            carried = span.start.year
        elif branch == "yearly" and span.start is not None:
            carried = span.start.year if _leads(text, stop) else None
        if branch in ("yearly", "coded") and span.start is not None:
            told = span.start.year
        if (
            pending is not None
            and pending.branch == "yearly"
            and (joined := _month_of(text, pending, atom)) is not None
        ):
            pending = _extend(text, joined, end, anchor)
            position = max(position, pending.end)
            continue
        if pending is not None and (joined := _join(text, pending, atom)) is not None:
            pending = joined
            continue
        if pending is not None and _tells_weekday(text, pending, atom):
            closed = "(" in text[pending.end : atom.start] or "（" in text[pending.end : atom.start]
            pending.end = atom.end + (closed and text[atom.end : atom.end + 1] in (")", "）"))
            continue
        if pending is not None:
            periods.append(_finish(text, pending, start if not periods else periods[-1].end, atom.start, anchor))
        pending = _extend(text, atom, end, anchor)
        position = max(position, pending.end)
    if pending is not None:
        periods.append(_finish(text, pending, start if not periods else periods[-1].end, end, anchor))
    return periods


_OF_YEAR = re.compile(r"(?:其中|单|分季度来?看)[，,]?\s?$")
"""A quarter behind such a word is one of the year told before it: 2024年…，其中Q4."""
_LEADS = re.compile(r"[\s，,以来]{0,4}\s?(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])\s?(?:月|[-–~至到])")
_WEEKDAY_GAP = re.compile(r"[\s，,]{0,2}[(（]?")
_WEEKDAYS = ("weekly", "weekday")


def _tells_weekday(text: str, first: _Atom, second: _Atom) -> bool:
    """2025年4月28日（星期一）: the weekday of a date that stands before it is no time of its own."""
    if second.branch != "weekday" or first.span.kind != "day" or first.branch in _WEEKDAYS:
        return False
    return _WEEKDAY_GAP.fullmatch(text, first.end, second.start) is not None


def _leads(text: str, position: int) -> bool:
    """Whether a bare year is followed in its clause by a month of its own (2024年，5月上线); else it is not carried."""
    return bool(_LEADS.match(text, position, position + 10))


def _month_of(text: str, first: _Atom, second: _Atom) -> _Atom | None:
    """去年11月, 2024年，前三季度: a year and what lies in it, side by side."""
    a, b = first.span, second.span
    if a.kind != "year" or second.branch not in ("monthly", "bare") or a.start is None or b.start is None:
        return None
    if text[first.end : second.start].strip(" 的") or b.start.year != a.start.year:
        return None
    return _Atom(first.start, second.end, b, second.branch, True)


def _join(text: str, first: _Atom, second: _Atom) -> _Atom | None:
    """2017年8月至11月, 4月和5月: two atoms that make one span."""
    gap = text[first.end : second.start]
    if len(gap) > 4:
        return None
    link = JOIN.fullmatch(gap)
    a, b = first.span, second.span
    if link is not None and second.branch == "weekday" and first.branch in _WEEKDAYS and a.kind == b.kind == "day":
        return _weekdays(first, second)
    if link is None:
        if (
            _BETWEEN_YEARS.fullmatch(gap)
            and a.kind == b.kind == "year"
            and (closing := _CLOSING.match(text, second.end))
        ):
            second.end = closing.end()
            return _join_span(first, second)
        both = first.branch in ("monthly", "ym") and second.branch == "monthly" and a.kind == b.kind == "month"
        if AND.fullmatch(gap) is None or "、" in gap or not both or a.start is None or b.start is None:
            return None
        if (b.start.year * 12 + b.start.month) - (a.start.year * 12 + a.start.month) != 1:
            return None
    if a.kind == "trailing" or b.kind == "trailing":
        return None
    if a.start is None or b.end is None:
        return _Atom(first.start, second.end, Span(None, None, "span", relative=True), "joined", False)
    return _join_span(first, second)


_BETWEEN_YEARS = re.compile(r"\s?[和与與跟]\s?")
_CLOSING = re.compile(r"\s?(?:之?[间間])")


def _weekdays(first: _Atom, second: _Atom) -> _Atom | None:
    """下周一到周三: the second day lies in the week of the first."""
    start, day = first.span.start, second.span.start
    if start is None or day is None:
        return None
    last = start + timedelta(days=day.weekday() - start.weekday())
    if last <= start:
        return None
    return _Atom(first.start, second.end, Span(start, last, "span", relative=True), "joined", False)


def _join_span(first: _Atom, second: _Atom) -> _Atom | None:
    a, b = first.span, second.span
    assert a.start is not None
    assert b.end is not None
    last = b.end
    if b.relative and last < a.start:
        if second.branch not in ("monthly", "bare"):
            return None
        last = last.replace(year=last.year + 1) if (last.month, last.day) != (2, 29) else date(last.year + 1, 2, 28)
    if last < a.start:
        return None
    kind = "cumulative" if (a.start.month, a.start.day) == (1, 1) and last.year == a.start.year else "span"
    if kind == "cumulative" and a.kind == "day":
        kind = "span"
    return _Atom(
        first.start, second.end, Span(a.start, last, kind, b.forecast, a.relative or b.relative), "joined", False
    )


def _extend(text: str, atom: _Atom, end: int, anchor: Anchor) -> _Atom:
    """8月11日至22日, 2024年8月-10月: the second bound prints less than the first."""
    span = atom.span
    if span.kind not in ("day", "month") or span.start is None:
        return atom
    link = JOIN.match(text, atom.end, end)
    if link is None:
        return atom
    if span.kind == "day" and (found := _DAY_AFTER.match(text, link.end(), end)):
        try:
            last = span.start.replace(day=int(found["d"]))
        except ValueError:
            return atom
    elif (
        span.kind == "day"
        and _POINTED.fullmatch(text, atom.start, atom.end)
        and (found := _POINTED_AFTER.match(text, link.end(), end))
    ):
        try:
            last = span.start.replace(month=int(found["m"]), day=int(found["d"]))
        except ValueError:
            return atom
    else:
        return atom
    if last <= span.start:
        return atom
    return _Atom(
        atom.start, found.end(), Span(span.start, last, "span", relative=span.relative), atom.branch, atom.carries
    )


def _finish(text: str, atom: _Atom, start: int, end: int, anchor: Anchor) -> Period:
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
