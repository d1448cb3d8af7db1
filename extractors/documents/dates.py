"""Dates as reports print them."""

from __future__ import annotations

from datetime import date

import regex

_DAY = regex.compile(
    r"(?<!\d)((?:19|20)\d{2})\s?(?:年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日?|([-/.])\s?(\d{1,2})\s?\4\s?(\d{1,2})(?!\d|\.\d))"
)
_CHINESE_DAY = regex.compile(
    r"([二〇○零一三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_COMPACT = regex.compile(r"(?<![\d.])(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?![\d.])")
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ENGLISH = regex.compile(
    rf"(?<![\w])(?:(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+({_MONTH})\.?[\s,-]+(20\d{{2}})|"
    rf"({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(20\d{{2}}))(?!\d)",
    regex.IGNORECASE,
)
_RANGE = regex.compile(r"(?:\d|[日号])\s?[-–—~～至到]{1,2}\s?(?:19|20)\d{2}")
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}


def find_date(text: str) -> date | None:
    """The first whole date of a text: ``2025年5月16日``, ``2025-05-16``, ``二〇二五年五月十六日``, ``19 Mar 2026``.

    >>> find_date("发布日期：2025 年 05 月 16 日")
    datetime.date(2025, 5, 16)
    """
    found: list[tuple[int, date]] = []
    for match in _DAY.finditer(text):
        parts = match.group(1), match.group(2) or match.group(5), match.group(3) or match.group(6)
        day = _date(*(int(part) for part in parts))
        if day is not None:
            found.append((match.start(), day))
            break
    chinese = _CHINESE_DAY.search(text)
    if chinese is not None:
        year = int("".join(str(_DIGITS[char]) for char in chinese.group(1)))
        day = _date(year, _small(chinese.group(2)), _small(chinese.group(3)))
        if day is not None:
            found.append((chinese.start(), day))
    english = _ENGLISH.search(text)
    if english is not None:
        first = english.group(1) is not None
        number, name, year_text = english.group(1, 2, 3) if first else english.group(5, 4, 6)
        day = _date(int(year_text), _MONTHS[name.casefold()], int(number))
        if day is not None:
            found.append((english.start(), day))
    if not found:
        compact = _COMPACT.search(text)
        day = _date(*(int(part) for part in compact.groups())) if compact is not None else None
        return day
    return min(found)[1]


def is_span(text: str) -> bool:
    """Whether a text holds a span of dates: ``2011.11.1-2013.12.31``, the days of a test and no publication's."""
    return _RANGE.search(text) is not None


def is_date_line(text: str) -> bool:
    """Whether a line is a date and no more than a label, a weekday or bars beside it."""
    if find_date(text) is None or "》" in text or "《" in text:
        return False
    rest = _CHINESE_DAY.sub("", _ENGLISH.sub("", _DAY.sub("", text)))
    rest = regex.sub(
        r"(?:发布|报告|撰写|日)?(?:日期|时间)|星期.|周[一二三四五六日]|证券研究报告|\w{3,6}day|Date|[\s|:：,，.。()（）/丨—-]",
        "",
        rest,
    )
    return not rest


def _small(text: str) -> int:
    """A Chinese number up to 31."""
    if "十" not in text:
        return _DIGITS.get(text[-1], 0)
    tens, _, ones = text.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
