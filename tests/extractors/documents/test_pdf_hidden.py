"""What a page draws but does not show, and symbols that fonts spell in two code units."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_pages import HEIGHT, Page, make_pdf

from extractors.documents.pdf import read_pdf
from extractors.documents.pdf.pdfium import usual_text

BODY = "公司一季度收入稳步增长，毛利率同比提升，产能利用率维持在较高水平。"


def test_text_beyond_its_clip_path_is_left_out() -> None:
    def draw(page: Page) -> None:
        page.text(60, 100, BODY)
        page.canvas.saveState()
        path = page.canvas.beginPath()
        path.rect(60, HEIGHT - 152, 300, 2)
        page.canvas.clipPath(path, stroke=0, fill=0)
        page.text(60, 180, "行业深度报告模板")
        page.canvas.restoreState()
        page.canvas.saveState()
        path = page.canvas.beginPath()
        path.rect(50, HEIGHT - 240, 400, 60)
        page.canvas.clipPath(path, stroke=0, fill=0)
        page.text(60, 220, "预计全年收入为 12.5 亿元。")
        page.canvas.restoreState()

    text = read_pdf(make_pdf(draw)).text
    assert "模板" not in text
    assert "预计全年收入为12.5亿元。" in text


def test_text_painted_over_and_printed_anew_is_read_once() -> None:
    def draw(page: Page) -> None:
        page.text(60, 140, BODY)
        page.text(60, 100, "2012年11月05日")
        page.canvas.setFillColorRGB(0.8, 0.8, 0.9)
        page.canvas.rect(50, HEIGHT - 110, 300, 20, stroke=0, fill=1)
        page.canvas.setFillColorRGB(0, 0, 0)
        page.text(60.4, 100, "2014年03月20日")

    document = read_pdf(make_pdf(draw))
    assert "2014年03月20日" in document.text
    assert "2012" not in document.text


def test_text_on_a_shade_drawn_later_stays_where_nothing_replaces_it() -> None:
    def draw(page: Page) -> None:
        page.text(60, 100, BODY)
        page.canvas.setFillColorRGB(1, 1, 0.6, alpha=0.4)
        page.canvas.rect(50, HEIGHT - 110, 400, 20, stroke=0, fill=1)

    assert BODY in read_pdf(make_pdf(draw)).text


def test_a_watermark_is_left_out() -> None:
    def draw(page: Page) -> None:
        page.text(60, 100, BODY)
        page.canvas.setFillColorRGB(0.7, 0.7, 0.7, alpha=0.1)
        page.text(200, 300, "某某基金", 15)

    assert "某某基金" not in read_pdf(make_pdf(draw)).text


def test_symbols_of_formulas_are_letters() -> None:
    assert [usual_text(ord(char)) for char in "𝐼𝐶𝜎"] == ["I", "C", "σ"]


@pytest.mark.eval
def test_symbols_stand_in_their_sentence(eval_dir: Path) -> None:
    text = read_pdf((eval_dir / "corpus" / "pdf" / "035_kaiyuan_apm.pdf").read_bytes()).text
    assert "记做ICIRam和ICIRpm。" in text
