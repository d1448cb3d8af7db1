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


def test_a_post_without_script_is_read_from_its_description() -> None:
    head = """<html><head><meta property="og:title" content="第一行就是标题\\x0a第二行">
        <meta name="description" content="涨价 5\\x26lt;6。\\x0a\\x0a第二段 \\x26lt;a\\x26gt;#话题\\x26lt;/a\\x26gt;">
        </head><body class="wx_wap_page page_share_img">"""
    script = "window.item_show_type = '8' || ''; var nickname = '算力笔记'; var ct = '1704070800';"
    document = read(page("", script=script, head=head))
    assert document.metadata.title == "第一行就是标题"
    assert body_of(document) == [("paragraph", "涨价 5<6。"), ("paragraph", "第二段 #话题")]


def test_a_text_post_without_a_title_is_named_by_its_first_sentence() -> None:
    words = "芯片价格连续三个月上涨，下游厂商开始提前备货。" + "后面的话很长很长，一共写了很多字，" * 5
    script = f"""window.item_show_type = '10'; window.cgiDataNew = {{ nick_name: '算力笔记',
        content_noencode: JsDecode('{words}\\x0a第二行') }}"""
    head = f'<html><head><meta property="og:title" content="{words}"></head><body class="wx_wap_page">'
    document = read(page("", script=script, head=head))
    assert document.metadata.title == "芯片价格连续三个月上涨，下游厂商开始提前备货。"
    assert [kind for kind, _ in body_of(document)] == ["paragraph", "paragraph"]


@pytest.mark.parametrize("show_type", ["5", "7"])
def test_a_post_of_film_or_sound_is_its_description_and_partial(show_type: str) -> None:
    head = """<html><head><meta property="og:title" content="一分钟看懂财报">
        <meta property="og:description" content="营收同比增长8%，净利润为1.1亿元。"></head><body class="wx_wap_page">"""
    script = f"var item_show_type = '{show_type}'; var nickname = '算力笔记'; var ct = '1704070800';"
    document = read(page('<div id="js_video_content"><mpvideo></mpvideo></div>', script=script, head=head))
    assert document.metadata.partial
    assert body_of(document) == [("paragraph", "营收同比增长8%，净利润为1.1亿元。")]


def test_an_article_of_pictures_alone_is_published_as_partial() -> None:
    document = read(page('<div id="js_content"><p><img data-src="https://mmbiz.example/a"></p></div>'))
    assert document.metadata.partial
    assert document.text.strip() == "云厂商二季度开支大增"
    with pytest.raises(Unreadable) as caught:
        read(page('<div id="js_content"></div>', script=""))
    assert caught.value.reason == "no_article"


def test_the_template_of_2016() -> None:
    raw = """<html><head><title>云厂商开支大增</title></head><body id="activity-detail" class="zh_CN mm_appmsg">
        <h2 class="rich_media_title" id="activity-name">云厂商开支大增</h2>
        <div class="rich_media_meta_list"><span id="copyright_logo" class="rich_media_meta">原创</span>
        <em id="post-date" class="rich_media_meta rich_media_meta_text">2016-05-11</em>
        <em class="rich_media_meta rich_media_meta_text">林晓</em>
        <a class="rich_media_meta rich_media_meta_link" href="javascript:void(0);" id="post-user">算力笔记</a></div>
        <div class="rich_media_content" id="js_content"><p>资本开支达到80亿元。</p></div></body></html>"""
    metadata = read(raw.encode()).metadata
    assert (metadata.publisher, metadata.authors, metadata.published_on) == ("算力笔记", ("林晓",), date(2016, 5, 11))


def test_a_copy_by_another_tool_keeps_classes_or_the_address_alone() -> None:
    raw = """<html><head><meta property="og:url" content="http://mp.weixin.qq.com/s/abc">
        <meta property="og:title" content="云厂商开支大增"></head><body>
        <div class="rich_media_content"><p>资本开支达到80亿元，比去年多了三成。</p></div></body></html>"""
    document = read(raw.encode())
    assert (document.metadata.kind, document.metadata.title) == ("wechat_article", "云厂商开支大增")
    assert body_of(document) == [("paragraph", "资本开支达到80亿元，比去年多了三成。")]
    prose = "".join(
        f"<p>第{n}段，资本开支达到80亿元，比去年多了三成，管理层给出了下一年的展望。</p>" for n in range(40)
    )
    document = read(raw.replace("rich_media_content", "saved").replace("<p>资本", f"{prose}<p>资本").encode())
    assert document.metadata.kind == "wechat_article"
    assert len(body_of(document)) == 41


