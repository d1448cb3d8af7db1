"""Names are found whole, mean what they say, and what only looks like one is left alone."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from extractors.language.lexicon import lexicon
from extractors.language.names import find_names, join_names
from extractors.records import Name


def _canonical(text: str) -> list[str]:
    return [name.canonical for name in find_names(text)]


def _tickers(text: str) -> list[str | None]:
    return [name.ticker for name in find_names(text)]


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("科大讯飞上半年营收增长", ["科大讯飞"]),
        ("阿里与字节都在加码", ["阿里巴巴", "字节跳动"]),
        ("豆包 APP 的月活创下新高", ["豆包"]),
        ("智谱 AI 完成新一轮融资", ["智谱"]),
        ("豆包通用模型Pro明显降价", ["豆包通用模型Pro"]),
        ("豆包·音乐模型4.0今日上线", ["豆包·音乐模型4.0"]),
        ("Doubao-pro-32k 的价格", ["Doubao-pro-32k"]),
        ("讯飞星火4.0 Turbo 的数学能力", ["讯飞星火4.0 Turbo"]),
        ("接入 GLM3-130B 与 Moonshot-v1-8K", ["GLM3-130B", "Moonshot-v1-8K"]),
        ("Galaxy S20 Ultra 起售价不低", ["Galaxy S20 Ultra"]),
        ("昇腾910B的算力", ["昇腾910B"]),
        ("用 GPT-4o 作对照", ["GPT-4o"]),
        ("剪映和 CapCut 收入大增", ["剪映", "CapCut"]),
        ("训练集群“飞星三号”平台建成", ["飞星三号"]),
        ("与沪深300相比", ["沪深300"]),
    ],
)
def test_names(text: str, canonical: list[str]) -> None:
    assert _canonical(text) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "双方朝着共同方向努力",
        "我国太阳能与机器人产业的规模",
        "老百姓的日子",
        "中国新能源汽车销量",
        "中国银行业整体稳健",
        "每个字节的成本",
        "MAU、DAU 与 CAGR 都在增长",
        "CPU 和 GPU 价格",
        "完美的开局",
        "2024H1 与 1Q25 的变化",
        "装机 300 GWh",
        "三星级酒店",
    ],
)
def test_no_names(text: str) -> None:
    assert _canonical(text) == []


def test_a_printed_code_gives_its_listing() -> None:
    assert _tickers("中芯国际（0981.HK）发布财报，中芯国际表示") == ["0981.HK", "0981.HK", "0981.HK"]
    names = find_names("中芯国际（688981.SH）发布财报")
    assert {(name.ticker, name.issuer_id) for name in names} == {("688981.SH", "688981.SH")}
    assert find_names("中芯国际（00981.HK）")[0].issuer_id == "688981.SH"


def test_a_bare_code_counts_only_beside_its_name() -> None:
    assert _tickers("科大讯飞(002230)季报") == ["002230.SZ", "002230.SZ"]
    assert _tickers("订单号(002230)已发货") == []


def test_an_ordinary_word_is_a_company_where_the_context_says_so() -> None:
    assert _tickers("机器人（300024.SZ）中标")[0] == "300024.SZ"
    assert "300024.SZ" in _tickers("建议关注埃斯顿、机器人、汇川技术")
    assert _tickers("机器人的普及") == []


def test_former_names_are_kept_as_written() -> None:
    name = find_names("韦尔股份发布年报")[0]
    assert (name.canonical, name.ticker) == ("韦尔股份", "603501.SH")


def test_an_unknown_product_is_known_by_how_the_text_speaks_of_it() -> None:
    text = (
        "蓝鲸岛大模型发布。蓝鲸岛月活增长很快，公司旗下蓝鲸岛、其他产品同步升级。"
        "“蓝鲸岛”App下载量居首。昨天蓝鲸岛又有更新。"
    )
    found = [name for name in find_names(text) if name.canonical.startswith("蓝鲸岛")]
    assert len(found) == 5


def test_unlisted_companies_by_their_endings() -> None:
    assert _canonical("签约方为成都鑫禾泰科技有限公司。") == ["成都鑫禾泰科技有限公司"]


def test_a_range_gives_the_same_names_as_the_whole() -> None:
    text = "腾讯与百度。\n美团公布业绩。"
    assert find_names(text, 6) == [name for name in find_names(text) if name.start >= 6]
    assert find_names(text, 0, 4) == find_names(text)[:1]


def test_names_are_spans_sorted_and_disjoint() -> None:
    text = "豆包 APP、讯飞星火4.0 Turbo、宁德时代（300750.SZ）与 OpenAI 的 ChatGPT，AMD+3%，GPT-4o"
    names = find_names(text)
    assert len(names) >= 7
    for before, after in pairwise(names):
        assert before.end <= after.start


def test_joined_names() -> None:
    def name(canonical: str) -> Name:
        return Name(0, len(canonical), canonical, "product")

    assert join_names([name("剪映"), name("CapCut")]) == "剪映和CapCut"
    assert join_names([name("百度"), name("阿里巴巴"), name("腾讯")]) == "百度、阿里巴巴、腾讯"


def test_the_lexicon_is_broad_and_says_whose_a_product_is() -> None:
    kinds = {entry.kind for entry in lexicon().entries.values()}
    assert kinds >= {"security", "index", "company", "product", "model", None}
    assert sum(entry.kind in ("company", "product", "model") for entry in lexicon().entries.values()) > 700
    assert lexicon().owners["豆包"] == "字节跳动"
    assert lexicon().owners["阿里云"] == "阿里巴巴"


def test_odd_characters_keep_offsets() -> None:
    text = "İstanbul 的腾讯"
    name = find_names(text)[-1]
    assert text[name.start : name.end] == "腾讯"


def test_long_hostile_text_stays_linear() -> None:
    text = "公司" * 20_000 + "A-" * 20_000 + "“" * 5_000 + "豆包大" * 5_000
    begin = time.process_time()
    find_names(text)
    assert time.process_time() - begin < 10
