"""WeChat articles: every template of mp.weixin.qq.com since 2018, and what stands where no article is."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.documents import charset, html_bylines, html_flow, html_furniture, html_markup, html_pieces, layouts
from extractors.documents.html_markup import Element
from extractors.documents.html_pieces import Piece
from extractors.documents.text import normalise
from extractors.documents.wechat_script import ScriptValues, local_time, plain, published
from extractors.records import Document, Metadata, Unreadable

_REPRINT = re.compile(r"(?:以下|本)文章来源于\s*[:：]?\s*([^，,]{1,40})(?:[，,]\s*作者\s*[:：]?\s*(.{1,40}))?")
_AUTHOR_SPLIT = re.compile(r"[、，,/|｜&]|\s{2,}")
_MARKUP = re.compile(r"<(?:p|section|div|span|br|img|table|h[1-6])\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]{1,2000}>")

_SCRIPT_BODY_TYPES = frozenset(("8", "10"))
"""``item_show_type`` of picture posts and of text posts: what is in #js_content there is the page's controls."""


def read_wechat(raw: bytes) -> Document:
    """A page of mp.weixin.qq.com as a document.

    Raises :class:`Unreadable`: ``wechat_deleted``, ``wechat_violation``, ``wechat_unavailable`` and
    ``wechat_verification`` for the pages that WeChat shows in place of an article, ``no_article`` for an account's
    home page or list.
    """
    markup = html_markup.split(charset.decode(raw))
    root = html_markup.parse(markup.html)
    if root is None:
        raise Unreadable("no_article", "the page has no content")
    values = ScriptValues(markup.scripts)
    content = _by_id(root, "js_content")
    pieces = _body(content, values)
    partial = _by_id(root, "js_share_content") is not None
    if not pieces:
        raise _refusal(root, values)
    pieces = html_furniture.mark(html_pieces.classify(pieces))
    metadata = _metadata(root, values, partial=partial)
    if not metadata.authors:
        metadata = replace(metadata, authors=html_bylines.find(pieces))
    body = "".join(piece.text for piece in pieces[:200])
    metadata = replace(metadata, language=html_pieces.language_of(f"{metadata.title or ''}{body}"))
    return html_pieces.assemble(pieces, metadata, media_type="text/html", parser="wechat")


def _by_id(root: Element, name: str) -> Element | None:
    found = root.xpath("//*[@id=$name]", name=name)
    return found[0] if found else None


def _text(element: Element | None) -> str:
    return normalise(" ".join(str(element.xpath("string()")).split())) if element is not None else ""


def _body(content: Element | None, values: ScriptValues) -> list[Piece]:
    show_type = values.first("item_show_type") or "0"
    scripted = values.first("content_noencode", in_data=True) or values.first("desc", in_data=True)
    if scripted is None and show_type in _SCRIPT_BODY_TYPES:
        scripted = values.first("desc")
    if scripted is not None and show_type in _SCRIPT_BODY_TYPES:
        return _scripted(scripted)
    pieces = html_flow.read_flow(html_flow.soup_of(content)) if content is not None else []
    if not pieces and scripted is not None and values.first("content_noencode", in_data=True):
        return _scripted(scripted)
    return pieces


def _scripted(value: str) -> list[Piece]:
    """A body that a script holds: markup, or lines of plain text that may hold links to topics."""
    if _MARKUP.search(value):
        return html_flow.read_fragment(value)
    text = _ANY_TAG.sub("", value.replace("\\n", "\n"))
    return html_pieces.plain_pieces(plain_lines(text))


def plain_lines(text: str) -> str:
    """The text with HTML entities resolved, line by line."""
    return "\n".join(plain(line) for line in text.split("\n"))


def _metadata(root: Element, values: ScriptValues, *, partial: bool) -> Metadata:
    day, moment = published(values)
    if day is None:
        day, moment = local_time(_text(_by_id(root, "publish_time")))
    authors = _meta(root, "author") or _meta(root, "og:article:author") or values.first("author") or ""
    source, source_author = _original(root)
    account = _text(_by_id(root, "js_name")) or values.first("var nickname") or values.first("nick_name", in_data=True)
    account = normalise(plain(account or "")) or _text(_first_class(root, "profile_nickname"))
    # The author field of an account that has no by-line holds the account's own name.
    named = split_authors(plain(authors) or source_author or _byline(root))
    return Metadata(
        kind="wechat_article",
        title=_title(root, values),
        publisher=account or None,
        original_source=source,
        authors=tuple(name for name in named if name not in (account, source)),
        published_on=day,
        published_at=moment,
        partial=partial,
    )


def _title(root: Element, values: ScriptValues) -> str | None:
    shown = _text(_by_id(root, "activity-name")) or _text(_by_id(root, "js_text_title"))
    told = _meta(root, "og:title") or values.first("msg_title") or values.first("title", in_data=True) or ""
    title = shown or normalise(plain(told)) or _text(root.find(".//title"))
    return title or None


def _meta(root: Element, name: str) -> str | None:
    found = root.xpath("//meta[@name=$name or @property=$name]/@content", name=name)
    return next((value.strip() for value in found if value.strip()), None)


def _first_class(root: Element, name: str) -> Element | None:
    found = root.xpath("//*[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} ")
    return found[0] if found else None


def _original(root: Element) -> tuple[str | None, str | None]:
    """The account that an article was first published by, and its author there."""
    shared = _text(_by_id(root, "js_share_author"))
    if shared:
        return shared, None
    match = _REPRINT.match(_text(_first_class(root, "original_primary_card_tips")))
    named = _text(_first_class(root, "original_primary_nickname"))
    if match is not None:
        return named or match.group(1).strip(), (match.group(2) or "").strip() or None
    return named or None, None


def _byline(root: Element) -> str:
    """The author that the line under the title shows, between the badge for original work and the account."""
    found = root.xpath("//*[@id='meta_content']//*[contains(@class, 'rich_media_meta_text')][not(@id)]")
    for element in found:
        text = _text(element)
        if text and local_time(text)[0] is None and text != "原创":
            return str(text)
    return ""


def split_authors(text: str) -> tuple[str, ...]:
    """Names of a byline, without the words that introduce them."""
    names = (re.sub(r"^(?:文|作者|撰文|记者)\s*[/／|丨:：]\s*", "", name.strip()) for name in _AUTHOR_SPLIT.split(text))
    return tuple(dict.fromkeys(name.strip() for name in names if 0 < len(name.strip()) <= 40))


def _refusal(root: Element, values: ScriptValues) -> Unreadable:
    text = _text(root)[:20_000]
    reason = layouts.wechat_refusal(text)
    if reason is not None:
        return Unreadable(reason, f"WeChat shows a notice in place of the article: {text[:60]}")
    if values.first("msgList") or values.holds("msgList") or "公众号简介" in text or "功能介绍" in text:
        return Unreadable("no_article", "this is an account's home page or list of articles, not an article")
    return Unreadable("no_article", "the page holds no article body")
