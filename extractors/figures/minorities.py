"""净利润 beside 归母净利润 in a document's tables: the profit with minorities, whose dimension ``of`` says so."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.records import Figure, Table

_PARENT = regex.compile(
    r"归属|归母|母公司|股东应占|(?i:attributable|to (?:the )?(?:shareholders|owners|equity holders))"
)
WITH_MINORITIES = "净利润(含少数股东损益)"


def with_minorities(text: str, figures: Sequence[Figure], tables: Sequence[Table] = ()) -> list[Figure]:
    """The figures, with ``of`` set for profits of a row that names no parent: where their own table has a row that
    does, or where such a row of another table has another value for the same period."""

    by_id = {table.table_id: table for table in tables}

    def is_parent(f: Figure) -> bool:
        if _PARENT.search(text[f.quote_start : f.quote_start + 60].split("\t")[0]):
            return True
        table = by_id.get(f.table_id or "") if f.rule == "table_column" else None
        return table is not None and any(_PARENT.search(head) for head in _heads(text, table, f))

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


def _heads(text: str, table: Table, f: Figure) -> list[str]:
    """The texts of the cells over a figure's."""
    row, col = f.row or 0, f.col or 0
    return [text[c.start : c.end] for c in table.cells if c.row < row and c.col <= col < c.col + c.col_span]


def _is_profit(f: Figure) -> bool:
    """Whether a figure is a profit of a table that may be one with minorities: no parent company alone has any."""
    told = f.dimensions.get("of") or f.dimensions.get("scope")
    return f.metric == "net_profit" and f.aspect == "level" and f.table_id is not None and not told
