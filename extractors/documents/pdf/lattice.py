"""Cells of a lattice of lines: lines that nearly meet are made one, each smallest rectangle of them is a cell.

The method is the one of pdfplumber's table finder, which compares every crossing with every other; here each looks
along its own row and column.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extractors.documents.pdf.page import Box

SNAP_POINTS = 3.0
"""Lines so close beside each other are one line."""
JOIN_POINTS = 3.0
"""A line goes on after so small a gap."""
CROSS_POINTS = 3.0
"""A line that ends so close before another meets it."""
MIN_LINE_POINTS = 8.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Edge:
    """A horizontal or vertical line: its place across (y or x), and where it starts and ends along."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _Crossing:
    """Which vertical and which horizontal lines meet at a point, by their numbers."""

    upright: set[int]
    level: set[int]

    def is_above(self, other: _Crossing) -> bool:
        """Whether a vertical line connects it with one in its column."""
        return not self.upright.isdisjoint(other.upright)

    def is_beside(self, other: _Crossing) -> bool:
        """Whether a horizontal line connects it with one in its row."""
        return not self.level.isdisjoint(other.level)


def tables_of(level: Sequence[Edge], upright: Sequence[Edge]) -> list[list[Box]]:
    """The cells that lines form, those that share corners as one table: from top to bottom, of two cells or more.

    ``level`` are the horizontal lines, ``upright`` the vertical ones, in any order.
    """
    return _grouped(_cells(_crossings(_merged(level), _merged(upright))))


def _merged(edges: Sequence[Edge]) -> list[Edge]:
    """The lines by place, those that nearly lie on or follow each other made one, the short ones left out."""
    merged: list[Edge] = []
    for _, group in groupby(sorted(_snapped(edges), key=lambda edge: (edge.at, edge.start)), lambda edge: edge.at):
        start = len(merged)
        for edge in group:
            if len(merged) == start or edge.start > merged[-1].end + JOIN_POINTS:
                merged.append(edge)
            elif edge.end > merged[-1].end:
                merged[-1] = Edge(edge.at, merged[-1].start, edge.end)
    return [edge for edge in merged if edge.end - edge.start >= MIN_LINE_POINTS]


def _snapped(edges: Sequence[Edge]) -> Iterator[Edge]:
    """The lines moved to the mean place of those that they lie close to."""
    near: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: edge.at):
        if near and edge.at > near[-1].at + SNAP_POINTS:
            yield from _at_their_mean(near)
            near = []
        near.append(edge)
    yield from _at_their_mean(near)


def _at_their_mean(edges: Sequence[Edge]) -> Iterable[Edge]:
    mean = sum(edge.at for edge in edges) / max(1, len(edges))
    return [Edge(mean, edge.start, edge.end) for edge in edges]


def _crossings(level: Sequence[Edge], upright: Sequence[Edge]) -> dict[Point, _Crossing]:
    """The points, as x and y, where lines meet; both kinds of lines are given by place."""
    over, under = [edge.at + CROSS_POINTS for edge in level], [edge.at - CROSS_POINTS for edge in level]
    found: dict[Point, _Crossing] = {}
    for number, line in enumerate(upright):
        for other in range(bisect_left(over, line.start), bisect_right(under, line.end)):
            row = level[other]
            if row.start - CROSS_POINTS <= line.at <= row.end + CROSS_POINTS:
                crossing = found.setdefault((line.at, row.at), _Crossing(set(), set()))
                crossing.upright.add(number)
                crossing.level.add(other)
    return found


def _cells(crossings: dict[Point, _Crossing]) -> list[Box]:
    """The smallest rectangle right below each point that lines run all around, by its left and upper edge."""
    points = sorted(crossings)
    columns: dict[float, list[float]] = {}
    rows: dict[float, list[float]] = {}
    for x, y in points:
        columns.setdefault(x, []).append(y)
        rows.setdefault(y, []).append(x)
    cells = []
    for x, y in points:
        below = columns[x][bisect_right(columns[x], y) :]
        beside = rows[y][bisect_right(rows[y], x) :]
        corner = _opposite(crossings, x, y, below, beside)
        if corner is not None:
            cells.append(Box(x, y, *corner))
    return cells


def _opposite(
    crossings: dict[Point, _Crossing], x: float, y: float, below: Sequence[float], beside: Sequence[float]
) -> Point | None:
    """The corner that a cell ends in that starts at a point; ``below`` and ``beside`` are the crossings' y and x."""
    here = crossings[x, y]
    for bottom in below:
        under = crossings[x, bottom]
        if not here.is_above(under):
            continue
        for right in beside:
            next_to, corner = crossings[right, y], crossings.get((right, bottom))
            if corner and here.is_beside(next_to) and under.is_beside(corner) and next_to.is_above(corner):
                return right, bottom
    return None


def _grouped(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells with those that they share a corner with, from top to bottom; none that stands alone."""
    tables: list[list[Box]] = []
    waiting = list(cells)
    while waiting:
        table, waiting = waiting[:1], waiting[1:]
        corners = set(_corners(table[0]))
        grows = True
        while grows:
            left = []
            for cell in waiting:
                own = _corners(cell)
                if corners.isdisjoint(own):
                    left.append(cell)
                else:
                    corners.update(own)
                    table.append(cell)
            grows, waiting = len(left) < len(waiting), left
        tables.append(table)
    tables.sort(key=lambda table: min((cell.top, cell.x0) for cell in table))
    return [table for table in tables if len(table) > 1]


def _corners(cell: Box) -> tuple[Point, ...]:
    return (cell.x0, cell.top), (cell.x0, cell.bottom), (cell.x1, cell.top), (cell.x1, cell.bottom)
