"""What a WeChat page says of an article: title, account, author, source of a repost, time of publication."""

from __future__ import annotations

import re

from extractors.documents.html_markup import Element
from extractors.documents.printed_times import local_time
from extractors.documents.text import normalise
from extractors.documents.wechat_script import ScriptValues, lines_of, plain, published
from extractors.records import Metadata

_REPRINT = re.compile(r"(?:以下|本)文章来源于\s*[:：]?\s*([^，,]{1,40})(?:[，,]\s*作者\s*[:：]?\s*(.{1,40}))?")
_AUTHOR_SPLIT = re.compile(r"[、，,/|｜&]|\s{2,}")
_SENTENCE = re.compile(r".{4,63}?[。！？!?…]")

_TITLE_IDS = ("activity-name", "js_text_title", "js_image_title", "js_video_page_title", "js_audio_title")
_MAX_TITLE_CHARACTERS = 64
"""WeChat's own bound; a post without a title is named by its first words, and its page repeats all of them there."""


def read(root: Element, values: ScriptValues, *, partial: bool) -> Metadata:
    """The metadata of an article; ``kind`` is ``wechat_article``."""
    day, moment = published(values)
    if day is None:
        day, moment = local_time(text_of_id(root, "publish_time") or text_of_id(root, "post-date"))
    authors = meta_field(root, "author") or meta_field(root, "og:article:author") or values.first("author") or ""
    source, source_author = _original(root)
    account = _account(root, values)
    # The author field of an account that has no by-line holds the account's own name.
    named = split_authors(plain(authors) or source_author or _byline(root))
    return Metadata(
        kind="wechat_article",
        title=_title(root, values),
        publisher=account,
        original_source=source if source != account else None,
        authors=tuple(name for name in named if name not in (account, source)),
        published_on=day,
        published_at=moment,
        partial=partial,
    )


def by_id(root: Element, name: str) -> Element | None:
    """The first element with an id."""
    found = root.xpath("//*[@id=$name]", name=name)
    return found[0] if found else None


def by_class(root: Element, name: str) -> Element | None:
    """The first element with a class."""
    found = root.xpath("//*[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} ")
    return found[0] if found else None


def text_in(element: Element | None) -> str:
    """All text of an element on one line, normalised; empty for None."""
    return normalise(" ".join(str(element.xpath("string()")).split())) if element is not None else ""


def text_of_id(root: Element, name: str) -> str:
    """All text of the element with an id."""
    return text_in(by_id(root, name))


def meta_field(root: Element, name: str) -> str | None:
    """The first content of the meta field of a name or property that is not empty."""
    found = root.xpath("//meta[@name=$name or @property=$name]/@content", name=name)
    return next((str(value).strip() for value in found if value.strip()), None)


def _account(root: Element, values: ScriptValues) -> str | None:
    shown = text_of_id(root, "js_name") or text_of_id(root, "post-user")
    told = values.first("var nickname") or values.first("nick_name", in_data=True) or values.first("nick_name")
    by_card = by_class(root, "profile_nickname")
    if by_card is None:
        by_card = by_class(root, "wx_follow_nickname")
    return shown or normalise(plain(told or "")) or text_in(by_card) or None


def _title(root: Element, values: ScriptValues) -> str | None:
    shown = next((text for name in _TITLE_IDS if (text := text_of_id(root, name))), "")
    told = meta_field(root, "og:title") or values.first("msg_title") or values.first("title", in_data=True) or ""
    lines = [line for line in normalise(lines_of(told)).split("\n") if line.strip()]
    return shown or (_first_words(lines[0]) if lines else "") or text_in(root.find(".//title")) or None


def _first_words(line: str) -> str:
    """A title as it is; of the whole text of a post in its place, the first sentence or so."""
    line = plain(line)
    if len(line) <= _MAX_TITLE_CHARACTERS:
        return line
    sentence = _SENTENCE.match(line)
    return sentence.group() if sentence is not None else f"{line[: _MAX_TITLE_CHARACTERS - 1]}…"


def _original(root: Element) -> tuple[str | None, str | None]:
    """The account that an article was first published by, and its author there."""
    shared = text_of_id(root, "js_share_author")
    if shared:
        return shared, None
    match = _REPRINT.match(text_in(by_class(root, "original_primary_card_tips")))
    named = text_in(by_class(root, "original_primary_nickname"))
    if match is not None:
        return named or match.group(1).strip(), (match.group(2) or "").strip() or None
    return named or None, None


def _byline(root: Element) -> str:
    """The author that the line under the title shows, between the badge for original work and the account."""
    found = root.xpath(
        "//*[@id='meta_content' or contains(concat(' ', normalize-space(@class), ' '), ' rich_media_meta_list ')]"
        "//*[contains(@class, 'rich_media_meta_text')][not(@id)]"
    )
    for element in found:
        text = text_in(element)
        if text and local_time(text)[0] is None and text != "原创":
            return text
    return ""


def split_authors(text: str) -> tuple[str, ...]:
    """Names of a byline, without the words that introduce them."""
    names = (re.sub(r"^(?:文|作者|撰文|记者)\s*[/／|丨:：]\s*", "", name.strip()) for name in _AUTHOR_SPLIT.split(text))
    return tuple(dict.fromkeys(name.strip() for name in names if 0 < len(name.strip()) <= 40))
