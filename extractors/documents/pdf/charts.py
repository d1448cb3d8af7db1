"""Charts: where they are, and what is printed in them, so that no axis tick is taken for a figure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import regex

from extractors.documents.joins import is_cjk
from extractors.documents.pdf.atoms import Segment
from extractors.documents.pdf.axes import plotted
from extractors.documents.pdf.page import Box, PageContent
from extractors.documents.values import is_value

MIN_WIDTH_POINTS = 45.0
MIN_HEIGHT_POINTS = 28.0
MAX_PAGE_SHARE = 0.7
JOIN_POINTS = 6.0
SIDE_POINTS = 34.0
"""Tick labels stand within this distance left and right of the drawing."""
BELOW_POINTS = 13.0
"""A line of labels or a legend stands within this distance above or below it."""
MAX_LABEL_CHARS = 16
MIN_BARS = 4
MIN_TICKS = 3
MIN_TABLE_CELLS = 6
"""So many cells on lines of words and numbers say that shaded rows are a table's, not bars."""

SPACED_EMS = 0.25
MAX_FIGURE_POINTS = 600.0

_TICKS = regex.compile(r"(?:[-−–]?\d+(?:\.\d+)?%?\s?){3,}")
_FIGURE = regex.compile(r"(?:图|Figure|Chart)\s*\d+(?:[-.]\d+)?\s*[:：.、\s]?")
_NUMBERED = regex.compile(r"(?:图表|图|表|Figure|Table|Chart|Exhibit)\s*\d+")
_SOURCE = regex.compile(r"(?:资料|数据|信息)?来源[:：]|Source[s]?[:：]", regex.IGNORECASE)


def find_charts(content: PageContent, segments: Sequence[Segment]) -> list[tuple[Box, list[Segment]]]:
    """The charts of a page with the segments printed in and around them, each segment in at most one."""
    charts: list[tuple[Box, list[Segment]]] = []
    taken: set[int] = set()
    drawn = _drawn(content, segments)
    found: list[tuple[Box, int]] = []
    for plot in plotted(content, segments):
        if len(_table_rows([part for part in segments if plot.touches(part.box)])) >= MIN_TABLE_CELLS:
            continue
        for box in [box for box in drawn if box.touches(plot)]:
            plot = plot.join(box)
            drawn.remove(box)
        found.append((plot, 0))
    found.extend((box, MIN_TICKS) for box in drawn)
    found.extend((box, 0) for box in _captioned(content, segments))
    tabular: set[int] | None = None
    for box, ticks in found:
        tabular = _table_rows(segments, mixed=True) if tabular is None else tabular
        labels = [segment for segment in _labels(box, segments, tabular) if id(segment) not in taken]
        # A drawing without ticks is a banner or a logo, and the text on it is the report's own.
        if labels and sum(is_value(segment.text) for segment in labels) >= ticks:
            taken.update(map(id, labels))
            charts.append((_around(box, labels), labels))
    return charts


def _around(box: Box, labels: Sequence[Segment]) -> Box:
    for segment in labels:
        box = box.join(segment.box)
    return box


def _is_prose(segment: Segment) -> bool:
    if len(segment.text) <= 48 and sum(map(is_cjk, segment.text)) < 20:
        return False
    return not _is_spaced(segment) and not _are_values(segment.text)


def _is_spaced(segment: Segment) -> bool:
    """Whether its characters stand apart: names on an axis, printed downwards side by side."""
    inked = [glyph for glyph in segment.glyphs if glyph.text != " "]
    gaps = sorted(after.x0 - before.x1 for before, after in itertools.pairwise(inked))
    return bool(gaps) and gaps[len(gaps) // 4] > SPACED_EMS * segment.size


def _are_values(text: str) -> bool:
    """Whether a text is numbers and nothing else: an axis whose ticks nearly touch."""
    return all(map(is_value, text.split())) or _TICKS.fullmatch(text) is not None


def _drawn(content: PageContent, segments: Sequence[Segment]) -> list[Box]:
    page = content.width * content.height
    shapes = [
        box
        for box in content.drawings
        if box.width * box.height < MAX_PAGE_SHARE * page and box.x1 > 0 and box.x0 < content.width
    ]
    found = []
    for cluster in _clusters([*shapes, *_bars(content.fills)]):
        box = _with_axes(cluster, content)
        if (
            box.width < MIN_WIDTH_POINTS
            or box.height < MIN_HEIGHT_POINTS
            or box.width * box.height > MAX_PAGE_SHARE * page
        ):
            continue
        inside = [part for part in segments if box.holds((part.x0 + part.x1) / 2, (part.top + part.bottom) / 2)]
        if any(map(_is_prose, inside)) or sum(len(part.text) > MAX_LABEL_CHARS for part in inside) > 4:
            continue
        if len(_table_rows(inside)) >= MIN_TABLE_CELLS:
            continue
        found.append(box)
    return _clusters(found)


def _bars(fills: Sequence[Box]) -> list[Box]:
    """Filled rectangles that stand on one line with different lengths."""
    bars: list[Box] = []
    for upright in (True, False):
        feet: dict[int, list[Box]] = {}
        for box in fills:
            slim = box.width < 40 if upright else box.height < 40
            if slim:
                feet.setdefault(round(box.bottom if upright else box.x0), []).append(box)
        for group in feet.values():
            lengths = {round(box.height if upright else box.width) for box in group}
            starts = {round(box.x0 if upright else box.top) for box in group}
            edges = sorted((box.x0, box.x1) if upright else (box.top, box.bottom) for box in group)
            apart = sum(after[0] - before[1] > 0.8 for before, after in itertools.pairwise(edges))
            if len(lengths) >= MIN_BARS - 1 and len(starts) >= MIN_BARS and apart * 2 >= len(group) - 1:
                bars.extend(group)
    return bars


def _clusters(boxes: Sequence[Box]) -> list[Box]:
    """Boxes joined with those that they touch, until none does."""
    found: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.x0, box.top)):
        joined = box
        changed = True
        while changed:
            changed = False
            for other in found:
                if joined.touches(other, JOIN_POINTS):
                    joined = joined.join(other)
                    found.remove(other)
                    changed = True
                    break
        found.append(joined)
    return found


