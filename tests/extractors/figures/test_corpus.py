"""Sentences and the figures that they mean, one file a metric under ``tests/corpus``.

A file holds ``metric``, ``published`` (when its sentences appeared; a group may say otherwise) and three lists:

``figures``
    Groups of ``texts``, phrasings that mean the same, with ``expect``: the figures that each of them must yield. Only
    the fields given are compared. No other figure of the file's metric may come out; figures of other metrics are
    looked at where they are listed with their ``metric``.
``lookalikes``
    Sentences without any figure of this metric.
``known_failures``
    Groups as in ``figures`` that do not work yet, with ``why``; where ``expect`` is empty, look-alikes that are read as
    figures. Strict: one that works must move up.
"""

from __future__ import annotations

import ast
import inspect
import pkgutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

import extractors.figures
from extractors.figures.metrics import load_metrics
from extractors.records import ASPECTS, COMPARATORS, MODALITIES, Figure
from flows.explain import explain

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FILES = tuple(sorted(CORPUS.glob("*.yaml")))
TABLE_METRICS: frozenset[str] = frozenset()
"""Metrics that only tables state: no sentence can be an example of them."""
UNREAD_METRICS: frozenset[str] = frozenset()
"""Metrics of which no sentence works yet: all that they have is known failures."""
LEAST_TEXTS = 4
BEFORE_LOOKALIKE = "科大讯飞发布了年度总结。\n"
"""A sentence that gives what follows a subject, so that a look-alike is not spared for want of an entity."""
ID_LENGTH = 60

FIELDS = {
    "metric": "metric",
    "entity": "entity",
    "ticker": "ticker",
    "issuer": "issuer_id",
    "aspect": "aspect",
    "unit": "unit",
    "comparator": "comparator",
    "basis": "basis",
    "modality": "modality",
    "period_type": "period_type",
    "period_text": "period_text",
    "attribution": "attribution",
}
"""Fields of an expectation that are compared as they are, and the figure's attribute that each is compared with."""
NUMBERS = {"value": "value", "low": "value_low", "high": "value_high"}
CHOICES = {"aspect": ASPECTS, "comparator": COMPARATORS, "modality": MODALITIES}
Expectation = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence of a corpus file; ``expect`` is empty for a look-alike."""

    metric: str
    section: str
    text: str
    published: date
    expect: tuple[Expectation, ...] = ()
    why: str = ""


@cache
def content(path: Path) -> Mapping[str, Any]:
    """What a corpus file holds."""
    loaded = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(loaded, dict), path
    return loaded


def cases(*sections: str) -> Iterator[Case]:
    """All sentences of these sections, in the order of files and lines."""
    for path in FILES:
        data = content(path)
        metric, published = data["metric"], data["published"]
        for section in sections:
            for item in data.get(section) or ():
                if isinstance(item, str):
                    yield Case(metric, section, item, published)
                    continue
                expect = tuple({"metric": metric, **one} for one in item["expect"])
                for text in item["texts"]:
                    yield Case(metric, section, text, item.get("published", published), expect, item.get("why", ""))


def parameters(section: str) -> list[Any]:
    """The section's sentences as pytest parameters, each with its metric and itself as the id."""
    failing = section == "known_failures"
    return [
        pytest.param(
            case,
            id=f"{case.metric}: {case.text}"[:ID_LENGTH],
            marks=[pytest.mark.xfail(strict=True, raises=AssertionError, reason=case.why)] if failing else [],
        )
        for case in cases(section)
    ]


@cache
def figures_of(text: str, published: date) -> tuple[Figure, ...]:
    """The figures that the pipeline reads from a sentence."""
    return tuple(reading.figure for reading in explain(text, published).readings if reading.figure is not None)


def agrees(figure: Figure, expected: Expectation) -> bool:
    """Whether a figure is what is expected. Dimensions given must be there; ``{}`` means that there are none."""
    if any(getattr(figure, name) != expected[key] for key, name in FIELDS.items() if key in expected):
        return False
    for key, name in NUMBERS.items():
        if key not in expected:
            continue
        actual, wanted = getattr(figure, name), expected[key]
        if (actual is None) != (wanted is None) or (wanted is not None and actual != pytest.approx(wanted, rel=1e-9)):
            return False
    if "period" in expected:
        start, end = expected["period"] or (None, None)
        if (figure.period_start, figure.period_end) != (start, end):
            return False
    if "dimensions" in expected:
        wanted = expected["dimensions"]
        if not wanted and figure.dimensions:
            return False
        return all(figure.dimensions.get(key) == value for key, value in wanted.items())
    return True


def pairing(figures: Sequence[Figure], expected: Sequence[Expectation]) -> list[Figure] | None:
    """A different figure for each expectation, or None where there is no such choice."""
    if not expected:
        return []
    for number, figure in enumerate(figures):
        if agrees(figure, expected[0]):
            rest = pairing([*figures[:number], *figures[number + 1 :]], expected[1:])
            if rest is not None:
                return [figure, *rest]
    return None


