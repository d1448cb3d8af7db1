"""Mentions: who is named in the body, in what role, and what a company does for whom."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.documents.text import CellText, TextBuilder
from extractors.language.mentions import find_mentions
from extractors.language.names import find_names
from extractors.records import Block, Document, Mention, Metadata


def _document(*blocks: tuple[str, str]) -> Document:
    builder = TextBuilder()
    for kind, text in blocks:
        builder.add(kind, text)
    return builder.build(Metadata(), media_type="text/plain", parser="test")


def _mentions(
    document: Document, publisher: str | None = None, subjects: tuple[str, ...] = (), published: date | None = None
) -> list[Mention]:
    return find_mentions(
        document.text,
        document.blocks,
        document.tables,
        find_names(document.text),
        publisher=publisher,
        subject_tickers=subjects,
        published=published,
    )


def _roles(mentions: list[Mention]) -> dict[str, str]:
    return {mention.ticker: mention.role for mention in mentions}


def test_roles() -> None:
    document = _document(
        ("paragraph", "宁德时代一季度净利润增长，跑输沪深300。"),
        ("paragraph", "建议关注：亿纬锂能、国轩高科。"),
        ("paragraph", "特斯拉也降低了价格。"),
    )
    roles = _roles(_mentions(document, subjects=("300750.SZ",)))
    assert roles == {
        "300750.SZ": "subject",
        "000300.SH": "index",
        "300014.SZ": "recommended",
        "002074.SZ": "recommended",
        "TSLA.US": "mentioned",
    }


def test_a_list_under_a_heading_that_recommends() -> None:
    document = _document(
        ("heading", "投资建议"),
        ("paragraph", "行业景气上行。"),
        ("heading", "建议关注"),
        ("list_item", "算力：寒武纪、海光信息等。"),
        ("heading", "风险提示"),
        ("paragraph", "英伟达新品延期。"),
    )
    roles = _roles(_mentions(document))
    assert roles["688256.SH"] == "recommended"
    assert roles["NVDA.US"] == "mentioned"


@pytest.mark.parametrize("kind", ["furniture", "boilerplate", "chart"])
def test_not_the_body(kind: str) -> None:
    assert _mentions(_document((kind, "贵州茅台与腾讯控股"))) == []


def test_data_vendors_and_the_house_do_not_count_in_source_lines() -> None:
    document = _document(
        ("paragraph", "同花顺净利润大增。"),
        ("source", "资料来源：同花顺iFinD，东方财富，招商证券，英伟达官网"),
        ("paragraph", "国信证券认为需求向好。"),
    )
    tickers = set(_roles(_mentions(document, publisher="国信证券")))
    assert "NVDA.US" in tickers
    assert not tickers & {"300059.SZ", "600999.SH", "002736.SZ"}


def test_rating_definitions_do_not_count() -> None:
    document = _document(("paragraph", "评级说明：以沪深300指数为基准，香港市场以恒生指数为基准。"))
    assert _mentions(document) == []


def test_the_title_names_the_subject_where_no_code_is_printed() -> None:
    document = _document(("title", "科大讯飞的下半场"), ("paragraph", "科大讯飞营收增长，腾讯放缓。"))
    assert _roles(_mentions(document)) == {"002230.SZ": "subject", "0700.HK": "mentioned"}


def test_a_company_counts_from_its_listing_on() -> None:
    document = _document(("paragraph", "智谱与百度都发布了新模型。"))
    assert set(_roles(_mentions(document, published=date(2024, 9, 1)))) == {"9888.HK"}
    assert set(_roles(_mentions(document, published=date(2026, 6, 1)))) == {"2513.HK", "9888.HK"}


def test_what_a_company_does_for_another() -> None:
    document = _document(("list_item", "南凌科技给火山云做代理分销，汉得信息也有布局。"))
    first = _mentions(document)[0]
    assert (first.role, first.relation, first.relation_to) == ("related", "代理分销", "火山引擎")


def test_what_is_said_of_two_is_said_of_each() -> None:
    document = _document(("paragraph", "亚康股份和润泽科技作为字节跳动的算力提供商，排期已满。"))
    found = {mention.ticker: (mention.relation, mention.relation_to) for mention in _mentions(document)}
    assert found == {"300442.SZ": ("算力提供商", "字节跳动"), "301085.SZ": ("算力提供商", "字节跳动")}


def test_a_table_of_stocks_and_their_business() -> None:
    builder = TextBuilder()
    rows = [
        ["豆包", "", "字节跳动", ""],
        ["南凌科技", "代理分销", "润欣科技", "玩具芯片"],
        ["乐鑫科技", "联合发布", "", ""],
    ]
    builder.add_table(
        [CellText(r, c, text, is_header=r == 0) for r, row in enumerate(rows) for c, text in enumerate(row)]
    )
    document = builder.build(Metadata(), media_type="text/plain", parser="test")
    found = {m.ticker: (m.role, m.relation, m.relation_to) for m in _mentions(document)}
    assert found["300921.SZ"] == ("related", "代理分销", "豆包")
    assert found["300493.SZ"] == ("related", "玩具芯片", "字节跳动")
    assert found["688018.SH"] == ("related", "联合发布", "豆包")


def test_a_table_of_figures_gives_no_relations() -> None:
    builder = TextBuilder()
    rows = [["公司", "股价", "评级"], ["腾讯控股", "388.2", "买入"], ["美团", "120.5", "增持"]]
    builder.add_table(
        [CellText(r, c, text, is_header=r == 0) for r, row in enumerate(rows) for c, text in enumerate(row)]
    )
    document = builder.build(Metadata(), media_type="text/plain", parser="test")
    found = _mentions(document)
    assert {mention.ticker for mention in found} == {"0700.HK", "3690.HK"}
    assert all(mention.relation is None for mention in found)


def test_an_exchange_is_no_index() -> None:
    assert _mentions(_document(("paragraph", "公司计划赴纳斯达克上市。"))) == []
    assert _roles(_mentions(_document(("paragraph", "隔夜纳斯达克下跌1%。")))) == {"IXIC.GI": "index"}


def test_mentions_lie_inside_their_blocks() -> None:
    document = _document(("paragraph", "比亚迪销量第一，理想汽车与蔚来紧随。"))
    for mention in _mentions(document):
        block: Block = document.blocks[0]
        assert block.start <= mention.start < mention.end <= block.end
        assert mention.name


@pytest.mark.parametrize(
    "text",
    [
        "公司昨晚在港交所公告了新的回购方案。",
        "两家药企先后登陆港交所主板，今年还有三家递表。",
        "图片来源：视觉中国",
        "本文系作者个人看法，不代表网易的立场。",
        "第五大股东：中国工商银行股份有限公司－甲乙沪深300交易型开放式指数证券投资基金，持股1.2%。",
        "跟踪它的沪深300指数基金规模增长。",
        "口岸提升跨境通关便利，出口石化机械等设备增长较快。",
    ],
)
def test_places_of_listing_funds_credits_and_usual_words_are_no_mentions(text: str) -> None:
    assert _mentions(_document(("paragraph", text))) == []


@pytest.mark.parametrize(
    ("text", "tickers"),
    [
        ("港交所上半年收入增长，市值回升。", {"0388.HK"}),
        ("工商银行-甲乙合作落地，工商银行净利润回升。", {"601398.SH"}),
        ("沪深300上涨，联发科和Verizon发布财报。", {"000300.SH", "2454.TW", "VZ.US"}),
        ("到场的有北汽福田、柳工、江淮、重庆机电。", {"600166.SH", "000528.SZ", "600418.SH", "2722.HK"}),
        ("停牌多日的万达院线复牌，汇鸿股份跌停。", {"002739.SZ", "600981.SH"}),
    ],
)
def test_names_in_use_are_mentions(text: str, tickers: set[str]) -> None:
    assert {mention.ticker for mention in _mentions(_document(("paragraph", text)))} == tickers


def test_who_publishes_of_itself_is_named() -> None:
    document = _document(("paragraph", "比亚迪一季度净利润增长，比亚迪的海外销量翻倍。"))
    assert _roles(_mentions(document, publisher="比亚迪", subjects=("002594.SZ",))) == {"002594.SZ": "subject"}
    assert _mentions(document, publisher="比亚迪", subjects=("300750.SZ",)) == []
