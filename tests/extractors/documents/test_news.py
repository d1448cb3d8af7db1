"""News pages: the body found, the furniture left, what the page says of itself."""

from __future__ import annotations

import collections
import json
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors.documents import html_bylines, read
from extractors.documents.news_site import without_site
from extractors.records import NOT_BODY, Document, Unreadable

PROSE = (
    "<p>该公司周三公布，前三季度营业收入为12.5亿元，同比增长8%，净利润为1.1亿元。</p>"
    "<p>管理层表示，海外订单超过预期，全年资本开支约为3亿元；其中六成用于新产线。</p>"
    "<p>分析人士认为，存货下降，价格有望在下半年回升，但需求仍有不确定性。</p>"
)
MENU = '<ul class="nav">' + "".join(f'<li><a href="/{n}">栏目名称{n}</a></li>' for n in range(12)) + "</ul>"
HOT = (
    '<div class="rank"><h3>热点</h3>'
    + "".join(f'<p><a href="/h{n}">另一条新闻的标题，涨了{n}%</a></p>' for n in range(8))
    + "</div>"
)


def page(
    body: str = f'<div class="text">{PROSE}</div>', *, title: str = "前三季度营收增长8%_财经频道_某某网", top: str = ""
) -> bytes:
    return f"""<!DOCTYPE html><html><head><title>{title}</title></head><body>{MENU}<div class="main">
    <h1>前三季度营收增长8%</h1><div class="info">2024-05-11 09:36:12 来源：某某日报 作者：张三丰 分享</div>
    {top}{body}{HOT}
    <div class="comment"><p>网友甲说，这个公司去年亏了5亿元，真不好说。</p></div></div>
    <div class="footer">版权所有，未经许可不得转载 京ICP备000号</div></body></html>""".encode()


def body_text(document: Document) -> str:
    return "\n".join(document.text[b.start : b.end] for b in document.blocks if b.kind not in NOT_BODY)


def test_body_and_metadata_of_a_plain_page() -> None:
    document = read(page())
    metadata = document.metadata
    assert (metadata.kind, metadata.title) == ("news_article", "前三季度营收增长8%")
    assert (metadata.publisher, metadata.original_source) == ("某某网", "某某日报")
    assert metadata.authors == ("张三丰",)
    assert metadata.published_on == date(2024, 5, 11)
    assert metadata.published_at == datetime(2024, 5, 11, 1, 36, 12, tzinfo=UTC)
    text = body_text(document)
    assert text.startswith("该公司周三公布")
    assert text.endswith("仍有不确定性。")
    assert "栏目" not in document.text
    assert "网友甲" not in document.text


def test_text_after_an_early_end_of_the_document_counts() -> None:
    raw = page().replace(b'<div class="main">', b'</body></html><div class="main">')
    assert "海外订单" in body_text(read(raw))


def test_misleading_class_names_do_not_hide_the_body() -> None:
    assert "海外订单" in body_text(read(page(f'<article class="post share-page related-news">{PROSE}</article>')))


def test_quote_widgets_and_advertisements_inside_the_body_are_left_out() -> None:
    widget = '<div class="stock-info">收盘价8.69元，市值约260亿</div>'
    advertisement = '<div class="ad-box">开户送礼，年化收益9%。</div>'
    text = read(page(f'<div class="text">{PROSE}{widget}{advertisement}</div>')).text
    assert "260亿" not in text
    assert "开户" not in text


def test_a_table_in_the_body_keeps_its_cells() -> None:
    table = "<table><tr><th>年度</th><th>收入（亿元）</th></tr><tr><td>2023</td><td>11.6</td></tr></table>"
    document = read(page(f'<div class="text">{PROSE}{table}</div>'))
    (found,) = document.tables
    assert [document.text[c.start : c.end] for c in found.cells] == ["年度", "收入（亿元）", "2023", "11.6"]
    assert [c.is_header for c in found.cells] == [True, True, False, False]


