"""What a page is read as, kept small: lines, tables and charts with their text and boxes, no glyphs.

A page's glyphs go once it is read, so that a document of a thousand pages costs no more memory than its text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex

from extractors.documents.joins import glue
from extractors.documents.pdf.atoms import Segment, place_of, render
from extractors.documents.pdf.page import BULLET, Box
from extractors.documents.text import CellText, Place
from extractors.documents.values import is_cut


@dataclass(slots=True)
class Line:
    """One printed line of a column. ``left`` and ``right`` are the column's edges in points, ``region`` its number in
    reading order over the document, ``bullet`` says that a bullet stood before it."""

    text: str
    place: Place
    page: int
    box: Box
    base: float
    size: float
    bold: bool
    region: int
    left: float
    right: float
    bullet: bool = False
    kind: str | None = None
    spaced: str = ""
    """The text with a space between segments, for what reads names and labels."""
    starts_bold: bool = False
    ends_bold: bool = False


@dataclass(slots=True)
class TablePart:
    """A table with its cells as text, and its caption where that stood within it."""

    cells: list[CellText]
    page: int
    box: Box
    region: int
    caption: str | None = None
    unit_text: str | None = None
    source_text: str | None = None


@dataclass(slots=True)
class ChartPart:
    """What is printed in a chart: axes, legend, data labels."""

    text: str
    place: Place
    page: int
    box: Box
    region: int


Part = Line | TablePart | ChartPart

_DECIMAL = regex.compile(r"[\d,]\.\d+$|\d,\d{3}/[\d,]+$")
_BULLETS = frozenset("•●◆■▪◼➢►▶▲△◇□○◎★☆✓➤·◾‧⚫" + BULLET)


def make_line(segments: Sequence[Segment], page: int, region: int, left: float, right: float) -> Line | None:
    """One line of the segments given by x; None where nothing but spaces and noise is printed."""
    text, glyphs = render(segments, keep_bullet=True)
    bullet = False
    while text and text[0] in _BULLETS and (text[0] != "·" or len(text) > 3):
        bullet = True
        skip = 2 if text[1:2] == " " else 1
        text, glyphs = text[skip:], glyphs[skip:]
    if not text.strip():
        return None
    box = segments[0].box
    for segment in segments[1:]:
        box = box.join(segment.box)
    inked = [glyph for segment in segments for glyph in segment.glyphs if glyph.text != " "]
    sizes = sorted([glyph.size for glyph in inked])
    bold = sum([glyph.bold for glyph in inked]) * 3 >= len(inked) * 2
    size = sizes[len(sizes) // 2]
    return Line(
        text, place_of(glyphs, page), page, box, segments[0].base, size, bold, region, left, right, bullet, None,
        " ".join(segment.text for segment in segments), inked[0].bold, inked[-1].bold,
    )  # fmt: skip


def joined(texts: Sequence[str], places: Sequence[Place], *, cell: bool = False) -> tuple[str, Place]:
    """Several texts as one, lines joined as running text is: a space only between two Latin words.

    In a ``cell``, digits that follow a decimal number on a line of their own are the rest of it, as is what makes a
    broken group of thousands whole.
    """
    pieces = joining(texts, cell=cell)
    if len(pieces) == 1:
        return pieces[0][1], places[pieces[0][2]]
    if not pieces:
        return "", Place(np.empty((0, 4), dtype=np.float32), np.empty(0, dtype=np.int32))
    coordinates, pages = [], []
    for between, _, index in pieces:
        place = places[index]
        if between:
            coordinates.append(np.full((len(between), 4), np.nan, dtype=np.float32))
            pages.append(np.full(len(between), int(place.pages[0]) if len(place.pages) else 0, dtype=np.int32))
        coordinates.append(place.coordinates)
        pages.append(place.pages)
    text = "".join([between + text for between, text, _ in pieces])
    return text, Place(np.concatenate(coordinates), np.concatenate(pages))


def joining(texts: Sequence[str], *, cell: bool = False) -> list[tuple[str, str, int]]:
    """What :func:`joined` joins: each text that is not empty with what stands before it and its position."""
    pieces: list[tuple[str, str, int]] = []
    for index, text in enumerate(texts):
        if not text:
            continue
        between = ""
        if pieces:
            last = pieces[-1][1]
            if not (cell and _is_one_number(last, text)):
                between = glue(last, text)
        pieces.append((between, text, index))
    return pieces


def _is_one_number(before: str, after: str) -> bool:
    return (after.isdigit() and _DECIMAL.search(before) is not None) or is_cut(before.split(" ")[-1], after)


def turn_back(parts: Sequence[Part], width: float, height: float, quarter: int) -> None:
    """Brings boxes of a page that was read turned back to the page as shown, in place.

    ``width`` and ``height`` are those of the frame that it was read in.
    """
    if not quarter:
        return
    for part in parts:
        places = [cell.place for cell in part.cells] if isinstance(part, TablePart) else [part.place]
        for place in places:
            if place is not None:
                x0, top, x1, bottom = (place.coordinates[:, column].copy() for column in range(4))
                turned = {
                    1: (top, width - x1, bottom, width - x0),
                    2: (width - x1, height - bottom, width - x0, height - top),
                    3: (height - bottom, x0, height - top, x1),
                }[quarter]
                place.coordinates[:] = np.stack(turned, axis=1)
