"""Figures of one document that say two different things of one claim: something that tells them apart was lost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import regex

from extractors.figures.claims import contested
from extractors.figures.confidence import with_evidence
from extractors.records import Figure

_DIGITS = regex.compile(r"\d[\d,，]*(?:\.\d+)?")
_NO_DIGIT = regex.compile(r"\D")
_ROUNDED = 0.55
"""Of the last digit that is printed: a half, and a little for values that were divided."""
_ROUGH = 0.05
"""How far numbers in words (八成, 过半) may lie apart."""
_MANY = 200
"""Figures of one claim that are not compared one by one any more."""
_AS_SURE = "by one as sure"


def claim(figure: Figure) -> tuple[Any, ...]:
    """What a figure is of: all but its value, comparator, place and rule."""
    return (
        figure.issuer_id or figure.entity, figure.metric, figure.aspect, figure.basis, figure.modality,
        dict(figure.dimensions), figure.period_start, figure.period_end, figure.unit,
    )  # fmt: skip


def with_contradictions(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, those with evidence against them whose claim has another value in the same document. Values agree
    that are the same but for rounding; bounds contradict nothing."""
    exact = [number for number, figure in enumerate(figures) if figure.comparator == "eq"]
    found = list(figures)
    for places in contested([figures[number] for number in exact], by_issuer=True):
        numbers = [exact[place] for place in places]
        for number, told in _against(text, [figures[n] for n in numbers], numbers):
            where = "sentence" if figures[number].table_id is None else "cell"
            found[number] = with_evidence(figures[number], f"contradicted: {where}, {told}")
    return found


def _against(text: str, figures: Sequence[Figure], numbers: Sequence[int]) -> list[tuple[int, str]]:
    """Of the figures of one claim those that others contradict, and how sure these are beside those that agree."""
    if len(figures) > _MANY:
        return [(number, _AS_SURE) for number in numbers]
    steps = [_step(text, figure) for figure in figures]
    found = []
    for at, figure in enumerate(figures):
        same: list[Figure] = []
        other: list[Figure] = []
        for k, (each, step) in enumerate(zip(figures, steps, strict=True)):
            near = abs(each.value - figure.value) <= _ROUNDED * max(step, steps[at])
            (same if near else other).append(figures[k])
        if other:
            ours, theirs = _strength(same), _strength(other)
            told = "by a surer one" if theirs > ours else _AS_SURE if theirs == ours else "by a weaker one"
            found.append((numbers[at], told))
    return found


def _strength(figures: Sequence[Figure]) -> tuple[float, int]:
    return max(figure.confidence for figure in figures), len(figures)


def _step(text: str, figure: Figure) -> float:
    """How much the last printed digit of a figure stands for, in the figure's unit."""
    match = _DIGITS.search(text[figure.start : figure.end])
    digits = _NO_DIGIT.sub("", match[0]) if match else ""
    printed = int(digits) if digits else 0
    if printed == 0 or not math.isfinite(figure.value):
        return abs(figure.value) * _ROUGH
    return abs(figure.value) / printed
