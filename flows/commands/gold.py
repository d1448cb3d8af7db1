"""`yanbao gold-predictions`: what the store says of labelled documents, in the form that scorers read."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import orjson
import polars as pl

from flows.commands.rows import records
from flows.store.curated import CuratedStore


def write_predictions(curated: Path, gold: Path, corpus: Path, documents: Path | None) -> int:
    """Print the figures of the labelled documents; 1 where one of them is not in the store.

    ``gold/<name>.doc.json`` names its ``source`` below ``corpus``; every line gets ``document`` = ``<name>``. With
    ``documents``, their rows go to that file, with the ``tickers`` that they mention and their ``text``.
    """
    tables = CuratedStore(curated).open_version()
    names = _names(gold, corpus)
    wanted = {
        table: _of(tables[table], list(names.values())) for table in ("documents", "figures", "mentions", "texts")
    }
    tickers = dict(wanted["mentions"].group_by("document_id").agg(pl.col("ticker").unique().sort()).iter_rows())
    texts = dict(wanted["texts"].select("document_id", "text").iter_rows())
    found = {row["document_id"]: row for row in records(wanted["documents"])}
    figures = wanted["figures"].partition_by("document_id", as_dict=True)
    rows = []
    for name, document_id in names.items():
        for figure in records(figures.get((document_id,), wanted["figures"].clear())):
            sys.stdout.buffer.write(_line({"document": name, **figure}))
        if document_id in found:
            more = {"tickers": tickers.get(document_id, []), "text": texts.get(document_id)}
            rows.append(_line({"document": name, **found[document_id], **more}))
        else:
            sys.stderr.write(f"yanbao: {name}: {document_id[:12]} is not published in {curated}\n")
    sys.stdout.buffer.flush()
    if documents is not None:
        documents.write_bytes(b"".join(rows))
    return 0 if len(rows) == len(names) else 1


def _names(gold: Path, corpus: Path) -> dict[str, str]:
    names = {}
    for path in sorted(gold.glob("*.doc.json")):
        source = corpus / orjson.loads(path.read_bytes())["source"]
        names[path.name.removesuffix(".doc.json")] = hashlib.sha256(source.read_bytes()).hexdigest()
    return names


def _of(rows: pl.LazyFrame, document_ids: list[str]) -> pl.DataFrame:
    start = ["char_start"] if "char_start" in rows.collect_schema() else []
    return rows.filter(pl.col("document_id").is_in(document_ids)).sort("document_id", *start).collect()


def _line(row: dict[str, object]) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_UTC_Z) + b"\n"
