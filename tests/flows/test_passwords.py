"""Encrypted files: passwords reach the worker that reads them, and nothing that is written or printed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

from flows import cli
from flows.settings import Settings
from flows.store.curated import CuratedStore

SECRET = "sesame 2026 open"


def encrypted(sentence: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=SECRET, invariant=1)
    canvas.setFont("STSong-Light", 11)
    canvas.drawString(60, 700, sentence)
    canvas.save()
    return out.getvalue()


def run(*arguments: str, **environment: str) -> str:
    result = CliRunner().invoke(cli.app, arguments, catch_exceptions=False, env=environment)
    assert result.exit_code == 0
    return result.output


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("YANBAO_RAW", str(tmp_path / "raw"))
    monkeypatch.setenv("YANBAO_CURATED", str(tmp_path / "curated"))
    monkeypatch.delenv("YANBAO_PASSWORDS", raising=False)
    (tmp_path / "note.pdf").write_bytes(encrypted("2025年上半年科大讯飞实现营业收入109.11亿元，同比增长17.01%。"))
    return tmp_path


def test_a_given_password_opens_what_was_rejected_without_one(place: Path) -> None:
    note = str(place / "note.pdf")
    store = CuratedStore(place / "curated")
    printed = [run("ingest", note)]
    assert store.open_version()["rejects"].collect()["reason"].to_list() == ["encrypted"]
    printed.append(run("ingest", note, "--password", "wrong"))
    assert store.open_version()["documents"].collect().is_empty()
    printed.append(run("ingest", note, "--password", "wrong", "--password", SECRET))
    tables = {name: rows.collect() for name, rows in store.open_version().items()}
    assert tables["rejects"].is_empty()
    assert set(tables["figures"]["value"]) == {10911000000.0, 17.01}
    printed.append(run("page", note, "1", "--password", SECRET))
    assert "109.11" in printed[-1]
    assert SECRET not in "".join(printed)
    assert not any(SECRET in str(rows.rows()) for rows in tables.values())
    written = [path for path in (*(place / "raw").rglob("*"), *(place / "curated").rglob("*")) if path.is_file()]
    assert len(written) > 10
    assert not any(SECRET.encode() in path.read_bytes() for path in written)


def test_the_environment_holds_one_password_a_line(place: Path) -> None:
    variables = {"YANBAO_PASSWORDS": f"wrong\n\n{SECRET}\nwrong\n"}
    settings = Settings.load(environment=variables, passwords=["first"])
    assert settings.passwords == ("first", "wrong", SECRET)
    assert SECRET not in f"{settings} {settings!r}"
    assert Settings.load(environment={}).passwords == ()
    run("ingest", str(place / "note.pdf"), **variables)
    documents = CuratedStore(place / "curated").open_version()["documents"].collect()
    assert documents["media_type"].to_list() == ["application/pdf"]
