"""What the words around a number say of its unit: the one it leaves out, the counter's meaning, and rates (日均)."""

from __future__ import annotations

import re
from bisect import bisect_left

from extractors.language.quantity_part import Part
from extractors.language.units import CURRENCIES, RATED, Unit, vocabulary

_CUE = re.compile(
    r"[日平每单月E目股收发行B](?:(?<=日)均(?!活|使用时|单人)(?P<day>)|(?<=平)均每[天日](?!活)(?P<day2>)|(?<=每)[天日](?!活)(?P<day3>)"
    r"|(?<=每)秒钟?(?P<second>)|(?<=每)个?月(?!活)(?P<month>)|(?<=月)均(?!活)(?P<month2>)|(?<=每)小时(?P<hour>)|(?<=每)年(?P<year>)"
    r"|(?<=每)吨(?P<ton>)|(?:(?<=每)股|(?<=E)PS|(?<=B)PS|(?<=目)标价|(?<=股)价|(?<=收)盘价|(?<=发)行价|(?<=行)权价)(?P<share>))"
)
_STOP = re.compile(
    r"[。！？!?；;\n累总合月日用规全年市截覆拥共一M，,：:](?:(?<=[。！？!?；;\n])(?P<stop>)|(?<=[，,：:])(?P<clause>)"
    r"|(?:(?<=累)计|(?<=[总合])计|(?<=[月日])活|(?<=用)户(?:规模|总)|(?<=规)模|(?<=全)年|(?<=年)(?:收入|营收|均|产|化)|(?<=市)值"
    r"|(?<=截)至|(?<=覆)盖|(?<=拥)有|(?<=总)共|(?<=共)有|(?<=一)共|(?<=M)AU)(?P<stock>))"
)
_REACH = 40
"""Letters between a rate's word, or the last number it holds for, and the next number."""
_ENDS = re.compile(r"[。！？；\n]")
_PER_YUAN = re.compile(r"\s?钱?(?:就|即|便|仅|只)?(?:可|能|可以|够|获|处理|买)")


def unit_around(text: str, part: Part, start: int, end: int) -> str | None:
    """The code that the words around a number without a unit give it (月活5998万), None where they give none."""
    data = vocabulary()
    if found := data.after.match(text, part.end, end):
        return data.after_codes[found["word"]]
    begin = max(start, part.start - 24)
    for mark in "，。；！？\n\t（(,;":
        begin = max(begin, text.rfind(mark, begin, part.start) + 1)
    words = data.before.findall(text, begin, part.start)
    return data.before_codes[words[-1]] if words else None


def resolve_counter(text: str, part: Part, start: int, end: int, earlier: dict[str, str]) -> str | None:
    """What an ambiguous counter counts (张: cards or images), from the words right after it, then before it.

    ``earlier`` keeps what the same counter meant in this sentence (GPU需要40块，…仅需4块).
    """
    data = vocabulary()
    printed = (part.printed or "").strip()
    counter = printed[-1:]
    codes = data.ambiguous.get(counter)
    if codes is None:
        return None
    after = text[part.end : min(end, part.end + 9)]
    for mark in "，。；、\n":
        after = after.partition(mark)[0]
    begin = max(start, part.start - 14)
    for mark in "，。；、\n":
        begin = max(begin, text.rfind(mark, begin, part.start) + 1)
    before = text[begin : part.start]
    best: tuple[int, str] | None = None
    for code, cues in codes.items():
        for cue in cues:
            place = after.find(cue)
            if place >= 0 and (best is None or place < best[0]):
                best = (place, code)
    if best is not None:
        return best[1]
    for code, cues in codes.items():
        if len(counter) and any(cue in before for cue in cues if len(cue) > 1):
            return code
    if counter in earlier and (not after or after[0] in " ）)"):
        return earlier[counter]
    if (code_at_end := data.at_end.get(counter)) and (not after.strip() or after[0] in " 左以的多起"):
        return code_at_end
    return None


