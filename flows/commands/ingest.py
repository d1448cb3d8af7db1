"""`yanbao ingest`: a few documents by hand directly, more of them as a Prefect flow; the same steps either way."""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from flows.commands.report import reporter
from flows.settings import Settings
from flows.steps import Run, Summary, extract, split_sources
from flows.store.raw import RawStore
from flows.work import Job

if TYPE_CHECKING:
    from flows.workers import WorkerPool

DIRECT_UP_TO = 3
"""Starting Prefect takes longer than extracting this many documents."""


def run_ingest(
    settings: Settings,
    sources: Sequence[str],
    *,
    strict: bool,
    flow: bool | None,
    retry_rejected: bool,
    retry_encrypted: bool = False,
) -> int:
    """The command's exit code: 0, 1 with ``strict`` where something was rejected, 2 for a path that does not exist."""
    paths, urls = split_sources(sources)
    if missing := [path for path in paths if not path.exists()]:
        sys.stderr.write(f"yanbao: no such file or folder: {', '.join(map(str, missing))}\n")
        return 2
    if not sources:
        settings.inbox.mkdir(parents=True, exist_ok=True)
        paths = [settings.inbox]
    started = time.monotonic()
    with ExitStack() as stack:
        pool = None if flow else _start_early(settings, paths)
        if pool is not None:
            stack.enter_context(pool)
        report = stack.enter_context(reporter())
        try:
            with Run(settings, report, retry_rejected=retry_rejected, retry_encrypted=retry_encrypted) as run:
                summary = _ingest(run, run.land(paths, urls), flow, pool)
        except KeyboardInterrupt:
            # What was extracted is staged; the same command goes on from there. Workers must not hold us up.
            report.close()
            sys.stderr.write("yanbao: interrupted; the same command goes on from here\n")
            sys.stderr.flush()
            os._exit(130)
        report.finish(summary, time.monotonic() - started)
    return 1 if strict and not summary.faultless else 0


def _start_early(settings: Settings, paths: Sequence[Path]) -> WorkerPool | None:
    """Workers for a few files by hand, where any has not landed yet: they load while this process loads and lands."""
    if not 0 < len(paths) <= DIRECT_UP_TO or not all(path.is_file() for path in paths):
        return None
    raw = RawStore(settings.raw)
    new = [path for path in paths if not raw.path(hashlib.sha256(path.read_bytes()).hexdigest()).exists()]
    if not new:
        return None
    from flows.code_version import extractor_version
    from flows.workers import WorkerPool

    version = settings.extractor_version or extractor_version()
    pool = WorkerPool(settings, version, size=min(len(new), settings.budget.workers))
    pool.start()
    return pool


def _ingest(run: Run, jobs: Sequence[Job], flow: bool | None, pool: WorkerPool | None) -> Summary:
    if not jobs:
        return run.publish()
    if flow is None:
        flow = len(jobs) > DIRECT_UP_TO
    if flow:
        from flows.ingest import ingest_in_flow
        from flows.temporary_server import ServerStartError

        try:
            return ingest_in_flow(run, jobs)
        except ServerStartError as error:  # documents need no orchestrator: go on without one
            sys.stderr.write(f"yanbao: {error}; going on without Prefect\n")
    return ingest_directly(run, jobs, pool)


def ingest_directly(run: Run, jobs: Sequence[Job], started: WorkerPool | None = None) -> Summary:
    """Extract and publish without Prefect; while workers extract, this process loads what publishing needs."""
    from flows.workers import WorkerPool

    with started or WorkerPool(run.settings, run.version, size=min(len(jobs), run.settings.budget.workers)) as pool:
        pool.start()
        loading = threading.Thread(target=_load_publishing, daemon=True)
        loading.start()
        extract(run, jobs, pool, chunk_size=1)
        loading.join()
    return run.publish()


def _load_publishing() -> None:
    from flows.light import load_pandera_alone

    load_pandera_alone()
    importlib.import_module("flows.store.publish")
    importlib.import_module("flows.schemas").metric_bounds()
