"""Tables beside each other, rows that shades cut off from their table, words that lines rule one way only."""

from __future__ import annotations

import itertools

from pdf_pages import HEIGHT, Page, make_pdf

from extractors.documents.pdf import read_pdf
from extractors.documents.values import is_period
from extractors.records import Document, Table

SHARES = [["10万以下", "16%", "17%", "22%"], ["10-15万", "31%", "33%", "31%"], ["15-20万", "15%", "11%", "14%"]]
PERIODS = ["会计年度", "2023A", "2024A", "2025E"]
RATIOS = [["毛利率", "33.3%", "35.6%", "37.8%"], ["流动比率", "1.2", "1.3", "1.4"], ["净利率", "8.0%", "8.1%", "9.6%"]]
YEARS = ["占比", "2023", "2024", "2025"]


def grid(document: Document, table: Table) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(document.text[cell.start : cell.end])
    return [rows[row] for row in sorted(rows)]


def shade(page: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    page.canvas.setFillColorRGB(0.85, 0.9, 0.95)
    page.canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
    page.canvas.setFillColorRGB(0, 0, 0)


def test_each_of_two_tables_side_by_side_has_its_own_caption_and_source() -> None:
    def draw(page: Page) -> None:
        for x, number in ((40, 1), (310, 2)):
            page.text(x, 100, f"图表{number}：第{number}类车型的销量占比", 9)
            page.text(x, 180, f"资料来源：第{number}协会", 8)
        page.rows(40, [130, 180, 230], 116, [YEARS, *SHARES])
        page.rows(310, [400, 450, 500], 116, [YEARS, *reversed(SHARES)])

    document = read_pdf(make_pdf(draw))
    assert [grid(document, table) for table in document.tables] == [[YEARS, *SHARES], [YEARS, *reversed(SHARES)]]
    assert [table.caption for table in document.tables] == [f"图表{n}：第{n}类车型的销量占比" for n in (1, 2)]
    assert [table.source_text for table in document.tables] == [f"资料来源：第{n}协会" for n in (1, 2)]


def test_a_title_over_one_table_is_not_the_other_ones() -> None:
    def draw(page: Page) -> None:
        page.text(40, 100, "主要财务比率", 10)
        page.rows(40, [130, 180, 230], 116, [PERIODS, *RATIOS, *RATIOS], step=13)
        page.rows(310, [400, 450, 500], 122, [PERIODS, *RATIOS, *RATIOS], step=17)

    left, right = read_pdf(make_pdf(draw)).tables
    assert (left.caption, right.caption) == ("主要财务比率", None)


def test_a_shaded_head_and_a_shaded_sum_stay_with_their_table() -> None:
    head = ["工程机械", "2025E", "2026E", "远期"]
    rows = [[f"第{n}类需求", str(60 + n), str(70 + n), str(180 + n)] for n in range(12)]

    def draw(page: Page) -> None:
        for top in (90, 103, 246):  # the head and the first row, and a sum
            for left, right in itertools.pairwise([20, 180, 280, 380, 580]):
                shade(page, left, top, right, top + 13)
        page.rows(60, [250, 350, 450], 100, [head, *rows])

    (table,) = (document := read_pdf(make_pdf(draw))).tables
    assert grid(document, table) == [head, *rows]
    assert {cell.row for cell in table.cells if cell.is_header} == {0}


def test_a_shaded_table_of_words_and_numbers_is_no_chart() -> None:
    head = ["省份", "项目", "机组", "容量", "堆型", "国产化率", "投资额"]
    rows = [["浙江", "海山一期", "1", "310", "PWR", f"{70 + n}%", str(12 * n + 9)] for n in range(10)]
    xs = [60, 120, 200, 250, 320, 380, 450]

    def draw(page: Page) -> None:
        for number in range(0, 11, 2):
            shade(page, 50, 90 + 16 * number, 500, 106 + 16 * number)
        for number, row in enumerate([head, *rows]):
            for x, text in zip(xs, row, strict=True):
                page.text(x, 101 + 16 * number, text, 8)

    document = read_pdf(make_pdf(draw))
    assert [grid(document, table) for table in document.tables] == [[head, *rows]]


def test_a_decimal_number_is_no_month() -> None:
    assert [is_period(text) for text in ("2024.12", "2407.5", "2024.13", "1850.2", "2024年", "2024-25")] == [
        True, False, False, False, True, True
    ]  # fmt: skip


GAMES = [
    ["游戏", "发行地区", "平台"],
    ["山海行", "中国", "手机端"],
    ["星港", "海外", "多端"],
    ["末班车", "中国", "个人电脑"],
]


def words(page: Page, top: float = 100) -> None:
    for number, row in enumerate(GAMES):
        for x, text in zip((64, 204, 344), row, strict=True):
            page.text(x, top + 20 * number, text, 9)


def test_words_between_horizontal_lines_are_a_table() -> None:
    def draw(page: Page) -> None:
        words(page)
        for number in range(5):
            page.line(60, 86 + 20 * number, 480, 86 + 20 * number)

    document = read_pdf(make_pdf(draw))
    assert [grid(document, table) for table in document.tables] == [GAMES]


def test_words_between_vertical_lines_are_a_table() -> None:
    def draw(page: Page) -> None:
        words(page)
        for x in (60, 200, 340, 480):
            page.line(x, 86, x, 166)

    document = read_pdf(make_pdf(draw))
    assert [grid(document, table) for table in document.tables] == [GAMES]


def test_words_under_a_ruled_head_are_rows_where_no_line_was_full() -> None:
    def draw(page: Page) -> None:
        words(page)
        for x in (60, 200, 340, 480):
            page.line(x, 86, x, 166)
        for y in (86, 106, 166):
            page.line(60, y, 480, y)

    document = read_pdf(make_pdf(draw))
    assert [grid(document, table) for table in document.tables] == [GAMES]


def test_text_that_fills_its_cells_is_one_cell_each() -> None:
    lines = ["公司主要从事新型显示材料的研发", "生产与销售，并为下游面板厂商提", "供验证服务。"]

    def draw(page: Page) -> None:
        for x in (60, 200, 340):
            page.line(x, 86, x, 166)
        for y in (86, 106, 166):
            page.line(60, y, 340, y)
        for x, head in ((64, "业务"), (204, "说明")):
            page.text(x, 100, head, 9)
            for number, line in enumerate(lines):
                page.text(x, 120 + 15 * number, line, 9)

    document = read_pdf(make_pdf(draw))
    assert not any(len(grid(document, table)) > 2 for table in document.tables)


def test_running_text_between_lines_is_no_table() -> None:
    def draw(page: Page) -> None:
        for number in range(5):
            page.line(60, 86 + 40 * number, 480, 86 + 40 * number)
            page.text(64, 100 + 40 * number, "本段文字位于两条横线之间，只是排版上的装饰，并不构成任何表格的一行。", 9)
            page.text(64, 114 + 40 * number, "第二行继续说明同一件事情，前后文是连贯的叙述。", 9)

    assert read_pdf(make_pdf(draw)).tables == ()
