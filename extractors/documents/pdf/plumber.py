"""Pages through pdfplumber, ten times slower than PDFium: for files and pages that PDFium cannot read."""

from __future__ import annotations

import io
from typing import Any

from extractors.documents.pdf.drawings import THIN_POINTS
from extractors.documents.pdf.page import Box, Glyph, PageContent
from extractors.documents.pdf.pdfium import usual_text


def open_plumber(stream: io.BytesIO, password: str | None) -> Any:
    """An open ``pdfplumber.PDF``; None where it cannot read the file."""
    import pdfplumber

    try:
        return pdfplumber.open(stream, password=password)
    except Exception:  # pdfminer raises whatever a broken file makes it stumble over
        return None


def count_pages(pdf: Any) -> int | None:
    """How many pages it has; None where they cannot be counted."""
    if pdf is None:
        return None
    try:
        return len(pdf.pages)
    except Exception:
        return None


def read_plumber_page(pdf: Any, index: int) -> PageContent | None:
    """One page; None where it cannot be read."""
    try:
        page = pdf.pages[index]
        content = PageContent(index + 1, float(page.width), float(page.height))
        content.glyphs = [glyph for char in page.chars for glyph in _glyphs(char)]
        for line in page.lines:
            content.rules.append(_box(line))
        for rect in page.rects:
            box = _box(rect)
            (content.rules if min(box.width, box.height) <= THIN_POINTS else content.fills).append(box)
        content.drawings.extend(_box(curve) for curve in page.curves)
        content.images.extend(_box(image) for image in page.images)
        page.close()
    except Exception:  # see open_plumber
        return None
    return content


def _glyphs(char: dict[str, Any]) -> list[Glyph]:
    text = "".join(usual_text(ord(part)) for part in char["text"] if ord(part) >= 32)
    if not text or "(cid:" in char["text"]:
        return []
    x0, x1 = float(char["x0"]), float(char["x1"])
    share = (x1 - x0) / len(text)
    bottom = float(char["bottom"])
    size = float(char["size"]) or 1.0
    bold = "bold" in str(char.get("fontname", "")).casefold()
    # pdfminer's boxes end a fifth of the size under the baseline.
    top, upright = float(char["top"]), bool(char.get("upright", True))
    base = bottom - 0.2 * size
    return [
        Glyph(part, x0 + share * place, top, x0 + share * (place + 1), bottom, base, size, bold, upright)
        for place, part in enumerate(text)
    ]


def _box(item: dict[str, Any]) -> Box:
    return Box(float(item["x0"]), float(item["top"]), float(item["x1"]), float(item["bottom"]))
