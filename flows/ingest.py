"""The ingest as a Prefect flow: a chunk of documents is one task; no server of its own is needed beforehand.

Without ``PREFECT_API_URL`` Prefect runs a temporary server. It is started here with its output closed (after a
``kill -9`` it would hold a caller's pipe open), and one that a killed run left behind is ended by the next.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import orjson
import psutil

_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # What a run of ours never uses, and what makes most of a temporary server's start:
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
}
_HOME = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yanbao" / "prefect"
if "PREFECT_API_URL" not in os.environ:  # settings are read once, when Prefect is imported
    for _name, _value in {**_QUIET, "PREFECT_HOME": str(_HOME)}.items():
        os.environ.setdefault(_name, _value)

from prefect import flow, task  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.server.api.server import SubprocessASGIServer  # noqa: E402
from prefect.settings import (  # noqa: E402
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_HOME,
    temporary_settings,
)
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402

from flows.settings import Settings  # noqa: E402
from flows.steps import Reporter, Run, Summary, chunks, extract_chunk  # noqa: E402
from flows.work import Job  # noqa: E402
from flows.workers import WorkerPool  # noqa: E402


class FlowFailedError(RuntimeError):
    """The flow ended otherwise than by publishing; what was extracted is staged."""


def ingest_in_flow(run: Run, jobs: Sequence[Job]) -> Summary:
    """Extract and publish as one flow run. The workers start while the server does."""
    with WorkerPool(run.settings, run.version) as pool:
        pool.start()
        # The heartbeat's thread costs a second at the end of each flow run.
        with _server(), temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            return _as_flow(run, jobs, pool)


def ingest_all(settings: Settings, paths: Sequence[Path], urls: Sequence[str], reporter: Reporter) -> Summary:
    """Land, extract and publish, for schedules: a flow run where there is something to extract."""
    with Run(settings, reporter) as run:
        jobs = run.land(paths, urls)
        return ingest_in_flow(run, jobs) if jobs else run.publish()


def _as_flow(run: Run, jobs: Sequence[Job], pool: WorkerPool) -> Summary:
    # Tasks close over the run: nothing of it is sent to the server but names and states.
    @task(name="extract", cache_policy=NO_CACHE, persist_result=False)
    def extract_documents(number: int) -> int:
        return extract_chunk(run, parts[number], pool)

    @task(name="publish", cache_policy=NO_CACHE, persist_result=False)
    def publish() -> Summary:
        return run.publish()

    @flow(name="ingest", task_runner=ThreadPoolTaskRunner(max_workers=pool.size), persist_result=False)
    def ingest() -> Summary:
        for future in extract_documents.map(range(len(parts))):
            future.result()
        return publish()

    parts = chunks(jobs, run.settings.budget.documents_per_chunk)
    return ingest()


@contextmanager
def _server() -> Iterator[None]:
    """A temporary server for the time of a run, unless one is configured."""
    if PREFECT_API_URL.value():
        yield
        return
    note = Path(PREFECT_HOME.value()) / "temporary-server.json"
    _end_orphan(note)
    server = SubprocessASGIServer()
    with _closed_output():
        server.start()
    if server.server_process is not None:
        started = psutil.Process(server.server_process.pid).create_time()
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_bytes(orjson.dumps({"pid": server.server_process.pid, "started": started, "parent": os.getpid()}))
    try:
        yield
    finally:
        server.stop()
        note.unlink(missing_ok=True)


def _end_orphan(note: Path) -> None:
    """End the server of a run that was killed: the very process that it noted, whose parent is gone."""
    with suppress(OSError, ValueError, KeyError, TypeError, psutil.Error):
        said = orjson.loads(note.read_bytes())
        orphan = psutil.Process(said["pid"])
        if orphan.create_time() == said["started"] and orphan.ppid() != said["parent"]:
            orphan.terminate()


@contextmanager
def _closed_output() -> Iterator[None]:
    """Processes started within inherit no standard output or error of ours."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(1), os.dup(2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept[0], 1)
        os.dup2(kept[1], 2)
        for descriptor in (*kept, nowhere):
            os.close(descriptor)
