"""Periods that point to another one: 当日 to the day named last, 当周 to its week, 去年同期 to a year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import regex

from extractors.figures.sentences import Sentence
from extractors.records import Period, Quantity

_THAT_DAY = regex.compile(r"当[日天晚]|同[日天]|该日|翌日|次日")
_YEAR_BEFORE = regex.compile(r"(?:去年|上年|上一年|前一年)同期")
_NEXT = regex.compile(r"翌日|次日")
_LENGTHS = frozenset(("year", "month", "quarter", "half", "cumulative", "week"))


def told(period: Period | None, sentence: Sentence, day: Period | None) -> Period | None:
    """The period that is meant; the given one where it points to none. ``day`` is the day named last before."""
    if period is None:
        return None
    if _THAT_DAY.fullmatch(period.text.strip()):
        here = [p for p in sentence.periods if p.end <= period.start and _is_day(p)]
        meant = here[-1] if here else day
        if meant is None or meant.period_start is None:
            return period
        start = meant.period_start + timedelta(days=bool(_NEXT.match(period.text.strip())))
        return replace(period, period_start=start, period_end=start)
    if period.text.strip() == "当周":
        days = [p for p in sentence.periods if p.end <= period.start and _is_day(p)]
        if days and days[-1].period_start is not None:
            monday = days[-1].period_start - timedelta(days=days[-1].period_start.weekday())
            return replace(period, period_start=monday, period_end=monday + timedelta(days=6))
    if _YEAR_BEFORE.fullmatch(period.text.strip()):
        others = [p for p in sentence.periods if p.period_type in _LENGTHS and not _YEAR_BEFORE.search(p.text)]
        before = [p for p in others if p.end <= period.start]
        meant = before[-1] if before else None
        if meant is not None and meant.period_start is not None and meant.period_end is not None:
            return replace(
                period, period_start=a_year_back(meant.period_start), period_end=a_year_back(meant.period_end),
                period_type=meant.period_type,
            )  # fmt: skip
    return period


_WHOLE_YEAR = "全年"
_SHORTER = frozenset(("quarter", "half", "month", "cumulative"))


def widened(period: Period | None, sentence: Sentence, quantity: Quantity) -> Period | None:
    """``Q4出货90GWh；全年储能出货66GWh``: where 全年 stands between the period and the number, the year is meant."""
    if period is None or period.period_type not in _SHORTER or period.period_end is None:
        return period
    at = sentence.text.rfind(_WHOLE_YEAR, max(period.end, sentence.start), quantity.start)
    if at < 0 or any(p.end > at and p.end <= quantity.start and p is not period for p in sentence.periods):
        return period
    year = period.period_end.year
    return replace(
        period, start=at, end=at + len(_WHOLE_YEAR), period_start=date(year, 1, 1), period_end=date(year, 12, 31),
        period_type="year", text=_WHOLE_YEAR, relative=True,
    )  # fmt: skip


def of_report(period: Period | None, sentence: Sentence, quantity: Quantity, report: Period | None) -> Period | None:
    """``全年销售收入578亿元`` in an annual report: the year that it reports on, where the sentence names no time."""
    if period is not None or report is None or report.period_type != "year":
        return period
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    at = sentence.text.rfind(_WHOLE_YEAR, clause.start, quantity.start)
    return None if at < 0 else replace(report, start=at, end=at + len(_WHOLE_YEAR), text=_WHOLE_YEAR, relative=True)


def last_day(sentence: Sentence, before: Period | None) -> Period | None:
    """The day that the sentence names last, else the one before."""
    days = [p for p in sentence.periods if _is_day(p)]
    return days[-1] if days else before


def _is_day(period: Period) -> bool:
    return (
        period.period_start is not None
        and period.period_start == period.period_end
        and _THAT_DAY.fullmatch(period.text.strip()) is None
    )


def a_year_back(day: date) -> date:
    """The same day of the year before."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - 1, day=28)
