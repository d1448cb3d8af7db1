"""`yanbao figures`, `documents`, `mentions`, `rejects`, `versions` and `text`: reading one published version."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from flows.commands.rows import write_rows
from flows.commands.screen import Around
from flows.store.curated import CuratedStore, UnknownVersionError, Version
from flows.store.tables import ORDER, VERSIONS

SHANGHAI = ZoneInfo("Asia/Shanghai")
DESCRIBING = ("document_id", "publisher", "title", "published_on")
"""What a screen says of a document above its rows."""


class QueryError(ValueError):
    """A question that cannot be answered; the message is for the person who asked."""


@dataclass(frozen=True, slots=True)
class Query:
    """What rows of which table: every condition that is not None must hold."""

    table: str
    entity: str | None = None
    metric: str | None = None
    document: str | None = None
    as_of: str | None = None
    known_at: str | None = None
    limit: int | None = None
    sample: int | None = None
    seed: int = 1


def run_query(curated: Path, query: Query, form: str, output: Path | None) -> int:
    """Write the rows that are asked for; 2 where the question makes no sense for this store."""
    store = CuratedStore(curated)
    try:
        rows = select(store, query)
    except (QueryError, UnknownVersionError) as error:
        sys.stderr.write(f"yanbao: {error.args[0]}\n")
        return 2

    def around(shown: pl.DataFrame) -> Around:
        return surroundings(store, query, shown)

    return write_rows(query.table, rows, form, output, limit=query.limit, around=around)


def surroundings(store: CuratedStore, query: Query, rows: pl.DataFrame) -> Around:
    """The documents and texts that figures or mentions stand in, of the same version."""
    if query.table not in ("figures", "mentions") or rows.is_empty():
        return Around()
    version = store.version_at(parse_version(query.as_of))
    among = pl.col("document_id").is_in(rows["document_id"].unique().to_list())
    documents = store.scan("documents", version).filter(among).select(*DESCRIBING).collect()
    texts = store.scan("texts", version).filter(among).select("document_id", "text").collect()
    return Around({row["document_id"]: row for row in documents.iter_rows(named=True)}, dict(texts.iter_rows()))


def select(store: CuratedStore, query: Query) -> pl.DataFrame:
    """The rows of a query, in the table's order. Raises QueryError, UnknownVersionError."""
    if query.table == "versions":
        versions = store.versions()
        return pl.DataFrame({name: [getattr(v, name) for v in versions] for name in VERSIONS}, schema=VERSIONS)
    version = store.version_at(parse_version(query.as_of))
    rows = store.scan(query.table, version)
    if query.document is not None:
        rows = rows.filter(pl.col("document_id") == find_document(store, version, query.document))
    if query.known_at is not None:
        rows = _known(store, version, query.table, rows, parse_time(query.known_at))
    if query.table == "documents" and (query.entity or query.metric):
        holding = _matching(store.scan("figures", version), query, ("entity", "entity_text"))
        rows = rows.join(holding.select("document_id").unique(), on="document_id", how="semi")
    elif query.table in ("figures", "mentions"):
        names = ("entity", "entity_text") if query.table == "figures" else ("name", "mention_text")
        rows = _matching(rows, query, names)
    found = rows.sort(ORDER[query.table], nulls_last=True).collect()
    return found if query.sample is None else drawn(found, query.sample, query.seed)


def drawn(figures: pl.DataFrame, count: int, seed: int) -> pl.DataFrame:
    """``count`` figures at random, in the table's order. Each is drawn by its own id, so that the same seed gives the
    same ones again, less those that a later extractor reads otherwise."""
    lots = [hashlib.sha256(f"{seed}:{figure_id}".encode()).hexdigest() for figure_id in figures["figure_id"]]
    least = sorted(range(len(lots)), key=lots.__getitem__)[:count]
    return figures[sorted(least)]


def write_text(curated: Path, document: str, as_of: str | None) -> int:
    """Write exactly a document's text, UTF-8, to standard output."""
    store = CuratedStore(curated)
    try:
        version = store.version_at(parse_version(as_of))
        document_id = find_document(store, version, document)
    except (QueryError, UnknownVersionError) as error:
        sys.stderr.write(f"yanbao: {error.args[0]}\n")
        return 2
    found = store.scan("texts", version).filter(pl.col("document_id") == document_id).select("text").collect()
    if found.is_empty():
        sys.stderr.write(f"yanbao: {document_id} was rejected; see `yanbao rejects --document {document}`\n")
        return 2
    sys.stdout.buffer.write(found.item().encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()
    return 0


def find_document(store: CuratedStore, version: Version | None, prefix: str) -> str:
    """The one document whose id begins so, published or rejected. Raises QueryError for none or several."""
    known = [store.scan(table, version).select("document_id") for table in ("documents", "rejects")]
    begins = pl.col("document_id").str.starts_with(prefix.strip().lower())
    found = pl.concat(known).filter(begins).unique().sort("document_id").collect()["document_id"].to_list()
    if not prefix.strip() or len(found) > 1:
        shown = ", ".join(i[:16] for i in found[:5])
        raise QueryError(f"{len(found)} documents begin with {prefix!r}: {shown} …")
    if not found:
        raise QueryError(f"no document begins with {prefix!r}")
    return str(found[0])


def parse_version(text: str | None) -> int | datetime | None:
    """A version's number or a time. Raises QueryError."""
    if text is None or not text.strip().isdecimal() or len(text.strip()) == 8:
        return None if text is None else parse_time(text)
    return int(text)


def parse_time(text: str) -> datetime:
    """An ISO date or time, of Shanghai where it names no zone; a date means its end. Raises QueryError."""
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        raise QueryError(f"{text!r} is neither a version nor a time such as 2024-11-30 or 2024-11-30T18:00") from None
    if time.tzinfo is None:
        time = time.replace(tzinfo=SHANGHAI)
    whole_day = len(text.strip()) <= len("2024-11-30")
    return (time + timedelta(days=1) - timedelta(microseconds=1) if whole_day else time).astimezone(UTC)


def _matching(rows: pl.LazyFrame, query: Query, names: tuple[str, ...]) -> pl.LazyFrame:
    if query.entity:
        wanted = query.entity.casefold()
        named = [pl.col(name).str.to_lowercase().str.contains(wanted, literal=True) for name in names]
        listed = [pl.col(name).str.to_lowercase() == wanted for name in ("ticker", "issuer_id")]
        rows = rows.filter(pl.any_horizontal(*named, *listed))
    if query.metric:
        rows = rows.filter(pl.col("metric") == query.metric)
    return rows


def _known(
    store: CuratedStore, version: Version | None, table: str, rows: pl.LazyFrame, time: datetime
) -> pl.LazyFrame:
    """What this store had published by a time; other tables go by the first publication of their document."""
    if table == "figures":
        return rows.filter(pl.col("known_at") <= time)
    if table == "documents":
        return rows.filter(pl.col("ingested_at") <= time)
    early = store.scan("documents", version).filter(pl.col("ingested_at") <= time)
    return rows.join(early.select("document_id"), on="document_id", how="semi")
