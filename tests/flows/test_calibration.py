"""The fit of the scorecard, on data whose truth is known."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest

from flows.calibration import FitSettings, Sample, fit, is_lowering, leave_one_out
from flows.reliability import Given, reliability

TRUE = {"rule: sure": 1.5, "rule: loose": -1.0, "words > 3": -0.8, "words > 9": -1.2, "metric: any": 0.0}
START = 1.0


def drawn(documents: int, figures: int, seed: int) -> list[Sample]:
    """Figures that are right with the chance that the true points give them."""
    dice = random.Random(seed)
    samples = []
    for document in range(documents):
        for _ in range(figures):
            words = dice.choice([1, 5, 12])
            tags = [dice.choice(["rule: sure", "rule: loose", "rule: plain"])]
            tags += ["metric: any"] if dice.random() < 0.5 else []
            tags += [f"words > {least}" for least in (3, 9) if words > least]
            chance = 1 / (1 + math.exp(-START - sum(TRUE.get(tag, 0.0) for tag in tags)))
            samples.append(Sample(f"d{document:02}", tuple(tags), dice.random() < chance))
    return samples


def test_the_fit_finds_what_tells() -> None:
    card = fit(drawn(40, 50, seed=1))
    assert card.points["rule: sure"] > 0 > card.points["rule: loose"]
    assert card.points["words > 9"] < card.points["words > 3"] < 0
    assert abs(card.points.get("metric: any", 0.0)) < 0.3
    best, worst = ("rule: sure",), ("rule: loose", "words > 3", "words > 9")
    assert card.confidence(best) == pytest.approx(1 / (1 + math.exp(-2.5)), abs=0.05)
    assert card.confidence(worst) == pytest.approx(1 / (1 + math.exp(2.0)), abs=0.08)


def test_documents_left_out_are_calibrated() -> None:
    samples = drawn(25, 40, seed=2)
    confidences = leave_one_out(samples)
    given = [Given(s.document, c, s.right) for s, c in zip(samples, confidences, strict=True)]
    assert reliability(given).error <= 0.06
    assert len({round(c, 2) for c in confidences}) > 10


def test_a_document_left_out_has_no_say_in_its_own_confidence() -> None:
    samples = drawn(12, 30, seed=3)
    turned = [Sample(s.document, s.evidence, s.right ^ (s.document == "d04")) for s in samples]
    own = [number for number, s in enumerate(samples) if s.document == "d04"]
    before, after = leave_one_out(samples), leave_one_out(turned)
    assert [before[k] for k in own] == [after[k] for k in own]
    assert before != after


def test_what_is_worse_cannot_raise_though_the_data_say_so() -> None:
    # Far numbers happen to be right here: chance, since nothing but distance grows.
    samples = [Sample(f"d{k % 20}", ("words > 3",) if k % 2 else (), bool(k % 2 or k % 3)) for k in range(600)]
    card = fit(samples)
    assert is_lowering("words > 3")
    assert card.points.get("words > 3", 0.0) <= 0


def test_steps_rise_and_stay_off_certainty() -> None:
    card = fit(drawn(20, 30, seed=4))
    assert all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(card.steps))
    assert 0 < card.steps[0][1] < card.steps[-1][1] < 1


def test_a_long_document_does_not_decide() -> None:
    short = [Sample(f"s{k % 30}", ("rule: a",), True) for k in range(300)]
    long = [Sample("long", ("rule: a",), False) for _ in range(1500)]
    alike, damped = (fit(short + long, FitSettings(damping=damping)) for damping in (0.0, 1.0))
    assert alike.confidence(("rule: a",)) < 0.3
    assert damped.confidence(("rule: a",)) > 0.9


def test_tags_of_a_few_documents_have_no_points() -> None:
    samples = drawn(20, 30, seed=5)
    odd = [Sample(s.document, (*s.evidence, "rule: odd"), s.right) if s.document == "d01" else s for s in samples]
    assert "rule: odd" not in fit(odd).points


def test_one_document_is_too_few() -> None:
    with pytest.raises(ValueError, match="two at least"):
        fit(drawn(1, 10, seed=6))
