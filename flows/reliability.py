"""How far confidence can be trusted: what share of figures was right that were given about the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Given:
    """One figure of a labelled document with the confidence that it was given."""

    document: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Figures of about the same confidence: how many, their mean confidence and the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left at ``least`` or above: the share of all figures, and of these the share that is right."""

    least: float
    kept: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Bins and the expected calibration error: the mean distance between a bin's confidence and its share right."""

    count: int
    right: float
    error: float
    bins: tuple[Bin, ...]


def reliability(given: Sequence[Given], *, by_document: bool = False) -> Reliability:
    """Measured over all figures alike, or with the same weight for every document."""
    weight = _weights(given, by_document=by_document)
    total = sum(weight)
    bins = []
    error = 0.0
    for number in range(BINS):
        here = [k for k, g in enumerate(given) if min(int(g.confidence * BINS), BINS - 1) == number]
        mass = sum(weight[k] for k in here)
        if not here:
            continue
        confidence = sum(weight[k] * given[k].confidence for k in here) / mass
        right = sum(weight[k] * given[k].right for k in here) / mass
        error += mass / total * abs(confidence - right)
        bins.append(Bin(number / BINS, (number + 1) / BINS, len(here), confidence, right))
    right = sum(w * g.right for w, g in zip(weight, given, strict=True)) / total
    return Reliability(len(given), right, error, tuple(bins))


def cut(given: Sequence[Given], least: float, *, by_document: bool = False) -> Cut:
    """What a feed keeps that takes figures of ``least`` or above."""
    weight = _weights(given, by_document=by_document)
    kept = [(w, g.right) for w, g in zip(weight, given, strict=True) if g.confidence >= least]
    mass = sum(w for w, _ in kept)
    return Cut(least, mass / sum(weight), sum(w * right for w, right in kept) / mass if mass else 0.0)


def _weights(given: Sequence[Given], *, by_document: bool) -> list[float]:
    size = Counter(g.document for g in given)
    return [1.0 / size[g.document] if by_document else 1.0 for g in given]