def test_known_sites_have_canonical_names() -> None:
    assert read(page(title="前三季度营收增长8%_证券时报网")).metadata.publisher == "证券时报网"
    raw = page().replace(b"</head>", b'<link rel="canonical" href="https://finance.sina.com.cn/a/b.shtml"></head>')
    assert read(raw).metadata.publisher == "新浪财经"
    raw = page().replace(b"</head>", b'<link rel="canonical" href="https://www.aibase.com/zh/news/1"></head>')
    assert read(raw).metadata.publisher == "AIBase"


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("某公司中标7亿元项目_股市_证券时报网", "某公司中标7亿元项目"),
        ("芯片性能提升一倍-EDN 电子技术设计", "芯片性能提升一倍"),
        ("订单增长超过一半|芯片|产能_新浪财经_新浪网", "订单增长超过一半"),
        ("企业出海五年见闻--经济·科技--人民网", "企业出海五年见闻"),
        ("A-B两款产品对比", "A-B两款产品对比"),
        ("特斯拉 Model 3 - 上手体验", "特斯拉 Model 3 - 上手体验"),
    ],
)
def test_titles_lose_the_site_and_nothing_else(title: str, headline: str) -> None:
    assert without_site(title) == headline


def test_page_data_names_time_and_author() -> None:
    data = {
        "@type": "NewsArticle",
        "datePublished": "2024-05-10T23:30:00Z",
        "author": {"@type": "Person", "name": "李四光"},
    }
    script = f'<script type="application/ld+json">{json.dumps(data)}</script></head>'
    raw = (
        page()
        .replace(b"</head>", script.encode())
        .replace(b"2024-05-11 09:36:12 ", b"")
        .replace("作者：张三丰".encode(), b"")
    )
    metadata = read(raw).metadata
    assert metadata.published_at == datetime(2024, 5, 10, 23, 30, tzinfo=UTC)
    assert metadata.published_on == date(2024, 5, 11)
    assert metadata.authors == ("李四光",)


def test_an_editor_is_no_author() -> None:
    raw = page(f'<div class="text">{PROSE}<p>责任编辑：王小五</p></div>').replace("作者：张三丰".encode(), b"")
    document = read(raw.replace(b"</head>", '<meta name="author" content="王小五"></head>'.encode()))
    assert document.metadata.authors == ()
    assert document.blocks[-1].kind == "furniture"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("文/陈锋", ("陈锋",)),
        ("作者：上官云 宋宇晟", ("上官云", "宋宇晟")),
        ("衡宇 梦晨 发自 凹非寺", ("衡宇", "梦晨")),
        ("【文/本网专栏作者 王文】", ("王文",)),
        ("编辑/子夜", ()),
        ("中新社杭州7月21日电 (李明达)浙江21日举行新闻发布会", ("李明达",)),
        ("新华社北京5月19日电（刘晓、杨明）中国科学院专家19日在北京介绍", ("刘晓", "杨明")),
        ("活动现场设置了三个展台。(文/图 刘玺 易赛)", ("刘玺", "易赛")),
        ("本报记者 王乐文 方 敏", ("王乐文", "方敏")),
        ("作者认为这一点很重要", ()),
    ],
)
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    from extractors.documents.html_pieces import Piece

    assert html_bylines.find([Piece("paragraph", line)]) == names


def test_lists_and_front_pages_are_no_articles() -> None:
    links = "".join(f'<li><a href="/{n}">第{n}条新闻的标题，内容很长很长</a> 2024-05-{n:02}</li>' for n in range(1, 30))
    items = "".join(
        f"<h2>快讯标题{n}</h2><p>这是第{n}条快讯的内容，一共有{n}家公司参加，规模为{n}亿元。</p>" for n in range(1, 15)
    )
    for title, body in (
        ("滚动新闻", f"<ul>{links}</ul>"),
        ("7×24小时快讯", f"<div>{items}</div>"),
        ("新浪财经", f"<div>{items}</div>"),
    ):
        with pytest.raises(Unreadable) as caught:
            read(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode())
        assert caught.value.reason == "no_article"


def test_results_of_a_search_are_no_article() -> None:
    items = "".join(
        f'<li><h3><a href="/s{n}">高考志愿怎么填，第{n}个问题的回答</a></h3><p>针对这个问题，其实已经谈过，结合第{n}'
        "个例子再谈谈自己的看法，希望对大家有所帮助，也欢迎留言……</p><span>某某号</span></li>"
        for n in range(10)
    )
    with pytest.raises(Unreadable) as caught:
        read(
            f"<html><head><title>高考的相关文章 – 某某搜索</title></head><body><ul>{items}</ul></body></html>".encode()
        )
    assert caught.value.reason == "no_article"


