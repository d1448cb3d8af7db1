"""Periods that only a table's headers print: 本期发生额 and its like in filings, ``3M`` over a performance table."""

from __future__ import annotations

from datetime import date, timedelta

import regex

from extractors.records import Period

_TRAILING = regex.compile(
    r"^(?:近|过去|最近)?\s*(?P<n>\d{1,2})\s*(?P<unit>M|m|个月|月|W|周|Y|年|D|天|日|-?(?:mth|month)s?)$"
)
_OF_TIME = frozenset("期年季次")
"""What names of a report's periods hold."""
_DIGIT = regex.compile(r"\d")
_POINTED = frozenset({"quarter", "half", "cumulative", "instant"})
_TIME_UNITS = frozenset("MmWYDhs月周年天日")
"""What a time up to now ends with."""
_NO_UNIT = frozenset("0123456789%)")
"""What most numbers end with, and no time does."""
_CHINESE_TRAILING = {"一周": 7, "一个月": 30, "三个月": 91, "六个月": 182, "半年": 182, "一年": 365, "十二个月": 365}
_DISTANT = regex.compile(r"远期|远景|长期|终局|稳态|(?:[Ll]ong[- ]term|[Tt]erminal)(?: [Yy]ear)?")
_NOW = regex.compile(r"(?:本报告期|本期|本年度?|报告期|本季度|当期|本次)(?:发生额|金额|累计|数|发生数)?(?:数)?")
_BEFORE = regex.compile(
    r"(?:上年同期|上期|上年度?|去年同期|上次)(?:发生额|金额|累计|数|发生数)?(?:数)?(?:[(（]?(?:经重述|已重述|调整后)[)）]?)?"
)
_AT_END = regex.compile(
    r"(?:本报告期末|本?期末|报告期末|本?年末|本年期末|本期期末|本年度末)(?:账面)?(?:余额|金额|账面价值|价值|原值|数)?"
)
_QUARTER = regex.compile(r"第(?P<n>[一二三四])季度(?:[(（].{1,12}[)）])?")
_YEAR_OPENS = regex.compile(r"(?P<year>(?:19|20)\d{2})年(?:度)?初(?:账面)?(?:余额|金额|账面价值|数)?")
_AT_START = regex.compile(
    r"(?:上年度?末|期初|本?年初|上期期末|上期末|上年年末|上年期末)(?:账面)?(?:余额|金额|账面价值|价值|原值|数)?(?:[(（]?(?:经重述|已重述|调整后)[)）]?)?"
)


def is_trailing(text: str) -> bool:
    """Whether a header is a time up to now (``3M``)."""
    return text[-1:] not in _NO_UNIT and _TRAILING.match(text) is not None


def period_of_report(label: str, own: Period) -> Period | None:
    """``本报告期``, ``上年同期``, ``期末余额`` … of a filing, by the period that it reports on."""
    if own.period_start is None or own.period_end is None or _OF_TIME.isdisjoint(label):
        return None
    start, end = own.period_start, own.period_end
    quarter = _QUARTER.fullmatch(label) if own.period_type == "year" else None
    if quarter is not None:  # of the year reported on, whenever the report came out
        first = 3 * "一二三四".index(quarter["n"]) + 1
        until = date(start.year + (first + 3) // 13, (first + 2) % 12 + 1, 1)
        return Period(0, 0, date(start.year, first, 1), until - timedelta(days=1), "quarter", label)
    if (opening := _YEAR_OPENS.fullmatch(label)) is not None:
        last = date(int(opening["year"]) - 1, 12, 31)
        return Period(0, 0, last, last, "instant", label)
    if _NOW.fullmatch(label):
        return Period(0, 0, start, end, own.period_type, label)
    if _BEFORE.fullmatch(label):
        return Period(0, 0, months_before(start, 12), months_before(end, 12), own.period_type, label)
    if _AT_END.fullmatch(label):
        return Period(0, 0, end, end, "instant", label)
    if _AT_START.fullmatch(label):
        last = date(start.year - 1, 12, 31)
        return Period(0, 0, last, last, "instant", label)
    return None


def distant_period(text: str) -> Period | None:
    """``远期``, ``Long term`` over a forecast's last column: a time that cannot be resolved."""
    return Period(0, 0, None, None, None, text, forecast=True) if _DISTANT.fullmatch(text) else None


def trailing_period(text: str, published: date | None) -> Period | None:
    """``1M``, ``3个月`` over a performance table: the time up to publication."""
    if text[-1:] not in _TIME_UNITS:
        return None
    match = _TRAILING.match(text)
    days = _CHINESE_TRAILING.get(text.removeprefix("近").removeprefix("过去"))
    if match is None and days is None:
        return None
    start = None
    if match is not None:
        count, unit = int(match["n"]), match["unit"]
        if unit in "年Y" and count > 30:
            return None
        if published is not None:
            if unit in ("M", "m", "个月", "月") or unit.lstrip("-").startswith("m"):
                start = months_before(published, count)
            elif unit in ("Y", "年"):
                start = months_before(published, 12 * count)
            else:
                start = published - timedelta(days=count * (7 if unit in ("W", "周") else 1))
    elif published is not None and days is not None:
        start = published - timedelta(days=days)
    return Period(0, 0, start, published, "trailing", text, relative=True)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, the month's last where it has no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    return date(year, month + 1, 28)


def says_when(period: Period) -> bool:
    """Whether a label's period is a date or a year, not a length of time (``一年内最高价``)."""
    return _DIGIT.search(period.text) is not None or (period.period_type in _POINTED)
