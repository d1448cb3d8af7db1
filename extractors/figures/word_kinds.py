"""The words of a sentence by part of speech, with names, periods and numbers as one word each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import starmap
from typing import NamedTuple

import ahocorasick_rs
import regex

from extractors.data import read_yaml
from extractors.figures.sentences import Sentence
from extractors.language.dictionary import general_words
from extractors.language.lexicon import Lexicon, lexicon
from extractors.language.words import tagged
from extractors.records import Name

_BY_TAG = {
    "t": "T", "f": "F", "m": "M", "q": "M", "r": "R", "p": "P", "c": "C", "d": "D", "a": "A", "z": "A", "y": "X",
    "e": "X", "o": "X", "h": "X", "k": "X",
}  # fmt: skip
_NOMINAL = ("vn", "an")
WORDY = regex.compile(r"[\p{Han}A-Za-z]")
_BEHIND = "仅次于"
_DIGIT = regex.compile(r"\d")
_PREDICATE = regex.compile(
    r"(?:[已仍拟尚亦均皆却]|曾(?=[以在为任被把])|[不没未]|现已)\p{Han}|\p{Han}{1,2}[于至以被把向能]|[率额量价值比][超达]|新[开增建设]"
)
"""Words that the dictionary lacks (已获, 跌至, 率超): they begin or end as what is said of a thing does."""
_MARK = re.compile(r"[，。；：、！？（）“”《》,;:()]")
"""Words end there whatever stands on either side."""
_NUMBER = regex.compile(r"\d{2,5}[A-Za-z]?")


class Word(NamedTuple):
    """A word of a clause. ``kind``: N noun, G noun of an action, V verb, A adjective, D adverb, P preposition,
    C conjunction, U 的, F localizer, M number, T time, R pronoun, W mark, X other."""

    start: int
    end: int
    kind: str
    place: bool = False
    name: bool = False


_word = tuple.__new__
"""Makes a word of all its fields: hundreds of thousands are made, and a named tuple's own way takes twice as long."""


@cache
def word_classes() -> dict[str, str]:
    """Words whose kind in sentences with figures is not what the general dictionary says."""
    return {str(word): kind for kind, listed in read_yaml("phrases.yaml")["classes"].items() for word in listed}


@lru_cache(maxsize=50_000)
def _classed(word: str, tag: str) -> _Classed:
    return _Classed(word, len(word), _kind(word, tag), _is_place(word, tag), tag == "q")


class _Classed(NamedTuple):
    """A word by itself: its kind, whether it is a place, and whether it could measure what is counted."""

    written: str
    length: int
    kind: str
    place: bool
    measures: bool


def _read_words(text: str) -> tuple[_Classed, ...]:
    return tuple(starmap(_classed, tagged(text)))


_OFTEN_AGAIN = 8
"""Stretches between two marks that are no longer than this recur in texts."""


@lru_cache(maxsize=20_000)
def _read_short(text: str, _known: Lexicon) -> tuple[_Classed, ...]:
    """As :func:`_read_words`; the names that are known decide how a text is cut."""
    return _read_words(text)


def _kind(word: str, tag: str) -> str:
    listed = word_classes().get(word)
    if listed is not None:
        return listed
    if not WORDY.search(word):
        return "M" if _DIGIT.search(word) else "W"
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


@cache
def place_finder() -> ahocorasick_rs.AhoCorasick:
    """Finds every word that may be a place."""
    return ahocorasick_rs.AhoCorasick([*_nations(), *(word for word in general_words("ns") if len(word) >= 2)])


def may_be_places(text: str, start: int, end: int) -> frozenset[int]:
    """Where a piece of ``text[start:end]`` begins that is a place's name, be it across words: far cheaper to say than
    the words, and no word that begins elsewhere is a place."""
    found = place_finder().find_matches_as_indexes(text[start:end], overlapping=True)
    return frozenset(start + low for _, low, _ in found)


