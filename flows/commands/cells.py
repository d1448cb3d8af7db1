"""Values, periods and quotes as a person reads them: short, on one line, measured in terminal cells.

A Chinese character is two cells wide, so every width here is one of :func:`rich.cells.cell_len`, never of ``len``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from rich.cells import cell_len, chop_cells
from rich.text import Text

Row = Mapping[str, Any]

_STEPS = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
_UNSCALED = frozenset({"%", "pp", "bp", "x"})
_SIGNS = {"over": ">", "under": "<", "approx": "~"}
_CELL_BREAK = re.compile(r"\s*\t\s*")
_SPACE = re.compile(r"\s+")
_LEFT_SHARE = 0.62
"""Of the room beside a value, what goes to the words before it: there stand who, what and when."""
_LABEL_SHARE = 0.4
"""Of a table row's room, what its label may take."""


def number(value: float | None, unit: str | None, plus: bool = False) -> str:
    """A value in steps of 万, 亿 and 万亿: ``5998万``, ``16.92``, ``1.6亿``; empty for None."""
    if value is None:
        return ""
    shown, step = value, ""
    if unit not in _UNSCALED:
        shown, step = next(((value / size, word) for size, word in _STEPS if abs(value) >= size), (value, ""))
    return f"{shown:{'+' if plus else ''}.6g}{step}"


def amount(row: Row) -> str:
    """A figure's value with what qualifies it: ``>1.6亿``, ``~6000万``, ``-6~-4``, ``+16.92`` (a change), ``#2``."""
    unit, low, high = row["unit"], row["value_low"], row["value_high"]
    if row["aspect"] == "rank":
        return f"#{number(row['value'], '%')}"
    plus = row["aspect"] == "change"
    if row["comparator"] == "range" and low is not None and high is not None:
        return f"{number(low, unit, plus)}~{number(high, unit, plus)}"
    return f"{_SIGNS.get(row['comparator'], '')}{number(row['value'], unit, plus)}"


def unit(row: Row) -> str:
    """A figure's unit; the printed measure for a count that has one, nothing for a rank."""
    if row["aspect"] == "rank":
        return ""
    return str(row["unit"] or "")


def period(row: Row) -> str:
    """A period in its shortest form: ``2025Q1``, ``2024H1``, ``2024``, ``2025E``, ``2024-11``, ``2024-01~09``,
    ``2024-11-30``; as written where it could not be resolved."""
    start, end = row["period_start"], row["period_end"]
    if start is None:
        return str(row["period_text"] or "")
    if end is None:
        return f"{start}~"
    if start == end:
        return str(start)
    estimate = "E" if row["modality"] == "forecast" else ""
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        return _whole_months(start, end, estimate)
    same_month = (start.year, start.month) == (end.year, end.month)
    rest = f"{end:%d}" if same_month else f"{end:%m-%d}" if start.year == end.year else str(end)
    return f"{start}~{rest}"


def _whole_months(start: date, end: date, estimate: str) -> str:
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.month == 1 and months % 12 == 0:
        return f"{start.year}{estimate}" if months == 12 else f"{start.year}~{end.year}{estimate}"
    if months == 3 and start.month % 3 == 1:
        return f"{start.year}Q{start.month // 3 + 1}{estimate}"
    if months == 6 and start.month % 6 == 1:
        return f"{start.year}H{start.month // 6 + 1}{estimate}"
    if months == 1:
        return f"{start:%Y-%m}"
    return f"{start:%Y-%m}~{end:%m}" if start.year == end.year else f"{start:%Y-%m}~{end:%Y-%m}"


def metric(row: Row) -> Text:
    """A metric with its aspect or basis, and its dimensions: ``revenue yoy``, ``mau rank``, ``price input``."""
    shown = Text(row["metric"], style="cyan")
    if row["basis"]:
        shown.append(f" {row['basis']}")
    elif row["aspect"] != "level":
        shown.append(f" {row['aspect']}")
    for key, value in sorted(dict(row["dimensions"] or {}).items()):
        shown.append(f" {'vs ' if key == 'than' else ''}{value}", style="magenta")
    return shown


def place(row: Row) -> str:
    """Where something stands: the document's id, shortened, and the page."""
    return str(row["document_id"])[:8] + (f" p{row['page']}" if row["page"] else "")


def fit(text: Text, width: int) -> Text:
    """The text in at most ``width`` cells, with an ellipsis where it was cut."""
    if text.cell_len <= width:
        return text
    shown = text.copy()
    shown.truncate(width, overflow="ellipsis")
    return shown


def window(quote: str, start: int, end: int, width: int, marked: bool) -> Text:
    """``width`` cells of ``quote`` around ``quote[start:end]``, which stands out: by colour, or in brackets.

    A row of a table keeps its label in view, where that is before the value and there is room.
    """
    value = _one_line(quote[start:end])
    shown = f"[{value}]" if marked else value
    before, after = _one_line(quote[:start]).lstrip(" |"), _one_line(quote[end:]).rstrip(" |")
    room = width - cell_len(shown)
    if room < 4:
        return fit(Text(shown, style="bold not dim"), width)
    label, cut = "", before.find(" | ")
    if "\t" in quote and 0 < cell_len(before[:cut]) <= room * _LABEL_SHARE and cell_len(before) > room * _LEFT_SHARE:
        label, before = before[:cut] + " ", before[cut + 1 :]
        room -= cell_len(label)
    left, right = _shares(cell_len(before), cell_len(after), room)
    drawn = Text(label + _tail(before, left))
    drawn.append(shown, style="bold not dim")
    drawn.append(_head(after, right))
    return drawn


def _shares(before: int, after: int, room: int) -> tuple[int, int]:
    """Cells for the words before and after; what one side leaves, the other takes."""
    left = min(before, int(room * _LEFT_SHARE))
    right = min(after, room - left)
    return min(before, room - right), right


def _head(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return (chop_cells(text, width - 1)[0] if width > 2 else "") + "…"


def _tail(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    kept = chop_cells(text[::-1], width - 1)[0][::-1] if width > 2 else ""
    return f"…{kept}"


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", _CELL_BREAK.sub(" | ", text))
