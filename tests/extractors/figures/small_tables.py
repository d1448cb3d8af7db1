"""Small tables for tests: rows of plain cells, read as a note's or a filing's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from extractors.figures.filing_places import NOWHERE, Standing
from extractors.figures.table_sections import Carried
from extractors.figures.tables import TableReading, read_table
from extractors.language import Context
from extractors.language.names import find_names
from extractors.language.periods import Anchor, parse_period
from extractors.records import Cell, Figure, Name, Table

COMPANY = Name(0, 0, "海风电缆", "company", "601999.SH", "601999.SH")
ANCHOR = Anchor(date(2025, 4, 28))
REPORT = Context(ANCHOR, "东湖证券", COMPANY)
FILING = Context(ANCHOR, "海风电缆", COMPANY, report_period=parse_period("2025年第一季度", ANCHOR), kind="filing")
Rows = Sequence[Sequence[str | None]]


def read(
    rows: Rows,
    *,
    caption: str | None = None,
    unit: str | None = None,
    headers: int = 1,
    context: Context = REPORT,
    before: Carried | None = None,
    heading: str = "",
    page: int = 1,
    standing: Standing = NOWHERE,
) -> TableReading:
    """A table of plain cells; None is a place without a cell, the first ``headers`` rows are marked as headers."""
    text, cells = "", []
    for row, contents in enumerate(rows):
        for col, content in enumerate(contents):
            if content is not None:
                cells.append(Cell(row, col, len(text), len(text) + len(content), is_header=row < headers))
                text += content
            text += "\t"
        text = text[:-1] + "\n"
    table = Table("t0001", 0, len(text), tuple(cells), page=page, caption=caption, unit_text=unit)
    return read_table(text, table, context, find_names(text), topic=None, before=before, heading=heading,
                      standing=standing)  # fmt: skip


def brief(reading: TableReading) -> list[tuple[object, ...]]:
    return [brief_of(figure) for figure in reading.figures]


def brief_of(f: Figure) -> tuple[object, ...]:
    return f.entity, f.metric, f.aspect, f.value, f.unit, f"{f.period_start} {f.period_end}"


YEAR = {year: f"{year}-01-01 {year}-12-31" for year in range(2020, 2031)}
