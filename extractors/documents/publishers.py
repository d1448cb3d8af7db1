"""Which house published a report: names, e-mail domains and licence numbers as evidence."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from extractors.data import read_yaml

MAX_OF_A_KIND = 6
"""So many sightings of one kind count; more say nothing new."""
WEIGHTS = {"licence": 6, "domain": 5, "front": 4, "credit": 3, "name": 1}

MIN_UNLISTED = 6
"""So much speaks for a house that the data do not list: two credits, or one and a line of the first page."""

_LICENCE = regex.compile(r"(?<![A-Za-z\d])([SA])\s?(\d{4})[\dXx*]{9}(?![\dXx*])")
"""A licence number; copies that leave out who the analyst is mask its end (``S0123XX0040004``)."""
_DOMAIN = regex.compile(r"(?:@|www\.|//)([\w-]{1,40}(?:\.[\w-]{1,30}){1,4})", regex.IGNORECASE)
_CREDIT = regex.compile(
    r"\s{0,2}(?:股份|有限|经济|金融|证券)*(?:研究所|研究院|研究中心|研究部|研究发展中心|研发中心|有限责任公司|股份有限公司|有限公司)"
)


@dataclass(frozen=True, slots=True)
class _Houses:
    names: dict[str, str]
    domains: dict[str, list[str]]
    licences: dict[str, list[str]]
    matcher: Any


@functools.lru_cache(maxsize=1)
def _houses() -> _Houses:
    import ahocorasick_rs

    entries: dict[str, dict[str, list[str]]] = read_yaml("publishers.yaml")
    names: dict[str, str] = {}
    domains: dict[str, list[str]] = {}
    licences: dict[str, list[str]] = {}
    for canonical, entry in entries.items():
        for name in (canonical, *entry.get("aliases", ())):
            names.setdefault(name, canonical)
        for domain in entry.get("domains", ()):
            domains.setdefault(domain, []).append(canonical)
        for licence in entry.get("licences", ()):
            licences.setdefault(licence, []).append(canonical)
    matcher = ahocorasick_rs.AhoCorasick(list(names), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return _Houses(names, domains, licences, matcher)


_UNLISTED = regex.compile(
    r"(?<!\p{Han})(\p{Han}{2,5}(?:证券|期货))"
    r"(?:(股份有限公司|有限责任公司|有限公司|(?:经济|金融|发展|投资|证券)*(?:研究所|研究院|研究中心|研究部|研究发展中心)|"
    r"研究(?!报告|员)|整理|预测)|(?!\p{Han}))"
)
"""A house by its name's form, in a credit (``某某证券研究所``, group 2) or alone."""
_NO_HOUSE = regex.compile(
    r"(?:公司|行业|中国|国家|全国|上海|深圳|北京|境[内外]|从业|投资|有价|上市|相关|任何|所有|其[他它]|"
    r"首席|从事|该等|此类|发行|买卖|持有|股指|国债|商品|资产|衍生品?|银行|保险|大型|头部|中小|多家|各家|本公司?|我国|及|和|与)(?:证券|期货)"
)


def _count_unlisted(text: str, front: bool, seen: dict[str, Counter[str]], houses: _Houses) -> None:
    """Sightings of houses that the data do not list: a house that names itself in credits and running lines."""
    for match in _UNLISTED.finditer(text):
        name = match.group(1)
        if match.group(2) is None and not (front and text.strip() == name):
            continue
        if _NO_HOUSE.fullmatch(name) is None and not houses.matcher.find_matches_as_indexes(name):
            seen["front" if front else "credit"][name] += 1


def find_publisher(texts: Iterable[str], front: Sequence[str] = ()) -> str | None:
    """The house whose names, addresses and licences a document carries; ``front`` are the lines of its first page."""
    houses = _houses()
    seen: dict[str, Counter[str]] = {kind: Counter() for kind in WEIGHTS}
    names = list(houses.names)
    for is_front, text in [*((False, text) for text in texts), *((True, text) for text in front)]:
        for pattern, start, end in houses.matcher.find_matches_as_indexes(text):
            if names[pattern].isascii() and not _stands_alone(text, start, end):
                continue
            canonical = houses.names[names[pattern]]
            kind = "front" if is_front else "credit" if _CREDIT.match(text, end) else "name"
            seen[kind][canonical] += 1
        _count_unlisted(text, is_front, seen, houses)
        if is_front:
            continue
        for match in _DOMAIN.finditer(text):
            for canonical in _of_domain(match.group(1).casefold(), houses):
                seen["domain"][canonical] += 1
        for match in _LICENCE.finditer(text):
            code = match.group(2) if match.group(1) == "S" else match.group(1) + match.group(2)
            for canonical in houses.licences.get(code, ()):
                seen["licence"][canonical] += 1
    scores: Counter[str] = Counter()
    for kind, found in seen.items():
        for canonical, count in found.items():
            scores[canonical] += WEIGHTS[kind] * min(count, MAX_OF_A_KIND)
    if not scores:
        return None
    listed = set(houses.names.values())
    scores = Counter(
        {name: score for name, score in scores.items() if score >= (3 if name in listed else MIN_UNLISTED)}
    )
    return max(scores.items(), key=lambda entry: (entry[1], entry[0]))[0] if scores else None


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def _of_domain(domain: str, houses: _Houses) -> list[str]:
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        found = houses.domains.get(".".join(labels[start:]))
        if found:
            return found
    return []
