"""Tables for a person at a terminal: one line a row, as wide as the terminal, grouped by document."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from typing import Any

import polars as pl
from rich.console import Console
from rich.text import Text

from flows.commands import cells
from flows.commands.cells import Row, fit
from flows.commands.report import file_name

MOST_ROWS = 100
"""A longer result is cut on the screen, and says so; other formats write it whole."""
WIDTH_OFF_TERMINAL = 150
"""Columns in a pipe or a log, where no terminal says how many there are."""
LEAST_OF_EACH = 5
"""Rows of each document that a cut result shows at least, where it has as many: of fewer documents rather than less."""
LEAST_REST = 24
"""Cells that the last column, which takes what the others leave, is to have at least."""


@dataclass(frozen=True, slots=True)
class Around:
    """What rows lean on: their documents' rows and texts, by ``document_id``."""

    documents: Mapping[str, Row] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``most`` are the cells that it may take, ``least`` what it may shrink to; 0 hides it there.

    A column that holds nothing in any row is not shown. ``gap`` are the cells before it.
    """

    title: str
    show: Callable[[Row], Text | str]
    style: str = ""
    right: bool = False
    most: int = 24
    least: int = 8
    gap: int = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is drawn; ``rest`` is its last column, given a row, what is around it, and the cells it may take."""

    columns: Sequence[Column]
    rest: str
    draw: Callable[[Row, Around, int, bool], Text]
    grouped: bool = False


