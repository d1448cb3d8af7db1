"""Atoms of time that make one: 8月11日至22日, 去年9月到今年3月, 自5月1日起至昨日, 2025年4月28日（星期一）."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from extractors.language.period_parts import Span, shift_day
from extractors.language.period_patterns import AND, JOIN

_DAY_AFTER = re.compile(r"(?P<d>3[01]|[12]\d|0?[1-9])\s?[日号]")
_POINTED = re.compile(r"\d{4}[./]\d{1,2}[./]\d{1,2}")
_POINTED_AFTER = re.compile(r"(?P<m>1[0-2]|0?[1-9])[./](?P<d>3[01]|[12]\d|0?[1-9])(?![\d.%/])")
"""2025.04.07-04.11: the second bound of a week prints no year."""


class Atom:
    """An atom being joined to its neighbours."""

    __slots__ = ("branch", "carries", "end", "span", "start")

    def __init__(self, start: int, end: int, span: Span, branch: str, carries: bool) -> None:
        self.start, self.end, self.span, self.branch, self.carries = start, end, span, branch, carries


def opens(text: str, first: Atom, second: Atom) -> bool:
    """Whether ``second`` is the year of a bound whose month follows: 到今年3月."""
    if second.branch != "yearly" or second.span.kind != "year" or not JOIN.fullmatch(text, first.end, second.start):
        return False
    return leads(text, second.end)


_LEADS = re.compile(r"[\s，,以来]{0,4}\s?(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])\s?(?:月|[-–~至到])")
_WEEKDAY_GAP = re.compile(r"[\s，,]{0,2}[(（]?")
_WEEKDAYS = ("weekly", "weekday")


def tells_weekday(text: str, first: Atom, second: Atom) -> bool:
    """2025年4月28日（星期一）: the weekday of a date that stands before it is no time of its own."""
    day = first.span.kind == "day" or (first.branch == "joined" and text[first.end - 1] in "日号")
    if second.branch != "weekday" or not day or first.branch in _WEEKDAYS:
        return False
    return _WEEKDAY_GAP.fullmatch(text, first.end, second.start) is not None


def leads(text: str, position: int) -> bool:
    """Whether a bare year is followed in its clause by a month of its own (2024年，5月上线); else it is not carried."""
    return bool(_LEADS.match(text, position, position + 10))


def month_of(text: str, first: Atom, second: Atom) -> Atom | None:
    """去年11月, 2024年，前三季度: a year and what lies in it, side by side."""
    a, b = first.span, second.span
    if a.kind != "year" or second.branch not in ("monthly", "bare") or a.start is None or b.start is None:
        return None
    if text[first.end : second.start].strip(" 的") or b.start.year != a.start.year:
        return None
    return Atom(first.start, second.end, b, second.branch, True)


def join(text: str, first: Atom, second: Atom) -> Atom | None:
    """2017年8月至11月, 4月和5月: two atoms that make one span."""
    gap = text[first.end : second.start]
    if len(gap) > _LONGEST_LINK:
        return None
    link = JOIN.fullmatch(gap)
    a, b = first.span, _in_next_year(text, first, second)
    if link is not None and second.branch == "weekday" and first.branch in _WEEKDAYS and a.kind == b.kind == "day":
        return _weekdays(first, second)
    if link is None:
        if (
            _BETWEEN_YEARS.fullmatch(gap)
            and a.kind == b.kind == "year"
            and (closing := _CLOSING.match(text, second.end))
        ):
            second.end = closing.end()
            return _join_span(first, second, b)
        both = first.branch in ("monthly", "ym") and second.branch == "monthly" and a.kind == b.kind == "month"
        if AND.fullmatch(gap) is None or "、" in gap or not both or a.start is None or b.start is None:
            return None
        if (b.start.year * 12 + b.start.month) - (a.start.year * 12 + a.start.month) != 1:
            return None
    if a.kind == "trailing" or b.kind == "trailing":
        return None
    if a.start is None or b.end is None:
        return Atom(first.start, second.end, Span(None, None, "span", relative=True), "joined", False)
    return _join_span(first, second, b)


_LONGEST_LINK = 8


def _in_next_year(text: str, first: Atom, second: Atom) -> Span:
    """次年 counts from the bound before it."""
    span = second.span
    if not text.startswith(("次年", "翌年"), second.start) or None in (first.span.start, span.start, span.end):
        return span
    assert first.span.start is not None
    assert span.start is not None
    assert span.end is not None
    shift = first.span.start.year + 1 - span.start.year
    after = shift_day(span.end + timedelta(days=1), years=shift)
    return replace(span, start=shift_day(span.start, years=shift), end=after - timedelta(days=1))


_BETWEEN_YEARS = re.compile(r"\s?[和与與跟]\s?")
_CLOSING = re.compile(r"\s?(?:之?[间間])")


def _weekdays(first: Atom, second: Atom) -> Atom | None:
    """下周一到周三: the second day lies in the week of the first."""
    start, day = first.span.start, second.span.start
    if start is None or day is None:
        return None
    last = start + timedelta(days=day.weekday() - start.weekday())
    if last <= start:
        return None
    return Atom(first.start, second.end, Span(start, last, "span", relative=True), "joined", False)


def _join_span(first: Atom, second: Atom, b: Span) -> Atom | None:
    a = first.span
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
    return Atom(
        first.start, second.end, Span(a.start, last, kind, b.forecast, a.relative or b.relative), "joined", False
    )


def extend(text: str, atom: Atom, end: int) -> Atom:
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
    return Atom(
        atom.start, found.end(), Span(span.start, last, "span", relative=span.relative), atom.branch, atom.carries
    )
