"""Rows as a person or a program wants them: a table, CSV, JSON lines, Parquet."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from flows.commands.screen import Around, print_table


def write_rows(
    table: str,
    rows: pl.DataFrame,
    form: str,
    output: Path | None,
    *,
    limit: int | None = None,
    around: Callable[[pl.DataFrame], Around] | None = None,
) -> int:
    """Write rows in a format to a file or standard output; the exit code.

    ``limit`` rows of them, all for 0; None is all too, but for a screen, which has a measure of its own. ``around``
    fetches what a screen shows beside the rows.
    """
    if form == "table" and output is None:
        print_table(table, rows, around(rows) if around is not None else None, limit=limit)
        return 0
    rows = rows.head(limit) if limit else rows
    if form == "parquet" and output is None and sys.stdout.isatty():
        sys.stderr.write("yanbao: Parquet is not for a screen: give --output FILE, or redirect\n")
        return 2
    content = encode(rows, "csv" if form == "table" else form)
    if output is not None:
        output.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    return 0


def encode(rows: pl.DataFrame, form: str) -> bytes:
    """Rows as bytes of ``csv``, ``jsonl`` or ``parquet``."""
    if form == "jsonl":
        return b"".join(json_lines(rows))
    if form == "csv":
        return _csv(rows).encode("utf-8", "surrogatepass")
    content = io.BytesIO()
    rows.write_parquet(content, compression="zstd")
    return content.getvalue()


def json_lines(rows: pl.DataFrame) -> Iterator[bytes]:
    """One JSON object a row: maps as objects with sorted keys, times in UTC, absent as null."""
    for row in records(rows):
        yield orjson.dumps(row, option=orjson.OPT_UTC_Z) + b"\n"


def records(rows: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows as dictionaries, maps as dictionaries with sorted keys."""
    maps = [name for name, kind in rows.schema.items() if isinstance(kind, pl.Map)]
    for row in rows.iter_rows(named=True):
        for name in maps:
            if row[name] is not None:
                row[name] = dict(sorted(dict(row[name]).items()))
        yield {name: _zoned(value) for name, value in row.items()}


def _zoned(value: Any) -> Any:
    # Polars names the zone with a ZoneInfo, whose "UTC" orjson does not write as Z.
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _csv(rows: pl.DataFrame) -> str:
    content = io.StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows([_field(value) for value in row.values()] for row in records(rows))
    return content.getvalue()


def _field(value: Any) -> Any:
    """A cell of CSV: maps ``k=v;k=v`` sorted, lists ``a;b``, times ISO."""
    if isinstance(value, dict):
        return ";".join(f"{key}={item}" for key, item in value.items())
    if isinstance(value, list):
        return _joined(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _joined(items: Iterable[Any]) -> str:
    return ";".join(orjson.dumps(i).decode() if isinstance(i, dict) else str(i) for i in items)
