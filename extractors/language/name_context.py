"""Whether a doubtful name is meant as a name where it stands: its neighbours decide.

A name of two or three characters must begin and end where words do. A name that is also an ordinary word, a place or a
cited medium (``ambiguous`` in the data) must moreover stand in a context that only names have.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extractors.language.lexicon import Hit
from extractors.language.words import frequency, holds_word, is_word, parts_words

_WINDOW = 10
_ENOUGH_OTHERS = 2
_USUAL = 2000
"""jieba's count above which a word of two characters is on everyone's tongue."""
_KNOWN_WORD = 50
_ACROSS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
_LONGEST_SIDE = 3
_CODE_AFTER = re.compile(r"\s?[(（\[【]\s?(?:\d{4,6}|[A-Z]{1,5}[. ][A-Z]{1,2}|[A-Z]{2}\d{6}|股票|证券)")
_CODE_BEFORE = re.compile(r"(?:\d{6}(?:\.(?:SH|SZ|BJ))?|\d{4,5}\.HK|[A-Z]{1,5}\.(?:O|N|US))[)）]?[\s　:：]{0,2}$")
_COMPANY_AFTER = re.compile(
    r"\s?(?:公司|股份|集团|控股|\(集团\)|[+\-]\s?\d+(?:\.\d+)?%|公告|涨停|跌停|中标|股价|市值|财报|年报|季报|营收|净利|旗下"
    r"|董事|总裁|CEO|创始人|宣布|表示|披露|签署|股东|实控|涨超|跌超|涨\d|跌\d)"
)
_PRODUCT_AFTER = re.compile(
    r"\s?(?:大模型|App|APP|app|AI|模型|平台|月活|日活|MAU|DAU|应用|用户|访问量|下载量|智能体|芯片|系统|品牌)"
)
_OPEN, _CLOSE = '“「『"【《', '”」』"】》'
_LIST = re.compile(r"\s?(?:[、,，/|]|和|与|及|以及|或)\s?")
_ALONE_BEFORE = frozenset("\t\n")
_ALONE_AFTER = frozenset("\t\n（(")

Known = Callable[[int], Hit | None]


def is_meant(text: str, hit: Hit, ends_at: Known, starts_at: Known, owners_named: frozenset[str]) -> bool:
    """Whether this doubtful hit is a name here.

    ``ends_at(i)`` and ``starts_at(i)`` give the undoubted hit that ends or starts at an offset, ``owners_named`` are
    the canonical names that stand in the text without doubt.
    """
    start, end = hit.start, hit.end
    written = text[start:end]
    if not hit.entry.ambiguous:
        return _parts_words(text, start, end)
    if _CODE_AFTER.match(text, end) or _CODE_BEFORE.search(text, max(0, start - 14), start):
        return True
    if _neighbour(text, start, end, ends_at, starts_at):
        return written.isascii() or _parts_words(text, start, end)
    if _quoted(text, start, end) and hit.entry.kind != "security":
        return True
    if not written.isascii() and not _parts_words(text, start, end):
        return False
    if hit.entry.brand and len(owners_named - {hit.entry.canonical}) >= _ENOUGH_OTHERS:
        return True
    if hit.entry.kind in ("security", "index"):
        return bool(_COMPANY_AFTER.match(text, end))
    if _PRODUCT_AFTER.match(text, end) or _alone(text, start, end):
        return True
    return hit.entry.owner is not None and hit.entry.owner in owners_named


def splits_word(text: str, start: int, end: int) -> bool:
    """Whether a name's first or last character belongs to a usual word outside it: 国新能源 in 中国新能源."""
    if start and _is_han(text[start - 1]) and _is_han(text[start]) and end - start > 1:
        outside, inside = frequency(text[start - 1 : start + 1]), frequency(text[start : start + 2])
        if outside > _USUAL and not inside:
            return True
    if end < len(text) and _is_han(text[end]) and _is_han(text[end - 1]) and end - start > 1:
        outside, inside = frequency(text[end - 1 : end + 1]), frequency(text[end - 2 : end])
        if end - start == 3 and outside > _KNOWN_WORD and not inside and is_word(text[start : end - 1]):
            return True  # 跨境通 in 跨境通关
        return outside > _USUAL and not inside and end - start < 4
    return False


def _is_crossed(text: str, edge: int) -> bool:
    """Whether the dictionary has a word of two to four characters across this edge."""
    if not 0 < edge < len(text) or not (_is_han(text[edge - 1]) and _is_han(text[edge])):
        return False
    low = max(0, edge - _LONGEST_SIDE)
    at = edge - low
    return holds_word(
        text[low : edge + _LONGEST_SIDE], [(at - before, at + after) for before, after in _ACROSS if at >= before]
    )


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _parts_words(text: str, start: int, end: int) -> bool:
    """As :func:`~extractors.language.words.parts_words`, asked only where a usual word crosses an edge at all."""
    if not (_is_crossed(text, start) or _is_crossed(text, end)):
        return True
    low, high = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    return parts_words(text[low:high], start - low, end - low)


def _neighbour(text: str, start: int, end: int, ends_at: Known, starts_at: Known) -> bool:
    """Whether an undoubted name stands beside it in a list: ``寒武纪、机器人``."""
    for width in (1, 2, 3):
        if start >= width and _LIST.fullmatch(text, start - width, start) and ends_at(start - width):
            return True
        if _LIST.fullmatch(text, end, end + width) and starts_at(end + width):
            return True
    return False


def _quoted(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and text[start - 1] in _OPEN and text[end] in _CLOSE


def _alone(text: str, start: int, end: int) -> bool:
    """Whether it is all of a cell or a line."""
    before = start == 0 or text[start - 1] in _ALONE_BEFORE
    after = end == len(text) or text[end] in _ALONE_AFTER
    return before and after and (start > 0 or end < len(text))
