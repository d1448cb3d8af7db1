"""Making the one text of a document: normalisation once, and spans recorded while it grows.

Normalisation maps one code point to one code point, so boxes stay aligned: full-width letters, digits and signs become
half-width, CJK radicals and compatibility ideographs the usual characters, odd spaces a plain space. Chinese
punctuation (，。：；（）) stays as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractors.records import Block, Boxes, Cell, Document, Metadata, Table

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int32]

_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF, 0xAD])
_KEPT_WIDE = frozenset("（），：；！？～｜［］｛｝＂＇｀＜＞")


def _translation() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0xFF01, 0xFF5F):
        if chr(code) not in _KEPT_WIDE:
            table[code] = chr(code - 0xFEE0)
    for first, last in ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)):
        for code in range(first, last + 1):
            usual = unicodedata.normalize("NFKC", chr(code))
            if len(usual) == 1 and usual != chr(code):
                table[code] = usual
    # Radicals that Unicode does not map, as PDF fonts use them.
    radicals, usual_forms = (
        "⺠⻓⻅⻆⻋⻔⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⻳⺟⻄⻘⻉⺣",
        "民长见角车门页风飞食马鱼鸟麦黄齐齿龙龟母西青贝灬",
    )
    table |= {ord(a): b for a, b in zip(radicals, usual_forms, strict=True)}
    for code in (0x09, 0x0B, 0x0C, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000):
        table[code] = " "
    table |= {0x2212: "-", 0xFE63: "-", 0xFF0D: "-", 0x2010: "-", 0x2011: "-", 0x2032: "'", 0xFF05: "%", 0xFE6A: "%"}
    return table


_TABLE = _translation()
"""One code point to one code point: usable where positions carry boxes."""


def normalise(text: str) -> str:
    """The text with usual characters and single spaces; line breaks stay, invisible characters go.

    >>> normalise("ＭＡＵ 达５９９８万，增⻓１２％")
    'MAU 达5998万，增长12%'
    """
    text = text.translate(_TABLE).translate(_INVISIBLE)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines)


def normalise_aligned(text: str) -> str:
    """As :func:`normalise`, but each code point in gives exactly one out, so that boxes stay aligned."""
    return text.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class Place:
    """Boxes of a piece of text: coordinates float32 (n, 4), one row a code point, NaN without a glyph; its page."""

    coordinates: FloatArray
    pages: IntArray


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell before it has a span. ``place`` goes with ``text``, code point by code point."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    is_header: bool = False
    place: Place | None = None


class TextBuilder:
    """Grows the one text of a document, block by block, and keeps the spans.

    Blocks are parted by a line break. A table is one block: a line a row, a tab between columns, a merged cell's text
    once, at its first place. Text that is given must be normalised already, and must hold no tab.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._places: list[tuple[int, Place]] = []

    @property
    def length(self) -> int:
        """Code points so far."""
        return self._length

    def add(
        self, kind: str, text: str, *, page: int | None = None, level: int | None = None, place: Place | None = None
    ) -> Block | None:
        """Append one block; None for a text without any character but space."""
        if not text.strip():
            return None
        start = self._append(text, place)
        block = Block(kind, start, self._length, page, level)
        self._blocks.append(block)
        self._append("\n", None)
        return block

    def add_table(
        self,
        cells: Sequence[CellText],
        *,
        page: int | None = None,
        kind: str = "table",
        caption: str | None = None,
        unit_text: str | None = None,
        source_text: str | None = None,
    ) -> Table | None:
        """Append a table block from cells of any order; None where no cell has text."""
        if not any(cell.text.strip() for cell in cells):
            return None
        rows: dict[int, list[CellText]] = {}
        for cell in sorted(cells, key=lambda c: (c.row, c.col)):
            rows.setdefault(cell.row, []).append(cell)
        begin, placed = self._length, []
        for number, row in enumerate(sorted(rows)):
            if number:
                self._append("\n", None)
            column = 0
            for cell in rows[row]:
                while column < cell.col:
                    self._append("\t", None)
                    column += 1
                start = self._append(cell.text, cell.place)
                placed.append(
                    Cell(cell.row, cell.col, start, self._length, cell.row_span, cell.col_span, cell.is_header)
                )
        self._blocks.append(Block(kind, begin, self._length, page))
        table = Table(
            f"t{len(self._tables) + 1:04d}", begin, self._length, tuple(placed), page, caption, unit_text, source_text
        )
        self._tables.append(table)
        self._append("\n", None)
        return table

    def build(self, metadata: Metadata, *, media_type: str, parser: str, pages: int | None = None) -> Document:
        """The document. Boxes are kept where any block came with places."""
        text = "".join(self._parts)
        boxes = None
        if self._places:
            coordinates = np.full((len(text), 4), np.nan, dtype=np.float32)
            numbers = np.zeros(len(text), dtype=np.int32)
            for start, place in self._places:
                coordinates[start : start + len(place.coordinates)] = place.coordinates
                numbers[start : start + len(place.pages)] = place.pages
            boxes = Boxes(coordinates, numbers)
        return Document(text, tuple(self._blocks), tuple(self._tables), metadata, media_type, parser, pages, boxes)

    def _append(self, text: str, place: Place | None) -> int:
        start = self._length
        if place is not None:
            if len(place.coordinates) != len(text):
                raise ValueError(f"{len(place.coordinates)} boxes for {len(text)} code points")
            self._places.append((start, place))
        self._parts.append(text)
        self._length += len(text)
        return start
