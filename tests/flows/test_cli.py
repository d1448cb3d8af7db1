"""The commands as a person or a script meets them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import orjson
import polars as pl
import pytest
from rich.cells import cell_len
from stands import make_corpus, make_stand
from typer.testing import CliRunner

from flows import cli

COMMANDS = (
    "ingest",
    "figures",
    "documents",
    "mentions",
    "rejects",
    "versions",
    "text",
    "explain",
    "serve",
    "securities",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """The documents, once for this module: its tests read them."""
    return make_corpus(tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory, corpus):
    place = make_stand(tmp_path_factory.mktemp("published") / "store")
    place.ingest(corpus / "d1.txt")
    place.ingest(corpus)
    return place


@pytest.fixture
def published(two_versions, monkeypatch):
    """A store of two versions that no test may change."""
    monkeypatch.setenv("YANBAO_CURATED", str(two_versions.settings.curated))
    return two_versions


def run(*arguments: str) -> tuple[int, bytes]:
    result = CliRunner().invoke(cli.app, list(arguments), catch_exceptions=False)
    return result.exit_code, result.stdout_bytes


def lines(*arguments: str) -> list[dict]:
    code, output = run(*arguments, "--format", "jsonl")
    assert code == 0
    return [json.loads(line) for line in output.splitlines()]


def test_help_names_every_command():
    code, output = run("--help")
    assert code == 0
    assert all(command in output.decode() for command in COMMANDS)


def test_json_lines_have_every_column_and_maps_as_objects(published):
    rows = lines("figures", "--entity", "豆包")
    assert len(rows) == 5
    assert list(rows[0]) == published.table("figures").columns
    assert rows[0]["dimensions"] == {"of": "豆包"}
    assert rows[0]["period_start"] == "2024-11-01"
    assert rows[0]["known_at"].endswith("Z")
    assert rows[0]["ticker"] is None


def test_csv_has_maps_as_sorted_pairs_and_nothing_for_null(published):
    code, output = run("figures", "--metric", "mau", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(output.decode())))
    assert code == 0
    assert len(rows) == 10
    assert {row["dimensions"] for row in rows} == {"of=豆包", "of=科大讯飞"}
    assert {row["ticker"] for row in rows} == {""}


def test_parquet_holds_the_table(published, tmp_path):
    code, output = run("figures", "--format", "parquet")
    assert code == 0
    assert pl.read_parquet(io.BytesIO(output)).equals(published.table("figures"))
    assert run("documents", "-f", "parquet", "-o", str(tmp_path / "d.parquet"))[0] == 0
    assert pl.read_parquet(tmp_path / "d.parquet").height == 5


def test_a_limit_cuts_every_format_and_zero_cuts_none(published):
    assert len(lines("figures", "--limit", "3")) == 3
    assert len(lines("figures", "--limit", "0")) == 10
    assert b"and 7 more (--limit 0 shows all)" in run("figures", "-n", "3")[1]
    assert b" more " not in run("figures", "-n", "0")[1]


def test_a_sample_is_drawn_by_its_seed(published):
    everything = lines("figures", "--limit", "0")
    some = lines("figures", "--sample", "3", "--seed", "2")
    assert len(some) == min(3, len(everything))
    assert some == lines("figures", "--sample", "3", "--seed", "2")
    assert [r["figure_id"] for r in some] == [r["figure_id"] for r in everything if r in some]
    draws = {tuple(r["figure_id"] for r in lines("figures", "--sample", "1", "--seed", str(n))) for n in range(20)}
    assert len(everything) == 1 or len(draws) > 1


def test_a_screen_names_the_documents_and_marks_the_value(published):
    output = run("figures", "--entity", "豆包")[1].decode().splitlines()
    assert max(map(cell_len, output)) == 150
    assert sum(line.startswith("文") and " 2024-1" in line for line in output) == 4
    assert any("[100人]" in line for line in output)
    assert any("[豆包]" in line or "[科大讯飞]" in line for line in run("mentions")[1].decode().splitlines())


@pytest.mark.parametrize("table", ["figures", "documents", "mentions", "rejects", "versions"])
def test_each_table_has_a_screen_of_its_own(published, table):
    code, output = run(table)
    assert code == 0
    assert f"{published.store.version_at(None).version if table == 'versions' else ''}" in output.decode()
    assert output.decode().rstrip().splitlines()[-1].split()[1].startswith(table[:-1])


def test_documents_are_named_by_the_beginning_of_their_id(published, corpus):
    document_id = hashlib.sha256((corpus / "d2.txt").read_bytes()).hexdigest()
    assert {row["document_id"] for row in lines("figures", "--document", document_id[:10])} == {document_id}
    assert run("figures", "--document", "zz")[0] == 2
    code, output = run("text", document_id[:10])
    assert code == 0
    assert output == (corpus / "d2.txt").read_bytes().partition(b"\n")[2]


def test_as_of_and_known_at_look_back(published):
    assert len(lines("figures", "--as-of", "1")) == 2
    assert len(lines("figures", "--as-of", "2")) == 10
    first = published.store.versions()[0].published_at.isoformat()
    assert len(lines("figures", "--as-of", first)) == 2
    assert len(lines("figures", "--known-at", first)) == 2
    assert len(lines("documents", "--known-at", first)) == 1
    assert len(lines("mentions", "--known-at", first)) == 1
    assert lines("figures", "--known-at", "2020-01-01") == []
    for nowhere in ("9", "2020-01-01", "yesterday"):
        assert run("figures", "--as-of", nowhere)[0] == 2


def test_documents_can_be_asked_for_by_what_they_hold(published):
    assert len(lines("documents", "--entity", "豆包")) == 5
    assert lines("documents", "--metric", "gdp") == []
    assert [row["ticker"] for row in lines("mentions", "--entity", "002230.sz")] == ["002230.SZ"] * 5


def test_rejects_and_versions_say_what_happened(published, corpus):
    (reject,) = lines("rejects")
    assert (reject["stage"], reject["reason"]) == ("parse", "empty")
    assert reject["source_uri"] == (corpus / "empty.txt").as_uri()
    versions = lines("versions")
    assert [row["documents_added"] for row in versions] == [1, 4]
    assert set(versions[0]["tables"]) >= {"documents", "figures", "rejects"}


def test_an_empty_store_has_no_rows_and_no_error(tmp_path, monkeypatch):
    monkeypatch.setenv("YANBAO_CURATED", str(tmp_path / "none"))
    assert lines("figures") == []
    assert lines("versions") == []
    assert run("figures")[0] == 0
    assert not (tmp_path / "none").exists()


def test_ingest_ends_with_a_summary_and_strict_says_if_any_was_rejected(stand, corpus, monkeypatch):
    place = stand()
    monkeypatch.setattr("flows.settings.Settings.load", lambda *_, **__: place.settings)
    code, output = run("ingest", "--direct", str(corpus))
    printed = output.decode().splitlines()
    assert code == 0
    assert len(printed) == 7
    assert printed[-1].startswith("published: 5 documents, 10 figures, 15 numbers, 1 document and 0 rows rejected")
    code, output = run("ingest", str(corpus), "--strict")
    assert (code, output.decode().splitlines()[-1][:22]) == (1, "nothing new: version 1")
    assert run("ingest", str(corpus / "d1.txt"), "--strict")[0] == 0
    assert run("ingest", str(corpus / "no such file"))[0] == 2


def test_the_inbox_is_ingested_without_arguments(stand, corpus, monkeypatch):
    place = stand()
    monkeypatch.setattr("flows.settings.Settings.load", lambda *_, **__: place.settings)
    assert run("ingest")[0] == 0
    (place.settings.inbox / "new.txt").write_bytes((corpus / "d1.txt").read_bytes())
    assert run("ingest")[0] == 0
    assert place.table("documents").height == 1


def test_predictions_for_labels(published, corpus, tmp_path):
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "two.doc.json").write_text(json.dumps({"source": "d2.txt"}), encoding="utf-8")
    code, output = run("gold-predictions", str(gold), "--corpus", str(corpus), "--documents", str(tmp_path / "d.jsonl"))
    figures = [orjson.loads(line) for line in output.splitlines()]
    (document,) = [orjson.loads(line) for line in (tmp_path / "d.jsonl").read_bytes().splitlines()]
    assert code == 0
    assert [figure["document"] for figure in figures] == ["two", "two"]
    assert (document["document"], document["title"], document["tickers"]) == ("two", "文2", ["002230.SZ"])
    assert document["text"].startswith("科大讯飞:2人")


def test_predictions_stop_at_the_pages_that_are_labelled(published, corpus, tmp_path):
    label = {"source": "d2.txt", "pages": [2]}
    (tmp_path / "two.doc.json").write_text(json.dumps(label), encoding="utf-8")
    assert run("gold-predictions", str(tmp_path), "--corpus", str(corpus)) == (0, b"")


def test_a_labelled_document_that_cannot_be_read_is_named(published, tmp_path):
    (tmp_path / "none.doc.json").write_text(json.dumps({"source": "blank.txt"}), encoding="utf-8")
    (tmp_path / "blank.txt").write_bytes(b"\n")
    assert run("gold-predictions", str(tmp_path), "--corpus", str(tmp_path))[0] == 1


def test_predictions_for_labels_need_no_store(published, corpus, tmp_path, monkeypatch):
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "two.doc.json").write_text(json.dumps({"source": "d2.txt"}), encoding="utf-8")
    of_store = run("gold-predictions", str(gold), "--corpus", str(corpus))
    bare = make_stand(tmp_path / "bare").settings
    monkeypatch.setattr("flows.settings.Settings.load", lambda *_, **__: bare)
    code, output = run("gold-predictions", str(gold), "--corpus", str(corpus))
    assert code == 0
    ids = [[orjson.loads(line)["figure_id"] for line in text.splitlines()] for text in (of_store[1], output)]
    assert ids[0] == ids[1]
    assert len(ids[0]) == 2


def test_a_schedule_needs_a_server(monkeypatch, tmp_path):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    assert run("serve")[0] == 2


def test_the_command_line_loads_nothing_heavy():
    import subprocess
    import sys

    script = "import sys, flows.cli; print(sorted({'polars', 'deltalake', 'prefect', 'pandas'} & set(sys.modules)))"
    root = Path(cli.__file__).parents[1]
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=root)
    assert found.stdout.strip() == "[]"
