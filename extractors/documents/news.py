"""Articles on news sites of any layout."""

from __future__ import annotations

from itertools import pairwise

import regex
from bs4 import Tag

from extractors.documents import (
    charset,
    html_flow,
    html_furniture,
    html_images,
    html_markup,
    html_pieces,
    layouts,
    news_around,
    news_body,
    news_meta,
    news_script,
    news_site,
)
from extractors.documents.html_pieces import Piece
from extractors.records import Document, Metadata, Unreadable

_MIN_PROSE_CHARACTERS = 40
_MIN_LIST_ITEMS = 6
_MIN_UNDATED_CHARACTERS = 300
_PAGES = regex.compile(
    r"[【\[(（]1[】\])）]\s?[【\[(（]2[】\])）]|(?<![\d/])1\s?/\s?(?:[2-9]|\d\d)(?![\d/])(?=.{0,12}(?:页|全文))"
    r"|(?<!\d)1 2 (?:\d{1,2} ){0,20}(?:下一页|余下全文)"
)
_PAGING_PIECES, _PAGING_CHARACTERS = 3, 60
_MIN_RENDERED_CHARACTERS = 120
"""Below this the body may be in the page's data still, for a script to show."""
_MAX_NOTICE_CHARACTERS = 300
_MAX_SNIPPET_CHARACTERS = 240
_LISTED_SHARE = 0.7
_NAMED = (news_body.BLOCK_TAGS | {"span", "sup"}) - {"body", "html", "tbody", "tr", "td", "th"}


def read_news(raw: bytes) -> Document:
    """A news page as a document of kind ``news_article``.

    Raises :class:`Unreadable` with ``no_article`` for lists, front pages and pages without prose, with the ``wechat_…``
    reason for a notice of WeChat's that bears no other mark of its site.
    """
    markup = html_markup.split(charset.decode(raw))
    root = html_markup.parse(markup.html)
    if root is None:
        raise Unreadable("no_article", "the page has no content")
    try:
        return _read(root, markup)
    except Unreadable:
        notice = html_markup.text_of(root)
        reason = layouts.wechat_refusal(notice) if len(notice) <= _MAX_NOTICE_CHARACTERS else None
        if reason is None or not ("weixin" in markup.html or layouts.is_wechat_notice(notice)):
            raise
        message = f"WeChat shows a notice in place of the article: {notice[:60]}"
        raise Unreadable(reason, message) from None


def _read(root: html_markup.Element, markup: html_markup.Markup) -> Document:
    fields = news_meta.meta(root)
    headline = news_meta.headline(root, fields)
    title = headline.text
    site = news_site.site_of(root, fields)
    found = news_body.find(root, headline.element, site)
    data = tuple(script for script in markup.scripts if "ld+json" in script[:200])
    if found is None or found.prose < _MIN_RENDERED_CHARACTERS:
        embedded = news_script.find(markup.scripts)
        body = html_markup.parse(html_markup.split(embedded.markup).html) if embedded is not None else None
        if embedded is not None and body is not None:
            found, data = news_body.whole(body), (*data, embedded.script)
    if found is None:
        raise Unreadable("no_article", "no part of the page reads like an article")
    pieces = _pieces(found, title)
    _refuse_lists(pieces, headline)
    around = news_around.surroundings(root, headline.element, found.element)
    publisher = news_site.site_name(root, fields, site)
    day, moment = news_meta.published(root, fields, around, data)
    size = sum(len(piece.text) for piece in pieces)
    if day is None and not headline.shown and (headline.untitled or size < _MIN_UNDATED_CHARACTERS):
        raise Unreadable("no_article", "a few lines without headline and date are no article")
    metadata = Metadata(
        kind="news_article",
        title=title,
        publisher=publisher,
        original_source=news_site.source_of(fields, around, pieces, publisher),
        authors=news_meta.authors_of(fields, around, data, pieces),
        published_on=day,
        published_at=moment,
        partial=_is_first_page(pieces, around),
        language=html_pieces.language_of((title or "") + "".join(piece.text for piece in pieces)),
    )
    return html_pieces.assemble(pieces, metadata, media_type="text/html", parser="news")


def _is_first_page(pieces: list[Piece], around: news_around.Surroundings) -> bool:
    """Whether the article goes on on further pages, as the links to them below its last sentence say."""
    last = " ".join(piece.text for piece in pieces[-_PAGING_PIECES:] if piece.kind == "furniture")
    return _PAGES.search(last) is not None or _PAGES.search(around.tail[:_PAGING_CHARACTERS]) is not None


def _pieces(found: news_body.Found, title: str | None) -> list[Piece]:
    noise = layouts.load().noise_names

    def skip(tag: Tag) -> bool:
        if tag.name in ("footer", "aside", "nav"):
            return True
        if tag.name not in _NAMED or not tag.attrs:
            return False
        named = f"{tag.get('id') or ''} {' '.join(tag.get('class') or [])}"
        return len(named) > 1 and noise.search(named) is not None and len(tag.get_text()) < found.characters * 0.4

    soup = html_flow.soup_of(found.element)
    pieces = html_pieces.classify(html_flow.read_flow(soup, skip=skip))
    pieces = html_images.without_repeats(pieces, title)
    if title:
        key = layouts.folded(title)
        pieces = [piece for number, piece in enumerate(pieces) if number > 5 or layouts.folded(piece.text) != key]
    return html_furniture.mark(pieces)


def _refuse_lists(pieces: list[Piece], headline: news_meta.Headline) -> None:
    """A page is no article where its title is the site's name, where links outweigh prose, or where many headed
    items stand under no headline."""
    if headline.text is None or layouts.site_of_name(headline.text) is not None:
        raise Unreadable("no_article", "the page is a site's front page, not an article")
    body = [piece for piece in pieces if piece.kind != "furniture"]
    prose = [piece for piece in body if piece.kind != "heading" and piece.link_share < 0.5]
    size = sum(len(piece.text) for piece in prose)
    if size + sum(len(cell.text) for piece in body for cell in piece.cells) < _MIN_PROSE_CHARACTERS:
        raise Unreadable("no_article", "the page holds links, not an article")
    links = [number for number, piece in enumerate(pieces) if piece.link_share >= 0.9 and len(piece.text) >= 8]
    if len(links) >= _MIN_LIST_ITEMS and sum(len(pieces[number].text) for number in links) * 2 >= size:
        raise Unreadable("no_article", "the page is a list of links, not an article")
    if not headline.shown and _is_linked_list(pieces, links):
        raise Unreadable("no_article", "the page is a list of linked items, not an article")
    heads = [piece for piece in pieces if piece.kind == "heading" and not piece.bold]
    if not headline.shown and len(heads) >= _MIN_LIST_ITEMS and len(heads) * 2 >= len(prose):
        raise Unreadable("no_article", "the page is a list of items without a headline, not an article")


def _is_linked_list(pieces: list[Piece], links: list[int]) -> bool:
    """Links to other pages from the top to the end, a few lines under each: results of a search, a column's list."""
    if len(links) < _MIN_LIST_ITEMS:
        return False
    sizes = [len(piece.text) for piece in pieces]
    under = [sum(sizes[a + 1 : b]) for a, b in pairwise(links)]
    covered = sum(sizes[links[0] :])
    return sorted(under)[len(under) // 2] <= _MAX_SNIPPET_CHARACTERS and covered >= sum(sizes) * _LISTED_SHARE
