"""The word lists that the rules for unknown names go by, from ``data/name_words.yaml``."""

from __future__ import annotations

from functools import lru_cache

from extractors.data import read_yaml


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = read_yaml("name_words.yaml")
    return loaded


def words(name: str) -> list[str]:
    """One list, in the order of the file. Raises KeyError for a name that the file lacks."""
    return _lists()[name]
