"""The benchmark measures what it says. Never how long: times are for a person to look at."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from benchmarks import corpus, figures, language, pages
from extractors import extract_document

DOCUMENTS = Path(__file__).resolve().parent.parent / "samples" / "documents"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One note and one article."""
    folder = tmp_path_factory.mktemp("documents")
    for name in ("chengjiang_smic_2025q1.pdf", "wechat_token_price.html"):
        shutil.copy(DOCUMENTS / name, folder)
    return folder


@pytest.fixture(scope="module")
def result(folder: Path) -> corpus.Result:
    return corpus.run(folder, limit_pages=1)


def test_everything_is_counted(result: corpus.Result) -> None:
    assert result.pdf is not None
    assert result.other is not None
    assert (result.pdf.documents, result.pdf.rejected, result.pdf.pages) == (1, (), 1)
    assert (result.other.documents, result.other.rejected, result.other.pages) == (1, (), 0)
    assert min(result.pdf.characters, result.other.characters) > 300
    assert min(result.pdf.figures, result.other.figures) > 0
    assert min(result.pdf.peak_mb, result.other.peak_mb) > 10


def test_stages_sum_up_and_all_have_run(result: corpus.Result) -> None:
    assert result.pdf is not None
    assert list(result.pdf.stages) == ["read", "language", "figures", "validate", "publish"]
    assert sum(result.pdf.stages.values()) == pytest.approx(result.pdf.seconds)
    assert all(seconds > 0 for seconds in result.pdf.stages.values())


def test_pdfplumber_reads_the_same_pages(result: corpus.Result) -> None:
    assert result.pdfplumber is not None
    assert (result.pdfplumber.pages, result.pdfplumber.failed) == (1, ())
    assert result.pdf is not None
    assert result.ratio == pytest.approx(result.pdf.seconds / result.pdfplumber.seconds)
    assert result.reading == pytest.approx(result.pdfplumber.seconds / result.pdf.stages["read"])


def test_the_report_and_the_record_hold_the_ratio(result: corpus.Result, tmp_path: Path) -> None:
    assert f"{result.ratio:.2f}" in corpus.report(result)
    corpus.record(result, tmp_path / "results.jsonl")
    corpus.record(result, tmp_path / "results.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == 2
    assert result.ratio is not None
    assert rows[0]["ratio"] == round(result.ratio, 3)
    assert {"date", "commit", "command", "cores", "pdf", "other", "pdfplumber"} <= set(rows[0])


def test_a_sample_is_spread_over_the_folder() -> None:
    pdfs, others = corpus.select(DOCUMENTS, 2)
    everything, _ = corpus.select(DOCUMENTS, None)
    assert [pdfs[0], pdfs[-1]] == [everything[0], everything[-1]]
    assert (len(pdfs), len(others)) == (2, 2)


def test_pages_are_read_by_both(folder: Path) -> None:
    found = pages.run([folder], repeats=1)
    (page,) = found.pages
    assert page.name == "wechat_token_price.html"
    assert page.size == (folder / page.name).stat().st_size
    assert min(page.ours, page.theirs) > 0
    assert found.ratio == pytest.approx(page.ours / page.theirs)
    assert f"{found.ratio:.2f}" in pages.report(found)
    assert found.slowest_large is None
    large = pages.Page("large.html", pages.LARGE_BYTES, 0.25, 1.0)
    assert "large.html" in pages.report(pages.Result((page, large)))


def test_the_language_benchmark_reads_the_prose_of_the_documents(folder: Path) -> None:
    texts = language.texts_of(folder)
    assert len(texts) == 2
    both = language.compare(texts, rounds=1)
    assert both.characters == sum(map(len, texts))
    assert both.marks == sum(map(language.marks_in, texts)) > 20
    assert min(both.seconds, both.jieba_seconds) > 0
    assert both.ratio == pytest.approx(both.seconds / both.jieba_seconds)


def test_a_text_of_each_size_is_made_of_the_lines() -> None:
    lines = ["公司2024年营收12.3亿元", "同比增长15%"]
    sizes = [len(language.sized(lines, size).encode()) for size in (1000, 10_000)]
    assert sizes == pytest.approx([1000, 10_000], abs=3), "a letter that the cut would break is left out"
    assert language.sized(lines, 10_000).splitlines()[:2] == lines
    assert [size for size, _ in language.scale(lines, largest=10_000, rounds=1)] == [1000, 10_000]


def test_the_benchmark_of_figures_reads_documents_with_and_without_tables(tmp_path: Path) -> None:
    for name in ("chengjiang_smic_2025q1.pdf", "wechat_iflytek_tenders.html"):
        shutil.copy(DOCUMENTS / name, tmp_path)
    documents = figures.documents_of(tmp_path)
    assert [bool(document.tables) for document in documents] == [True, False]
    result = figures.compare(documents, rounds=1)
    assert result.prose is not None
    assert result.all is not None
    assert (result.prose.documents, result.all.documents) == (1, 2)
    assert result.all.characters == sum(len(document.text) for document in documents)
    assert result.prose.figures == len(extract_document(documents[1]).figures) > 0
    assert result.all.figures > result.prose.figures
    assert result.all.ratio == pytest.approx(result.all.seconds / result.all.jieba_seconds)
    assert f"{result.all.ratio:.2f}" in figures.report(result)
    figures.record(result, tmp_path / "results.jsonl")
    (row,) = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text("utf-8").splitlines()]
    assert row["all"]["ratio"] == round(result.all.ratio, 3)
    assert {"date", "commit", "command", "cores", "prose"} <= set(row)


def test_texts_of_several_sizes_are_read_as_one_document(folder: Path) -> None:
    documents = figures.documents_of(folder)
    assert [size for size, _ in figures.scale(documents, largest=10_000, rounds=1)] == [10_000]


def test_what_is_remembered_of_texts_is_forgotten_between_rounds(folder: Path) -> None:
    from extractors.figures.metrics import clean_label

    extract_document(figures.documents_of(folder)[0])
    assert clean_label.cache_info().currsize > 0
    figures.forget()
    assert clean_label.cache_info().currsize == 0
