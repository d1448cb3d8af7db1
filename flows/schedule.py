"""The ingest on a schedule: a Prefect deployment, served by this process for a Prefect server that is running."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from prefect import flow
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.commands.report import reporter
from flows.ingest import ingest_all
from flows.settings import Settings
from flows.steps import split_sources

TIMEZONE = "Asia/Shanghai"


def serve_ingest(settings: Settings, sources: Sequence[str], cron: str) -> int:
    """Serve the deployment until interrupted; 2 where no server is configured: Prefect schedules only with one."""
    if not os.environ.get("PREFECT_API_URL"):
        sys.stderr.write("yanbao: schedules need a server: run `prefect server start` and set PREFECT_API_URL\n")
        return 2
    parameters = {"raw": str(settings.raw.resolve()), "curated": str(settings.curated.resolve()), "sources": [*sources]}
    scheduled_ingest.serve(
        name="yanbao",
        schedule=Cron(cron, timezone=TIMEZONE),
        parameters=parameters,
        limit=1,
        pause_on_shutdown=False,
        entrypoint_type=EntrypointType.MODULE_PATH,  # runs start from any folder
    )
    return 0


@flow(name="scheduled-ingest")
def scheduled_ingest(raw: str, curated: str, sources: list[str]) -> int:
    """One scheduled ingest; the version that stands afterwards (0 for an empty store)."""
    settings = Settings.load(Path(raw), Path(curated))
    paths, urls = split_sources(sources or [str(settings.inbox)])
    with reporter() as report:
        summary = ingest_all(settings, paths, urls, report)
    return summary.version or 0
