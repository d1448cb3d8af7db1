"""Columns that horizontal rules alone tell: Word draws a border cell by cell, its pieces meet at the columns' edges."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.documents.patterns import is_caption, is_source
from extractors.documents.pdf.atoms import Segment
from extractors.documents.pdf.page import Box
from extractors.documents.values import is_value

SAME_POINTS = 3.0
"""Rules of one line, and edges of one column, differ by no more."""
MIN_PIECES = 3
MIN_PIECE_POINTS = 12.0
CROSSING_POINTS = 4.0
MAX_HEAD_POINTS = 50.0

_Line = tuple[float, list[float]]
"""A ruled line: its y, and the x of its ends and of the places where its pieces meet."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A table that broken lines tell: its box, and edges that no rule draws, as boxes without width or height."""

    box: Box
    edges: list[Box]


def frames(rules: Sequence[Box], fills: Sequence[Box], segments: Sequence[Segment]) -> list[Frame]:
    """Tables between ruled lines that are broken at the same places, with a shaded head above the first line."""
    found: list[Frame] = []
    for lines in _tables(_lines(rules), segments):
        if any(_runs_together(one, other, segments) for one, other in itertools.pairwise(lines)):
            continue
        edges: list[Box] = []
        for (top, xs), (bottom, below) in itertools.pairwise(lines):
            shared = [x for x in xs if any(abs(x - other) <= SAME_POINTS for other in below)]
            edges.extend(Box(x, top, x, bottom) for x in shared)
        (top, xs), (bottom, _) = lines[0], lines[-1]
        head = _head(top, xs, fills)
        if head < top:
            edges.extend(Box(x, head, x, top) for x in xs)
            edges.append(Box(xs[0], head, xs[-1], head))
            top = head
        found.append(Frame(Box(xs[0], top, xs[-1], bottom), edges))
    return found


def _head(top: float, xs: Sequence[float], fills: Sequence[Box]) -> float:
    """Where the shade that lies on a table's first line begins; the line itself where there is none."""
    shades = [
        fill
        for fill in fills
        if abs(fill.bottom - top) <= 2 * SAME_POINTS
        and xs[0] - SAME_POINTS <= fill.x0
        and fill.x1 <= xs[-1] + SAME_POINTS
        and fill.height <= MAX_HEAD_POINTS
    ]
    if sum(fill.width for fill in shades) < 0.5 * (xs[-1] - xs[0]):
        return top
    return min(fill.top for fill in shades)


def _runs_together(above: _Line, below: _Line, segments: Sequence[Segment]) -> bool:
    """Whether numbers of one row would share a cell between two lines: the wider cells are but one line's."""
    missing = [
        x
        for one, other in ((above[1], below[1]), (below[1], above[1]))
        for x in one
        if all(abs(x - y) > SAME_POINTS for y in other)
    ]
    if not missing:
        return False
    numbers = [part for part in segments if above[0] < part.base < below[0] and is_value(part.text)]
    shared = [x for x in above[1] if any(abs(x - y) <= SAME_POINTS for y in below[1])]
    for x in missing:
        left, right = max(y for y in shared if y < x), min(y for y in shared if y > x)
        before = [part.base for part in numbers if left < part.x0 and part.x1 <= x + SAME_POINTS]
        after = [part.base for part in numbers if x - SAME_POINTS <= part.x0 and part.x1 < right]
        if any(abs(one - other) < SAME_POINTS for one in before for other in after):
            return True
    return False


def _lines(rules: Sequence[Box]) -> list[_Line]:
    """The lines of several pieces, from top to bottom."""
    flat = sorted(
        (rule for rule in rules if rule.width >= MIN_PIECE_POINTS and rule.height <= SAME_POINTS),
        key=lambda rule: (round(rule.top / 2), rule.x0),
    )
    lines: list[_Line] = []
    run: list[Box] = []
    for rule in [*flat, None]:
        if (
            rule is not None
            and run
            and abs(rule.top - run[0].top) <= SAME_POINTS
            and -SAME_POINTS <= rule.x0 - run[-1].x1 <= SAME_POINTS
        ):
            run.append(rule)
            continue
        if len(run) >= MIN_PIECES:
            meeting = [(left.x1 + right.x0) / 2 for left, right in itertools.pairwise(run)]
            lines.append((run[0].top, [run[0].x0, *meeting, run[-1].x1]))
        run = [rule] if rule is not None else []
    return sorted(lines)


def _tables(lines: Sequence[_Line], segments: Sequence[Segment]) -> list[list[_Line]]:
    """Lines of one width with nothing but cells between them."""
    tables: list[list[_Line]] = []
    for line in lines:
        for table in tables:
            last = table[-1]
            if (
                abs(last[1][0] - line[1][0]) <= SAME_POINTS
                and abs(last[1][-1] - line[1][-1]) <= SAME_POINTS
                and _share_columns(last[1], line[1])
                and not _is_broken(last, line, segments)
            ):
                table.append(line)
                break
        else:
            tables.append([line])
    return [table for table in tables if len(table) > 1]


def _share_columns(one: list[float], other: list[float]) -> bool:
    few, many = sorted((one, other), key=len)
    return all(min(abs(x - y) for y in many) <= SAME_POINTS for x in few)


def _is_broken(above: _Line, below: _Line, segments: Sequence[Segment]) -> bool:
    """Whether something between two lines is no cell: a caption, a source line, text that runs over a column's edge."""
    inner = [x for x in above[1][1:-1] if any(abs(x - y) <= SAME_POINTS for y in below[1])]
    left, right = above[1][0], above[1][-1]
    crossing = 0
    for part in segments:
        middle = (part.top + part.bottom) / 2
        if not (above[0] < middle < below[0] and part.x1 > left and part.x0 < right):
            continue
        if is_caption(part.text) or is_source(part.text):
            return True
        crossing += any(part.x0 < x - CROSSING_POINTS and part.x1 > x + CROSSING_POINTS for x in inner)
    return crossing > 0
