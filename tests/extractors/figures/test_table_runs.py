"""What stands around tables: continued tables side by side, the currency of sister statements, the day of prices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from small_tables import REPORT

from extractors.figures.assign import assign
from extractors.figures.minorities import WITH_MINORITIES
from extractors.figures.table_runs import around
from extractors.language import find_marks
from extractors.records import Block, Cell, Document, Figure, Metadata, Table

Piece = tuple[str, int, object]
"""Kind and page of a block, and its words or a table's rows."""


def document(pieces: Sequence[Piece], captions: Sequence[str | None] = ()) -> Document:
    """A document of blocks in order; a table's caption is its turn in ``captions``."""
    text, blocks, tables = "", [], []
    for kind, page, content in pieces:
        start = len(text)
        if kind == "table":
            assert isinstance(content, list)
            cells = []
            for row, texts in enumerate(content):
                for col, words in enumerate(texts):
                    cells.append(Cell(row, col, len(text), len(text) + len(words), is_header=words.startswith("20")))
                    text += words + "\t"
                text = text[:-1] + "\n"
            number = len(tables)
            caption = captions[number] if number < len(captions) else None
            tables.append(Table(f"t{number + 1:04d}", start, len(text), tuple(cells), page=page, caption=caption))
        else:
            text += f"{content}\n"
        blocks.append(Block(kind, start, len(text) - 1, page))
    return Document(
        text=text, blocks=tuple(blocks), tables=tuple(tables), metadata=Metadata(published_on=date(2025, 4, 28)),
        media_type="application/pdf", parser="test", pages=9,
    )  # fmt: skip


def figures_of(made: Document) -> tuple[Figure, ...]:
    return assign(made, find_marks(made.text, made.blocks, REPORT), REPORT)[0]


LEFT = [["", "2023年", "2024年"], ["国家电网", "40%", "35%"], ["南方电网", "20%", "25%"]]
RIGHT = [["", "2023年", "2024年"], ["三峡集团", "30%", "31%"], ["华能集团", "10%", "12%"]]


def side_by_side(below: Sequence[Piece]) -> Document:
    captions = ["图1：海风电缆在客户的供应份额", "图2：海风电缆客户份额", None, None]
    return document([("table", 1, LEFT), ("table", 1, RIGHT), ("furniture", 2, "2/9"), *below], captions)


def test_tables_side_by_side_go_on_side_by_side() -> None:
    made = side_by_side([("table", 2, [["大唐集团", "50%", "55%"]]), ("table", 2, [["中广核集团", "5%", "6%"]])])
    first, second, third, fourth = (table.start for table in made.tables)
    assert around(made, REPORT).goes_on == {third: first, fourth: second}
    told = {f.metric for f in figures_of(made) if f.table_id == "t0003"}
    assert told == {"market_share"}
    assert {f.metric for f in figures_of(made) if f.table_id == "t0004"} == {"share"}


def test_a_paragraph_between_parts_them() -> None:
    tables: list[Piece] = [("table", 2, [["大唐集团", "50%", "55%"]]), ("table", 2, [["中广核集团", "5%", "6%"]])]
    assert around(side_by_side([("paragraph", 2, "另起一段。"), *tables]), REPORT).goes_on == {}


def statements(flows: str) -> Document:
    profit = [["利润表（百万美元）", "2023", "2024"], ["营业收入", "90", "99"], ["归母净利润", "8", "9"]]
    cash = [[flows, "2023", "2024"], ["净利润", "10", "11"], ["折旧摊销", "3", "4"], ["资本开支", "5", "6"]]
    return document([("table", 4, profit), ("table", 4, cash)])


def test_a_statement_in_bare_yuan_follows_its_sisters() -> None:
    found = [f for f in figures_of(statements("现金流量表（百万元）")) if f.table_id == "t0002"]
    assert {f.unit for f in found} == {"USD"}
    said = [f for f in figures_of(statements("现金流量表（百万元人民币）")) if f.table_id == "t0002"]
    assert said
    assert {f.unit for f in said} == {"CNY"}


def test_the_profit_of_a_statement_of_cash_flows_is_the_whole_one() -> None:
    found = [f for f in figures_of(statements("现金流量表（百万元）")) if f.metric == "net_profit"]
    assert [(f.value, f.dimensions.get("of")) for f in found] == [
        (8e6, None), (9e6, None), (10e6, WITH_MINORITIES), (11e6, WITH_MINORITIES),
    ]  # fmt: skip


def test_an_item_of_the_cash_flows_is_not_that_of_the_balance_sheet() -> None:
    balance = [
        ["资产负债表（百万元）", "2023", "2024"],
        ["短期借款", "50", "60"],
        ["货币资金", "5", "6"],
        ["存货", "1", "2"],
    ]
    cash = [
        ["现金流量表（百万元）", "2023", "2024"],
        ["短期借款", "-7", "10"],
        ["资本开支", "5", "6"],
        ["折旧摊销", "1", "2"],
    ]
    profit = [
        ["利润表（百万元）", "2023", "2024"],
        ["营业收入", "90", "99"],
        ["归母净利润", "8", "9"],
        ["短期借款", "3", "4"],
    ]
    made = document([("table", 4, balance), ("table", 4, profit), ("table", 4, cash)])
    found = [f for f in figures_of(made) if f.dimensions.get("segment") == "现金流量表"]
    assert [(f.dimensions["of"], f.value) for f in found] == [("短期借款", -7e6), ("短期借款", 10e6)]


def test_a_segments_profit_has_no_minorities_beside_the_parents() -> None:
    rows = [
        ["", "2023A", "2024A"], ["海缆", "", ""], ["净利润（百万）", "5", "6"], ["陆缆", "", ""],
        ["净利润（百万）", "2", "3"], ["合计", "", ""], ["归母净利润（百万）", "8", "9"],
    ]  # fmt: skip
    made = document([("table", 4, rows)], ["图3：海风电缆分业务利润"])
    found = [(f.value, f.dimensions) for f in figures_of(made) if f.metric == "net_profit"]
    assert found == [
        (5e6, {"segment": "海缆"}), (6e6, {"segment": "海缆"}), (2e6, {"segment": "陆缆"}), (3e6, {"segment": "陆缆"}),
        (8e6, {}), (9e6, {}),
    ]  # fmt: skip


def test_the_day_of_prices_by_the_note_below() -> None:
    rows = [["公司", "收盘价(元)"], ["东方电缆", "50.0"], ["中天科技", "14.0"]]
    for note in ("注：股价截至2025年4月18日", "Note: Closing prices as of Apr 18, 2025"):
        made = document([("table", 5, rows), ("footnote", 5, note)], ["可比公司"])
        assert [p.period_start for p in around(made, REPORT).priced.values()] == [date(2025, 4, 18)]
        assert {f.period_start for f in figures_of(made)} == {date(2025, 4, 18)}
    other = document([("table", 5, rows), ("paragraph", 5, "另起一段。"), ("footnote", 5, "股价截至2025年4月18日")])
    assert around(other, REPORT).priced == {}
