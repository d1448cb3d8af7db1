"""Ingesting: what is published, what a second run does, and what it must not depend on."""

from __future__ import annotations

import shutil

import orjson
import polars as pl
from stands import assert_equal


def test_a_corpus_is_published_whole(stand, corpus):
    place = stand()
    summary = place.ingest(corpus)
    assert (summary.version, summary.documents, summary.rejected_documents) == (1, 5, 1)
    figures, quantities = place.table("figures"), place.table("quantities")
    assert figures.height == 10
    assert quantities.height == 15
    assert quantities["figure_id"].null_count() == 5
    assert set(quantities["figure_id"].drop_nulls()) == set(figures["figure_id"])
    texts = dict(place.table("texts").select("document_id", "text").iter_rows())
    for table, written in (("figures", "value_text"), ("quantities", "value_text"), ("mentions", "mention_text")):
        for row in place.table(table).iter_rows(named=True):
            assert texts[row["document_id"]][row["char_start"] : row["char_end"]] == row[written]
    documents = place.table("documents")
    assert documents["figures"].sum() == 10
    assert documents["quantities"].to_list() == [3] * 5
    assert place.table("sources").height == 7
    assert place.table("rejects")["reason"].to_list() == ["empty"]


def test_a_second_run_publishes_nothing_and_starts_no_worker(stand, corpus):
    place = stand()
    place.ingest(corpus)
    before = place.store.versions()
    heard = len(place.heard.outcomes)
    summary = place.ingest(corpus)
    assert not summary.published
    assert (summary.unchanged, summary.still_rejected, summary.faultless) == (6, 1, False)
    assert place.store.versions() == before
    assert len(place.heard.outcomes) == heard
    assert place.heard.plans[-1] == (0, 0, 6)


def test_a_new_origin_of_known_bytes_adds_a_source_alone(stand, corpus, tmp_path):
    place = stand()
    place.ingest(corpus)
    before = place.tables()
    shutil.copy(corpus / "d2.txt", tmp_path / "elsewhere.txt")
    summary = place.ingest(tmp_path / "elsewhere.txt")
    assert (summary.version, summary.documents) == (2, 0)
    after = place.tables()
    assert after["sources"].height == before["sources"].height + 1
    assert_equal({n: t for n, t in before.items() if n != "sources"}, after)


def test_order_and_process_count_play_no_part(stand, corpus):
    together, apart = stand("together", workers=2), stand("apart", workers=1)
    together.ingest(corpus)
    for path in sorted(corpus.rglob("*.txt"), reverse=True):
        apart.ingest(path)
    assert len(apart.store.versions()) == 7
    assert_equal(together.tables(), apart.tables())


def test_a_new_extractor_version_replaces_all_rows_and_keeps_when_a_figure_was_known(stand, corpus):
    old = stand()
    old.ingest(corpus)
    known = dict(old.table("figures").select("figure_id", "known_at").iter_rows())
    new = stand(extractor="extract_half")
    summary = new.ingest(corpus)
    version = new.store.newest()
    assert (version.documents_added, version.documents_replaced, version.documents_retracted) == (0, 5, 0)
    assert summary.figures == 5
    figures = new.table("figures")
    assert {row["figure_id"]: row["known_at"] for row in figures.iter_rows(named=True)}.items() <= known.items()
    assert set(new.table("documents")["extractor_version"]) == {"extract_half"}
    fresh = stand("fresh", extractor="extract_half")
    fresh.ingest(corpus)
    assert_equal(fresh.tables(), new.tables())
    first = old.store.open_version(1)["figures"].collect()
    assert first.height == 10


def test_a_document_that_a_new_extractor_rejects_is_retracted(stand, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text("title=dropped\n豆包:5人", encoding="utf-8")
    stand().ingest(path)
    place = stand(extractor="extract_half")
    place.ingest(path)
    assert place.store.newest().documents_retracted == 1
    assert place.table("documents").is_empty()
    assert place.table("figures").is_empty()
    assert place.table("rejects")["reason"].to_list() == ["dropped"]


def test_rows_that_fail_validation_are_rejected_and_the_others_go_on(stand, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text("title=x\n坏:5人 豆包:7人", encoding="utf-8")
    place = stand()
    summary = place.ingest(path)
    assert (summary.documents, summary.figures, summary.rejects) == (1, 1, 1)
    (reject,) = place.table("rejects").to_dicts()
    assert (reject["stage"], reject["reason"]) == ("validate", "aspect_code")
    assert orjson.loads(reject["payload"])["entity"] == "坏"
    assert reject["source_uri"] == path.as_uri()
    quantities = place.table("quantities")
    assert quantities["figure_id"].null_count() == 1
    assert place.table("documents")["figures"].to_list() == [1]


def test_other_bytes_of_one_source_supersede_by_date_of_publication(stand, tmp_path):
    path = tmp_path / "live.txt"
    place = stand()
    later, earlier = "published_on=2024-11-09;title=b\n豆包:2人 改过", "published_on=2024-11-02;title=a\n豆包:1人"
    for content in (later, earlier):  # the order of arrival is the wrong one
        path.write_text(content, encoding="utf-8")
        place.ingest(path)
    rows = {row["title"]: row for row in place.table("documents").iter_rows(named=True)}
    assert rows["b"]["supersedes"] == rows["a"]["document_id"]
    assert rows["a"]["supersedes"] is None


def test_rejected_documents_are_tried_again_when_asked(stand, corpus):
    place = stand()
    place.ingest(corpus / "empty.txt")
    place.ingest(corpus / "empty.txt")
    assert len(place.heard.outcomes) == 1
    place.ingest(corpus / "empty.txt", retry_rejected=True)
    assert len(place.heard.outcomes) == 2
    assert place.table("rejects").height == 1


def test_stores_and_hidden_files_within_a_folder_are_left_alone(stand, corpus):
    (corpus / ".hidden").write_text("title=h\n豆包:5人", encoding="utf-8")
    inside = stand("corpus/inner")
    inside.ingest(corpus)
    again = inside.ingest(corpus)
    assert not again.published
    assert inside.table("sources").height == 7


def test_dimensions_are_a_map(stand, corpus):
    place = stand()
    place.ingest(corpus / "d1.txt")
    figures = place.table("figures")
    assert figures.schema["dimensions"] == pl.Map(pl.String(), pl.String())
    assert dict(figures["dimensions"][0]) == {"of": "科大讯飞"}
