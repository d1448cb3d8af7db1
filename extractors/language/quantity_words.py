"""What the words around a number say of it: bounds (超过, 以上), the unit it leaves out, and rates (日均)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractors.language.quantity_part import Part
from extractors.language.units import CURRENCIES, RATED, Unit, vocabulary

_OVER = (
    "超 超过 超过了 超出 超越 突破 突破了 已突破 逾 多于 大于 大于等于 大于或等于 大于或者等于 高于 不低于 不少于 "
    "不小于 不下于 至少 至少有 至少为 至少达 最少 最少有 起码 上 过 破 > ≥ >= 多达逾 远超"
)
_UNDER = (
    "不足 不到 未到 低于 低於 少于 小于 小于等于 小于或等于 小于或者等于 少于等于 未超过 未超 不超过 不超 不高于 "
    "不大于 不多于 至多 最多 最多有 < ≤ <= 未满 不满 未达 未达到"
)
_APPROX = (
    "约 大约 大概 约为 约达 约合 约有 约占 合约 近 接近 将近 逼近 临近 靠近 几乎 差不多 大致 大致相当于 大概有 "
    "~ ≈ 预计约 年均约 相当于约"
)
_APPROX_WORDS = "about around nearly approximately roughly almost c. circa approx."
_OVER_WORDS = "over above exceeding exceeded exceed exceeds than least"
_UNDER_WORDS = "under below most"

_BEFORE: Mapping[str, str] = {
    **dict.fromkeys(_OVER.split(), "over"),
    **dict.fromkeys(_UNDER.split(), "under"),
    **dict.fromkeys(_APPROX.split(), "approx"),
    **dict.fromkeys(_APPROX_WORDS.split(), "approx"),
    **dict.fromkeys(_OVER_WORDS.split(), "over"),
    **dict.fromkeys(_UNDER_WORDS.split(), "under"),
}
_LONGEST = max(map(len, _BEFORE))
_LAST_LETTERS = frozenset(word[-1] for word in _BEFORE) | frozenset("了有为达到在")
_AFTER_LETTERS = frozenset(" (（及或以之多余有+左上前许下不o")
_LATER = re.compile(r"(?:人民币|RMB|US\$|HK\$|USD|[¥￥$]|了|达|有|为|到)\s?$")
_AFTER = re.compile(
    r"\s?(?:[(（]含[)）])?\s?(?:(?P<over>及?以上|或以上|或者?以上|之上|多(?![个家种元款项次样数半头方为少云])"
    r"|余(?![个家种元款项次额年])|有余|\+(?!\s?\d))"
    r"|(?P<under>及?以下|或以下|以内|之内|以下|之下|不到)|(?P<approx>左右|上下|前后|许|or so))"
)
_SEPARATE = frozenset("上过破近约")

_CUE = re.compile(
    r"[日平每单月E目股收发行B](?:(?<=日)均(?!活|使用时|单人)(?P<day>)|(?<=平)均每[天日](?P<day2>)|(?<=每)[天日](?P<day3>)"
    r"|(?<=每)秒钟?(?P<second>)|(?<=每)个?月(?P<month>)|(?<=月)均(?!活)(?P<month2>)|(?<=每)小时(?P<hour>)|(?<=每)年(?P<year>)"
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
_PER_YUAN = re.compile(r"\s?(?:就|即|便|仅|只)?(?:可|能|可以|够|获|处理|买)")


def comparator(text: str, part: Part, start: int, end: int) -> str | None:
    """``over``, ``under``, ``approx`` or None, from the words that stand before and after the number."""
    last = text[part.start - 1] if part.start > start else ""
    if last == " " and part.start - 1 > start:
        last = text[part.start - 2]
    before = _before(text, part.start, start) if last in _LAST_LETTERS else None
    if (
        before is None
        and part.prefix is not None
        and (found := _LATER.search(text, max(start, part.start - 6), part.start))
    ):
        before = _before(text, found.start(), start)
    if part.vague:
        return "under" if before == "under" else "over"
    found_after = None
    if part.end < end and text[part.end] in _AFTER_LETTERS:
        found_after = _AFTER.match(text, part.end, end)
    after = found_after.lastgroup if found_after else None
    if before == "approx" and after in ("over", "under"):
        return after
    return before or after


def _before(text: str, position: int, start: int) -> str | None:
    near = text[max(start, position - 14) : position].replace(" ", "")
    found = _ending(near)
    while found is None and near[-1:] in ("了", "有", "为", "达", "到", "在"):
        near = near[:-1]
        found = _ending(near)
        if found is not None and near[-1:] in _SEPARATE and near[-2:] not in _BEFORE and near[-1:] != "约":
            return None  # 经过了3年 bounds nothing
    return found


def _ending(near: str) -> str | None:
    for length in range(min(_LONGEST, len(near)), 0, -1):
        word = near[-length:]
        if (found := _BEFORE.get(word)) is None:
            continue
        if word.isascii() and word.isalpha() and near[-length - 1 : -length].isalpha():
            continue
        if word == "than" and near.endswith(("lessthan", "morethan", "nomorethan")):
            return (
                "over" if near.endswith("emorethan") or not near.endswith(("less" + word, "nomore" + word)) else "under"
            )
        if length == 1 and word in _SEPARATE and not _single(near):
            continue
        return found
    return None


def _single(near: str) -> bool:
    """One-letter qualifiers that are often the end of another word: 经过, 合约, 附近."""
    word, previous = near[-1], near[-2:-1]
    if word == "上":
        return not previous or previous in "有达到近超，。、："
    if word == "过":
        return bool(previous) and previous in "已超突早均"
    if word == "破":
        return bool(previous) and previous in "已突再连首均"
    if word == "近":
        return not previous or previous not in "附最靠邻相"
    return not previous or previous not in "合条签预节制公特"


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
