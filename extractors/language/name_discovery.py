"""Chinese names that no list holds and whose form says nothing: found by how the whole text speaks of them.

豆包 is in no dictionary. But a text that says 豆包大模型, 豆包月活, 旗下豆包 and “豆包” speaks of a thing with a name.
Cues are counted over the text; a string that enough of them point to is a name wherever it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick_rs

from extractors.language.name_latin import GRADE
from extractors.language.name_words import words
from extractors.language.words import cut_plain, frequency, is_verb
from extractors.records import Name

_HAN = r"\u4e00-\u9fff"
_NO_NAME = frozenset(
    "的了和与及在是为等将从对由向以其该各多本我这那有不被把给让使且或之已至于到也就都还更最均约仅超达近共每据但而并又再才只可能会要于上中下内外前后间时年月日个款家项次名位种类元万亿"
)
_MEASURES = frozenset("量率额价比值数货利车费金税业类型级端式化性者员式")
_COMMON_FREQUENCY = 150
"""jieba's counts run to millions; a word above this is part of everyone's language."""
_ENOUGH = 3.0
_REPEATED = 6
"""How often a text says a name that is what it is about."""
_CLIPPED = 2
"""A name of four characters and more is clipped to its first two: 字节 for 字节跳动."""
_WEAK = frozenset(("speaks", "introduced", "quoted"))
"""What is said of any noun."""
_ABILITIES = frozenset(words("abilities"))
_OF_FIRMS = frozenset(("旗下", "创始人"))
_PARTS = frozenset("的了和与及在是为等将对由向以其被把给让使且或于而")
"""Function words that stand before a name more often than in one."""
_LONGEST = 6

_STRONG = words("after_products")
"""What follows the name of a product or a house, and few other nouns."""
_SPEAKS = words("said_of_names")
"""What is said of things with names, and of others too."""
_INTRODUCE = words("before_names")
_STRONG_CUES, _SPEAKING_CUES, _INTRODUCING_CUES = frozenset(_STRONG), frozenset(_SPEAKS), frozenset(_INTRODUCE)
_CUES = sorted({*_STRONG, *_SPEAKS, *_INTRODUCE})
_CUE_WORDS = frozenset(_CUES)
_INTRODUCED = re.compile(rf"[“「]?([{_HAN}]{{2,{_LONGEST}}}?)(?=[”」、，。；）\s]|和|与|等|及)")
_QUOTED = re.compile(rf"[“「]([{_HAN}]{{2,{_LONGEST}}})[”」]")
_LISTED = re.compile(
    rf"[、，：:（(\s和与](?:([{_HAN}]{{2,{_LONGEST}}}+)(?=[、（(])|(?<=[、和与])([{_HAN}]{{2,{_LONGEST}}})(?=[等，。（(]))"
)
_JOINED = re.compile(rf"([{_HAN}]{{2,{_LONGEST}}}?)(?=[，。；、）\s”]|在|的|等|均|都|将|正|则|已)")
_VERSIONED = re.compile(
    # The digit comes before the look behind it: the search then leaps from digit to digit.
    rf"[0-9](?<=[{_HAN}][0-9])(?:(?P<grade>\d?(?:\.\d{{1,2}})?\s?{GRADE}(?![A-Za-z0-9]))"
    r"|(?P<number>\d{2,3}[A-Z]{0,2}(?=芯片|处理器|显卡))"
    r"|(?P<version>\d?\.\d(?![\dA-Za-z.%‰]|\s?[万亿千百倍元个款家人名台年月日次颗种条位岁点周天号届折分吨美港公平米小])))"
)
"""4.0 Turbo or 1.5 after the name of a model, 910B before 芯片."""
_GLOSSED = re.compile(r"[（(][A-Za-z]{3,}[）)]")
_ONLY_HAN = re.compile(rf"[{_HAN}]{{2,{_LONGEST}}}")
_NAMING_HEADERS = frozenset({
    "产品", "产品名", "产品名称", "模型", "模型名称", "公司", "公司名称", "厂商", "品牌", "应用", "平台",
    "模型提供方", "提供方", "机构", "APP", "App", "名称", "AI产品", "大模型", "服务商", "企业",
})  # fmt: skip


@lru_cache(maxsize=1)
def _cues() -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(_CUES)


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


@dataclass(frozen=True, slots=True)
class Found:
    """What a discovered spelling means. ``of_models`` is a word that is a name only where a model is named with it:
    星火 in 星火大模型, by a text that says 讯飞星火."""

    canonical: str
    kind: str
    of_models: bool = False


def discover(text: str, known: Sequence[Name]) -> dict[str, Found]:
    """Names that the text's own way of speaking points to, without those in ``known``, by how they are written."""
    scores: dict[str, float] = defaultdict(float)
    kinds: dict[str, set[str]] = defaultdict(set)
    held = {text[name.start : name.end] for name in known}
    ends = {name.end: name.start if name.kind in ("security", "company") else name.end for name in known}

    def may_be_meant(name: str) -> bool:
        return name not in held and name not in _CUE_WORDS and _may_be_name(name)

    def point(name: str | None, weight: float, kind: str) -> None:
        if name and may_be_meant(name):
            scores[name] += weight
            kinds[name].add(kind)

    spans = sorted((name.start, name.end) for name in known)
    for index, start, end in _cues().find_matches_as_indexes(text, overlapping=True):
        cue = _CUES[index]
        held_by = bisect_right(spans, (start, len(text))) - 1
        if held_by >= 0 and spans[held_by][1] > start:  # 大模型 in 豆包视频大模型 says nothing of 视频
            continue
        before = start
        while before and text[before - 1] in " ”":
            before -= 1
        if before and _is_han(text[before - 1]):
            if cue in _STRONG_CUES:
                point(_name_before(text, before, ends), 1.5, cue)
            elif cue in _SPEAKING_CUES:
                point(_name_before(text, before, ends), 0.75, "speaks")
        if cue in _INTRODUCING_CUES and (match := _INTRODUCED.match(text, end)):
            point(match[1], 1.0, "introduced")
    for match in _QUOTED.finditer(text):
        point(match[1], 0.75, "quoted")
    for match in _GLOSSED.finditer(text):
        point(_name_before(text, match.start(), ends), 1.5, "glossed")
    for name in _cells(text):
        point(name, 3.0, "cell")
    for match in _VERSIONED.finditer(text):
        stem = _name_before(text, match.start(), ends)
        if stem and not is_verb(cut_plain(stem)[-1]):  # 同比增长3.1 is no version
            point(stem + match[0] if match["number"] else stem, 1.0 if match["version"] else 3.0, "version")
    for joined, weight in _beside(text, known, ends):
        point(joined, weight, "beside")
    if any(map(_is_pointed_at, kinds.values())):
        for match in _LISTED.finditer(text):  # what a list alone holds is no name, and most of what it holds is that
            listed = match[1] or match[2]
            if listed in scores and _is_rare(listed):
                scores[listed] += 0.75
    found = {
        name: Found(name, "product" if _OF_FIRMS.isdisjoint(kinds[name]) else "company")
        for name, score in scores.items()
        if _is_named(text, name, score, kinds[name])
    }
    houses = {text[start:end] for end, start in ends.items() if start < end}
    return found | _other_forms(text, found, kinds, houses)


