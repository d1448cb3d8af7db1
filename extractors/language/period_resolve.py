"""One atom of time to its first and last day. Each function reads the groups of one branch of ``ATOM``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from extractors.language.period_parts import (
    UNKNOWN,
    Anchor,
    Span,
    day,
    half,
    last_day,
    month,
    months,
    part_of_month,
    quarter,
    shift_month,
    small_number,
    whole_year,
    year_number,
)
from extractors.language.period_relative import ago, daily, day_only, soft, trailing, weekday, weekly, within
from extractors.language.period_years import centuries, decade, edge_of, first_or_last, listed_year, near, yearly, years

_FAR_AHEAD_DAYS = 210
"""A bare month this far after publication is last year's: a January report's 12月."""
_TOLD_AHEAD_DAYS = 100
"""The same where nothing before it speaks of what is to come: 单四季度 in a report of April."""
_QUARTER_AHEAD_DAYS = 150
"""The same for quarters, whatever is said: in March 我们预计Q4 is an estimate of what is not published yet."""
_TO_COME = re.compile(r"预计|预期|预测|有望|将|指引|未来|计划|目标|拟|展望|可能|E\b|争取|力争")
_MONTH_SHIFTS = {"上上": -2, "下下": 2, "上": -1, "下": 1, "次": 1}


Match = re.Match[str]


def resolve(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """The days that an atom means. ``carried`` is a year that its sentence printed before; None where the atom proves
    to be no time at all, and a span without days where it cannot be told when it is."""
    return _BRANCHES[found.lastgroup or ""](found, anchor, carried)


def _full(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    year, number, when = year_number(found["y1"]), small_number(found["m1"]), small_number(found["d1"])
    return None if year is None or number is None or when is None else day(year, number, when)


def _packed(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    return day(int(found["y2"]), int(found["m2"]), int(found["d2"]))


def _year_month(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    year, number = year_number(found["y3"]), small_number(found["m3"] or found["m4"])
    if year is None or number is None:
        return None
    return part_of_month(year, number, found["p3"])


def _coded(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    mark = found["fe"] or found["ce"] or found["re"] or found["ee"] or ""
    forecast = mark in ("E", "e", "F")
    printed = found["fy"] or found["cy"] or found["ry"] or found["ey"] or found["gy"]
    year = year_number(printed)
    if year is None or (found["ey"] and len(printed) == 2 and not near(year, anchor)):
        return None
    part = (found["fyq"] or found["cp"] or found["rp"] or "").upper()
    if found["ry"] and len(found["ry"]) == 2 and not near(year, anchor):
        return None
    span = edge_of(_coded_part(year, part), found["qedge"])
    if found["fyq"] and "Q" in part and not forecast and _after(span, anchor):
        return UNKNOWN  # a fiscal quarter that was told and is not over: when its year begins is not known
    return Span(span.start, span.end, span.kind, forecast or _after(span, anchor))


def _coded_part(year: int, part: str) -> Span:
    digits = re.sub(r"\D", "", part)
    if "Q" in part:
        return quarter(year, int(digits))
    if "H" in part:
        return half(year, min(int(digits), 2)) if int(digits) <= 2 else whole_year(year)
    if part in ("3M", "6M", "9M", "12M"):
        return months(year, 1, int(digits), "cumulative" if digits != "12" else "year")
    if part == "前三季度":
        return months(year, 1, 9, "cumulative")
    return whole_year(year)


def _after(span: Span, anchor: Anchor) -> bool:
    return anchor.published_on is not None and span.start is not None and span.start > anchor.published_on


def _ahead_of(found: Match) -> int:
    """How many days after publication a month or quarter without a year may begin and still be this year's."""
    text, at = found.string, found.start()
    low = max(text.rfind("。", max(0, at - 40), at), text.rfind("\n", max(0, at - 40), at), at - 40, 0)
    return _FAR_AHEAD_DAYS if _TO_COME.search(text, low, at) else _TOLD_AHEAD_DAYS


def _bare_year(
    anchor: Anchor, carried: int | None, number: int, when: int = 1, limit: int = _FAR_AHEAD_DAYS
) -> int | None:
    """The year of a month that prints none: its sentence's, else the document's; for a month far ahead the last."""
    if carried is not None:
        return carried
    year = anchor.this_year
    if year is not None and anchor.published_on is not None and 1 <= number <= 12:
        ahead = date(year, number, min(when, 28)) - anchor.published_on
        if ahead.days > limit:
            return year - 1
    return year


def _far_ahead(span: Span, anchor: Anchor, limit: int) -> bool:
    if span.start is None or anchor.published_on is None:
        return False
    return (span.start - anchor.published_on).days > limit


