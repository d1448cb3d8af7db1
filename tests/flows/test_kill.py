"""`kill -9` at any time, and the same command again: as if nothing had happened."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from kill_me import POINTS
from stands import Stand, assert_equal, make_corpus, make_stand

from flows.store.tables import PUBLIC

SCRIPT = Path(__file__).with_name("kill_me.py")


def ingest(root: Path, corpus: Path, extractor: str, point: str = "") -> int:
    command = [sys.executable, str(SCRIPT), str(root), str(corpus), extractor, point]
    return subprocess.run(command, check=False, timeout=120, stdout=subprocess.DEVNULL).returncode


def exported(root: Path) -> dict[str, pl.DataFrame]:
    return {
        name: pl.read_parquet(root / "curated" / "parquet" / name / "**" / "*.parquet", hive_partitioning=True)
        .drop("ingested_at", "known_at", "batch_id", strict=False)
        for name in PUBLIC
    }  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> tuple[Path, Stand, Stand]:
    """A corpus, a store of an older extractor version, and the same brought up to the newer one undisturbed."""
    root = tmp_path_factory.mktemp("published")
    corpus = make_corpus(root)
    make_stand(root / "older").ingest(corpus)
    shutil.copytree(root / "older", root / "newer")
    undisturbed = make_stand(root / "newer", "extract_half")
    undisturbed.ingest(corpus)
    return corpus, make_stand(root / "older"), undisturbed


@pytest.mark.slow
@pytest.mark.parametrize("point", ["first staged", *POINTS])
def test_a_killed_run_leaves_nothing_behind_that_the_next_does_not_mend(published, tmp_path, point):
    corpus, older, undisturbed = published
    root = tmp_path / "killed"
    shutil.copytree(older.settings.raw.parent, root)
    killed = make_stand(root, "extract_half")
    assert ingest(root, corpus, "extract_half", point) == -9
    if point not in ("after versions", "within export", "before clearing"):
        assert_equal(older.tables(), killed.tables())  # readers see the published version all the while
    assert ingest(root, corpus, "extract_half") == 0
    assert_equal(undisturbed.tables(), killed.tables())
    assert_equal(exported(undisturbed.settings.raw.parent), exported(root))
    assert [v.version for v in killed.store.versions()] == [1, 2]
    assert not killed.store.staging.exists()


@pytest.mark.slow
def test_the_first_run_of_a_store_may_be_killed_too(stand, corpus):
    undisturbed, killed = stand("undisturbed"), stand("killed")
    undisturbed.ingest(corpus)
    root = killed.settings.raw.parent
    for point in ("landed", "figures written", "before versions"):
        assert ingest(root, corpus, "extract", point) == -9
        assert killed.table("figures").is_empty()
    assert ingest(root, corpus, "extract") == 0
    assert_equal(undisturbed.tables(), killed.tables())


@pytest.mark.slow
def test_what_was_extracted_before_the_kill_is_not_extracted_again(stand, corpus):
    killed = stand("killed")
    assert ingest(killed.settings.raw.parent, corpus, "extract", "first table") == -9
    summary = killed.ingest(corpus)
    assert summary.documents == 5
    assert killed.heard.plans == [(0, 6, 0)]
    assert killed.heard.outcomes == []
