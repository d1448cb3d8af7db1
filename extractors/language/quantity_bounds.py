"""Bounds and hedges: what the words before and after a number (超过, 约, 以上) make of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractors.language.quantity_part import Part

_OVER = (
    "超 超过 超过了 超出 超越 突破 突破了 已突破 逾 多于 大于 大于等于 大于或等于 大于或者等于 高于 不低于 不少于 "
    "不小于 不下于 高于或等于 多于等于 "
    "超過 大於 多於 高於 不低於 不少於 不小於 大於等於 大於或等於 "
    "至少 至少有 至少为 至少达 最少 最少有 起码 上 过 破 > ≥ >= 多达逾 远超"
)
_UNDER = (
    "不足 不到 未到 低于 低於 少于 小于 小于等于 小于或等于 小于或者等于 少于等于 未超过 未超 不超过 不超 不高于 "
    "不大于 不多于 低于或等于 "
    "小於 少於 不超過 未超過 不高於 不大於 不多於 小於等於 小於或等於 至多 最多 最多有 < ≤ <= "
    "未满 不满 未达 未达到 跌破 失守"
)
_APPROX = (
    "约 大约 大概 约为 约达 约合 约有 约占 合约 近 接近 将近 逼近 临近 靠近 几乎 差不多 大致 大致相当于 大概有 "
    "~ ≈ 预计约 年均约 相当于约"
)
_APPROX_WORDS = "about around nearly approximately roughly almost c. circa approx."
_OVER_WORDS = "over above exceeding exceeded exceed exceeds than least"
_UNDER_WORDS = "under below most"

_NEGATED = {
    "超过": "under",
    "高于": "under",
    "大于": "under",
    "多于": "under",
    "低于": "over",
    "少于": "over",
    "小于": "over",
}
_NEGATIONS = ("不得", "不能", "不可", "不会", "不应", "不宜", "没有", "并未", "尚未", "均未", "未能", "不准", "不再")

_BEFORE: Mapping[str, str] = {
    **{negation + word: how for negation in _NEGATIONS for word, how in _NEGATED.items()},
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
    r"|(?P<under>及?以下|或以下|以内|之内|以下|之下|不到)"
    r"|(?P<approx>左右(?![手侧两逢])|上下(?![文游班线级行载])|前后(?![端置排镜])|许(?![可多诺久])|or so))"
)
_SEPARATE = frozenset("上过破近约")


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
    return before or after or (_compared(text, part, end) if last == "比" else None)


_THAN = re.compile(r"\s?(?:(?P<over>[大高多长])|(?P<under>[小低少短]))(?=$|[\s，。；、,)）的且并])")


def _compared(text: str, part: Part, end: int) -> str | None:
    """比500大, 比四分之一小: a bound, where the number stands for nothing but itself."""
    if part.unit is not None and part.unit.code != "x":
        return None
    found = _THAN.match(text, part.end, end)
    return found.lastgroup if found else None


def bounding_words() -> str:
    """An alternation of the words before a number that make it a bound, longest first."""
    words = (word for word, how in _BEFORE.items() if how != "approx" and not word.isascii() and len(word) > 1)
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


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
