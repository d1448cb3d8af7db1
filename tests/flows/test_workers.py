"""Hostile documents: each costs only itself."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from stands import Stand

from flows.work import Job
from flows.workers import WorkerPool, WorkerStartError

REASONS = {"raise": "error", "exit": "crashed", "segfault": "crashed", "eat": "memory"}


def test_hostile_documents_end_as_rejects_and_their_neighbours_are_published(stand, tmp_path):
    # A hang has a test of its own: its short limit would race with memory that a busy machine hands out slowly.
    assert_each_costs_only_itself(
        stand(workers=1, seconds_per_document=100.0, memory_mb_per_document=500), tmp_path, REASONS
    )


def test_a_document_that_hangs_is_stopped_and_its_neighbours_are_published(stand, tmp_path):
    assert_each_costs_only_itself(stand(workers=1, seconds_per_document=3.0), tmp_path, {"hang": "timeout"})


def assert_each_costs_only_itself(place: Stand, tmp_path: Path, reasons: dict[str, str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, how in enumerate(reasons):
        (folder / f"{number}{how}.txt").write_text(f"do={how}\n豆包:5人", encoding="utf-8")
        (folder / f"{number}good.txt").write_text(f"title={number}\n豆包:{number}1人 {how}", encoding="utf-8")
    summary = place.ingest(folder)
    assert (summary.documents, summary.rejected_documents) == (len(reasons), len(reasons))
    rejects = place.table("rejects")
    sources = [uri.rpartition("/")[2][1:].removesuffix(".txt") for uri in rejects["source_uri"]]
    assert dict(zip(sources, rejects["reason"], strict=True)) == reasons
    assert all(message and "\n" not in message for message in rejects["message"])
    assert place.table("documents").height == len(reasons)


def test_memory_that_one_document_left_behind_is_not_laid_to_the_next(stand, tmp_path):
    place = stand(workers=1, memory_mb_per_document=500)
    for number in range(8):
        (tmp_path / f"{number}.txt").write_text(f"do=leak;title={number}\n豆包:{number}人", encoding="utf-8")
    summary = place.ingest(*(tmp_path / f"{number}.txt" for number in range(8)))
    assert (summary.documents, summary.rejected_documents) == (8, 0)


def test_an_installation_at_fault_is_an_error_and_no_reject(stand, tmp_path):
    place = stand(extractor="no_such_function")
    with WorkerPool(place.settings, "v", size=1) as pool, pytest.raises(WorkerStartError, match="exit code 1"):
        list(pool.run_chunk([Job("0" * 64, "file:///x")]))


def test_workers_do_not_import_prefect(stand, corpus, monkeypatch):
    place = stand(extractor="modules")
    place.ingest(corpus / "d1.txt")
    assert place.table("documents")["title"].to_list() == ["no prefect"]


def test_a_closed_pool_leaves_no_process(stand):
    place = stand()
    pool = WorkerPool(place.settings, "extract", size=1)
    pool.start()
    worker = pool._workers[0]
    process = worker._process
    assert process is not None
    pid_alive = process.is_alive()
    started = time.monotonic()
    with pool:
        pass
    assert pid_alive
    assert worker._process is None
    assert time.monotonic() - started < 5
