"""A few files by hand: their worker starts before anything else is loaded, and is thrown away where nothing is new."""

from __future__ import annotations

import subprocess
import sys
import time

from flows.commands import ingest
from flows.workers import WorkerPool


def test_files_that_have_not_landed_get_a_worker_at_once(stand, tmp_path):
    place = stand()
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("title=1\n豆包:5人", encoding="utf-8")
    pool = ingest._start_early(place.settings, [one])
    assert pool is not None
    with pool:
        assert pool.size == 1
    place.ingest(one)
    assert ingest._start_early(place.settings, [one]) is None
    other.write_text("title=2\n豆包:6人", encoding="utf-8")
    pool = ingest._start_early(place.settings, [one, other])
    assert pool is not None
    with pool:
        assert pool.size == 1


def test_folders_and_many_files_do_not(stand, tmp_path):
    files = [tmp_path / f"{number}.txt" for number in range(ingest.DIRECT_UP_TO + 1)]
    for file in files:
        file.write_text(f"title={file.stem}\n豆包:5人", encoding="utf-8")
    for paths in ([], [tmp_path], files):
        assert ingest._start_early(stand().settings, paths) is None


def test_the_command_publishes_with_the_worker_that_waits(stand, tmp_path, monkeypatch):
    place, started = stand(), []
    start = WorkerPool.start
    monkeypatch.setattr(WorkerPool, "start", lambda pool: (started.append(pool), start(pool))[1])
    file = tmp_path / "one.txt"
    file.write_text("title=1\n豆包:5人", encoding="utf-8")
    for _ in range(2):
        assert ingest.run_ingest(place.settings, [str(file)], strict=True, flow=None, retry_rejected=False) == 0
    assert len(set(map(id, started))) == 1
    assert place.table("figures").height == 1


def test_a_worker_that_still_loads_is_ended_at_once(stand):
    pool = WorkerPool(stand().settings, "extract", size=1)
    pool.start()
    started = time.monotonic()
    with pool:
        pass
    assert time.monotonic() - started < 0.15


def test_starting_a_worker_imports_nothing_heavy():
    heavy = ("polars", "numpy", "deltalake", "pandera", "yaml", "regex")
    code = f"import sys, flows.commands.ingest, flows.workers; sys.exit(str([m for m in {heavy} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"
