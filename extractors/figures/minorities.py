"""净利润 beside 归母净利润 in a document's tables: the profit with minorities, whose dimension ``of`` says so."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.records import Document, Figure, Table

_PARENT = regex.compile(
    r"归属|归母|母公司|股东应占|(?i:attributable|after minorit)"
    r"|(?i:to (?:the )?(?:shareholders|stockholders|owners|equity holders))"
)
_CASH_FLOW = regex.compile(r"现金流量?表|(?i:cash\s?flow)")
WITH_MINORITIES = "净利润(含少数股东损益)"


def with_minorities(document: Document, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, with ``of`` set for profits of a row that names no parent: where their own table has a row that
    does, or where such a row of another table, or any other table than a statement of cash flows, which begins with the
    whole profit, has another value for the same period."""
    text = document.text

    by_id = {table.table_id: table for table in document.tables}

    def is_parent(f: Figure) -> bool:
        if _PARENT.search(text[f.quote_start : f.quote_start + 60].split("\t")[0]):
            return True
        table = by_id.get(f.table_id or "") if f.rule == "table_column" else None
        return table is not None and any(_PARENT.search(head) for head in _heads(text, table, f))

    profits = [f for f in figures if _is_profit(f)]
    if not profits:
        return list(figures)
    flows = {table.table_id for table in document.tables if _is_cash_flow(text, table)}
    parents = [f for f in profits if is_parent(f)]
    at_hand = {(f.table_id, *_key(f)) for f in parents}
    values: dict[tuple[object, ...], list[float]] = {}
    others: dict[tuple[object, ...], list[float]] = {}
    for f in parents:
        values.setdefault(_key(f), []).append(f.value)
    for f in profits:
        if f.table_id not in flows:
            others.setdefault(_key(f), []).append(f.value)

    def has_minorities(f: Figure) -> bool:
        known = values.get(_key(f)) or (others.get(_key(f), []) if f.table_id in flows else [])
        differs = bool(known) and not any(math.isclose(f.value, v, rel_tol=0.005) for v in known)
        return (f.table_id, *_key(f)) in at_hand or differs

    whole = {id(f) for f in profits if not is_parent(f) and has_minorities(f)}
    figures = [replace(f, dimensions={**f.dimensions, "of": WITH_MINORITIES}) if id(f) in whole else f for f in figures]
    return _of_flows(figures, flows)


def _of_flows(figures: Sequence[Figure], flows: set[str]) -> list[Figure]:
    """The figures, with ``segment`` set for those of a statement of cash flows that another table contradicts: what it
    adds back or pays (财务费用, 短期借款) is not the item of the same name."""
    metrics = {f.metric for f in figures if f.table_id in flows}
    if not metrics:
        return list(figures)
    keys: dict[tuple[object, ...], list[float]] = {}
    for f in figures:
        if f.table_id is not None and f.metric in metrics and f.table_id not in flows and f.aspect == "level":
            keys.setdefault((f.metric, *_key(f)), []).append(f.value)
    out = []
    for f in figures:
        if f.table_id in flows and f.aspect == "level" and "segment" not in f.dimensions:
            known = keys.get((f.metric, *_key(f)), [])
            if known and not any(math.isclose(f.value, v, rel_tol=0.005) for v in known) and f.metric != "cash_flow":
                f = replace(f, dimensions={**f.dimensions, "segment": "现金流量表"})
        out.append(f)
    return out


def _heads(text: str, table: Table, f: Figure) -> list[str]:
    """The texts of the cells over a figure's."""
    row, col = f.row or 0, f.col or 0
    return [text[c.start : c.end] for c in table.cells if c.row < row and c.col <= col < c.col + c.col_span]


def _key(f: Figure) -> tuple[object, ...]:
    return f.period_start, f.period_end, f.entity, f.unit, tuple(sorted(f.dimensions.items()))


def _is_cash_flow(text: str, table: Table) -> bool:
    first = next((text[cell.start : cell.end] for cell in table.cells if cell.row == 0), "")
    return _CASH_FLOW.search(table.caption or first) is not None or _CASH_FLOW.search(first) is not None


def _is_profit(f: Figure) -> bool:
    """Whether a figure is a profit of a table that may be one with minorities: no parent company alone has any."""
    told = f.dimensions.get("of") or f.dimensions.get("scope")
    return f.metric == "net_profit" and f.aspect == "level" and f.table_id is not None and not told
