"""Finding the numbers of a text one after another, and reading Arabic ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.language.numerals import ARABIC, CHINESE, CHINESE_DIGITS, read_number
from extractors.language.quantity_chinese import read_chinese, read_fraction, read_ordinal, read_places
from extractors.language.quantity_part import Part, united, worth
from extractors.language.quantity_units import FOLD, HALVES, attach, currency_before, take_sign
from extractors.language.units import Unit, vocabulary

_MULTIPLIER = r"(?:\s?[十百千仟佰]*+[万萬亿億]++(?!能)|\s?[百千仟佰十](?![分克瓦米帕卡焦伏赫字])|\s?兆(?![瓦赫帕字伏焦]))"
_INFIX = r"\s?[多余餘来來几幾]"
_CN = rf"[{CHINESE}]"
_CN_RUN = rf"{_CN}(?:\s?[{CHINESE}几幾多余餘](?=[^{CHINESE}]|{_CN}|$))*+(?:\s?[点點]\s?[{CHINESE_DIGITS}\d](?:\s?[{CHINESE}]|\d)*+)?+"
_ANY = rf"(?:[-−]?{ARABIC}[kK]?|[负負]?{_CN_RUN})"
CANDIDATE = re.compile(
    rf"(?P<board>\d{{1,3}}天\d{{1,3}}板)"
    rf"|(?P<places>[一两二三四五六七八九十])位数(?!字|据)"
    rf"|(?P<runner>仅次于)"
    rf"|(?P<superlative>最[高大多强快长](?=[的A-Za-z\u4e00-\u9fff])(?![为达可约至超限支点价值额峰水是能低化程]|的是))"
    rf"|(?P<double>翻(?P<times>[一两二三四])?番|翻倍)"
    rf"|(?P<parts>(?:(?:{_ANY})\s?又\s?)?[负負]?\s?(?:{ARABIC}|[{CHINESE}](?:\s{{0,2}}[{CHINESE}])*+)\s{{0,2}}分\s{{0,2}}之\s{{0,2}}{_ANY})"
    rf"|第\s?(?P<ordinal>\d+|{_CN_RUN})"
    rf"|(?P<arabic>{ARABIC})(?P<power>(?:[eE][+-]?\d{{1,3}}|\^[+-]?\d{{1,3}})(?![\dA-Za-z.]))?+"
    rf"(?P<infix>{_INFIX}(?={_MULTIPLIER}))?+(?P<multiplier>{_MULTIPLIER})?+"
    rf"|(?P<half>半)(?=[年月天折小个成价数])"
    rf"|(?P<chinese>[数數几幾](?=\s?[十百千万萬亿億])(?:\s?{_CN})++|[负負]\s?(?=[{CHINESE}\d]){_ANY}|{_CN_RUN})"
)
_COMPOUND = re.compile(
    rf"(?:\s?零?\s?(?:\d++(?:\.\d++)?+|[{CHINESE_DIGITS}]++)\s?(?:[十百千仟佰]++[万萬]?|[万萬])?+)++(?![\d.,%年月日号點点:：/-])"
)
_SLASHED = re.compile(r"/(\d{1,5})(?![\d./%])(?!\s?(?:[A-Za-z]|[万亿元个倍]))")
_SCOPE = re.compile(r"(?:国内|全球|全国|世界|行业|业内|亚洲|中国)[^，。；、\n]*$")


def scan(text: str, start: int, end: int, blocked: list[tuple[int, int]]) -> Iterator[Part]:
    """Every number of ``text[start:end]`` outside the ``blocked`` spans (sorted, disjoint), in order."""
    position, index, count = start, 0, len(blocked)
    search = CANDIDATE.search
    while found := search(text, position, end):
        begin = found.start()
        while index < count and blocked[index][1] <= begin:
            index += 1
        limit = end
        if index < count:
            if blocked[index][0] <= begin:
                position = blocked[index][1]
                continue
            limit = blocked[index][0]
            if found.end() > limit:
                # What runs into a blocked span is read up to it.
                found = search(text, begin, limit)
                if found is None:
                    position = limit
                    continue
                if found.start() != begin:
                    position = found.start()
                    continue
        part = _read(text, found, start, limit)
        if part is None:
            position = max(found.end(), begin + 1) if found.lastgroup != "chinese" else found.end()
            continue
        position = max(part.end, begin + 1)
        yield part


def _read(text: str, found: re.Match[str], start: int, end: int) -> Part | None:
    kind = found.lastgroup
    if found["arabic"] is not None:
        return _arabic(text, found, start, end)
    if found["chinese"] is not None:
        return read_chinese(text, found, start, end)
    if found["ordinal"] is not None:
        return read_ordinal(text, found, end)
    if found["parts"] is not None:
        return read_fraction(text, found, start, end)
    if kind == "half":
        part = Part(found.start(), found.end(), 0.5, 0.5, chinese=True, first=found.start())
        if FOLD.match(text, found.end(), end):
            return united(part, found.end() + 1, Unit("%", 100.0), "折")
        return part if attach(text, part, start, end) and part.unit and part.unit.code in HALVES else None
    if found["board"] is not None:
        number = float(found["board"].partition("天")[2][:-1])
        return Part(
            found.start(), found.end(), number, number, unit=Unit("count", 1.0, "板"), printed="板", first=found.start()
        )
    if found["places"] is not None:
        return read_places(text, found, end)
    if found["double"] is not None:
        doublings = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}.get(found["times"] or "一", 1)
        value = (2.0**doublings - 1) * 100
        return Part(found.start(), found.end(), value, value, unit=Unit("%", 1.0), printed="番", first=found.start())
    if kind == "superlative" and not _SCOPE.search(text, max(start, found.start() - 12), found.start()):
        return None
    rank = 2.0 if kind == "runner" else 1.0
    return Part(
        found.start(), found.end(), rank, rank, unit=Unit("count", 1.0), ordinal=True, first=found.start()
    )


def _arabic(text: str, found: re.Match[str], start: int, end: int) -> Part | None:
    first, position = found.start("arabic"), found.end()
    power = found["power"]
    reading = None
    if power:
        reading = read_number(found["arabic"].replace(",", "") + power) or None
        value = reading.value if reading else _float(found["arabic"] + power)
    else:
        value = _float(found["arabic"])
    part = Part(first, position, value, value, first=first)
    multiplier = found["multiplier"]
    if multiplier:
        part.scale = worth(multiplier)
        part.low = part.high = value * part.scale
        part.vague = part.infix = found["infix"] is not None
        following = text[position : position + 2].lstrip()
        if following and (following[0].isdigit() or following[0] in CHINESE) and not part.vague:
            _compound(text, part, found, end)
    elif power is None and (match := _SLASHED.match(text, position, end)) and found["arabic"].isdigit():
        if _is_fraction(text, part, match, start):
            part.low = part.high = value / float(match[1])
            return take_sign(text, united(part, match.end(), Unit("x", 1.0), None), start)
    part.prefix = currency_before(text, first, start)
    attach(text, part, start, end)
    return take_sign(text, part, start)


def _float(text: str) -> float:
    return float(text.replace(",", "").replace("，", ""))


def _compound(text: str, part: Part, found: re.Match[str], end: int) -> None:
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


def _is_fraction(text: str, part: Part, match: re.Match[str], start: int) -> bool:
    """1/50 is a fraction; 12/16GB, 24/7 and rows of numbers are not."""
    above, below = int(part.low), int(match[1])
    before = text[max(start, part.first - 1) : part.first]
    return 0 < above and below > 1 and (above == 1 or above < below <= 20 or part.low > 10**3 or True) and before not in (
        "/",
        ".",
    )