def _other_forms(
    text: str, found: Mapping[str, Found], kinds: Mapping[str, set[str]], houses: Set[str]
) -> dict[str, Found]:
    """What the names that were found are also called: clipped (字节 for 字节跳动), or without the house (讯飞) before
    them."""
    also: dict[str, Found] = {}
    for name, meant in found.items():
        clipped, rest = name[:_CLIPPED], name[_CLIPPED:]
        if len(rest) < _CLIPPED:
            continue
        if clipped not in found and kinds.get(clipped, _WEAK) - _WEAK:
            again = text.count(clipped) - text.count(name)
            if again >= _REPEATED // 2:
                also[clipped] = meant
        if meant.kind != "company" and clipped in houses:
            also.setdefault(rest, Found(rest, meant.kind, of_models=True))
    return also


def _is_pointed_at(kinds: set[str]) -> bool:
    """Whether what is said of a string is said of names alone."""
    return bool(kinds - _WEAK) or {"introduced", "quoted"} <= kinds


def _is_named(text: str, name: str, score: float, kinds: set[str]) -> bool:
    """Enough cues, and one among them that only a proper name gets: what any noun gets will not do.

    Usual words side by side need more of them, unless the text says them again and again.
    """
    if not _is_pointed_at(kinds) or score < 0.75 * _ENOUGH:
        return False
    count = text.count(name)
    if score < _ENOUGH:
        return count >= 2 * _REPEATED
    return score >= 1.5 * _ENOUGH or _is_rare(name) or count >= _REPEATED


