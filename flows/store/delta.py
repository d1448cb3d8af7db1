"""One Delta table of fixed columns: read at a version, append, delete, roll back. Versions here are Delta's own."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import polars as pl
from deltalake import DeltaTable, write_deltalake

from flows.store.tables import Columns

FILES_BEFORE_COMPACTION = 24
"""Small commits leave small files; reading is an order of magnitude faster once they are joined."""
KEYS_A_DELETE = 2000


class Table:
    """A Delta table at ``path`` whose columns are ``columns``; it may not exist yet."""

    def __init__(self, path: Path, columns: Columns) -> None:
        self.path = path
        self.columns = columns

    @property
    def exists(self) -> bool:
        """Whether anything was ever committed here."""
        return (self.path / "_delta_log").is_dir() and DeltaTable.is_deltatable(str(self.path))

    @property
    def version(self) -> int | None:
        """The newest Delta version, published or not; None where nothing was committed."""
        return DeltaTable(self.path).version() if self.exists else None

    def scan(self, version: int | None) -> pl.LazyFrame:
        """The rows at a Delta version; no rows for None (a table that the publication does not know)."""
        if version is None:
            return pl.LazyFrame(schema=self.columns)
        # Plain data files say all there is here (no deletion vectors, partitions or mapped columns), and reading them
        # directly spares the import of pyarrow, which costs as much as a small query.
        files = DeltaTable(self.path, version=version).file_uris()
        if not files:
            return pl.LazyFrame(schema=self.columns)
        return pl.scan_parquet(sorted(files), schema=self.columns, missing_columns="insert", hive_partitioning=False)

    def append(self, rows: pl.DataFrame) -> None:
        """Add rows in one commit; a table is created by its first append, be it empty."""
        if rows.is_empty() and self.exists:
            return
        write_deltalake(self.path, rows.select(*self.columns), mode="append")

    def replace(self, rows: pl.DataFrame) -> None:
        """Put rows in place of all that is there, in one commit."""
        write_deltalake(self.path, rows.select(*self.columns), mode="overwrite")

    def delete(self, column: str, keys: Sequence[str]) -> None:
        """Remove the rows whose ``column`` is one of ``keys``."""
        if not self.exists:
            return
        table = DeltaTable(self.path)
        remaining = iter(sorted(set(keys)))
        while some := list(islice(remaining, KEYS_A_DELETE)):
            table.delete(f"{column} IN ({', '.join(quoted(key) for key in some)})")

    def compact(self) -> None:
        """Join small files where there are many; the rows stay."""
        if self.exists:
            table = DeltaTable(self.path)
            if len(table.file_uris()) > FILES_BEFORE_COMPACTION:
                table.optimize.compact()
                table.create_checkpoint()

    def roll_back(self, version: int | None) -> bool:
        """Undo commits after ``version`` (all of them for None); True where there was something to undo.

        Delta undoes by a further commit, so a table that was rolled back is ahead of ``version`` and yet equal to it.
        """
        if not self.path.exists():
            return False
        if version is None:
            shutil.rmtree(self.path)
            return True
        table = DeltaTable(self.path)
        if table.version() == version or _restores(table, version):
            return False
        table.restore(version)
        return True


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _restores(table: DeltaTable, version: int) -> bool:
    newest = table.history(1)[0]
    parameters = newest.get("operationParameters") or {}
    return newest.get("operation") == "RESTORE" and str(parameters.get("version")) == str(version)