def print_table(
    table: str,
    rows: pl.DataFrame,
    around: Around | None = None,
    *,
    limit: int | None = None,
    console: Console | None = None,
) -> None:
    """Print rows with the columns that tell a person most; ``limit`` rows of them, all for 0."""
    around, console = around or Around(), console or screen()
    layout = _LAYOUTS[table]
    limit = MOST_ROWS if limit is None else limit
    groups = _groups(rows, around) if layout.grouped else [rows]
    shown = pl.concat(_shared(groups, limit or rows.height)) if groups else rows
    if shown.height:
        for line in _lines(layout, shown, rows, around, console):
            console.print(line, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
        console.print()
    if rows.height > shown.height:
        console.print(Text(f"… and {rows.height - shown.height} more (--limit 0 shows all)", style="yellow"))
    console.print(Text(_tally(table, rows, layout.grouped), style="dim"))


def screen() -> Console:
    """Standard output: as wide as the terminal, or wide enough to read where there is none."""
    console = Console(highlight=False)
    if not console.is_terminal:
        columns = os.environ.get("COLUMNS", "")
        console.width = max(WIDTH_OFF_TERMINAL, int(columns) if columns.isdecimal() else 0)
    return console


def _tally(table: str, rows: pl.DataFrame, grouped: bool) -> str:
    tally = f"{rows.height} {table if rows.height != 1 else table[:-1]}"
    documents = rows["document_id"].n_unique() if grouped else 0
    return f"{tally} of {documents} documents" if documents > 1 else tally


def _groups(rows: pl.DataFrame, around: Around) -> list[pl.DataFrame]:
    """Rows by document, the newest first; within one they keep their order."""

    def age(group: pl.DataFrame) -> tuple[str, str]:
        document_id = group["document_id"][0]
        return str(around.documents.get(document_id, {}).get("published_on") or ""), document_id

    return sorted(rows.partition_by("document_id", maintain_order=True), key=age, reverse=True)


def _shared(groups: Sequence[pl.DataFrame], limit: int) -> list[pl.DataFrame]:
    """``limit`` rows of as many groups as can show enough each, evenly, in the groups' order."""
    room = accumulate(min(group.height, LEAST_OF_EACH) for group in groups)
    groups = groups[: 1 + sum(filled < limit for filled in room)]
    takes, left = [0] * len(groups), limit
    by_size = sorted(range(len(groups)), key=lambda number: groups[number].height)
    for place, number in enumerate(by_size):
        takes[number] = min(groups[number].height, left // (len(groups) - place))
        left -= takes[number]
    return [group.head(take) for group, take in zip(groups, takes, strict=True)]


def _lines(layout: Layout, shown: pl.DataFrame, rows: pl.DataFrame, around: Around, console: Console) -> Iterable[Text]:
    """The head, and each row below the line that names its document."""
    records = list(shown.iter_rows(named=True))
    drawn = [[_text(column.show(row), column.style) for column in layout.columns] for row in records]
    widths = _widths(layout.columns, drawn, console.width)
    used = sum(width + column.gap for width, column in zip(widths, layout.columns, strict=True) if width)
    room = max(console.width - used, LEAST_REST)
    yield _line(layout.columns, [Text(c.title) for c in layout.columns], widths, Text(layout.rest), "bold")
    yield Text("─" * console.width, style="dim")
    several = layout.grouped and rows["document_id"].n_unique() > 1
    counts = dict(rows.group_by("document_id").len().iter_rows()) if several else {}
    here = dict(shown.group_by("document_id").len().iter_rows()) if several else {}
    last, plain = None, console.no_color or not console.is_terminal
    for row, texts in zip(records, drawn, strict=True):
        if several and row["document_id"] != last:
            if last is not None:
                yield Text()
            last = row["document_id"]
            yield fit(_heading(last, around.documents.get(last, {}), here[last], counts[last]), console.width)
        yield _line(layout.columns, texts, widths, layout.draw(row, around, room, plain))


def _heading(document_id: str, document: Row, here: int, count: int) -> Text:
    """Who said when what: the line above a document's rows."""
    shown = Text()
    for text, style in (
        (document.get("publisher"), "bold cyan"),
        (document.get("title") or document_id[:12], "bold"),
        (document.get("published_on"), ""),
        (document_id[:8], "dim"),
        (f"({count})" if here == count else f"({here} of {count})", "dim"),
    ):
        if text:
            shown.append("  " if shown else "").append(" ".join(str(text).split()), style=style)
    return shown


def _widths(columns: Sequence[Column], drawn: Sequence[Sequence[Text]], width: int) -> list[int]:
    """Cells of each column: what its rows need, shrunk from the widest down where the last column would starve."""
    widths = []
    for number, column in enumerate(columns):
        need = max((texts[number].cell_len for texts in drawn), default=0)
        widths.append(min(max(need, len(column.title)), column.most) if need else 0)
    room = width - LEAST_REST - sum(column.gap for column in columns)
    while sum(widths) > room:
        slack = [w - column.least if w else 0 for w, column in zip(widths, columns, strict=True)]
        widest = max(range(len(widths)), key=slack.__getitem__)
        if slack[widest] <= 0:
            break
        # A column that may be hidden goes as a whole: half a place or a mark tells nothing.
        widths[widest] = widths[widest] - 1 if columns[widest].least else 0
    return widths


def _line(columns: Sequence[Column], texts: Sequence[Text], widths: Sequence[int], rest: Text, style: str = "") -> Text:
    line = Text(style=style)
    for column, text, width in zip(columns, texts, widths, strict=True):
        if not width:
            continue
        part = fit(text, width)
        padding = " " * (width - part.cell_len)
        line.append(" " * column.gap if line else "")
        line.append_text(Text(padding) + part if column.right else part + Text(padding))
    line.append("  ").append_text(rest)
    line.rstrip()
    return line


def _text(shown: Text | str, style: str) -> Text:
    return shown if isinstance(shown, Text) else Text(" ".join(shown.split()), style=style)


def _of(column: str) -> Callable[[Row], str]:
    """A column's value as it is."""

    def show(row: Row) -> str:
        value: Any = row[column]
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        if isinstance(value, list):
            return "、".join(str(item) for item in value)
        return "" if value is None else str(value)

    return show


def _quote(row: Row, around: Around, width: int, marked: bool) -> Text:
    """The words around a figure's value, in its quote."""
    quote, start = row["quote"], -1
    text = around.texts.get(row["document_id"])
    if text is not None:  # of several like values in one sentence, this one
        begin = text.rfind(quote, 0, row["char_start"] + len(quote))
        start = row["char_start"] - begin if begin >= 0 else -1
    end = row["char_end"] - row["char_start"] + start
    if start < 0 or quote[start:end] != row["value_text"]:
        start = max(quote.find(row["value_text"]), 0)
        end = start + len(row["value_text"]) if quote.startswith(row["value_text"], start) else start
    return _dimmed(cells.window(quote, start, end, width, marked and end > start))


def _words(row: Row, around: Around, width: int, marked: bool) -> Text:
    """The words around a mention, in its line of the text."""
    text, start, end = around.texts.get(row["document_id"], ""), row["char_start"], row["char_end"]
    if not text:
        return Text(row["mention_text"])
    begin, finish = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[begin : finish if finish >= 0 else len(text)]
    return _dimmed(cells.window(line, start - begin, end - begin, width, marked))


def _dimmed(text: Text) -> Text:
    text.style = "dim"
    return text


def _last(column: Callable[[Row], str], style: str = "") -> Callable[[Row, Around, int, bool], Text]:
    return lambda row, _around, width, _marked: fit(_text(column(row), style), width)


def _relation(row: Row) -> str:
    return " ".join(filter(None, (row["relation"], row["relation_to"])))


_MODALITIES = {"actual": "", "forecast": "forecast", "assumption": "assumed", "target": "target"}
_ID = Column("document", lambda row: (row["document_id"] or "")[:8], "dim", least=8)
_PLACE = Column("place", cells.place, "dim", least=0, most=14)
_LAYOUTS = {
    "figures": Layout(
        (
            Column("entity", _of("entity"), "bold", most=16),
            Column("metric", cells.metric, most=28, least=12),
            Column("value", cells.amount, "bold green", right=True, most=14, least=10),
            Column("unit", cells.unit, "green", most=10, least=6, gap=1),
            Column("period", cells.period, most=16, least=10),
            Column("", lambda row: _MODALITIES[row["modality"]], "yellow", least=0),
            _PLACE,
        ),
        "quote",
        _quote,
        grouped=True,
    ),
    "documents": Layout(
        (
            _ID,
            Column("published", _of("published_on"), most=10, least=10),
            Column("kind", lambda row: (row["kind"] or "").removesuffix("_article"), least=0, most=13),
            Column("publisher", _of("publisher"), "cyan", least=8),
            Column("figures", _of("figures"), "bold green", right=True, least=7),
            Column("numbers", _of("quantities"), right=True, least=0),
            Column("rating", _of("rating"), "green", least=0),
            Column("subjects", _of("subject_tickers"), "magenta", least=0, most=28),
        ),
        "title",
        _last(_of("title"), "bold"),
    ),
    "mentions": Layout(
        (
            Column("ticker", _of("ticker"), "bold green", most=11, least=9),
            Column("name", _of("name"), "bold", most=20),
            Column("role", _of("role"), "cyan", most=11, least=9),
            Column("relation", _relation, "magenta"),
            _PLACE,
        ),
        "words",
        _words,
        grouped=True,
    ),
    "rejects": Layout(
        (
            _ID,
            Column("stage", _of("stage"), "cyan", least=5),
            Column("reason", _of("reason"), "bold yellow", least=10),
            Column("source", lambda row: file_name(row["source_uri"] or ""), "dim", most=40, least=12),
        ),
        "message",
        _last(_of("message")),
    ),
    "versions": Layout(
        (
            Column("version", _of("version"), "bold green", right=True, least=7),
            Column("published", _of("published_at"), most=16, least=16),
            Column("added", _of("documents_added"), right=True, least=5),
            Column("replaced", _of("documents_replaced"), right=True, least=8),
            Column("retracted", _of("documents_retracted"), right=True, least=9),
            Column("extractor", _of("extractor_version"), "dim", most=16, least=0),
        ),
        "batch",
        _last(_of("batch_id"), "dim"),
    ),
}
