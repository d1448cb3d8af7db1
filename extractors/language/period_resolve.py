"""One atom of time to its first and last day. Each function reads the groups of one branch of ``ATOM``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from extractors.language.period_parts import (
    UNKNOWN,
    Anchor,
    Span,
    day,
    half,
    instant,
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

_FAR_AHEAD_DAYS = 210
"""A bare month this far after publication is last year's: a January report's 12月."""
_YEAR_SHIFTS = {
    "今年": 0, "本年": 0, "本年度": 0, "当年": 0, "这年": 0, "这一年": 0, "去年": -1, "上年": -1, "上一年": -1,
    "上年度": -1, "上一年度": -1, "明年": 1, "下年": 1, "下一年": 1, "次年": 1, "来年": 1, "前年": -2, "后年": 2,
    "大前年": -3,
}  # fmt: skip
_MONTH_SHIFTS = {"本月": 0, "当月": 0, "这个月": 0, "上月": -1, "上个月": -1, "下月": 1, "下个月": 1, "次月": 1}


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
    printed = found["fy"] or found["cy"] or found["ry"] or found["ey"]
    year = year_number(printed)
    if year is None or (found["ey"] and len(printed) == 2 and not _near(year, anchor)):
        return None
    part = (found["fyq"] or found["cp"] or found["rp"] or "").upper()
    if found["ry"] and len(found["ry"]) == 2 and not _near(year, anchor):
        return None
    span = _coded_part(year, part)
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


def _near(year: int, anchor: Anchor) -> bool:
    return abs(year - (anchor.this_year or 2022)) <= 12


def _after(span: Span, anchor: Anchor) -> bool:
    return anchor.published_on is not None and span.start is not None and span.start > anchor.published_on


def _yearly(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    relative = found["word"] is not None
    if relative:
        if anchor.this_year is None:
            return UNKNOWN
        year = anchor.this_year + _YEAR_SHIFTS.get(found["word"], 0)
    else:
        number = year_number(found["year"] or found["short"])
        if number is None or (found["short"] and not _short_year(found, number, anchor)):
            return None
        year = number
    span = _part_of_year(found, year, anchor) or whole_year(year)
    if relative:
        return Span(span.start, span.end, span.kind, span.forecast, True)
    return span


def _short_year(found: Match, year: int, anchor: Anchor) -> bool:
    """Whether 22年 is a year: a part of it follows, it has a leading zero, or it lies about the document's own."""
    if found["half"] or found["quarter"] or found["latin"] or found["first"] or found["fmonth"] or found["point"]:
        return True
    if not found["short"].isascii():
        return found["short"][0] in "零〇九八" and len(set(found["short"])) <= 2
    after = found.string[found.end() : found.end() + 2]
    if after[:1] in "期以左来前后内间多余历经之代限国贷半的、，。；)）和":
        return found["short"][0] == "0" or (after[:1] in "前以的" and year > 2005 and found["short"][0] == "0")
    if found["short"][0] == "0":
        return True
    if anchor.this_year is None or year < 2015 or after[:1] == "老":
        return False
    # 20年 and 30年 are more often a length of time: they are years only close to the document's own.
    return -2 <= year - anchor.this_year <= 1 if year % 10 == 0 else -4 <= year - anchor.this_year <= 3


def _part_of_year(found: Match, year: int, anchor: Anchor) -> Span | None:
    if found["half"]:
        return half(year, 2 if found["half"][0] in "下后" or "2" in found["half"] else 1)
    digit = found["quarter"] or found["latin"] or found["latin2"]
    if digit:
        return _edge(quarter(year, small_number(digit) or 1), found["edge"])
    if found["first"] or found["last"]:
        return _first_or_last(
            year, found["first"], found["unit"] or found["lunit"], small_number(found["first"] or found["last"]), anchor
        )
    if found["lmonth"]:
        return months(year, 1, int(found["lmonth"]), "cumulative")
    if found["nine"]:
        return months(year, 1, 9, "cumulative")
    if found["nth"]:
        return month(year, small_number(found["nth"]) or 0)
    if found["point"]:
        return _year_edge(year, found["point"])
    if found["same"]:
        return _same_period(year, anchor)
    return None


def _edge(span: Span, edge: str | None) -> Span:
    if edge == "初" and span.start is not None:
        return month(span.start.year, span.start.month) or span
    return instant(span.end) if edge else span


def _year_edge(year: int, word: str) -> Span:
    if word[-1] in "底末":
        return instant(date(year, 12, 31))
    return months(year, 1, 1, "month") if word in ("伊始", "开年") else months(year, 1, 2, "span")


