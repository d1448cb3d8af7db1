"""Years, their parts, decades and centuries to first and last day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from extractors.language.period_parts import (
    UNKNOWN,
    Anchor,
    Span,
    half,
    instant,
    last_day,
    month,
    months,
    quarter,
    small_number,
    whole_year,
    year_number,
)

Match = re.Match[str]
_YEAR_SHIFTS = {
    "今年": 0, "本年": 0, "本年度": 0, "当年": 0, "这年": 0, "这一年": 0, "去年": -1, "上年": -1, "上一年": -1,
    "上年度": -1, "上一年度": -1, "明年": 1, "下年": 1, "下一年": 1, "次年": 1, "来年": 1, "前年": -2, "后年": 2,
    "後年": 2, "大后年": 3, "大後年": 3, "大前年": -3,
}  # fmt: skip


def near(year: int, anchor: Anchor) -> bool:
    """Whether a year lies about the document's own, so that two digits may mean it."""
    return abs(year - (anchor.this_year or 2022)) <= 12


def yearly(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """2024年, 24年上半年, 去年底: a year, or the part of it that is named."""
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
        digits = found["short"]
        if digits[0] in "零〇九八" and len(set(digits)) <= 2:
            return True
        # 一八年, 二五年: digits in turn, where 二三年 may be two or three years
        return digits[0] in "一二" and digits[1] in "零〇五六七八九" and near(year, anchor)
    text = found.string
    if found["short"][0] == "0":
        return True
    after = text[found.end() : found.end() + 3]
    if _LENGTH_NEXT.match(after):
        return False
    if 1985 <= year <= 1999 and (found.start() == 0 or text[found.start() - 1] in "在于自从\n"):
        return True
    if anchor.this_year is None or year < 2015:
        return False
    ahead, before = year - anchor.this_year, text[max(0, found.start() - 4) : found.start()]
    told = _YEAR_TOLD.search(before) is not None
    heads = after[:1] == "，" and not before.rstrip(" ")[-1:].strip(_OPENS)  # no sentence opens with a length of time
    plain = year % 5 and not _LENGTH_TOLD.search(before)
    if after[:1] in ("", *"的、，。；)）和") and not (told or plain or heads):
        return False
    # 20年 and 30年 are more often a length of time: they are years only close to the document's own, or where they
    # are expected.
    if year % 10 == 0:
        return -2 <= ahead <= 1 or (told and 0 < ahead <= 10)
    return -4 <= ahead <= (5 if told else 3)


_OPENS = "\n。；;！？：:■●◆•"
_LENGTH_NEXT = re.compile(
    r"[期以左来前后内间多余历之代限贷半老]|经(?!营[活性现净业利])|国[债开]|的(?:历史|时间|发展|经验|老|期限|国债)|国家开发"
)
_LENGTH_TOLD = re.compile(
    r"(?:连续|超过?|近|约|历时|长达|过去|为期|第|成立|满|达|延长|缩短|至少|平均|质保|寿命|期限|年限|[前有了需用的共每])\s?$"
)
_YEAR_TOLD = re.compile(r"(?:预计|预期|预测|展望|截至|对应|到|至|在|于|自|从|年\s?[-—–~～、和及与])\s?$")


def _part_of_year(found: Match, year: int, anchor: Anchor) -> Span | None:
    if found["half"]:
        return half(year, 2 if found["half"][0] in "下后" or "2" in found["half"] else 1)
    digit = found["quarter"] or found["latin"] or found["latin2"]
    if digit:
        return edge_of(quarter(year, small_number(digit) or 1), found["edge"])
    if found["first"] or found["last"]:
        return first_or_last(
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
    if found["season"]:
        first = {"春": 3, "夏": 6, "秋": 9, "冬": 12}[found["season"][0]]
        until = last_day(year, first + 2) if first < 12 else last_day(year + 1, 2)
        return Span(date(year, first, 1), until, "span")
    if found["nthweek"]:
        return _nth_week(year, small_number(found["nthweek"]) or 0)
    if found["same"]:
        return _same_period(year, anchor)
    return None


def _nth_week(year: int, number: int) -> Span | None:
    """A week by its number in ISO's count, None where the year has none such."""
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return Span(monday, monday + timedelta(days=6), "week")


def edge_of(span: Span, edge: str | None) -> Span:
    """A quarter's first month (初) or last day (末), else the span itself."""
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


def first_or_last(year: int, first: str | None, unit: str, count: int | None, anchor: Anchor) -> Span | None:
    """前三季度, 后两月, 前两周 of a year; None for more than it has."""
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


def years(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """2025-2027年, 25-27年: whole years from the first to the last."""
    first = int(found["ya"]) if len(found["ya"]) == 4 else 2000 + int(found["ya"])
    last = int(found["yb"]) if len(found["yb"]) == 4 else first // 100 * 100 + int(found["yb"])
    if not first < last <= first + 60:
        return None
    if len(found["ya"]) == 2 and not _short_years(found, first, last, anchor):
        return None
    return Span(date(first, 1, 1), date(last, 12, 31), "span", bool(found["ybe"]))


def listed_year(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """2021、2022年, 26、27年: a year whose 年 is printed once, at the end."""
    year = year_number(found["ly"])
    if year is None:
        return None
    if len(found["ly"]) == 2:
        now = anchor.this_year
        last = re.match(r"(?:\s?[、/和及,]\s?(?:20)?\d\d)*", found.string[found.end() : found.end() + 30])
        following = re.findall(r"\d\d", last.group()) if last else []
        if (
            now is None
            or not following
            or not now - 6 <= year <= now + 4
            or not year < 2000 + int(following[0]) <= year + 3
        ):
            return None
    return whole_year(year)


_LENGTH_BEFORE = re.compile(r"(?:年限|寿命|期限|需要?|约|达|近|超过?|历时|经过|缩短至|延长至|为期|平均)\s?$")
_LENGTH_AFTER = re.compile(r"\s?(?:以[上下内后]|左右|的?(?:时间|周期|寿命|历史|期限|经验)|内|后|期|不等)")


def _short_years(found: Match, first: int, last: int, anchor: Anchor) -> bool:
    """Whether 25-27年 are years, not a length of time: about the document's own, in words that name no length."""
    text = found.string
    if (
        _LENGTH_AFTER.match(text, found.end())
        or _LENGTH_BEFORE.search(text, max(0, found.start() - 5), found.start())
        or (first % 5 == 0 and last % 5 == 0)
    ):
        return False
    now = anchor.this_year
    return first >= 2018 if now is None else now - 6 <= first <= now + 3


def decade(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """上世纪90年代, 80年代."""
    tens = small_number(found["tens"])
    if tens is None or tens >= 100:
        return None
    century = found["century"]
    if century in ("上", "上个", "上個", None):
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


def centuries(found: Match, anchor: Anchor, carried: int | None) -> Span | None:
    """20世纪, 21世纪初: a century of the calendar as it is usually counted, 1900 to 1999."""
    word = found["cent"]
    number = {"上": 20, "本": 21}.get(word[0]) or small_number(word)
    if number is None:
        return None
    start = (number - 1) * 100
    first, last = {"初": (0, 19), "末": (80, 99), "中叶": (40, 69)}.get(found["cedge"] or "", (0, 99))
    return Span(date(start + first, 1, 1), date(start + last, 12, 31), "span")
