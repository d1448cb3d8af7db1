"""A page's objects through PDFium: in which order they are drawn, and what their clip paths leave of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as raw

from extractors.documents.pdf.handles import FLOAT, INT, POINTER, Frame, Handle, answers, bind
from extractors.documents.pdf.page import Box

MAX_OBJECTS_PER_PAGE = 60_000
MAX_CLIP_POINTS = 200

_count_objects = bind(raw.FPDFPage_CountObjects, INT, POINTER)
_object = bind(raw.FPDFPage_GetObject, POINTER, POINTER, INT)
_clip_path = bind(raw.FPDFPageObj_GetClipPath, Handle)
_count_paths = bind(raw.FPDFClipPath_CountPaths, INT)
_count_points = bind(raw.FPDFClipPath_CountPathSegments, INT)
_point = bind(raw.FPDFClipPath_GetPathSegment, Handle)
_coordinates = bind(raw.FPDFPathSegment_GetPoint, INT)


class DrawnObjects:
    """The objects of a page itself, not those within forms, whose coordinates are the forms' own."""

    def __init__(self, page: int) -> None:
        self._order = {
            handle: index
            for index in range(min(_count_objects(page), MAX_OBJECTS_PER_PAGE))
            if (handle := _object(page, index))
        }

    def __iter__(self) -> Iterator[int]:
        """The objects' handles in the order of drawing."""
        return iter(self._order)

    def order_of(self, handle: int) -> int:
        """The position of an object in the order of drawing; -1 for one within a form."""
        return self._order.get(handle, -1)

    def clip_of(self, handle: int, frame: Frame) -> Box | None:
        """The box, on the page as shown, beyond which nothing of an object is seen; None without a clip path."""
        if handle not in self._order:
            return None
        clip = _clip_path(POINTER(handle))
        box: Box | None = None
        for path in range(max(0, _count_paths(clip)) if clip else 0):
            around = _around(clip, path, frame)
            if around is None:
                continue
            box = around if box is None else _shared(box, around)
        return box


def _around(clip: Any, path: int, frame: Frame) -> Box | None:
    """The box around one path of a clip; None for one that is too long to be worth the reading."""
    count = _count_points(clip, path)
    if not 2 <= count <= MAX_CLIP_POINTS:
        return None
    point, to_point = answers(FLOAT, 2)
    xs, ys = [], []
    for index in range(count):
        if _coordinates(_point(clip, path, index), *to_point):
            x, y = point
            xs.append(x)
            ys.append(y)
    return frame.box(min(xs), min(ys), max(xs), max(ys)) if xs else None


def _shared(one: Box, other: Box) -> Box:
    """What two boxes share; a box of no width or height where that is nothing."""
    x0, top = max(one.x0, other.x0), max(one.top, other.top)
    return Box(x0, top, max(x0, min(one.x1, other.x1)), max(top, min(one.bottom, other.bottom)))
