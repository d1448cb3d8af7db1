"""A table as a grid: merged cells spread over their places, ragged rows put straight."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import regex

from extractors.records import Cell, Table

_NUMERIC = regex.compile(
    r"^[\s(（\[]*[+\-−–±~≈<>]?\s*(?:(?:HK|US|NT)?[¥$￥€£]|HKD|RMB|USD|CNY)?\s*\d[\d,，]*(?:\.\d+)?\s*(?:%|[xX倍]|[KkMBb]|\s?(?:[pP][cC][tT]|ppts?|pp|bps?))?[\s)）\]*#]*"
    r"(?:\s*[/~～\-–至]\s*[+\-−]?\d[\d,，]*(?:\.\d+)?\s*%?)?(?:\s?[(（]\s*(?:注|附注|[Nn]ote)\s*\d*\s*[)）])?$"
)
_BLANK = regex.compile(r"^[\s\-–—/N.Aan]*$")
_YEAR = regex.compile(r"^(?:19|20)\d{2}(?:[AE]|\s*年)?(?:\s?[-–—~～/]\s?(?:(?:19|20)?\d{2})(?:[AE]|\s*年)?)?$")


@lru_cache(maxsize=20_000)
def is_numeric(text: str) -> bool:
    """Whether a cell holds a bare number (with a sign, a percent mark or a second value at most), years left out."""
    bare = text.strip()
    return bool(_NUMERIC.match(bare)) and not _YEAR.match(bare)


@lru_cache(maxsize=20_000)
def is_blank(text: str) -> bool:
    """Whether a cell is empty or says that there is no value."""
    return bool(_BLANK.match(text))


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows by columns of cells; None where there is none. ``rows[r][c]`` of a merged cell is one and the same cell."""

    text: str
    table: Table
    rows: tuple[tuple[Cell | None, ...], ...]
    contents: tuple[tuple[str, ...], ...] = field(init=False, repr=False, compare=False)
    """The cells' texts, ``""`` where there is no cell."""

    def __post_init__(self) -> None:
        contents = tuple(tuple(_content(self.text, cell) for cell in row) for row in self.rows)
        object.__setattr__(self, "contents", contents)

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.rows[0]) if self.rows else 0

    def cell_text(self, row: int, col: int) -> str:
        """A cell's text, ``""`` where there is none."""
        return self.contents[row][col]

    def starts_at(self, row: int, col: int) -> bool:
        """Whether the cell at a place begins there (a merged cell counts once)."""
        cell = self.rows[row][col]
        if cell is None:
            return False
        left = self.rows[row][col - 1] if col else None
        above = self.rows[row - 1][col] if row else None
        return cell is not left and cell is not above


def grid_of(text: str, table: Table) -> Grid:
    """The grid of a table."""
    height = max(cell.row + cell.row_span for cell in table.cells)
    width = max(cell.col + cell.col_span for cell in table.cells)
    rows: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, height)):
            for col in range(cell.col, min(cell.col + cell.col_span, width)):
                if rows[row][col] is None:
                    rows[row][col] = cell
    kept = [row for row in rows if any(cell is not None for cell in row)]
    straight = _straighten(text, kept)
    return Grid(text, table, tuple(tuple(row) for row in straight))


def _straighten(text: str, rows: list[list[Cell | None]]) -> list[list[Cell | None]]:
    """Move a row that ends in an empty place by one column where its cells then agree with their columns' kinds: text
    copies of tables with merged cells lose the first places of such rows."""
    if len(rows) < 4:
        return rows
    if not any(is_blank(_content(text, row[-1])) for row in rows[1:]):
        return _fill_down(text, rows)
    width = len(rows[0])

    def kind(content: str) -> str:
        return "number" if is_numeric(content) else "blank" if is_blank(content) else "text"

    kinds = [[kind(_content(text, cell)) for cell in row] for row in rows]
    usual: list[str | None] = []
    for col in range(width):
        column = [row[col] for row in kinds[1:] if row[col] != "blank"]
        common = max(("number", "text"), key=column.count) if column else None
        usual.append(common if common and column.count(common) >= 0.6 * len(column) else None)
    out = [rows[0]]
    for row, here in zip(rows[1:], kinds[1:], strict=True):
        spans = any(cell is not None and (cell.col_span > 1 or cell.row_span > 1) for cell in row)
        if here[-1] == "blank" and not spans:
            stay = sum(k == u for k, u in zip(here, usual, strict=True) if k != "blank" and u)
            shifted = ["blank", *here[:-1]]
            move = sum(k == u for k, u in zip(shifted, usual, strict=True) if k != "blank" and u)
            wrong = any(k == "number" and u == "text" for k, u in zip(here, usual, strict=True))
            if wrong and move > stay:
                out.append([None, *row[:-1]])
                continue
        out.append(row)
    return _fill_down(text, out)


def _fill_down(text: str, rows: list[list[Cell | None]]) -> list[list[Cell | None]]:
    """Text cells that stand for the rows below too (a merged first column whose span was lost): fill the leading text
    columns of a row whose place is empty, where the row has content further right and no span says otherwise."""
    if any(cell is not None and cell.row_span > 1 for row in rows for cell in row):
        return rows
    leading = 0
    width = len(rows[0])
    while leading < min(3, width) and not any(
        cell is not None and is_numeric(text[cell.start : cell.end]) for cell in (row[leading] for row in rows[1:])
    ):
        leading += 1
    out = [list(rows[0])]
    top = [bool(_content(text, cell)) for cell in rows[0]]
    for row in rows[1:]:
        filled = list(row)
        said = [bool(_content(text, cell)) for cell in row]
        if any(said[leading:]) and (top[0] or said != top):  # filled as the headers are: other headers in their turn
            for col in range(leading):
                above = out[-1][col]
                if _content(text, filled[col]) or (above is not None and above.is_header):
                    break
                filled[col] = above
        out.append(filled)
    return out


def _content(text: str, cell: Cell | None) -> str:
    return text[cell.start : cell.end].strip() if cell is not None else ""
