"""Publishing a batch: the rows of its documents replaced in every table, then one row of ``versions``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from flows.store.curated import CuratedStore, Version
from flows.store.lineage import relations
from flows.store.raw import Origin
from flows.store.staging import Staging
from flows.store.tables import ORDER, SOURCES, TABLES, empty

DOCUMENTS_A_GROUP = 400
"""How many documents' rows are held in memory at once."""
_REPLACED = ("texts", "figures", "quantities", "mentions", "cells", "fingerprints")

Validator = Callable[[str, pl.DataFrame, Mapping[str, str]], tuple[pl.DataFrame, pl.DataFrame]]
"""(table, rows, texts by document) → rows that pass, rejects of the others."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be published together.

    ``document_ids`` are staged; ``origins`` are new pairs of document and source; ``unfetched`` are rejects of sources
    that yielded no bytes; ``fetched`` are sources that did, so that their earlier rejects go.
    """

    batch_id: str
    extractor_version: str
    started_at: datetime
    document_ids: Sequence[str] = ()
    origins: Sequence[Origin] = ()
    unfetched: pl.DataFrame = field(default_factory=lambda: empty("rejects"))
    fetched: Sequence[str] = ()


@dataclass(slots=True)
class Counts:
    """Rows that a batch published or rejected."""

    documents: int = 0
    figures: int = 0
    quantities: int = 0
    rejects: int = 0


