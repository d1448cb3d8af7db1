"""The steps of an ingest as plain functions of one run: land, extract, validate, publish. No orchestration here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from flows.code_version import extractor_version
from flows.fetch import Failure
from flows.fetch.local import find_files, read_file
from flows.settings import Settings
from flows.store.raw import Origin, RawStore
from flows.work import Job, Outcome

if TYPE_CHECKING:  # Polars and Delta are loaded when the first step needs them
    import polars as pl

    from flows.store.curated import CuratedStore, Version
    from flows.store.publish import Counts
    from flows.store.staging import Staging
    from flows.workers import WorkerPool


class Reporter(Protocol):
    """Hears of the run as it goes; called from several threads, one call at a time."""

    def planned(self, extract: int, resumed: int, unchanged: int) -> None:
        """How many documents are to be extracted, wait from a killed run, and need nothing."""

    def done(self, outcome: Outcome) -> None:
        """A document was extracted or rejected."""

    def unfetched(self, source_uri: str, message: str) -> None:
        """A source yielded no bytes."""

    def waiting(self) -> None:
        """Another writer holds the store."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to. ``version`` is the newest published one, ``published`` whether this run made it."""

    version: int | None
    published: bool
    documents: int = 0
    figures: int = 0
    quantities: int = 0
    rejected_documents: int = 0
    unfetched: int = 0
    rejects: int = 0
    unchanged: int = 0
    still_rejected: int = 0
    """Documents given again that an earlier run had rejected."""

    @property
    def faultless(self) -> bool:
        """Whether every source that was given stands as a published document."""
        return not (self.rejected_documents or self.still_rejected or self.unfetched)


@dataclass(slots=True)
class _Landed:
    origins: list[Origin] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)


