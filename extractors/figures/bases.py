"""The base of a change, where the text names a period to compare with or leaves the base to the change before."""

from __future__ import annotations

from datetime import timedelta

import regex

from extractors.figures.told_periods import a_year_back
from extractors.records import Period

_YEAR = regex.compile(r"\d{2}\s?年|\d{4}")
_LENGTHS = {"quarter": "qoq", "month": "mom", "week": "wow", "day": "dod"}


def basis_against(base: Period, period: Period | None) -> str | None:
    """``较2024年`` said of 2025 is year on year, ``比一季度`` said of the second quarter on quarter; any other base is
    ``since:`` its first day. None where the base cannot be resolved."""
    first, last = base.period_start, base.period_end
    if first is None:
        return None
    if period is not None and last is not None and period.period_start is not None:
        start = period.period_start
        if first > start and not _YEAR.search(base.text):  # 2024年三季度…，比二季度: no quarter to come
            first, last = a_year_back(first), a_year_back(last)
        follows = last + timedelta(days=1) == start
        if follows and base.period_type == period.period_type:
            if base.period_type == "year":
                return "yoy"
            if base.period_type in _LENGTHS:
                return _LENGTHS[base.period_type]
        if base.period_type == period.period_type and (first.year + 1, first.month, first.day) == (
            start.year,
            start.month,
            start.day,
        ):
            return "yoy"
    return f"since:{first.isoformat()}"


def implied_basis(code: str, unit: str | None, period: Period | None) -> str | None:
    """A growth rate of a whole year, or of its first months, can only be against the year before; the economy's of a
    quarter is by custom told against that of the year before."""
    if unit not in ("%", "pp", "x") or period is None:
        return None
    if period.period_type in ("year", "half", "cumulative") or (code == "gdp" and period.period_type == "quarter"):
        return "yoy"
    return None


def trailing_basis(period: Period) -> str | None:
    """``trailing:6m`` or ``trailing:10d``: how far back a change over a trailing period goes."""
    if period.period_start is None or period.period_end is None:
        return "trailing:6m" if "半年" in period.text else None
    days = (period.period_end - period.period_start).days + 1
    if days >= 27:
        return f"trailing:{round(days / 30.4)}m"
    return f"trailing:{days}d"
