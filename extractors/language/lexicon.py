"""The names that are known: securities, indices, and the companies, products and models of ``data/entities``.

One Aho-Corasick automaton finds all of them in one pass over the text in lower case. The package's own lexicon is what
everything goes by unless another is put in its place (:func:`using`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import ahocorasick_rs

from extractors.data import read_yaml
from extractors.language.securities import DATA, Security, by_name, register
from extractors.record import record

_CJK = r"一-鿿"
_MIXED = re.compile(rf"(?<=[{_CJK}]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[{_CJK}])")
_JOINED = re.compile(rf"(?<=[{_CJK}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{_CJK}])")
_HAS_LATIN = re.compile(r"[a-z0-9]")
_KINDS = {"companies": "company", "products": "product", "models": "model", "segments": "segment"}
_MARKS = re.compile(r"^\*?ST")


@dataclass(frozen=True, slots=True)
class Entry:
    """A known name as a text may have it. ``spelling`` is how it is written, ``kind`` None for a look-alike;
    an ambiguous ``brand`` is usually the firm's name."""

    spelling: str
    canonical: str
    kind: str | None
    ticker: str | None = None
    issuer_id: str | None = None
    owner: str | None = None
    ambiguous: bool = False
    brand: bool = False


@record(frozen=True, slots=True)
class Hit:
    """A place where an entry's spelling stands in the text."""

    start: int
    end: int
    entry: Entry


def drop_spaces(name: str) -> str:
    """A name without the spaces between Chinese and Latin: ``智谱 AI`` is ``智谱AI``."""
    return _MIXED.sub("", " ".join(name.split()))


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Names as texts may have them: ``entries`` is spelling (in lower case) -> entry. Compared by identity, so that
    what was learnt from one lexicon can be kept by it."""

    entries: Mapping[str, Entry]

    def keeping(self, wanted: Callable[[str, Entry], bool]) -> Lexicon:
        """The lexicon of those spellings and entries alone that are ``wanted``."""
        return Lexicon({spelling: entry for spelling, entry in self.entries.items() if wanted(spelling, entry)})

    @cached_property
    def owners(self) -> dict[str, str]:
        """Canonical name -> the owner's canonical name, for what somebody makes or owns."""
        return {entry.canonical: entry.owner for entry in self.entries.values() if entry.owner}

    @cached_property
    def common_names(self) -> tuple[str, ...]:
        """Chinese names to tell the segmenter of: usual short names and entities, no full names, no ordinary words."""
        return tuple(
            entry.spelling
            for entry in self.entries.values()
            if entry.kind and not entry.ambiguous and 2 <= len(entry.spelling) <= 6 and not entry.spelling.isascii()
        )

    def find(self, text: str) -> list[Hit]:
        """All places of names that stand alone, overlapping ones too, sorted by start, the longest first."""
        lower = text.lower()
        if len(lower) != len(text):  # İ and its like become two code points: offsets would shift
            lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
        automaton, listed = self._automaton
        hits = []
        for index, start, end in automaton.find_matches_as_indexes(lower, overlapping=True):
            entry = listed[index]
            if _stands_alone(text, start, end, entry.spelling):
                hits.append(Hit(start, end, entry))
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        return hits

    @cached_property
    def _automaton(self) -> tuple[ahocorasick_rs.AhoCorasick, list[Entry]]:
        return ahocorasick_rs.AhoCorasick(list(self.entries)), list(self.entries.values())


_INSTEAD: ContextVar[Lexicon | None] = ContextVar("lexicon", default=None)


def lexicon() -> Lexicon:
    """The lexicon that texts are read by: the package's own, or the one that :func:`using` put in its place."""
    return _INSTEAD.get() or packaged()


@contextmanager
def using(instead: Lexicon) -> Iterator[None]:
    """Read texts by another lexicon for a while."""
    token = _INSTEAD.set(instead)
    try:
        yield
    finally:
        _INSTEAD.reset(token)


@lru_cache(maxsize=1)
def packaged() -> Lexicon:
    """The names of the package's data; the first claim of a spelling stands: securities before other names."""
    found: dict[str, Entry] = {}
    for entry in (*_look_alikes(), *_from_securities(), *_from_entities()):
        for spelling in _spellings(entry.spelling):
            found.setdefault(spelling, entry)
    return Lexicon(found)


