"""Real reports on one company against what a person read on their pages."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors import extract
from extractors.records import BBox, Document, Extraction, Source

REPORTS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("company_reports.yaml").read_text("utf-8"))
NO_FIGURES = ("chart", "furniture", "boilerplate")
PROSE = ("paragraph", "list_item", "quote", "table", "footnote", "unit")
pytestmark = pytest.mark.eval


@pytest.fixture(scope="module", params=REPORTS, ids=lambda report: report["file"])
def read(eval_dir: Path, request: pytest.FixtureRequest) -> tuple[dict[str, Any], Extraction, Document]:
    extraction = extract((eval_dir / "corpus" / "pdf" / request.param["file"]).read_bytes(), Source("here"))
    assert extraction.document is not None
    assert len(extraction.figures) > 200
    return request.param, extraction, extraction.document


def test_every_company_report_of_the_corpus_is_listed(eval_dir: Path) -> None:
    with (eval_dir / "suites" / "pdf_meta.tsv").open(encoding="utf-8", newline="") as file:
        listed = {row["file"] for row in csv.DictReader(file, delimiter="\t") if row["kind"].startswith("个股")}
    assert {report["file"] for report in REPORTS} == listed


def test_coverage(read: tuple[dict[str, Any], Extraction, Document]) -> None:
    report, extraction, _ = read
    assert len(extraction.figures) / len(extraction.quantities) >= report.get("coverage", 0.8)


def test_subject_rating_and_target(read: tuple[dict[str, Any], Extraction, Document]) -> None:
    report, extraction, document = read
    metadata = document.metadata
    assert list(extraction.subject_tickers) == report["tickers"]
    assert (metadata.rating, metadata.rating_change) == (report["rating"], report["change"])
    assert [metadata.target_price, metadata.target_price_unit] == report.get("target", [None, None])
    assert (metadata.kind, metadata.report_type) == ("broker_report", "company")


def test_no_figure_lies_in_what_holds_none(read: tuple[dict[str, Any], Extraction, Document]) -> None:
    _, extraction, document = read
    apart = [block for block in document.blocks if block.kind in NO_FIGURES]
    assert {block.kind for block in apart} >= {"furniture", "boilerplate"}
    caught = [
        (document.text[figure.start : figure.end], block.kind, block.page)
        for figure in extraction.figures
        for block in apart
        if figure.start < block.end and block.start < figure.end
    ]
    assert caught == []


def test_no_figure_comes_from_a_chart_a_footer_or_a_disclosure_as_seen(
    read: tuple[dict[str, Any], Extraction, Document],
) -> None:
    """By where it stands on paper, whatever the reader took that place for."""
    report, extraction, document = read
    caught, boxed = [], 0
    for figure in extraction.figures:
        page, box = document.locate(figure.start, figure.end)
        assert page is not None
        boxed += box is not None
        in_chart = box is not None and page == 1 and "chart" in report and inside(box, report["chart"])
        if page in report["bare"] or in_chart or (box is not None and box[1] >= report["foot"]):
            caught.append((document.text[figure.start : figure.end], page, box))
    assert caught == []
    assert boxed == len(extraction.figures)
    prose = [document.text[b.start : b.end] for b in document.blocks if b.page in report["bare"] and b.kind in PROSE]
    assert prose == []


def inside(box: BBox, area: list[float]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]
