"""Plain text of converted reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractors.documents.plain import read_plain
from extractors.records import Document, Unreadable


def blocks(document: Document, kind: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


WRAPPED = """某某周报：云业务收入回升，硬件需求仍在

投资要点：

\uf06c 本周服务器板块普遍上涨，存储板块表现居前。（1）服务器：甲公司
上涨 6.1%，乙公司上涨 3.2%，丙公司下跌 0.4%，成交量较上周放大两成

左右，资金的净流入额为今年以来的第二高，市场情绪出现比较明显的改
善。（2）存储：现货价格连续三周上行，其中主流规格的报价已经回到今
年三月的水平。

一、云业务的新动向

\uf06c 丁公司宣布其云业务的季度收入为 88 亿元，同比增长 31%，管理层在
电话会上表示，明年的投入会继续增加，重点放在推理所需的算力与存储
两个方向上。
"""


def test_sentences_wrapped_hard_come_out_whole() -> None:
    document = read_plain(WRAPPED)
    first = blocks(document, "list_item")[0]
    assert "成交量较上周放大两成左右，资金的净流入额为今年以来的第二高" in first
    assert first.endswith("年三月的水平。")
    assert blocks(document, "heading") == ["一、云业务的新动向"]
    assert blocks(document, "title") == ["某某周报：云业务收入回升，硬件需求仍在"]


def test_lines_that_end_by_themselves_stay_apart() -> None:
    text = "\n".join(
        f"- **要点{number}：**这一条说明的是第{number}项业务在今年的进展情况与后续安排" for number in range(6)
    )
    assert len(blocks(read_plain("标题文字一行\n\n" + text), "list_item")) == 6


def test_tab_lines_are_a_table_with_caption_unit_and_source() -> None:
    document = read_plain(
        "产品价格的比较\n\n图3：各家模型的价格（单位：元）\n\n厂商\t模型\t价格\n甲\t大杯\t0.8\n\t小杯\t0.3\n"
        "\n资料来源：各公司网站\n"
    )
    (table,) = document.tables
    cells = [(cell.row, cell.col, document.text[cell.start : cell.end], cell.is_header) for cell in table.cells]
    assert cells == [
        (0, 0, "厂商", True), (0, 1, "模型", True), (0, 2, "价格", True),
        (1, 0, "甲", False), (1, 1, "大杯", False), (1, 2, "0.8", False),
        (2, 1, "小杯", False), (2, 2, "0.3", False),
    ]  # fmt: skip
    assert (table.caption, table.unit_text) == ("图3：各家模型的价格（单位：元）", "元")
    assert table.source_text == "资料来源：各公司网站"


def test_typeset_spaces_go_and_those_between_figures_stay() -> None:
    text = read_plain("标题一行文字\n\n截至 9 月底，用户达 5,998 万，同比 增长 12%。\nRevenue grew 12 % in 2024\n").text
    assert "截至9月底，用户达5,998万，同比增长12%。" in text
    assert "Revenue grew 12 % in 2024" in text


def test_furniture_and_boilerplate() -> None:
    document = read_plain(
        "某某股份点评\n\n正文的第一段说的是公司的经营情况，收入与利润都有增长。\n\n请务必阅读正文后的免责"
        "条款与所附的各项说明\n\n"
        "某某证券投资评级\n\n级别\t说明\n买入\t股价表现优于市场代表性指数20%以上\n\n免责声明\n\n"
        "本报告仅供本公司客户使用，不构成任何投资建议，未经授权不得转载。\n\n邮编：100000\n"
    )
    assert blocks(document, "furniture") == ["请务必阅读正文后的免责条款与所附的各项说明"]
    boilerplate = " ".join(blocks(document, "boilerplate"))
    assert "20%以上" in boilerplate
    assert "未经授权" in boilerplate
    assert "邮编" in boilerplate
    assert blocks(document, "paragraph") == ["正文的第一段说的是公司的经营情况，收入与利润都有增长。"]


def test_metadata_of_a_converted_report() -> None:
    metadata = read_plain(
        "甲公司产品发布会总结\n\n行业研究 · 行业专题\n\n2024 年 12 月 20 日\n\n投资评级：优于大市（维持评级"
        "）\n\n证券分析师：张三丰\n\n"
        "S0980519030002\n\nzhangsanfeng@guosen.com.cn\n\n正文。\n"
    ).metadata
    assert metadata.kind == "broker_report"
    assert metadata.title == "甲公司产品发布会总结"
    assert metadata.publisher == "国信证券"
    assert metadata.authors == ("张三丰",)
    assert metadata.author_licences == ("S0980519030002",)
    assert (metadata.rating, metadata.rating_change) == ("优于大市", "维持")
    assert metadata.published_on == date(2024, 12, 20)


def test_nothing_is_no_document() -> None:
    with pytest.raises(Unreadable) as caught:
        read_plain(" \n\t\n")
    assert caught.value.reason == "empty"


@pytest.mark.eval
@pytest.mark.parametrize(
    ("start", "publisher", "tables"), [("000", "国信证券", 8), ("001", "国信证券", 2), ("003", "华福证券", 0)]
)
def test_reports_as_text(eval_dir: Path, start: str, publisher: str, tables: int) -> None:
    path = next((eval_dir / "corpus" / "seeds").glob(f"{start}*"))
    document = read_plain(path.read_text("utf-8"))
    assert document.metadata.publisher == publisher
    assert len(document.tables) >= tables
    assert blocks(document, "title")
    assert any("不构成" in text or "版权" in text for text in blocks(document, "boilerplate"))
