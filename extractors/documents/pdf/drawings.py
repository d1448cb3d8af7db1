"""A page's graphics through PDFium: rules, fills, other drawings, pictures."""

from __future__ import annotations

import ctypes
import math

import pypdfium2.raw as raw

from extractors.documents.pdf.handles import FLOAT, INT, POINTER, UINT, Frame, Handle, answers, bind
from extractors.documents.pdf.objects import DrawnObjects
from extractors.documents.pdf.page import Box, PageContent

MAX_PATH_SEGMENTS_PER_PAGE = 30_000
MAX_OBJECTS_PER_PAGE = 60_000
MAX_FORM_DEPTH = 4
MAX_COVER_SEGMENTS = 8
"""A path of so few segments is a rectangle, near enough, and hides what it is drawn over."""
THIN_POINTS = 2.2
"""A filled rectangle thinner than this is a rule."""

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_object_type = bind(raw.FPDFPageObj_GetType, INT, POINTER)
_object_matrix = bind(raw.FPDFPageObj_GetMatrix, INT)
_bounds = bind(raw.FPDFPageObj_GetBounds, INT)
_fill_color = bind(raw.FPDFPageObj_GetFillColor, INT)
_count_segments = bind(raw.FPDFPath_CountSegments, INT)
_segment = bind(raw.FPDFPath_GetPathSegment, Handle)
_segment_point = bind(raw.FPDFPathSegment_GetPoint, INT)
_segment_type = bind(raw.FPDFPathSegment_GetType, INT)
_segment_close = bind(raw.FPDFPathSegment_GetClose, INT)
_draw_mode = bind(raw.FPDFPath_GetDrawMode, INT)
_form_count = bind(raw.FPDFFormObj_CountObjects, INT, POINTER)
_form_object = bind(raw.FPDFFormObj_GetObject, POINTER, POINTER, ctypes.c_ulong)


class Drawer:
    """Sorts a page's graphics into rules, fills, drawings and images."""

    def __init__(self, content: PageContent, frame: Frame) -> None:
        self.content, self.frame = content, frame
        self.segments = 0
        self.objects = 0
        self._corners, self._to_corners = answers(FLOAT, 4)
        self._modes, self._to_modes = answers(INT, 2)
        self._colours, self._to_colours = answers(UINT, 4)
        self._own, self._to_own = answers(FLOAT, 6)
        self._point, self._to_point = answers(FLOAT, 2)

    def read(self, objects: DrawnObjects) -> None:
        """Read the objects of the page."""
        for handle in objects:
            self._one(handle, _IDENTITY, 0, objects.order_of(handle))

    def _one(self, handle: int | None, matrix: _Matrix, depth: int, order: int) -> None:
        if not handle or self.objects > MAX_OBJECTS_PER_PAGE:
            return
        self.objects += 1
        kind = _object_type(handle)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            return
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(POINTER(handle), matrix, order if not depth else -1)
        elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            box = self._box(POINTER(handle), matrix)
            if box is not None:
                self.content.images.append(box)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            inner = _product(self._matrix(POINTER(handle)), matrix)
            for index in range(min(_form_count(handle), MAX_OBJECTS_PER_PAGE)):
                self._one(_form_object(handle, index), inner, depth + 1, order)

    def _matrix(self, handle: POINTER) -> _Matrix:
        if not _object_matrix(handle, self._to_own[0]):
            return _IDENTITY
        a, b, c, d, e, f = self._own
        return (a, b, c, d, e, f)

    def _box(self, handle: POINTER, matrix: _Matrix) -> Box | None:
        if not _bounds(handle, *self._to_corners):
            return None
        left, bottom, right, top = self._corners
        if matrix is _IDENTITY:
            return self.frame.box(left, bottom, right, top)
        return self.frame.box(*_apply(matrix, left, bottom), *_apply(matrix, right, top))

    def _path(self, handle: POINTER, matrix: _Matrix, order: int) -> None:
        if not _draw_mode(handle, *self._to_modes):
            return
        fill, stroke = self._modes
        if not fill and not stroke:
            return
        count = _count_segments(handle)
        if count < 2:
            return
        box = self._box(handle, matrix)
        if box is None or not math.isfinite(box.x0 + box.x1 + box.top + box.bottom):
            return
        wide, narrow = box.width, box.height
        if wide < narrow:
            wide, narrow = narrow, wide
        if fill and order >= 0 and count <= MAX_COVER_SEGMENTS and narrow > THIN_POINTS:
            self.content.covers.append((order, box))
        filled = bool(fill) and not self._is_white(handle)
        if not filled and not stroke:
            return
        if narrow <= THIN_POINTS:
            if wide > THIN_POINTS:
                self.content.rules.append(box)
            return
        self.segments += count
        if self.segments > MAX_PATH_SEGMENTS_PER_PAGE:
            self.content.drawings.append(box)
            return
        lines = self._straight_lines(handle, count, _product(self._matrix(handle), matrix))
        if lines is None:
            self.content.drawings.append(box)
        elif filled and not stroke:
            parts = [box] if count <= 6 else _rectangles(lines)
            self.content.fills.extend(parts)
        else:
            self.content.rules.extend(lines)
            if filled:
                self.content.fills.append(box)

    def _is_white(self, handle: POINTER) -> bool:
        if not _fill_color(handle, *self._to_colours):
            return False
        red, green, blue, alpha = self._colours
        return bool(alpha == 0 or min(red, green, blue) >= 250)

    def _straight_lines(self, handle: POINTER, count: int, matrix: _Matrix) -> list[Box] | None:
        """The path's lines where all are horizontal or vertical, else None."""
        lines: list[Box] = []
        first = last = (0.0, 0.0)
        for index in range(count):
            segment = _segment(handle, index)
            kind = _segment_type(segment)
            if kind == raw.FPDF_SEGMENT_BEZIERTO or not _segment_point(segment, *self._to_point):
                return None
            point = self.frame.point(*_apply(matrix, *self._point))
            if kind == raw.FPDF_SEGMENT_MOVETO:
                first = point
            elif not _add_line(lines, last, point):
                return None
            last = point
            if _segment_close(segment):
                if not _add_line(lines, last, first):
                    return None
                last = first
        return lines


def _add_line(lines: list[Box], start: tuple[float, float], end: tuple[float, float]) -> bool:
    (x0, y0), (x1, y1) = start, end
    if x0 > x1:
        x0, x1 = x1, x0
    if y0 > y1:
        y0, y1 = y1, y0
    across, down = x1 - x0, y1 - y0
    if across > 0.8 and down > 0.8:
        return False
    if across > 0.5 or down > 0.5:
        lines.append(Box(x0, y0, x1, y1))
    return True


def _rectangles(lines: list[Box]) -> list[Box]:
    """A filled path of several rectangles, four lines each, as boxes; thin ones are left as they are."""
    boxes = []
    for start in range(0, len(lines) - 3, 4):
        box = lines[start]
        for line in lines[start + 1 : start + 4]:
            box = box.join(line)
        boxes.append(box)
    return boxes


def _product(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
