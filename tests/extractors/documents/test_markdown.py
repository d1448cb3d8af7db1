"""Markdown of reader services and exporters."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors.documents import read
from extractors.documents.markdown import read_markdown
from extractors.documents.markdown_blocks import clean
from extractors.records import Document, Unreadable

READER = "Title: 芯片厂扩产\n\nURL Source: {url}\n\nMarkdown Content:\n"
WECHAT = READER.format(url="https://mp.weixin.qq.com/s/abc")


def body_of(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks[1:]]


def test_reader_service_copy_of_a_wechat_article() -> None:
    document = read_markdown(f"{WECHAT}文/陈某\n\n编辑/林某\n\n* * *\n\n**产能达到**1**2万片**，同比增3成。\n")
    assert document.metadata.kind == "wechat_article"
    assert document.metadata.title == "芯片厂扩产"
    assert document.metadata.publisher is None
    assert document.metadata.authors == ("陈某",)
    assert body_of(document)[-1] == ("paragraph", "产能达到12万片，同比增3成。")
    assert (document.media_type, document.parser) == ("text/markdown", "markdown")


def test_fields_under_a_title_heading() -> None:
    text = (
        "# 大模型降价\n\n**发布日期**: 2024年12月16号 2:58\n\n![图](https://a.cn/b_1.jpg)\n\n"
        "**新闻链接**: [点击查看](https://www.aibase.com/zh/news/1)\n\n## 内容\n\n价格降到每千次0.5元。"
    )
    document = read(text.encode())
    metadata = document.metadata
    assert (metadata.kind, metadata.title, metadata.publisher) == ("news_article", "大模型降价", "AIBase")
    assert metadata.published_on == date(2024, 12, 16)
    assert metadata.published_at == datetime(2024, 12, 15, 18, 58, tzinfo=UTC)
    assert body_of(document) == [("paragraph", "价格降到每千次0.5元。")]


def test_quoted_fields_name_the_account() -> None:
    text = "# 标题\n\n> 公众号: 某某号\n> 发布时间: 2025-05-06 17:04\n> 原文链接: https://mp.weixin.qq.com/s/x\n\n---\n正文一句。"
    metadata = read_markdown(text).metadata
    assert (metadata.kind, metadata.publisher) == ("wechat_article", "某某号")
    assert metadata.published_at == datetime(2025, 5, 6, 9, 4, tzinfo=UTC)


def test_front_matter_over_html() -> None:
    text = (
        '---\ntitle: "量价关系"\npublishedAt: "2024-02-06T15:48:19+08:00"\nsource: "某号"\n'
        'sourceUrl: "https://mp.weixin.qq.com/s?__biz=1"\n---\n\n'
        '<div class="a">\n<p>放量<b>1</b><span>2</span>%。</p><p>缩量。</p>\n</div>\n'
    )
    document = read(text.encode())
    assert (document.metadata.title, document.metadata.publisher) == ("量价关系", "某号")
    assert document.metadata.published_at == datetime(2024, 2, 6, 7, 48, 19, tzinfo=UTC)
    assert body_of(document) == [("paragraph", "放量12%。"), ("paragraph", "缩量。")]


def test_blocks() -> None:
    text = (
        f"{WECHAT}第一节\n-----\n\n*   **甲：**达到5亿\n    \n*   乙\n\n1.  丙\n\n> 引文。\n\n### 小节\n\n"
        "| 年度 | 收入 |\n|---|---|\n| 2023 | **11.6** |\n\n    缩进的一段话。\n"
    )
    document = read_markdown(text)
    assert body_of(document) == [
        ("heading", "第一节"),
        ("list_item", "甲：达到5亿"),
        ("list_item", "乙"),
        ("list_item", "丙"),
        ("quote", "引文。"),
        ("heading", "小节"),
        ("table", "年度\t收入\n2023\t11.6"),
        ("paragraph", "缩进的一段话。"),
    ]
    assert [cell.is_header for cell in document.tables[0].cells] == [True, True, False, False]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("**营收**[12.5亿元](http://x.cn/a_b)，增**3**%", "营收12.5亿元，增3%"),
        ("[![图 1](http://a.cn/1.png)](http://a.cn/2)后文", "后文"),
        ("它**能****自动**完成", "它能自动完成"),
        (r"3\*4 与 a\_b", "3*4 与 a_b"),
        ("尺寸 5 * 6 厘米", "尺寸 5 * 6 厘米"),
        ("snake_case_name 不变", "snake_case_name 不变"),
        ("~~旧价~~ `新价` <b>9</b>元", "旧价 新价 9元"),
        ("[参考][1]与<https://a.cn/b_c>", "参考与https://a.cn/b_c"),
    ],
)
def test_inline_marks_leave_words_whole(line: str, words: str) -> None:
    assert clean(line).strip() == words


def test_links_to_other_articles_are_furniture() -> None:
    link = "[往期的另一篇文章，涨幅为12%](https://mp.weixin.qq.com/s/1)\n\n"
    document = read_markdown(f"{WECHAT}这是正文的一段。\n\n{link * 3}![图](a.png)\n")
    assert [kind for kind, _ in body_of(document)] == ["paragraph", "furniture", "furniture", "furniture"]


def test_a_copy_of_a_notice_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        read_markdown(f"{WECHAT}## 环境异常\n\n当前环境异常，完成验证后即可继续访问。")
    assert caught.value.reason == "wechat_verification"
    with pytest.raises(Unreadable) as caught:
        read_markdown(f"{WECHAT}![图 1](https://a.cn/1.png)\n\n[](https://a.cn)")
    assert caught.value.reason == "no_article"


def test_blocks_that_repeat_at_the_end_are_furniture() -> None:
    first = "这一季的收入为12亿元，比上一年同期增加了不少，管理层还给出了下一年的展望。"
    second = "分析人士认为，存货下降，价格有望在下半年回升，但需求仍有不确定性，谨慎为好。"
    document = read_markdown(f"{WECHAT}{first}\n\n{second}\n\n收尾的一段。\n\n{first}\n\n{second}\n")
    assert [kind for kind, _ in body_of(document)] == ["paragraph"] * 3 + ["furniture"] * 2
    refrain = read_markdown(f"{WECHAT}谢谢。\n\n{first}\n\n谢谢。\n")
    assert [kind for kind, _ in body_of(refrain)] == ["paragraph"] * 3


def test_what_images_say_is_a_caption() -> None:
    text = (
        "![Image 3: 图为公司新工厂的外景](a.png)\n\n![Image 4](b.png)[![另一篇文章的标题](c.png)](https://a.cn/1)正文。"
    )
    assert body_of(read_markdown(f"{WECHAT}{text}\n")) == [("caption", "图为公司新工厂的外景"), ("paragraph", "正文。")]


@pytest.mark.parametrize(
    "printed",
    ["Tue, 24 Dec 2024 16:30:00 GMT", "2024-12-24T16:30:00.000Z", "2024-12-25 00:30", "2024年12月25日 上午0:30"],
)
def test_times_of_reader_services(printed: str) -> None:
    head = f"Title: 题\nURL Source: https://a.cn/1\nPublished Time: {printed}\nMarkdown Content:\n"
    metadata = read_markdown(f"{head}正文，一句。").metadata
    assert metadata.published_at == datetime(2024, 12, 24, 16, 30, tzinfo=UTC)
    assert metadata.published_on == date(2024, 12, 25)


def test_a_line_with_the_account_names_the_publisher() -> None:
    assert read_markdown(f"{WECHAT}某某位 | 公众号 SomeId\n\n正文。").metadata.publisher == "某某位"


@pytest.mark.eval
def test_real_markdown(eval_dir: Path) -> None:
    paths = sorted((eval_dir / "corpus" / "news" / "md").iterdir())
    assert paths
    for path in paths:
        document = read(path.read_bytes())
        assert document.metadata.kind == "wechat_article", path.name
        assert document.metadata.publisher, path.name
        assert document.metadata.published_at, path.name
        assert "](" not in document.text, path.name
        assert "**" not in document.text, path.name
