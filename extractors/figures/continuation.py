"""What a figure takes over from those before it in its sentence: the base of a change, the part that is spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.figures.metrics import TRADE
from extractors.records import Figure

PART_KEYS = ("segment", "product", "region", "channel", "of")
"""Dimensions that say of which part or of what a figure is; the last is of what."""
MARKET_MOVES = frozenset(("share_price", "index_level", "price", "average_price", "interest_rate", "exchange_rate"))
"""What moves within a year (今年上涨三成) as well as against the year before."""


_OF_PARTS = frozenset((
    "revenue", "cost", "average_price", "sales_volume", "shipments", "gross_margin", "operating_profit", "net_profit",
    "installed_capacity", "market_share",
))  # fmt: skip
_MARGINS = frozenset(("gross_margin", "operating_profit", "market_share"))


def continued(
    figure: Figure,
    before: Sequence[Figure],
    *,
    bare: bool,
    of_which: bool,
    goes_on: str | None = None,
    takes_whole: bool = False,
) -> Figure:
    """The figure with what the earlier figures of its sentence leave unsaid in its own clause.

    ``bare`` says that the clause of a change names nothing of its own (``，增长9.5%``): it is of the same part as the
    number before. ``of_which`` that the clause goes on telling of the same trade (``对美国进出口…，其中出口…``).
    ``goes_on`` is what a clause says before another metric's name where it names nothing of its own: it goes on with
    the part that the number before is of (``动力电池收入300亿元，毛利率22%``, ``，贡献46亿元净利润``). ``takes_whole``
    that a clause says only of what something told before is a share (``对东盟进出口3万亿元，占进出口总值的16%``).
    """
    if not before:
        return figure
    last = before[-1]
    dimensions = dict(figure.dimensions)
    same = (figure.metric, figure.entity) == (last.metric, last.entity)
    against = (figure.basis or "").startswith("vs:")  # 海外毛利率25%，较国内高3pct
    if same and (bare or against) and figure.aspect == "change" and last.aspect in ("level", "change"):
        taken = {key: last.dimensions[key] for key in PART_KEYS if key in last.dimensions}
        dimensions = {**taken, **dimensions}
    elif of_which and {figure.metric, last.metric} <= TRADE and not {"region", "segment", "product"} & set(dimensions):
        regions = [f.dimensions["region"] for f in before if f.metric in TRADE and "region" in f.dimensions]
        if regions:
            dimensions["region"] = regions[0]
    elif figure.metric == "share" and takes_whole and not set(PART_KEYS[:-1]) & set(dimensions):
        parted = [f.dimensions for f in before if f.entity == figure.entity and set(PART_KEYS[:-1]) & set(f.dimensions)]
        dimensions |= {key: parted[-1][key] for key in PART_KEYS[:-1] if parted and key in parted[-1]}
    elif (
        goes_on is not None
        and figure.entity == last.entity
        and {figure.metric, last.metric} <= _OF_PARTS
        and not set(PART_KEYS) & set(dimensions)
        and (figure.metric in _MARGINS or figure.metric == last.metric or goes_on == "贡献")
    ):
        dimensions |= {key: last.dimensions[key] for key in PART_KEYS[:-1] if key in last.dimensions}
    elif figure.metric == "share" and bare and figure.entity == last.entity and last.aspect == "level":
        part = {key: last.dimensions[key] for key in PART_KEYS[:-1] if key in last.dimensions}
        dimensions = {**part, **dimensions}  # 直销收入748亿元，占比43.9%
    if figure.metric == last.metric == "share" and "of" not in dimensions and "of" in last.dimensions and same:
        dimensions["of"] = last.dimensions["of"]
    basis = figure.basis
    if figure.aspect == "change" and basis is None and figure.metric not in MARKET_MOVES:
        told = [f.basis for f in before if f.aspect == "change" and f.metric not in MARKET_MOVES]
        basis = told[-1] if told and not (told[-1] or "").startswith("vs:") else None
    as_it_was = [*dimensions.items()] == [*figure.dimensions.items()] and basis == figure.basis
    return figure if as_it_was else replace(figure, dimensions=dimensions, basis=basis)
