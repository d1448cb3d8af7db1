"""Running text of PDFs: reading order, paragraphs, spaces, furniture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pdf_pages import Page, make_pdf

from extractors.documents.limits import Limits
from extractors.documents.pdf import read_pdf
from extractors.documents.pdf.opened import OpenedPdf
from extractors.records import Document, Unreadable

PROSE = (
    "公司披露三季度经营数据，单季实现收入四十亿元，主要产品的出货",
    "量继续走高，其中新建的第二条产线贡献了大约三成的增量，公司据",
    "此上调全年的产能目标，并表示明年的资本开支不会高于今年的水平",
    "，管理层认为行业的库存已经回到健康的位置，价格在未来两个季度",
    "内有望企稳，下游客户的备货意愿也在恢复之中。",
)


def blocks(document: Document, kind: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


def prose(page: Page, x: float = 210, y: float = 120) -> None:
    for number, line in enumerate(PROSE):
        page.text(x, y + 14 * number, line)


def test_a_side_column_does_not_break_sentences() -> None:
    def draw(page: Page) -> None:
        prose(page)
        for number, label in enumerate(
            ("所属行业：电子", "当前价格：十元", "研究助理：某某", "市场表现：平稳", "其他说明：没有")
        ):
            page.text(30, 121 + 13 * number, label, 9)

    document = read_pdf(make_pdf(draw))
    assert "".join(PROSE) in document.text
    assert "所属行业：电子" in document.text


def test_spaces_between_chinese_and_digits_go_and_numbers_stay_whole() -> None:
    def draw(page: Page) -> None:
        page.text(60, 100, "今年 1 季度收入 1,234.5 亿元， 同比 +12.3% ，毛利率 35.0% 。")
        page.text(60, 130, "Operating margin rose to 31.3% from 28.0%")

    text = read_pdf(make_pdf(draw)).text
    assert "今年1季度收入1,234.5亿元，同比+12.3%，毛利率35.0%。" in text
    assert "Operating margin rose to 31.3% from 28.0%" in text


def test_a_sentence_goes_on_over_the_page() -> None:
    def first(page: Page) -> None:
        for number, line in enumerate(PROSE[:3]):
            page.text(60, 700 + 14 * number, line)

    def second(page: Page) -> None:
        for number, line in enumerate(PROSE[3:]):
            page.text(60, 90 + 14 * number, line)

    assert "".join(PROSE) in blocks(read_pdf(make_pdf(first, second)), "paragraph")


def test_running_lines_and_page_numbers_are_furniture() -> None:
    def page_of(number: int):
        def draw(page: Page) -> None:
            page.text(60, 40, "某某股份深度跟踪", 9)
            page.text(290, 815, str(number), 9)
            page.text(60, 800, "请务必阅读正文之后的免责声明", 9)
            prose(page, 60, 120 + number)

        return draw

    document = read_pdf(make_pdf(*(page_of(number) for number in range(1, 5))))
    furniture = blocks(document, "furniture")
    assert furniture.count("某某股份深度跟踪") >= 3  # on the first page it is all the title there is
    assert {"1", "2", "3", "4"} <= set(furniture)
    assert document.pages == 4


def test_overprinted_glyphs_are_read_once_and_template_marks_never() -> None:
    def draw(page: Page) -> None:
        for shift in (0, 0.3):
            page.text(60 + shift, 100, "投资要点与风险人人有责11")
        page.text(60, 130, "[Table_Summary]盈利预测保持不变")

    text = read_pdf(make_pdf(draw)).text
    assert "投资要点与风险人人有责11" in text.splitlines()
    assert "Table" not in text
    assert "盈利预测保持不变" in text


def test_white_text_on_white_paper_is_left_out() -> None:
    def draw(page: Page) -> None:
        page.text(60, 100, "看得见的一行文字")
        page.canvas.setFillColorRGB(1, 1, 1)
        page.text(60, 140, "看不见的一行文字")
        page.canvas.setFillColorRGB(0, 0, 0.5)
        page.canvas.rect(50, 842 - 190, 300, 20, stroke=0, fill=1)
        page.canvas.setFillColorRGB(1, 1, 1)
        page.text(60, 184, "深色底上的白字")

    text = read_pdf(make_pdf(draw)).text
    assert "看得见的一行文字" in text
    assert "看不见" not in text
    assert "深色底上的白字" in text


def test_every_glyph_has_its_box() -> None:
    document = read_pdf(make_pdf(lambda page: page.text(60, 100, "净利润 12.5 亿元")))
    start = document.text.index("12.5")
    page, box = document.locate(start, start + 4)
    assert page == 1
    assert box is not None
    assert 85 < box[0] < 100
    assert box[1] < 100 < box[3] + 3
    assert document.boxes is not None
    assert not np.isnan(document.boxes.coordinates[start : start + 4]).any()


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_boxes_of_a_turned_page_are_as_shown(rotate: int) -> None:
    document = read_pdf(make_pdf(lambda page: page.text(60, 400, "收入12亿元，成本7亿元"), rotate=rotate))
    assert document.boxes is not None
    assert "收入12亿元，成本7亿元" in document.text
    found = document.boxes.coordinates[: len("收入12亿元")]
    wide, high = found[:, 2].max() - found[:, 0].min(), found[:, 3].max() - found[:, 1].min()
    assert bool(high > wide) is (rotate in (90, 270))  # sideways text runs down or up the page as shown
    assert found.min() >= 0
    assert found.max() <= 842


def test_captions_sources_units_and_bullets_are_told_apart() -> None:
    def draw(page: Page) -> None:
        page.text(60, 100, "图 3：公司季度收入与增速")
        page.text(60, 330, "资料来源：公司公告，某研究所")
        page.text(60, 360, "单位：百万元")
        page.text(60, 390, "● 产线建设的进度快于此前给出的计划，预计明年年中可以全部达产，届时月产能再上一个台阶")

    document = read_pdf(make_pdf(draw))
    assert blocks(document, "caption") == ["图3：公司季度收入与增速"]
    assert blocks(document, "source") == ["资料来源：公司公告，某研究所"]
    assert blocks(document, "unit") == ["单位：百万元"]
    assert blocks(document, "list_item")[0].startswith("产线建设的进度")


def test_a_chart_gives_no_text_but_its_own_kind() -> None:
    def draw(page: Page) -> None:
        path = page.canvas.beginPath()
        path.moveTo(100, 842 - 220)
        for step in range(1, 12):
            path.curveTo(90 + 20 * step, 620 + step, 95 + 20 * step, 640, 100 + 20 * step, 842 - 220 + (step % 3) * 20)
        page.canvas.drawPath(path)
        for number, tick in enumerate(("40%", "30%", "20%", "10%", "0%")):
            page.text(75, 150 + 20 * number, tick, 7)
        for number, tick in enumerate(("2021-01", "2021-07", "2022-01", "2022-07")):
            page.text(100 + 55 * number, 240, tick, 7)
        prose(page, 60, 300)

    document = read_pdf(make_pdf(draw))
    charts = " ".join(blocks(document, "chart"))
    assert "40%" in charts
    assert "2022-01" in charts
    assert "40%" not in " ".join(blocks(document, "paragraph"))
    assert "".join(PROSE) in document.text


def test_a_value_axis_tells_a_chart_of_few_bars() -> None:
    def draw(page: Page) -> None:
        page.text(60, 90, "图表 3：各省占比的结构", 11)
        page.text(220, 108, "长期占比", 7)
        for number, tick in enumerate(("35%", "30%", "25%", "20%", "15%")):
            page.text(75, 130 + 20 * number, tick, 7)
        page.line(100, 125, 100, 212)
        page.line(100, 212, 300, 212)
        for x, height in ((120, 50), (200, 30)):
            page.canvas.rect(x, 842 - 212, 20, height, stroke=0, fill=1)
        page.text(122, 222, "甲省", 7)
        page.text(202, 222, "乙省", 7)
        page.text(60, 245, "来源：某研究所", 8)
        prose(page, 60, 300)

    document = read_pdf(make_pdf(draw))
    charts = " ".join(blocks(document, "chart"))
    assert {"35%", "15%", "甲省", "长期占比"} <= set(charts.split())
    assert blocks(document, "caption") == ["图表3：各省占比的结构"]
    assert blocks(document, "paragraph") == ["".join(PROSE)]


def test_numbers_at_even_steps_in_a_table_are_no_axis() -> None:
    def draw(page: Page) -> None:
        for y in (90, 180):
            page.line(60, y, 400, y)
        rows = [["档位", "数量", "价格"]] + [
            [f"第{n}档", f"{n * 37 % 11}7", f"{5.6 - n / 10:.1f}"] for n in range(1, 6)
        ]
        page.rows(60, [260, 400], 100, rows, step=14)

    document = read_pdf(make_pdf(draw))
    assert not blocks(document, "chart")
    assert len(document.tables[0].cells) == 18


def test_captions_and_sources_beside_each_other_stay_apart() -> None:
    def draw(page: Page) -> None:
        for x, number in ((60, 4), (320, 5)):
            page.text(x, 90, f"图表 {number}：某项指标的分布情况", 10)
            page.text(x, 300, "来源：某公司公告，某研究所", 8)
        prose(page, 60, 340)

    document = read_pdf(make_pdf(draw))
    assert blocks(document, "caption") == ["图表4：某项指标的分布情况", "图表5：某项指标的分布情况"]
    assert len(blocks(document, "source")) == 2


def test_a_document_with_lost_pages_is_partial(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = make_pdf(prose, prose)
    assert not read_pdf(raw).metadata.partial
    whole = OpenedPdf._by_pdfium
    monkeypatch.setattr(OpenedPdf, "_by_pdfium", lambda self, index: whole(self, index) if index else None)
    monkeypatch.setattr(OpenedPdf, "_by_plumber", lambda self, index: None)
    document = read_pdf(raw)
    assert document.metadata.partial
    assert "".join(PROSE) in document.text


def test_disclaimers_are_boilerplate() -> None:
    def draw(page: Page) -> None:
        prose(page, 60, 100)
        page.text(60, 300, "免责声明", 14)
        page.text(60, 330, "本报告仅供本公司客户使用，不构成投资建议，未经授权不得转载，本公司不承担任何责任。")
        page.text(60, 350, "增持：未来6个月内股价相对沪深300指数涨幅在5%至15%之间；")
        page.text(60, 370, "北京市某区某大街8号某大厦9层")

    found = blocks(read_pdf(make_pdf(draw)), "boilerplate")
    assert found[0] == "免责声明"
    assert len(found) >= 3
    assert any("5%至15%" in text for text in found)


@pytest.mark.parametrize(("sign", "rest"), [("同比-", "64.9%至"), ("同比+", "8.1%至"), ("（-", "0.5%）为")])
def test_a_sign_at_a_lines_end_stays_with_its_number(sign: str, rest: str) -> None:
    def draw(page: Page) -> None:
        page.text(60, 100, "受基数影响，三季度利润下滑明显，归母净利润一项" + sign)
        page.text(60, 114, rest + "二十一亿元以上，费用率则有所上升，存货的周转天数")
        page.text(60, 128, "较上年末增加，主要是备货所致，全年预计逐步回落。")

    assert sign + rest in read_pdf(make_pdf(draw)).text


def test_a_dash_in_a_cell_is_no_sign_of_the_number_below() -> None:
    def draw(page: Page) -> None:
        page.rows(60, [200, 260, 320], 100, [["项目", "2022", "2023", "2024E"], ["营业收入", "120", "130", "-"]])
        page.rows(60, [200, 260, 320], 126, [["归母净利润", "12", "13", "14"], ["经营现金流", "9", "8", "-"]])

    document = read_pdf(make_pdf(draw))
    assert [document.text[cell.start : cell.end] for cell in document.tables[0].cells if cell.col == 3] == [
        "2024E", "-", "14", "-"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b"", "empty"), (b"   \n", "empty"), (b"%PDF-1.4 and no more", "damaged"), (b"not a pdf", "damaged")],
    ids=["nothing", "blanks", "cut off", "no pdf"],
)
def test_bytes_that_are_no_document(raw: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_pdf(raw)
    assert caught.value.reason == reason
    assert caught.value.message


def test_a_page_without_text_has_no_text_layer() -> None:
    with pytest.raises(Unreadable) as caught:
        read_pdf(make_pdf(lambda page: page.line(50, 50, 300, 300)))
    assert caught.value.reason == "no_text_layer"


def test_passwords_are_tried() -> None:
    raw = make_pdf(lambda page: page.text(60, 100, "加密的内容也能读到"), password="sesame")
    with pytest.raises(Unreadable) as caught:
        read_pdf(raw, passwords=("wrong",))
    assert caught.value.reason == "encrypted"
    assert "加密的内容也能读到" in read_pdf(raw, passwords=("wrong", "sesame")).text


def test_limits_are_rejects() -> None:
    raw = make_pdf(*[lambda page: page.text(60, 100, "一页内容")] * 3)
    for limits in (Limits(max_pages=2), Limits(max_bytes=100)):
        with pytest.raises(Unreadable) as caught:
            read_pdf(raw, limits=limits)
        assert caught.value.reason == "too_large"


def test_the_same_bytes_give_the_same_document() -> None:
    raw = make_pdf(prose)
    first, second = read_pdf(raw), read_pdf(raw)
    assert first.text == second.text
    assert first.blocks == second.blocks


def _end_of(path: Path) -> str:
    try:
        return "document" if read_pdf(path.read_bytes()).pages else "no pages"
    except Unreadable as error:
        return error.reason


@pytest.mark.eval
@pytest.mark.slow
def test_odd_files_end_as_documents_or_rejects(eval_dir: Path) -> None:
    reasons = {"encrypted", "damaged", "no_text_layer", "garbled_text", "too_large", "empty"}
    ends = [_end_of(path) for path in sorted((eval_dir / "suites" / "badpdf").glob("*.pdf"))]
    assert len(ends) > 100
    assert set(ends) <= reasons | {"document"}


@pytest.mark.eval
def test_a_page_that_pdfium_misreads_is_read_by_the_other_engine(eval_dir: Path) -> None:
    text = read_pdf(next((eval_dir / "corpus" / "pdf").glob("088*")).read_bytes()).text
    assert not [char for char in text if 0x1000 <= ord(char) <= 0x1FFF]
    assert "资本负债率" in text


def test_a_hanging_indent_goes_on() -> None:
    def draw(page: Page) -> None:
        page.text(60, 100, "华北某药发布三季报，前九个月归母净利润约0.92亿元，同比增长")
        page.text(84, 114, "18.98%；前九个月营收约80.26亿元，同比增长13.36%，毛利率有")
        page.text(84, 128, "所改善。")
        page.text(60, 156, "公司近日已与某公司共同签署协议，双方将共同设立新的合资公司。")

    paragraphs = blocks(read_pdf(make_pdf(draw)), "paragraph")
    assert paragraphs[0].startswith("华北某药")
    assert "同比增长18.98%" in paragraphs[0]
    assert "有所改善。" in paragraphs[0]


def test_a_wider_step_after_a_sentence_begins_a_paragraph() -> None:
    line = "公司第{}季度收入稳步增长，毛利率同比提升，产能利用率维持在较高的水平"

    def draw(page: Page) -> None:
        for number, name in enumerate("一二三"):
            page.text(60, 200 + 14 * number, line.format(name))
        page.text(60, 242, line.format("四")[:-1] + "。")
        page.text(60, 259, "投资建议：" + line.format("五")[5:])
        page.text(60, 273, line.format("六"))
        page.text(60, 287, line.format("七"))

    paragraphs = blocks(read_pdf(make_pdf(draw)), "paragraph")
    assert [text[:4] for text in paragraphs] == ["公司第一", "投资建议"]


def test_an_index_of_letters_stays_at_its_symbol() -> None:
    def draw(page: Page) -> None:
        page.text(60, 100, "分别考察 r")
        page.text(106, 94, "pm", 6)
        page.text(116, 100, "与未来二十日股票日收益的相关性，可以看到两者变化的方向并不一致")
        page.text(60, 114, "而且在样本外更加明显。")

    assert "分别考察rpm与未来" in read_pdf(make_pdf(draw)).text.replace(" ", "")
