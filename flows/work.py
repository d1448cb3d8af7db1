"""A worker process: takes documents one after the other, extracts them, stages their rows. Imports no orchestration."""

from __future__ import annotations

import gc
import logging
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from flows.settings import Settings

# Whoever starts a worker imports this module too, and wants to go on at once: what extracts is loaded in the worker.
if TYPE_CHECKING:
    from extractors.documents.limits import Limits
    from extractors.records import Extraction, Source

READY = "ready"
Extractor = Callable[["bytes", "Source", "Limits"], "Extraction"]


@dataclass(frozen=True, slots=True)
class Job:
    """One landed document to extract; the source serves messages alone."""

    document_id: str
    source_uri: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: counts of its rows, or why it was rejected (``reason`` and ``message``)."""

    document_id: str
    source_uri: str
    title: str | None = None
    figures: int = 0
    quantities: int = 0
    seconds: float = 0.0
    reason: str | None = None
    message: str | None = None


def serve(connection: Connection, settings: Settings, version: str) -> None:
    """Answer jobs until the other end closes."""
    gc.disable()  # what is loaded now stays: looking through it for garbage is a fifth of the time it takes
    _set_up(settings)
    extractor = load_extractor(settings.extractor)
    _warm_up(settings.extractor)
    gc.freeze()
    gc.enable()
    connection.send(READY)
    while True:
        try:
            job = connection.recv()
        except (EOFError, OSError):
            return
        # Should the parent be killed while this process hangs, nobody else would end it: the kernel's timer does.
        signal.setitimer(signal.ITIMER_REAL, 2 * settings.budget.seconds_per_document + 10)
        outcome = work(job, settings, version, extractor)
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            connection.send(outcome)
        except OSError:
            return


def work(job: Job, settings: Settings, version: str, extractor: Extractor) -> Outcome:
    """Extract one document and stage its rows. Never raises for what a document does: that is a reject."""
    from extractors.documents.limits import Limits
    from extractors.records import Source
    from flows.store.raw import RawStore
    from flows.store.rows import build_rows
    from flows.store.staging import Staging

    started = time.perf_counter()
    try:
        content = RawStore(settings.raw).read(job.document_id)
        limits = Limits(max_pages=settings.budget.pages_per_document)
        extraction = extractor(content, Source(job.source_uri, settings.passwords), limits)
        del content
        frames = build_rows(job.document_id, extraction, version)
    except MemoryError:
        room = settings.budget.memory_mb_per_document
        extraction = rejected("memory", f"needed more memory than a document may have ({room} MB)")
        frames = build_rows(job.document_id, extraction, version)
    except Exception as error:
        extraction = rejected("error", _described(error))
        frames = build_rows(job.document_id, extraction, version)
    Staging(settings.curated / ".staging", version).put(job.document_id, frames)
    return outcome_of(job, extraction, time.perf_counter() - started)


def rejected(reason: str, message: str) -> Extraction:
    """The extraction of a document that came to nothing."""
    from extractors.records import Extraction, Reject

    return Extraction(document=None, rejects=(Reject("extract", reason, message),))


def outcome_of(job: Job, extraction: Extraction, seconds: float) -> Outcome:
    """The line that is reported for a document."""
    if extraction.document is None:
        from extractors.records import Reject

        first = extraction.rejects[0] if extraction.rejects else Reject("extract", "empty", "no document, no reason")
        return Outcome(job.document_id, job.source_uri, seconds=seconds, reason=first.reason, message=first.message)
    return Outcome(
        job.document_id,
        job.source_uri,
        title=extraction.document.metadata.title,
        figures=len(extraction.figures),
        quantities=len(extraction.quantities),
        seconds=seconds,
    )


def load_extractor(name: str) -> Extractor:
    """The function named as ``module:function``."""
    module, _, function = name.partition(":")
    found: Extractor = getattr(import_module(module), function)
    return found


def _warm_up(extractor: str) -> None:
    """Load what a document needs, so that its own time is counted alone and a worker can start ahead of its work."""
    import_module("flows.store.rows")
    import_module("flows.store.staging")
    prepare = getattr(import_module(extractor.partition(":")[0]), "warm_up", None)
    if prepare is not None:
        prepare()


def _set_up(settings: Settings) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # Readers and their C libraries write warnings of their own about bad documents; what matters comes as a reject.
    logging.disable(logging.ERROR)
    quiet = os.open(os.devnull, os.O_WRONLY)
    sys.stdout.flush()
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    # The parent watches resident memory; this stops what balloons faster than it looks. Address space is reserved far
    # beyond what is used, hence the wide margin.
    room = (3 * settings.budget.memory_mb_per_document + 4096) * 1024 * 1024
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (room if hard < 0 else min(room, hard), hard))


def _described(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""  # noqa: PTH119
    return f"{type(error).__name__}: {str(error)[:300]}{place}"
