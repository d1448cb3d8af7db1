"""Labelled documents: what people read in them, and whether the figures that we find agree."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import orjson

Row = Mapping[str, Any]
Label = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document's labels: its ``source`` below the corpus, the ``pages`` that are labelled (all where empty) and its
    facts, each with acceptable answers."""

    name: str
    source: str
    pages: frozenset[int]
    facts: tuple[Label, ...]

    def covers(self, page: int | None) -> bool:
        """Whether what stands on a page is labelled."""
        return not self.pages or page in self.pages


def read_labels(folder: Path) -> list[LabelledDocument]:
    """Every ``<name>.doc.json`` of a folder with its ``<name>.facts.jsonl``, by name."""
    found = []
    for path in sorted(folder.glob("*.doc.json")):
        name = path.name.removesuffix(".doc.json")
        about = orjson.loads(path.read_bytes())
        lines = (folder / f"{name}.facts.jsonl").read_bytes().splitlines()
        facts = tuple(orjson.loads(line) for line in lines if line.strip())
        found.append(LabelledDocument(name, about["source"], frozenset(about.get("pages") or ()), facts))
    return found


def read_reviews(folder: Path) -> dict[str, list[Row]]:
    """Figures that were drawn at random and read against their pages, by source: each as it was published, with its
    ``verdict``. From every ``seed_*.jsonl`` of a folder."""
    found: dict[str, list[Row]] = {}
    for path in sorted(folder.glob("seed_*.jsonl")):
        for line in path.read_bytes().splitlines():
            row = orjson.loads(line)
            found.setdefault(unquote(row["source"]), []).append(row)
    return found


def still_published(figures: Iterable[Row], reviews: Iterable[Row]) -> list[tuple[Row, bool]]:
    """The figures that make a claim that was reviewed, with whether it was found right; a claim that is no longer made
    is left out. Of several alike the nearest to where it stood is taken."""
    made: dict[tuple[object, ...], list[Row]] = {}
    for figure in figures:
        made.setdefault((figure["value_text"], *_claim(figure)), []).append(figure)
    found = []
    for review in reviews:
        alike = made.get((review["value_text"], *_claim(review)))
        if alike:
            nearest = min(alike, key=lambda figure: abs(figure["char_start"] - review["char_start"]))
            found.append((nearest, review["verdict"] == "right"))
    return found


def judge(figures: Iterable[Row], facts: Sequence[Label]) -> list[tuple[Row, bool]]:
    """Each distinct claim among the figures (rows of the table), with whether a labelled fact says the same: value,
    unit, metric, aspect, entity, and the period where the label has one. A fact confirms one claim, the nearest."""
    claims: dict[tuple[object, ...], Row] = {}
    for figure in figures:
        claims.setdefault(_claim(figure), figure)
    rows = list(claims.values())
    pairs = []
    for i, row in enumerate(rows):
        for j, fact in enumerate(facts):
            if row["unit"] == fact["unit"] and _near(row["value"], fact["value"]):
                told = _agreement(row, fact)
                beside = not _same_place(row, fact)
                pairs.append((-told, not _is_entity(row, fact), beside, fact.get("need") != "must", i, j))
    confirmed: dict[int, bool] = {}
    used: set[int] = set()
    for told, *_, i, j in sorted(pairs):
        if i not in confirmed and j not in used:
            confirmed[i] = told == -_ALL
            used.add(j)
    return [(row, confirmed.get(i, False)) for i, row in enumerate(rows)]


_ALL = 3


def _agreement(row: Row, fact: Label) -> int:
    """0 where value and unit alone agree, then metric, entity and period in turn; ``_ALL`` where nothing differs."""
    if row["metric"] not in fact["metric"] or row["aspect"] != fact["aspect"]:
        return 0
    if not _is_entity(row, fact):
        return 1
    return 2 + _is_period(row, fact)


def _is_entity(row: Row, fact: Label) -> bool:
    return _plain(row["entity"]) in {_plain(name) for name in fact["entity"]}


def _is_period(row: Row, fact: Label) -> bool:
    """A label's period is a pair of days, a list of such pairs where several are fair, or none, which all suit."""
    period = fact.get("period")
    if not period:
        return True
    fair = period if isinstance(period[0], list) else [period]
    ours = [str(row[key])[:10] for key in ("period_start", "period_end")]
    return ours in [[str(day) for day in pair] for pair in fair]


def _same_place(row: Row, fact: Label) -> bool:
    ours, theirs = _plain(row["quote"]), _plain(fact["quote"])
    return theirs[:_OPENING] in ours or ours[:_OPENING] in theirs


_OPENING = 12
"""So many characters tell a sentence or a table's row."""


def _claim(row: Row) -> tuple[object, ...]:
    value = row["value"]
    digits = float(f"{value:.5e}") if math.isfinite(value) else value
    told = tuple(sorted((key, _plain(text)) for key, text in dict(row["dimensions"] or {}).items()))
    rest = (row[key] for key in ("metric", "aspect", "basis", "modality", "unit"))
    days = (str(row[key])[:10] for key in ("period_start", "period_end"))
    return _plain(row["entity"]), digits, told, *rest, *days


def _near(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-5, abs_tol=1e-12)


def _plain(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").casefold().split())
