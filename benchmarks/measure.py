"""The two measurements of the corpus benchmark. Each runs in a process of its own, warmed up on one document."""

from __future__ import annotations

import logging
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.light import load_pandera_alone


@dataclass(frozen=True, slots=True)
class Measured:
    """The pipeline on some documents. ``stages`` are seconds that sum up to ``seconds``; memory is resident.

    ``rejected`` are names and reasons of what was not read: where pdfplumber reads it, the ratio flatters.
    """

    documents: int
    rejected: tuple[str, ...]
    pages: int
    characters: int
    figures: int
    seconds: float
    stages: dict[str, float]
    start_up_seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Baseline:
    """pdfplumber's text and tables of some PDFs; ``failed`` are names of those it could not read."""

    pages: int
    seconds: float
    peak_mb: float
    failed: tuple[str, ...]


class _Clock:
    """Seconds by stage: wraps functions where they are looked up, so that what is measured is what runs."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def wrap(self, module: Any, name: str, stage: str) -> None:
        """Count the time spent in ``module.name`` as ``stage``."""
        function = getattr(module, name)
        self.seconds.setdefault(stage, 0.0)

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds[stage] += time.perf_counter() - start

        setattr(module, name, timed)

    def reset(self) -> None:
        """Back to zero."""
        self.seconds = dict.fromkeys(self.seconds, 0.0)


class _Silent:
    """A reporter that says nothing."""

    def planned(self, extract: int, resumed: int, unchanged: int) -> None:
        """Say nothing."""

    def done(self, outcome: Any) -> None:
        """Say nothing."""

    def unfetched(self, source_uri: str, message: str) -> None:
        """Say nothing."""

    def waiting(self) -> None:
        """Say nothing."""


def measure_pipeline(files: Sequence[Path]) -> Measured:
    """Land, extract, validate and publish ``files`` into a new store, in this process."""
    logging.disable(logging.ERROR)
    started = time.perf_counter()
    load_pandera_alone()
    import polars as pl

    import extractors
    import extractors.figures.assign
    import extractors.language
    import extractors.language.mentions
    import flows.schemas

    clock = _Clock()
    clock.wrap(extractors, "read", "read")
    clock.wrap(extractors.language, "context_of", "language")
    clock.wrap(extractors.language, "find_marks", "language")
    clock.wrap(extractors.language.mentions, "find_mentions", "language")
    clock.wrap(extractors.figures.assign, "assign", "figures")
    clock.wrap(flows.schemas, "validate", "validate")
    with tempfile.TemporaryDirectory() as scratch:
        _ingest([_smallest(files)], Path(scratch) / "first")
        start_up = time.perf_counter() - started
        clock.reset()
        started = time.perf_counter()
        store = _ingest(files, Path(scratch) / "store")
        seconds = time.perf_counter() - started
        documents = store["documents"].collect()
        rejects = store["rejects"].collect().filter(~pl.col("document_id").is_in(documents["document_id"].implode()))
        rejected = tuple(f"{Path(uri).name}: {reason}" for uri, reason in rejects["source_uri", "reason"].iter_rows())
        figures = store["figures"].collect().height
    stages = {**clock.seconds, "publish": seconds - sum(clock.seconds.values())}
    return Measured(
        documents=documents.height,
        rejected=rejected,
        pages=int(documents["pages"].sum()),
        characters=int(documents["characters"].sum()),
        figures=figures,
        seconds=seconds,
        stages=stages,
        start_up_seconds=start_up,
        peak_mb=_peak_mb(),
    )


def measure_pdfplumber(files: Sequence[Path]) -> Baseline:
    """``extract_text`` and ``extract_tables`` of every page of ``files``, pages closed as the library advises."""
    logging.disable(logging.ERROR)
    _plumb([_smallest(files)])
    started = time.perf_counter()
    pages, failed = _plumb(files)
    return Baseline(pages, time.perf_counter() - started, _peak_mb(), tuple(failed))


def _plumb(files: Sequence[Path]) -> tuple[int, list[str]]:
    """Pages read, and the files that could not be read."""
    import pdfplumber

    pages, failed = 0, []
    for path in files:
        try:
            with pdfplumber.open(path) as document:
                for page in document.pages:
                    page.extract_text()
                    page.extract_tables()
                    page.close()
                    pages += 1
        except Exception as problem:  # whatever it cannot read is a line of the report, not the end of it
            failed.append(f"{path.name}: {type(problem).__name__}")
    return pages, failed


def _smallest(files: Sequence[Path]) -> Path:
    """The file to warm up with: it loads what documents of its kind need."""
    return min(files, key=lambda path: path.stat().st_size)


def _ingest(files: Sequence[Path], folder: Path) -> dict[str, Any]:
    """The tables after an ingest of ``files`` into new stores under ``folder``."""
    from flows.settings import Settings
    from flows.steps import Run
    from flows.store.curated import open_version
    from flows.work import load_extractor, work

    settings = Settings(raw=folder / "raw", curated=folder / "curated")
    extractor: Callable[..., Any] = load_extractor(settings.extractor)
    with Run(settings, _Silent()) as run:
        for job in run.land(list(files)):
            work(job, settings, run.version, extractor)
        run.publish()
    return open_version(settings.curated)


def _peak_mb() -> float:
    """Most resident memory of this process. ``getrusage`` alone would count what its parent held when it started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        (line,) = (line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
