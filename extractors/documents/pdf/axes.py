"""Charts told by their value axis: ticks one under the other at even steps, in space and in value."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.documents.pdf.atoms import Segment
from extractors.documents.pdf.page import Box, PageContent
from extractors.documents.values import is_figure_number

MIN_TICKS = 4
ALIGNED_POINTS = 2.0
"""Ticks of one axis start or end within so many points of each other."""
EVEN_SHARE = 0.12
"""Steps differ by at most this share of their usual size."""
REACH_POINTS = 70.0
"""The graphics of a plot begin at most so far from its ticks, and follow each other as closely."""
NEAR_POINTS = 60.0
"""A table's next cell stands so near."""
CAPTION_POINTS = 60.0
"""A legend may stand between a plot and the caption or source line that is so near."""

_VALUE = regex.compile(r"[(（]?[-−–]?\d[\d,]*(?:\.\d+)?[)）]?\s?[%xX倍]?")
_CAPTION = regex.compile(r"(?:图表|图|Figure|Chart|Exhibit)\s*\d+", regex.IGNORECASE)
_SOURCE = regex.compile(r"(?:资料|数据|信息)?来源\s?[:：]|Sources?\s?[:：]", regex.IGNORECASE)


def plotted(content: PageContent, segments: Sequence[Segment]) -> list[Box]:
    """The plots of a page that have a value axis, ticks included."""
    graphics = [
        box
        for box in (*content.rules, *content.fills, *content.drawings, *content.images)
        if box.width < 0.95 * content.width and box.height < 0.6 * content.height
    ]
    axes = [axis for axis in _axes(segments) if axis]
    plots: list[Box] = []
    for axis in axes:
        ticks = axis[0].box
        for tick in axis[1:]:
            ticks = ticks.join(tick.box)
        if any(plot.holds((ticks.x0 + ticks.x1) / 2, (ticks.top + ticks.bottom) / 2, 30.0) for plot in plots):
            continue  # the axis on a plot's other side
        plot = _plot(ticks, graphics)
        if plot is not None:
            plots.append(_up_to_lines(plot, segments))
    return plots


def _axes(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Runs of ticks, from left to right."""
    ticks = [part for part in segments if _VALUE.fullmatch(part.text) and is_figure_number(part.text)]
    found: list[list[Segment]] = []
    taken: set[int] = set()
    for edge in ("x1", "x0"):
        columns: list[list[Segment]] = []
        for tick in sorted(ticks, key=lambda part: (getattr(part, edge), part.base)):
            if columns and getattr(tick, edge) - getattr(columns[-1][0], edge) <= ALIGNED_POINTS:
                columns[-1].append(tick)
            else:
                columns.append([tick])
        for column in columns:
            for run in _even_runs(sorted(column, key=lambda part: part.base)):
                if not any(id(tick) in taken for tick in run):
                    taken.update(map(id, run))
                    found.append(run)
    return sorted((run for run in found if _is_free(run, segments, taken)), key=lambda run: run[0].x0)


def _is_free(run: Sequence[Segment], segments: Sequence[Segment], ticks: set[int]) -> bool:
    """Whether nothing but other axes stands beside the ticks on one side: a table's column has its row's cells."""
    beside = {True: 0, False: 0}
    for tick in run:
        for side in beside:
            beside[side] += any(
                abs(part.base - tick.base) < 0.5 * tick.size
                and id(part) not in ticks
                and 0 <= (tick.x0 - part.x1 if side else part.x0 - tick.x1) <= NEAR_POINTS
                for part in segments
            )
    return min(beside.values()) * 4 <= len(run)


def _even_runs(column: Sequence[Segment]) -> list[list[Segment]]:
    runs: list[list[Segment]] = []
    start = 0
    while start + MIN_TICKS <= len(column):
        end = start + 2
        step, fall = column[start + 1].base - column[start].base, _value(column[start]) - _value(column[start + 1])
        while (
            end < len(column)
            and step > 0
            and fall > 0
            and abs(column[end].base - column[end - 1].base - step) <= max(EVEN_SHARE * step, 1.0)
            and abs(_value(column[end - 1]) - _value(column[end]) - fall) <= EVEN_SHARE * fall
        ):
            end += 1
        if end - start >= MIN_TICKS:
            runs.append(list(column[start:end]))
            start = end
        else:
            start += 1
    return runs


def _value(tick: Segment) -> float:
    text = tick.text.strip(" %xX倍").replace(",", "").replace("−", "-").replace("–", "-")
    inner = text.strip("()（）")
    return -float(inner) if inner != text else float(text)


def _plot(ticks: Box, graphics: Sequence[Box]) -> Box | None:
    """The ticks with the graphics at their height that follow to the right, or to the left; None without any."""
    level = [box for box in graphics if box.bottom >= ticks.top and box.top <= ticks.bottom + 4]
    right = ticks.x1
    for box in sorted(level, key=lambda box: box.x0):
        if box.x0 < ticks.x1 - 2:
            continue
        if box.x0 - right > REACH_POINTS:
            break
        right = max(right, box.x1)
    if right - ticks.x1 > 40:
        return Box(ticks.x0, ticks.top, right, ticks.bottom)
    left = ticks.x0
    for box in sorted(level, key=lambda box: -box.x1):
        if box.x1 > ticks.x0 + 2:
            continue
        if left - box.x1 > REACH_POINTS:
            break
        left = min(left, box.x0)
    return Box(left, ticks.top, ticks.x1, ticks.bottom) if ticks.x0 - left > 40 else None


def _up_to_lines(plot: Box, segments: Sequence[Segment]) -> Box:
    """The plot up to a caption above and a source line below where these are near: a legend stands between them."""
    top, bottom = plot.top, plot.bottom
    for part in segments:
        if part.x0 > plot.x1 or part.x1 < plot.x0:
            continue
        if _CAPTION.match(part.text) and 0 <= plot.top - part.bottom <= CAPTION_POINTS:
            top = min(top, part.bottom + 0.5)
        elif _SOURCE.match(part.text) and 0 <= part.top - plot.bottom <= CAPTION_POINTS:
            bottom = max(bottom, part.top - 0.5)
    return Box(plot.x0, top, plot.x1, bottom)
