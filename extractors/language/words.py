"""Words of a sentence, as jieba cuts them when told of the names and metrics that this package knows.

Cutting is what a sentence costs most, so the dictionary is loaded on first use, and only parts of sentences that a
quantity or a doubtful name asks for are cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.data import names_in, read_yaml
from extractors.language.lexicon import Lexicon, lexicon

if TYPE_CHECKING:
    from extractors.language.segmenting import Segmenter

_USER_WORD_FREQUENCY = 20_000
"""High enough that a known name stays whole, low enough that a usual word around its characters wins."""


@lru_cache(maxsize=1)
def _plain() -> Segmenter:
    """jieba's own dictionary alone: what the language would say, without our names."""
    from extractors.language.dictionary import general_dictionary
    from extractors.language.segmenting import Segmenter

    return Segmenter(general_dictionary())


@lru_cache(maxsize=1)
def _with_names(known: Lexicon) -> Segmenter:
    """With our words. It shares nothing with :func:`_plain` but the file that both start from."""
    from extractors.language.dictionary import general_dictionary
    from extractors.language.segmenting import Segmenter

    return Segmenter(general_dictionary((*known.common_names, *_metric_words()), _USER_WORD_FREQUENCY))


def _metric_words() -> list[str]:
    """The Chinese names of all metrics, from the vocabulary."""
    found: list[str] = []
    for name in names_in("metrics"):
        listed = read_yaml(name).get("names") or ()
        found += [n for n in listed if isinstance(n, str) and 2 <= len(n) <= 8 and n.isalnum() and not n.isascii()]
    return found


def words(text: str) -> list[str]:
    """The words of a text in order; joined they give the text again.

    >>> words("豆包月活跃用户数增长")
    ['豆包', '月活跃用户数', '增长']
    """
    return _with_names(lexicon()).cut(text)


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of a text in order with the general dictionary's part of speech, ``""`` for words that it lacks.

    >>> tagged("豆包月活跃用户数增长")[-1]
    ('增长', 'v')
    """
    segmenter = _with_names(lexicon())
    tags = segmenter.dictionary.tags
    return [(word, tags.get(word, "")) for word in segmenter.cut(text)]


@lru_cache(maxsize=20_000)
def cut_plain(text: str) -> tuple[str, ...]:
    """Words by the general dictionary alone; what it lacks falls into single characters. For short texts."""
    return tuple(_plain().cut_listed(text))


def frequency(word: str) -> int:
    """How often the general dictionary's corpus has this word; 0 where it lacks it."""
    return _plain().dictionary.count(word)


def is_word(text: str) -> bool:
    """Whether the general dictionary has this word (our own names do not count)."""
    return _plain().dictionary.count(text) > 0


def holds_word(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether one of these pieces of a short text is a word as :func:`is_word` says."""
    dictionary = _plain().dictionary
    dictionary.cover(text)
    counts = dictionary.counts.get
    return any(counts(text[start:end]) for start, end in spans)


def is_verb(word: str) -> bool:
    """Whether the general dictionary has this word as a verb."""
    dictionary = _plain().dictionary
    return dictionary.count(word) > 0 and dictionary.tags.get(word, "").startswith("v")


def parts_words(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` begins and ends where usual words do: ``同方`` in ``共同方向`` does not.

    Only a short text should be given. Names that the dictionary lacks fall into single characters, which part anywhere.
    """
    position = 0
    for word in _plain().cut_listed(text):
        after = position + len(word)
        if position < start < after or position < end < after:
            return False
        position = after
        if position >= end:
            return True
    return True