@pytest.mark.parametrize(
    "line",
    [
        "景甜点赞长春，局长亲自带货",
        "用户规模最大的十款APP月活合计5亿",
        "图像识别技术立即加入新版手机",
        "市场焦点在看美联储",
        "下载量最高的客户端达到3亿次",
        "打开新市场的客户端软件收入增长12%",
    ],
)
def test_lines_that_only_look_like_calls_to_follow_are_body(line: str) -> None:
    document = read(page(f'<div class="text">{PROSE}<p>{line}</p>{PROSE}</div>'))
    assert line in body_text(document)


@pytest.mark.parametrize(
    "line",
    [
        "长按识别二维码，加入读者群",
        "点个赞再走吧",
        "觉得好看就点一下“在看”",
        "点赞、在看、转发，三连支持",
        "设为星标，不错过每一篇",
        "打开某某APP，查看更多精彩",
        "【纠错】",
        "监 制：高明",
        "（责任编辑：HN666）",
    ],
)
def test_calls_to_follow_and_credits_are_furniture(line: str) -> None:
    document = read(page(f'<div class="text">{PROSE}<p>{line}</p>{PROSE}</div>'))
    assert line in document.text
    assert line not in body_text(document)


def test_a_link_back_behind_the_last_sentence_is_furniture() -> None:
    document = read(page(f'<div class="text">{PROSE}<p>整顿仍将持续。<a href="/">返回某某网首页&gt;&gt;</a></p></div>'))
    assert body_text(document).endswith("整顿仍将持续。")
    assert document.text.rstrip().endswith("返回某某网首页>>")


def test_a_paragraph_in_a_heading_element_is_a_paragraph() -> None:
    line = "●截至5月2日20时，北站一天送走旅客9.7万人，南站送走旅客12.3万人，两站都刷新了去年国庆以来的纪录。"
    document = read(page(f'<div class="text"><h2>交通</h2><h1>{line}</h1>{PROSE}</div>'))
    kinds = {document.text[b.start : b.end]: b.kind for b in document.blocks}
    assert (kinds["交通"], kinds[line]) == ("heading", "paragraph")


@pytest.mark.parametrize(
    ("info", "source"),
    [
        ("2024-05-11 09:36 北京日报 缩小字体", "北京日报"),
        ("2024-05-11 09:36:12 证券时报网", "证券时报网"),
        ("本文来源于 国家统计局 2024-05-11 09:36", "国家统计局"),
        ("2024-05-11 09:36 分享到微博", None),
    ],
)
def test_the_paper_that_a_site_reprints(info: str, source: str | None) -> None:
    raw = page().decode().replace("2024-05-11 09:36:12 来源：某某日报 作者：张三丰 分享", info)
    assert read(raw.encode()).metadata.original_source == source


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ('<meta name="SiteName" content="某某省发展和改革委员会">', "某某省发展和改革委员会"),
        ('<meta name="application-name" content="某某资讯">', "某某资讯"),
        ("<p>Copyright © 2010-2024 明日行情 京ICP备12345号</p>", "明日行情"),
        ("<p>某某科技有限公司 版权所有 京ICP备12345号</p>", None),
    ],
)
def test_the_name_of_a_site_that_the_title_leaves_out(found: str, name: str | None) -> None:
    raw = page(title="前三季度营收增长8%").decode().replace("版权所有，未经许可不得转载 京ICP备000号", found)
    raw = raw.replace("</head>", f"{found}</head>") if found.startswith("<meta") else raw
    assert read(raw.encode()).metadata.publisher == name


def test_the_time_by_the_headline_goes_before_a_later_one_of_the_same_day() -> None:
    later = '<meta property="article:published_time" content="2024-05-11T15:00:00+08:00"></head>'
    raw = page().replace(b"</head>", later.encode())
    assert read(raw).metadata.published_at == datetime(2024, 5, 11, 1, 36, 12, tzinfo=UTC)
    raw = raw.replace(b"2024-05-11 09:36:12", "最后更新: 2024-05-11 09:36:12".encode())
    assert read(raw).metadata.published_at == datetime(2024, 5, 11, 7, 0, tzinfo=UTC)


