"""Pages through PDFium's raw interface: fast, and sound on Chinese fonts."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from typing import Any

import pypdfium2.raw as raw

from extractors.documents.pdf.drawings import Drawer
from extractors.documents.pdf.handles import DOUBLE, INT, POINTER, UINT, Frame, bind, handle
from extractors.documents.pdf.objects import DrawnObjects
from extractors.documents.pdf.page import BULLET, Glyph, PageContent
from extractors.documents.text import normalise_aligned

MIN_SIZE_POINTS = 1.5
"""Smaller text is a template's hidden mark."""
MIN_ALPHA = 64
"""Fainter text, of 255, is a watermark."""

_count_chars = bind(raw.FPDFText_CountChars, INT, POINTER)
_unicode = bind(raw.FPDFText_GetUnicode, UINT, POINTER, INT)
_generated = bind(raw.FPDFText_IsGenerated, INT, POINTER, INT)
_loose_box = bind(raw.FPDFText_GetLooseCharBox, INT, POINTER, INT, POINTER)
_origin = bind(raw.FPDFText_GetCharOrigin, INT, POINTER, INT, POINTER, POINTER)
_text_object = bind(raw.FPDFText_GetTextObject, POINTER, POINTER, INT)
_font_size = bind(raw.FPDFText_GetFontSize, DOUBLE, POINTER, INT)
_font_weight = bind(raw.FPDFText_GetFontWeight, INT, POINTER, INT)
_char_matrix = bind(raw.FPDFText_GetMatrix, INT, POINTER, INT, POINTER)
_render_mode = bind(raw.FPDFTextObj_GetTextRenderMode, INT, POINTER)
_text_color = bind(raw.FPDFText_GetFillColor, INT, POINTER, INT, POINTER, POINTER, POINTER, POINTER)


def read_page(document: Any, index: int) -> PageContent:
    """One page of an open ``pypdfium2.PdfDocument``; ``index`` is 0-based. Raises ``PdfiumError``."""
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            frame = Frame(page)
            drawn = DrawnObjects(handle(page.raw))
            turns: Counter[int | None] = Counter()
            glyphs = _read_glyphs(handle(text_page.raw), frame, drawn, turns)
            quarter = _quarter(turns)
            if quarter:
                # A landscape table printed sideways: read as one turns the page.
                frame = Frame(page, quarter)
                glyphs = _read_glyphs(handle(text_page.raw), frame, drawn, turns)
        finally:
            text_page.close()
        content = PageContent(index + 1, frame.width, frame.height, glyphs, quarter=quarter)
        Drawer(content, frame).read(handle(page.raw))
        return content
    finally:
        page.close()


def _quarter(turns: Counter[int | None]) -> int:
    """The turn in which most of a page's text reads upright, 0 where none has a clear majority."""
    quarter, count = turns.most_common(1)[0] if turns else (0, 0)
    most = count == turns.total() or count >= max(30, 0.75 * turns.total())
    return quarter if quarter and most else 0


class _TextStyle:
    """What glyphs of one text object share."""

    __slots__ = ("bold", "clip", "hidden", "order", "quarter", "size", "white")

    def __init__(self, text_page: int, index: int, owner: int, frame: Frame, drawn: DrawnObjects) -> None:
        self.order = drawn.order_of(owner)
        self.clip = drawn.clip_of(owner, frame)
        matrix = raw.FS_MATRIX()
        size = float(_font_size(text_page, index)) or 1.0
        self.quarter: int | None = 0
        if _char_matrix(text_page, index, ctypes.byref(matrix)):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
            self.quarter = frame.quarter_of(matrix.a, matrix.b)
        self.size = abs(size)
        red, green, blue, alpha = UINT(), UINT(), UINT(), UINT(255)
        colours = ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha)
        colour_known = bool(_text_color(text_page, index, *colours))
        mode = int(_render_mode(owner)) if owner else 0
        # Filled and stroked: bold made of a regular font.
        self.bold = mode == 2 or int(_font_weight(text_page, index)) >= 600
        # Modes 1, 2, 5 and 6 draw the outline: then the fill's colour says little.
        self.white = colour_known and mode in (0, 4) and min(red.value, green.value, blue.value) >= 250
        self.hidden = mode in (3, 7) or (colour_known and alpha.value < MIN_ALPHA)


def _read_glyphs(text_page: int, frame: Frame, drawn: DrawnObjects, turns: Counter[int | None]) -> list[Glyph]:
    glyphs: list[Glyph] = []
    hidden: list[Glyph] = []
    styles: dict[int, _TextStyle] = {}
    rect = raw.FS_RECTF()
    pointer = ctypes.byref(rect)
    x, y = DOUBLE(), DOUBLE()
    x_pointer, y_pointer = ctypes.byref(x), ctypes.byref(y)
    simple = frame.turn == 0
    left, top = frame.left, frame.top
    high = 0
    for index in range(_count_chars(text_page)):
        code = _unicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        if code < 32 or code == 0xFFFE or not _loose_box(text_page, index, pointer):
            continue
        owner = _text_object(text_page, index) or 0
        if not owner and _generated(text_page, index):
            continue
        text = usual_text(code)
        if not text:
            continue
        style = styles.get(owner)
        if style is None:
            style = styles[owner] = _TextStyle(text_page, index, owner, frame, drawn)
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
        clip = style.clip
        if clip is not None and not clip.holds((x0 + x1) / 2, (upper + lower) / 2):
            continue
        kept = hidden if style.hidden else glyphs
        turns[style.quarter] += 1
        share = (x1 - x0) / len(text)
        for place, char in enumerate(text):
            start = x0 + place * share
            kept.append(
                Glyph(
                    char,
                    start,
                    upper,
                    start + share,
                    lower,
                    base,
                    style.size,
                    style.bold,
                    style.quarter == 0,
                    style.white,
                    style.order,
                )
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
    if 0xE000 <= code <= 0xF8FF or code >= 0xF0000:
        return BULLET
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    char = normalise_aligned(chr(code))
    if 0x1D400 <= code <= 0x1D7FF:
        return unicodedata.normalize("NFKC", char)
    if 0xFB00 <= code <= 0xFB06 or 0xFE30 <= code <= 0xFE6B:
        return unicodedata.normalize("NFKC", char)
    return char
