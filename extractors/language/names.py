"""Names in a text: listed securities and indices, known companies, products and models, and names found by pattern.

A text is read as a whole once, since what a doubtful name means depends on the rest of it; asking for its parts is
then cheap.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from extractors.language.codes import Code, find_codes
from extractors.language.lexicon import Entry, Hit, Lexicon, lexicon
from extractors.language.name_context import is_meant, splits_word
from extractors.language.name_discovery import Found, discover, places
from extractors.language.name_patterns import extend, find_patterns, touches
from extractors.language.securities import by_ticker, issuer_of
from extractors.records import Name

_CODE_BESIDE = re.compile(
    r"(?:[\s]{0,2}[-－]?[A-Z]{0,3}[(（\[【]\s?|[\s\t/、,，:：]{1,2}|股份有限公司\s?[(（]|(?=[(（]))"
)
_BODY_OF_SHORT = 3
_CHINESE = re.compile(r"[一-鿿]{3,8}|[一-鿿]{2,6}\d{2,4}[A-Z]{0,2}")


def find_names(text: str, start: int = 0, end: int | None = None) -> list[Name]:
    """Names in ``text[start:end]``, sorted, without overlap, the longest where several begin together.

    Their meaning is judged in the whole text: give the whole text and a range, not a slice of it.
    """
    names, starts = _names_of(text, lexicon())
    stop = len(text) if end is None else end
    first, last = bisect_left(starts, start), bisect_left(starts, stop)
    return [name for name in names[first:last] if name.end <= stop]


def join_names(names: Sequence[Name]) -> str:
    """What coordinated names are called together: ``剪映和CapCut``, ``百度、阿里、腾讯``.

    >>> join_names([Name(0, 2, "剪映", "product"), Name(3, 9, "CapCut", "product")])
    '剪映和CapCut'
    """
    canonical = [name.canonical for name in names]
    return "和".join(canonical) if len(canonical) < 3 else "、".join(canonical)


@lru_cache(maxsize=4)
def _names_of(text: str, known_names: Lexicon) -> tuple[tuple[Name, ...], list[int]]:
    codes = find_codes(text)
    known = _settle(text, known_names.find(text))
    names = [_as_name(text, hit) for hit in known if hit.entry.kind]
    taken = [(hit.start, hit.end) for hit in known]
    issuers = frozenset(name.issuer_id for name in names)
    codes = [code for code in codes if not code.bare or _is_named(code, issuers)]
    names += [_code_name(code) for code in codes]
    taken += [(code.start, code.end) for code in codes]
    by_form = find_patterns(text, names, taken)
    names += [*by_form, *_discovered(text, names, by_form, taken)]
    settled = _prefer_codes(text, _without_overlap(names), codes)
    return tuple(settled), [name.start for name in settled]


def _discovered(
    text: str, known: Sequence[Name], by_form: Sequence[Name], taken: Sequence[tuple[int, int]]
) -> list[Name]:
    """Names that only this text makes known, with what belongs to them, wherever they stand.

    A name that was quoted or spelled out with its ending once is meant where it stands without.
    """
    found = []
    edges = sorted(taken)
    once = {name.canonical for name in by_form if name.kind != "model" and _CHINESE.fullmatch(name.canonical)}
    meant = {name: Found(name, "product") for name in once} | discover(text, [*known, *by_form])
    for name in places(text, meant):
        # 讯飞星火 begins with a name that is known and is another.
        begun = bisect_left(edges, (name.start, 0))
        longer = begun < len(edges) and edges[begun][0] == name.start and edges[begun][1] < name.end
        if not touches(edges, edges[begun][1] if longer else name.start, name.end):
            end, canonical, kind = name.end, name.canonical, name.kind
            if kind != "company":
                end, canonical, kind = extend(text, name.start, end, canonical, kind)
            if kind == "model" or not meant[text[name.start : name.end]].of_models:
                found.append(Name(name.start, end, canonical, kind))
    return found


def _settle(text: str, hits: list[Hit]) -> list[Hit]:
    """The hits that are meant, the longest first where they overlap."""
    sure: list[Hit] = []
    pending: list[Hit] = []
    for hit in hits:
        if hit.entry.kind is None or not splits_word(text, hit.start, hit.end):
            (pending if _is_doubtful(hit.entry) else sure).append(hit)
    chosen = _leftmost_longest(sure)
    starts = {hit.start: hit for hit in chosen if hit.entry.kind}
    ends = {hit.end: hit for hit in chosen if hit.entry.kind}
    named = frozenset(hit.entry.canonical for hit in chosen if hit.entry.kind)
    meant: list[Hit] = []
    # A list is read from either end: what stands beside a name just admitted is looked at again from behind.
    for _ in range(2):
        refused = []
        for hit in pending:
            if is_meant(text, hit, ends.get, starts.get, named):
                meant.append(hit)
                starts.setdefault(hit.start, hit)
                ends.setdefault(hit.end, hit)
            else:
                refused.append(hit)
        pending = refused[::-1]
    return _leftmost_longest(sorted((*sure, *meant), key=lambda hit: (hit.start, -hit.end)))


def _is_doubtful(entry: Entry) -> bool:
    return entry.ambiguous or (
        entry.kind is not None and len(entry.spelling) < _BODY_OF_SHORT and not entry.spelling.isascii()
    )


def _leftmost_longest(hits: Iterable[Hit]) -> list[Hit]:
    chosen: list[Hit] = []
    position = 0
    for hit in hits:
        if hit.start >= position:
            chosen.append(hit)
            position = hit.end
    return chosen


def _as_name(text: str, hit: Hit) -> Name:
    """The hit with what belongs to its name after it: a version, a variant, App."""
    entry = hit.entry
    if entry.kind in ("product", "model"):
        end, canonical, kind = extend(text, hit.start, hit.end, entry.canonical, entry.kind)
        return Name(hit.start, end, canonical, kind)
    return Name(hit.start, hit.end, entry.canonical, entry.kind or "", entry.ticker, entry.issuer_id)


def _code_name(code: Code) -> Name:
    security = by_ticker(code.ticker)
    name = by_ticker(security.issuer_id) if security is not None else None
    canonical = name.name if name is not None else code.ticker
    kind = "index" if security is not None and security.is_index else "security"
    return Name(code.start, code.end, canonical, kind, code.ticker, issuer_of(code.ticker))


def _is_named(code: Code, names: frozenset[str | None]) -> bool:
    """Six digits are a code only where their company is named too."""
    return issuer_of(code.ticker) in names


def _prefer_codes(text: str, names: list[Name], codes: Sequence[Code]) -> list[Name]:
    """Give names the listing whose code the text prints: beside the name, or anywhere if it prints only that one."""
    printed: dict[str, list[str]] = {}
    for code in codes:
        tickers = printed.setdefault(issuer_of(code.ticker), [])
        if code.ticker not in tickers:
            tickers.append(code.ticker)
    at = {code.start: code.ticker for code in codes}
    result = []
    for name in names:
        ticker = name.ticker
        if ticker is not None and name.issuer_id in printed and name.start not in at:
            beside = _CODE_BESIDE.match(text, name.end)
            ours = at.get(beside.end()) if beside else None
            tickers = printed[name.issuer_id]
            if ours is not None and issuer_of(ours) == name.issuer_id:
                ticker = ours
            elif ticker not in tickers:
                ticker = tickers[0]
        result.append(
            name
            if ticker == name.ticker
            else Name(name.start, name.end, name.canonical, name.kind, ticker, name.issuer_id)
        )
    return result


def _without_overlap(names: list[Name]) -> list[Name]:
    names.sort(key=lambda name: (name.start, -name.end))
    kept: list[Name] = []
    for name in names:
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
        elif name.end > kept[-1].end and name.start == kept[-1].start:
            kept[-1] = name
    return kept
