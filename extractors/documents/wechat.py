"""WeChat articles: every template of mp.weixin.qq.com since 2016, and what stands where no article is."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.documents import (
    charset,
    html_bylines,
    html_flow,
    html_furniture,
    html_images,
    html_markup,
    html_pieces,
    layouts,
    news_body,
    wechat_meta,
)
from extractors.documents.html_markup import Element
from extractors.documents.html_pieces import Piece
from extractors.documents.wechat_meta import by_class, by_id, meta_field, text_in
from extractors.documents.wechat_script import ScriptValues, lines_of
from extractors.records import Document, Unreadable

_MARKUP = re.compile(r"<(?:p|section|div|span|br|img|table|h[1-6])\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]{1,2000}>")
_TEASER_IMAGE = re.compile(r"^(?:\[(?:Image|图片)\]\s*)+", re.IGNORECASE)

_SCRIPT_BODY_TYPES = frozenset(("8", "10"))
"""``item_show_type`` of picture posts and of text posts: what is in #js_content there is the page's controls."""
_DESCRIPTION_IDS = ("js_text_desc", "js_image_desc", "js_video_desc", "js_audio_desc", "js_share_notice")
"""Where picture, text, video and audio posts show their words once the page's script has run."""
_NOTICE_CHARACTERS = 1000
"""More than this is no notice; the account's own words may hold one of its phrases."""


def read_wechat(raw: bytes) -> Document:
    """A page of mp.weixin.qq.com as a document.

    ``partial`` is set where the page holds a teaser or a description alone: share pages, and posts that are pictures,
    sound or film, perhaps without a word below the title.

    Raises :class:`Unreadable`: ``wechat_deleted``, ``wechat_violation``, ``wechat_unavailable`` and
    ``wechat_verification`` for the pages that WeChat shows in place of an article, ``no_article`` for an account's
    home page or list.
    """
    markup = html_markup.split(charset.decode(raw))
    root = html_markup.parse(markup.html)
    if root is None:
        raise Unreadable("no_article", "the page has no content")
    values = ScriptValues(markup.scripts)
    pieces = _body(root, values)
    partial = by_id(root, "js_share_content") is not None
    if partial and pieces:
        pieces[0] = replace(pieces[0], text=_TEASER_IMAGE.sub("", pieces[0].text) or pieces[0].text)
    if not pieces:
        pieces, partial = _without_body(root, values), True
    metadata = wechat_meta.read(root, values, partial=partial)
    if not pieces and (metadata.publisher is None or metadata.published_on is None):
        raise Unreadable("no_article", "the page holds no article body")
    pieces = html_images.without_repeats(html_pieces.classify(pieces), metadata.title)
    pieces = html_furniture.mark(pieces)
    if not metadata.authors:
        named = (name for name in html_bylines.find(pieces) if name != metadata.publisher)
        metadata = replace(metadata, authors=tuple(named))
    if metadata.original_source is None:
        source = html_bylines.source(pieces)
        metadata = replace(metadata, original_source=source if source != metadata.publisher else None)
    body = "".join(piece.text for piece in pieces[:200])
    metadata = replace(metadata, language=html_pieces.language_of(f"{metadata.title or ''}{body}"))
    return html_pieces.assemble(pieces, metadata, media_type="text/html", parser="wechat")


def _body(root: Element, values: ScriptValues) -> list[Piece]:
    """The article's blocks: from the page, or from the script where that holds them alone."""
    show_type = values.first("item_show_type") or "0"
    scripted = values.first("content_noencode", in_data=True)
    if show_type in _SCRIPT_BODY_TYPES:
        return _scripted(scripted or values.first("desc", in_data=True) or values.first("desc") or "") or _shown(root)
    content = by_id(root, "js_content")
    if content is None:
        content = by_class(root, "rich_media_content")
    pieces = html_flow.read_flow(html_flow.soup_of(content)) if content is not None else []
    if not _has_words(pieces):
        pieces = _scripted(scripted) if scripted else []
    if not _has_words(pieces) and content is None and _is_resaved(root):
        found = news_body.find(root, root.find(".//h1"), None)
        pieces = html_flow.read_flow(html_flow.soup_of(found.element)) if found is not None else []
    return pieces if _has_words(pieces) else []


def _has_words(pieces: list[Piece]) -> bool:
    return any(any(map(str.isalnum, piece.text)) or piece.cells for piece in pieces)


def _is_resaved(root: Element) -> bool:
    """Whether a tool saved an article with its head and words, and without the ids of WeChat's page."""
    return "mp.weixin.qq.com/s" in (meta_field(root, "og:url") or "") and len(text_in(root)) > _NOTICE_CHARACTERS


def _shown(root: Element) -> list[Piece]:
    """A post's words as the page shows them, or as its description repeats them."""
    for name in _DESCRIPTION_IDS:
        found = by_id(root, name)
        pieces = html_flow.read_flow(html_flow.soup_of(found)) if found is not None else []
        if _has_words(pieces):
            return pieces
    told = meta_field(root, "og:description") or meta_field(root, "description")
    return _scripted(told) if told else []


def _without_body(root: Element, values: ScriptValues) -> list[Piece]:
    """What the page says of an article that is no text; raises where there is no article."""
    text = text_in(root)
    if values.holds("msgList") or "公众号简介" in text or "功能介绍" in text:
        raise Unreadable("no_article", "this is an account's home page or list of articles, not an article")
    reason = layouts.wechat_refusal(text) if len(text) <= _NOTICE_CHARACTERS else None
    if reason is not None:
        raise Unreadable(reason, f"WeChat shows a notice in place of the article: {text[:60]}")
    if not meta_field(root, "og:title") and not values.first("msg_title"):
        raise Unreadable("no_article", "the page holds no article body")
    described = _shown(root) or _scripted(values.first("desc", in_data=True) or values.first("msg_desc") or "")
    return described if _has_words(described) else []


def _scripted(value: str) -> list[Piece]:
    """A body that a script holds: markup, or lines of plain text that may hold links to topics."""
    if _MARKUP.search(value):
        return html_flow.read_fragment(value)
    text = _ANY_TAG.sub("", lines_of(value))
    return html_pieces.plain_pieces(text)
