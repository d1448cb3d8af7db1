"""jieba's general dictionary, read as far as a text needs it.

The dictionary has half a million entries with the beginnings of its words. All of them as a dict take 1.3 s to load,
longer than everything else that a short article needs; but the segmenter only asks for pieces of the text it was given.
So the file is indexed by the first character of its lines, and the lines of a character become entries when a text
first has that character. What the segmenter finds for a text is what it would find in the whole dictionary.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import jieba

_NEWLINE, _SPACE, _ZERO = b"\n "[0], b"\n "[1], b"0"[0]
_MOST_DIGITS = 9


class Dictionary:
    """Words of lines ``word count tag``, and ``own`` words that count ``own_count`` whatever the file says.

    ``counts`` holds the entries of all texts that were given to :meth:`cover`, as jieba's ``FREQ`` does: a word with its
    count, and 0 for what only begins a word. ``total`` is the sum over the whole file and all ``own`` words.
    """

    def __init__(self, content: bytes, own: Iterable[str] = (), own_count: int = 0) -> None:
        self.counts: dict[str, int] = {}
        self._content = content
        self._covered: set[str] = set()
        self._own: dict[str, list[str]] = {}
        self._own_count = own_count
        self._lines, self.total = _index(content)
        for word in own:
            self._own.setdefault(word[0], []).append(word)
            self.total += own_count

    def cover(self, text: str) -> None:
        """Have the entries of all words that begin with a character of ``text``."""
        for character in set(text).difference(self._covered):
            self._read(character)
            self._covered.add(character)

    def count(self, word: str) -> int:
        """How often a word was counted; 0 where the dictionary lacks it."""
        self.cover(word[:1])
        return self.counts.get(word, 0)

    def _read(self, character: str) -> None:
        counts = self.counts
        for start, end in self._lines.get(character, ()):
            for line in self._content[start:end].decode().splitlines():
                word, count, _ = line.split(" ", 2)
                counts[word] = int(count)
                for length in range(1, len(word)):
                    counts.setdefault(word[:length], 0)
        for word in self._own.get(character, ()):
            counts[word] = self._own_count
            for length in range(1, len(word)):
                counts.setdefault(word[:length], 0)


def general_dictionary(own: Iterable[str] = (), own_count: int = 0) -> Dictionary:
    """jieba's dictionary, with words of ours."""
    return Dictionary(_content(), own, own_count)


def segmenter(dictionary: Dictionary) -> jieba.Tokenizer:
    """A segmenter for texts that the dictionary was told to cover."""
    with _without_pkg_resources():
        import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dictionary.counts, dictionary.total, True
    return tokenizer


@lru_cache(maxsize=1)
def _content() -> bytes:
    with _without_pkg_resources():
        return (resources.files("jieba") / "dict.txt").read_bytes()


@contextmanager
def _without_pkg_resources() -> Iterator[None]:
    """jieba asks for this module to open its files and does as well without it; importing it takes 0.3 s."""
    absent = "pkg_resources" not in sys.modules
    if absent:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]  # how the import system notes "not there"
    try:
        yield
    finally:
        if absent:
            sys.modules.pop("pkg_resources", None)


def _index(content: bytes) -> tuple[dict[str, list[tuple[int, int]]], int]:
    """First character -> the ranges of bytes whose lines begin with it; and the sum of all counts."""
    data = np.frombuffer(content if content.endswith(b"\n") else content + b"\n", dtype=np.uint8)
    ends = np.flatnonzero(data == _NEWLINE)
    starts = np.concatenate(([0], ends[:-1] + 1))
    # As many bytes as a character's first byte says, as one number: equal numbers, equal characters.
    first = data[starts].astype(np.uint32)
    size = 1 + (first >= 0xC0) + (first >= 0xE0) + (first >= 0xF0)
    key = first
    for place in range(1, 4):
        following = data[np.minimum(starts + place, len(data) - 1)]
        key = np.where(size > place, key << np.uint32(8) | following, key)
    changes = np.flatnonzero(np.diff(key, prepend=key[0] + np.uint32(1))).tolist()
    runs = zip(changes, [*changes[1:], len(starts)], strict=True)
    found: dict[str, list[tuple[int, int]]] = {}
    begins, after = starts.tolist(), (ends + 1).tolist()
    sizes = size.tolist()
    for one, end in runs:
        begin = begins[one]
        found.setdefault(content[begin : begin + sizes[one]].decode(), []).append((begin, after[end - 1]))
    return found, _sum_of_counts(data, ends)


def _sum_of_counts(data: np.ndarray[tuple[int], np.dtype[np.uint8]], ends: np.ndarray[tuple[int], np.dtype[np.intp]]) -> int:
    """Each line has two spaces, around its count."""
    spaces = np.flatnonzero(data == _SPACE)
    if len(spaces) != 2 * len(ends):
        raise ValueError("a line of the dictionary is not a word, a count and a tag")
    before, behind = spaces[::2], spaces[1::2]
    total = 0
    for place in range(_MOST_DIGITS):
        digit = behind - 1 - place
        there = digit > before
        if not there.any():
            break
        total += int((data[digit[there]] - _ZERO).sum(dtype=np.int64)) * 10**place
    return total
