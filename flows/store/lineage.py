"""How documents hang together: near duplicates, and new versions of one source.

Both are functions of the set of documents, ordered by (``published_at`` or ``published_on``, ``document_id``) with
unknown dates last; the order of arrival plays no part. Near duplicates are found by the MinHash signatures of
:mod:`flows.store.fingerprints` with banding. Versions are documents of one address, whatever a share link or a
newsletter appended to it.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from flows.store.fingerprints import PERMUTATIONS

SAME_BODY_SIMILARITY = 0.9
"""Estimated Jaccard similarity of n-gram sets from which two bodies count as nearly the same."""
BANDS = 16
"""With 8 rows a band, a pair at the threshold is compared with probability 0.9998."""
EARLIEST_COMPARED = 64
"""How many of the earliest documents of a crowded band each other one is compared with."""

_TRACKING = (
    r"(?:utm_\w+|spm|from|scene|isappinstalled|share_token|share_id|chksm|wfr|nsukey|mpshare|srcid|sharer_\w+"
    r"|clicktime)"
)
"""Parameters that say how a reader came to a page, not which page it is."""
_WECHAT = r"^https?://mp\.weixin\.qq\.com/s\b.*[?&]"


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


def source_key(column: str) -> pl.Expr:
    """What tells one source from another: a web address without scheme, ``www.``, fragment and tracking parameters, a
    WeChat address by account, message and place in it; any other source as it is."""
    uri = pl.col(column)
    bare = (
        uri.str.replace(r"#.*$", "")
        .str.replace(r"^(?i)https?://(?:www\.)?", "")
        .str.replace_all(rf"([?&]){_TRACKING}=[^&]*", "${1}")
        .str.replace_all(r"&{2,}", "&")
        .str.replace(r"\?&", "?")
        .str.replace(r"[?&/]+$", "")
    )
    parts = [uri.str.extract(rf"[?&]{name}=([^&#]+)").str.replace_all("%3D", "=") for name in ("__biz", "mid", "idx")]
    wechat = pl.concat_str([pl.lit("mp.weixin.qq.com"), *parts], separator="/")
    known = uri.str.contains(_WECHAT) & wechat.is_not_null()
    return pl.when(known).then(wechat).when(uri.str.contains(r"^(?i)https?://")).then(bare).otherwise(uri)


def _superseded(placed: pl.DataFrame) -> pl.DataFrame:
    """``place`` and the place of the document before it at the same source; the latest where several sources say."""
    return (
        placed.select("place", source=source_key("source_uri"))
        .unique()
        .sort("source", "place")
        .with_columns(previous=pl.col("place").shift(1).over("source"))
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
