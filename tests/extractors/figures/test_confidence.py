"""The scorecard: evidence to points to a share, and what the package's own card must keep to."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.figures.confidence import Scorecard, confidence_of, load_scorecard, parse_scorecard, with_evidence
from flows.calibration import is_lowering
from flows.explain import explain

CARD = Scorecard(1.0, {"near: yes": 1.0, "words > 3": -0.5, "words > 9": -1.5}, ((0.0, 0.4), (1.0, 0.6), (2.0, 0.9)))


@pytest.mark.parametrize(
    ("evidence", "confidence"),
    [
        ((), 0.6),
        (("near: yes",), 0.9),
        (("words > 3",), 0.5),
        (("words > 3", "words > 9"), 0.4),  # below the first step
        (("near: yes", "near: yes"), 0.9),  # beyond the last
        (("a tag that no card knows",), 0.6),
    ],
)
def test_points_add_up_and_run_straight_between_steps(evidence: tuple[str, ...], confidence: float) -> None:
    assert CARD.confidence(evidence) == pytest.approx(confidence)


def test_parts_are_the_tags_with_points_the_worst_first() -> None:
    evidence = ("near: yes", "unknown", "words > 3", "words > 9")
    assert CARD.parts(evidence) == [("words > 9", -1.5), ("words > 3", -0.5), ("near: yes", 1.0)]
    assert CARD.total(evidence) == pytest.approx(CARD.start + sum(points for _, points in CARD.parts(evidence)))


@pytest.mark.parametrize("steps", [[], [[0, 0.5], [0, 0.6]], [[0, 0.6], [1, 0.5]], [[0, -0.1]], [[0, 0.5], [1, 1.1]]])
def test_steps_that_do_not_rise_are_refused(steps: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="rise"):
        parse_scorecard({"start": 0, "points": {}, "steps": steps})


def test_what_is_always_worse_never_raises() -> None:
    points = load_scorecard().points
    lowering = {tag: value for tag, value in points.items() if is_lowering(tag)}
    assert len(lowering) >= 5
    assert max(lowering.values()) < 0


def figure_in(text: str):
    (figure,) = [r.figure for r in explain(text, date(2024, 12, 16)).readings if r.figure is not None]
    return figure


def test_a_plain_sentence_is_surer_than_a_vague_one() -> None:
    plain = figure_in("2024年前三季度泡泡玛特营业收入为78.6亿元。")
    vague = figure_in("现场来了300多位嘉宾，泡泡玛特也在。")
    assert plain.confidence >= 0.9 > vague.confidence
    assert plain.confidence == confidence_of(plain.evidence)


def test_more_evidence_moves_the_confidence() -> None:
    plain = figure_in("2024年前三季度泡泡玛特营业收入为78.6亿元。")
    tag = min(load_scorecard().points.items(), key=lambda item: item[1])[0]
    assert tag not in plain.evidence
    worse = with_evidence(plain, tag)
    assert worse.evidence == (*plain.evidence, tag)
    assert worse.confidence < plain.confidence
    assert worse == plain.__class__(**{f: getattr(worse, f) for f in plain.__slots__})
