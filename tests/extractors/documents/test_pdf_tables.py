"""Tables of PDFs: ruled, three-line, borderless, side by side."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from pdf_pages import Page, make_pdf

from extractors.documents.pdf import read_pdf
from extractors.records import Document, Table

HEAD = ["会计年度", "2023A", "2024A", "2025E"]
INCOME = [["营业收入", "1,200", "1,350", "1,610"], ["营业成本", "800", "-870", "1,002"], ["净利润", "96", "110", "155"]]
BALANCE = [["货币资金", "310", "402", "515"], ["存货", "75", "81", "99"], ["资产总计", "2,020", "2,410", "2,900"]]


def grid(document: Document, table: Table) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(document.text[cell.start : cell.end])
    return [rows[row] for row in sorted(rows)]


def header_rows(table: Table) -> set[int]:
    return {cell.row for cell in table.cells if cell.is_header}


def test_a_borderless_statement_has_one_cell_a_number() -> None:
    document = read_pdf(make_pdf(lambda page: page.rows(60, [260, 330, 400], 100, [HEAD, *INCOME])))
    (table,) = document.tables
    assert grid(document, table) == [HEAD, *INCOME]
    assert header_rows(table) == {0}
    assert [cell.col for cell in table.cells if cell.row == 1] == [0, 1, 2, 3]


def test_two_statements_beside_each_other_are_two_tables() -> None:
    def draw(page: Page) -> None:
        page.rows(40, [150, 200, 250], 100, [["资产负债表（百万元）"], HEAD, *BALANCE])
        page.rows(310, [430, 480, 530], 100, [["利润表（百万元）"], HEAD, *INCOME])

    document = read_pdf(make_pdf(draw))
    assert [grid(document, table) for table in document.tables] == [[HEAD, *BALANCE], [HEAD, *INCOME]]
    assert [table.unit_text for table in document.tables] == ["百万元", "百万元"]
    assert [table.caption for table in document.tables] == ["资产负债表（百万元）", "利润表（百万元）"]


def test_statements_on_lines_of_their_own_are_two_tables() -> None:
    def draw(page: Page) -> None:
        page.rows(40, [150, 200, 250], 100, [HEAD, *BALANCE, *BALANCE], step=13)
        page.rows(310, [430, 480, 530], 106, [HEAD, *INCOME, *INCOME], step=17)

    document = read_pdf(make_pdf(draw))
    assert [grid(document, table)[1] for table in document.tables] == [BALANCE[0], INCOME[0]]


def test_stacked_statements_are_parted_at_their_heads() -> None:
    rows = [
        HEAD,
        *INCOME,
        ["主要财务比率"],
        HEAD,
        ["毛利率", "33.3%", "35.6%", "37.8%"],
        ["流动比率", "1.2", "1.3", "1.4"],
    ]
    document = read_pdf(make_pdf(lambda page: page.rows(60, [260, 330, 400], 100, rows)))
    assert [grid(document, table)[0] for table in document.tables] == [HEAD, HEAD]
    assert document.tables[1].caption == "主要财务比率"


def test_key_data_of_a_side_column() -> None:
    rows = [["收盘价(元)", "84.42"], ["一年内最高/最低(元)", "109.50/41.00"], ["总市值(百万元)", "18,785.44"]]
    document = read_pdf(make_pdf(lambda page: page.rows(30, [200], 100, rows)))
    assert grid(document, document.tables[0]) == rows
    assert document.tables[0].unit_text is None


def test_a_ruled_table_with_merged_cells() -> None:
    def draw(page: Page) -> None:
        for y in (100, 120, 140, 160):
            page.line(60, y, 360, y)
        for x in (60, 160, 260, 360):
            page.line(x, 120 if x in (160, 260) else 100, x, 160)
        page.text(150, 114, "产品与价格（元）")
        for column, text in enumerate(("型号", "上市", "售价")):
            page.text(70 + 100 * column, 134, text)
        for column, text in enumerate(("甲型", "三月", "1,299")):
            page.text(70 + 100 * column, 154, text)

    document = read_pdf(make_pdf(draw))
    (table,) = document.tables
    assert grid(document, table) == [["产品与价格（元）"], ["型号", "上市", "售价"], ["甲型", "三月", "1,299"]]
    assert table.cells[0].col_span == 3
    assert header_rows(table) == {0, 1}


def test_a_ruled_cell_with_lines_of_numbers_is_rows() -> None:
    def draw(page: Page) -> None:
        for y in (100, 120, 180):
            page.line(60, y, 360, y)
        for x in (60, 160, 260, 360):
            page.line(x, 100, x, 180)
        for column, text in enumerate(("指标", "2023", "2024")):
            page.text(70 + 100 * column, 114, text)
        page.rows(
            70, [240, 340], 136, [["收入", "120", "150"], ["成本", "80", "90"], ["费用", "7", "8"]], step=16, size=10
        )

    document = read_pdf(make_pdf(draw))
    assert grid(document, document.tables[0])[1:] == [["收入", "120", "150"], ["成本", "80", "90"], ["费用", "7", "8"]]


def draw_broken_lines(page: Page, xs: list[float], ys: list[float]) -> None:
    """Lines drawn cell by cell, as a word processor does."""
    for y in ys:
        for left, right in itertools.pairwise(xs):
            page.line(left + 0.4, y, right - 0.4, y)


def test_a_row_that_names_a_group_is_a_row_of_its_own() -> None:
    def draw(page: Page) -> None:
        draw_broken_lines(page, [40, 160, 240, 320], [100, 116, 190])
        rows = [["比率", "2023A", "2024A"], ["毛利率", "33.3%", "35.6%"], ["偿债能力"], ["流动比率", "1.2", "1.3"]]
        page.rows(45, [230, 310], 112, rows, step=16)
        page.rows(45, [230, 310], 176, [["速动比率", "0.9", "1.0"]])

    document = read_pdf(make_pdf(draw))
    assert grid(document, document.tables[0])[1:] == [
        ["毛利率", "33.3%", "35.6%"],
        ["偿债能力"],
        ["流动比率", "1.2", "1.3"],
        ["速动比率", "0.9", "1.0"],
    ]


def test_labels_left_of_the_lines_belong_to_the_table() -> None:
    def draw(page: Page) -> None:
        for y in (86, 102, 118, 134, 150):
            page.line(160, y, 430, y)
        for x in (160, 250, 340, 430):
            page.line(x, 86, x, 150)
        page.rows(60, [240, 330, 420], 98, [["", *HEAD[1:]], *INCOME], step=16)

    document = read_pdf(make_pdf(draw))
    (table,) = document.tables
    assert grid(document, table)[1:] == INCOME


def test_prices_with_a_currency_are_values() -> None:
    rows = [["Previous", "BUY"], ["Price (17 Mar)", "HKD550"], ["Target", "HKD700"], ["Upside", "(+27%)"]]
    document = read_pdf(make_pdf(lambda page: page.rows(60, [260], 100, rows)))
    assert grid(document, document.tables[0])[-3:] == rows[1:]
    assert not {1, 2, 3} & header_rows(document.tables[0]) or len(document.tables[0].cells) == 6


def test_caption_unit_and_source_belong_to_the_table() -> None:
    def draw(page: Page) -> None:
        page.text(60, 90, "表 4：盈利预测")
        page.text(60, 106, "单位：亿元")
        page.rows(60, [260, 330, 400], 124, [HEAD, *INCOME])
        page.text(60, 184, "资料来源：公司年报", 8)

    (table,) = read_pdf(make_pdf(draw)).tables
    assert (table.caption, table.unit_text, table.source_text) == ("表4：盈利预测", "亿元", "资料来源：公司年报")


def test_a_unit_that_is_said_of_all_amounts_holds_for_tables_without_their_own() -> None:
    def draw(page: Page) -> None:
        page.text(60, 60, "（除另有说明外，金额单位均为人民币千元）")
        for place, unit in enumerate(("", "单位：万元", "")):
            page.text(60, 100 + place * 150, f"{place + 5}、存货跌价准备的变动情况如下所示，", 10)
            page.text(400, 114 + place * 150, unit, 8)
            page.rows(60, [260, 330, 400], 130 + place * 150, [HEAD, *BALANCE])

    document = read_pdf(make_pdf(draw))
    assert [table.unit_text for table in document.tables] == ["人民币千元", "万元", "人民币千元"]
    assert next(document.text[b.start : b.end] for b in document.blocks if b.kind == "unit").startswith("（除另有")


def shade(page: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    page.canvas.setFillColorRGB(0.88, 0.88, 0.84)
    page.canvas.rect(x0, 842 - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
    page.canvas.setFillColorRGB(0, 0, 0)


LOANS = [["现金类", "3,120", "–", "3,120"], ["客户贷款", "8,800", "410", "9,210"], ["其他资产", "72", "5", "77"]]


def test_labels_that_no_shade_frames_are_cells_of_their_rows() -> None:
    xs = [60, 180, 260, 340, 420]

    def draw(page: Page) -> None:
        for left, right in itertools.pairwise(xs):
            shade(page, left, 100, right, 120)
        for row in range(len(LOANS) + 1):
            for left, right in itertools.pairwise(xs[1:]):
                shade(page, left, 120 + 14 * row, right, 134 + 14 * row)
        page.rows(64, [right - 4 for right in xs[2:]], 114, [["", "阶段一", "阶段二", "合计"]])
        page.text(64, 130, "资产：", 8)
        page.rows(64, [right - 4 for right in xs[2:]], 144, LOANS, step=14)

    (table,) = (document := read_pdf(make_pdf(draw))).tables
    assert grid(document, table) == [["阶段一", "阶段二", "合计"], ["资产："], *LOANS]
    assert header_rows(table) == {0}
    assert {cell.col for cell in table.cells if document.text[cell.start : cell.end] in ("资产：", "客户贷款")} == {0}


def test_a_shade_over_some_columns_is_no_table_of_its_own() -> None:
    head = ["人民币十亿元", "4Q24", "3Q25", "4Q25"]
    rows = [
        ["收入", "172.4", "192.9", "194.4"],
        ["毛利", "90.7", "108.8", "108.3"],
        ["费用", "-31.4", "-34.3", "-36.3"],
    ]

    def draw(page: Page) -> None:
        for left, right in itertools.pairwise([60, 200, 280, 340, 400]):
            shade(page, left, 88, right, 104)
        for number in range(3):
            shade(page, 280, 104 + 13 * number, 310, 117 + 13 * number)
            shade(page, 310, 104 + 13 * number, 340, 117 + 13 * number)
        page.rows(64, [260, 330, 390], 100, [head, *rows])

    (table,) = (document := read_pdf(make_pdf(draw))).tables
    assert grid(document, table) == [head, *rows]


def test_a_number_over_two_lines_of_its_cell_is_one() -> None:
    xs = [60, 140, 200, 260]
    rows = [
        ("按组合计提", "135,278,2", "16.49", "202,040,270.", "93"),
        ("按单项计提", "17,921,377.1", "4", "5,877,618.3", "6"),
    ]

    def draw(page: Page) -> None:
        for x in xs:
            page.line(x, 90, x, 180)
        for y in (90, 120, 150, 180):
            page.line(60, y, 260, y)
        page.text(64, 108, "类别", 9)
        page.right(196, 108, "期末余额", 9)
        page.right(256, 108, "期初余额", 9)
        for number, (label, *lines) in enumerate(rows):
            page.text(64, 138 + 30 * number, label, 9)
            for place, text in enumerate(lines):
                page.right(196 + 60 * (place // 2), 133 + 30 * number + 12 * (place % 2), text, 9)

    (table,) = (document := read_pdf(make_pdf(draw))).tables
    assert grid(document, table)[1:] == [
        ["按组合计提", "135,278,216.49", "202,040,270.93"],
        ["按单项计提", "17,921,377.14", "5,877,618.36"],
    ]


def test_text_is_no_table() -> None:
    def draw(page: Page) -> None:
        page.text(60, 100, "今年的收入为 12.5 亿元，去年为 10.1 亿元，增长来自新产品与海外市场两个方面")
        page.text(60, 114, "的共同推动，其中海外市场占到四成，毛利率因此提高了 2.1 个百分点，达到 35%。")

    assert not read_pdf(make_pdf(draw)).tables


@pytest.mark.eval
@pytest.mark.parametrize(("name", "floor"), [("tebon_gaoce", 359), ("zhongyuan_smic", 440)])
def test_labelled_rows_are_cells_beside_their_label(eval_dir: Path, name: str, floor: int) -> None:
    source = json.loads((eval_dir / "gold" / f"{name}.doc.json").read_text("utf-8"))["source"]
    document = read_pdf((eval_dir / "corpus" / source).read_bytes())

    def bare(text: str) -> str:
        return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))

    rows = [[bare(cell) for cell in row] for table in document.tables for row in grid(document, table)]
    found = 0
    for line in (eval_dir / "gold" / f"{name}.facts.jsonl").read_text("utf-8").splitlines():
        fact = json.loads(line)
        quote, value = bare(fact["quote"]), bare(fact["value_text"])
        found += any(quote in "".join(row) and any(value in cell for cell in row[1:]) for row in rows)
    assert found >= floor


@pytest.mark.eval
@pytest.mark.slow
def test_tables_of_the_icdar_competition(eval_dir: Path, tmp_path: Path) -> None:
    suite = eval_dir / "suites" / "tables" / "icdar2013"
    lines: list[str] = []
    for folder in sorted(path for path in suite.iterdir() if path.is_dir()):
        document = read_pdf(next(folder.glob("*.pdf")).read_bytes())
        for table in document.tables:
            for cell in table.cells:
                row = {
                    "document": folder.name, "table_id": table.table_id, "row": cell.row, "col": cell.col,
                    "row_span": cell.row_span, "col_span": cell.col_span, "text": document.text[cell.start : cell.end],
                }  # fmt: skip
                lines.append(json.dumps(row))
    assert len(lines) > 1000
    cells = tmp_path / "cells.jsonl"
    cells.write_text("\n".join(lines), "utf-8")
    command = [sys.executable, eval_dir / "tools" / "score_tables.py", suite, cells, "--floor", "0.85"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
