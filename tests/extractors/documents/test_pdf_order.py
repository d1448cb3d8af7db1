"""Reading order: lists with their numbers, tables of contents, columns to their last line, figures."""

from __future__ import annotations

from pdf_pages import Page, make_pdf

from extractors.documents.pdf import read_pdf
from extractors.records import Document


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


LONG = "公司第{}季度收入稳步增长，毛利率同比提升，产能利用率维持在较高"


def test_the_numbers_of_a_list_stay_with_its_lines() -> None:
    def draw(page: Page) -> None:
        for number in range(5):
            y = 200 + 34 * number
            page.text(60, y, f"{number + 1}.")
            page.text(90, y, LONG.format(number + 1))
            page.text(90, y + 14, "的水平。")

    found = [text for _, text in blocks(read_pdf(make_pdf(draw)))]
    assert found == [f"{number + 1}.{LONG.format(number + 1)}的水平。" for number in range(5)]


def test_lines_of_a_table_of_contents_are_furniture_with_their_numbers() -> None:
    def draw(page: Page) -> None:
        page.text(60, 80, "某某公司深度报告：收入稳步增长", 20)
        page.text(60, 130, "目录", 14)
        for number in range(5):
            page.text(60, 160 + 20 * number, f"2.{number + 1}")
            page.text(110, 160 + 20 * number, "重仓超配因子的收益" + "." * 40 + f"{number + 5}")
        page.text(110, 260, "引入业绩后的指数增强组合分年度超额收益")
        page.text(60, 272, "（2013-2020）" + "." * 50 + "12")

    found = blocks(read_pdf(make_pdf(draw)))
    furniture = [text for kind, text in found if kind == "furniture"]
    assert [text[:3] for text in furniture[:5]] == ["2.1", "2.2", "2.3", "2.4", "2.5"]
    assert [text for kind, text in found if kind not in ("furniture", "title")] == ["目录"]


def test_the_last_lines_of_a_column_stay_in_it() -> None:
    side = [f"研究助理{name}负责数据" for name in "甲乙丙丁戊己庚辛"]

    def draw(page: Page) -> None:
        page.text(145, 180, "——系列报告之十三", 12)  # over the gutter's upper end
        for number, text in enumerate(side):
            page.text(40, 200 + 20 * number, text, 9)
        for number in range(8):
            page.text(200, 204 + 20 * number, LONG.format(number))
        page.text(40, 364, "特别感谢实习生余某某与孔某某的", 10)
        page.text(40, 376, "支持", 10)
        page.text(200, 368, "最后一行的文字也还是这一栏正文的一个部分。")

    found = [text for _, text in blocks(read_pdf(make_pdf(draw)))]
    assert any(text.endswith("最后一行的文字也还是这一栏正文的一个部分。") and "特别" not in text for text in found)


def test_a_flow_chart_under_its_caption_is_a_chart() -> None:
    def draw(page: Page) -> None:
        page.text(60, 160, LONG.format(1) + "。")
        page.text(240, 200, "图 2：算法计算流程")
        for number, text in enumerate(["开始", "节点加入父节点集合", "当前得分计为最佳", "结束"]):
            page.canvas.roundRect(220, 842 - 250 - 50 * number, 160, 24, 6)
            page.text(240, 240 + 50 * number, text)
        page.text(420, 430, "资料来源：某研究所")
        page.text(60, 470, LONG.format(2) + "。")

    found = blocks(read_pdf(make_pdf(draw)))
    assert ("chart", "开始 节点加入父节点集合 当前得分计为最佳 结束") in found
    assert [text for kind, text in found if kind == "paragraph"] == [LONG.format(1) + "。", LONG.format(2) + "。"]


def test_a_figure_ends_where_a_table_is_named() -> None:
    def draw(page: Page) -> None:
        page.text(60, 100, "图 10：策略年度收益率")
        page.canvas.circle(150, 842 - 150, 30)
        page.text(140, 150, "2013")
        page.text(60, 210, "表 5：回测统计结果")
        page.rows(
            60, [260], 230, [["参数", "测算结果"], ["年化收益率", "66.81%"], ["夏普比率", "1.87"], ["盈亏比", "1.8"]]
        )
        page.text(60, 300, "资料来源：某研究所")

    document = read_pdf(make_pdf(draw))
    (table,) = document.tables
    assert table.caption == "表5：回测统计结果"
