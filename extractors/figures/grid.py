"""A table as a grid: merged cells spread over their places, ragged rows put straight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.records import Cell, Table

_NUMERIC = re.compile(
    r"^[\s(（\[]*[+\-−–±~≈<>]?\s*(?:(?:HK|US|NT)?[¥$￥€£]|HKD|RMB|USD|CNY)?\s*\d[\d,，]*(?:\.\d+)?\s*(?:%|[xX倍]|[KkMBb]|\s?(?:[pP][cC][tT]|ppts?|pp|bps?))?[\s)）\]*#]*"
    r"(?:\s*[/~～\-–至]\s*[+\-−]?\d[\d,，]*(?:\.\d+)?\s*%?)?(?:\s?[(（]\s*(?:注|附注|[Nn]ote)\s*\d*\s*[)）])?$"
)
_BLANKS = "-–—/N.Aan"
_BLANK = re.compile(rf"[\s{re.escape(_BLANKS)}]*")
_YEAR = re.compile(r"^(?:19|20)\d{2}(?:[AE]|\s*年)?(?:\s?[-–—~～/]\s?(?:(?:19|20)?\d{2})(?:[AE]|\s*年)?)?$")


_CURRENCY_LETTERS = frozenset("HURNC")
"""What a number begins with that has its currency before it, and with no other letter."""


def is_numeric(text: str) -> bool:
    """Whether a cell holds a bare number (with a sign, a percent mark or a second value at most), years left out."""
    bare = text.strip()
    if not bare or (bare[0].isalpha() and bare[0] not in _CURRENCY_LETTERS):
        return False  # most words are told by their first letter
    return _NUMERIC.match(bare) is not None and not (bare.startswith(("19", "20")) and _YEAR.match(bare))


def is_blank(text: str) -> bool:
    """Whether a cell is empty or says that there is no value."""
    return not text or ((text[0] in _BLANKS or text[0].isspace()) and _BLANK.fullmatch(text) is not None)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows by columns of cells; None where there is none. ``rows[r][c]`` of a merged cell is one and the same cell.

    ``contents`` are the cells' texts, ``""`` where there is no cell, ``numeric`` whether they are bare numbers,
    ``filled`` the columns of each row that say something.
    """

    text: str
    table: Table
    rows: Sequence[Sequence[Cell | None]]
    contents: Sequence[Sequence[str]]
    numeric: Sequence[Sequence[bool]]
    filled: Sequence[Sequence[int]]
    width: int

    def cell_text(self, row: int, col: int) -> str:
        """A cell's text, ``""`` where there is none."""
        return self.contents[row][col]

    def label(self, row: int) -> str:
        """The first text of a row, ``""`` where it has none."""
        filled = self.filled[row]
        return self.contents[row][filled[0]] if filled else ""

    def starts_at(self, row: int, col: int) -> bool:
        """Whether the cell at a place begins there (a merged cell counts once)."""
        cell = self.rows[row][col]
        if cell is None:
            return False
        left = self.rows[row][col - 1] if col else None
        above = self.rows[row - 1][col] if row else None
        return cell is not left and cell is not above


@dataclass(slots=True)
class _Line:
    """A row while its places are put straight: cells, their texts, and whether these are numbers."""

    cells: list[Cell | None]
    texts: list[str]
    numeric: list[bool]


def grid_of(text: str, table: Table) -> Grid:
    """The grid of a table."""
    height = max([cell.row + cell.row_span for cell in table.cells])
    width = max([cell.col + cell.col_span for cell in table.cells])
    rows: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for cell in table.cells:
        if cell.row_span == 1 == cell.col_span:
            row, col = rows[cell.row], cell.col
            row[col] = row[col] or cell
            continue
        for row in rows[cell.row : cell.row + cell.row_span]:
            for col in range(cell.col, cell.col + cell.col_span):
                if row[col] is None:
                    row[col] = cell
    lines = _straighten([_line(text, row) for row in rows if any(row)])
    filled = [[col for col, said in enumerate(line.texts) if said] for line in lines]
    cells, contents, numeric = zip(*((line.cells, line.texts, line.numeric) for line in lines), strict=True)
    return Grid(text, table, cells, contents, numeric, filled, width)


def _line(text: str, cells: list[Cell | None]) -> _Line:
    texts = [text[cell.start : cell.end].strip() if cell is not None else "" for cell in cells]
    return _Line(cells, texts, [bool(said) and is_numeric(said) for said in texts])


def _straighten(lines: list[_Line]) -> list[_Line]:
    """Move a row that ends in an empty place by one column where its cells then agree with their columns' kinds: text
    copies of tables with merged cells lose the first places of such rows."""
    if len(lines) < 4:
        return lines
    if not any(is_blank(line.texts[-1]) for line in lines[1:]):
        return _fill_down(lines)
    kinds = [
        ["number" if number else "text" if said and not is_blank(said) else "blank" for said, number in places]
        for places in (zip(line.texts, line.numeric, strict=True) for line in lines)
    ]
    usual: list[str | None] = []
    for places in zip(*kinds[1:], strict=True):
        numbers, texts = places.count("number"), places.count("text")
        common = max(numbers, texts)
        usual.append(("number" if numbers >= texts else "text") if common >= 0.6 * (numbers + texts) > 0 else None)
    for line, here in zip(lines[1:], kinds[1:], strict=True):
        if here[-1] != "blank" or not any(k == "number" and u == "text" for k, u in zip(here, usual, strict=True)):
            continue
        if any(cell is not None and (cell.col_span > 1 or cell.row_span > 1) for cell in line.cells):
            continue
        stay = sum(k == u for k, u in zip(here, usual, strict=True) if k != "blank" and u)
        move = sum(k == u for k, u in zip(here[:-1], usual[1:], strict=True) if k != "blank" and u)
        if move > stay:
            line.cells, line.texts = [None, *line.cells[:-1]], ["", *line.texts[:-1]]
            line.numeric = [False, *line.numeric[:-1]]
    return _fill_down(lines)


def _fill_down(lines: list[_Line]) -> list[_Line]:
    """Text cells that stand for the rows below too (a merged first column whose span was lost): fill the leading text
    columns of a row whose place is empty, where the row has content further right and no span says otherwise."""
    leading = 0
    width = len(lines[0].cells)
    while leading < min(3, width) and not any(line.numeric[leading] for line in lines[1:]):
        leading += 1
    if not leading or any(cell is not None and cell.row_span > 1 for line in lines for cell in line.cells):
        return lines
    top = [bool(said) for said in lines[0].texts]
    for above, line in pairwise(lines):
        said = [bool(text) for text in line.texts]
        if not any(said[leading:]) or (not top[0] and said == top):
            continue  # filled as the headers are: other headers in their turn
        for col in range(leading):
            over = above.cells[col]
            if line.texts[col] or (over is not None and over.is_header):
                break
            line.cells[col], line.texts[col], line.numeric[col] = over, above.texts[col], above.numeric[col]
    return lines
