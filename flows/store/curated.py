"""The curated store as its readers and its one writer see it: tables pinned together by ``versions``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
from filelock import FileLock

from flows.store.delta import Table
from flows.store.tables import PUBLIC, TABLES, VERSIONS


class UnknownVersionError(LookupError):
    """No published version of that number, or none at that time."""


@dataclass(frozen=True, slots=True)
class Version:
    """One published state of all tables: a row of ``versions``."""

    version: int
    published_at: datetime
    batch_id: str
    extractor_version: str
    tables: Mapping[str, int]
    documents_added: int = 0
    documents_replaced: int = 0
    documents_retracted: int = 0


class CuratedStore:
    """The tables under ``root``. Reading needs no lock: what ``versions`` pins never changes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tables = {name: Table(root / _folder(name), columns) for name, columns in TABLES.items()}
        self._versions = Table(root / "versions", VERSIONS)

    @property
    def staging(self) -> Path:
        """Where a running batch keeps what it has extracted; never read by others."""
        return self.root / ".staging"

    @property
    def parquet(self) -> Path:
        """The plain Parquet copy of the newest published version."""
        return self.root / "parquet"

    def writer_lock(self) -> FileLock:
        """The lock that the one writer holds from its first look at the store to the end of its publication."""
        self.root.mkdir(parents=True, exist_ok=True)
        return FileLock(self.root / ".writer.lock")

    def versions(self) -> list[Version]:
        """All published versions, oldest first."""
        rows = self._versions.scan(self._versions.version).sort("version").collect().to_dicts()
        return [Version(**{**row, "tables": dict(row["tables"] or {})}) for row in rows]

    def newest(self) -> Version | None:
        """The newest published version; None for a store without any."""
        versions = self.versions()
        return versions[-1] if versions else None

    def version_at(self, as_of: int | datetime | None) -> Version | None:
        """The version of that number, or the newest one at that time; the newest of all for None.

        Raises UnknownVersionError where a version is asked for that does not exist.
        """
        if as_of is None:
            return self.newest()
        for version in reversed(self.versions()):
            if version.version == as_of if isinstance(as_of, int) else version.published_at <= as_of:
                return version
        raise UnknownVersionError(f"no published version {as_of}" if isinstance(as_of, int) else f"none before {as_of}")

    def scan(self, table: str, version: Version | None) -> pl.LazyFrame:
        """A table's rows as published by ``version``; no rows for None."""
        return self.tables[table].scan(version.tables.get(table) if version else None)

    def open_version(self, as_of: int | datetime | None = None) -> dict[str, pl.LazyFrame]:
        """The contract's tables as of one published version, pinned together."""
        version = self.version_at(as_of)
        return {name: self.scan(name, version) for name in PUBLIC}

    def recover(self) -> list[str]:
        """Undo what a killed writer committed without publishing it; the names of the tables rolled back."""
        newest = self.newest()
        pinned = newest.tables if newest else {}
        return [name for name, table in self.tables.items() if table.roll_back(pinned.get(name))]

    def commit(self, version: Version) -> None:
        """Make a state of the tables visible: the last commit of a publication."""
        self._versions.compact()
        row = {name: [getattr(version, name)] for name in VERSIONS} | {"tables": [dict(version.tables)]}
        self._versions.append(pl.DataFrame(row, schema=VERSIONS))


def open_version(curated: Path, as_of: int | datetime | None = None) -> dict[str, pl.LazyFrame]:
    """The contract's tables of a store, pinned together: ``open_version(Path("curated"))["figures"].collect()``."""
    return CuratedStore(curated).open_version(as_of)


def _folder(table: str) -> str:
    return f".{table}" if table not in PUBLIC else table