def test_what_a_reader_never_sees_does_not_count() -> None:
    body = """<div id="js_content" style="visibility: hidden; opacity: 0;"><p>看得见的字。</p>
        <p style="opacity:0">一</p><section style="height:0px;overflow:hidden"><p>二</p></section>
        <p style="font-size:0">三<span style="font-size:15px">大字</span></p><p style="visibility: hidden">四</p>
        <p style="position:absolute;left:-9999px">五</p><p hidden>六</p>
        <section style="height:0"><p>不截断。</p></section>
        <table><tr><td>项目</td><td>2024</td></tr>
        <tr><td>收入<span style="display:none">七</span></td><td>8</td></tr></table>
        </div>"""
    assert body_of(read(page(body))) == [
        ("paragraph", "看得见的字。"),
        ("paragraph", "大字"),
        ("paragraph", "不截断。"),
        ("table", "项目\t2024\n收入\t8"),
    ]


def test_texts_of_images_are_captions_in_their_place() -> None:
    body = """<div id="js_content"><p>上文。</p><p><img alt="图为公司新工厂的外景"></p><p>下文<img alt="[微笑]">，
        <img alt="图片">续。</p><p><img alt="云厂商二季度开支大增"><img alt="扫码关注公众号"></p>
        <p><img alt="产线实拍照片一张">产线实拍照片一张</p>
        <a href="/x"><img alt="另一篇文章的标题是什么"></a></div>"""
    assert body_of(read(page(body))) == [
        ("paragraph", "上文。"),
        ("caption", "图为公司新工厂的外景"),
        ("paragraph", "下文， 续。"),
        ("paragraph", "产线实拍照片一张"),
    ]


def test_a_share_page_with_a_teaser_is_partial() -> None:
    document = read_wechat(
        page(
            '<div id="js_share_content"><p id="js_share_author">原号</p>'
            '<div id="js_content"><p>[图片]开头几句，后面省略...</p></div></div>'
        )
    )
    assert document.metadata.partial
    assert document.metadata.original_source == "原号"
    assert body_of(document) == [("paragraph", "开头几句，后面省略...")]


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
        ("The content has been deleted by the author.", "wechat_deleted"),
        ("此内容因违规无法查看 由用户投诉并经平台审核，涉嫌过度营销", "wechat_violation"),
        ("此内容因涉嫌违反相关法律法规和政策发送失败", "wechat_violation"),
        ("此帐号已被屏蔽, 内容无法查看", "wechat_violation"),
        ("接相关投诉，此内容违反《即时通信工具公众信息服务发展管理暂行规定》", "wechat_violation"),
        ("该内容暂时无法查看", "wechat_unavailable"),
        ("此内容发送失败无法查看", "wechat_unavailable"),
        ("此帐号已自主注销，内容无法查看", "wechat_unavailable"),
        ("该公众号已迁移", "wechat_unavailable"),
        ("此账号处于帐号迁移流程中 该链接已过期", "wechat_unavailable"),
        ("参数错误", "wechat_unavailable"),
        ("当前环境异常，完成验证后即可继续访问。", "wechat_verification"),
        ("访问过于频繁，请用微信扫描二维码进行访问", "wechat_verification"),
        ("操作频繁，请稍后再试", "wechat_verification"),
    ],
)
def test_notices_are_refused_with_their_reason(notice: str, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(f'<html><body id="activity-detail" class="wx_wap_page"><div class="weui-msg">{notice}</div>'.encode())
    assert caught.value.reason == reason


def test_a_bare_notice_is_known_without_any_mark_of_the_page() -> None:
    with pytest.raises(Unreadable) as caught:
        read("<html><head><title></title></head><body><p>该内容暂时无法查看</p></body></html>".encode())
    assert caught.value.reason == "wechat_unavailable"


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
