"""Pages through PDFium's raw interface: fast, and sound on Chinese fonts.

Its calls are bound again here with plain integers for handles: a page needs some thousands of them, and building a
ctypes pointer object for each would cost more than the call.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw

from extractors.documents.pdf.page import BULLET, Box, Glyph, PageContent
from extractors.documents.text import normalise_aligned

MIN_SIZE_POINTS = 1.5
"""Smaller text is a template's hidden mark."""
MAX_PATH_SEGMENTS_PER_PAGE = 30_000
MAX_OBJECTS_PER_PAGE = 60_000
MAX_FORM_DEPTH = 4
THIN_POINTS = 2.2
"""A filled rectangle thinner than this is a rule."""

_P, _I, _F, _D, _U = ctypes.c_void_p, ctypes.c_int, ctypes.c_float, ctypes.c_double, ctypes.c_uint
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _bind(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(function, _P).value
    bound: Callable[..., Any] = ctypes.CFUNCTYPE(result, *arguments)(address)
    return bound


_count_chars = _bind(raw.FPDFText_CountChars, _I, _P)
_unicode = _bind(raw.FPDFText_GetUnicode, _U, _P, _I)
_generated = _bind(raw.FPDFText_IsGenerated, _I, _P, _I)
_loose_box = _bind(raw.FPDFText_GetLooseCharBox, _I, _P, _I, _P)
_origin = _bind(raw.FPDFText_GetCharOrigin, _I, _P, _I, _P, _P)
_text_object = _bind(raw.FPDFText_GetTextObject, _P, _P, _I)
_font_size = _bind(raw.FPDFText_GetFontSize, _D, _P, _I)
_font_weight = _bind(raw.FPDFText_GetFontWeight, _I, _P, _I)
_char_matrix = _bind(raw.FPDFText_GetMatrix, _I, _P, _I, _P)
_render_mode = _bind(raw.FPDFTextObj_GetTextRenderMode, _I, _P)
_text_color = _bind(raw.FPDFText_GetFillColor, _I, _P, _I, _P, _P, _P, _P)
_count_objects = _bind(raw.FPDFPage_CountObjects, _I, _P)
_object = _bind(raw.FPDFPage_GetObject, _P, _P, _I)
_object_type = _bind(raw.FPDFPageObj_GetType, _I, _P)
_object_matrix = _bind(raw.FPDFPageObj_GetMatrix, _I, _P, _P)
_bounds = _bind(raw.FPDFPageObj_GetBounds, _I, _P, _P, _P, _P, _P)
_fill_color = _bind(raw.FPDFPageObj_GetFillColor, _I, _P, _P, _P, _P, _P)
_count_segments = _bind(raw.FPDFPath_CountSegments, _I, _P)
_segment = _bind(raw.FPDFPath_GetPathSegment, _P, _P, _I)
_segment_point = _bind(raw.FPDFPathSegment_GetPoint, _I, _P, _P, _P)
_segment_type = _bind(raw.FPDFPathSegment_GetType, _I, _P)
_segment_close = _bind(raw.FPDFPathSegment_GetClose, _I, _P)
_draw_mode = _bind(raw.FPDFPath_GetDrawMode, _I, _P, _P, _P)
_form_count = _bind(raw.FPDFFormObj_CountObjects, _I, _P)
_form_object = _bind(raw.FPDFFormObj_GetObject, _P, _P, ctypes.c_ulong)


class _Frame:
    """From PDF user space to points from the top left of the page as shown."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = page.get_bbox()
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        self.turn = (page.get_rotation() // 90) % 4
        wide, high = right - left, top - bottom
        self.width, self.height = (high, wide) if self.turn % 2 else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def reads_rightwards(self, dx: float, dy: float) -> bool:
        angle = math.degrees(math.atan2(dy, dx)) - 90 * self.turn
        return abs((angle + 180) % 360 - 180) < 10


def read_page(document: Any, index: int) -> PageContent:
    """One page of an open ``pypdfium2.PdfDocument``; ``index`` is 0-based. Raises ``PdfiumError`` where it is broken."""
    page = document[index]
    try:
        frame = _Frame(page)
        content = PageContent(index + 1, frame.width, frame.height)
        text_page = page.get_textpage()
        try:
            content.glyphs = _read_glyphs(_handle(text_page.raw), frame)
        finally:
            text_page.close()
        _Drawer(content, frame).read(_handle(page.raw))
        return content
    finally:
        page.close()


def _handle(pointer: Any) -> int:
    return int(ctypes.cast(pointer, _P).value or 0)


class _TextStyle:
    """What glyphs of one text object share."""

    __slots__ = ("bold", "hidden", "size", "upright", "white")

    def __init__(self, text_page: int, index: int, handle: int, frame: _Frame) -> None:
        matrix = raw.FS_MATRIX()
        size = float(_font_size(text_page, index)) or 1.0
        self.upright = True
        if _char_matrix(text_page, index, ctypes.byref(matrix)):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
            self.upright = frame.reads_rightwards(matrix.a, matrix.b)
        self.size = abs(size)
        self.bold = int(_font_weight(text_page, index)) >= 600
        red, green, blue, alpha = _U(), _U(), _U(), _U(255)
        colours = ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha)
        colour_known = bool(_text_color(text_page, index, *colours))
        mode = int(_render_mode(handle)) if handle else 0
        # Modes 1, 2, 5 and 6 draw the outline: then the fill's colour says little.
        self.white = colour_known and mode in (0, 4) and min(red.value, green.value, blue.value) >= 250
        self.hidden = mode in (3, 7) or (colour_known and alpha.value == 0)


def _read_glyphs(text_page: int, frame: _Frame) -> list[Glyph]:
    glyphs: list[Glyph] = []
    hidden: list[Glyph] = []
    styles: dict[int, _TextStyle] = {}
    rect = raw.FS_RECTF()
    pointer = ctypes.byref(rect)
    x, y = _D(), _D()
    x_pointer, y_pointer = ctypes.byref(x), ctypes.byref(y)
    simple = frame.turn == 0
    left, top = frame.left, frame.top
    for index in range(_count_chars(text_page)):
        code = _unicode(text_page, index)
        if code < 32 or code == 0xFFFE or not _loose_box(text_page, index, pointer):
            continue
        handle = _text_object(text_page, index) or 0
        if not handle and _generated(text_page, index):
            continue
        text = usual_text(code)
        if not text:
            continue
        style = styles.get(handle)
        if style is None:
            style = styles[handle] = _TextStyle(text_page, index, handle, frame)
        if style.size < MIN_SIZE_POINTS:
            continue
        if simple:
            x0, upper, x1, lower = rect.left - left, top - rect.top, rect.right - left, top - rect.bottom
            # Boxes reach below the baseline by as much as the glyph does: only the origin tells the line.
            base = top - y.value if _origin(text_page, index, x_pointer, y_pointer) else lower
        else:
            box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
            x0, upper, x1, lower = box.x0, box.top, box.x1, box.bottom
            base = lower
        if x1 < 0 or x0 > frame.width or lower < 0 or upper > frame.height or lower - upper > frame.height / 2:
            continue
        kept = hidden if style.hidden else glyphs
        share = (x1 - x0) / len(text)
        for place, char in enumerate(text):
            start = x0 + place * share
            kept.append(
                Glyph(char, start, upper, start + share, lower, base, style.size, style.bold, style.upright, style.white)
            )
    # A scan's recognised text is drawn invisibly over the picture; a template's hidden marks stand beside real text.
    return glyphs if len(glyphs) * 4 >= len(hidden) else hidden


def usual_text(code: int) -> str:
    """The usual character(s) for a code point of a PDF; "" for one that carries nothing."""
    if code < 0x2000:
        if 0x7F <= code < 0xA0 or code == 0xAD:
            return ""
        return normalise_aligned(chr(code))
    if 0x200B <= code <= 0x200F or 0x202A <= code <= 0x202E or 0x2060 <= code <= 0x206F or code in (0xFEFF, 0xFFFF):
        return ""
    if 0xE000 <= code <= 0xF8FF or 0xF0000 <= code:
        return BULLET
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    char = normalise_aligned(chr(code))
    if 0xFB00 <= code <= 0xFB06 or 0xFE30 <= code <= 0xFE6B:
        return unicodedata.normalize("NFKC", char)
    return char


class _Drawer:
    """Sorts a page's graphics into rules, fills, drawings and images."""

    def __init__(self, content: PageContent, frame: _Frame) -> None:
        self.content, self.frame = content, frame
        self.segments = 0
        self.objects = 0
        self._a, self._b, self._c, self._d = _F(), _F(), _F(), _F()
        self._corners = tuple(ctypes.byref(part) for part in (self._a, self._b, self._c, self._d))

    def read(self, page: int) -> None:
        for index in range(min(_count_objects(page), MAX_OBJECTS_PER_PAGE)):
            self._one(_object(page, index), _IDENTITY, 0)

    def _one(self, handle: int | None, matrix: _Matrix, depth: int) -> None:
        if not handle or self.objects > MAX_OBJECTS_PER_PAGE:
            return
        self.objects += 1
        kind = _object_type(handle)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(handle, matrix)
        elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            box = self._box(handle, matrix)
            if box is not None:
                self.content.images.append(box)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            inner = _product(self._matrix(handle), matrix)
            for index in range(min(_form_count(handle), MAX_OBJECTS_PER_PAGE)):
                self._one(_form_object(handle, index), inner, depth + 1)

    def _matrix(self, handle: int) -> _Matrix:
        own = raw.FS_MATRIX()
        if not _object_matrix(handle, ctypes.byref(own)):
            return _IDENTITY
        return (own.a, own.b, own.c, own.d, own.e, own.f)

    def _box(self, handle: int, matrix: _Matrix) -> Box | None:
        if not _bounds(handle, *self._corners):
            return None
        ax, ay = _apply(matrix, self._a.value, self._b.value)
        bx, by = _apply(matrix, self._c.value, self._d.value)
        return self.frame.box(ax, ay, bx, by)

    def _path(self, handle: int, matrix: _Matrix) -> None:
        fill, stroke = _I(), _I()
        if not _draw_mode(handle, ctypes.byref(fill), ctypes.byref(stroke)) or not (fill.value or stroke.value):
            return
        count = _count_segments(handle)
        if count < 2:
            return
        box = self._box(handle, matrix)
        if box is None or not math.isfinite(box.x0 + box.x1 + box.top + box.bottom):
            return
        filled = bool(fill.value) and not self._is_white(handle)
        if not filled and not stroke.value:
            return
        if min(box.width, box.height) <= THIN_POINTS:
            if max(box.width, box.height) > THIN_POINTS:
                self.content.rules.append(box)
            return
        self.segments += count
        if self.segments > MAX_PATH_SEGMENTS_PER_PAGE:
            self.content.drawings.append(box)
            return
        lines = self._straight_lines(handle, count, _product(self._matrix(handle), matrix))
        if lines is None:
            self.content.drawings.append(box)
        elif filled and not stroke.value:
            parts = [box] if count <= 6 else _rectangles(lines)
            self.content.fills.extend(parts)
        else:
            self.content.rules.extend(lines)
            if filled:
                self.content.fills.append(box)

    def _is_white(self, handle: int) -> bool:
        red, green, blue, alpha = _U(), _U(), _U(), _U(255)
        parts = ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha)
        if not _fill_color(handle, *parts):
            return False
        return alpha.value == 0 or min(red.value, green.value, blue.value) >= 250

    def _straight_lines(self, handle: int, count: int, matrix: _Matrix) -> list[Box] | None:
        """The path's lines where all are horizontal or vertical, else None."""
        lines: list[Box] = []
        x, y = _F(), _F()
        first = last = (0.0, 0.0)
        for index in range(count):
            segment = _segment(handle, index)
            kind = _segment_type(segment)
            if kind == raw.FPDF_SEGMENT_BEZIERTO or not _segment_point(segment, ctypes.byref(x), ctypes.byref(y)):
                return None
            point = self.frame.point(*_apply(matrix, x.value, y.value))
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
    across, down = abs(start[0] - end[0]), abs(start[1] - end[1])
    if min(across, down) > 0.8:
        return False
    if max(across, down) > 0.5:
        lines.append(Box(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])))
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
