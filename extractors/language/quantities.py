"""Every number of a text with its unit: quantities, and labels for numbers that are none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.language.labels import find_labels
from extractors.language.numerals import CHINESE, clean
from extractors.language.quantity_bounds import bounding_words, comparator
from extractors.language.quantity_part import Part
from extractors.language.quantity_scan import scan
from extractors.language.quantity_words import apply_rates, resolve_counter, unit_around
from extractors.language.units import CURRENCIES, Unit, parse_unit
from extractors.records import Label, Period, Quantity

_LINK = re.compile(r"\s?(?:[(（]含[)）])?\s?(?:[-–—~～－−]{1,2}|至|到|或)\s?(?:[$€£¥￥](?=\Z))?")
_BETWEEN = re.compile(r"\s?[和与與跟]\s?")
_LISTED = re.compile(r"\s?(?:[、/／]|[和及与]|以及|\+)\s?")
_CHANGES = re.compile(
    r"(?:增长|增加|上升|提升|提高|上涨|上调|扩大|新增|净增|增|升|涨|降|减|跌|下降|下滑|下跌|下调|减少|回落|降低)(?:了|约|近)?\s?$"
)
_ANY_NUMBER = re.compile(rf"[\d{CHINESE}第最半翻仅几幾数數①-⒛❶-❿㈠-㈩]")
_SENTENCE = re.compile(r"[。！？!?\n]")


def find_quantities(
    text: str,
    start: int = 0,
    end: int | None = None,
    *,
    periods: Sequence[Period] = (),
    names: Sequence[tuple[int, int]] = (),
) -> tuple[list[Quantity], list[Label]]:
    """All numbers of ``text[start:end]`` that stand outside ``periods``: quantities, and labels for the rest.

    ``names`` are spans known as names: digits inside them are labels. Both lists are sorted by start and disjoint.
    """
    end = len(text) if end is None else min(end, len(text))
    if _ANY_NUMBER.search(text, start, end) is None:
        return [], []
    taken = sorted((max(p.start, start), min(p.end, end)) for p in periods if p.end > start and p.start < end)
    labels = find_labels(text, start, end, taken=taken, names=names)
    blocked = sorted([*taken, *((label.start, label.end) for label in labels)])
    parts: list[Part] = []
    for part in scan(text, start, end, blocked):
        if part.label is not None:
            labels.append(Label(part.start, part.end, part.label))
        elif parts and _widen(text, parts[-1], part, end):
            continue
        else:
            parts.append(part)
    parts = [part for part in parts if not part.tentative]
    if not parts:
        labels.sort(key=lambda label: label.start)
        return [], labels
    _share_units(text, parts)
    _tell_units(text, parts, start, end)
    apply_rates(text, parts, start, end)
    labels.sort(key=lambda label: label.start)
    for part in parts:
        part.comparator = "range" if part.bounded else part.comparator or comparator(text, part, start, end) or "eq"
    parts = _between(text, parts)
    return [_finish(part) for part in parts], labels


def _widen(text: str, first: Part, second: Part, end: int) -> bool:
    """Join 12-18个月, 4%到6%, 8500到3万港元 into ``first``. Whether they were one range."""
    gap = second.first - first.end
    if _lengthens(text, first, second):
        return True
    if gap < 1 or gap > 6 or first.bounded or first.vague:
        return False
    between = text[first.end : second.first]
    if between in (" -", " −") and second.signed:
        return False  # columns of a statement: 151 -175
    negative = second.signed and second.high <= 0 and len(between.strip()) > 1
    if _LINK.fullmatch(between.rstrip("-−+") if second.signed and len(between.strip()) > 1 else between) is None:
        if _BETWEEN.fullmatch(between) is None:
            return False
        if second.printed in ("间", "間"):
            second.unit, second.printed, second.end = None, None, second.end - 1
        if not text.startswith(("之间", "间", "間"), second.end):
            return False
    elif first.ordinal != second.ordinal:
        return False
    if first.ordinal and second.ordinal and first.unit == second.unit:
        pass
    elif first.unit is not None and (second.unit is None or second.unit.code != first.unit.code):
        return False
    far = first.unit is not None and between.strip() in ("至", "到") and second.high >= 5 * first.low > 0
    if far and _CHANGES.search(text, max(0, first.start - 6), first.start):
        return False  # 增长2.6万片至97.3万片: a change, and the level that it reaches
    counted = first.unit is not None and first.unit.code not in ("%", "pp", "bp")
    if counted and between.strip() in ("至", "到") and text[first.start] in "+＋" and not second.signed:
        return False  # 同比+71天至346天
    low, high = first.low, second.high if not second.signed or negative else abs(second.high)
    if second.signed and not negative and second.start < second.first and between.strip() in ("-", "−"):
        high = abs(second.low)
    if first.unit is None and second.unit is not None:
        low *= second.unit.factor
    if first.scale == 1.0 and second.scale > 1.0 and low * second.scale <= high:
        low *= second.scale
    elif first.scale == 1.0 and first.chinese and second.chinese and low < 10 <= high < 1000 and low * 10 <= high:
        low *= 100 if high >= 100 else 10
    if low > high or (low == high and not first.signed):
        return False
    first.low, first.high, first.bounded = low, high, True
    first.end, first.unit, first.printed = second.end, second.unit or first.unit, second.printed or first.printed
    first.scale, first.vague, first.comparator, first.tentative = second.scale, False, "range", False
    if second.prefix is None and first.prefix is not None and first.unit is None:
        first.unit = Unit(first.prefix, 1.0)
    return True


_LONGER = {"分": 60.0, "分钟": 60.0, "小时": 3600.0, "个小时": 3600.0, "年": 12.0, "天": 86400.0}
"""Units of time that a shorter one may follow, and what they are worth in it."""


def _lengthens(text: str, first: Part, second: Part) -> bool:
    """2分35秒, 1小时20分钟, 3年6个月: join one length of time told in two units into ``first``."""
    if first.unit is None or second.unit is None or first.bounded or second.bounded or second.signed:
        return False
    longer = (first.printed or "").strip()
    if longer not in _LONGER or text[first.end : second.first].strip(" 零又") or second.first - first.end > 2:
        return False
    code, shorter = second.unit.code, (second.printed or "").strip()
    if shorter == "分" and longer in ("小时", "个小时"):
        second.low, second.high, code = second.low * 60, second.high * 60, "second"
    shortest, limit = ("month", 12.0) if longer == "年" else ("second", _LONGER[longer])
    if code != shortest or second.high >= limit:
        return False
    scale = _LONGER[longer] / (1.0 if longer in ("年", "分", "天") else _LONGER[longer])  # hours are seconds already
    first.low, first.high = first.low * scale + second.low, first.high * scale + second.high
    first.end, first.unit, first.printed = second.end, Unit(code or "second", 1.0), second.printed
    first.vague = second.vague
    return True


def _share_units(text: str, parts: list[Part]) -> None:
    """4.7、7.2、9.3 亿元: items without a unit take that of the item after them."""
    for index in range(len(parts) - 2, -1, -1):
        part, following = parts[index], parts[index + 1]
        if not part.bare or following.ordinal or following.start - part.end > 4 or part.vague:
            continue
        if following.unit is None and following.scale == 1.0:
            continue
        between = text[part.end : following.start if following.signed and part.signed else following.first]
        if _LISTED.fullmatch(between) is None or (between.strip() == "+" and len(between) > 1):
            continue
        factor = following.scale * (following.unit.factor if following.unit else 1.0)
        if following.unit is not None and "/" in (following.unit.code or "") and following.comparator == "range":
            factor = following.unit.factor
        part.low, part.high = part.low * factor, part.high * factor
        part.unit, part.scale = following.unit, following.scale
        part.printed = None


def _tell_units(text: str, parts: list[Part], start: int, end: int) -> None:
    """Units from the words around: for numbers with a multiplier only, and for counters that mean several things."""
    earlier: dict[str, str] = {}
    last = start
    before: Part | None = None
    for part in parts:
        before, previous = part, before
        if part.ordinal:
            continue
        if part.unit is None:
            if part.scale == 1.0 and _label_in_front(text, part, previous, start):
                pass
            elif (part.scale > 1.0 and (code := unit_around(text, part, start, end))) or (
                code := _directly(text, part, start, end)
            ) is not None:
                part.unit = Unit(code, 1.0)
        elif part.unit.code == "count" and part.printed:
            if _SENTENCE.search(text, last, part.start):
                earlier.clear()
            last = part.start
            counter = part.printed.strip()[-1:]
            code = resolve_counter(text, part, start, end, earlier)
            if code is not None and (part.scale > 1.0 or code not in ("parameter", "token")):
                earlier[counter] = code
                part.unit = Unit(code, part.unit.factor)


def _label_in_front(text: str, part: Part, previous: Part | None, start: int) -> bool:
    """总股本(百万股)： 227.92: the label before a number names its unit; numbers in a row share it."""
    position = part.start
    while position > start and text[position - 1] in " :：":
        position -= 1
    if position > start and text[position - 1] in ")）":
        begin = max(start, text.rfind("\n", start, position) + 1, position - 40)
        unit = parse_unit(text[begin:position])
    elif previous is not None and previous.labelled and text[previous.end : part.start].strip() in ("", "/"):
        unit = previous.unit
    else:
        return False
    if unit is None:
        return False
    part.unit, part.labelled = unit, True
    part.low, part.high = part.low * unit.factor, part.high * unit.factor
    return True


def _directly(text: str, part: Part, start: int, end: int) -> str | None:
    """A small number takes a unit only from a word that follows it at once: 365用户 is read as a unit already."""
    return part.prefix if part.prefix in CURRENCIES else None


_AND_THEN = re.compile(
    rf"\s?[大高多长]?[，,且、]\s?比\s?|\s?(?:[个個人名岁倍%％]?以[上下])?[并且但而又，,、\s]{{0,2}}(?:(?:{bounding_words()}|超|逾)\s?|(?<=以[上下]))"
)
_CHAIN = re.compile(r"\s?(?P<first>[<＜≤>＞≥])=?\s?[A-Za-z\u4e00-\u9fff]{1,6}\s?(?P<second>[<＜≤>＞≥])=?\s?")


def _between(text: str, parts: list[Part]) -> list[Part]:
    """大于10小于20 is one range: a lower and an upper bound side by side."""
    kept: list[Part] = []
    for part in parts:
        first = kept[-1] if kept else None
        if first is not None and _chained(text, first, part):
            continue
        if (
            first is not None
            and {first.comparator, part.comparator} == {"over", "under"}
            and (first.unit == part.unit or first.unit is None)
            and _AND_THEN.fullmatch(text, first.end, part.start)
        ):
            low, high = (first.low, part.high) if first.comparator == "over" else (part.low, first.high)
            if low < high:
                first.low, first.high, first.bounded, first.comparator = low, high, True, "range"
                first.end, first.unit, first.printed = part.end, part.unit, part.printed
                continue
        kept.append(part)
    return kept


def _chained(text: str, first: Part, second: Part) -> bool:
    """20<x≤30 is one range."""
    found = _CHAIN.fullmatch(text, first.end, second.start)
    if found is None or first.bounded or second.bounded or (first.unit is not None and first.unit != second.unit):
        return False
    up = found["first"] in "<＜≤"
    if up != (found["second"] in "<＜≤") or (first.low >= second.high if up else first.high <= second.low):
        return False
    first.low, first.high = (first.low, second.high) if up else (second.low, first.high)
    first.bounded, first.comparator, first.end = True, "range", second.end
    first.unit, first.printed = second.unit, second.printed
    return True


def _finish(part: Part) -> Quantity:
    value = part.low if part.low == part.high else (part.low + part.high) / 2
    how = part.comparator or "eq"
    low = high = None
    if how == "range":
        low, high = part.low, part.high
    elif how == "over":
        low = value
    elif how == "under":
        high = value
    unit = part.unit
    return Quantity(
        start=part.start,
        end=part.end,
        value=clean(value),
        unit=unit.code if unit else None,
        comparator=how,
        low=None if low is None else clean(low),
        high=None if high is None else clean(high),
        measure=unit.measure if unit else None,
        printed=part.printed.strip() if part.printed else None,
        signed=part.signed,
        ordinal=part.ordinal,
    )
