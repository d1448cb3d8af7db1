"""Reading order: a page cut into columns where a white gutter parts running text from what stands beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import regex

from extractors.documents.joins import is_cjk
from extractors.documents.pdf.atoms import Segment
from extractors.documents.pdf.page import BULLET, Box
from extractors.documents.values import is_value

MIN_GUTTER_POINTS = 5.0
MIN_BAND_POINTS = 45.0
MIN_LINES = 3
MAX_DEPTH = 6
SAME_LINE_POINTS = 1.5
MIN_OWN_ROWS = 4
MAX_SHARED_ROWS = 0.5
"""Two sides of which a larger share of rows stand on common lines may be one table."""


_MARKER = regex.compile(
    rf"[^\w\s]|{BULLET}|[(（]?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}|[A-Za-z])[)）、.．]{{1,2}}|\s*"
)


@dataclass(frozen=True, slots=True)
class Solid:
    """Something that stays in one piece and is placed by its box: a ruled table, a chart."""

    box: Box
    content: Any


Item = Segment | Solid


@dataclass(frozen=True, slots=True)
class _Placed:
    """An item with what the cuts ask of it. ``long`` says that it could be a line of running text."""

    item: Item
    x0: float
    top: float
    x1: float
    bottom: float
    middle: float
    base: float
    long: bool


@dataclass(frozen=True, slots=True)
class _Band:
    """A stretch of the page, from ``top`` to ``bottom``, that a gutter at ``x`` parts in two columns."""

    x: float
    top: float
    bottom: float
    extent: float


def regions_in_order(items: Sequence[Item]) -> list[list[Item]]:
    """The items in reading order, one list a column."""
    placed = [
        _Placed(item, box.x0, box.top, box.x1, box.bottom, (box.top + box.bottom) / 2, base, _is_long(item))
        for item in items
        for box in (item.box,)
        for base in (item.base if isinstance(item, Segment) else -1.0,)
    ]
    return [[part.item for part in region] for region in _cut(placed, 0) if region]


def _is_long(item: Item) -> bool:
    if isinstance(item, Solid) or len(item.text) < 11:
        return False
    return len(item.text) >= 42 or sum(map(is_cjk, item.text)) >= 11


def _cut(items: list[_Placed], depth: int) -> list[list[_Placed]]:
    if len(items) < 2 * MIN_LINES or depth > MAX_DEPTH:
        return [items]
    band = _best_band(items)
    if band is None:
        return [items]
    parts: tuple[list[_Placed], ...] = ([], [], [], [])
    for item in items:
        if item.middle < band.top:
            parts[0].append(item)
        elif item.middle > band.bottom:
            parts[3].append(item)
        else:
            parts[1 if item.x1 <= band.x else 2].append(item)
    if 0 < len(parts[3]) < 2 * MIN_LINES and parts[1] and parts[2]:
        _take_the_rest(parts[1], parts[2], parts[3])
    if max(map(len, parts)) == len(items):
        return [items]
    return [region for part in parts for region in _cut(part, depth + 1)]


def _take_the_rest(left: list[_Placed], right: list[_Placed], below: list[_Placed]) -> None:
    """Gives the last few lines under a band to its columns, where each fits in one: too few to be cut by themselves."""
    edge, start = max(item.x1 for item in left), min(item.x0 for item in right)
    sides = [left if item.x1 < start - 1 else right if item.x0 > edge + 1 else None for item in below]
    if None in sides or not any(item.long for item in below) or left not in sides or right not in sides:
        return
    for item, side in zip(below, sides, strict=True):
        if side is not None:
            side.append(item)
    below.clear()


def _best_band(items: list[_Placed]) -> _Band | None:
    half = MIN_GUTTER_POINTS / 2
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    for item in items:
        if item.long:
            near = round(item.x0 / 3)
            starts[near] = min(item.x0 - half, starts.get(near, item.x0))
            near = round(item.x1 / 3)
            ends[near] = max(item.x1 + half, ends.get(near, item.x1))
    best: _Band | None = None
    extent = min([item.top for item in items]), max([item.bottom for item in items])
    for x in (*starts.values(), *ends.values(), *_common_starts(items)):
        for band in _bands(items, x, *extent):
            if best is None or (band.extent, band.bottom - band.top) > (best.extent, best.bottom - best.top):
                best = band
    return best


def _common_starts(items: list[_Placed]) -> list[float]:
    """Left of each x where several short items start: a column of labels may begin there."""
    found: dict[int, list[float]] = {}
    for item in items:
        found.setdefault(round(item.x0 / 3), []).append(item.x0)
    return [min(group) - MIN_GUTTER_POINTS / 2 for group in found.values() if len(group) >= MIN_OWN_ROWS]


def _bands(items: list[_Placed], x: float, low: float, high: float) -> list[_Band]:
    """The bands that a gutter at ``x`` makes of items that reach from ``low`` to ``high``."""
    half = MIN_GUTTER_POINTS / 2 - 0.3
    start, end = x - half, x + half
    blockers = sorted([(item.top, item.bottom) for item in items if item.x0 < end and item.x1 > start])
    bands = []
    top = low - 1
    for upper, lower in [*blockers, (high + 1, high + 1)]:
        if upper - top >= MIN_BAND_POINTS:
            band = _judge(items, x, top, upper)
            if band is not None:
                bands.append(band)
        top = max(top, lower)
    return bands


def _judge(items: list[_Placed], x: float, top: float, bottom: float) -> _Band | None:
    left = [item for item in items if top <= item.middle <= bottom and item.x1 <= x]
    right = [item for item in items if top <= item.middle <= bottom and item.x0 >= x]
    top, bottom = _without_rows(left, right, top, bottom)
    left = [item for item in left if top <= item.middle <= bottom]
    right = [item for item in right if top <= item.middle <= bottom]
    if not left or not right or _are_markers(left):
        return None
    if not (_is_prose(left) or _is_prose(right) or _on_lines_of_their_own(left, right)):
        return None
    if _are_rows(left, right):
        return None
    extent = min(max(item.bottom for item in side) - min(item.top for item in side) for side in (left, right))
    return _Band(x, top, bottom, extent)


def _are_markers(side: list[_Placed]) -> bool:
    """Whether a side is but the bullets or numbers of a list, which belong to its lines."""
    return all(isinstance(item.item, Segment) and _MARKER.fullmatch(item.item.text) is not None for item in side)


def _on_lines_of_their_own(left: list[_Placed], right: list[_Placed]) -> bool:
    """Whether the lines of two sides mostly fall beside each other, as those of two tables do."""
    if not (_has_labels(left) and _has_labels(right)):
        return False
    ours = sorted({round(item.base, 1) for item in left if item.base >= 0})
    theirs = sorted({round(item.base, 1) for item in right if item.base >= 0})
    low, high = max(min(ours, default=0), min(theirs, default=0)), min(max(ours, default=0), max(theirs, default=0))
    ours = _apart([base for base in ours if low - 3 <= base <= high + 3])
    theirs = _apart([base for base in theirs if low - 3 <= base <= high + 3])
    if min(len(ours), len(theirs)) < MIN_OWN_ROWS:
        return False
    # Labels may stand a little off their numbers' line, by less than half their size.
    heights = sorted(item.bottom - item.top for item in left if item.base >= 0)
    near = max(2.5, 0.42 * heights[len(heights) // 2])
    shared = sum(any(abs(one - two) <= near for two in theirs) for one in ours)
    return shared <= MAX_SHARED_ROWS * min(len(ours), len(theirs))


def _are_rows(left: list[_Placed], right: list[_Placed]) -> bool:
    """Whether the right side is but the numbers to the labels on the left."""
    values = [item for item in right if isinstance(item.item, Segment) and is_value(item.item.text)]
    if len(values) < 0.8 * len(right):
        return False
    shared = sum(any(abs(one.middle - two.middle) < SAME_LINE_POINTS for two in left) for one in values)
    return shared >= 0.7 * len(values)


def _has_labels(side: list[_Placed]) -> bool:
    """Whether most of a side's rows start with words, as a column's of its own do."""
    first: dict[int, _Placed] = {}
    for item in side:
        if item.base >= 0:
            row = round(item.base / 3)
            if row not in first or item.x0 < first[row].x0:
                first[row] = item
    words = sum(not is_value(item.item.text) for item in first.values() if isinstance(item.item, Segment))
    return words * 2 > len(first)


def _apart(bases: list[float]) -> list[float]:
    """The baselines with those of one line once."""
    kept: list[float] = []
    for base in bases:
        if not kept or base - kept[-1] > 3:
            kept.append(base)
    return kept


def _without_rows(left: list[_Placed], right: list[_Placed], top: float, bottom: float) -> tuple[float, float]:
    """The band without the rows of a table at its end that the gutter would cut: short items on common lines."""
    middles = sorted(two.middle for two in right if not two.long)
    rows = sorted((one.middle, one.top) for one in left if not one.long and _is_near(one.middle, middles))
    if len(rows) < MIN_LINES:
        return top, bottom
    others = sorted(item.middle for item in (*left, *right) if item.long)
    after = [row for row in rows if not others or row[0] > others[-1]]
    if len(after) >= MIN_LINES:
        bottom = after[0][1] - 1
    before = [row for row in rows if others and row[0] < others[0]]
    if len(before) >= MIN_LINES:
        top = before[-1][0] + 3
    return top, bottom


def _is_near(value: float, values: list[float]) -> bool:
    """Whether one of sorted values is within a line of another."""
    index = bisect_right(values, value - SAME_LINE_POINTS)
    return index < len(values) and values[index] < value + SAME_LINE_POINTS


def _is_prose(side: list[_Placed]) -> bool:
    """Whether one side is running text: full lines, one under the other."""
    lines = [item for item in side if isinstance(item.item, Segment)]
    if len(lines) < MIN_LINES:
        return False
    edge, start = max(item.x1 for item in lines), min(item.x0 for item in lines)
    wide = [item for item in lines if item.long and item.x1 - item.x0 >= 0.6 * (edge - start)]
    return (len(wide) >= MIN_LINES and len(wide) * 3 >= len(lines)) or len(wide) >= 12
