"""Fits the scorecard that turns evidence into confidence, and measures it on documents that it has not seen.

The scorecard is a ridge-regularised logistic regression over evidence tags, in which tags of the form ``fact > n`` and
``fact < n`` may only lower. Its points are turned into shares by an isotonic regression over points that each
document was given by a fit on others.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from extractors.figures.confidence import Scorecard

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One figure of a labelled document: its evidence, and whether it is right."""

    document: str
    evidence: tuple[str, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class FitSettings:
    """``penalty`` on squared points; a document of n figures weighs n^(1 − ``damping``), so that one of long tables
    does not decide; tags of fewer than ``least_documents`` get no points; a step holds a weight of ``least_in_step``
    figures at least; points for steps come from ``folds`` fits. ``caution`` standard errors are taken off a step's
    share, since rules fare worse on other documents than on those that they were made with."""

    penalty: float = 10.0
    damping: float = 0.5
    least_documents: int = 5
    least_in_step: float = 25.0
    folds: int = 6
    caution: float = 1.0


def fit(samples: Sequence[Sample], settings: FitSettings = FitSettings()) -> Scorecard:
    """The scorecard of the samples; raises ValueError where they come from fewer than two documents."""
    documents = sorted({s.document for s in samples})
    if len(documents) < 2:
        raise ValueError("a fit needs labelled documents, two at least")
    tags = _common_tags(samples, settings.least_documents)
    groups, design, right, weights = _matrices(samples, tags, settings.damping)
    lowering = np.array([False, *(is_lowering(tag) for tag in tags)])
    points = _logistic(design, right, weights, settings.penalty, lowering, np.zeros(len(tags) + 1))
    number = {name: k % settings.folds for k, name in enumerate(documents)}
    fold = np.array([number[document] for document in groups])
    unseen = np.zeros(len(groups))
    for k in range(min(settings.folds, len(documents))):
        seen = fold != k
        other = _logistic(design[seen], right[seen], weights[seen], settings.penalty, lowering, points)
        unseen[~seen] = _totals(design[~seen], other)
    steps = _isotonic(unseen, right, weights, settings)
    rounded = {tag: round(float(value), 3) for tag, value in zip(tags, points[1:], strict=True)}
    return Scorecard(round(float(points[0]), 3), {tag: value for tag, value in rounded.items() if value}, steps)


def leave_one_out(samples: Sequence[Sample], settings: FitSettings = FitSettings()) -> list[float]:
    """The confidence of each sample by a scorecard that was fitted on all other documents."""
    found = [0.0] * len(samples)
    for name in sorted({s.document for s in samples}):
        card = fit([s for s in samples if s.document != name], settings)
        for number, sample in enumerate(samples):
            if sample.document == name:
                found[number] = card.confidence(sample.evidence)
    return found


def is_lowering(tag: str) -> bool:
    """Whether a tag says that something is more than a bound, or less, which is always worse."""
    return " > " in tag or " < " in tag


def _common_tags(samples: Iterable[Sample], least: int) -> list[str]:
    documents: dict[str, set[str]] = defaultdict(set)
    for sample in samples:
        for tag in sample.evidence:
            documents[tag].add(sample.document)
    return sorted(tag for tag, names in documents.items() if len(names) >= least)


def _matrices(samples: Sequence[Sample], tags: Sequence[str], damping: float) -> tuple[list[str], Array, Array, Array]:
    """Figures of one document with the same evidence as one row: its document, ones and zeros by tag (the first column
    is one), the share that is right, and its weight (a figure weighs 1 on average)."""
    column = {tag: number + 1 for number, tag in enumerate(tags)}
    size = Counter(s.document for s in samples)
    verdicts: dict[tuple[str, tuple[str, ...]], list[bool]] = defaultdict(list)
    for sample in samples:
        verdicts[sample.document, sample.evidence].append(sample.right)
    design = np.zeros((len(verdicts), len(tags) + 1))
    design[:, 0] = 1.0
    for row, (_, evidence) in enumerate(verdicts):
        design[row, [column[tag] for tag in evidence if tag in column]] = 1.0
    right = np.array([sum(found) / len(found) for found in verdicts.values()])
    weights = np.array([len(found) * size[document] ** -damping for (document, _), found in verdicts.items()])
    return [document for document, _ in verdicts], design, right, weights * len(samples) / weights.sum()


_ROUNDS = 25
_LONGEST_STEP = 4.0
_CLOSE_ENOUGH = 1e-3


def _logistic(
    design: Array, right: Array, weights: Array, penalty: float, lowering: npt.NDArray[np.bool_], points: Array
) -> Array:
    """Points that make the labels likeliest, by Newton's method; those of ``lowering`` columns stay at 0 or less."""
    points = points.copy()
    ridge = np.full(len(points), penalty)
    ridge[0] = 0.01  # what every figure starts with is not to be drawn to an even chance
    for _ in range(_ROUNDS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(_totals(design, points), -30.0, 30.0)))
        slope = np.einsum("ij,i->j", design, weights * (chance - right)) + ridge * points
        free = ~(lowering & (points >= 0) & (slope < 0))
        curve = _curve(design[:, free], weights * np.maximum(chance * (1.0 - chance), 1e-6)) + np.diag(ridge[free])
        step = _solved(curve, slope[free])
        longest = float(np.abs(step).max())
        points[free] -= step * min(1.0, _LONGEST_STEP / max(longest, 1e-12))
        points[lowering & (points > 0)] = 0.0
        if longest < _CLOSE_ENOUGH:
            break
    return points


