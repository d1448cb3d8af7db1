"""Telling text from noise: glyphs that a font's broken table turned into other scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.documents.pdf.page import BULLET, Glyph

MAX_MIXED_SHARE = 0.1
"""So large a share of a document's glyphs may be of scripts other than its own and a second one."""


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
    counts = Counter([glyph.text for glyph in glyphs])
    del counts[" "]
    if not counts:
        return 0.0
    return sum(count for char, count in counts.items() if is_strange(char)) / counts.total()


def is_garbled(text: str) -> bool:
    """Whether a document's text is noise: scripts thrown together or private glyphs, next to no words."""
    sample = {char: count for char, count in Counter(text[:200_000]).items() if not char.isspace()}
    size = sum(sample.values())
    if size < 40:
        return False
    private = sum(sample.get(char, 0) for char in (BULLET, "\ufffd"))
    # Another language has a script of its own; a broken table throws many together.
    scripts: Counter[int] = Counter()
    for char, count in sample.items():
        if is_strange(char):
            scripts[ord(char) >> 8] += count
    mixed = scripts.total() - sum(count for _, count in scripts.most_common(2))
    words = sum(count for char, count in sample.items() if char.isalnum())
    return private > 0.4 * size or mixed > MAX_MIXED_SHARE * size or words < 0.15 * size