def test_a_title_that_names_the_site_alone_leaves_the_headline_to_the_page() -> None:
    document = read(page(title="财联社"))
    assert (document.metadata.title, document.metadata.publisher) == ("前三季度营收增长8%", "财联社")
    undated = page(title="财联社").replace(b"2024-05-11 09:36:12", b"")
    with pytest.raises(Unreadable):
        read(undated)


def test_a_title_worded_for_search_engines_gives_way_to_the_headline() -> None:
    assert read(page(title="某公司前三季度营收同比增长8%超预期 - 某某网")).metadata.title == "前三季度营收增长8%"


@pytest.mark.parametrize("escaped", [False, True])
def test_a_body_that_only_the_pages_data_hold(escaped: bool) -> None:
    body = PROSE.replace("<", "&lt;").replace(">", "&gt;") if escaped else PROSE
    state = json.dumps({"detail": {"title": "前三季度营收增长8%", "publishTime": 1715391372000, "content": body}})
    raw = f"""<html><head><title>前三季度营收增长8%_某某网</title></head><body><div id="app"></div>
        <script>window.__INITIAL_STATE__ = {state};(function(){{}})()</script></body></html>"""
    document = read(raw.encode())
    assert document.metadata.published_at == datetime(2024, 5, 11, 1, 36, 12, tzinfo=UTC)
    assert [b.kind for b in document.blocks] == ["title", "paragraph", "paragraph", "paragraph"]
    data = json.dumps({"@type": "NewsArticle", "datePublished": "2024-05-11", "articleBody": "海外订单超过预期。" * 20})
    raw = raw.replace("<script>", f'<script type="application/ld+json">{data}</script><script>').replace(body, "")
    assert read(raw.encode()).metadata.published_on == date(2024, 5, 11)


def test_the_items_of_a_list_in_the_pages_data_are_no_article() -> None:
    items = [{"content": f"第{n}条快讯，" + "海外订单超过预期，全年资本开支约为3亿元。" * 10} for n in range(9)]
    raw = f"""<html><head><title>快讯_某某网</title></head><body><div id="app"></div>
        <script id="__NEXT_DATA__" type="application/json">{json.dumps({"list": items})}</script></body></html>"""
    with pytest.raises(Unreadable) as caught:
        read(raw.encode())
    assert caught.value.reason == "no_article"


def _grams(text: str) -> collections.Counter[str]:
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return collections.Counter(text[i : i + 4] for i in range(max(1, len(text) - 3)))


@pytest.mark.eval
def test_bodies_of_real_pages(eval_dir: Path) -> None:
    folder = eval_dir / "suites" / "html_body"
    scores = []
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        want, got = _grams(row["text"]), _grams(body_text(read((folder / row["file"]).read_bytes())))
        hits = sum((want & got).values())
        scores.append(2 * hits / (sum(want.values()) + sum(got.values())))
    assert len(scores) > 10
    assert sum(scores) / len(scores) >= 0.97


@pytest.mark.eval
@pytest.mark.parametrize("name", ["36kr__newsflash_list", "gerapy__hsqhfunds_list", "huxiu__home"])
def test_real_lists_are_no_articles(eval_dir: Path, name: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read((eval_dir / "corpus" / "news" / f"{name}.html").read_bytes())
    assert caught.value.reason == "no_article"


@pytest.mark.eval
@pytest.mark.parametrize("name", ["stcn_notices", "ednchina_ali_chip", "seed_aibase", "seed_wechat", "wechat_samsung"])
def test_labelled_documents(eval_dir: Path, name: str) -> None:
    want = json.loads((eval_dir / "gold" / f"{name}.doc.json").read_text("utf-8"))
    document = read((eval_dir / "corpus" / want["source"]).read_bytes())
    metadata = document.metadata
    assert (metadata.kind, metadata.title, metadata.publisher) == (want["kind"], want["title"], want["publisher"])
    assert list(metadata.authors) == want["authors"]
    assert (str(metadata.published_on) if metadata.published_on else None) == want["published_on"]
    body = "".join(unicodedata.normalize("NFKC", body_text(document)).split())
    for line in (eval_dir / "gold" / f"{name}.facts.jsonl").read_text("utf-8").splitlines():
        quote = "".join(unicodedata.normalize("NFKC", json.loads(line)["quote"]).split())
        assert quote in body
