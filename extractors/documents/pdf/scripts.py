"""Telling text from noise: glyphs that a font's broken table turned into other scripts."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.documents.joins import is_cjk
from extractors.documents.pdf.page import BULLET, Glyph


def is_strange(char: str) -> bool:
    """Whether a character is of a script that neither Chinese nor English reports are written in."""
    code = ord(char)
    if code < 0x250:
        return code < 0x20 or 0x7F <= code < 0xA0
    if code <= 0x52F:
        # Greek and Cyrillic letters stand in formulas and names.
        return 0x250 <= code < 0x2B0
    if code < 0x2000:
        return not 0x1E00 <= code <= 0x1FFF
    return code == 0xFFFD or (0xA000 <= code < 0xE000 and not 0xAC00 <= code <= 0xD7A3) or 0xFB50 <= code <= 0xFDFF


def garbled_share(glyphs: Sequence[Glyph]) -> float:
    """The share of inked glyphs that are of a strange script."""
    inked = [glyph.text for glyph in glyphs if glyph.text != " "]
    if not inked:
        return 0.0
    return sum(map(is_strange, inked)) / len(inked)


def is_garbled(text: str) -> bool:
    """Whether a document's text is noise: mostly strange scripts or private glyphs, next to no words."""
    sample = [char for char in text[:200_000] if not char.isspace()]
    if len(sample) < 40:
        return False
    strange = sum(char == BULLET or is_strange(char) for char in sample)
    words = sum(char.isalnum() and (char.isascii() or is_cjk(char) or ord(char) < 0x530) for char in sample)
    return strange > 0.4 * len(sample) or words < 0.15 * len(sample)
