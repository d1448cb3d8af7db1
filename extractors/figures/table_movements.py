"""Tables of movements in filings: rows lead from an opening to a closing balance, columns are what has moved.

Statements of changes in equity and the notes on fixed and intangible assets are such. Their time stands in the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import regex

from extractors.figures.evidence import of_cell
from extractors.figures.grid import Grid
from extractors.figures.headers import Head
from extractors.figures.metrics import CURRENCIES, clean_label, match_label
from extractors.figures.movements import Movement
from extractors.figures.table_accounts import PARENT, measure_of, within
from extractors.figures.table_context import CellContext
from extractors.figures.table_sections import Section
from extractors.records import Cell, Figure, Period, Quantity

_OPEN = regex.compile(
    r"(?:上年年末|上年期末|上年末|本年年初|本年期初|本期期初|年初|期初)(?:账面)?(?:余额|价值|数|金额)"
)
_CLOSE = regex.compile(r"(?:本年年末|本年期末|本期期末|年末|期末)(?:账面)?(?:余额|价值|数|金额)")
_AMOUNTS = CURRENCIES | {"share"}
_SUBTOTAL = regex.compile(r"小计")
_TOTAL = regex.compile(r"合计|总计|小计")


def movement_of(grid: Grid, heads: Sequence[Head], own: Period | None) -> Movement | None:
    """The movement that a filing's table shows; None for a table that is none. ``own`` is the filing's period."""
    if own is None or own.period_start is None:
        return None
    periods = [head.period for head in heads[1:] if head.period is not None]
    if len({(p.period_start, p.period_end) for p in periods}) > 1 or any(head.only_change for head in heads):
        return None
    labels = [
        clean_label(content[0])
        for content, numeric in zip(grid.contents, grid.numeric, strict=True)
        if any(numeric[1:])
    ]
    opened = any(_OPEN.fullmatch(label) for label in labels)
    of_equity = sum("权益" in head.text or "资本公积" in head.text for head in heads) >= 2
    if not opened or not (of_equity or any(_CLOSE.fullmatch(label) for label in labels)):
        return None
    period = periods[0] if periods else own
    return Movement(period) if period.period_start is not None and period.period_type != "instant" else None


def movement_row(
    grid: Grid, row: int, quantities: Sequence[Quantity], cells: CellContext, section: Section
) -> list[Figure]:
    """The figures of one row: balances on a day, or what moved in the movement's time."""
    label, movement = grid.cell_text(row, 0), section.movement
    if movement is None or not label or grid.numeric[row][0]:
        return []
    name = movement.name(label)
    day = _balance_day(clean_label(label), movement.period)
    found = []
    for quantity in quantities:
        col = next((c for c in range(1, grid.width) if _holds(grid.rows[row][c], quantity)), None)
        if col is not None:
            found += _figure(quantity, grid, row, col, name, day, movement, cells, section)
    return found


def _figure(
    quantity: Quantity, grid: Grid, row: int, col: int, name: str, day: date | None, movement: Movement,
    cells: CellContext, section: Section,
) -> list[Figure]:  # fmt: skip
    column, cell = section.head_of(grid, row, col), grid.rows[row][col]
    subject = cells.context.subject or cells.topic
    what = _what(column)
    if subject is None or cell is None or not what or quantity.unit not in _AMOUNTS:
        return []
    metric, dimensions = "line_item", {"of": movement.title or what}
    hit = match_label(what)
    if day is None:
        dimensions["of"] = "-".join(words for words in (movement.title, name) if words)
    elif not movement.title and hit is not None and hit[0].takes(quantity.unit):
        metric = hit[0].code
        dimensions = {"of": hit[1].of or what} if hit[1].of or hit[0].of_label or _TOTAL.search(what) else {}
    if dimensions.get("of") not in (None, what) and not _TOTAL.fullmatch(what) and metric == "line_item":
        dimensions["segment"] = what
    metric, dimensions = _in_place(metric, dimensions, what, name, day, movement, quantity, cells)
    period = movement.period
    evidence, confidence = of_cell(
        quantity, column, metric, "movement", subject, period, None, column, cells, section, "level"
    )
    first, last, kind = (day, day, "instant") if day else (period.period_start, period.period_end, period.period_type)
    return [
        Figure(
            start=quantity.start, end=quantity.end, entity=subject.canonical, ticker=subject.ticker,
            issuer_id=subject.issuer_id, metric=metric, aspect="level", value=quantity.value, value_low=quantity.low,
            value_high=quantity.high, comparator=quantity.comparator, unit=quantity.unit, rule="movement",
            confidence=confidence, evidence=evidence, dimensions=dimensions, attribution=cells.attribution,
            quote_start=cells.row_start, quote_end=cells.row_end, period_start=first, period_end=last,
            period_type=kind, period_text=period.text, table_id=cells.table.table_id, row=cell.row, col=cell.col,
        )
    ]  # fmt: skip


def _in_place(
    metric: str, dimensions: dict[str, str], what: str, name: str, day: date | None, movement: Movement,
    quantity: Quantity, cells: CellContext,
) -> tuple[str, dict[str, str]]:  # fmt: skip
    """A movement's metric and dimensions in the note on an account, and in the parent company's own statements."""
    standing = cells.standing
    if standing.account:
        part = within("" if _TOTAL.fullmatch(what) or what == standing.account else what, standing)
        metric, of = measure_of(movement.title, standing, quantity.unit or "")
        if day is None:
            title = of if metric == "line_item" else standing.account + movement.title
            metric, of = "line_item", f"{title}-{name}"
        dimensions = {key: words for key, words in (("of", of or ""), ("segment", part)) if words}
    return metric, {**dimensions, "scope": PARENT} if standing.parent else dimensions


def _what(column: Head) -> str:
    """What a column is about: its lowest words, but those above them for a subtotal (``归属于母公司 | 小计``)."""
    lines = [line for line in column.text.split("\n") if line]
    above = [line for line in lines if not _SUBTOTAL.fullmatch(line)]
    return clean_label((above or lines or [""])[-1])


def _holds(cell: Cell | None, quantity: Quantity) -> bool:
    return cell is not None and cell.start <= quantity.start and quantity.end <= cell.end


def _balance_day(label: str, period: Period) -> date | None:
    """The day of an opening or closing balance; None for a row of what moved."""
    if _OPEN.fullmatch(label):
        return period.period_start - timedelta(days=1) if period.period_start is not None else None
    return period.period_end if _CLOSE.fullmatch(label) else None
