"""WeChat pages of every template, and the notices in their place."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors.documents import read
from extractors.documents.wechat import read_wechat
from extractors.documents.wechat_script import ScriptValues, published, unescape
from extractors.records import Document, Unreadable

HEAD = """<!DOCTYPE html><html><head><meta property="og:title" content="云厂商二季度开支大增">
<meta name="author" content="林晓"></head><body id="activity-detail" class="zh_CN wx_wap_page">
<h1 class="rich_media_title" id="activity-name"> 云厂商二季度开支大增 </h1>
<a id="js_name"> 算力笔记 </a><em id="publish_time"></em>"""


def page(body: str, *, script: str = 'var ct = "1704070800";', head: str = HEAD) -> bytes:
    return f"{head}{body}<script>{script}</script></body></html>".encode()


def body_of(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks[1:]]


def test_metadata_and_time_of_an_article() -> None:
    document = read(page('<div id="js_content"><p>一家公司的资本开支达到80亿元。</p></div>'))
    metadata = document.metadata
    assert (metadata.kind, metadata.title, metadata.publisher) == ("wechat_article", "云厂商二季度开支大增", "算力笔记")
    assert metadata.authors == ("林晓",)
    assert metadata.published_at == datetime(2024, 1, 1, 1, 0, tzinfo=UTC)
    assert metadata.published_on == date(2024, 1, 1)
    assert (metadata.language, metadata.partial, document.parser) == ("zh", False, "wechat")


def test_a_late_evening_in_utc_is_the_next_day_in_shanghai() -> None:
    document = read_wechat(page('<div id="js_content"><p>正文在此。</p></div>', script='var ct="1704042000";'))
    assert document.metadata.published_on == date(2024, 1, 1)
    assert document.metadata.published_at == datetime(2023, 12, 31, 17, 0, tzinfo=UTC)


def test_structure_of_the_body() -> None:
    document = read_wechat(
        page(
            """<div id="js_content" style="visibility: hidden; opacity: 0;">
            <section><h2>价格</h2><p>月活<strong>59</strong><span>98</span>万，<b>增长</b>三成。</p></section>
            <ul><li><p>第一条</p></li><li>第二条<ul><li>里面一条</li></ul></li></ul>
            <blockquote><p>引用一句。</p></blockquote>
            <p>上段。<br><br>下段<br>续行</p><p style="display:none">藏起来的字</p>
            <p><strong>下一节的标题</strong></p><p>单位：亿元</p>
            <table><tr><td rowspan="2">项目</td><td colspan="2">年度</td></tr><tr><td>2023</td><td>2024</td></tr>
            <tr><td>收入</td><td>12.5</td><td>14.0</td></tr></table><p>资料来源：公司公告</p></div>"""
        )
    )
    assert body_of(document) == [
        ("heading", "价格"),
        ("paragraph", "月活5998万，增长三成。"),
        ("list_item", "第一条"),
        ("list_item", "第二条"),
        ("list_item", "里面一条"),
        ("quote", "引用一句。"),
        ("paragraph", "上段。"),
        ("paragraph", "下段\n续行"),
        ("heading", "下一节的标题"),
        ("unit", "单位：亿元"),
        ("table", "项目\t年度\n\t2023\t2024\n收入\t12.5\t14.0"),
        ("source", "资料来源：公司公告"),
    ]
    levels = [block.level for block in document.blocks if block.kind == "list_item"]
    assert levels == [1, 1, 2]
    (table,) = document.tables
    assert (table.unit_text, table.source_text) == ("单位：亿元", "资料来源：公司公告")
    spans = {(cell.row, cell.col): (cell.row_span, cell.col_span) for cell in table.cells}
    assert spans[0, 0] == (2, 1)
    assert spans[0, 1] == (1, 2)
    assert {document.text[c.start : c.end] for c in table.cells} >= {"2023", "12.5", "收入"}


def test_body_that_only_a_script_holds() -> None:
    script = r"""window.cgiDataNew = { nick_name: JsDecode('算力笔记'), title: JsDecode('开支'),
        ori_create_time: '1704070800' * 1,
        content_noencode: JsDecode(
        '\x3cp\x3e第一段有\x3cb\x3e12\x3c/b\x3e亿元。\x3c/p\x3e\x3cp\x3e第二段。\x3c/p\x3e') }"""
    document = read_wechat(page('<div id="js_content"></div>', script=script, head='<html><body class="wx_wap_page">'))
    assert document.metadata.publisher == "算力笔记"
    assert document.metadata.title == "开支"
    assert document.metadata.published_on == date(2024, 1, 1)
    assert body_of(document) == [("paragraph", "第一段有12亿元。"), ("paragraph", "第二段。")]


@pytest.mark.parametrize("show_type", ["8", "10"])
def test_picture_and_text_posts_are_lines_of_the_script(show_type: str) -> None:
    script = rf"""window.item_show_type = '{show_type}' || ''; window.cgiDataNew = {{ nick_name: '算力笔记',
        content_noencode:
        '芯片价格涨了 5\x26lt;6。\x0a\x0a\x3ca class=\x22wx_topic_link\x22\x3e#话题\x3c/a\x3e第二行' }}"""
    document = read_wechat(page('<div id="js_content"><p>轻触放大图片</p></div>', script=script))
    assert body_of(document) == [("paragraph", "芯片价格涨了 5<6。"), ("paragraph", "#话题第二行")]


def test_a_share_page_with_a_teaser_is_partial() -> None:
    document = read_wechat(
        page(
            '<div id="js_share_content"><p id="js_share_author">原号</p>'
            '<div id="js_content"><p>开头几句，后面省略...</p></div></div>'
        )
    )
    assert document.metadata.partial
    assert document.metadata.original_source == "原号"


def test_the_source_of_a_repost() -> None:
    tips = """<p class="original_primary_card_tips"><span>以下文章来源于原创号</span><span>，作者王一</span></p>
        <strong class="original_primary_nickname">原创号</strong>"""
    head = HEAD.replace('content="林晓"', 'content=""')
    document = read_wechat(page(f'{tips}<div id="js_content"><p>正文，一句。</p></div>', head=head))
    assert document.metadata.original_source == "原创号"
    assert document.metadata.authors == ("王一",)


@pytest.mark.parametrize(
    ("notice", "reason"),
    [
        ("该内容已被发布者删除", "wechat_deleted"),
        ("此内容因违规无法查看", "wechat_violation"),
        ("该内容暂时无法查看", "wechat_unavailable"),
        ("当前环境异常，完成验证后即可继续访问。", "wechat_verification"),
    ],
)
def test_notices_are_refused_with_their_reason(notice: str, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(f'<html><body id="activity-detail" class="wx_wap_page"><div class="weui-msg">{notice}</div>'.encode())
    assert caught.value.reason == reason


def test_an_article_about_such_a_notice_is_an_article() -> None:
    document = read_wechat(page('<div id="js_content"><p>不少人看到“该内容已被发布者删除”这行字。</p></div>'))
    assert "已被发布者删除" in document.text


def test_an_account_page_is_no_article() -> None:
    raw = '<html><body class="zh_CN wx_wap_page"><p>功能介绍</p><script>var msgList = {"list":[]};</script>'.encode()
    with pytest.raises(Unreadable) as caught:
        read(raw)
    assert caught.value.reason == "no_article"


def test_calls_to_follow_and_lists_of_other_articles_are_furniture() -> None:
    sentence = "这一季的收入为12亿元，比上一年同期增加了不少，管理层还给出了下一年的展望，解释了成本下降的原因。"
    prose = f"<p>{sentence * 2}</p>"
    tail = '<p>往期推荐</p><p><a href="#">十家公司的第3季度成绩</a></p><p>长按识别二维码关注我们</p>'
    document = read_wechat(page(f'<div id="js_content">{prose * 3}{tail}</div>'))
    assert [kind for kind, _ in body_of(document)] == ["paragraph"] * 3 + ["furniture"] * 3


def test_script_strings_are_unescaped_without_being_run() -> None:
    assert unescape(r"a\x26b\u4ebf\n\'c\\") == "a&b亿\n'c\\"
    values = ScriptValues(("var ct = '12'; d.ct = xml ? getXmlValue('ori_create_time.DATA') : '1704070800';",))
    assert published(values)[0] == date(2024, 1, 1)
    assert published(ScriptValues(("var ct = '99999';",))) == (None, None)


@pytest.mark.eval
def test_account_title_and_date_of_real_pages(eval_dir: Path) -> None:
    expected = json.loads((eval_dir / "suites" / "wechat_meta.json").read_text("utf-8"))
    assert expected
    for name, want in expected.items():
        raw = (eval_dir / "corpus" / name).read_bytes()
        if want.get("expect") == "not_an_article":
            with pytest.raises(Unreadable):
                read(raw)
            continue
        metadata = read(raw).metadata
        assert (metadata.title, metadata.publisher) == (want["title"], want["account"]), name
        if "published_date" in want:
            assert str(metadata.published_on) == want["published_date"], name
