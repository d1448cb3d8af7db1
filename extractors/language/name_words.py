"""The word lists that the rules for unknown names go by, from ``data/name_words.yaml``."""

from __future__ import annotations

from functools import lru_cache

import yaml

from extractors.language.securities import DATA


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    text = (DATA / "name_words.yaml").read_text("utf-8")
    loaded: dict[str, list[str]] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


def words(name: str) -> list[str]:
    """One list, in the order of the file. Raises KeyError for a name that the file lacks."""
    return _lists()[name]
