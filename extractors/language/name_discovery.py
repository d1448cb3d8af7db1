"""Chinese names that no list holds and whose form says nothing: found by how the whole text speaks of them.

豆包 is in no dictionary. But where a text says 豆包大模型, 豆包月活, 旗下豆包 and “豆包”, it speaks of a thing with a name. Cues
are counted over the text; a string that enough of them point to is a name wherever it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import ahocorasick_rs
import regex

from extractors.language.words import cut_plain, frequency
from extractors.records import Name

_HAN = r"\u4e00-\u9fff"
_NO_NAME = frozenset("的了和与及在是为等将从对由向以其该各多本我这那有不被把给让使且或之已至于到也就都还更最均约仅超达近共每据但而并又再才只可能会要于上中下内外前后间时年月日个款家项次名位种类元万亿")
_MEASURES = frozenset("量率额价比值数货利车费金税业类型级端式化性者员式")
_COMMON_FREQUENCY = 150
"""jieba's counts run to millions; a word above this is part of everyone's language."""
_ENOUGH = 3.0
_LONGEST = 6

_STRONG = "大模型|视频模型|通用模型|视频大模型|概念股|智能助手|App|APP|app|API|Web|网页端|客户端|官网|官方|公众号|旗下|主力模型"
_SPEAKS = (
    "发布|推出|上线|宣布|表示|开源|升级|接入|官宣|月活|日活|MAU|DAU|访问量|下载量|装机量|用户|累计|月访问|市占率|销量|出货|营收|净利|收入|排名|占比|支持|凭借|成为|拥有|已与|给|做"
)
_FOLLOWED = regex.compile(rf"(?<=[{_HAN}”]) ?(?:(?P<strong>{_STRONG})|(?P<weak>{_SPEAKS}))")
_PRECEDED = regex.compile(
    rf"(?:旗下(?:的)?|名为|推出(?:的)?|发布(?:了|的)?|上线(?:了)?|应用|助手|工具|软件|平台|品牌|例如|包括|如|对标)[“「]?(?P<name>[{_HAN}]{{2,{_LONGEST}}})(?=[”」、，。；）\s]|和|与|等|及)"
)
_QUOTED = regex.compile(rf"[“「](?P<name>[{_HAN}]{{2,{_LONGEST}}})[”」]")
_LISTED = regex.compile(rf"(?<=[、，：:（(\s])(?P<name>[{_HAN}]{{2,{_LONGEST}}})(?=[、（(])|(?<=[、和与])(?P<name>[{_HAN}]{{2,{_LONGEST}}})(?=[等，。（(])")
_GLOSSED = regex.compile(rf"(?P<name>[{_HAN}]{{2,{_LONGEST}}})[（(](?=[A-Za-z]{{3,}}[）)])")
_NAMING_HEADER = regex.compile(r"^(?:产品|产品名|产品名称|模型|模型名称|公司|公司名称|厂商|品牌|应用|平台|模型提供方|提供方|机构|APP|App|名称|AI产品|大模型|服务商|企业)$")


def discover(text: str, known: Sequence[Name]) -> list[str]:
    """Names that the text's own way of speaking points to, without those in ``known``."""
    scores: dict[str, float] = defaultdict(float)
    kinds: dict[str, set[str]] = defaultdict(set)
    held = {text[name.start : name.end] for name in known}

    def point(name: str | None, weight: float, kind: str) -> None:
        if name and name not in held and _may_be_name(name):
            scores[name] += weight
            kinds[name].add(kind)

    for match in _FOLLOWED.finditer(text):
        point(_name_before(text, match.start()), 1.5 if match["strong"] else 0.75, match["strong"] or "speaks")
    for match in _PRECEDED.finditer(text):
        point(match["name"], 1.0, "introduced")
    for match in _QUOTED.finditer(text):
        point(match["name"], 0.75, "quoted")
    for match in _LISTED.finditer(text):
        point(match["name"], 0.75 if _is_rare(match["name"]) else 0.0, "listed")
    for match in _GLOSSED.finditer(text):
        point(_name_before(text, match.end("name")), 1.5, "glossed")
    for name in _cells(text):
        point(name, 3.0, "cell")
    return [name for name, score in scores.items() if _is_named(name, score, kinds[name])]


def _is_named(name: str, score: float, kinds: set[str]) -> bool:
    """Enough cues, and one among them that only a proper name gets: what all nouns get (用户, 占比, a list) is not enough."""
    naming = kinds - {"speaks", "listed", "introduced", "quoted"} or {"introduced", "quoted"} <= kinds
    return bool(naming) and score >= (_ENOUGH if _is_rare(name) else 1.5 * _ENOUGH)


def places(text: str, found: Iterable[str]) -> Iterator[Name]:
    """Every place of the names in the text, the longest first."""
    listed = list(found)
    if not listed:
        return
    automaton = ahocorasick_rs.AhoCorasick(listed, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    for index, start, end in automaton.find_matches_as_indexes(text):
        yield Name(start, end, listed[index], "product")


def _name_before(text: str, end: int) -> str | None:
    """The string before ``end`` that is no usual word: single characters that the dictionary cannot join, or else the
    whole clause so far where it is short."""
    low = max(0, end - 14)
    before = regex.search(rf"[{_HAN}]*$", text[low:end])
    if before is None or len(before[0]) < 2:
        return None
    run = before[0]
    if 2 <= len(run) <= 4 and low + before.start() > low and not any(c in _NO_NAME for c in run):
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


def _may_be_name(name: str) -> bool:
    """No function characters, no usual word, not made of usual words alone, and no noun of measure or class."""
    if name[-1] in _MEASURES or any(c in _NO_NAME for c in name) or frequency(name) > _COMMON_FREQUENCY:
        return False
    parts = cut_plain(name)
    return not all(len(part) > 1 and frequency(part) > 20 * _COMMON_FREQUENCY for part in parts)


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
            if column < len(cells) and regex.fullmatch(rf"[{_HAN}]{{2,{_LONGEST}}}", cells[column].strip()):
                yield cells[column].strip()

