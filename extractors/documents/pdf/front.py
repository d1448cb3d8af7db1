"""The first page's lines for the metadata: text, size and place."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.documents.pdf.parts import Line, Part, TablePart
from extractors.documents.titles import FrontLine


def front_lines(parts: Sequence[Part]) -> list[FrontLine]:
    """The lines of the first page that has text, tables' rows among them, in reading order."""
    page = min((part.page for part in parts), default=1)
    lines: list[FrontLine] = []
    for part in parts:
        if part.page != page:
            continue
        if isinstance(part, Line):
            lines.append(
                FrontLine(part.text, part.size, part.box.top, part.region, part.bold, part.kind == "furniture")
            )
        elif isinstance(part, TablePart):
            rows: dict[int, list[str]] = {}
            for cell in part.cells:
                rows.setdefault(cell.row, []).append(cell.text)
            lines.extend(FrontLine(" ".join(row), 6.0, part.box.top, part.region) for row in rows.values())
    return lines
