"""HTML tables: cells with their spans, and tables that only lay a page out."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import PageElement

from extractors.documents import html_hidden
from extractors.documents.text import CellText, normalise

_MAX_SPAN = 200
_MAX_ROWS = 5000
_MAX_CELLS = 50_000
_MAX_CELL_CHARACTERS = 400
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[-+−(（]?[\d,.]+\s{0,2}(?:%|亿|万|元|倍|bp|pct)?[)）]?")


def rows_of(table: Tag) -> list[Tag]:
    """The table's own rows, not those of tables inside it."""
    return [row for row in table.find_all("tr") if row.find_parent("table") is table][:_MAX_ROWS]


def cells_of_row(row: Tag) -> list[Tag]:
    """The row's own cells."""
    return [cell for cell in row.find_all(["td", "th"], recursive=False) if isinstance(cell, Tag)]


def is_layout(table: Tag) -> bool:
    """Whether a table only places things on the page: it nests tables, has one column or row, or cells of prose."""
    if table.find("table") is not None:
        return True
    widths = []
    for row in rows_of(table):
        cells = cells_of_row(row)
        widths.append(len(cells))
        for cell in cells:
            text = cell.get_text()
            if len(text) > 200 and len(text.strip()) > _MAX_CELL_CHARACTERS:
                return True
    return len(widths) < 2 or max(widths, default=0) < 2


def read_cells(table: Tag) -> tuple[CellText, ...]:
    """The cells of a data table, spans laid out on a grid, texts normalised on one line each."""
    taken: set[tuple[int, int]] = set()
    cells: list[CellText] = []
    for number, row in enumerate(rows_of(table)):
        column = 0
        for cell in cells_of_row(row):
            while (number, column) in taken:
                column += 1
            height, width = _span(cell, "rowspan"), _span(cell, "colspan")
            if len(taken) + height * width > _MAX_CELLS:
                return tuple(cells)
            taken.update((number + down, column + right) for down in range(height) for right in range(width))
            header = cell.name == "th" or cell.find_parent("thead") is not None
            cells.append(CellText(number, column, cell_text(cell), height, width, header))
            column += width
    return _trim(_with_header(cells))


def cell_text(cell: Tag) -> str:
    """A cell's text on one line: inline elements add nothing, blocks and line breaks a space."""
    parts: list[str] = []
    stack: list[PageElement] = list(reversed(cell.contents))
    while stack:
        node = stack.pop()
        if not isinstance(node, Tag):
            parts.append(str(node))
        elif not html_hidden.is_hidden(node):
            if node.name in ("br", "p", "div", "section", "li"):
                parts.append("\n")
            stack.extend(reversed(node.contents))
    return " ".join(normalise("".join(parts).replace("\t", " ")).split())


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1")).strip()
    return min(_MAX_SPAN, max(1, int(value))) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _with_header(cells: list[CellText]) -> list[CellText]:
    """Where nothing is marked as header, a first row of words over rows with numbers is one."""
    if any(cell.is_header for cell in cells):
        return cells
    first = [cell for cell in cells if cell.row == 0 and cell.text]
    words = all(not _NUMBER.fullmatch(cell.text) for cell in first)
    numbers = any(cell.row > 0 and _DIGIT.search(cell.text) for cell in cells)
    if not first or not words or not numbers:
        return cells
    return [
        CellText(cell.row, cell.col, cell.text, cell.row_span, cell.col_span, True) if cell.row == 0 else cell
        for cell in cells
    ]


def _trim(cells: list[CellText]) -> tuple[CellText, ...]:
    """Spans cut where they reach beyond the last row or column that has a cell of its own."""
    if not cells:
        return ()
    rows = max(cell.row for cell in cells) + 1
    columns = max(cell.col + cell.col_span for cell in cells if cell.col_span < _MAX_SPAN or cell.col == 0)
    return tuple(
        CellText(
            cell.row,
            cell.col,
            cell.text,
            min(cell.row_span, rows - cell.row),
            max(1, min(cell.col_span, columns - cell.col)),
            cell.is_header,
        )
        for cell in cells
    )