class Publication:
    """One batch on its way into the store; the caller holds the writer's lock and has recovered the store."""

    def __init__(self, store: CuratedStore, batch: Batch, validator: Validator) -> None:
        self._store = store
        self._batch = batch
        self._validate = validator
        self._before = store.newest()
        self._known = store.scan("documents", self._before).collect()
        self._replaced = self._known.filter(pl.col("document_id").is_in(list(batch.document_ids)))
        self.counts = Counts()

    def publish(self, staging: Staging) -> Version:
        """Write all tables and commit them as the next version."""
        batch, store = self._batch, self._store
        documents, rejects = [], [batch.unfetched]
        ids = sorted(batch.document_ids)
        for start in range(0, len(ids), DOCUMENTS_A_GROUP):
            group = ids[start : start + DOCUMENTS_A_GROUP]
            frames = self._checked(staging, group)
            rejects.append(frames.pop("rejects"))
            documents.append(frames.pop("documents"))
            replaced = self._replaced.filter(pl.col("document_id").is_in(group))["document_id"].to_list()
            for table in _REPLACED:
                if replaced:
                    store.tables[table].delete("document_id", replaced)
                store.tables[table].append(frames[table].sort(ORDER[table]))
        sources = self._add_sources()
        added = pl.concat(documents) if documents else empty("documents")
        self._write_documents(added, sources)
        self._write_rejects(pl.concat(rejects), sources)
        for written in store.tables.values():
            written.append(pl.DataFrame(schema=written.columns))
            written.compact()
        version = self._version(added)
        store.commit(version)
        return version

    def _checked(self, staging: Staging, ids: Sequence[str]) -> dict[str, pl.DataFrame]:
        """The staged rows of some documents that pass validation, completed; a faulty document takes all its rows."""
        staged = staging.get(ids)
        frames = {table: pl.concat(parts) if parts else empty(table) for table, parts in staged.items()}
        texts = dict(frames["texts"].select("document_id", "text").iter_rows())
        faults = [frames["rejects"]]
        for table in ("documents", "texts"):
            frames[table], fault = self._validate(table, frames[table], texts)
            faults.append(fault)
        whole = set(frames["documents"]["document_id"]) & set(frames["texts"]["document_id"])
        for table in ("documents", *_REPLACED):
            frames[table] = frames[table].filter(pl.col("document_id").is_in(list(whole)))
        for table in ("figures", "quantities", "mentions", "cells"):
            frames[table], fault = self._validate(table, frames[table], texts)
            faults.append(fault)
        frames["rejects"] = pl.concat(faults)
        return self._completed(frames)

    def _completed(self, frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
        batch, figures, quantities = self._batch, frames["figures"], frames["quantities"]
        understood = pl.col("figure_id").is_in(figures["figure_id"].implode())
        quantities = quantities.with_columns(figure_id=pl.when(understood).then("figure_id"))
        tallies = {
            name: rows.group_by("document_id").agg(pl.len().cast(pl.Int32).alias(name))
            for name, rows in (("figures", figures), ("quantities", quantities))
        }
        documents = frames["documents"].drop("figures", "quantities")
        for name, tally in tallies.items():
            documents = documents.join(tally, on="document_id", how="left").with_columns(pl.col(name).fill_null(0))
        self.counts.documents += documents.height
        self.counts.figures += figures.height
        self.counts.quantities += quantities.height
        return frames | {
            "documents": documents.with_columns(
                ingested_at=pl.lit(batch.started_at, pl.Datetime("us", "UTC")), batch_id=pl.lit(batch.batch_id)
            ).select(TABLES["documents"].keys()),
            "figures": self._with_known_at(figures),
            "quantities": quantities,
        }

    def _with_known_at(self, figures: pl.DataFrame) -> pl.DataFrame:
        """A figure that is published again keeps the time at which this store first published it."""
        now = pl.lit(self._batch.started_at, pl.Datetime("us", "UTC"))
        if self._replaced.is_empty():
            return figures.with_columns(known_at=now)
        ids = self._replaced["document_id"].implode()
        earlier = self._store.scan("figures", self._before).filter(pl.col("document_id").is_in(ids))
        first = earlier.select("figure_id", first="known_at").collect()
        joined = figures.join(first, on="figure_id", how="left", maintain_order="left")
        return joined.with_columns(known_at=pl.coalesce("first", now)).select(TABLES["figures"].keys())

    def _add_sources(self) -> pl.DataFrame:
        """All sources, those of the batch included."""
        known = self._store.scan("sources", self._before).collect()
        columns = {name: [getattr(o, name, self._batch.batch_id) for o in self._batch.origins] for name in SOURCES}
        new = pl.DataFrame(columns, schema=SOURCES).unique(["document_id", "source_uri"], keep="first")
        new = new.join(known, on=["document_id", "source_uri"], how="anti").sort(ORDER["sources"])
        self._store.tables["sources"].append(new)
        return pl.concat([known, new])

    def _write_documents(self, added: pl.DataFrame, sources: pl.DataFrame) -> None:
        """The batch's documents, and those earlier ones whose relations to others changed by them."""
        store, ids = self._store, list(self._batch.document_ids)
        kept = self._known.filter(~pl.col("document_id").is_in(ids))
        every = pl.concat([kept, added])
        prints = store.tables["fingerprints"].scan(store.tables["fingerprints"].version).collect()
        related = every.drop("duplicate_of", "supersedes").join(relations(every, sources, prints), on="document_id")
        related = related.select(TABLES["documents"].keys())
        same = ["document_id", "batch_id", "duplicate_of", "supersedes"]
        changed = related.join(self._known, on=same, how="anti", nulls_equal=True)
        gone = self._known.join(related, on=same, how="anti", nulls_equal=True)["document_id"].to_list()
        if gone:
            store.tables["documents"].delete("document_id", gone)
        store.tables["documents"].append(changed.sort(ORDER["documents"]))

    def _write_rejects(self, found: pl.DataFrame, sources: pl.DataFrame) -> None:
        """The batch's rejects in place of earlier ones of the same documents and sources.

        A document's reject names the first of its sources in sorted order, whichever came first.
        """
        batch, table = self._batch, self._store.tables["rejects"]
        known = self._store.scan("rejects", self._before).collect()
        again = pl.col("document_id").is_in(list(batch.document_ids))
        fetched = pl.col("document_id").is_null() & pl.col("source_uri").is_in(
            [*batch.fetched, *batch.unfetched["source_uri"]]
        )
        kept = known.filter(~(again.fill_null(False) | fetched))
        first = sources.group_by("document_id").agg(first=pl.col("source_uri").min())
        every = pl.concat([kept, found.with_columns(batch_id=pl.lit(batch.batch_id))])
        every = every.join(first, on="document_id", how="left").with_columns(
            source_uri=pl.coalesce("first", "source_uri")
        )
        every = every.select(TABLES["rejects"].keys()).unique().sort(ORDER["rejects"])
        self.counts.rejects = found.height
        if not every.equals(known.sort(ORDER["rejects"])):
            table.replace(every)

    def _version(self, added: pl.DataFrame) -> Version:
        batch, before = self._batch, self._before
        published, replaced = set(added["document_id"]), set(self._replaced["document_id"])
        return Version(
            version=before.version + 1 if before else 1,
            published_at=batch.started_at,
            batch_id=batch.batch_id,
            extractor_version=batch.extractor_version,
            tables={name: table.version or 0 for name, table in self._store.tables.items()},
            documents_added=len(published - replaced),
            documents_replaced=len(published & replaced),
            documents_retracted=len(replaced - published),
        )
