"""What a file is, by its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.documents import Limits, read
from extractors.documents.sniff import sniff
from extractors.records import Document, Unreadable


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 900 + b"%PDF-1.4", "pdf"),
        (b"<!DOCTYPE html><html><body><p>1", "html"),
        (b"\xef\xbb\xbf\n  <HTML><head><title>a</title>", "html"),
        ('<?xml version="1.0"?><html xmlns="x"><p>文</p></html>'.encode(), "html"),
        ('<html><body id="activity-detail"><div id="js_content">正文</div>'.encode(), "wechat"),
        ("Title: 标题\n\nURL Source: https://a.cn/1\n\nMarkdown Content:\n正文".encode(), "markdown"),
        ('---\ntitle: "标题"\nsource: 某号\n---\n\n正文'.encode(), "markdown"),
        ("# 标题\n\n**发布日期**: 2024年1月2日\n\n正文".encode(), "markdown"),
        ("公司去年营收为12亿元。\n其中 a < b 且 c > d。".encode(), "text"),
        ("- ◆ **大会召开。** 会议讨论了算力。\n- ◆ 其他".encode(), "text"),
        ("公司去年营收为12亿元。".encode("gbk"), "text"),
    ],
)
def test_kinds(raw: bytes, kind: str) -> None:
    assert sniff(raw) == kind


@pytest.mark.parametrize("raw", [b"", b"  \n\t ", b"\xef\xbb\xbf", b"\x00\x00\x00"])
def test_nothing_is_empty(raw: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        sniff(raw)
    assert caught.value.reason == "empty"


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n0000",
        b"\xff\xd8\xff\xe0JFIF",
        b"PK\x03\x04word/document.xml",
        b"\x1f\x8b\x08",
        bytes(range(256)) * 40,
    ],
)
def test_other_files_are_unknown(raw: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        sniff(raw)
    assert caught.value.reason == "unknown_type"
    assert caught.value.message


def test_a_file_beyond_the_limit_is_too_large() -> None:
    with pytest.raises(Unreadable) as caught:
        read(b"<html>" + b"x" * 200, limits=Limits(max_bytes=100))
    assert caught.value.reason == "too_large"


@pytest.mark.parametrize(
    "raw",
    [
        b"<html>" + b"<div>" * 60_000 + "深处的一句话，有标点。".encode(),
        b"<html>" + b"<table><tr><td>" * 20_000 + b"1",
        b"<html>" + b"<script>" * 50_000,
        b"<html>" + b"<!--" * 50_000,
        b"<html><p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">x",
        b"# t\n\n" + b"[" * 50_000,
        b"# t\n\n" + b"![" * 20_000,
        b"# t\n\n" + b"> " * 5_000 + b"x",
        b"# t\n\n" + b"*" * 100_000,
    ],
    ids=["depth", "tables", "scripts", "comments", "attributes", "brackets", "images", "quotes", "stars"],
)
def test_hostile_markup_ends(raw: bytes) -> None:
    try:
        outcome: object = read(raw)
    except Unreadable as error:
        outcome = error
    assert isinstance(outcome, (Document, Unreadable))


@pytest.mark.eval
def test_odd_html_files_end_as_document_or_refusal(eval_dir: Path) -> None:
    outcomes: dict[str, str] = {}
    for path in sorted((eval_dir / "suites" / "badhtml").iterdir()):
        try:
            outcomes[path.name] = read(path.read_bytes()).parser
        except Unreadable as error:
            outcomes[path.name] = error.reason
    assert len(outcomes) > 20
    assert all(outcomes.values())
