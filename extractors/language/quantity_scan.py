"""Finding the numbers of a text one after another, and reading Arabic ones."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from extractors.language.numerals import ARABIC, CHINESE, CHINESE_DIGITS, Reading, read_number
from extractors.language.quantity_bounds import comparator
from extractors.language.quantity_chinese import read_chinese, read_fraction, read_ordinal, read_places
from extractors.language.quantity_part import Part, united, worth
from extractors.language.quantity_units import FOLD, HALVES, attach, currency_before, take_sign
from extractors.language.units import Unit

_MULTIPLIER = (
    r"(?:\s?(?:[个個]\s?(?=[万萬亿億]))?+[十百千仟佰]*+[万萬亿億]++(?!能)"
    r"|\s?[百千仟佰十](?![分克瓦米帕卡焦伏赫字])|\s?兆(?![瓦赫帕字伏焦]))"
)
_INFIX = r"\s?[个個]?[多余餘来來几幾]"
_CN = rf"[{CHINESE}]"
_CN_RUN = (
    rf"{_CN}(?:\s?[{CHINESE}几幾多余餘](?=[^{CHINESE}]|{_CN}|$)|[来來](?=[万萬亿億])|[个個](?=多?[亿億](?![万萬])))*+"
    rf"(?:\s?[点點]\s?[{CHINESE_DIGITS}\d](?:\s?[{CHINESE}]|\d)*+)?+"
)
_ANY = rf"(?:[-−]?{ARABIC}[kK]?|[负負]?{_CN_RUN})"
_FRACTION = (
    rf"(?P<parts>(?:{_ANY}\s?又\s?)?[负負]?\s?(?:{ARABIC}|[{CHINESE}](?:\s{{0,2}}[{CHINESE}])*+)"
    rf"\s{{0,2}}分\s{{0,2}}之\s{{0,2}}{_ANY}[万萬亿億]?+)"
)
_SIEVE = re.compile(
    rf"[\d.第仅最翻半负負几幾数數{CHINESE}](?:(?<![.仅最负負数數])|(?<=\.)(?=\d)(?<!\d\.)|(?<=仅)(?=次于)"
    rf"|(?<=最)(?=[高大多强快长])|(?<=[负負])(?=\s?[\d.{CHINESE}])|(?<=[数數])(?=\s?[十百千万萬亿億]))"
)
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
    rf"|翻了?(?P<times>[一两二三四]?)番|(?P<double>翻倍)"
    rf"|第\s?(?P<ordinal>\d+|{_CN_RUN})"
    rf"|(?P<halved>(?<![另上下前后这那])一半(?![天年月夜导会路点个])|(?<=[过近超])半(?=[的，。；、）)]|$)|(?<!一)半数)|(?P<half>半)(?=[年月天折小个成价数打])"
    rf"|(?P<chinese>[数數几幾](?=\s?[十百千万萬亿億])(?:\s?{_CN})++|[负負]\s?(?=[{CHINESE}]){_ANY}|{_CN_RUN})"
)
_FRACTIONS = re.compile(_FRACTION)
_HAS_FRACTION = re.compile(r"分\s{0,2}之")
_COMPOUND = re.compile(
    rf"(?:\s?零?\s?(?:\d++(?:\.\d++)?+|[{CHINESE_DIGITS}]++)\s?(?:[十百千仟佰]++[万萬]?|[万萬])?+){{1,8}}+(?![\d.,%年月日号點点:：/-])"
)
_HUNDREDS_OF = re.compile(r"\d{1,3}[千仟百佰]\d{1,3}[百佰十拾]?[万萬亿億]")
_SLASHED = re.compile(r"/(\d{1,5})(?![\d./%])(?!\s?(?:[A-Za-z]|[万亿元个倍天日家]))")
_HALVED = re.compile(r"1半(?![天年月夜导会路点个\d])")
_MIXED = re.compile(r" (?P<above>\d{1,3})/(?P<below>[2-9]|1\d|20)(?![\d/.%])")
_SPACED_FOLD = re.compile(r" (?P<tenth>\d)\s?折")
_RANGE_BEFORE = re.compile(r"(?<![\d.,])(\d[\d,]*)\s?(?:[-–—~～至到和与]|<=?|≤)\s?$")
_AMOUNT_AFTER = re.compile(r"\s?(?:以上|以下|以内|之间|左右|或以[上下]|及以[上下])")
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
    if found["halved"] is not None:
        part = _known(found, 0.5, Unit("x", 1.0), None)
        if found["halved"] != "一半":  # 过半, 近半, 半数 are said of shares
            part.low = part.high = 50.0
            part.unit = Unit("%", 1.0)
            if found.start() > start and text[found.start() - 1] in "过超":
                part.comparator = "over"
        return part
    if found["half"] is not None:
        part = Part(found.start(), found.end(), 0.5, 0.5, chinese=True, first=found.start())
        if FOLD.match(text, found.end(), end):
            return united(part, found.end() + 1, Unit("%", 100.0), "折")
        if not attach(text, part, start, end) or part.unit is None:
            return None
        return part if part.unit.code in HALVES or part.printed == "打" else None
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
    if number == "1" and (half := _HALVED.match(text, first, end)):
        return _known(half, 0.5, Unit("x", 1.0), None)
    if multiplier:
        part.scale = worth(multiplier)
        part.low = part.high = value * part.scale
        part.vague = part.infix = infix is not None
        following = text[position : position + 2].lstrip()
        if following and (following[0].isdigit() or following[0] in CHINESE) and not part.vague:
            _compound(text, part, end)
    elif number.isdigit() and not power and (mixed := _mixed(text, part, start, end)) is not None:
        return take_sign(text, mixed, start)
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
    if part.bare and number.isdigit() and 1990 <= value <= _LAST_YEAR and _is_year(text, part, start, end):
        part.label = "date"  # a year that is part of a name or stands alone: 2024火山引擎大会
        return part
    return take_sign(text, part, start)


def _mixed(text: str, part: Part, start: int, end: int) -> Part | None:
    """3 1/2 is three and a half, 7 2 折 is 72 %; None where what follows says nothing of the kind."""
    if not text.startswith(" ", part.end) or text[max(start, part.first - 1) : part.first] in ("/", "."):
        return None
    if found := _MIXED.match(text, part.end, end):
        part.low = part.high = part.low + int(found["above"]) / int(found["below"])
        return united(part, found.end(), Unit("x", 1.0), None)
    if part.low < 10 and (found := _SPACED_FOLD.match(text, part.end, end)):
        part.low = part.high = part.low * 10 + int(found["tenth"])
        return united(part, found.end(), Unit("%", 1.0), "折")
    return None


def _is_year(text: str, part: Part, start: int, end: int) -> bool:
    """Whether a bare 2000 is a year: not where it is bounded (超过2000, 2000以上) or ends a range of amounts."""
    if part.prefix is not None or part.infix or _AMOUNT_AFTER.match(text, part.end, end):
        return False
    before = _RANGE_BEFORE.search(text, max(start, part.first - 14), part.first)
    if before and not 1990 <= _float(before[1]) <= _LAST_YEAR:
        return False
    return comparator(text, part, start, end) not in ("over", "under")


def _float(text: str) -> float:
    return float(text.replace(",", "").replace("，", ""))


def _compound(text: str, part: Part, end: int) -> None:
    """1亿2千万, 3万4000: what follows the multiplier directly belongs to the number, if it is smaller."""
    match = _COMPOUND.match(text, part.end, end)
    if match is None:
        return
    reading = read_number(text[part.first : match.end()])
    rest = read_number(match.group())
    if reading is None or rest is None or rest.value <= 0:
        return
    below_wan = part.scale <= 1000 and _HUNDREDS_OF.fullmatch(text, part.first, match.end()) is not None
    if rest.value >= part.scale and not below_wan:  # 7千5百万 is 7500万
        return
    word = match.group().strip()
    tight = match.group()[0] != " "
    if word.isdigit() and len(word) < 3:
        # 3百50 fills the places below its multiplier, 1万2 is 1万2千; else two numbers stand side by side.
        fills = len(word) == len(f"{part.scale:.0f}") - 1
        if not tight or not (fills or (len(word) == 1 and word != "0" and "." not in text[part.first : part.end])):
            return
        if not fills:
            reading = Reading(part.low + int(word) * part.scale / 10, part.high + int(word) * part.scale / 10)
    part.low, part.high, part.end = reading.low, reading.high, match.end()
    tail = re.search(r"[万萬亿億千百十]+$", word)
    part.scale = worth(tail[0]) if tail else part.scale
