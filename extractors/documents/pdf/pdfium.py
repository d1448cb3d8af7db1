"""Pages through PDFium's raw interface: fast, and sound on Chinese fonts."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from typing import Any

import pypdfium2.raw as raw

from extractors.documents.pdf.drawings import Drawer
from extractors.documents.pdf.handles import DOUBLE, FLOAT, INT, POINTER, UINT, Frame, answers, bind, handle
from extractors.documents.pdf.objects import DrawnObjects
from extractors.documents.pdf.page import BULLET, Glyph, PageContent
from extractors.documents.text import normalise_aligned

MIN_SIZE_POINTS = 1.5
"""Smaller text is a template's hidden mark."""
HYPHEN_MARK = 2
"""PDFium's code for a hyphen that ends a line, before a letter or digit on the next: a minus sign as well."""
MIN_ALPHA = 64
"""Fainter text, of 255, is a watermark."""

_count_chars = bind(raw.FPDFText_CountChars, INT)
_unicode = bind(raw.FPDFText_GetUnicode, UINT)
_generated = bind(raw.FPDFText_IsGenerated, INT)
_is_hyphen = bind(raw.FPDFText_IsHyphen, INT)
_loose_box = bind(raw.FPDFText_GetLooseCharBox, INT)
_origin = bind(raw.FPDFText_GetCharOrigin, INT)
_text_object = bind(raw.FPDFText_GetTextObject, POINTER)
_font_size = bind(raw.FPDFText_GetFontSize, DOUBLE)
_font_weight = bind(raw.FPDFText_GetFontWeight, INT)
_char_matrix = bind(raw.FPDFText_GetMatrix, INT)
_render_mode = bind(raw.FPDFTextObj_GetTextRenderMode, INT)
_text_color = bind(raw.FPDFText_GetFillColor, INT)


def read_page(document: Any, index: int) -> PageContent:
    """One page of an open ``pypdfium2.PdfDocument``; ``index`` is 0-based. Raises ``PdfiumError``."""
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            frame = Frame(page)
            drawn = DrawnObjects(handle(page.raw))
            turns: Counter[int | None] = Counter()
            characters = POINTER(handle(text_page.raw))
            glyphs = _read_glyphs(characters, frame, drawn, turns)
            quarter = _quarter(turns)
            if quarter:
                # A landscape table printed sideways: read as one turns the page.
                frame = Frame(page, quarter)
                glyphs = _read_glyphs(characters, frame, drawn, turns)
        finally:
            text_page.close()
        content = PageContent(index + 1, frame.width, frame.height, glyphs, quarter=quarter)
        Drawer(content, frame).read(drawn)
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

    __slots__ = ("bold", "clip", "hidden", "order", "quarter", "size", "upright", "white")

    def __init__(self, reader: _StyleReader, index: int, owner: int) -> None:
        text_page = reader.text_page
        self.order = reader.drawn.order_of(owner)
        self.clip = reader.drawn.clip_of(owner, reader.frame)
        size = float(_font_size(text_page, index)) or 1.0
        self.quarter: int | None = 0
        if _char_matrix(text_page, index, reader.to_matrix[0]):
            a, b, c, d, _, _ = reader.matrix
            size *= math.hypot(c, d) or 1.0
            self.quarter = reader.frame.quarter_of(a, b)
        self.upright = self.quarter == 0
        self.size = abs(size)
        colour_known = bool(_text_color(text_page, index, *reader.to_colours))
        red, green, blue, alpha = reader.colours
        mode = int(_render_mode(POINTER(owner))) if owner else 0
        # Filled and stroked: bold made of a regular font.
        self.bold = mode == 2 or int(_font_weight(text_page, index)) >= 600
        # Modes 1, 2, 5 and 6 draw the outline: then the fill's colour says little.
        self.white = colour_known and mode in (0, 4) and min(red, green, blue) >= 250
        self.hidden = mode in (3, 7) or (colour_known and alpha < MIN_ALPHA)


class _StyleReader:
    """Reads the styles of a page's text objects, each once."""

    def __init__(self, text_page: POINTER, frame: Frame, drawn: DrawnObjects) -> None:
        self.text_page, self.frame, self.drawn = text_page, frame, drawn
        self.matrix, self.to_matrix = answers(FLOAT, 6)
        self.colours, self.to_colours = answers(UINT, 4)
        self._known: dict[int, _TextStyle] = {}

    def style_of(self, index: int, owner: int) -> _TextStyle:
        """The style of the text object ``owner``, of which ``index`` is a character."""
        style = self._known.get(owner)
        if style is None:
            style = self._known[owner] = _TextStyle(self, index, owner)
        return style


def _read_glyphs(text_page: POINTER, frame: Frame, drawn: DrawnObjects, turns: Counter[int | None]) -> list[Glyph]:
    glyphs: list[Glyph] = []
    hidden: list[Glyph] = []
    reader = _StyleReader(text_page, frame, drawn)
    usual: dict[int, str] = {}
    rect, (to_rect, *_) = answers(FLOAT, 4)
    origin, to_origin = answers(DOUBLE, 2)
    simple = frame.turn == 0
    left, top, width, height = frame.left, frame.top, frame.width, frame.height
    high = 0
    for index in range(_count_chars(text_page)):
        code = _unicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        if code < 32:
            if code != HYPHEN_MARK or _is_hyphen(text_page, index) != 1:
                continue
            code = ord("-")
        if code == 0xFFFE or not _loose_box(text_page, index, to_rect):
            continue
        owner = _text_object(text_page, index) or 0
        if not owner and _generated(text_page, index):
            continue
        text = usual.get(code)
        if text is None:
            text = usual[code] = usual_text(code)
        if not text:
            continue
        style = reader.style_of(index, owner)
        if style.size < MIN_SIZE_POINTS:
            continue
        x0, upper, x1, lower = rect
        if simple:
            x0, upper, x1, lower = x0 - left, top - upper, x1 - left, top - lower
            # Boxes reach below the baseline by as much as the glyph does: only the origin tells the line.
            base = top - origin[1] if _origin(text_page, index, *to_origin) else lower
        else:
            box = frame.box(x0, lower, x1, upper)
            x0, upper, x1, lower = box.x0, box.top, box.x1, box.bottom
            base = lower
        if x1 < 0 or x0 > width or lower < 0 or upper > height or lower - upper > height / 2:
            continue
        clip = style.clip
        if clip is not None and not clip.holds((x0 + x1) / 2, (upper + lower) / 2):
            continue
        kept = hidden if style.hidden else glyphs
        turns[style.quarter] += 1
        share = (x1 - x0) / len(text)
        for char in text:
            x1 = x0 + share
            kept.append(
                Glyph(
                    char, x0, upper, x1, lower, base,
                    style.size, style.bold, style.upright, style.white, style.order,
                )
            )  # fmt: skip
            x0 = x1
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
