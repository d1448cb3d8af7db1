"""Statement pages of broker notes, four tables to a page: cells that touch, labels of two lines, hidden marks."""

from __future__ import annotations

from pdf_pages import Page, make_pdf
from test_pdf_tables import grid, header_rows

from extractors.documents.pdf import read_pdf

LEFT = [
    ["资产负债表(百万元)", "2023A", "2024E", "2025E"],
    ["货币资金", "310", "402", "515"],
    ["存货", "75", "81", "99"],
    ["应收款项", "120", "131", "150"],
    ["固定资产", "1,515", "1,796", "2,136"],
    ["资产总计", "2,020", "2,410", "2,900"],
]
RIGHT = [
    ["利润表(百万元)", "2023A", "2024E", "2025E"],
    ["营业收入", "1,200", "1,350", "1,610"],
    ["营业成本", "800", "870", "1,002"],
    ["销售费用", "55", "61", "70"],
    ["管理费用", "80", "92", "99"],
    ["净利润", "96", "110", "155"],
]


def test_a_label_that_nearly_touches_the_number_before_it_heads_another_table() -> None:
    def draw(page: Page) -> None:
        page.rows(30, [150, 200, 250], 100, LEFT, size=8)
        page.rows(253, [400, 450, 500], 100, RIGHT, size=8)

    document = read_pdf(make_pdf(draw))
    assert [grid(document, table) for table in document.tables] == [LEFT, RIGHT]
    assert [table.unit_text for table in document.tables] == ["百万元", "百万元"]


def test_a_unit_that_all_numbers_share_is_no_column() -> None:
    rows = [[f"{age}", "3,533,692", "0.15"] for age in range(11, 20)]

    def draw(page: Page) -> None:
        for number, (age, people, share) in enumerate(rows):
            page.right(60, 100 + 13 * number, age)
            page.text(64, 100 + 13 * number, "years")
            page.right(200, 100 + 13 * number, people)
            page.right(300, 100 + 13 * number, share)
        page.text(50, 85, "Age")
        page.right(200, 85, "Population")
        page.right(300, 85, "Share")

    (table,) = (document := read_pdf(make_pdf(draw))).tables
    assert grid(document, table) == [["Age", "Population", "Share"], *([f"{a} years", p, s] for a, p, s in rows)]


def test_a_label_of_two_lines_goes_with_the_numbers_of_its_second() -> None:
    def draw(page: Page) -> None:
        page.rows(30, [150, 200, 250], 100, LEFT, size=8)
        page.text(30, 176, "短期借款及交易性", 8)
        page.rows(30, [150, 200, 250], 186, [["金融负债", "655", "3,312", "3,234"], ["应付款项", "1", "2", "3"]], 14, 8)

    (table,) = (document := read_pdf(make_pdf(draw))).tables
    assert grid(document, table)[5:7] == [LEFT[5], ["短期借款及交易性金融负债", "655", "3,312", "3,234"]]


def test_a_heading_of_two_lines_is_one_cell_of_the_header() -> None:
    def draw(page: Page) -> None:
        page.text(30, 90, "资产负债表(百万美", 8)
        page.rows(30, [150, 200, 250], 100, [["元)", *LEFT[0][1:]], *LEFT[1:]], size=8)

    (table,) = (document := read_pdf(make_pdf(draw))).tables
    assert grid(document, table)[0][0] == "资产负债表(百万美元)"
    assert header_rows(table) == {0}
    assert table.unit_text == "百万美元"


def test_both_halves_of_a_hidden_mark_go() -> None:
    def draw(page: Page) -> None:
        page.text(30, 98, "[", 8)
        page.rows(30, [150, 200, 250], 100, LEFT[:1], size=8)
        page.text(38, 98.4, "Table_Finance]", 8)
        page.rows(30, [150, 200, 250], 113, LEFT[1:], size=8)

    document = read_pdf(make_pdf(draw))
    assert "[" not in document.text
    assert grid(document, document.tables[0])[0] == LEFT[0]
