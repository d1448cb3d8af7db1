"""Stores for tests of the flows, an ingest into them by the fake extractor, and what it makes comparable."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from flows.commands.ingest import ingest_directly
from flows.settings import Budget, Settings
from flows.steps import Run, Summary
from flows.store.curated import CuratedStore
from flows.store.tables import ORDER, PUBLIC
from flows.work import Outcome

NOT_COMPARED = ("ingested_at", "known_at", "batch_id")


@dataclass
class Heard:
    """A reporter that remembers."""

    outcomes: list[Outcome] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    plans: list[tuple[int, int, int]] = field(default_factory=list)

    def planned(self, extract: int, resumed: int, unchanged: int) -> None:
        self.plans.append((extract, resumed, unchanged))

    def done(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    def unfetched(self, source_uri: str, message: str) -> None:
        self.failed.append(source_uri)

    def waiting(self) -> None:
        raise AssertionError("another writer holds the store")


@dataclass
class Stand:
    """Stores, and an ingest into them."""

    settings: Settings
    heard: Heard = field(default_factory=Heard)

    @property
    def store(self) -> CuratedStore:
        return CuratedStore(self.settings.curated)

    def ingest(self, *paths: Path, urls: tuple[str, ...] = (), **retries: bool) -> Summary:
        with Run(self.settings, self.heard, **retries) as run:
            jobs = run.land(paths, urls)
            return ingest_directly(run, jobs) if jobs else run.publish()

    def table(self, name: str) -> pl.DataFrame:
        return self.store.open_version()[name].sort(ORDER[name], nulls_last=True).collect()

    def tables(self) -> dict[str, pl.DataFrame]:
        """All that two equal stores share."""
        return {name: self.table(name).drop(NOT_COMPARED, strict=False) for name in PUBLIC}


def make_stand(root: Path, extractor: str = "extract", **budget: float) -> Stand:
    """Stores below ``root``, with an extractor of the fake module, whose name is its version."""
    limits = Budget(**{"seconds_per_document": 20.0, "workers": 2, **budget})  # type: ignore[arg-type]
    return Stand(
        Settings(root / "raw", root / "curated", limits, f"fake_extractor:{extractor}", extractor_version=extractor)
    )


def make_corpus(root: Path) -> Path:
    """Six documents of three months, one of them without a date, one twice, and one that is rejected."""
    folder = root / "corpus"
    (folder / "子").mkdir(parents=True)
    for number in range(1, 6):
        day = f"published_on=2024-1{number % 3}-05;" if number != 5 else ""
        lines = f"科大讯飞:{number}人,豆包:{number}00人 其余{number}7人\n第{number}行各说各的{number * 7919}\n"
        (folder / f"d{number}.txt").write_text(f"{day}title=文{number}\n{lines}", encoding="utf-8")
    (folder / "子" / "同.txt").write_bytes((folder / "d1.txt").read_bytes())
    (folder / "empty.txt").write_text("title=nothing", encoding="utf-8")
    return folder


def assert_equal(left: dict[str, pl.DataFrame], right: dict[str, pl.DataFrame]) -> None:
    """Two stores hold the same."""
    for name, rows in left.items():
        assert rows.to_dicts() == right[name].to_dicts(), name