def described(figures: Sequence[Figure]) -> str:
    """Figures for a failure message, one a line."""
    lines = [
        f"  {f.entity} {f.metric} {f.aspect} {f.value:.10g} {f.unit} {f.comparator} [{f.value_low}, {f.value_high}]"
        f" {f.period_start}…{f.period_end} basis={f.basis} {f.modality} {dict(f.dimensions)} by {f.rule}"
        for f in figures
    ]
    return "\n".join(lines) or "  none"


@pytest.mark.parametrize("case", parameters("figures"))
def test_sentence_yields_its_figures(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", parameters("known_failures"))
def test_known_failure(case: Case) -> None:
    check(case)


def check(case: Case) -> None:
    """Fail unless the sentence yields what is expected of it, and nothing else of its metric."""
    if not case.expect:
        return yields_none(case)
    found = figures_of(case.text, case.published)
    chosen = pairing(found, case.expect)
    wanted = "\n".join(f"  {dict(one)}" for one in case.expect)
    assert chosen is not None, f"{case.text}\nexpected\n{wanted}\nfound\n{described(found)}"
    more = [f for f in found if f.metric == case.metric and not any(f is c for c in chosen)]
    assert not more, f"{case.text}\nmore than was expected\n{described(more)}"


@pytest.mark.parametrize("case", parameters("lookalikes"))
def test_lookalike_yields_none(case: Case) -> None:
    yields_none(case)


def yields_none(case: Case) -> None:
    """Fail if the sentence yields a figure of its metric, alone or behind one that names a subject."""
    for text in (case.text, BEFORE_LOOKALIKE + case.text):
        found = [f for f in figures_of(text, case.published) if f.metric == case.metric]
        assert not found, f"{text}\nfound\n{described(found)}"


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_corpus_file_is_whole(path: Path) -> None:
    data = content(path)
    assert data["metric"] == path.stem
    assert data["metric"] in load_metrics()
    assert set(data) <= {"metric", "published", "figures", "lookalikes", "known_failures"}
    assert isinstance(data["published"], date)
    assert bool(data.get("figures")) != (path.stem in UNREAD_METRICS), "a metric needs sentences that work"
    assert data.get("lookalikes"), "a metric needs sentences that only look like it"
    groups = [*(data.get("figures") or ()), *(data.get("known_failures") or ())]
    assert all(set(group) <= {"published", "expect", "texts", "why"} for group in groups)
    assert all(group["texts"] for group in groups)
    assert all(group["expect"] for group in data.get("figures") or ()), "what means nothing is a look-alike"
    assert all(group.get("why") for group in data.get("known_failures") or ()), "a known failure says what is missing"
    assert sum(len(group["texts"]) for group in groups) >= LEAST_TEXTS
    for one in (one for group in groups for one in group["expect"]):
        assert set(one) <= {*FIELDS, *NUMBERS, "period", "dimensions"}, one
        assert {"aspect", "value"} <= set(one), one
        assert all(one[key] in allowed for key, allowed in CHOICES.items() if key in one), one


def test_every_metric_of_prose_has_a_corpus() -> None:
    missing = set(load_metrics()) - TABLE_METRICS - {path.stem for path in FILES}
    assert not missing


def test_no_sentence_stands_twice_in_a_file() -> None:
    seen = Counter((case.metric, case.text) for case in cases("figures", "lookalikes", "known_failures"))
    assert not [key for key, times in seen.items() if times > 1]


def prose_rules() -> frozenset[str]:
    """The rule ids that the code can give to a reading: what any ``Candidate`` is made with."""
    found: set[str] = set()
    for info in pkgutil.iter_modules(extractors.figures.__path__, "extractors.figures."):
        for node in ast.walk(ast.parse(inspect.getsource(import_module(info.name)))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Candidate", "replace"):
                first = node.args[:1] if getattr(node.func, "id", "") == "Candidate" else []
                parts = [*first, *(keyword.value for keyword in node.keywords if keyword.arg == "rule")]
            elif isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "rule" for t in node.targets):
                parts = [node.value]
            else:
                continue
            for part in parts:
                branches = (part.body, part.orelse) if isinstance(part, ast.IfExp) else (part,)
                found |= {b.value for b in branches if isinstance(b, ast.Constant) and isinstance(b.value, str)}
    return frozenset(found)


def test_rules_are_found_in_the_code() -> None:
    assert {"metric_before", "metric_after", "metric_carried", "counted"} <= prose_rules()


@pytest.mark.parametrize("rule", sorted(prose_rules()))
def test_every_rule_has_an_example(rule: str) -> None:
    assert any(
        figure.rule == rule and any(agrees(figure, one) for one in case.expect)
        for case in cases("figures")
        for figure in figures_of(case.text, case.published)
    ), f"no figure of the corpus is made by {rule}"
