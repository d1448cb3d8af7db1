"""Calendar arithmetic for periods: months, quarters, halves and weeks as first and last day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from extractors.language.numerals import read_number
from extractors.record import record

_CENTURY_TURN = 50


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative times hang on: the day of publication, or at least the year that the document makes plain."""

    published_on: date | None = None
    year: int | None = None

    @property
    def this_year(self) -> int | None:
        """The document's year."""
        return self.published_on.year if self.published_on is not None else self.year


@record(frozen=True, slots=True)
class Span:
    """First and last day, inclusive, and the period's type. ``start`` alone is an open end."""

    start: date | None
    end: date | None
    kind: str | None
    forecast: bool = False
    relative: bool = False

    @property
    def known(self) -> bool:
        """Whether any bound was resolved."""
        return self.start is not None or self.end is not None


UNKNOWN = Span(None, None, None, relative=True)


def day(year: int, month: int, number: int) -> Span | None:
    """One day; None where the calendar has none such."""
    try:
        when = date(year, month, number)
    except ValueError:
        return None
    return Span(when, when, "day")


def last_day(year: int, month: int) -> date:
    """The month's last day."""
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def month(year: int, number: int) -> Span | None:
    """One month; None for a month that does not exist."""
    if not (1 <= number <= 12 and 1 <= year <= 9998):
        return None
    return Span(date(year, number, 1), last_day(year, number), "month")


def months(year: int, first: int, last: int, kind: str) -> Span:
    """Whole months of one year."""
    return Span(date(year, first, 1), last_day(year, last), kind)


def whole_year(year: int, *, forecast: bool = False) -> Span:
    """A calendar year."""
    return Span(date(year, 1, 1), date(year, 12, 31), "year", forecast)


def quarter(year: int, number: int) -> Span:
    """A quarter of a calendar year."""
    return months(year, 3 * number - 2, 3 * number, "quarter")


def half(year: int, number: int) -> Span:
    """A half of a calendar year."""
    return months(year, 6 * number - 5, 6 * number, "half")


def week_of(when: date, shift: int = 0) -> Span:
    """The week (Monday to Sunday) of a day, ``shift`` weeks later."""
    monday = when - timedelta(days=when.weekday()) + timedelta(weeks=shift)
    return Span(monday, monday + timedelta(days=6), "week")


def shift_month(when: date, count: int) -> tuple[int, int]:
    """Year and month ``count`` months after that of ``when``."""
    number = when.year * 12 + when.month - 1 + count
    return number // 12, number % 12 + 1


def shift_day(when: date, *, years: int = 0, months: int = 0, days: int = 0) -> date:
    """The same day some months or years away, the month's last where there is no such day."""
    year, number = shift_month(when, months + 12 * years)
    shifted = date(year, number, min(when.day, last_day(year, number).day))
    return shifted + timedelta(days=days)


def instant(when: date | None, *, relative: bool = False) -> Span:
    """A point in time."""
    return Span(when, when, "instant", relative=relative)


@lru_cache(maxsize=2048)
def small_number(text: str) -> int | None:
    """A day, month or count as written in digits or Chinese; None where it is no whole number."""
    reading = read_number(text)
    if reading is None or reading.low != reading.high or reading.low != int(reading.low):
        return None
    return int(reading.low)


def year_number(text: str) -> int | None:
    """2024, 24, 二〇二四, 九零 to a year; None for what is none."""
    text = "".join(text.split())
    digits = "".join(
        letter if letter.isdigit() and letter.isascii() else _YEAR_DIGITS.get(letter, "?") for letter in text
    )
    if not re.fullmatch(r"\d{2}|\d{4}", digits):
        return None
    number = int(digits)
    if len(digits) == 2:
        number += 2000 if number < _CENTURY_TURN else 1900
    return number if 1900 <= number <= 2100 else None


_YEAR_DIGITS = dict(zip("零〇○一二三四五六七八九", "000123456789", strict=True))


_TENS = {"上旬": (1, 10), "中旬": (11, 20), "上半月": (1, 15)}


def part_of_month(year: int, number: int, part: str | None, week: str | None = None) -> Span | None:
    """A month, or the part of it that 上旬, 底 or 第二周 names; None for a month that does not exist."""
    whole = month(year, number)
    if whole is None or not part:
        return whole
    last = last_day(year, number)
    if part in _TENS:
        first, until = _TENS[part]
        return Span(date(year, number, first), date(year, number, until), "span")
    if part == "下旬" or part == "下半月":
        return Span(date(year, number, 21 if part == "下旬" else 16), last, "span")
    if week is not None:
        first_day = date(year, number, 1)
        monday = first_day + timedelta(days=(7 - first_day.weekday()) % 7)
        count = small_number(week) or 1
        return week_of(monday, count - 1)
    if part.endswith("初"):
        return Span(date(year, number, 1), date(year, number, 10), "span")
    return instant(last)