def _beside(text: str, known: Sequence[Name], ends: Mapping[int, int]) -> Iterator[tuple[str | None, float]]:
    """What is joined to a known name by 和 or 与, or stands in a list of such: ``字节跳动和科大讯飞``."""
    for name in known:
        after = name.end + text.startswith(" ", name.end)
        if text.startswith(("和", "与"), after) and (match := _JOINED.match(text, after + 1)) is not None:
            yield match[1], 1.5
        link = name.start - 1 - (text[name.start - 1 : name.start] == " ")
        if link > 0 and text.startswith(("和", "与", "、"), link) and _is_han(text[link - 1]):
            yield _name_before(text, link, ends), 0.75 if text[link] == "、" else 1.5


def places(text: str, found: Mapping[str, Found]) -> Iterator[Name]:
    """Every place of the names in the text, the longest first."""
    listed = sorted(found)
    if not listed:
        return
    automaton = ahocorasick_rs.AhoCorasick(listed, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    for index, start, end in automaton.find_matches_as_indexes(text):
        if not (text[end - 1].isascii() and text[end : end + 1].isascii() and text[end : end + 1].isalnum()):
            meant = found[listed[index]]
            yield Name(start, end, meant.canonical, meant.kind)


def _name_before(text: str, end: int, ends: Mapping[int, int]) -> str | None:
    """The string before ``end`` that is no usual word: single characters that the dictionary cannot join, or else the
    whole clause so far where it is short. It reaches no further than a function word or a known name, but takes in the
    house before a usual word: 讯飞星火. ``ends``: where a known name ends -> where that of a house begins."""
    low = max(0, end - 14)
    begin = end
    while begin > low and begin not in ends and _is_han(text[begin - 1]) and text[begin - 1] not in _PARTS:
        begin -= 1
    run = text[begin:end]
    if len(run) < 2:
        return None
    if begin in ends and len(run) <= _LONGEST and not _may_be_name(run):
        return None if run in _ABILITIES or ends[begin] == begin else text[ends[begin] : end]
    if len(run) <= 4 and (begin > low or begin == 0) and _NO_NAME.isdisjoint(run):
        parts = cut_plain(run)
        lead = next((len(p) for p in parts[:1] if len(p) > 1 and frequency(p) > 20 * _COMMON_FREQUENCY), 0)
        return run[lead:] if len(run) >= lead + 2 else run
    collected: list[str] = []
    for word in reversed(cut_plain(run)):
        if word in _NO_NAME or (len(word) > 1 and collected) or len(word) > 4:
            break
        collected.append(word)
        if len(word) > 1:
            break
    name = "".join(reversed(collected))
    return name if 2 <= len(name) <= _LONGEST else None


@lru_cache(maxsize=20_000)
def _may_be_name(name: str) -> bool:
    """No function characters, no usual word, not made of usual words alone, and no noun of measure or class."""
    if name[-1] in _MEASURES or not _NO_NAME.isdisjoint(name) or frequency(name) > _COMMON_FREQUENCY:
        return False
    parts = cut_plain(name)
    return not all(len(part) > 1 and frequency(part) > 20 * _COMMON_FREQUENCY for part in parts)


@lru_cache(maxsize=20_000)
def _is_rare(name: str) -> bool:
    """Whether the dictionary has no part of it but single characters, or has it as a rare word."""
    return any(len(part) == 1 for part in cut_plain(name)) or frequency(name) > 0


def _cells(text: str) -> Iterator[str]:
    """Short cells under a header that asks for a name, of tables as the text has them (tabs between columns)."""
    columns: list[int] = []
    for line in text.split("\n"):
        if "\t" not in line:
            columns = []
            continue
        cells = line.split("\t")
        if not columns and not _NAMING_HEADERS.isdisjoint(map(str.strip, cells)):
            columns = [i for i, cell in enumerate(cells) if cell.strip() in _NAMING_HEADERS]
            continue
        for column in columns:
            if column < len(cells) and _ONLY_HAN.fullmatch(cells[column].strip()):
                yield cells[column].strip()
