"""A table's text cells: read as sentences, under the row's thing and date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractors.figures.confidence import with_evidence
from extractors.figures.grid import Grid
from extractors.figures.headers import Head
from extractors.figures.prose import read_sentence
from extractors.figures.sentences import MarkIndex, sentence_at
from extractors.figures.table_context import CellContext
from extractors.figures.thread import Thread
from extractors.language.periods import find_periods
from extractors.language.quantities import find_quantities
from extractors.records import Figure, Marks, Name, Period, Quantity

_NUMERAL = regex.compile(r"\d|[一二两三四五六七八九十百千万亿]")


@dataclass(frozen=True, slots=True)
class CellReading:
    """What a text cell says."""

    figures: tuple[Figure, ...]
    quantities: tuple[Quantity, ...]


def read_text_cell(
    grid: Grid,
    row: int,
    col: int,
    column: Head,
    entity: Name | None,
    row_period: Period | None,
    cells: CellContext,
    names: Sequence[Name],
) -> CellReading | None:
    """Quantities and figures of a cell of words; None where it holds no digit or numeral worth a look."""
    cell = grid.rows[row][col]
    if cell is None or cell.end - cell.start < 6 or not _NUMERAL.search(grid.cell_text(row, col)):
        return None
    anchor = cells.context.anchor
    periods = find_periods(grid.text, cell.start, cell.end, anchor)
    quantities, labels = find_quantities(
        grid.text, cell.start, cell.end, periods=periods, names=[(n.start, n.end) for n in names]
    )
    if not quantities:
        return None
    marks = Marks(tuple(quantities), tuple(periods), tuple(labels), tuple(names))
    sentence = sentence_at(grid.text, cell.start, cell.end, MarkIndex(marks))
    thread = Thread(cells.context, entity or cells.topic)
    readings = read_sentence(sentence, thread, inherited=row_period)
    figures = [
        replace(
            with_evidence(r.figure, "place: cell of words"), table_id=cells.table.table_id, row=cell.row, col=cell.col,
            quote_start=cells.row_start, quote_end=cells.row_end,
            attribution=r.figure.attribution or cells.attribution,
        )
        for r in readings
        if r.figure is not None
    ]  # fmt: skip
    return CellReading(tuple(figures), tuple(quantities))