def apply_rates(text: str, parts: list[Part], start: int, end: int) -> None:
    """Turn amounts into rates: 日均 reaches to the end of its sentence, 每秒 and 每股 to the end of their clause."""
    index = 0
    for cue in _CUE.finditer(text, start, end):
        while index < len(parts) and parts[index].start < cue.end():
            index += 1
        if index == len(parts):
            break
        _spread(text, parts, index, cue, end)
    for each in vocabulary().each.finditer(text, start, end):
        _per_thing(text, parts, each)
    for index, part in enumerate(parts):
        if part.unit is not None and part.low == part.high == 1 and part.unit.code in CURRENCIES:
            _per_yuan(text, parts, index, end)


def _spread(text: str, parts: list[Part], index: int, cue: re.Match[str], end: int) -> None:
    """Apply one cue to the parts behind it, until what follows is no longer said at that rate."""
    kind = (cue.lastgroup or "").rstrip("23")
    daily = kind == "day"
    position, near, stops = cue.end(), cue.end(), _STOP.finditer(text, cue.end(), end)
    stop = next(stops, None)
    for part in parts[index : index + 12]:
        while stop is not None and stop.start() < part.start:
            if stop.lastgroup != "clause" or not daily:
                return
            stop = next(stops, None)
        if _CUE.search(text, position, part.start):
            return  # another rate begins
        if part.start - near > _REACH:
            return
        position = part.end
        unit = part.unit
        if unit is None or unit.code is None or part.ordinal or "/" in unit.code:
            continue
        if _rated(unit.code, part, kind):
            part.unit = Unit(f"{unit.code}/{kind}", unit.factor, unit.measure)
            near = part.end


_EACH_REACH = 16
_EACH_LISTED = 6
_EACH_ENDS = re.compile(r"[。！？；;\n]|每|同比|环比|累计|合计|共")
_SHARED = frozenset({"vehicle", "m2", "W", "Wh", "Mtoken"})


def _per_thing(text: str, parts: list[Part], each: re.Match[str]) -> None:
    """每百万tokens 0.8元, 每10股派2.5元: money said of so many of a thing, and of the items that are listed with it."""
    if each["shares"]:
        code, factor = "share", float(each["shares"].replace("十", "10"))
    else:
        code, factor = vocabulary().per_units["".join(each["per"].split())]
    position = each.end()
    for part in parts[bisect_left(parts, position, key=lambda part: part.start) :][:_EACH_LISTED]:
        between = text[position : part.start]
        if len(between) > _EACH_REACH or _EACH_ENDS.search(between) or part.unit is None:
            return
        if part.unit.code not in CURRENCIES or (part.scale > 1 and code not in _SHARED):
            return
        part.unit = Unit(f"{part.unit.code}/{code}", part.unit.factor)
        part.low, part.high = part.low / factor, part.high / factor
        position = part.end


def _per_yuan(text: str, parts: list[Part], index: int, end: int) -> None:
    """1块钱可处理284张: what one yuan buys is counted a yuan."""
    part = parts[index]
    if part.unit is None or index + 1 == len(parts) or not _PER_YUAN.match(text, part.end, end):
        return
    bought = parts[index + 1]
    if bought.unit is None or bought.unit.code not in ("token", "image", "count", "video", "second", "call"):
        return
    if _ENDS.search(text, part.end, bought.start) is None:
        bought.unit = Unit(f"{bought.unit.code}/{part.unit.code}", bought.unit.factor, bought.unit.measure)


def _rated(code: str, part: Part, kind: str) -> bool:
    """Whether a quantity of this code is meant at the rate: durations, shares and cards stay what they are."""
    money = code in CURRENCIES
    if kind == "share":
        return money and part.scale == 1
    if kind == "second":
        return code in RATED and not money
    if kind in ("year", "ton"):
        return money
    return code in RATED