def _stands_alone(text: str, start: int, end: int, spelling: str) -> bool:
    """Latin edges need a neighbour that is neither letter nor digit, and Latin names their own case."""
    first, last = text[start], text[end - 1]
    if first.isascii() and start and (before := text[start - 1]).isascii() and (before.isalnum() or before in "_@/"):
        return False
    if last.isascii() and end < len(text) and (after := text[end]).isascii() and (after.isalnum() or after in "_@"):
        return False
    written = text[start:end]
    if written.isascii():
        return written == spelling or (
            len(spelling) >= 5 and not (written.islower() and spelling.isalpha() and " " in spelling)
        )
    return True


def _spellings(name: str) -> Iterator[str]:
    """In lower case, with and without the spaces between Chinese and Latin."""
    name = name.lower()
    yield name
    if name.isascii() or not _HAS_LATIN.search(name):
        return
    joined = _MIXED.sub("", name)
    yield joined
    yield _JOINED.sub(" ", joined)


def _from_securities() -> Iterator[Entry]:
    table = register()
    by_hand = [table.by_ticker[ticker] for ticker in table.by_hand]
    rest = sorted(table.by_ticker.values(), key=lambda security: security.status != "listed")
    curated = frozenset(table.by_hand)
    for security in (*by_hand, *rest):
        home = table.by_ticker.get(security.issuer_id, security)
        yield from _names_of(security, home, curated=home.ticker in curated)


def _names_of(security: Security, home: Security, *, curated: bool) -> Iterator[Entry]:
    """What a listing is called. It stands for the issuer's home listing, unless a code is printed beside it."""
    kind = "index" if home.is_index else "security"
    ambiguous = register().ambiguous

    def entry(spelling: str, canonical: str) -> Entry | None:
        plain = spelling.replace(" ", "").lower()
        if len(plain) < 2 or (plain.isascii() and len(plain) < 3 and not curated):
            return None
        # A short name that nobody vouched for, and machine-made American names, need a context.
        doubtful = plain in ambiguous or (not curated and kind == "security" and _is_doubtful(spelling, security))
        return Entry(spelling, canonical, kind, home.ticker, home.issuer_id, None, doubtful, plain in register().brands)

    usual = home.name if security.ticker == home.ticker or curated else security.name
    pairs = [(security.name, usual), (security.full_name, home.name)]
    pairs += [(alias, home.name) for alias in security.aliases]
    pairs += [(name, name if _MARKS.match(name) is None else home.name) for name in security.former]
    if security.market in ("SH", "SZ") and security.name[-1] in "AB":
        pairs.append((security.name[:-1], home.name))
    for spelling, canonical in pairs:
        if spelling and (made := entry(spelling, canonical)) is not None:
            yield made


def _is_doubtful(spelling: str, security: Security) -> bool:
    short = len(spelling) <= 2
    return short or (security.market in ("US", "T", "KS", "KQ") and (len(spelling) <= 3 or spelling.isascii()))


def _load(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = read_yaml(f"entities/{name}")
    return loaded or []


def _look_alikes() -> Iterator[Entry]:
    for group in _load("look_alikes.yaml"):
        for word in group:
            yield Entry(str(word), str(word), None)


def _from_entities() -> Iterator[Entry]:
    ambiguous = {str(name).lower() for group in _load("ambiguous.yaml") for name in group["ambiguous"]}
    names = sorted(path.name for path in (DATA / "entities").glob("*.yaml"))
    for name in names:
        if name in ("ambiguous.yaml", "look_alikes.yaml"):
            continue
        for group in _load(name):
            yield from _of_group(group, ambiguous)


def _of_group(group: dict[str, Any], ambiguous: set[str]) -> Iterator[Entry]:
    owner = str(group["company"]) if "company" in group else None
    if owner is not None:
        security = by_name(owner)
        ticker, issuer = (security.ticker, security.issuer_id) if security else (None, None)
        kind = "security" if security else "company"
        for spelling in (owner, *group.get("aliases", ())):
            yield Entry(spelling, owner, kind, ticker, issuer, None, spelling.lower() in ambiguous)
    for plural, kind in _KINDS.items():
        for canonical, aliases in group.get(plural, {}).items():
            for spelling in (canonical, *aliases):
                yield Entry(
                    spelling, drop_spaces(canonical), kind, None, None, owner, spelling.lower() in ambiguous
                )  # fmt: skip
