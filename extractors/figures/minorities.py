"""净利润 beside 归母净利润 in a document's tables: the profit with minorities, whose dimension ``of`` says so."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.records import Figure

_PARENT = regex.compile(r"归属|归母|母公司|股东应占")
WITH_MINORITIES = "净利润(含少数股东损益)"


def with_minorities(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, with ``of`` set for profits of a row that names no parent: where their own table has a row that
    does, or where such a row of another table has another value for the same period."""

    def is_parent(f: Figure) -> bool:
        return _PARENT.search(text[f.quote_start : f.quote_start + 24].split("\t")[0]) is not None

    def key(f: Figure) -> tuple[object, ...]:
        return f.period_start, f.period_end, f.entity, f.unit

    parents = [f for f in figures if _is_profit(f) and is_parent(f)]
    at_hand = {(f.table_id, *key(f)) for f in parents}
    values: dict[tuple[object, ...], list[float]] = {}
    for f in parents:
        values.setdefault(key(f), []).append(f.value)
    out = []
    for f in figures:
        if _is_profit(f) and not is_parent(f):
            others = values.get(key(f), [])
            differs = bool(others) and not any(math.isclose(f.value, v, rel_tol=0.005) for v in others)
            if (f.table_id, *key(f)) in at_hand or differs:
                f = replace(f, dimensions={**f.dimensions, "of": WITH_MINORITIES})
        out.append(f)
    return out


def _is_profit(f: Figure) -> bool:
    return f.metric == "net_profit" and f.aspect == "level" and f.table_id is not None and not f.dimensions.get("of")
