"""Rows without a code that add up to a row of revenue: the parts that it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from extractors.figures.metrics import CURRENCIES
from extractors.records import Figure

_NEAR = 0.003
"""Parts of rounded numbers come that close to their whole."""
_MARGINS = frozenset({"gross_margin", "net_margin"})
_NO_PART = regex.compile(r"(?i:total|cost|expense|profit|tax)|成本|费用|利润|合计|税")

Values = Mapping[int, float]


def parts_of_revenue(figures: Sequence[Figure]) -> list[Figure]:
    """The figures of one table: rows right below one of revenue that add up to it, in each of two columns or more, are
    the revenue of its segments, and so are rows below them that add up to one of them. Rows of the same labels below
    one of margins are their margins."""
    revenue = {f.row for f in figures if f.metric == "revenue" and f.rule == "table_row" and _plain(f)}
    rows = _rows(figures)
    if not revenue or len(rows) < 3:
        return list(figures)
    paths: dict[int, str] = {}
    order = sorted(rows)
    for row in sorted(r for r in revenue if r is not None):
        if row in rows and row not in paths:
            below = [r for r in order if r > row]
            parts = _consume(below, rows, rows[row][1])
            if parts is not None:
                _name(parts, rows, "", paths)
    if not paths:
        return list(figures)
    return _renamed(figures, paths, {rows[row][0]: path for row, path in paths.items()})


def _rows(figures: Sequence[Figure]) -> Mapping[int, tuple[str, Values]]:
    """Label and values by column of the rows of money that are of revenue or have no code."""
    found: dict[int, tuple[str, dict[int, float]]] = {}
    for f in figures:
        if f.row is None or f.col is None or f.aspect != "level" or f.unit not in CURRENCIES:
            continue
        if f.metric == "line_item" and f.rule == "line_item" and not _NO_PART.search(f.dimensions.get("of", "")):
            label = f.dimensions.get("of", "")
        elif f.metric == "revenue" and f.rule == "table_row" and _plain(f):
            label = ""
        else:
            found.setdefault(f.row, ("\0", {}))
            continue
        found.setdefault(f.row, (label, {}))[1][f.col] = f.value
    return found


def _plain(f: Figure) -> bool:
    return f.aspect == "level" and not f.dimensions.keys() - {"scenario"}


@dataclass(frozen=True, slots=True)
class _Part:
    """A row that is part of a whole, and the rows below it that it is made of."""

    row: int
    inner: tuple[_Part, ...]


Tree = tuple[_Part, ...]


def _consume(below: Sequence[int], rows: Mapping[int, tuple[str, Values]], whole: Values) -> Tree | None:
    """The rows that add up to a whole, one after the other, each with those below it that add up to it; None where none
    do."""
    if len(whole) < 2:
        return None
    left, at = dict(whole), 0
    parts: list[_Part] = []
    while at < len(below):
        label, values = rows[below[at]]
        if not label or label == "\0" or not left.keys() <= values.keys():
            return None
        left = {col: rest - values[col] for col, rest in left.items()}
        inner = _consume(below[at + 1 :], rows, values) or ()
        parts.append(_Part(below[at], inner))
        at += 1 + _count(inner)
        if all(abs(rest) <= _NEAR * abs(whole[col]) for col, rest in left.items()):
            return tuple(parts) if len(parts) >= 2 else None
        if any(rest * whole[col] < -_NEAR * whole[col] ** 2 for col, rest in left.items()):
            return None  # more than the whole
    return None


def _count(parts: Tree) -> int:
    return sum(1 + _count(part.inner) for part in parts)


def _name(parts: Tree, rows: Mapping[int, tuple[str, Values]], outer: str, paths: dict[int, str]) -> None:
    for part in parts:
        paths[part.row] = "-".join(words for words in (outer, rows[part.row][0]) if words)
        _name(part.inner, rows, paths[part.row], paths)


def _renamed(figures: Sequence[Figure], paths: Mapping[int, str], known: Mapping[str, str]) -> list[Figure]:
    out: list[Figure] = []
    last, margin = -1, ""
    for f in figures:
        item = f.dimensions.get("of", "") if f.metric == "line_item" else ""
        if f.row in paths or (f.aspect == "change" and last in paths and item == _last_label(paths[last])):
            last = f.row if f.row is not None and f.row in paths else last
            rest = {key: words for key, words in f.dimensions.items() if key != "of"}
            out.append(replace(f, metric="revenue", dimensions={**rest, "segment": paths[last]}) if item else f)
            continue
        last = -1
        if f.metric in _MARGINS:
            margin = f.metric if not f.dimensions.keys() - {"scenario"} else ""
        elif not (item in known and margin and f.unit in ("%", "pp")):
            margin = ""
        else:
            rest = {key: words for key, words in f.dimensions.items() if key != "of"}
            f = replace(f, metric=margin, dimensions={**rest, "segment": known[item]})
        out.append(f)
    return out


def _last_label(path: str) -> str:
    return path.rpartition("-")[2]