def _with_axes(box: Box, content: PageContent) -> Box:
    """The box with the lines drawn across it: axes and grid."""
    limit = Box(box.x0 - 30, box.top - 60, box.x1 + 30, box.bottom + 60)
    joined = box
    for other in content.rules:
        inside = (
            limit.x0 <= other.x0 and other.x1 <= limit.x1 and limit.top <= other.top and other.bottom <= limit.bottom
        )
        if inside and joined.touches(other, 2.0):
            joined = joined.join(other)
    return joined


def _labels(box: Box, segments: Sequence[Segment], tabular: set[int]) -> list[Segment]:
    """Short texts in the box, beside it at its height, and on the lines right above and below."""
    labels = []
    top, bottom = box.top, box.bottom
    left, right = box.x0 - SIDE_POINTS, box.x1 + SIDE_POINTS
    near = [
        segment
        for segment in segments
        if segment.x0 >= left
        and segment.x1 <= right
        and not _NUMBERED.match(segment.text)
        and not _SOURCE.match(segment.text)
        and not _is_prose(segment)
    ]
    for segment in near:
        middle = (segment.top + segment.bottom) / 2
        within = box.holds((segment.x0 + segment.x1) / 2, middle)
        beside = top - 4 <= middle <= bottom + 4 and _are_values(segment.text)
        if within or beside:
            labels.append(segment)
    for downwards in (True, False):
        edge = bottom if downwards else top
        rest = [segment for segment in near if segment not in labels and id(segment) not in tabular]
        rest.sort(key=lambda segment: segment.top if downwards else -segment.bottom)
        for segment in rest:
            middle = (segment.top + segment.bottom) / 2
            gap = segment.top - edge if downwards else edge - segment.bottom
            beyond = middle > bottom if downwards else middle < top
            if not beyond or (len(segment.text) > MAX_LABEL_CHARS and not _are_values(segment.text)):
                continue
            if gap > BELOW_POINTS or not (_are_values(segment.text) or gap <= BELOW_POINTS / 2):
                continue
            labels.append(segment)
            edge = max(edge, segment.bottom - 2) if downwards else edge
    return labels


def _table_rows(segments: Sequence[Segment], *, mixed: bool = False) -> set[int]:
    """Segments on lines that read as a table's row: words, then numbers; ``mixed``: or many of both, words first."""
    rows: dict[int, list[Segment]] = {}
    for segment in segments:
        rows.setdefault(round(segment.base / 2), []).append(segment)
    found: set[int] = set()
    for row in rows.values():
        row.sort(key=lambda segment: segment.x0)
        if len(row) < 2 or is_value(row[0].text):
            continue
        numbers = sum(is_value(part.text) for part in row)
        if numbers == len(row) - 1 or (mixed and len(row) >= MIN_TABLE_CELLS and 2 <= numbers <= len(row) - 2):
            found.update(map(id, row))
    return found


def _captioned(content: PageContent, segments: Sequence[Segment]) -> list[Box]:
    """Areas between a figure's caption and its source line that hold drawings or pictures and no running text."""
    captions = [segment for segment in segments if _FIGURE.match(segment.text)]
    if not captions:
        return []
    ends_of = [segment for segment in segments if _SOURCE.match(segment.text) or _NUMBERED.match(segment.text)]
    found = []
    for caption in captions:
        level = [other for other in captions if other is not caption and abs(other.base - caption.base) < 6]
        right = min((other.x0 - 4 for other in level if other.x0 > caption.x1), default=content.width)
        # A caption alone on its line may be centred over what it names.
        left = caption.x0 - 12 if level else 0.0
        ends = (caption.x0 - 40, min(right, caption.x0 + 60)) if level else (0.0, content.width)
        under = [part.top for part in ends_of if part.top > caption.bottom and ends[0] <= part.x0 < ends[1]]
        if not under:
            continue
        area = Box(left, caption.bottom - 1, right, min(under) + 1)
        if not 30 <= area.height <= MAX_FIGURE_POINTS:
            continue
        inside = [part for part in segments if area.holds((part.x0 + part.x1) / 2, (part.top + part.bottom) / 2)]
        graphics = [box for box in (*content.drawings, *content.images) if area.touches(box, -2.0) and box.height < 600]
        tabular = len(_table_rows(inside)) >= MIN_TABLE_CELLS
        if inside and graphics and not tabular and not any(map(_is_prose, inside)):
            found.append(area)
    return found
