"""The ingest as a Prefect flow: a chunk of documents is one task; no server need run beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flows.settings import Settings
from flows.steps import Reporter, Run, Summary, chunks, extract_chunk
from flows.temporary_server import temporary_server
from flows.work import Job
from flows.workers import WorkerPool

if TYPE_CHECKING:
    from prefect.futures import PrefectFuture
    from prefect.task_runners import TaskRunner


def ingest_in_flow(run: Run, jobs: Sequence[Job]) -> Summary:
    """Extract and publish as one flow run; workers start while the server does, and Prefect is imported.

    Raises ServerStartError before anything is extracted.
    """
    with WorkerPool(run.settings, run.version) as pool, temporary_server() as server:
        pool.start()
        from prefect.settings import (
            PREFECT_API_URL,
            PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
            PREFECT_LOGGING_TO_API_ENABLED,
            temporary_settings,
        )

        settings = {
            PREFECT_API_URL: server.api_url,
            PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,  # its thread costs a second at the end of each flow run
            PREFECT_LOGGING_TO_API_ENABLED: False,
        }
        server.wait()
        with temporary_settings(settings):
            return _as_flow(run, jobs, pool)


def ingest_all(settings: Settings, paths: Sequence[Path], urls: Sequence[str], reporter: Reporter) -> Summary:
    """Land, extract and publish, for schedules: a flow run where there is something to extract."""
    with Run(settings, reporter) as run:
        jobs = run.land(paths, urls)
        return ingest_in_flow(run, jobs) if jobs else run.publish()


def _as_flow(run: Run, jobs: Sequence[Job], pool: WorkerPool) -> Summary:
    from prefect import flow, task
    from prefect.cache_policies import NO_CACHE
    from prefect.task_runners import ThreadPoolTaskRunner

    parts = chunks(jobs, run.settings.budget.documents_per_chunk)

    # Tasks close over the run: nothing of it is sent to the server but names and states.
    @task(name="extract", cache_policy=NO_CACHE, persist_result=False)
    def extract_documents(number: int) -> int:
        return extract_chunk(run, parts[number], pool)

    @task(name="publish", cache_policy=NO_CACHE, persist_result=False)
    def publish() -> Summary:
        return run.publish()

    runner = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=pool.size))

    @flow(name="ingest", task_runner=runner, persist_result=False)
    def ingest() -> Summary:
        for future in extract_documents.map(range(len(parts))):
            future.result()
        return publish()

    return ingest()