class Run:
    """One ingest, from the writer's lock to the publication. A context manager: the lock is held within it."""

    def __init__(
        self, settings: Settings, reporter: Reporter, *, retry_rejected: bool = False, retry_encrypted: bool = False
    ) -> None:
        self.settings = settings
        self.reporter = reporter
        self.raw = RawStore(settings.raw)
        self.version = settings.extractor_version or extractor_version()
        self.started_at = datetime.now(UTC)
        self.batch_id = f"{self.started_at:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
        self._retry_rejected, self._retry_encrypted = retry_rejected, retry_encrypted
        self._landed = _Landed()
        self._planned: list[str] = []
        self._new_origins: list[Origin] = []
        self._unchanged = 0
        self._still_rejected = 0
        self._stack = ExitStack()

    @cached_property
    def store(self) -> CuratedStore:
        """The curated store."""
        from flows.store.curated import CuratedStore

        return CuratedStore(self.settings.curated)

    @cached_property
    def staging(self) -> Staging:
        """What has been extracted and is not published yet."""
        from flows.store.staging import Staging

        return Staging(self.store.staging, self.version)

    def __enter__(self) -> Run:
        from filelock import Timeout

        lock = self.store.writer_lock()
        try:
            lock.acquire(timeout=0)
        except Timeout:
            self.reporter.waiting()
            lock.acquire()
        self._stack.callback(lock.release)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def land(self, paths: Sequence[Path], urls: Sequence[str] = ()) -> list[Job]:
        """Land what the sources hold, and say which documents need extraction (staged ones do not)."""
        self.recover()
        landed = self._landed
        known = {(origin.document_id, origin.source_uri): origin for origin in self.raw.origins()}
        for path in find_files(paths, skip=(self.settings.raw, self.settings.curated)):
            self._keep(read_file(path))
        if urls:
            from flows.fetch.web import fetch

            for answer in fetch(urls, list(known.values())):
                self._keep(answer)
        fresh = [o for o in landed.origins if not _same(o, known.get((o.document_id, o.source_uri)))]
        self.raw.record(_distinct(fresh), self.started_at)
        return self._plan()

    def recover(self) -> None:
        """Mend what a killed run left: unpublished commits, staged rows of other code, an unfinished export."""
        from flows.store.snapshot import export

        self.store.recover()
        self.staging.drop_others()
        export(self.store)

    def publish(self) -> Summary:
        """Validate what is staged and publish it as the next version; nothing where nothing is new."""
        newest = self.store.newest()
        fetch_rejects = self._fetch_rejects()
        if not (self._planned or self._new_origins or self._fetch_news(fetch_rejects)):
            self.staging.clear()
            return self._summary(newest)
        from flows.schemas import metric_bounds, validate
        from flows.store.publish import Batch, Publication
        from flows.store.snapshot import export

        bounds = metric_bounds()

        def validator(table: str, rows: pl.DataFrame, texts: Mapping[str, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
            return validate(table, rows, texts, bounds)

        batch = Batch(
            batch_id=self.batch_id,
            extractor_version=self.version,
            started_at=self.started_at,
            document_ids=self._planned,
            origins=self._new_origins,
            unfetched=fetch_rejects,
            fetched=self._landed.answered,
        )
        publication = Publication(self.store, batch, validator)
        version = publication.publish(self.staging)
        self.staging.clear()
        export(self.store)
        return self._summary(version, publication.counts)

    def _keep(self, answer: tuple[Origin, bytes] | Origin | Failure) -> None:
        """Note what a source answered: bytes, nothing new, or a failure."""
        if isinstance(answer, Failure):
            self._landed.failures.append(answer)
            self.reporter.unfetched(answer.source_uri, answer.message)
            return
        origin = answer if isinstance(answer, Origin) else answer[0]
        if not isinstance(answer, Origin):
            self.raw.land(answer[1])
        self._landed.origins.append(origin)
        self._landed.answered.append(origin.source_uri)

    def _plan(self) -> list[Job]:
        newest = self.store.newest()
        published, refused = self._current(newest)
        sources = self.store.scan("sources", newest).select("document_id", "source_uri").collect()
        known = set(sources.iter_rows())
        self._new_origins = [o for o in _distinct(self._landed.origins) if (o.document_id, o.source_uri) not in known]
        uris: dict[str, str] = {}
        for origin in sorted(self._landed.origins, key=lambda o: o.source_uri):
            uris.setdefault(origin.document_id, origin.source_uri)
        settled = published if self._retry_rejected else published | refused
        self._planned = [i for i in uris if i not in settled]
        self._still_rejected = len(refused & settled & uris.keys())
        self._unchanged = len(uris) - len(self._planned)
        jobs = [Job(i, uris[i]) for i in self._planned if not self.staging.has(i)]
        # The largest first: one that takes a minute must not be the last to start.
        jobs.sort(key=lambda job: (-self.raw.path(job.document_id).stat().st_size, job.document_id))
        self.reporter.planned(len(jobs), len(self._planned) - len(jobs), self._unchanged)
        return jobs

    def _current(self, newest: Version | None) -> tuple[set[str], set[str]]:
        """Documents that this extractor version has published, and those that it has rejected as a whole."""
        import polars as pl

        documents = self.store.scan("documents", newest).select("document_id", "extractor_version").collect()
        published = set(documents.filter(pl.col("extractor_version") == self.version)["document_id"])
        batches = [v.batch_id for v in self.store.versions() if v.extractor_version == self.version]
        rejects = self.store.scan("rejects", newest).filter(pl.col("batch_id").is_in(batches))
        if self._retry_encrypted:
            rejects = rejects.filter(pl.col("reason") != "encrypted")
        refused = set(rejects.select("document_id").collect()["document_id"].drop_nulls())
        return published, refused - set(documents["document_id"])

    def _fetch_rejects(self) -> pl.DataFrame:
        from flows.store.tables import frame

        failures = sorted(set(self._landed.failures), key=lambda f: f.source_uri)
        return frame(
            "rejects",
            {
                "source_uri": [f.source_uri for f in failures],
                "stage": ["fetch"] * len(failures),
                "reason": [f.reason for f in failures],
                "message": [f.message for f in failures],
            },
        )

    def _fetch_news(self, rejects: pl.DataFrame) -> bool:
        """Whether a source failed otherwise than before, or answers that had failed."""
        import polars as pl

        before = self.store.scan("rejects", self.store.newest()).filter(pl.col("stage") == "fetch").collect()
        keys = ["source_uri", "reason"]
        return bool(
            rejects.join(before, on=keys, how="anti").height or before["source_uri"].is_in(self._landed.answered).any()
        )

    def _summary(self, version: Version | None, counts: Counts | None = None) -> Summary:
        return Summary(
            version=version.version if version else None,
            published=counts is not None,
            documents=counts.documents if counts else 0,
            figures=counts.figures if counts else 0,
            quantities=counts.quantities if counts else 0,
            rejected_documents=len(self._planned) - counts.documents if counts else 0,
            unfetched=len(self._landed.failures),
            rejects=counts.rejects if counts else 0,
            unchanged=self._unchanged,
            still_rejected=self._still_rejected,
        )


def split_sources(sources: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Files and folders, and URLs."""
    urls = [source for source in sources if source.startswith(("http://", "https://"))]
    return [Path(source) for source in sources if source not in urls], urls


def chunks(jobs: Sequence[Job], size: int) -> list[list[Job]]:
    """Jobs dealt out to chunks of about ``size``, so that each starts with one of the first."""
    count = -(-len(jobs) // size)
    return [list(jobs[start::count]) for start in range(count)]


def extract(run: Run, jobs: Sequence[Job], pool: WorkerPool, *, chunk_size: int = 1) -> None:
    """Extract documents on all workers of the pool; each outcome goes to the run's reporter."""
    threads = ThreadPoolExecutor(pool.size)
    try:
        for _ in threads.map(lambda chunk: extract_chunk(run, chunk, pool), chunks(jobs, chunk_size)):
            pass
    finally:  # an interrupt must not wait for the documents that are left
        threads.shutdown(wait=False, cancel_futures=True)


def extract_chunk(run: Run, jobs: Sequence[Job], pool: WorkerPool) -> int:
    """Extract some documents one after the other in one worker; how many there were."""
    count = 0
    for outcome in pool.run_chunk(jobs):
        run.reporter.done(outcome)
        count += 1
    return count


def _same(origin: Origin, known: Origin | None) -> bool:
    """Whether the manifest says all this already; fetching the same once more is no news."""
    return known is not None and replace(origin, fetched_at=known.fetched_at) == known


def _distinct(origins: Sequence[Origin]) -> list[Origin]:
    return list({(o.document_id, o.source_uri): o for o in origins}.values())
