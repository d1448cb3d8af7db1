"""The first page's lines for the metadata: text, size and place."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.documents.pdf.parts import Line, Part, TablePart
from extractors.documents.titles import TABLE_SIZE, FrontLine

EDGE_SHARE = 0.11


def front_lines(parts: Sequence[Part], height: float) -> list[tuple[FrontLine, Line | None]]:
    """The lines of the first page that has text, tables' rows among them, in reading order, each with its part.

    ``height`` is that page's, in points.
    """
    page = min((part.page for part in parts), default=1)
    lines: list[tuple[FrontLine, Line | None]] = []
    for part in parts:
        if part.page != page:
            continue
        if isinstance(part, Line):
            front = FrontLine(
                part.spaced or part.text,
                part.size,
                part.box.top,
                part.region,
                part.bold,
                part.kind == "furniture",
                part.box.top < EDGE_SHARE * height or part.box.bottom > (1 - EDGE_SHARE) * height,
            )
            lines.append((front, part))
        elif isinstance(part, TablePart):
            lines.extend((FrontLine(row, TABLE_SIZE, part.box.top, part.region), None) for row in table_rows(part))
    return lines


def table_rows(table: TablePart) -> list[str]:
    """A table's rows as lines, cells parted by a space."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return [" ".join(row) for row in rows.values()]
