"""`yanbao gold-predictions`: what is found in labelled documents, in the form that scorers read."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

import orjson
import polars as pl

from extractors.records import Source
from flows.code_version import extractor_version
from flows.commands.rows import records
from flows.schemas import metric_bounds, validate
from flows.settings import Settings
from flows.store.curated import CuratedStore
from flows.store.rows import build_rows
from flows.work import load_extractor

TABLES = ("documents", "figures", "mentions", "texts")


def write_predictions(settings: Settings, gold: Path, corpus: Path, documents: Path | None) -> int:
    """Print the figures of the labelled documents; 1 where one of them cannot be read.

    ``gold/<name>.doc.json`` names its ``source`` below ``corpus`` and, where only some are labelled, its ``pages``,
    whose figures are given; every line gets ``document`` = ``<name>``. With
    ``documents``, their rows go to that file, with the ``tickers`` that they mention and their ``text``. A document
    that the store has not published is extracted and validated here, and not published.
    """
    labels = {
        path.name.removesuffix(".doc.json"): orjson.loads(path.read_bytes()) for path in sorted(gold.glob("*.doc.json"))
    }
    sources = {name: corpus / label["source"] for name, label in labels.items()}
    ids = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sources.items()}
    wanted = _published(settings, ids.values())
    missing = {ids[name]: path for name, path in sources.items() if ids[name] not in wanted["documents"]["document_id"]}
    for document_id, path in missing.items():
        found = _extracted(settings, document_id, path)
        wanted = {table: pl.concat([wanted[table], found[table]]) for table in TABLES}
    tickers = dict(wanted["mentions"].group_by("document_id").agg(pl.col("ticker").unique().sort()).iter_rows())
    texts = dict(wanted["texts"].select("document_id", "text").iter_rows())
    rows_of = {row["document_id"]: row for row in records(wanted["documents"])}
    figures = wanted["figures"].partition_by("document_id", as_dict=True)
    rows = []
    for name, document_id in ids.items():
        pages = labels[name].get("pages")
        for figure in records(figures.get((document_id,), wanted["figures"].clear())):
            if not pages or figure["page"] in pages:
                sys.stdout.buffer.write(_line({"document": name, **figure}))
        if document_id in rows_of:
            more = {"tickers": tickers.get(document_id, []), "text": texts.get(document_id)}
            rows.append(_line({"document": name, **rows_of[document_id], **more}))
    sys.stdout.buffer.flush()
    if documents is not None:
        documents.write_bytes(b"".join(rows))
    return 0 if len(rows) == len(ids) else 1


def _published(settings: Settings, document_ids: Iterable[str]) -> dict[str, pl.DataFrame]:
    tables = CuratedStore(settings.curated).open_version()
    return {table: _ordered(tables[table].filter(pl.col("document_id").is_in(list(document_ids)))) for table in TABLES}


def _extracted(settings: Settings, document_id: str, path: Path) -> dict[str, pl.DataFrame]:
    """The rows that a publication of this document alone would have."""
    from extractors.documents.limits import Limits

    extraction = load_extractor(settings.extractor)(
        path.read_bytes(), Source(path.as_uri(), settings.passwords), Limits()
    )
    for reject in extraction.rejects if extraction.document is None else ():
        sys.stderr.write(f"yanbao: {path.name}: {reject.reason}: {reject.message}\n")
    rows = build_rows(document_id, extraction, settings.extractor_version or extractor_version())
    texts = dict(rows["texts"].select("document_id", "text").iter_rows())
    bounds = metric_bounds()
    return {table: _ordered(validate(table, rows[table], texts, bounds)[0].lazy()) for table in TABLES}


def _ordered(rows: pl.LazyFrame) -> pl.DataFrame:
    start = ["char_start"] if "char_start" in rows.collect_schema() else []
    return rows.sort("document_id", *start).collect()


def _line(row: dict[str, object]) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_UTC_Z) + b"\n"
