"""How documents hang together: near duplicates, and new versions of one source.

Both are functions of the set of documents, ordered by (``published_at`` or ``published_on``, ``document_id``) with
unknown dates last; the order of arrival plays no part. Near duplicates are found by MinHash over character n-grams of
the body with banding, as datasketch does it; that package brings SciPy (2.5 s at import, measured) and hashes n-gram
by n-gram, so the two dozen lines stand here, over whole arrays.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from extractors.records import NOT_BODY, Document

SAME_BODY_SIMILARITY = 0.9
"""Estimated Jaccard similarity of n-gram sets from which two bodies count as nearly the same."""
NGRAM_CHARACTERS = 5
PERMUTATIONS = 128
BANDS = 16
"""With 8 rows a band, a pair at the threshold is compared with probability 0.9998."""
EARLIEST_COMPARED = 64
"""How many of the earliest documents of a crowded band each other one is compared with."""

_RANDOM = np.random.Generator(np.random.PCG64(20241111))  # a fixed seed: signatures are stored
_FACTORS = _RANDOM.integers(0, 2**31, PERMUTATIONS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
_OFFSETS = _RANDOM.integers(0, 2**32, PERMUTATIONS, dtype=np.uint32)


def fingerprint(document: Document) -> dict[str, Any]:
    """``body_hash`` and ``signature`` (128 little-endian uint32) of the body's letters and digits; null without any."""
    blocks = (document.text[b.start : b.end] for b in document.blocks if b.kind not in NOT_BODY)
    body = "".join(character for block in blocks for character in block.casefold() if character.isalnum())
    if not body:
        return {"body_hash": None, "signature": None}
    digest = hashlib.blake2b(body.encode(), digest_size=16).hexdigest()
    return {"body_hash": digest, "signature": signature(body).tobytes()}


def signature(body: str) -> npt.NDArray[np.uint32]:
    """The MinHash signature of a text, shape (128,): equal shares of two signatures estimate their Jaccard index."""
    points = np.frombuffer(body.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    size = min(NGRAM_CHARACTERS, len(points))
    grams = np.zeros(len(points) - size + 1, dtype=np.uint64)
    for index in range(size):
        grams = grams * np.uint64(0x9E3779B97F4A7C15) + points[index : len(points) - size + 1 + index]
    grams = np.unique(_mixed((grams ^ (grams >> np.uint64(32))).astype(np.uint32)))
    minima = [(grams * factor + offset).min() for factor, offset in zip(_FACTORS, _OFFSETS, strict=True)]
    return np.array(minima, dtype="<u4")


def _mixed(values: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """MurmurHash3's finaliser: spreads structured input over all bits, one to one."""
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def relations(documents: pl.DataFrame, sources: pl.DataFrame, fingerprints: pl.DataFrame) -> pl.DataFrame:
    """``document_id``, ``duplicate_of``, ``supersedes`` for every document.

    ``documents`` needs ``document_id``, ``published_at``, ``published_on``; ``sources`` the pairs ``document_id``,
    ``source_uri``; ``fingerprints`` the columns of :data:`flows.store.tables.FINGERPRINTS`.
    """
    midnight = pl.col("published_on").cast(pl.Datetime("us")).dt.replace_time_zone("Asia/Shanghai")
    said = pl.coalesce("published_at", midnight.dt.convert_time_zone("UTC"))
    ordered = (
        documents.select("document_id", said=said)
        .sort("said", "document_id", nulls_last=True)
        .with_row_index("place")
        .select("document_id", pl.col("place").cast(pl.Int64))
    )
    names = ordered["document_id"]
    duplicates = _duplicates(ordered.join(fingerprints, on="document_id", how="inner"))
    replaced = _superseded(ordered.join(sources, on="document_id", how="inner"))
    found = ordered.join(duplicates, on="place", how="left").join(replaced, on="place", how="left")
    return found.select(
        "document_id",
        duplicate_of=names.gather(found["earliest"]),
        supersedes=names.gather(found["previous"]),
    )


def _superseded(placed: pl.DataFrame) -> pl.DataFrame:
    """``place`` and the place of the document before it at the same source; the latest where several sources say."""
    return (
        placed.select("place", "source_uri")
        .unique()
        .sort("source_uri", "place")
        .with_columns(previous=pl.col("place").shift(1).over("source_uri"))
        .group_by("place")
        .agg(pl.col("previous").max())
    )


def _duplicates(placed: pl.DataFrame) -> pl.DataFrame:
    """``place`` and the place of the earliest document with (nearly) the same body, where there is one."""
    known = placed.filter(pl.col("body_hash").is_not_null()).sort("place")
    first = known.with_columns(first=pl.col("place").min().over("body_hash"))
    alone = first.filter(pl.col("place") == pl.col("first"))
    near = _near(alone)
    found = first.join(near, left_on="first", right_on="place", how="left")
    return found.select(
        "place", earliest=pl.coalesce("earliest", pl.when(pl.col("place") != pl.col("first")).then("first"))
    )


def _near(alone: pl.DataFrame) -> pl.DataFrame:
    """``place`` and the earliest place whose signature agrees with it in at least the threshold's share."""
    nothing = pl.DataFrame(schema={"place": pl.Int64, "earliest": pl.Int64})
    if alone.height < 2:
        return nothing
    signatures = np.frombuffer(b"".join(alone["signature"]), dtype="<u4").reshape(-1, PERMUTATIONS)
    rows = PERMUTATIONS // BANDS
    width = np.dtype((np.void, rows * 4))
    bands = np.ascontiguousarray(signatures).view(width).reshape(-1, BANDS)
    buckets = [
        pl.DataFrame({"index": np.arange(len(bands)), "bucket": np.unique(bands[:, band], return_inverse=True)[1]})
        for band in range(BANDS)
    ]
    pairs = []
    for bucket in buckets:
        crowded = bucket.filter(pl.len().over("bucket") > 1)
        early = crowded.filter(pl.int_range(pl.len()).over("bucket") < EARLIEST_COMPARED)
        pairs.append(
            crowded.join(early, on="bucket", suffix="_before")
            .filter(pl.col("index_before") < pl.col("index"))
            .select("index", "index_before")
        )
    every = pl.concat(pairs).unique().sort("index", "index_before")
    if every.is_empty():
        return nothing
    later, before = every["index"].to_numpy(), every["index_before"].to_numpy()
    share = np.concatenate(
        [
            (signatures[later[start : start + 65536]] == signatures[before[start : start + 65536]]).mean(axis=1)
            for start in range(0, len(later), 65536)
        ]
    )
    places = alone["place"].to_numpy()
    near = pl.DataFrame({"place": places[later], "earliest": places[before], "share": share})
    return near.filter(pl.col("share") >= SAME_BODY_SIMILARITY).group_by("place").agg(pl.col("earliest").min())
