"""The citation that proves itself: wherever a span is published, the slice of the text is what it says."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import extract
from extractors.records import NOT_BODY, Extraction, Source
from flows.explain import as_json, explain

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples" / "documents").iterdir())
CORPUS_KINDS = (".pdf", ".html", ".md", ".txt")


def check_spans(extraction: Extraction) -> None:
    document = extraction.document
    assert document is not None
    text = document.text
    body = [(b.start, b.end) for b in document.blocks if b.kind not in NOT_BODY]
    blocks = [(b.start, b.end) for b in document.blocks]
    assert all(0 <= start < end <= len(text) for start, end in blocks)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(blocks))
    for table in document.tables:
        for cell in table.cells:
            assert table.start <= cell.start <= cell.end <= table.end
            assert "\n" not in text[cell.start : cell.end]
    for item in (*extraction.figures, *extraction.quantities, *extraction.mentions):
        assert any(start <= item.start < item.end <= end for start, end in body), text[item.start : item.end]
        written = text[item.start : item.end]
        assert written
        assert written == written.strip()
    spans = {(q.start, q.end) for q in extraction.quantities}
    for figure in extraction.figures:
        assert (figure.start, figure.end) in spans, "a figure is an understood quantity"
        assert figure.quote_start <= figure.start < figure.end <= figure.quote_end


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_spans_of_samples(path: Path) -> None:
    extraction = extract(path.read_bytes(), Source(path.name))
    check_spans(extraction)
    assert extraction.figures


@pytest.mark.parametrize("path", SAMPLES[:3], ids=lambda p: p.name)
def test_the_same_bytes_give_the_same_rows(path: Path) -> None:
    raw = path.read_bytes()
    first, second = extract(raw, Source("here")), extract(raw, Source("there"))
    assert first.figures == second.figures
    assert first.quantities == second.quantities
    assert first.mentions == second.mentions


@pytest.mark.eval
@pytest.mark.slow
def test_spans_of_the_whole_corpus(eval_dir: Path) -> None:
    documents = figures = 0
    for path in sorted((eval_dir / "corpus").rglob("*")):
        if path.suffix in CORPUS_KINDS and path.stat().st_size < 3_000_000:
            extraction = extract(path.read_bytes(), Source(path.name))
            if extraction.document is None:
                assert extraction.rejects, path.name
                continue
            check_spans(extraction)
            documents += 1
            figures += len(extraction.figures)
    assert documents > 90
    assert figures > 5000


FRAGMENTS = st.sampled_from([
    "豆包", "科大讯飞", "月活跃用户", "营收", "同比增长", "环比下降", "达到", "约", "超过", "2024年11月", "24H1",
    "5998万", "12.3亿元", "-3.2%", "八成", "两倍", "1/50", "（", "）", "，", "。", "、", "0.0008元/千tokens",
    "10天6板", "第二", "+6.47%", "4%到6%", " ", "\n", "EPS", "1.2/3.4",
])  # fmt: skip


@given(st.lists(FRAGMENTS, min_size=1, max_size=30), st.dates().map(lambda d: d.replace(year=2024)) | st.none())
@settings(max_examples=150, deadline=None)
def test_spans_of_any_sentence(fragments: list[str], published: object) -> None:
    found = as_json(explain("".join(fragments), published))  # type: ignore[arg-type]
    text = found["text"]
    for key in ("quantities", "figures"):
        for row in found[key]:
            assert text[row["char_start"] : row["char_end"]] == row["value_text"]
    for row in found["mentions"]:
        assert text[row["char_start"] : row["char_end"]] == row["mention_text"]
    for row in found["periods"]:
        assert text[row["char_start"] : row["char_end"]] == row["period_text"]
        if row["period_start"] and row["period_end"]:
            assert row["period_start"] <= row["period_end"]
    spans = [(row["char_start"], row["char_end"]) for row in found["quantities"]]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
