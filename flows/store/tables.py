"""The contract's tables: columns and types, in the contract's order."""

from __future__ import annotations

import polars as pl

TEXT, INT, FLOAT, DAY, FLAG = pl.String(), pl.Int32(), pl.Float64(), pl.Date(), pl.Boolean()
TIME = pl.Datetime("us", "UTC")
TEXTS, NUMBERS = pl.List(pl.String()), pl.List(pl.Float64())
DIMENSIONS = pl.Map(pl.String(), pl.String())
BLOCKS = pl.List(
    pl.Struct({"kind": pl.String(), "start": pl.Int32(), "end": pl.Int32(), "page": pl.Int32(), "level": pl.Int32()})
)

Columns = dict[str, pl.DataType]

VERSIONS: Columns = {
    "version": pl.Int64(), "published_at": TIME, "batch_id": TEXT, "extractor_version": TEXT,
    "tables": pl.Map(pl.String(), pl.Int64()), "documents_added": pl.Int64(), "documents_replaced": pl.Int64(),
    "documents_retracted": pl.Int64(),
}  # fmt: skip

DOCUMENTS: Columns = {
    "document_id": TEXT, "media_type": TEXT, "kind": TEXT, "report_type": TEXT, "title": TEXT, "subtitle": TEXT,
    "publisher": TEXT, "original_source": TEXT, "authors": TEXTS, "author_licences": TEXTS, "published_on": DAY,
    "published_at": TIME, "subject_tickers": TEXTS, "rating": TEXT, "rating_change": TEXT, "target_price": FLOAT,
    "target_price_unit": TEXT, "language": TEXT, "pages": INT, "characters": INT, "quantities": INT, "figures": INT,
    "partial": FLAG, "parser": TEXT, "extractor_version": TEXT, "supersedes": TEXT, "duplicate_of": TEXT,
    "retracted_at": TIME, "ingested_at": TIME, "batch_id": TEXT,
}  # fmt: skip

SOURCES: Columns = {
    "document_id": TEXT, "source_uri": TEXT, "fetched_at": TIME, "etag": TEXT, "last_modified": TIME, "batch_id": TEXT,
}  # fmt: skip

TEXTS_TABLE: Columns = {"document_id": TEXT, "extractor_version": TEXT, "text": TEXT, "blocks": BLOCKS}

FIGURES: Columns = {
    "figure_id": TEXT, "fact_key": TEXT, "document_id": TEXT, "entity": TEXT, "entity_text": TEXT, "ticker": TEXT,
    "issuer_id": TEXT, "metric": TEXT, "aspect": TEXT, "value": FLOAT, "value_low": FLOAT, "value_high": FLOAT,
    "comparator": TEXT, "unit": TEXT, "value_text": TEXT, "period_start": DAY, "period_end": DAY, "period_type": TEXT,
    "period_text": TEXT, "basis": TEXT, "modality": TEXT, "dimensions": DIMENSIONS, "attribution": TEXT, "quote": TEXT,
    "page": INT, "bbox": NUMBERS, "char_start": INT, "char_end": INT, "table_id": TEXT, "row": INT, "col": INT,
    "published_at": TIME, "known_at": TIME, "rule": TEXT, "confidence": FLOAT,
}  # fmt: skip

QUANTITIES: Columns = {
    "quantity_id": TEXT, "document_id": TEXT, "value": FLOAT, "value_low": FLOAT, "value_high": FLOAT,
    "comparator": TEXT, "unit": TEXT, "value_text": TEXT, "char_start": INT, "char_end": INT, "page": INT,
    "bbox": NUMBERS, "figure_id": TEXT,
}  # fmt: skip

MENTIONS: Columns = {
    "document_id": TEXT, "ticker": TEXT, "issuer_id": TEXT, "name": TEXT, "mention_text": TEXT, "char_start": INT,
    "char_end": INT, "page": INT, "role": TEXT, "relation": TEXT, "relation_to": TEXT,
}  # fmt: skip

CELLS: Columns = {
    "document_id": TEXT, "table_id": TEXT, "caption": TEXT, "unit_text": TEXT, "source_text": TEXT, "page": INT,
    "row": INT, "col": INT, "row_span": INT, "col_span": INT, "text": TEXT, "is_header": FLAG,
}  # fmt: skip

REJECTS: Columns = {
    "document_id": TEXT, "source_uri": TEXT, "stage": TEXT, "reason": TEXT, "message": TEXT, "payload": TEXT,
    "batch_id": TEXT,
}  # fmt: skip

FINGERPRINTS: Columns = {"document_id": TEXT, "body_hash": TEXT, "signature": pl.Binary()}
"""Internal: what near duplicates are found by (see :mod:`flows.store.fingerprints`)."""

TABLES: dict[str, Columns] = {
    "documents": DOCUMENTS, "sources": SOURCES, "texts": TEXTS_TABLE, "figures": FIGURES, "quantities": QUANTITIES,
    "mentions": MENTIONS, "cells": CELLS, "rejects": REJECTS, "fingerprints": FINGERPRINTS,
}  # fmt: skip
"""Every table that a publication pins."""

EXTRACTED = ("documents", "texts", "figures", "quantities", "mentions", "cells", "rejects", "fingerprints")
"""Tables whose rows come from one document alone: made in a worker, staged, and replaced together."""

PUBLIC = tuple(name for name in TABLES if name != "fingerprints")
"""Tables of the contract: what readers see, and what is exported as plain Parquet."""

ORDER: dict[str, tuple[str, ...]] = {
    "documents": ("document_id",), "sources": ("document_id", "source_uri"), "texts": ("document_id",),
    "figures": ("document_id", "char_start", "figure_id"), "quantities": ("document_id", "char_start", "quantity_id"),
    "mentions": ("document_id", "char_start", "ticker"), "cells": ("document_id", "table_id", "row", "col"),
    "rejects": ("document_id", "source_uri", "stage", "reason", "payload"), "fingerprints": ("document_id",),
}  # fmt: skip
"""The order of rows in what is written and shown."""

TRANSIENT = frozenset({"timeout", "memory", "crashed"})
"""Reasons of a reject that another run with more room may not give."""


def frame(table: str, columns: dict[str, list[object]]) -> pl.DataFrame:
    """A frame of the table's columns and types; ``columns`` lacks those that are null throughout."""
    schema = TABLES[table]
    count = len(next(iter(columns.values()), []))
    return pl.DataFrame({name: columns.get(name, [None] * count) for name in schema}, schema=schema, strict=True)


def empty(table: str) -> pl.DataFrame:
    """The table without rows."""
    return pl.DataFrame(schema=TABLES[table])
