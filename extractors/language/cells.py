"""Numbers of one table cell, whose unit may be printed in a header, a label or a caption."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.language.numerals import clean
from extractors.language.periods import find_periods
from extractors.language.quantities import find_quantities
from extractors.language.units import Unit, parse_unit
from extractors.records import Quantity

_EMPTY = re.compile(r"[\s\-–—−－/／\\.…*·]*|(?i:n\.?\s?[am]\.?|nil|none|null|nm|无|不适用|未披露|同左|同上)")
_NUMBER = r"\d{1,3}(?:,\s?\d{3})++(?:\.\d++)?+|\d++(?:\.\d++)?+|\.\d++"
_PLAIN = re.compile(
    rf"(?P<open>[(（]\s?)?(?P<sign>[-+−－＋]\s?)?(?P<number>{_NUMBER})\s?(?P<percent>[%％])?(?P<close>\s?[)）])?"
    r"(?P<mark>\s?[*†‡#])?"
)
_NOTED = re.compile(rf"(?P<number>{_NUMBER})\s?[(（]\s*(?:注|附注|[Nn]ote)\s*\d*\s*[)）]")
_TURNED = re.compile(
    r"(?P<turn>增加|上升|提高|提升|增长|减少|下降|降低|下滑)\s?(?P<value>(?P<number>\d+(?:\.\d+)?)\s?个?百分点)"
)
_FALLS = frozenset({"减少", "下降", "降低", "下滑"})
_DOUBLE = re.compile(rf"(?P<low>[-+]?(?:{_NUMBER}))\s?/\s?(?P<high>[-+]?(?:{_NUMBER}))\s?(?P<unit>[^\d\s/].{{0,7}})?")
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s?[-–—~～－]\s?(?P<high>{_NUMBER})")
_MULTIPLIED = re.compile(r"[万萬亿億千百kKMBGT]|[bm]n")
_PERCENT = Unit("%", 1.0)
_EXACT = 15
"""Digits that a float holds exactly."""


def is_turned(text: str) -> bool:
    """Whether a cell says a change of a percentage in words (``减少3.3个百分点``)."""
    return "百分点" in text and _TURNED.fullmatch(text.strip()) is not None


def read_cell(text: str, start: int, end: int, unit: Unit | None) -> list[Quantity]:
    """The numbers of the cell ``text[start:end]``, with offsets into ``text``.

    A unit printed in the cell wins over ``unit``, the header's. A number in parentheses is negative, unless words
    stand before it (``巨量(77%)``); a dash or N/A is none. The span of a lone number is the whole cell.
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end or (not text[start].isdigit() and _EMPTY.fullmatch(text, start, end)):
        return []
    if found := _PLAIN.fullmatch(text, start, end):
        return _plain(found, unit)
    if found := _NOTED.fullmatch(text, start, end):
        return _plain_number(text, found.start("number"), found.end("number"), unit)
    if found := _TURNED.fullmatch(text, start, end):
        value = float(found["number"]) * (-1 if found["turn"] in _FALLS else 1)
        return [Quantity(start=found.start("value"), end=found.end("value"), value=value, unit="pp", signed=True)]
    if (found := _DOUBLE.fullmatch(text, start, end)) and (pair := _double(text, found, unit)):
        return pair
    if (found := _RANGE.fullmatch(text, start, end)) and (spread := _spread(found, unit)) is not None:
        return [spread]
    periods = find_periods(text, start, end)
    quantities, _ = find_quantities(text, start, end, periods=periods)
    return [_with_header(quantity, unit, text) for quantity in quantities]


def _value(number: str) -> float:
    return float("".join(number.replace(",", "").split()) if "," in number else number)


def _plain(found: re.Match[str], unit: Unit | None) -> list[Quantity]:
    """A cell that is one number."""
    opened, sign, number, percent, close, mark = found.groups()
    bracketed = opened is not None
    if bracketed != (close is not None):
        return []
    value = _value(number)
    if bracketed or (sign is not None and sign[0] in "-−－"):
        value = -value
    if percent:
        unit = _PERCENT if unit is None or unit.code not in ("pp", "bp") else Unit(unit.code, 1.0)
    start, end = found.start(), found.start("mark") if mark else found.end()
    signed = sign is not None or bracketed
    if unit is None:
        return [Quantity(start, end, value, printed=percent, signed=signed)]
    if unit.factor != 1.0 or len(number) > _EXACT:
        value = clean(value * unit.factor)
    return [Quantity(start, end, value, unit.code, measure=unit.measure, printed=percent, signed=signed)]


def _plain_number(text: str, start: int, end: int, unit: Unit | None) -> list[Quantity]:
    found = _PLAIN.fullmatch(text, start, end)
    return _plain(found, unit) if found else []


def _double(text: str, found: re.Match[str], unit: Unit | None) -> list[Quantity]:
    """``27136/27136百万元``: two values of a double label; the unit behind the second is that of both."""
    printed = parse_unit(found["unit"]) if found["unit"] else None
    if found["unit"] and printed is None:
        return []
    both = printed or unit
    if both is None:
        return []
    first = _plain_number(text, found.start("low"), found.end("low"), both)
    second = _plain_number(text, found.start("high"), found.end("high"), both)
    return [*first, *(replace(q, end=found.end()) for q in second)]


def _spread(found: re.Match[str], unit: Unit | None) -> Quantity | None:
    """21.60-97.40: one range. None where the second number is the smaller: that is no range."""
    factor = unit.factor if unit else 1.0
    low, high = (clean(_value(found[key]) * factor) for key in ("low", "high"))
    if low >= high:
        return None
    return Quantity(
        start=found.start(),
        end=found.end(),
        value=clean((low + high) / 2),
        unit=unit.code if unit else None,
        comparator="range",
        low=low,
        high=high,
        measure=unit.measure if unit else None,
    )


def _with_header(quantity: Quantity, unit: Unit | None, text: str) -> Quantity:
    """The header's unit for a number without its own. A multiplier in the cell (59.98M) replaces the header's."""
    if unit is None or quantity.unit is not None or quantity.ordinal:
        return quantity
    factor = 1.0 if _MULTIPLIED.search(text, quantity.start, quantity.end) else unit.factor
    return replace(
        quantity,
        value=clean(quantity.value * factor),
        low=None if quantity.low is None else clean(quantity.low * factor),
        high=None if quantity.high is None else clean(quantity.high * factor),
        unit=unit.code,
        measure=unit.measure,
    )
