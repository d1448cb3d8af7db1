"""Sentences in the wording of reports, with all the quantities or periods that each must give, form by form.

The files of ``corpus`` say what their notation means. Every form has at least five sentences.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.language.periods import Anchor, find_periods
from extractors.language.quantities import find_quantities
from extractors.records import Period, Quantity

CORPUS = Path(__file__).resolve().parent / "corpus"
ANCHOR = Anchor(date(2025, 4, 28), 2025)
LEAST_OF_A_FORM = 5
LEAST_SENTENCES = 300
NUMBER = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
NOTATION = re.compile(rf"(?P<mark>[<>~]?)(?P<low>{NUMBER})(?:\.\.(?P<high>{NUMBER}))? (?P<unit>\S+)")
MARKS = {"<": "under", ">": "over", "~": "approx", "": "eq"}


def forms(name: str) -> Iterator[tuple[str, Any]]:
    """The forms of a file with their cases."""
    for form in yaml.safe_load((CORPUS / f"{name}.yaml").read_text("utf-8"))["forms"]:
        yield form["form"], form["cases"]


def cases(name: str) -> list[Any]:
    """One parameter a sentence, the sentence as its id."""
    return [pytest.param(text, cases[text], id=text) for _, cases in forms(name) for text in cases]


def read(text: str) -> tuple[str, list[Quantity], list[Period]]:
    """A sentence as it stands in a document's text (of one width, a line of its own), and what is found in it."""
    text = unicodedata.normalize("NFKC", text) if re.search("[\uff10-\uff19]", text) else text
    line = f"{text}\n"
    periods = find_periods(line, 0, len(text), ANCHOR)
    return line, find_quantities(line, 0, len(text), periods=periods)[0], periods


def shown(text: str, quantities: Sequence[Quantity]) -> list[tuple[object, ...]]:
    """What was found, for a person to compare."""
    return [(text[q.start : q.end], q.value, q.unit, q.low, q.high, q.comparator) for q in quantities]


def agrees(quantity: Quantity, expected: str) -> bool:
    """Whether a quantity is the one that the notation means."""
    found = NOTATION.fullmatch(expected)
    assert found, f"no quantity in the corpus's notation: {expected}"
    if (quantity.unit or "-") != found["unit"]:
        return False
    low = float(found["low"])
    if found["high"]:
        bounds = (low, float(found["high"]))
        return (quantity.low, quantity.high) == pytest.approx(bounds) and quantity.comparator == "range"
    return quantity.value == pytest.approx(low) and quantity.comparator == MARKS[found["mark"]]


@pytest.mark.parametrize(("text", "expected"), [*cases("numbers"), *cases("units")])
def test_quantities(text: str, expected: list[str]) -> None:
    line, quantities, _ = read(text)
    found = shown(line, quantities)
    assert len(quantities) == len(expected), found
    assert all(agrees(quantity, wanted) for quantity, wanted in zip(quantities, expected, strict=True)), found


@pytest.mark.parametrize(("text", "expected"), cases("periods"))
def test_periods(text: str, expected: list[str]) -> None:
    line, _, periods = read(text)
    assert [f"{p.period_start or '?'}/{p.period_end or ''}" for p in periods] == expected
    assert all(line[p.start : p.end] == p.text for p in periods)


@pytest.mark.parametrize("text", [pytest.param(text, id=text) for _, texts in forms("lookalikes") for text in texts])
def test_lookalikes_hold_no_quantity(text: str) -> None:
    line, quantities, _ = read(text)
    assert not quantities, shown(line, quantities)


def test_each_form_has_enough_sentences() -> None:
    counts = {form: len(cases) for name in ("numbers", "units", "periods", "lookalikes") for form, cases in forms(name)}
    assert not {form: count for form, count in counts.items() if count < LEAST_OF_A_FORM}
    assert sum(counts.values()) >= LEAST_SENTENCES


def test_no_sentence_stands_twice() -> None:
    texts = Counter(
        text for name in ("numbers", "units", "periods", "lookalikes") for _, c in forms(name) for text in c
    )
    assert [text for text, count in texts.items() if count > 1] == []
