"""How likely a figure is right, from its evidence: a scorecard whose points are data, fitted by `yanbao calibrate`.

A figure's points are the sum of those of its tags; ``steps`` turn them into the share of such figures that was right
in labelled documents, rising with the points and straight between two steps.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from math import inf
from typing import Any

from extractors.data import read_yaml
from extractors.records import Figure

DATA = "confidence.yaml"
LEAST = 0.55
"""A reading that is hardly likelier right than wrong is no figure: its number stays an unclaimed quantity."""
_every: ContextVar[bool] = ContextVar("every", default=False)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Points by tag, the points that every figure starts with, and ``steps`` of (points, share right), both rising. A
    tag without points says nothing."""

    start: float
    points: Mapping[str, float]
    steps: tuple[tuple[float, float], ...]

    def total(self, evidence: Iterable[str]) -> float:
        """All points of a figure."""
        points = self.points.get
        return self.start + sum([points(tag, 0.0) for tag in evidence])

    def confidence(self, evidence: Iterable[str]) -> float:
        """0 to 1, three digits."""
        total, steps = self.total(evidence), self.steps
        above = bisect_right(steps, (total, inf))
        if above == 0:
            return steps[0][1]
        if above == len(steps):
            return steps[-1][1]
        (low, share), (high, next_share) = steps[above - 1], steps[above]
        return round(share + (next_share - share) * (total - low) / (high - low), 3)

    def parts(self, evidence: Iterable[str]) -> list[tuple[str, float]]:
        """The tags that have points, what lowers most first."""
        return sorted(((tag, self.points[tag]) for tag in evidence if tag in self.points), key=lambda part: part[1])


@contextmanager
def every_reading() -> Iterator[None]:
    """Within it, readings under :data:`LEAST` are figures too: what a scorecard is fitted on."""
    token = _every.set(True)
    try:
        yield
    finally:
        _every.reset(token)


def is_published(figure: Figure) -> bool:
    """Whether a reading is sure enough to be a figure of its document."""
    return figure.confidence >= LEAST or _every.get()


def parse_scorecard(data: Mapping[str, Any]) -> Scorecard:
    """A scorecard from its file's content; raises ValueError where steps are missing or fall."""
    steps = tuple((float(points), float(share)) for points, share in data["steps"])
    rising = all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(steps))
    if not steps or not rising or not 0 <= steps[0][1] <= steps[-1][1] <= 1:
        raise ValueError("steps are to rise, from shares of 0 at least to 1 at most")
    return Scorecard(float(data["start"]), {str(k): float(v) for k, v in data["points"].items()}, steps)


@cache
def load_scorecard() -> Scorecard:
    """The scorecard as data says it."""
    return parse_scorecard(read_yaml(DATA))


@lru_cache(maxsize=4096)
def confidence_of(evidence: tuple[str, ...]) -> float:
    """The confidence of a figure with that evidence, which the cells of a table's column mostly share."""
    return load_scorecard().confidence(evidence)


def with_evidence(figure: Figure, *tags: str) -> Figure:
    """The figure with more evidence, and the confidence that follows from all of it."""
    evidence = (*figure.evidence, *tags)
    return replace(figure, evidence=evidence, confidence=confidence_of(evidence))
