"""What a reader of the page sees of its glyphs: no white text on white, no painted-over text, no template's marks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import regex

from extractors.documents.pdf.page import Box, Glyph, PageContent

MAX_DOUBLING_POINTS = 6.0
"""Bold by overprinting draws a glyph again at most so far aside, whatever size a file claims."""
MARK_REACH = 60
"""A template mark's halves are drawn at most so many glyphs apart."""

_MARK = regex.compile(r"\[ ?Table_? ?[\w ]{0,40}\]|Table_[A-Za-z]\w{0,40}\]?", regex.IGNORECASE)


def seen_on(content: PageContent) -> list[Glyph]:
    """The glyphs that are seen on a page, in the order of drawing."""
    return _without_marks(_uncovered(_visible(content), content.covers))


def _visible(content: PageContent) -> list[Glyph]:
    """Without white text on white paper."""
    shades = [*content.fills, *content.images, *content.drawings]
    return [
        glyph
        for glyph in content.glyphs
        if not glyph.white
        or any(shade.holds((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2, 1.0) for shade in shades)
    ]


def _uncovered(glyphs: list[Glyph], covers: Sequence[tuple[int, Box]]) -> list[Glyph]:
    """Without texts that were painted over and printed anew in place: a template's date under the report's."""
    texts: dict[int, list[Glyph]] = {}
    last = max((order for order, _ in covers), default=-1)
    for glyph in glyphs:
        if 0 <= glyph.order < last and glyph.text != " ":
            texts.setdefault(glyph.order, []).append(glyph)
    hidden: dict[int, list[Box]] = {}
    for order, later, box in _painted_later(texts, covers):
        under = [glyph for glyph in texts[order] if _lies_in(glyph, box)]
        over = [glyph for glyph in glyphs if glyph.order > later and _lies_in(glyph, box)] if under else []
        if any(_same_place(glyph, other) for glyph in under for other in over):
            hidden.setdefault(order, []).append(box)
    if not hidden:
        return glyphs
    # What else of the same text lies under the paint is gone with it.
    return [glyph for glyph in glyphs if not any(_lies_in(glyph, box) for box in hidden.get(glyph.order, ()))]


def _painted_later(texts: dict[int, list[Glyph]], covers: Sequence[tuple[int, Box]]) -> list[tuple[int, int, Box]]:
    """Pairs of a text, by its order, and paint that is drawn later over its first glyph or its last."""
    if not texts or not covers:
        return []
    orders = np.array(list(texts))[:, None]
    later = np.array([order for order, _ in covers])[None, :]
    x0, top, x1, bottom = np.array([(box.x0, box.top, box.x1, box.bottom) for _, box in covers]).T[:, None, :]
    over = np.zeros((len(texts), len(covers)), dtype=bool)
    for end in (0, -1):
        ends = [text[end] for text in texts.values()]
        x = np.array([(glyph.x0 + glyph.x1) / 2 for glyph in ends])[:, None]
        y = np.array([(glyph.top + glyph.bottom) / 2 for glyph in ends])[:, None]
        over |= (x0 <= x) & (x <= x1) & (top <= y) & (y <= bottom)
    return [(int(orders[i, 0]), *covers[j]) for i, j in zip(*np.nonzero(over & (later > orders)), strict=True)]


def _lies_in(glyph: Glyph, box: Box) -> bool:
    return box.holds((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2)


def _same_place(one: Glyph, other: Glyph) -> bool:
    if abs(one.base - other.base) >= 0.4 * one.size or other.text == " ":
        return False
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared > 0.4 * min(one.x1 - one.x0, other.x1 - other.x0)


def _without_marks(glyphs: list[Glyph]) -> list[Glyph]:
    """Without a template's marks (``[Table_Summary]``), in the order of drawing: they may lie under other text."""
    text = "".join(glyph.text[:1] for glyph in glyphs)
    gone = [range(*match.span()) for match in _MARK.finditer(text)]
    if not gone:
        return glyphs
    hidden = {index for span in gone for index in span}
    for span in gone:
        if text[span.start] != "[" and text[span.stop - 1] == "]":
            # The mark's bracket was drawn first, then the text that lies over it.
            opened = text.rfind("[", max(0, span.start - MARK_REACH), span.start)
            if opened >= 0 and "]" not in text[opened : span.start]:
                hidden.add(opened)
    return [glyph for index, glyph in enumerate(glyphs) if index not in hidden]


def undoubled(glyphs: list[Glyph]) -> list[Glyph]:
    """Each glyph once: bold by overprinting draws it again a little aside, some fonts give a glyph two code points."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    gone: set[int] = set()
    for index in _with_neighbours(glyphs):
        glyph = glyphs[index]
        if glyph.text == " ":
            continue
        x0, base, near = glyph.x0, glyph.base, min(0.15 * glyph.size, MAX_DOUBLING_POINTS)
        twin = False
        for c in range(int((x0 - near) / 4), int((x0 + near) / 4) + 1):
            for r in range(int((base - near) / 4), int((base + near) / 4) + 1):
                for other in seen.get((glyph.text, c, r), ()):
                    if abs(other.x0 - x0) <= near and abs(other.base - base) <= near:
                        other.bold = twin = True
        if twin:
            gone.add(index)
        else:
            seen.setdefault((glyph.text, int(x0 / 4), int(base / 4)), []).append(glyph)
    return [glyph for index, glyph in enumerate(glyphs) if index not in gone] if gone else glyphs


def _with_neighbours(glyphs: list[Glyph]) -> list[int]:
    """The positions of glyphs that may have a twin: another one of the same character so near that one can be it."""
    if len(glyphs) < 2:
        return []
    texts = np.array([ord(glyph.text) for glyph in glyphs])
    x, y = np.array([glyph.x0 for glyph in glyphs]), np.array([glyph.base for glyph in glyphs])
    step = 2 * min(0.15 * max([glyph.size for glyph in glyphs]), MAX_DOUBLING_POINTS) + 0.1
    found = np.zeros(len(glyphs), dtype=bool)
    # Twins are at most half a step apart, so that one of four grids of this step, each half a step aside, has them in
    # one square.
    for right, down in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
        with np.errstate(invalid="ignore"):
            column, row = (x / step + right).astype(np.int64), (y / step + down).astype(np.int64)
        squares = (column * 4099 + row) * 0x110000 + texts
        order = np.argsort(squares)
        squares = squares[order]
        same = np.flatnonzero(squares[1:] == squares[:-1])
        found[order[same]] = found[order[same + 1]] = True
    return np.flatnonzero(found).tolist()
