"""The sample documents are what their sources say, and every kind of them is read."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest
import reportlab
import yaml

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "samples" / "sources"
DOCUMENTS = ROOT / "samples" / "documents"
NOTES = sorted(SOURCES.glob("*.yaml"))
PAGES = sorted(p for p in SOURCES.glob("*.html") if not p.name.endswith(".body.html"))
KINDS = {
    "chengjiang_smic_2025q1.pdf": ("broker_report", "澄江证券", "2025-05-10"),
    "converted_storage_weekly.txt": ("broker_report", "栖霞证券", "2025-03-22"),
    "news_gbk_notices.html": ("news_article", "江城财经网", "2025-04-28"),
    "note_doubao_stocks.md": ("news_article", "news.example.com", "2024-12-16"),
    "reader_phone_shipments.md": ("wechat_article", None, "2024-11-05"),
    "wechat_iflytek_tenders.html": ("wechat_article", "招标台账", "2025-01-16"),
    "wechat_token_price.html": ("wechat_article", "算力观察笔记", "2024-12-23"),
    "yuanshan_smic_2025q1.pdf": ("broker_report", "远山证券", "2025-05-12"),
    "yunlu_ai_weekly_20241223.pdf": ("broker_report", "云麓证券", "2024-12-23"),
}


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    path = ROOT / "samples" / "make_samples.py"
    spec = importlib.util.spec_from_file_location("make_samples", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def strings(value: object) -> list[str]:
    """Every piece of text in a source."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key not in {"colour", "place"} for text in strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings(inner)]
    return [value] if isinstance(value, str) and value else []


def test_there_is_an_expectation_for_every_sample() -> None:
    assert {path.name for path in DOCUMENTS.iterdir()} == set(KINDS)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_pages_are_made_from_their_sources(path: Path, maker: ModuleType) -> None:
    assert (DOCUMENTS / path.name).read_bytes() == maker.web_page(path)


@pytest.mark.parametrize("path", NOTES, ids=lambda p: p.stem)
def test_notes_hold_all_text_of_their_sources(path: Path) -> None:
    with pypdfium2.PdfDocument(DOCUMENTS / f"{path.stem}.pdf") as note:
        text = "".join("".join(page.get_textpage().get_text_range().split()) for page in note)
    absent = [s for s in strings(yaml.safe_load(path.read_text("utf-8"))) if "".join(s.split()) not in text]
    assert absent == []


@pytest.mark.parametrize("path", NOTES, ids=lambda p: p.stem)
def test_notes_are_small_and_can_be_shown_anywhere(path: Path) -> None:
    target = DOCUMENTS / f"{path.stem}.pdf"
    assert target.stat().st_size < 200_000
    assert b"/FontFile2" in target.read_bytes()


def test_the_same_source_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "samples"))
    from pdf_layout import write_pdf

    # Any TrueType font will do here; this one comes with reportlab, the samples' own does not come with anything.
    font = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    for path in NOTES:
        copies = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
        for copy in copies:
            write_pdf(yaml.safe_load(path.read_text("utf-8")), font, copy)
        assert copies[0].read_bytes() == copies[1].read_bytes()


@pytest.mark.parametrize("name", KINDS)
def test_samples_are_recognised(name: str) -> None:
    from extractors import read
    from extractors.records import Source

    kind, publisher, day = KINDS[name]
    metadata = read((DOCUMENTS / name).read_bytes(), Source(name)).metadata
    assert (metadata.kind, str(metadata.published_on)) == (kind, day)
    # The houses of the notes are invented: not among the known ones, but none of those may be taken for them.
    assert metadata.publisher in ({publisher, None} if kind == "broker_report" else {publisher})
