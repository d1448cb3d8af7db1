"""jieba's general dictionary, read as far as a text needs it.

The dictionary has half a million entries with the beginnings of its words. All of them as a dict take 1.3 s to load,
longer than everything else that a short article needs; but the segmenter only asks for pieces of the text it was given.
So the file is indexed by the first character of its lines, and lines become entries when a text first has the two
characters that they begin with. What the segmenter finds for a text is what it would find in the whole dictionary.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import chain
from math import log
from operator import add

import numpy as np
import numpy.typing as npt

_NEWLINE, _SPACE, _ZERO = b"\n "[0], b"\n "[1], b"0"[0]
_MOST_DIGITS = 9
_MOST_PAIRS = 500_000
"""Pairs of characters that are remembered: those of strange texts must not pile up in a process that lives long."""


@dataclass(frozen=True, slots=True)
class WordList:
    """A file of lines ``word count tag``, where the lines of a first character are, and the sum of the counts."""

    content: bytes
    ranges: Mapping[str, Sequence[tuple[int, int]]]
    total: int

    def tagged(self, tag: str) -> Iterator[str]:
        """The words of a part of speech, in the order of the file."""
        for lines in self.content.split(f" {tag}\n".encode())[:-1]:
            yield lines[lines.rfind(b"\n") + 1 :].partition(b" ")[0].decode()

    @classmethod
    def parse(cls, content: bytes) -> WordList:
        """A file that ends with a newline. Raises ValueError where a line is not a word, a count and a tag."""
        content = b"\n" + content
        return cls(content, *_index(content))


class Dictionary:
    """The words of a list, and ``own`` words (of two characters or more) that count ``own_count`` whatever it says.

    ``counts`` holds the entries of all texts that were given to :meth:`cover`, as jieba's ``FREQ`` does: a word with
    its count, and 0 for what only begins a word; ``weights`` the logarithms of their shares of all words, with 0 alike;
    ``tags`` their parts of speech, of listed words alone. ``total`` is the sum over the whole list and all ``own``
    words.
    """

    def __init__(self, listed: WordList, own: Iterable[str] = (), own_count: int = 0) -> None:
        self.counts: dict[str, int] = {}
        self.weights: dict[str, float] = {}
        self.tags: dict[str, str] = {}
        self.total = listed.total
        self._listed = listed
        self._blocks: dict[str, bytes] = {}
        self._covered: set[str] = set()
        self._own: dict[str, list[str]] = {}
        self._own_count = own_count
        for word in own:
            self.total += own_count
            self._own.setdefault(word[:2], []).append(word)
        self._begins_own = {pair[0] for pair in self._own}
        self._log_total = log(self.total)

    def cover(self, text: str) -> None:
        """Have the entries that are pieces of ``text``."""
        if len(self._covered) > _MOST_PAIRS:
            self._covered.clear()
        if not text:
            return
        for pair in {*map(add, text, text[1:]), text[-1]} - self._covered:
            if pair[0] not in self._blocks:
                self._enter_character(pair[0])
            if len(pair) == 2:
                self._enter_pair(pair, self._blocks[pair[0]])
            self._covered.add(pair)

    def count(self, word: str) -> int:
        """How often a word was counted; 0 where the dictionary lacks it."""
        known = self.counts.get(word)
        if known is None:
            self.cover(word)
            known = self.counts.get(word, 0)
        return known

    def _enter_character(self, character: str) -> None:
        block = b"".join(self._listed.content[start:end] for start, end in self._listed.ranges.get(character, ()))
        self._blocks[character] = block
        if block or character in self._begins_own:
            self._enter(character, 0)
        for word, count, tag in _lines(block, f"{character} "):
            self._enter(word, count)
            self.tags[word] = tag

    def _enter_pair(self, pair: str, block: bytes) -> None:
        own = ((word, self._own_count, "") for word in self._own.get(pair, ()))
        for word, count, tag in chain(_lines(block, pair), own):
            self._enter(word, count)
            if tag:
                self.tags[word] = tag
            for length in range(2, len(word)):
                if word[:length] not in self.counts:
                    self._enter(word[:length], 0)

    def _enter(self, word: str, count: int) -> None:
        self.counts[word] = count
        self.weights[word] = log(count) - self._log_total if count else 0.0


def general_words(tag: str) -> Iterator[str]:
    """The words of jieba's dictionary of a part of speech."""
    return _general().tagged(tag)


def general_dictionary(own: Iterable[str] = (), own_count: int = 0) -> Dictionary:
    """jieba's dictionary, with words of ours."""
    return Dictionary(_general(), own, own_count)


@lru_cache(maxsize=1)
def _general() -> WordList:
    with without_pkg_resources():
        return WordList.parse((resources.files("jieba") / "dict.txt").read_bytes())


@contextmanager
def without_pkg_resources() -> Iterator[None]:
    """jieba asks for this module to open its files and does as well without it; importing it takes 0.3 s."""
    absent = "pkg_resources" not in sys.modules
    if absent:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]  # how the import system notes "not there"
    try:
        yield
    finally:
        if absent:
            sys.modules.pop("pkg_resources", None)


def _lines(block: bytes, beginning: str) -> Iterator[tuple[str, int, str]]:
    """Word, count and tag of each line that begins so."""
    needle = b"\n" + beginning.encode("utf-8", "surrogatepass")
    at = block.find(needle)
    while at >= 0:
        word, count, tag = block[at + 1 : block.find(b"\n", at + 1)].decode().split(" ", 2)
        yield word, int(count), tag
        at = block.find(needle, at + 1)


def _index(content: bytes) -> tuple[dict[str, list[tuple[int, int]]], int]:
    """First character -> the ranges whose lines begin with it, newlines before and after included; the sum of counts.

    ``content`` begins and ends with a newline.
    """
    data = np.frombuffer(content, dtype=np.uint8)
    newlines = np.flatnonzero(data == _NEWLINE)
    starts = newlines[:-1] + 1
    # As many bytes as a character's first one says, as one number: equal numbers, equal characters.
    first = data[starts]
    sizes = 1 + (first >= 0xC0) + (first >= 0xE0).astype(np.int64) + (first >= 0xF0)
    key = first.astype(np.uint32)
    for place in range(1, 4):
        following = data[np.minimum(starts + place, len(data) - 1)]
        key = np.where(sizes > place, key << np.uint32(8) | following, key)
    heads = np.concatenate(([0], np.flatnonzero(np.diff(key)) + 1))
    begins, ends = starts[heads].tolist(), newlines[[*heads[1:], len(starts)]].tolist()
    found: dict[str, list[tuple[int, int]]] = {}
    for begin, end, size in zip(begins, ends, sizes[heads].tolist(), strict=True):
        found.setdefault(content[begin : begin + size].decode(), []).append((begin - 1, end + 1))
    return found, _sum_of_counts(data, len(starts))


def _sum_of_counts(data: npt.NDArray[np.uint8], lines: int) -> int:
    """The sum of the numbers between the two spaces of each line."""
    spaces = np.flatnonzero(data == _SPACE)
    if len(spaces) != 2 * lines:
        raise ValueError("a line of the dictionary is not a word, a count and a tag")
    before, behind = spaces[::2], spaces[1::2]
    total = 0
    for place in range(_MOST_DIGITS):
        digit = (behind - 1 - place)[behind - 1 - place > before]
        total += int((data[digit] - _ZERO).sum(dtype=np.int64)) * 10**place
    return total
