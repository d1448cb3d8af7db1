"""Times of publication as pages, their data and their addresses print them: a day in Shanghai and a moment in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import regex

SHANGHAI = ZoneInfo("Asia/Shanghai")

_LOCAL = regex.compile(
    r"(?<!\d)((?:19|20)\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)\s?[日号]?"
    r"(?:[ \u3000\xa0]{0,3}[（(]?(?:星期|周|週|礼拜)[一二三四五六日天][）)]?)?"
    r"(?:[ T\u3000\xa0|,，]{0,6}(上午|下午|早上|中午|晚上|晚间|凌晨|[AP]M\s)?\s?"
    r"(\d{1,2})\s?[:：时點点]\s?(\d{2})(?:\s?[:：]\s?(\d{2}))?(?:分)?\s?([AaPp]\.?[Mm]\b)?)?"
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s?(?:Z|[+-]\d{2}:?\d{2})")
_FRACTION = re.compile(r"(\.\d{6})\d+")
_MAIL = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},\s)?\d{1,2}\s"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\s"
    r"\d{4}\s\d{2}:\d{2}(?::\d{2})?\s(?:[+-]\d{4}|GMT|UTC?)"
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")


def moment(text: str) -> tuple[date | None, datetime | None]:
    """The first time of a text in any of the forms below, or seconds or milliseconds since 1970 that are all of it."""
    day, at = iso_time(text)
    if day is None:
        day, at = mail_time(text)
    if day is None:
        day, at = local_time(text)
    if day is None and _EPOCH.fullmatch(text.strip()):
        at = datetime.fromtimestamp(int(text.strip()[:10]), UTC)
        day = at.astimezone(SHANGHAI).date()
    return day, at


def iso_time(text: str) -> tuple[date | None, datetime | None]:
    """A time with its offset (``2024-02-06T15:48:19+08:00``, ``…Z``): its day in Shanghai and the moment in UTC."""
    match = _ISO.search(text)
    if match is None:
        return None, None
    try:
        at = datetime.fromisoformat(_FRACTION.sub(r"\1", match.group()).replace(" ", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None, None
    return at.astimezone(SHANGHAI).date(), at


def mail_time(text: str) -> tuple[date | None, datetime | None]:
    """A time as mail and HTTP write it (``Tue, 06 Feb 2024 07:48:19 GMT``): its day in Shanghai, and in UTC."""
    match = _MAIL.search(text)
    if match is None:
        return None, None
    try:
        at = parsedate_to_datetime(match.group())
    except (ValueError, OverflowError):
        return None, None
    at = (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC)
    return at.astimezone(SHANGHAI).date(), at


def local_time(text: str) -> tuple[date | None, datetime | None]:
    """A printed Shanghai time: its day, and the moment in UTC where hours and minutes are printed too.

    >>> local_time("2024年5月20日 週一 下午2:05")[1].isoformat()
    '2024-05-20T06:05:00+00:00'
    """
    match = _LOCAL.search(text)
    if match is None:
        return None, None
    year, month, day = (int(group) for group in match.group(1, 2, 3))
    try:
        printed = date(year, month, day)
        if match.group(5) is None:
            return printed, None
        hour = _hour(int(match.group(5)), (match.group(4) or match.group(8) or "").strip().casefold())
        at = datetime(year, month, day, hour, int(match.group(6)), int(match.group(7) or 0), tzinfo=SHANGHAI)
    except ValueError:
        return None, None
    return printed, at.astimezone(UTC)


def _hour(hour: int, half: str) -> int:
    """An hour of the day from one of its half: 下午 and 晚上 are after noon, 中午12 is noon."""
    after = half in ("下午", "晚上", "晚间") or half.startswith("p")
    if after and hour < 12:
        return hour + 12
    return 0 if hour == 12 and (half in ("凌晨", "上午", "早上") or half.startswith("a")) else hour
