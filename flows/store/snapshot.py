"""The plain Parquet copy of the newest published version, for readers without Delta.

``<table>/month=YYYY-MM/part-0.parquet`` by the month of the document's publication, ``month=unknown`` where there is
none (always there, so that every table has its columns to show). Only months that changed are rewritten, by rename; a
marker, written last, tells which version is shown, so that a crash in between is mended by the next run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import orjson
import polars as pl

from flows.store.curated import CuratedStore, UnknownVersionError, Version
from flows.store.raw import write_whole
from flows.store.tables import ORDER, PUBLIC

UNKNOWN = "unknown"
DOCUMENTS_AT_ONCE = 4000
"""Months are exported together up to so many documents: a bound on memory."""
_FORMAT = 1
"""Raised when the layout changes, so that every month is written again."""


def export(store: CuratedStore) -> list[str]:
    """Bring the copy up to the newest published version; the months that were rewritten."""
    newest = store.newest()
    if newest is None:
        return []
    marker = store.parquet / "_version.json"
    shown = _shown(store, marker)
    if shown is not None and shown.version == newest.version:
        return []
    after = _months(store, newest)
    months = _changed(store, shown, newest, after)
    for some in _portions(months, after):
        _write(store, newest, after, some)
    content = orjson.dumps({"version": newest.version, "published_at": newest.published_at, "format": _FORMAT})
    store.parquet.mkdir(parents=True, exist_ok=True)
    write_whole(marker, content)
    return months


def _shown(store: CuratedStore, marker: Path) -> Version | None:
    try:
        said = orjson.loads(marker.read_bytes())
        return store.version_at(said["version"]) if said["format"] == _FORMAT else None
    except (FileNotFoundError, orjson.JSONDecodeError, KeyError, UnknownVersionError):
        return None


def _months(store: CuratedStore, version: Version) -> pl.DataFrame:
    """``document_id``, ``month`` and what tells two states of a document apart."""
    month = pl.col("published_on").dt.strftime("%Y-%m").fill_null(UNKNOWN)
    state = ("batch_id", "duplicate_of", "supersedes", "retracted_at")
    return store.scan("documents", version).select("document_id", *state, month=month).collect()


def _changed(store: CuratedStore, shown: Version | None, newest: Version, after: pl.DataFrame) -> list[str]:
    everything = sorted({*after["month"], UNKNOWN})
    if shown is None:
        shutil.rmtree(store.parquet, ignore_errors=True)
        return everything
    before = _months(store, shown)
    keys = list(before.columns)
    months = set(before.join(after, on=keys, how="anti", nulls_equal=True)["month"])
    months |= set(after.join(before, on=keys, how="anti", nulls_equal=True)["month"])
    where = dict(pl.concat([before, after]).select("document_id", "month").iter_rows())
    for table in ("sources", "rejects"):  # their rows may change without their document's
        old, new = store.scan(table, shown).collect(), store.scan(table, newest).collect()
        one, other = (
            old.join(new, on=old.columns, how="anti", nulls_equal=True),
            new.join(old, on=old.columns, how="anti", nulls_equal=True),
        )
        months |= {where.get(i, UNKNOWN) for i in (*one["document_id"], *other["document_id"])}
    return sorted(months)


def _portions(months: list[str], after: pl.DataFrame) -> Iterator[list[str]]:
    sizes = dict(after.group_by("month").len().iter_rows())
    portion: list[str] = []
    held = 0
    for month in months:
        if portion and held + sizes.get(month, 0) > DOCUMENTS_AT_ONCE:
            yield portion
            portion, held = [], 0
        portion.append(month)
        held += sizes.get(month, 0)
    if portion:
        yield portion


def _write(store: CuratedStore, newest: Version, after: pl.DataFrame, months: list[str]) -> None:
    known = after.select("document_id", "month")
    for table in PUBLIC:
        rows = store.scan(table, newest)
        placed = rows.join(known.lazy(), on="document_id", how="left").with_columns(pl.col("month").fill_null(UNKNOWN))
        wanted = placed.filter(pl.col("month").is_in(months)).collect()
        parts = wanted.sort(ORDER[table], nulls_last=True).partition_by("month", as_dict=True, include_key=False)
        for month in months:
            folder = store.parquet / table / f"month={month}"
            part = parts.get((month,))
            if part is None and month != UNKNOWN:
                shutil.rmtree(folder, ignore_errors=True)
            else:
                _write_part(folder, part if part is not None else pl.DataFrame(schema=rows.collect_schema()))


def _write_part(folder: Path, rows: pl.DataFrame) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".part-0.{os.getpid()}.tmp"
    rows.write_parquet(temporary, compression="zstd")
    temporary.replace(folder / "part-0.parquet")
    for stray in folder.glob(".*.tmp"):  # of a writer that was killed
        stray.unlink()
