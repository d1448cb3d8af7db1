"""Atoms of time that hang on the day of publication: 本周, 近三个月, 5年前, 年底."""

from __future__ import annotations

import re
from datetime import date, timedelta

from extractors.language.period_parts import (
    UNKNOWN,
    Anchor,
    Span,
    day,
    instant,
    last_day,
    part_of_month,
    shift_day,
    small_number,
    week_of,
)

_DAY_SHIFTS = {
    "今日": 0, "今天": 0, "本日": 0, "当日": 0, "当天": 0, "全天": 0, "今晚": 0, "今早": 0, "今晨": 0, "昨日": -1,
    "昨天": -1, "昨晚": -1, "前天": -2, "前日": -2, "大前天": -3, "明日": 1, "明天": 1, "明晚": 1, "明早": 1,
    "明晨": 1, "翌日": 1, "后天": 2, "後天": 2, "大后天": 3, "大後天": 3, "大大后天": 4, "大大後天": 4,
    "近日": 0, "日前": 0, "近期": 0, "发稿": 0, "发稿时": 0, "发稿前": 0,
}  # fmt: skip
_WEEKDAYS = {letter: number for number, letter in enumerate("一二三四五六日")} | {"天": 6}
_UNITS = {
    "年": ("years", 1),
    "个月": ("months", 1),
    "個月": ("months", 1),
    "月": ("months", 1),
    "季度": ("months", 3),
    "个季度": ("months", 3),
}

Match = re.Match[str]


def weekly(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """本周, 上上周三, 下周末."""
    if anchor.published_on is None:
        return UNKNOWN
    word = found["w"]
    shift = {"上上": -2, "下下": 2}.get(word[:2], {"上": -1, "下": 1}.get(word[0], 0))
    week = week_of(anchor.published_on, 0 if "半" in word else shift)
    assert week.start is not None
    if "半" in word and word[0] == "下":
        return Span(week.start + timedelta(days=3), week.end, "span", relative=True)
    if "半" in word:
        return Span(week.start, week.start + timedelta(days=2), "span", relative=True)
    which = (found["wd"] or "").lstrip("周週") if found["wd"] not in ("周末", "週末") else "末"
    if not which:
        return Span(week.start, week.end, "week", relative=True)
    if which.endswith("末"):
        return Span(week.start + timedelta(days=5), week.end, "span", relative=True)
    when = week.start + timedelta(days=_WEEKDAYS[which])
    return Span(when, when, "day", relative=True)


def weekday(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """周五 is the last one up to publication."""
    if anchor.published_on is None:
        return UNKNOWN
    back = (anchor.published_on.weekday() - _WEEKDAYS[found["wd2"] or found["wd3"]]) % 7
    when = anchor.published_on - timedelta(days=back)
    return Span(when, when, "day", relative=True)


def daily(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """昨日, 近日."""
    if anchor.published_on is None:
        return UNKNOWN
    when = anchor.published_on + timedelta(days=_DAY_SHIFTS[found["daily"]])
    return Span(when, when, "day", relative=True)


def day_only(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """29日, of the month of publication."""
    if anchor.published_on is None:
        return UNKNOWN
    span = day(anchor.published_on.year, anchor.published_on.month, int(found["d6"]))
    return None if span is None else Span(span.start, span.end, "day", relative=True)


def trailing(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """近三个月 reaches back from publication, 未来五年 ahead."""
    if anchor.published_on is None:
        return Span(None, None, "trailing", relative=True)
    if found["tn"] == "半":
        if found["tu"] not in ("年", "个月", "個月"):
            return None
        amount = {"months": 6} if found["tu"] == "年" else {"days": 15}
    else:
        count = small_number(found["tn"])
        if not count:
            return None
        name, size = _UNITS.get(found["tu"], ("days", 7 if found["tu"] in ("周", "週", "个星期") else 1))
        amount = {name: count * size}
    if found["dir"][0] in "未今此接":
        return Span(anchor.published_on, shift_day(anchor.published_on, **amount), "span", True, True)
    start = shift_day(anchor.published_on, **{name: -count for name, count in amount.items()})
    return Span(start, anchor.published_on - timedelta(days=1), "trailing", relative=True)


def within(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """52 周内: the span up to publication."""
    if anchor.published_on is None:
        return Span(None, None, "trailing", relative=True)
    count = int(found["wn"])
    back = {"周": {"days": -7 * count}, "个月": {"months": -count}, "年": {"years": -count}}[found["wu"]]
    return Span(shift_day(anchor.published_on, **back), anchor.published_on, "trailing", relative=True)


def ago(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """5年前, 4周后."""
    if anchor.published_on is None:
        return UNKNOWN
    when = anchor.published_on
    sign = -1 if found["aw"] in ("前", "以前", "之前") else 1
    if "几" in found["an"]:
        tens = (small_number(found["an"].replace("几", "")) or 10) if found["an"] != "十几" else 10
        if found["au"] != "年" or sign > 0:
            return UNKNOWN
        return Span(date(when.year - tens - 10, 1, 1), date(when.year - tens, 12, 31), "span", relative=True)
    if found["an"] == "半":
        return instant(shift_day(when, months=6 * sign), relative=True) if found["au"] == "年" else None
    count = small_number(found["an"])
    if count is None or count > 500:
        return None
    if found["au"] in ("周", "週", "个星期"):
        start = when + timedelta(weeks=sign * count)
        return Span(start, start + timedelta(days=6), "week", relative=True)
    name, size = _UNITS.get(found["au"], ("days", 1))
    return instant(shift_day(when, **{name: sign * count * size}), relative=True)


def soft(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """年底, 月初, 年内: words that print no number."""
    word, when, year = found["soft"], anchor.published_on, carried or anchor.this_year
    if word in ("目前", "至今"):
        return None
    if year is None:
        return UNKNOWN
    if word in ("年底", "年末"):
        return instant(date(year, 12, 31), relative=True)
    if word in ("去年末", "上年末"):
        return instant(date(year - 1, 12, 31), relative=True)
    if word == "年初":
        return Span(date(year, 1, 1), last_day(year, 2), "span", relative=True)
    if word.endswith("半月"):
        if when is None:
            return UNKNOWN
        part = part_of_month(when.year, when.month, word)
        return None if part is None else Span(part.start, part.end, part.kind, relative=True)
    if word == "年内":
        return Span(date(year, 1, 1), date(year, 12, 31), "year", relative=True)
    if word in ("月底", "月末", "月初") and when is not None:
        span = part_of_month(when.year, when.month, word)
        return None if span is None else Span(span.start, span.end, span.kind, relative=True)
    return UNKNOWN
