"""Which figures claim different values of one fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractors.records import Figure

Claim = tuple[object, ...]


def claim_of(figure: Figure, *, by_issuer: bool = False) -> Claim:
    """What a figure is of: all but its value, comparator, place and rule. ``by_issuer``: whatever its entity is called,
    where that is listed."""
    who = figure.issuer_id or figure.entity if by_issuer else figure.entity
    dimensions = tuple(sorted(figure.dimensions.items()))
    return (
        who, figure.metric, figure.aspect, figure.basis, figure.modality, dimensions, figure.period_start,
        figure.period_end, figure.unit,
    )  # fmt: skip


def contested(figures: Sequence[Figure], *, by_issuer: bool = False) -> list[list[int]]:
    """The places of figures of one claim that has more than one value, claim by claim."""
    alike: dict[Claim, list[int]] = defaultdict(list)
    for place, figure in enumerate(figures):
        told = figure.dimensions
        alike[
            figure.metric, figure.aspect, figure.period_start, figure.period_end, figure.unit, told.get("of"),
            told.get("segment"),
        ].append(place)  # fmt: skip
    found: list[list[int]] = []
    for places in alike.values():
        if _agree(figures, places):
            continue  # most: a whole claim takes longer to make
        claims: dict[Claim, list[int]] = defaultdict(list)
        for place in places:
            claims[claim_of(figures[place], by_issuer=by_issuer)].append(place)
        found += [same for same in claims.values() if not _agree(figures, same)]
    return found


def _agree(figures: Sequence[Figure], places: Sequence[int]) -> bool:
    return len(places) == 1 or len({figures[place].value for place in places}) == 1
