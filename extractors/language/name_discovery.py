"""Chinese names that no list holds and whose form says nothing: found by how the whole text speaks of them.

豆包 is in no dictionary. But a text that says 豆包大模型, 豆包月活, 旗下豆包 and “豆包” speaks of a thing with a name.
Cues are counted over the text; a string that enough of them point to is a name wherever it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import ahocorasick_rs

from extractors.language.name_words import words
from extractors.language.words import cut_plain, frequency
from extractors.records import Name

_HAN = r"\u4e00-\u9fff"
_NO_NAME = frozenset(
    "的了和与及在是为等将从对由向以其该各多本我这那有不被把给让使且或之已至于到也就都还更最均约仅超达近共每据但而并又再才只可能会要于上中下内外前后间时年月日个款家项次名位种类元万亿"
)
_MEASURES = frozenset("量率额价比值数货利车费金税业类型级端式化性者员式")
_COMMON_FREQUENCY = 150
"""jieba's counts run to millions; a word above this is part of everyone's language."""
_ENOUGH = 3.0
_LONGEST = 6

_STRONG = words("after_products")
"""What follows the name of a product or a house, and few other nouns."""
_SPEAKS = words("said_of_names")
"""What is said of things with names, and of others too."""
_INTRODUCE = words("before_names")
_STRONG_CUES, _SPEAKING_CUES, _INTRODUCING_CUES = frozenset(_STRONG), frozenset(_SPEAKS), frozenset(_INTRODUCE)
_CUES = sorted({*_STRONG, *_SPEAKS, *_INTRODUCE})
_INTRODUCED = re.compile(rf"[“「]?([{_HAN}]{{2,{_LONGEST}}}?)(?=[”」、，。；）\s]|和|与|等|及)")
_QUOTED = re.compile(rf"[“「]([{_HAN}]{{2,{_LONGEST}}})[”」]")
_LISTED = re.compile(
    rf"[、，：:（(\s和与]([{_HAN}]{{2,{_LONGEST}}})(?=[、（(])|[、和与]([{_HAN}]{{2,{_LONGEST}}})(?=[等，。（(])"
)
_GLOSSED = re.compile(r"[（(][A-Za-z]{3,}[）)]")
_ONLY_HAN = re.compile(rf"[{_HAN}]{{2,{_LONGEST}}}")
_NAMING_HEADER = re.compile(
    r"^(?:产品|产品名|产品名称|模型|模型名称|公司|公司名称|厂商|品牌|应用|平台|模型提供方|提供方|机构|APP|App|名称|AI产品|大模型|服务商|企业)$"
)


@lru_cache(maxsize=1)
def _cues() -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(_CUES)


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def discover(text: str, known: Sequence[Name]) -> list[str]:
    """Names that the text's own way of speaking points to, without those in ``known``."""
    scores: dict[str, float] = defaultdict(float)
    kinds: dict[str, set[str]] = defaultdict(set)
    held = {text[name.start : name.end] for name in known}

    def point(name: str | None, weight: float, kind: str) -> None:
        if name and name not in held and _may_be_name(name):
            scores[name] += weight
            kinds[name].add(kind)

    for index, start, end in _cues().find_matches_as_indexes(text, overlapping=True):
        cue = _CUES[index]
        before = start
        while before and text[before - 1] in " ”":
            before -= 1
        if before and _is_han(text[before - 1]):
            if cue in _STRONG_CUES:
                point(_name_before(text, before), 1.5, cue)
            elif cue in _SPEAKING_CUES:
                point(_name_before(text, before), 0.75, "speaks")
        if cue in _INTRODUCING_CUES and (match := _INTRODUCED.match(text, end)):
            point(match[1], 1.0, "introduced")
    for match in _QUOTED.finditer(text):
        point(match[1], 0.75, "quoted")
    for match in _LISTED.finditer(text):
        name = match[1] or match[2]
        point(name, 0.75 if _is_rare(name) else 0.0, "listed")
    for match in _GLOSSED.finditer(text):
        point(_name_before(text, match.start()), 1.5, "glossed")
    for name in _cells(text):
        point(name, 3.0, "cell")
    return [name for name, score in scores.items() if _is_named(name, score, kinds[name])]


def _is_named(name: str, score: float, kinds: set[str]) -> bool:
    """Enough cues, and one among them that only a proper name gets: what any noun gets will not do."""
    naming = kinds - {"speaks", "listed", "introduced", "quoted"} or {"introduced", "quoted"} <= kinds
    return bool(naming) and score >= (_ENOUGH if _is_rare(name) else 1.5 * _ENOUGH)


def places(text: str, found: Iterable[str]) -> Iterator[Name]:
    """Every place of the names in the text, the longest first."""
    listed = sorted(found)
    if not listed:
        return
    automaton = ahocorasick_rs.AhoCorasick(listed, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    for index, start, end in automaton.find_matches_as_indexes(text):
        yield Name(start, end, listed[index], "product")


def _name_before(text: str, end: int) -> str | None:
    """The string before ``end`` that is no usual word: single characters that the dictionary cannot join, or else the
    whole clause so far where it is short."""
    low = max(0, end - 14)
    begin = end
    while begin > low and _is_han(text[begin - 1]):
        begin -= 1
    run = text[begin:end]
    if len(run) < 2:
        return None
    if len(run) <= 4 and (begin > low or begin == 0) and _NO_NAME.isdisjoint(run):
        return run
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
        asked = [i for i, cell in enumerate(cells) if _NAMING_HEADER.match(cell.strip())]
        if asked and not columns:
            columns = asked
            continue
        for column in columns:
            if column < len(cells) and _ONLY_HAN.fullmatch(cells[column].strip()):
                yield cells[column].strip()
