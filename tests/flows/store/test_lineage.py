from __future__ import annotations

import random
from datetime import UTC, date, datetime

import numpy as np
import polars as pl
import pytest

from extractors.records import Block, Document, Metadata
from flows.store.lineage import fingerprint, relations, signature
from flows.store.tables import FINGERPRINTS

LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 800)]


def body(seed: int, length: int = 3000) -> str:
    source = random.Random(seed)
    return "".join(source.choice(LETTERS) for _ in range(length))


def related(rows: list[tuple[str, str | None, str, str]]) -> dict[str, tuple[str | None, str | None]]:
    """(id, day, body, source) → id: (duplicate_of, supersedes)."""
    documents = pl.DataFrame(
        {
            "document_id": [row[0] for row in rows],
            "published_on": [date.fromisoformat(row[1]) if row[1] else None for row in rows],
            "published_at": [None] * len(rows),
        },
        schema={"document_id": pl.String, "published_on": pl.Date, "published_at": pl.Datetime("us", "UTC")},
    )
    prints = [{"document_id": row[0], **fingerprint(document(row[2]))} for row in rows]
    sources = pl.DataFrame({"document_id": [row[0] for row in rows], "source_uri": [row[3] for row in rows]})
    found = relations(documents, sources, pl.DataFrame(prints, schema=FINGERPRINTS))
    return {row[0]: (row[1], row[2]) for row in found.iter_rows()}


def document(text: str) -> Document:
    blocks = (Block("furniture", 0, 2), Block("paragraph", 2, 2 + len(text)))
    return Document("页眉" + text, blocks, (), Metadata(), "text/plain", "test")


def test_the_earliest_of_nearly_equal_bodies_is_the_original():
    text = body(1)
    nearly = text[:1000] + body(2, 20) + text[1020:]
    other = text[:1500] + body(3, 1500)
    rows = [("a", "2024-11-03", text, "u"), ("b", "2024-11-01", nearly, "v"), ("c", "2024-11-02", other, "w")]
    assert related(rows) == {"a": ("b", None), "b": (None, None), "c": (None, None)}


def test_the_order_of_arrival_plays_no_part():
    text = body(4)
    rows = [(name, "2024-11-01", text, name) for name in "dacb"] + [("0", None, text, "0")]
    expected = {"a": (None, None), **dict.fromkeys("bcd0", ("a", None))}
    for seed in range(4):
        random.Random(seed).shuffle(rows)
        assert related(rows) == expected


def test_spaces_and_punctuation_make_no_other_body():
    assert related([("a", None, "增长, 12%", "u"), ("b", None, "增长12%。", "v")])["b"] == ("a", None)


def test_documents_without_a_body_are_no_duplicates_of_each_other():
    assert related([("a", None, "。", "u"), ("b", None, "…", "v")]) == {"a": (None, None), "b": (None, None)}


def test_the_versions_of_one_source_follow_each_other_by_date():
    rows = [(name, f"2024-11-0{day}", body(day), "u") for name, day in (("a", 3), ("b", 1), ("c", 2))]
    assert related(rows) == {"b": (None, None), "c": (None, "b"), "a": (None, "c")}


def test_a_time_of_publication_counts_as_its_moment():
    documents = pl.DataFrame(
        {
            "document_id": ["a", "b"],
            "published_on": [date(2024, 11, 2), date(2024, 11, 2)],
            "published_at": [datetime(2024, 11, 2, 1, tzinfo=UTC), None],  # 09:00 in Shanghai; b is midnight there
        },
        schema={"document_id": pl.String, "published_on": pl.Date, "published_at": pl.Datetime("us", "UTC")},
    )
    sources = pl.DataFrame({"document_id": ["a", "b"], "source_uri": ["u", "u"]})
    found = relations(documents, sources, pl.DataFrame(schema=FINGERPRINTS))
    assert dict(found.select("document_id", "supersedes").iter_rows()) == {"a": "b", "b": None}


@pytest.mark.parametrize("kept", [0.95, 0.8, 0.5])
def test_signatures_estimate_the_share_of_common_ngrams(kept):
    text = body(5, 6000)
    other = text[: int(6000 * kept)] + body(6, 6000 - int(6000 * kept))
    jaccard = kept / (2 - kept)
    assert np.mean(signature(text) == signature(other)) == pytest.approx(jaccard, abs=0.12)


def test_signatures_are_stable():
    assert signature("豆包月活用户")[:2].tolist() == signature("豆包月活用户")[:2].tolist()
    assert signature("a").shape == signature("ab" * 4000).shape == (128,)
