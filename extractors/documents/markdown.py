"""Markdown that reader services and exporters make of WeChat and news pages."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urlsplit

from extractors.documents import (
    html_bylines,
    html_furniture,
    html_images,
    html_pieces,
    layouts,
    markdown_blocks,
    markdown_head,
    printed_times,
)
from extractors.documents.html_pieces import Piece
from extractors.documents.markdown_head import Head
from extractors.documents.text import normalise
from extractors.records import Document, Metadata, Unreadable

_ACCOUNT = re.compile(r"(.{2,20}?)\s{0,2}[|｜丨]\s{0,2}公众号\s{0,2}[A-Za-z][\w-]{3,30}")
_NOTICE_CHARACTERS = 600
"""An article that talks of such a notice is longer than the notice."""


def read_markdown(text: str) -> Document:
    """A Markdown text as a document: ``wechat_article`` where its address is WeChat's, else ``news_article``.

    Raises :class:`Unreadable` with the ``wechat_…`` reason for a copy of a notice that WeChat shows in place of an
    article, ``no_article`` where nothing but images and links is left.
    """
    head = markdown_head.read_head(text)
    pieces = html_pieces.classify(markdown_blocks.read_blocks(head.body))
    title = normalise(markdown_blocks.clean(head.title)).strip() if head.title else None
    pieces = html_images.without_repeats(_without_title(pieces, title), title)
    words = "".join(piece.text for piece in pieces)
    on_wechat = _host(head.url) == "mp.weixin.qq.com"
    if len(words) < _NOTICE_CHARACTERS and (on_wechat or not head.url):
        reason = layouts.wechat_refusal(words)
        if reason is not None and (on_wechat or len(words) < 60):
            raise Unreadable(reason, f"the reader service was shown a notice in place of the article: {words[:60]}")
    pieces = html_furniture.mark(pieces)
    if not any(piece.kind not in ("furniture", "heading") for piece in pieces):
        raise Unreadable("no_article", "nothing but links and images is left of the page")
    metadata = _metadata(head, title, pieces, on_wechat=on_wechat, words=words)
    return html_pieces.assemble(pieces, metadata, media_type="text/markdown", parser="markdown")


def _metadata(head: Head, title: str | None, pieces: list[Piece], *, on_wechat: bool, words: str) -> Metadata:
    day, moment = _published(head)
    if title is None:
        first = next((piece for piece in pieces if piece.kind == "heading"), None)
        title = first.text if first is not None else None
    source = normalise(markdown_blocks.clean(head.source)).strip() if head.source else None
    account = normalise(markdown_blocks.clean(head.account)).strip() if head.account else None
    site = layouts.site_of_url(head.url) if head.url and not on_wechat else None
    publisher = (
        account
        or (_account_line(pieces) if on_wechat else None)
        or (site.name if site is not None else None)
        or source
        or (_host(head.url) if not on_wechat else None)
    )
    named = html_bylines.split(head.author) if head.author else html_bylines.find(pieces)
    return Metadata(
        kind="wechat_article" if on_wechat or (account and not head.url) else "news_article",
        title=title,
        publisher=publisher,
        original_source=source if source and source != publisher else None,
        authors=tuple(name for name in named if name != publisher),
        published_on=day,
        published_at=moment,
        language=html_pieces.language_of(f"{title or ''}{words}"),
    )


def _account_line(pieces: list[Piece]) -> str | None:
    """The account's name where an article begins with ``名称 | 公众号 id``."""
    for piece in pieces[:4]:
        for line in piece.text.split("\n"):
            match = _ACCOUNT.fullmatch(line.strip())
            if match is not None:
                return match.group(1).strip()
    return None


def _published(head: Head) -> tuple[date | None, datetime | None]:
    if not head.date:
        return None, None
    return printed_times.moment(head.date)


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _without_title(pieces: list[Piece], title: str | None) -> list[Piece]:
    """The pieces without a first heading that repeats the title."""
    if title and pieces and pieces[0].kind == "heading" and layouts.folded(pieces[0].text) == layouts.folded(title):
        return pieces[1:]
    return pieces