def listed_month(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """8、9月份: a month whose 月 is printed once, at the end."""
    number = int(found["lm"])
    year = _bare_year(anchor, carried, number)
    if year is None:
        return UNKNOWN
    span = month(year, number)
    return None if span is None else Span(span.start, span.end, span.kind, relative=True)


def _month_shift(word: str) -> int:
    """Months from publication's own: 上上个月 is -2."""
    return _MONTH_SHIFTS.get(word[:2], _MONTH_SHIFTS.get(word[0], 0))


def _monthly(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    when = small_number(found["d5"]) if found["d5"] else None
    if found["mword"]:
        if anchor.published_on is None:
            return UNKNOWN
        year, number = shift_month(anchor.published_on, _month_shift(found["mword"]))
    else:
        read = small_number(found["m5"])
        if read is None:
            return None
        number = read
        bare = _bare_year(anchor, carried, number, when or 1)
        if bare is None:
            return UNKNOWN
        year = bare
    if when is not None:
        if (number, when) == (2, 29):
            year = next((y for y in (year, year - 1, year - 2, year - 3, year - 4) if last_day(y, 2).day == 29), year)
        span = day(year, number, when)
    else:
        span = part_of_month(year, number, found["p5"], found["week"])
    if span is None:
        return None
    return Span(span.start, span.end, span.kind, relative=True)


def _bare(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    year = carried if carried is not None else anchor.this_year
    if year is None:
        return UNKNOWN
    if found["bm1"]:
        first, last = small_number(found["bm1"]) or 0, small_number(found["bm2"]) or 0
        if not 1 <= first < last <= 12:
            return None
        return Span(date(year, first, 1), last_day(year, last), "cumulative" if first == 1 else "span", relative=True)
    span: Span | None
    if found["bhalf"] or found["blh"]:
        word = found["bhalf"] or found["blh"]
        second = word[0] in "下后" or "2" in word
        span = half(year, 2 if second else 1)
        if carried is None and second and _far_ahead(span, anchor, _ahead_of(found)):
            span = half(year - 1, 2)
    elif found["sq"]:
        if anchor.published_on is None:
            return UNKNOWN
        shift = -3 if found["sq"][0] == "上" else 3 if found["sq"][0] == "下" else 0
        at_year, at_month = shift_month(anchor.published_on, shift)
        span = edge_of(quarter(at_year, (at_month + 2) // 3), found["sedge"])
    elif found["bfirst"]:
        span = first_or_last(year, "first", found["bunit"], small_number(found["bfirst"]), anchor)
    else:
        number = small_number(found["bq"] or found["blq"] or found["blq2"]) or 1
        span = quarter(year, number)
        if carried is None and _far_ahead(span, anchor, min(_ahead_of(found), _QUARTER_AHEAD_DAYS)):
            span = quarter(year - 1, number)  # a spring report's 四季度 is last year's
        span = edge_of(span, found["bedge"] or found["bledge"])
    return None if span is None else Span(span.start, span.end, span.kind, relative=True)


def _digits(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """（0923-0925）: month and day in digits, of the document's year."""
    year = anchor.this_year
    if year is None:
        return UNKNOWN
    first = day(year, int(found["da"][:2]), int(found["da"][2:]))
    last = day(year, int(found["db"][:2]), int(found["db"][2:]))
    if first is None or last is None or first.start is None or last.end is None:
        return None
    start = first.start if first.start <= last.end else first.start.replace(year=year - 1)
    length = (last.end - start).days
    return Span(start, last.end, "week" if length == 6 else "span", relative=True)


def _slashed(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    if anchor.this_year is None:
        return None
    return day(anchor.this_year, int(found["ma"]), int(found["db2"]))


def _lunar(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """The lunar calendar is not computed; the day is read as of the first month."""
    number = small_number(found["ld"].lstrip("初"))
    if anchor.this_year is None or number is None:
        return UNKNOWN
    return day(anchor.this_year, 1, number)


_ENGLISH = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}


def _english(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """March 19, 2026; 19 Mar 2026; Mar-26; in 2025."""
    if found["ey4"]:
        return whole_year(int(found["ey4"]))
    name = found["em1"] or found["em2"] or found["em3"]
    year = year_number(found["ey1"] or found["ey2"] or found["ey3"])
    if year is None:
        return None
    number = _ENGLISH[name[:3].lower()]
    when = found["ed1"] or found["ed2"]
    return day(year, number, int(when)) if when else month(year, number)


_BRANCHES: Mapping[str, Callable[[Match, Anchor, int | None], Span | None]] = {
    "ymd": _full, "packed": _packed, "ym": _year_month, "coded": _coded, "yearly": yearly, "years": years,
    "monthly": _monthly, "bare": _bare, "weekly": weekly, "weekday": weekday, "daily": daily, "dayonly": day_only,
    "trailing": trailing, "within": within, "ago": ago, "listed": listed_year, "months": listed_month,
    "decade": decade, "centuries": centuries, "digits": _digits, "slashed": _slashed, "english": _english,
    "lunar": _lunar, "soft": soft,
}  # fmt: skip
