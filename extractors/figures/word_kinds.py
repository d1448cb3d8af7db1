"""The words of a sentence by part of speech, with names, periods and numbers as one word each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import regex

from extractors.data import read_yaml
from extractors.figures.sentences import Sentence
from extractors.language.words import tagged
from extractors.records import Name

_BY_TAG = {
    "t": "T", "f": "F", "m": "M", "q": "M", "r": "R", "p": "P", "c": "C", "d": "D", "a": "A", "z": "A", "y": "X",
    "e": "X", "o": "X", "h": "X", "k": "X",
}  # fmt: skip
_NOMINAL = ("vn", "an")
WORDY = regex.compile(r"[\p{Han}A-Za-z]")
_BEHIND = regex.compile("仅次于")
_PREDICATE = regex.compile(
    r"(?:[已仍拟尚亦均皆却]|曾(?=[以在为任被把])|[不没未]|现已)\p{Han}|\p{Han}{1,2}[于至以被把向能]|[率额量价值比][超达]|新[开增建设]"
)
"""Words that the dictionary lacks (已获, 跌至, 率超): they begin or end as what is said of a thing does."""
_NUMBER = regex.compile(r"\d{2,5}[A-Za-z]?")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a clause. ``kind``: N noun, G noun of an action, V verb, A adjective, D adverb, P preposition,
    C conjunction, U 的, F localizer, M number, T time, R pronoun, W mark, X other."""

    start: int
    end: int
    kind: str
    place: bool = False
    name: bool = False


@cache
def word_classes() -> dict[str, str]:
    """Words whose kind in sentences with figures is not what the general dictionary says."""
    return {str(word): kind for kind, listed in read_yaml("phrases.yaml")["classes"].items() for word in listed}


def _kind(word: str, tag: str) -> str:
    listed = word_classes().get(word)
    if listed is not None:
        return listed
    if not WORDY.search(word):
        return "M" if regex.search(r"\d", word) else "W"
    if word in ("的", "之"):
        return "U"
    if tag.startswith("u"):
        return "X"
    if tag == "i":
        return "X"  # 风雪交加: said of what went before
    if tag in _NOMINAL:
        return "G"
    if not tag and _PREDICATE.fullmatch(word):
        return "V"
    if not tag or tag[0] in "njbslix" or tag == "eng":
        return "N"
    if tag[0] == "v":
        return "V"
    return _BY_TAG.get(tag[0], "X")


def places_among(words: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Those of tagged words that are places."""
    return (word for word, tag in words if _is_place(word, tag))


@cache
def _nations() -> dict[str, str]:
    return {word: name for name, words in read_yaml("places.yaml")["nations"].items() for word in words}


def nation_of(written: str) -> str | None:
    """The nation or region that the words stand for: 中国 for 全国 and 我国; None where they are none."""
    return _nations().get(written)


def _is_place(word: str, tag: str) -> bool:
    return word in _nations() or (tag == "ns" and len(word) >= 2 and word not in word_classes())


class Words:
    """The words of a sentence, read when first asked for."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self._fixed = sorted(
            [(p.start, p.end, "T") for p in sentence.periods]
            + [(q.start, q.end, "V" if _BEHIND.match(sentence.text, q.start) else "M") for q in sentence.quantities]
            + [(n.start, n.end, "N") for n in sentence.names]
        )
        self._edges = sorted({edge for m in sentence.metrics for edge in (m.start, m.end)})
        self._all: tuple[Word, ...] | None = None

    def words(self, start: int, end: int) -> tuple[Word, ...]:
        """The words of ``text[start:end]``; names, periods and numbers are one word each."""
        if not self.sentence.quantities:  # only its head is asked for
            return tuple(self._cut(start, end))
        if self._all is None:
            self._all = tuple(self._cut(self.sentence.start, self.sentence.end))
        return tuple(word for word in self._all if start <= word.start and word.end <= end)

    def _cut(self, start: int, end: int) -> Iterable[Word]:
        at = start
        for low, high, kind in self._fixed:
            if low < at or high > end:
                continue
            yield from self._plain(at, low)
            yield Word(low, high, kind, name=kind == "N")
            at = high
        yield from self._plain(at, end)

    def _plain(self, start: int, end: int) -> Iterable[Word]:
        """Words between two marks; a metric's name begins and ends one. A number that is no mark and stands right
        behind a noun belongs to its name (麒麟980)."""
        at, noun, last = start, False, ""
        for edge in (*(e for e in self._edges if start < e < end), end):
            for word, tag in tagged(self.sentence.text[at:edge]) if edge > at else ():
                kind = "N" if noun and _NUMBER.fullmatch(word) else _kind(word, tag)
                if tag == "q" and at > start and last in "NGVA":
                    kind = "N"  # 充电桩: what could measure, behind no number
                yield Word(at, at + len(word), kind, _is_place(word, tag))
                at += len(word)
                noun, last = kind == "N", kind

    def places(self, stop: int) -> list[Name]:
        """Places that the dictionary knows, before an offset, in their written form."""
        text = self.sentence.text
        words = self.words(self.sentence.start, stop)
        return [Name(w.start, w.end, text[w.start : w.end], "place") for w in words if w.place and w.end <= stop]

    def _text(self, word: Word) -> str:
        return self.sentence.text[word.start : word.end]
