"""The plain Parquet copy, as readers without Delta find it."""

from __future__ import annotations

import duckdb
import pandas as pd
import polars as pl
import pytest

from flows.store.snapshot import export
from flows.store.tables import PUBLIC


@pytest.fixture
def published(stand, corpus):
    place = stand()
    place.ingest(corpus)
    return place


def test_polars_duckdb_and_pandas_read_every_table(published):
    for table in PUBLIC:
        folder = published.store.parquet / table
        rows = published.table(table)
        polars = pl.read_parquet(folder / "**" / "*.parquet", hive_partitioning=True)
        assert polars.columns == [*rows.columns, "month"]
        assert sorted(polars.drop("month").rows(), key=str) == sorted(rows.rows(), key=str)
        query = f"select * from read_parquet('{folder}/**/*.parquet', hive_partitioning=true)"
        assert len(duckdb.sql(query).fetchall()) == rows.height
        assert len(pd.read_parquet(folder)) == rows.height


def test_months_are_those_of_publication(published):
    months = {path.parent.name for path in (published.store.parquet / "figures").rglob("*.parquet")}
    assert months == {"month=2024-10", "month=2024-11", "month=2024-12", "month=unknown"}


def test_only_months_that_changed_are_rewritten(published, tmp_path):
    files = {path: path.stat().st_mtime_ns for path in published.store.parquet.rglob("*.parquet")}
    path = tmp_path / "new.txt"
    path.write_text("published_on=2024-11-20;title=新\n豆包:9人", encoding="utf-8")
    published.ingest(path)
    touched = {path.parent.name for path, time in files.items() if path.stat().st_mtime_ns != time}
    assert touched == {"month=2024-11"}


def test_a_month_that_lost_its_documents_goes(stand, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text("published_on=2024-11-20;title=dropped\n豆包:9人", encoding="utf-8")
    stand().ingest(path)
    place = stand(extractor="extract_half")
    place.ingest(path)
    assert {p.parent.name for p in place.store.parquet.rglob("*.parquet")} == {"month=unknown"}


def test_an_export_that_was_not_finished_is_made_up_for(published):
    (published.store.parquet / "_version.json").unlink()
    (published.store.parquet / "figures" / "month=2024-11" / "part-0.parquet").unlink()
    assert export(published.store) == ["2024-10", "2024-11", "2024-12", "unknown"]
    assert export(published.store) == []
    assert pl.read_parquet(published.store.parquet / "figures" / "**" / "*.parquet").height == 10
