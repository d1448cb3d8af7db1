"""Facts about names that no list holds: the labelled documents, read by a lexicon from which their names were taken."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from extractors import extract
from extractors.language.lexicon import Entry, Lexicon, lexicon, packaged, using
from extractors.language.securities import name_key
from extractors.records import Extraction, Source
from tests.test_quality import figures_of, scorer

SHARE = 0.9
"""Of the facts' F1 with the whole lexicon, what patterns and context alone must carry."""
pytestmark = [pytest.mark.eval, pytest.mark.slow]
Labels = Mapping[str, Sequence[Mapping[str, Any]]]


def _unlisted(entry: Entry) -> bool:
    return entry.kind in ("company", "product", "model", "segment")


def without_names_of(labels: Labels) -> Lexicon:
    """The lexicon without any spelling of what the labels name; listed companies and indices stay."""
    named = {name_key(name) for facts in labels.values() for fact in facts for name in fact["entity"] if name}
    gone = {e.canonical for s, e in packaged().entries.items() if _unlisted(e) and name_key(s) in named}
    return packaged().keeping(lambda _, entry: not (_unlisted(entry) and entry.canonical in gone))


def read_all(eval_dir: Path, names: Sequence[str]) -> dict[str, Extraction]:
    found = {}
    for name in names:
        source = json.loads((eval_dir / "gold" / f"{name}.doc.json").read_text("utf-8"))["source"]
        found[name] = extract((eval_dir / "corpus" / source).read_bytes(), Source(source))
    return found


def test_facts_about_names_that_the_lexicon_lacks(eval_dir: Path) -> None:
    module = scorer(eval_dir, "score_facts")
    labels: Labels = module.load_gold(eval_dir / "gold")

    def macro_f1(read: Mapping[str, Extraction]) -> float:
        results = [module.score(figures_of(read[name]), facts) for name, facts in labels.items()]
        return sum(module.f1(r["hits"]["fact"], r["predicted"], r["must"]) for r in results) / len(results)

    smaller = without_names_of(labels)
    assert len(packaged().entries) - len(smaller.entries) >= 60
    assert {"豆包", "字节跳动", "火山引擎"}.isdisjoint(smaller.entries)
    assert {"科大讯飞", "阿里巴巴", "沪深300"} <= set(smaller.entries)
    whole = macro_f1(read_all(eval_dir, list(labels)))
    with using(smaller):
        alone = read_all(eval_dir, list(labels))
    assert lexicon() is packaged()
    assert whole > 0
    assert macro_f1(alone) >= SHARE * whole
