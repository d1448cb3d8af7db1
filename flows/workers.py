"""Long-lived worker processes, one a slot, each replaced when it dies: a hostile document costs only itself."""

from __future__ import annotations

import multiprocessing
import queue
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import TYPE_CHECKING

import psutil

from flows.settings import Settings
from flows.work import READY, Job, Outcome, outcome_of, rejected, serve

if TYPE_CHECKING:  # starting a worker must not wait for what it will load itself
    from extractors.records import Extraction

START_SECONDS = 180.0
WATCH_SECONDS = 0.05
"""How often a running document's time and memory are looked at."""


class WorkerStartError(RuntimeError):
    """A worker died before it took any document: the installation is at fault, not a document."""


class Worker:
    """One slot: a process that is started when needed, and started anew after it died. Not for several threads."""

    def __init__(self, settings: Settings, version: str) -> None:
        self._settings = settings
        self._version = version
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._ready = False
        self._served = 0

    def start(self) -> None:
        """Start the process without waiting for it."""
        if self._process is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, self._settings, self._version), daemon=True)
        self._process.start()
        theirs.close()
        self._ready, self._served = False, 0

    def run(self, job: Job) -> Outcome:
        """Extract and stage one document; what kills the process is staged as a reject.

        A crash or too much memory in a process that had served other documents is tried once more in a new one, so
        that the outcome depends on the document alone. Raises WorkerStartError.
        """
        fresh = self._served == 0
        outcome = self._attempt(job)
        if not isinstance(outcome, Outcome) and not fresh and outcome.rejects[0].reason != "timeout":
            outcome = self._attempt(job)
        if isinstance(outcome, Outcome):
            return outcome
        from flows.store.rows import build_rows
        from flows.store.staging import Staging

        staging = Staging(self._settings.curated / ".staging", self._version)
        staging.put(job.document_id, build_rows(job.document_id, outcome, self._version))
        return outcome_of(job, outcome, self._seconds)

    def close(self) -> None:
        """End the process."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.join(timeout=0.2 if self._ready else 0)  # one that was never asked has nothing to end
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            self._process.close()
        self._process = self._connection = None

    def _attempt(self, job: Job) -> Outcome | Extraction:
        self._await_ready()
        process, connection, budget = self._process, self._connection, self._settings.budget
        if process is None or connection is None:
            raise WorkerStartError("the worker is closed")
        started = time.monotonic()
        self._seconds = 0.0
        fault: Extraction | None = None
        most = budget.memory_mb_per_document
        with suppress(OSError):  # it died between two documents: seen below
            connection.send(job)
        while fault is None:
            if connection.poll(WATCH_SECONDS):
                try:
                    outcome = connection.recv()
                except (EOFError, OSError):
                    process.join()
                    fault = rejected("crashed", f"its process ended with {_ending(process.exitcode)}")
                    break
                self._served += 1
                if resident_mb(process.pid) > most / 2:  # leave no heap behind for the next document
                    self.close()
                return outcome if isinstance(outcome, Outcome) else rejected("crashed", "its process lost its way")
            self._seconds = time.monotonic() - started
            if self._seconds > budget.seconds_per_document:
                fault = rejected("timeout", f"took longer than {budget.seconds_per_document:g} s")
            elif (held := resident_mb(process.pid)) > most:
                fault = rejected("memory", f"held {held} MB; a document may have {most} MB")
        process.kill()
        self.close()
        return fault

    def _await_ready(self) -> None:
        self.start()
        if self._ready or self._connection is None or self._process is None:
            return
        try:
            if not self._connection.poll(START_SECONDS) or self._connection.recv() != READY:
                raise WorkerStartError(f"a worker was not ready within {START_SECONDS:g} s")
        except (EOFError, OSError):
            self._process.join()
            ending = _ending(self._process.exitcode)
            raise WorkerStartError(f"a worker ended with {ending} before it took a document") from None
        self._ready = True


class WorkerPool:
    """As many workers as the settings say; a thread borrows one at a time. A context manager."""

    def __init__(self, settings: Settings, version: str, size: int | None = None) -> None:
        self.size = size or settings.budget.workers
        self._workers = [Worker(settings, version) for _ in range(self.size)]
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def start(self) -> None:
        """Start all processes without waiting for them."""
        for worker in self._workers:
            worker.start()

    @contextmanager
    def borrow(self) -> Iterator[Worker]:
        """A worker for this thread alone."""
        worker = self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put(worker)

    def run_chunk(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """Extract and stage documents one after the other in one worker."""
        with self.borrow() as worker:
            for job in jobs:
                yield worker.run(job)

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.close()


def resident_mb(pid: int | None) -> int:
    """Resident memory of a process in MB; 0 for one that is gone."""
    try:
        return int(psutil.Process(pid).memory_info().rss // (1024 * 1024)) if pid else 0
    except psutil.Error:
        return 0


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"signal {-code} ({signal.Signals(-code).name})"
    return f"exit code {code}"