def _same_period(year: int, anchor: Anchor) -> Span:
    """去年同期: which part of the year is meant is said elsewhere; the year is all that is known here."""
    return Span(None, None, None, relative=True) if anchor.published_on is None else whole_year(year)


def _first_or_last(year: int, first: str | None, unit: str, count: int | None, anchor: Anchor) -> Span | None:
    if not count:
        return None
    if unit in ("周", "週"):
        opening = date(year, 1, 1)
        monday = opening + timedelta(days=(7 - opening.weekday()) % 7)
        closing = date(year, 12, 31)
        sunday = closing - timedelta(days=(closing.weekday() + 1) % 7)
        if first:
            return Span(monday, monday + timedelta(days=7 * count - 1), "span")
        return Span(sunday - timedelta(days=7 * count - 1), sunday, "span")
    size = count * (3 if unit == "季度" else 1)
    if not 1 <= size <= 12:
        return None
    if first:
        return months(year, 1, size, "cumulative")
    return months(year, 13 - size, 12, "span")


def _years(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    first = int(found["ya"]) if len(found["ya"]) == 4 else 2000 + int(found["ya"])
    last = int(found["yb"]) if len(found["yb"]) == 4 else first // 100 * 100 + int(found["yb"])
    if not first < last <= first + 60:
        return None
    return Span(date(first, 1, 1), date(last, 12, 31), "span", bool(found["ybe"]))


def _bare_year(anchor: Anchor, carried: int | None, number: int, when: int = 1) -> int | None:
    """The year of a month that prints none: its sentence's, else the document's; for a month far ahead the last."""
    if carried is not None:
        return carried
    year = anchor.this_year
    if year is not None and anchor.published_on is not None and 1 <= number <= 12:
        ahead = date(year, number, min(when, 28)) - anchor.published_on
        if ahead.days > _FAR_AHEAD_DAYS:
            return year - 1
    return year


def _far_ahead(span: Span, anchor: Anchor) -> bool:
    if span.start is None or anchor.published_on is None:
        return False
    return (span.start - anchor.published_on).days > _FAR_AHEAD_DAYS


def _monthly(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    when = small_number(found["d5"]) if found["d5"] else None
    if found["mword"]:
        if anchor.published_on is None:
            return UNKNOWN
        year, number = shift_month(anchor.published_on, _MONTH_SHIFTS[found["mword"]])
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
        first, last = int(found["bm1"]), int(found["bm2"])
        if not 1 <= first < last <= 12:
            return None
        return Span(date(year, first, 1), last_day(year, last), "cumulative" if first == 1 else "span", relative=True)
    span: Span | None
    if found["bhalf"] or found["blh"]:
        word = found["bhalf"] or found["blh"]
        span = half(year, 2 if word[0] in "下后" or word[-1] == "2" else 1)
    elif found["sq"]:
        if anchor.published_on is None:
            return UNKNOWN
        shift = -3 if found["sq"][0] == "上" else 3 if found["sq"][0] == "下" else 0
        at_year, at_month = shift_month(anchor.published_on, shift)
        span = _edge(quarter(at_year, (at_month + 2) // 3), found["sedge"])
    elif found["bfirst"]:
        span = _first_or_last(year, "first", found["bunit"], small_number(found["bfirst"]), anchor)
    else:
        number = small_number(found["bq"] or found["blq"] or found["blq2"]) or 1
        span = quarter(year, number)
        if carried is None and _far_ahead(span, anchor):
            span = quarter(year - 1, number)  # a spring report's 四季度 is last year's
        span = _edge(span, found["bedge"] or found["bledge"])
    return None if span is None else Span(span.start, span.end, span.kind, relative=True)


def _decade(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    tens = small_number(found["tens"])
    if tens is None or tens >= 100:
        return None
    century = found["century"]
    if century in ("上", None):
        base = 1900
        if century is None and tens <= 20:
            base = 2000
    elif century == "本":
        base = 2000
    else:
        number = small_number(century)
        if number is None:
            return None
        base = (number - 1) * 100
    return Span(date(base + tens, 1, 1), date(base + tens + 9, 12, 31), "span")


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
    "ymd": _full, "packed": _packed, "ym": _year_month, "coded": _coded, "yearly": _yearly, "years": _years,
    "monthly": _monthly, "bare": _bare, "weekly": weekly, "weekday": weekday, "daily": daily, "dayonly": day_only,
    "trailing": trailing, "within": within, "ago": ago, "decade": _decade, "digits": _digits,
    "slashed": _slashed, "english": _english, "lunar": _lunar, "soft": soft,
}  # fmt: skip
