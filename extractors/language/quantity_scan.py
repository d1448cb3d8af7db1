"""Finding the numbers of a text one after another, and reading Arabic ones."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from extractors.language.numerals import ARABIC, CHINESE, CHINESE_DIGITS, read_number
from extractors.language.quantity_chinese import read_chinese, read_fraction, read_ordinal, read_places
from extractors.language.quantity_part import Part, united, worth
from extractors.language.quantity_units import FOLD, HALVES, attach, currency_before, take_sign
from extractors.language.units import Unit

_MULTIPLIER = (
    r"(?:\s?[十百千仟佰]*+[万萬亿億]++(?!能)|\s?[百千仟佰十](?![分克瓦米帕卡焦伏赫字])|\s?兆(?![瓦赫帕字伏焦]))"
)
_INFIX = r"\s?[多余餘来來几幾]"
_CN = rf"[{CHINESE}]"
_CN_RUN = (
    rf"{_CN}(?:\s?[{CHINESE}几幾多余餘](?=[^{CHINESE}]|{_CN}|$))*+"
    rf"(?:\s?[点點]\s?[{CHINESE_DIGITS}\d](?:\s?[{CHINESE}]|\d)*+)?+"
)
_ANY = rf"(?:[-−]?{ARABIC}[kK]?|[负負]?{_CN_RUN})"
_FRACTION = (
    rf"(?P<parts>(?:{_ANY}\s?又\s?)?[负負]?\s?(?:{ARABIC}|[{CHINESE}](?:\s{{0,2}}[{CHINESE}])*+)"
    rf"\s{{0,2}}分\s{{0,2}}之\s{{0,2}}{_ANY})"
)
_SIEVE = re.compile(rf"[\d.第仅最翻半负負几幾数數{CHINESE}](?:(?<![.])|(?=\d)(?<!\d\.))")
"""Where a number may begin; an alternation tried at every letter would be dear."""
_ARABIC = re.compile(
    rf"(?P<number>{ARABIC})(?P<power>(?:[eE][+-]?\d{{1,3}}|\^[+-]?\d{{1,3}})(?![\dA-Za-z.]))?+"
    rf"(?P<infix>{_INFIX}(?={_MULTIPLIER}))?+(?P<multiplier>{_MULTIPLIER})?+"
)
_BOARDS = re.compile(r"\d{1,3}天(?P<count>\d{1,3})板")
_WORDS = re.compile(
    rf"(?P<places>[一两二三四五六七八九十])位数(?!字|据)"
    rf"|(?P<runner>仅次于)"
    rf"|(?P<superlative>最[高大多强快长](?=[的A-Za-z\u4e00-\u9fff])(?![为达可约至超限支点价值额峰水是能低化程]|的是))"
    rf"|翻(?P<times>[一两二三四]?)番|(?P<double>翻倍)"
    rf"|第\s?(?P<ordinal>\d+|{_CN_RUN})"
    rf"|(?P<half>半)(?=[年月天折小个成价数])"
    rf"|(?P<chinese>[数數几幾](?=\s?[十百千万萬亿億])(?:\s?{_CN})++|[负負]\s?(?=[{CHINESE}\d]){_ANY}|{_CN_RUN})"
)
_FRACTIONS = re.compile(_FRACTION)
_HAS_FRACTION = re.compile(r"分\s{0,2}之")
_COMPOUND = re.compile(
    rf"(?:\s?零?\s?(?:\d++(?:\.\d++)?+|[{CHINESE_DIGITS}]++)\s?(?:[十百千仟佰]++[万萬]?|[万萬])?+)++(?![\d.,%年月日号點点:：/-])"
)
_SLASHED = re.compile(r"/(\d{1,5})(?![\d./%])(?!\s?(?:[A-Za-z]|[万亿元个倍]))")
_TOKEN_REST = re.compile(r"[A-Za-z\d]*+")
_LAST_YEAR = 2035
_SCOPE = re.compile(r"(?:国内|全球|全国|世界|行业|业内|亚洲|中国)[^，。；、\n]*$")


def scan(text: str, start: int, end: int, blocked: list[tuple[int, int]]) -> Iterator[Part]:
    """Every number of ``text[start:end]`` outside the ``blocked`` spans (sorted, disjoint), in order."""
    position, index, count = start, 0, len(blocked)
    search = _SIEVE.search
    fractions = _HAS_FRACTION.search(text, start, end) is not None
    while hint := search(text, position, end):
        begin = hint.start()
        while index < count and blocked[index][1] <= begin:
            index += 1
        limit = end
        if index < count:
            if blocked[index][0] <= begin:
                position = blocked[index][1]
                continue
            limit = blocked[index][0]  # what runs into a blocked span is read up to it
        part, position = _read(text, begin, start, limit, fractions)
        if part is not None:
            yield part


def _read(text: str, begin: int, start: int, end: int, fractions: bool) -> tuple[Part | None, int]:
    """The number at ``begin``, if one is there, and where to look on."""
    if fractions and (found := _FRACTIONS.match(text, begin, end)):
        part = read_fraction(text, found, start, end)
        return part, part.end if part else found.end()
    if text[begin] in "0123456789.":
        if "天" in text[begin + 1 : begin + 3] and (found := _BOARDS.match(text, begin, end)):
            return _known(found, float(found["count"]), Unit("count", 1.0, "板"), "板"), found.end()
        found = _ARABIC.match(text, begin, end)
        part = _arabic(text, found, start, end) if found else None
        return part, part.end if part else found.end() if found else begin + 1
    found = _WORDS.match(text, begin, end)
    if found is None:
        return None, begin + 1
    part = _word(text, found, start, end)
    return part, max(part.end, begin + 1) if part else found.end()


def _known(found: re.Match[str], value: float, unit: Unit, printed: str | None, ordinal: bool = False) -> Part:
    begin, end = found.span()
    return Part(begin, end, value, value, unit=unit, printed=printed, ordinal=ordinal, first=begin)


def _word(text: str, found: re.Match[str], start: int, end: int) -> Part | None:
    """A number in Chinese: a numeral, an ordinal, or a word that stands for one."""
    if found["chinese"] is not None:
        return read_chinese(text, found, start, end)
    if found["ordinal"] is not None:
        return read_ordinal(text, found, end)
    if found["half"] is not None:
        part = Part(found.start(), found.end(), 0.5, 0.5, chinese=True, first=found.start())
        if FOLD.match(text, found.end(), end):
            return united(part, found.end() + 1, Unit("%", 100.0), "折")
        return part if attach(text, part, start, end) and part.unit and part.unit.code in HALVES else None
    if found["places"] is not None:
        return read_places(text, found, end)
    if found["double"] is not None or found["times"] is not None:
        doublings = {"两": 2, "二": 2, "三": 3, "四": 4}.get(found["times"] or "一", 1)
        return _known(found, (2.0**doublings - 1) * 100, Unit("%", 1.0), "番")
    if found["superlative"] and not _SCOPE.search(text, max(start, found.start() - 12), found.start()):
        return None
    return _known(found, 2.0 if found["runner"] else 1.0, Unit("count", 1.0), None, True)


def _arabic(text: str, found: re.Match[str], start: int, end: int) -> Part | None:
    number, power, infix, multiplier = found.groups()
    first, position = found.span()
    value = _float(number)
    if power:
        reading = read_number(number.replace(",", "") + power)
        value = reading.value if reading else value
    if len(number) > 40 or not math.isfinite(value):
        return None
    part = Part(first, position, value, value, first=first)
    if multiplier:
        part.scale = worth(multiplier)
        part.low = part.high = value * part.scale
        part.vague = part.infix = infix is not None
        following = text[position : position + 2].lstrip()
        if following and (following[0].isdigit() or following[0] in CHINESE) and not part.vague:
            _compound(text, part, end)
    elif position < end and text[position] == "/" and number.isdigit() and not power:
        match = _SLASHED.match(text, position, end)
        if match and value > 0 and int(match[1]) > 1 and text[max(start, first - 1) : first] not in ("/", "."):
            part.low = part.high = value / float(match[1])
            return take_sign(text, united(part, match.end(), Unit("x", 1.0), None), start)
    part.prefix = currency_before(text, first, start)
    attach(text, part, start, end)
    if part.bare and part.end < end and text[part.end].isascii() and text[part.end].isalpha() and not part.infix:
        part.end = _TOKEN_REST.match(text, part.end, end).end()  # type: ignore[union-attr]
        part.label = "name"  # 90th, 50ETF
        return part
    if part.bare and part.prefix is None and not part.infix and number.isdigit() and 1990 <= value <= _LAST_YEAR:
        part.label = "date"  # a year that is part of a name or stands alone: 2024火山引擎大会
        return part
    return take_sign(text, part, start)


def _float(text: str) -> float:
    return float(text.replace(",", "").replace("，", ""))


def _compound(text: str, part: Part, end: int) -> None:
    """1亿2千万, 3万4000: what follows the multiplier directly belongs to the number, if it is smaller."""
    match = _COMPOUND.match(text, part.end, end)
    if match is None:
        return
    reading = read_number(text[part.first : match.end()])
    rest = read_number(match.group())
    if reading is None or rest is None or not 0 < rest.value < part.scale:
        return
    word = match.group().strip()
    if word.isdigit() and len(word) < 3:
        return
    part.low, part.high, part.end = reading.low, reading.high, match.end()
    tail = re.search(r"[万萬亿億千百十]+$", word)
    part.scale = worth(tail[0]) if tail else part.scale
