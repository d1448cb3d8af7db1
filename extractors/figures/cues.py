"""Cue words from ``data/cues.yaml`` as compiled patterns: change and its direction, basis, modality, rank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from extractors.data import read_yaml


@dataclass(frozen=True, slots=True)
class Cues:
    """Compiled cue patterns; each matches one cue word, the longest first."""

    up: Any
    down: Any
    change: Any
    reached: Any
    rank: Any
    attribution: Any
    recovery: Any
    counted_stop: tuple[str, ...]
    noun_stops: frozenset[str]
    basis: Mapping[str, Any]
    modality: Mapping[str, Any]


def _any_of(listed: Iterable[str]) -> re.Pattern[str]:
    words, parts = {*listed}, []
    for word in sorted(words, key=lambda w: (-len(w), w)):
        part = re.escape(word)
        if word[0].isascii():
            part = rf"(?<![A-Za-z]){part}(?![A-Za-z])"
        parts.append(part)
    first = "".join(sorted({re.escape(part[0]) for part in words if part}))
    return re.compile(f"(?=[{first}])(?:{'|'.join(parts)})")  # one look at a character says no at most places


@cache
def load_cues() -> Cues:
    """The cues as data says them."""
    data = read_yaml("cues.yaml")
    change = data["change"]
    reached = "|".join(regex.escape(w) for w in sorted(data["reached"], key=len, reverse=True))
    return Cues(
        up=_any_of(change["up"]),
        down=_any_of(change["down"]),
        change=_any_of([*change["up"], *change["down"], *change["neutral"]]),
        reached=regex.compile(rf"(?<!高|长)(?:{reached})(?:了|的)?(?:约|近|超过|超|逾)?\s*$"),
        rank=_any_of(data["rank"]),
        attribution=_any_of(data["attribution"]),
        recovery=_any_of(data["recovery"]),
        counted_stop=tuple(data["counted_stop"]),
        noun_stops=frozenset(data["noun_stops"]),
        basis={key: _any_of(words) for key, words in data["basis"].items()},
        modality={key: _any_of(words) for key, words in data["modality"].items()},
    )
