"""Names that no list holds, by what the text says of them; and words that are said alike and name nothing."""

from __future__ import annotations

import pytest

from extractors.language.lexicon import lexicon, packaged, using
from extractors.language.names import find_names


def _names(text: str) -> list[tuple[str, str]]:
    return [(text[name.start : name.end], name.canonical) for name in find_names(text)]


def _canonical(text: str) -> set[str]:
    return {canonical for _, canonical in _names(text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("首款芯片“澄湖620”今日亮相。实测中，澄湖620每秒处理两万张照片。", "澄湖620"),
        ("这是澄湖620芯片的第一次流片。机房里使用澄湖620只需三块。", "澄湖620"),
        ("公司发布了洛神3.5 Turbo。洛神此前已服务多家银行。", "洛神"),
        ("公司发布了洛神3.5 Turbo，数学能力提升一成。", "洛神3.5 Turbo"),
        ("青榄和百度都在降价。百度与青榄，各有打法。青榄的用户更多。", "青榄"),
        ("溪流跃动旗下应用增多，溪流跃动官网更新，百度和溪流跃动都在招人。", "溪流跃动"),
        ("科大讯飞发布讯飞洛水大模型，讯飞洛水大模型月活过百万。另有洛水医学影像大模型。", "洛水医学影像大模型"),
    ],
)  # fmt: skip
def test_a_name_is_known_by_what_is_said_of_it(text: str, name: str) -> None:
    assert name in _canonical(text)


def test_a_name_that_was_found_is_found_at_every_place() -> None:
    text = "首款芯片“澄湖620”今日亮相。业内称澄湖620领先，使用澄湖620更省电。"
    assert _names(text).count(("澄湖620", "澄湖620")) == 3


def test_a_name_is_clipped_where_the_text_clips_it() -> None:
    text = (
        "琅溪跃动旗下有五个应用。琅溪跃动官网今日改版，百度和琅溪跃动都在招人。琅溪旗下产品不少。"
        "去年琅溪采购了芯片，如今琅溪又有新作，此外琅溪还在扩招。"
    )
    assert ("琅溪", "琅溪跃动") in _names(text)


@pytest.mark.parametrize(
    "text",
    [
        "净利润同比增长3.1，环比增长2.2，同比增长1.4，环比增长0.6。",
        "行业和百度都在变化，百度与行业，各有难处。",
        "上市公司旗下资产较多，上市公司官网披露，上市公司和百度签约。",
        "库存约有620芯片，另有720处理器在途。",
        "毛利率2.5，净利率1.5，市盈率3.5，毛利率2.8，毛利率1.1。",
        "国内厂商推出新品，国内厂商发布财报，国内厂商的用户在增加。",
    ],
)
def test_usual_words_stay_words(text: str) -> None:
    assert _canonical(text) <= {"百度"}


def test_another_lexicon_is_read_by_for_a_while() -> None:
    text = "扣子平台的开发者很多，豆包的月活领先"
    assert _canonical(text) == {"扣子", "豆包"}
    fewer = packaged().keeping(lambda _, entry: entry.canonical != "扣子")
    with using(fewer):
        assert lexicon() is fewer
        assert _canonical(text) == {"豆包"}
    assert lexicon() is packaged()
    assert _canonical(text) == {"扣子", "豆包"}
