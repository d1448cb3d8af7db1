"""What is left out because it cannot matter does not: figures stay what they are with all of it looked at."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
import yaml

from extractors import extract_document
from extractors.figures import candidates, rule_lists
from extractors.figures.word_kinds import Reading, Word
from extractors.records import Block, Document, Metadata

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def sentences() -> Iterator[str]:
    """All sentences of the corpus of metrics."""
    for path in sorted(CORPUS.glob("*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        for item in (*(data.get("figures") or ()), *(data.get("lookalikes") or ())):
            yield from [item] if isinstance(item, str) else item["texts"]


@pytest.fixture(scope="module")
def document() -> Document:
    """Those sentences as one document, a paragraph each."""
    text, blocks = "", []
    for sentence in sentences():
        blocks.append(Block("paragraph", len(text), len(text) + len(sentence)))
        text += sentence + "\n"
    return Document(text, tuple(blocks), (), Metadata(published_on=date(2024, 12, 16)), "text/plain", "lines")


def test_a_rule_is_given_all_units_that_it_reads(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    told = extract_document(document).figures
    every = tuple(tuple(rule for rule, _ in listed) for listed in (rule_lists._RULES, rule_lists._WORDY_RULES))
    monkeypatch.setattr(candidates, "rules_of", lambda unit: every)
    assert extract_document(document).figures == told
    assert {figure.rule for figure in told} >= {"counted", "share_of", "given_multiple", "rate_moved"}


def test_readings_by_words_change_nothing_where_another_is_far_ahead(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = extract_document(document).figures
    monkeypatch.setattr(candidates, "_FAR_AHEAD", math.inf)
    assert extract_document(document).figures == told
    monkeypatch.setattr(candidates, "_FAR_AHEAD", -math.inf)
    assert extract_document(document).figures != told


def test_words_are_cut_as_far_as_they_are_asked_for() -> None:
    cut = []

    def pieces() -> Iterator[Sequence[Word]]:
        for start in range(0, 6, 2):
            cut.append(start)
            yield [Word(start, start + 1, "N"), Word(start + 1, start + 2, "V")]

    words = Reading(pieces())
    assert words[1] == Word(1, 2, "V")
    assert cut == [0]
    assert words.at(2) == Word(2, 3, "N")
    assert cut == [0, 2]
    assert [word.start for word in words] == [*range(6)]
    assert words.at(6) is None
    with pytest.raises(IndexError):
        words[-1]