# Products are cut small and systems solved by hand, since numpy hands whole ones to several threads: on a machine that
# does other work these wait for one another twenty times as long as they compute.
_SLICE = 16


def _curve(design: Array, weights: Array) -> Array:
    """How the slope changes with the points: the weighted sum of the rows' products with themselves."""
    found = np.zeros((design.shape[1], design.shape[1]))
    weighted = design * weights[:, None]
    for low in range(0, len(design), _SLICE):
        found += weighted[low : low + _SLICE].T @ design[low : low + _SLICE]
    return found


def _totals(design: Array, points: Array) -> Array:
    totals: Array = np.einsum("ij,j->i", design, points)
    return totals


_EXACT = 1e-9


def _solved(curve: Array, slope: Array) -> Array:
    """The step whose product with the curve is the slope, by conjugate gradients."""
    step = np.zeros_like(slope)
    rest, along = slope.copy(), slope.copy()
    left = first = float(np.sum(rest * rest))
    for _ in range(2 * len(slope)):
        if left <= _EXACT * first:
            break
        bent = _totals(curve, along)
        length = left / float(np.sum(along * bent))
        step += length * along
        rest -= length * bent
        before, left = left, float(np.sum(rest * rest))
        along = rest + left / before * along
    return step


def _isotonic(points: Array, right: Array, weights: Array, settings: FitSettings) -> tuple[tuple[float, float], ...]:
    """Steps of (mean points, share right), rising: neighbours are joined until each is large enough and none is above
    the next. A half right and a half wrong figure more keep shares off 0 and 1."""
    pools: list[list[float]] = []  # weight, points × weight, right × weight
    fresh = True
    for k in np.argsort(points, kind="stable"):
        one = [weights[k], weights[k] * points[k], weights[k] * right[k]]
        if fresh:
            pools.append(one)
        else:
            pools[-1] = _joined(pools[-1], one)
        fresh = pools[-1][0] >= settings.least_in_step
    if len(pools) > 1 and pools[-1][0] < settings.least_in_step:
        pools[-2:] = [_joined(pools[-2], pools[-1])]
    rising: list[list[float]] = []
    for pool in pools:
        rising.append(pool)
        while len(rising) > 1 and (_share(rising[-2]) >= _share(rising[-1]) or _mean(rising[-2]) >= _mean(rising[-1])):
            rising[-2:] = [_joined(rising[-2], rising[-1])]
    shares = accumulate((_cautious(pool, settings.caution) for pool in rising), max)
    return tuple((round(_mean(pool), 3), round(share, 4)) for pool, share in zip(rising, shares, strict=True))


def _cautious(pool: list[float], caution: float) -> float:
    share = _share(pool)
    return max(share - caution * math.sqrt(share * (1.0 - share) / (pool[0] + 1.0)), 0.0)


def _joined(a: list[float], b: list[float]) -> list[float]:
    return [x + y for x, y in zip(a, b, strict=True)]


def _mean(pool: list[float]) -> float:
    return float(pool[1] / pool[0])


def _share(pool: list[float]) -> float:
    return float((pool[2] + 0.5) / (pool[0] + 1.0))