@dataclass(slots=True)
class _Piece:
    """A mark, or a stretch between two whose words are cut when first asked for."""

    start: int
    end: int
    edges: Sequence[int] = ()
    cut: tuple[Word, ...] | None = None

    def words(self, text: str) -> tuple[Word, ...]:
        """The words of the piece, as offsets into ``text``; none goes across one of the ``edges``. A number that is no
        mark and stands right behind a noun belongs to its name (麒麟980)."""
        if self.cut is None:
            at, last, known = self.start, "", lexicon()
            found: list[Word] = []
            for edge in (*self.edges, self.end):
                stretch = text[at:edge]
                for written, length, kind, place, measures in (
                    _read_short(stretch, known) if edge - at <= _OFTEN_AGAIN else _read_words(stretch)
                ):
                    if last == "N" and written[0].isdigit() and _NUMBER.fullmatch(written):
                        kind = "N"
                    if written in ("市", "县") and len(found) == 1 and 1 < found[0].end - found[0].start < 4:
                        town = found.pop()  # 扶余 市: a town that the dictionary lacks
                        found.append(_word(Word, (town.start, at + 1, "N", True, False)))
                        at, last = at + 1, "N"
                        continue
                    if measures and last and last in "NGVA":
                        kind = "N"  # 充电桩: what could measure, behind no number
                    found.append(_word(Word, (at, at + length, kind, place, False)))
                    at += length
                    last = kind
            self.cut = tuple(found)
        return self.cut


class Reading:
    """Words in order, cut as far as they are asked for; an index is not negative."""

    __slots__ = ("_pieces", "_read")

    def __init__(self, pieces: Iterator[Sequence[Word]]) -> None:
        self._read: list[Word] = []
        self._pieces = pieces

    def __iter__(self) -> Iterator[Word]:
        index = 0
        while (word := self.at(index)) is not None:
            yield word
            index += 1

    def __getitem__(self, index: int) -> Word:
        word = self.at(index) if index >= 0 else None
        if word is None:
            raise IndexError(index)
        return word

    def at(self, index: int) -> Word | None:
        """The word of that number, None behind the last."""
        read = self._read
        while index >= len(read):
            more = next(self._pieces, None)
            if more is None:
                return None
            read += more
        return read[index]


class Words:
    """The words of a sentence, read where they are asked for: names, periods and numbers are one word each, and what
    lies between two of them is cut when a word of it is needed."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self._readings: dict[tuple[int, int], Reading] = {}
        self._pieces: list[_Piece] | None = None

    def words(self, start: int, end: int) -> Reading:
        """The words of ``text[start:end]``."""
        known = self._readings.get((start, end))
        if known is None:
            known = self._readings[start, end] = Reading(self._within_span(start, end))
        return known

    def _within_span(self, start: int, end: int) -> Iterator[Sequence[Word]]:
        if not self.sentence.quantities:  # only its head is asked for
            for piece in self._parted(start, end):
                yield piece.words(self.sentence.text)
            return
        if self._pieces is None:
            self._pieces = self._parted(self.sentence.start, self.sentence.end)
        pieces = self._pieces
        first = bisect_right(pieces, start, key=lambda piece: piece.end)
        last = bisect_left(pieces, end, lo=first, key=lambda piece: piece.start)
        for piece in pieces[first:last]:
            words = piece.words(self.sentence.text)
            if start <= piece.start and piece.end <= end:
                yield words
            else:
                yield [word for word in words if start <= word.start and word.end <= end]

    def _parted(self, start: int, end: int) -> list[_Piece]:
        """Marks and what lies between them, in order; a metric's name begins and ends a word."""
        text, sentence = self.sentence.text, self.sentence
        fixed = [(p.start, p.end, "T") for p in sentence.periods]
        fixed += [(q.start, q.end, "V" if text.startswith(_BEHIND, q.start) else "M") for q in sentence.quantities]
        fixed += [(n.start, n.end, "N") for n in sentence.names]
        edges = sorted({edge for m in sentence.metrics for edge in (m.start, m.end)})
        found: list[_Piece] = []
        at = start

        def add(start: int, end: int) -> None:
            found.append(_Piece(start, end, edges[bisect_right(edges, start) : bisect_left(edges, end)]))

        for low, high, kind in (*sorted(fixed), (end, end, "")):
            if low < at or high > end:
                continue
            for mark in _MARK.finditer(text, at, low):
                add(at, mark.end())
                at = mark.end()
            if low > at:
                add(at, low)
            if kind:
                found.append(_Piece(low, high, cut=(Word(low, high, kind, name=kind == "N"),)))
                at = high
        return found

    def places(self, stop: int) -> list[Name]:
        """Places that the dictionary knows, before an offset, in their written form."""
        text = self.sentence.text
        words = self.words(self.sentence.start, stop)
        return [Name(w.start, w.end, text[w.start : w.end], "place") for w in words if w.place and w.end <= stop]

    def _text(self, word: Word) -> str:
        return self.sentence.text[word.start : word.end]
