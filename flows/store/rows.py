"""An extraction as rows of the contract's tables: pure, and the same for the same bytes and extractor.

What depends on the store (batch, first publication, duplicates) is left null here and filled in when published.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
import polars as pl
import polars.selectors as cs

from extractors.figures.contradictions import claim
from extractors.records import Document, Extraction, Figure, Mention, Quantity, Reject
from flows.store.fingerprints import fingerprint
from flows.store.tables import TABLES, empty, frame

Row = dict[str, Any]


def stable_id(*parts: object) -> str:
    """32 hexadecimal digits over the parts; mappings count by their sorted items."""
    option = orjson.OPT_SORT_KEYS | orjson.OPT_NAIVE_UTC
    return hashlib.blake2b(orjson.dumps(parts, option=option), digest_size=16).hexdigest()


def fact_key(figure: Figure) -> str:
    """What repeats of one fact share, in any document: all of the claim but value, comparator and rule."""
    return stable_id(*claim(figure))


def figure_id(document_id: str, figure: Figure) -> str:
    """The document, the span and what is claimed; neither rule nor confidence."""
    return stable_id(
        document_id, figure.start, figure.end, fact_key(figure), figure.entity, figure.value, figure.value_low,
        figure.value_high, figure.comparator,
    )  # fmt: skip


def reject_frame(document_id: str | None, rejects: Iterable[Reject]) -> pl.DataFrame:
    """Rows of ``rejects``; the source is filled in when published, since it must not depend on who came first."""
    rows = [
        {
            "document_id": document_id,
            "stage": reject.stage,
            "reason": reject.reason,
            "message": " ".join(reject.message.split())[:500],
            "payload": reject.payload,
        }
        for reject in rejects
    ]
    return _frame("rejects", rows)


def build_rows(document_id: str, extraction: Extraction, extractor_version: str) -> dict[str, pl.DataFrame]:
    """One frame for each of :data:`flows.store.tables.EXTRACTED`; only ``rejects`` has rows for an unread document."""
    document = extraction.document
    rejects = reject_frame(document_id, extraction.rejects)
    if document is None:
        names = ("documents", "texts", "figures", "quantities", "mentions", "cells", "fingerprints")
        return {name: empty(name) for name in names} | {"rejects": rejects}
    figures = _figures(document_id, document, extraction.figures)
    quantities = _quantities(document_id, document, extraction.quantities, figures)
    return {
        "documents": _frame("documents", [_document(document_id, extraction, document, extractor_version)]),
        "texts": _frame("texts", [_text(document_id, document, extractor_version)]),
        "figures": _frame("figures", figures),
        "quantities": _frame("quantities", quantities),
        "mentions": _frame("mentions", _mentions(document_id, document, extraction.mentions)),
        "cells": _frame("cells", _cells(document_id, document)),
        "fingerprints": _frame("fingerprints", [{"document_id": document_id, **fingerprint(document)}]),
        "rejects": rejects,
    }


def _frame(table: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    if not rows:
        return empty(table)
    columns = frame(table, {name: [row.get(name) for row in rows] for name in TABLES[table]})
    # Absent is null, never "" or NaN; a value that turns null here fails validation.
    return columns.with_columns(cs.string().replace("", None), cs.float().fill_nan(None))


def _document(document_id: str, extraction: Extraction, document: Document, extractor_version: str) -> Row:
    about = document.metadata
    return {
        "document_id": document_id,
        "media_type": document.media_type,
        "kind": about.kind,
        "report_type": about.report_type,
        "title": about.title,
        "subtitle": about.subtitle,
        "publisher": about.publisher,
        "original_source": about.original_source,
        "authors": list(about.authors),
        "author_licences": list(about.author_licences),
        "published_on": about.published_on,
        "published_at": about.published_at,
        "subject_tickers": list(extraction.subject_tickers),
        "rating": about.rating,
        "rating_change": about.rating_change,
        "target_price": about.target_price,
        "target_price_unit": about.target_price_unit,
        "language": about.language,
        "pages": document.pages,
        "characters": len(document.text),
        "partial": about.partial,
        "parser": document.parser,
        "extractor_version": extractor_version,
    }


def _text(document_id: str, document: Document, extractor_version: str) -> Row:
    blocks = [
        {"kind": b.kind, "start": b.start, "end": b.end, "page": b.page, "level": b.level} for b in document.blocks
    ]
    return {
        "document_id": document_id,
        "extractor_version": extractor_version,
        "text": document.text,
        "blocks": blocks,
    }


def _figures(document_id: str, document: Document, figures: Sequence[Figure]) -> list[Row]:
    best: dict[str, Figure] = {}
    for figure in figures:  # two rules may claim the same: the surer one stays
        key = figure_id(document_id, figure)
        known = best.get(key)
        if known is None or (-figure.confidence, figure.rule) < (-known.confidence, known.rule):
            best[key] = figure
    rows = [_figure(document_id, document, key, figure) for key, figure in best.items()]
    return sorted(rows, key=lambda row: (row["char_start"], row["char_end"], row["figure_id"]))


def _figure(document_id: str, document: Document, key: str, figure: Figure) -> Row:
    page, bbox = document.locate(figure.start, figure.end)
    return {
        "figure_id": key,
        "fact_key": fact_key(figure),
        "document_id": document_id,
        "entity": figure.entity,
        "entity_text": figure.entity_text,
        "ticker": figure.ticker,
        "issuer_id": figure.issuer_id,
        "metric": figure.metric,
        "aspect": figure.aspect,
        "value": figure.value,
        "value_low": figure.value_low,
        "value_high": figure.value_high,
        "comparator": figure.comparator,
        "unit": figure.unit,
        "value_text": document.text[figure.start : figure.end],
        "period_start": figure.period_start,
        "period_end": figure.period_end,
        "period_type": figure.period_type,
        "period_text": figure.period_text,
        "basis": figure.basis,
        "modality": figure.modality,
        "dimensions": dict(sorted(figure.dimensions.items())),
        "attribution": figure.attribution,
        "quote": document.text[figure.quote_start : figure.quote_end],
        "page": page,
        "bbox": list(bbox) if bbox else None,
        "char_start": figure.start,
        "char_end": figure.end,
        "table_id": figure.table_id,
        "row": figure.row,
        "col": figure.col,
        "published_at": document.metadata.published_at,
        "rule": figure.rule,
        "confidence": figure.confidence,
    }


def _quantities(document_id: str, document: Document, quantities: Iterable[Quantity], figures: list[Row]) -> list[Row]:
    rows = {}
    owners = _Owners(figures)
    for quantity in quantities:
        key = stable_id(document_id, quantity.start, quantity.end, quantity.value, quantity.unit)
        page, bbox = document.locate(quantity.start, quantity.end)
        rows[key] = {
            "quantity_id": key,
            "document_id": document_id,
            "value": quantity.value,
            "value_low": quantity.low,
            "value_high": quantity.high,
            "comparator": quantity.comparator,
            "unit": quantity.unit,
            "value_text": document.text[quantity.start : quantity.end],
            "char_start": quantity.start,
            "char_end": quantity.end,
            "page": page,
            "bbox": list(bbox) if bbox else None,
            "figure_id": owners.of(quantity.start, quantity.end),
        }
    return sorted(rows.values(), key=lambda row: (row["char_start"], row["char_end"], row["quantity_id"]))


class _Owners:
    """Finds the figure that a quantity became: the same span first, else the shortest that holds it or lies in it."""

    def __init__(self, figures: list[Row]) -> None:
        self._figures = figures
        self._starts = [row["char_start"] for row in figures]
        self._longest = max((row["char_end"] - row["char_start"] for row in figures), default=0)

    def of(self, start: int, end: int) -> str | None:
        """The figure's id; None for a quantity that no figure claims."""
        best: tuple[int, float, str] | None = None
        index = bisect_right(self._starts, max(end - 1, start))
        while index:
            index -= 1
            row = self._figures[index]
            low, high = row["char_start"], row["char_end"]
            if low < start - self._longest:
                break
            if (low <= start and end <= high) or (start <= low and high <= end):
                rank = (abs((high - low) - (end - start)), -row["confidence"], row["figure_id"])
                best = rank if best is None else min(best, rank)
        return best[2] if best else None


def _mentions(document_id: str, document: Document, mentions: Iterable[Mention]) -> list[Row]:
    rows = [
        {
            "document_id": document_id,
            "ticker": mention.ticker,
            "issuer_id": mention.issuer_id,
            "name": mention.name,
            "mention_text": document.text[mention.start : mention.end],
            "char_start": mention.start,
            "char_end": mention.end,
            "page": document.locate(mention.start, mention.end)[0],
            "role": mention.role,
            "relation": mention.relation,
            "relation_to": mention.relation_to,
        }
        for mention in mentions
    ]
    return sorted(rows, key=lambda row: (row["char_start"], row["char_end"], row["ticker"]))


def _cells(document_id: str, document: Document) -> list[Row]:
    return [
        {
            "document_id": document_id,
            "table_id": table.table_id,
            "caption": table.caption,
            "unit_text": table.unit_text,
            "source_text": table.source_text,
            "page": table.page,
            "row": cell.row,
            "col": cell.col,
            "row_span": cell.row_span,
            "col_span": cell.col_span,
            "text": document.text[cell.start : cell.end],
            "is_header": cell.is_header,
        }
        for table in document.tables
        for cell in table.cells
    ]
