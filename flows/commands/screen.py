"""Tables for a person at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.commands.report import file_name

MOST_ROWS = 200
"""A longer result is cut on the screen, and says so; other formats write it whole."""
_STEPS = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))

Row = Mapping[str, Any]


def print_table(table: str, rows: pl.DataFrame, console: Console | None = None) -> None:
    """Print rows with the columns that tell a person most."""
    console = console or Console()
    columns = _COLUMNS[table]
    drawn = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, expand=False)
    for title, style, right, _ in columns:
        drawn.add_column(
            title, style=style, justify="right" if right else "left", overflow="fold", no_wrap=title in _SHORT
        )
    for row in rows.head(MOST_ROWS).iter_rows(named=True):
        drawn.add_row(*(Text(show(row)) for *_, show in columns))
    if rows.height:
        console.print(drawn)
    left_out = rows.height - MOST_ROWS
    more = f", {left_out} more with --format csv, jsonl or parquet" if left_out > 0 else ""
    console.print(Text(f"{rows.height} {table if rows.height != 1 else table[:-1]}{more}", style="dim"))


def amount(value: float | None, unit: str | None) -> str:
    """A value as a person reads it: ``5998万 person``, ``12 %``, ``1.6亿 CNY``."""
    if value is None:
        return ""
    shown, step = value, ""
    if unit not in ("%", "pp", "bp", "x"):
        shown, step = next(((value / size, word) for size, word in _STEPS if abs(value) >= size), (value, ""))
    return f"{shown:.6g}{step} {unit or ''}".rstrip()


def _figure_amount(row: Row) -> str:
    signs = {"over": ">", "under": "<", "approx": "≈"}
    if row["comparator"] == "range" and row["value_low"] is not None and row["value_high"] is not None:
        return f"{amount(row['value_low'], None)} … {amount(row['value_high'], row['unit'])}"
    rank = "#" if row["aspect"] == "rank" else ""
    return f"{signs.get(row['comparator'], '')}{rank}{amount(row['value'], row['unit'])}"


def _what(row: Row) -> str:
    words = [row["metric"]]
    if row["aspect"] != "level":
        words.append(row["aspect"])
    if row["basis"]:
        words.append(row["basis"])
    if row["modality"] != "actual":
        words.append(f"[{row['modality']}]")
    return " ".join(words)


def _period(row: Row) -> str:
    start, end = row["period_start"], row["period_end"]
    if start is None:
        return row["period_text"] or ""
    if end is None:
        return f"{start} –"
    if start == end:
        return str(start)
    if start.day == 1 and start.month == 1 and end.day == 31 and end.month == 12:
        return str(start.year) if start.year == end.year else f"{start.year} – {end.year}"
    if start.day == 1 and (start.year, start.month) == (end.year, end.month) and end.day >= 28:
        return f"{start:%Y-%m}"
    return f"{start} – {end}"


def _pairs(value: Mapping[str, str] | list[tuple[str, str]] | None) -> str:
    return " ".join(f"{key}={item}" for key, item in sorted(dict(value or {}).items()))


def _text(column: str, most: int = 80) -> Callable[[Row], str]:
    def show(row: Row) -> str:
        value = row[column]
        if value is None:
            return ""
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        if isinstance(value, list):
            value = "、".join(str(item) for item in value)
        text = str(value) if not isinstance(value, date) else value.isoformat()
        return text if len(text) <= most else f"{text[: most - 1]}…"

    return show


def _place(row: Row) -> str:
    return f"{row['document_id'][:8]}:{row['char_start']}" + (f" p{row['page']}" if row["page"] else "")


_SHORT = frozenset({"document", "value", "period", "published", "ticker", "place", "version"})
_DOCUMENT = ("document", "dim", False, lambda row: (row["document_id"] or "")[:12])
_COLUMNS: dict[str, list[tuple[str, str, bool, Callable[[Row], str]]]] = {
    "figures": [
        ("entity", "bold", False, _text("entity", 24)),
        ("metric", "cyan", False, _what),
        ("value", "bold green", True, _figure_amount),
        ("period", "", False, _period),
        ("dimensions", "magenta", False, lambda row: _pairs(row["dimensions"])),
        ("quote", "dim", False, _text("quote", 60)),
        ("place", "dim", False, _place),
    ],
    "documents": [
        _DOCUMENT,
        ("published", "", False, _text("published_on")),
        ("publisher", "cyan", False, _text("publisher", 20)),
        ("title", "bold", False, _text("title", 60)),
        ("subjects", "magenta", False, _text("subject_tickers", 40)),
        ("rating", "green", False, _text("rating")),
        ("figures", "bold green", True, _text("figures")),
        ("numbers", "", True, _text("quantities")),
    ],
    "mentions": [
        ("ticker", "bold green", False, _text("ticker")),
        ("name", "bold", False, _text("name")),
        ("as written", "", False, _text("mention_text", 24)),
        ("role", "cyan", False, _text("role")),
        ("relation", "magenta", False, lambda row: " ".join(filter(None, (row["relation"], row["relation_to"])))),
        ("place", "dim", False, _place),
    ],
    "rejects": [
        _DOCUMENT,
        ("stage", "cyan", False, _text("stage")),
        ("reason", "bold yellow", False, _text("reason")),
        ("message", "", False, _text("message", 120)),
        ("source", "dim", False, lambda row: file_name(row["source_uri"] or "")[:60]),
    ],
    "versions": [
        ("version", "bold green", True, _text("version")),
        ("published", "", False, _text("published_at")),
        ("added", "", True, _text("documents_added")),
        ("replaced", "", True, _text("documents_replaced")),
        ("retracted", "", True, _text("documents_retracted")),
        ("extractor", "dim", False, _text("extractor_version")),
        ("batch", "dim", False, _text("batch_id")),
    ],
}
