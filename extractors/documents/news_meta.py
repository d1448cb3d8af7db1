"""What a news page says of itself: headline, site, paper that it reprints, authors, time of publication."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import regex

from extractors.documents import html_bylines, layouts, news_site, printed_times
from extractors.documents.html_markup import Element, text_of
from extractors.documents.html_pieces import Piece
from extractors.documents.news_around import Surroundings
from extractors.documents.printed_times import SHANGHAI
from extractors.documents.text import normalise

_AUTHOR = regex.compile(
    r"(?<![\u3400-\u9fff])(?:作者|撰文|撰稿|(?:本报|本网|本刊|见习|特约)?记者|文\s?[/／|])\s{0,3}[:：/／]?\s{0,3}"
    r"(?P<names>[\u3400-\u9fff·]{2,4}(?:[\s、，,]{1,3}[\u3400-\u9fff·]{2,4}){0,4}(?![\u3400-\u9fff])|[A-Z][A-Za-z.]{1,15}(?:\s[A-Z][A-Za-z.]{1,15}){1,2})"
)
_EDITOR = regex.compile(r"(?:责任?编辑|责编|编辑|校对|审核)\s{0,3}[:：]\s{0,3}(?P<names>[\u3400-\u9fff·]{2,4})")
_TIME_META = (
    "article:published_time", "og:published_time", "weibo: article:create_at", "publishdate", "pubdate", "PubDate",
    "publish_time", "og:release_date", "datePublished", "apub:time", "firstcreatetime", "publish-date",
    "date", "DC.date",
)  # fmt: skip
_LAST_TIME_META = ("dateupdate", "datemodified", "article:modified_time", "og:updated_time", "lastmod")
"""When the page was changed: near enough where nothing says when it was published."""
_JSON_DATE = regex.compile(
    r'"(?:datePublished|pubDate|publishTime|publish_time|publishedAt|published_at|publishDate|pubtime)"'
    r'\s{0,4}:\s{0,4}"?([^",}]{8,40})'
)
_MAX_DATES = 20

_LABELLED = regex.compile(
    r"(?:发布时间|发布日期|发表时间|更新时间|发稿时间|时间|日期|发表于|发布于)\s{0,3}[:：]?\s{0,3}(?P<time>(?:19|20)\d{2}.{4,22})"
)
_UPDATED = regex.compile(r"更新(?:时间|于)?\s{0,3}[:：]?\s{0,3}(?:19|20)\d{2}[\d\s年月日:：/.-]{4,20}")
_HEAD_PIECES, _TAIL_PIECES = 4, 3
_MIN_HEADLINE, _MAX_HEADLINE = 8, 100
_EARLIEST_YEAR = 1995
_MAX_LINES = 20_000


def meta(root: Element) -> dict[str, str]:
    """The page's meta fields, by lower-case name, first one first."""
    fields: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            fields.setdefault(name.strip().lower(), normalise(content).strip())
    return fields


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline without the site's name, and the element that shows it; ``shown`` where that is sure,
    ``untitled`` where it is the page's one heading, since its title names the site alone."""

    text: str | None
    element: Element | None
    shown: bool
    untitled: bool = False


def headline(root: Element, fields: dict[str, str]) -> Headline:
    """What the page is headed: the longest line on it that begins its title."""
    full = text_of(root.find(".//title"))
    told = fields.get("og:title") or fields.get("twitter:title") or ""
    wanted = [key for key in (_key(full), _key(told)) if key]
    best: tuple[int, int, str, Element] | None = None
    lines = root.iter("h1", "h2", "h3", "h4", "h5", "h6", "div", "p", "span", "strong", "td")
    for element in islice(lines, _MAX_LINES):
        heading = element.tag[0] == "h"
        # Headings may hold other elements; anything else is a line of text by itself.
        if len(element) > (8 if heading else 0) or not (heading or element.text):
            continue
        text = text_of(element)
        key = _key(text)
        if not 4 <= len(key) <= 120 or not any(target.startswith(key) for target in wanted):
            continue
        rank = (len(key), 7 - int(element.tag[1]) if heading and element.tag[1].isdigit() else 0)
        if best is None or rank > best[:2]:
            best = (*rank, text, element)
    title = news_site.without_site(told or full)
    if best is not None and best[0] >= min(8, len(_key(title))) and best[0] * 2 >= len(_key(title)):
        return Headline(news_site.without_site(best[2]), best[3], True)
    first = max(root.iter("h1"), key=lambda element: len(text_of(element)), default=None)
    alone = _only_heading(root)
    if alone is not None and title and layouts.site_of_name(title) is None and _alike(title, text_of(alone)):
        # The page's title words the headline anew for search engines.
        return Headline(text_of(alone), alone, True)
    if alone is not None and (not title or layouts.site_of_name(title) is not None) and not _is_linked(alone):
        return Headline(text_of(alone), alone, False, untitled=True)
    return Headline(title or text_of(first) or None, first, False)


def _only_heading(root: Element) -> Element | None:
    """The page's one heading of the first level that is long enough for a headline and no site's name."""
    found = [element for element in root.iter("h1") if text_of(element)]
    text = text_of(found[0]) if len(found) == 1 else ""
    fits = _MIN_HEADLINE <= len(text) <= _MAX_HEADLINE and layouts.site_of_name(text) is None
    return found[0] if fits else None


def _is_linked(element: Element) -> bool:
    return next(element.iter("a"), None) is not None or next(element.iterancestors("a"), None) is not None


def _alike(first: str, second: str) -> bool:
    """Whether most pairs of neighbouring characters of the shorter text stand in the other."""
    short, long = sorted((_pairs(first), _pairs(second)), key=len)
    return len(short & long) * 2 >= len(short) > 0


def _pairs(text: str) -> set[str]:
    key = _key(text)
    return {key[start : start + 2] for start in range(len(key) - 1)}


def authors_of(
    fields: dict[str, str], around: Surroundings, data: tuple[str, ...], pieces: Sequence[Piece]
) -> tuple[str, ...]:
    """Persons named as authors by the headline, in the body's own by-lines or in the page's data; editors are none."""
    match = _AUTHOR.search(html_bylines.joined(around.head))
    for piece in (*pieces[:_HEAD_PIECES], *pieces[-_TAIL_PIECES:]) if match is None else ():
        # The lines of time, source and author that stand inside of the body's element.
        if piece.kind == "furniture" and match is None:
            match = _AUTHOR.search(html_bylines.joined(piece.text))
    texts = (around.head, around.before, around.tail, *(piece.text for piece in pieces[-5:]))
    editors = {found.group("names") for text in texts for found in _EDITOR.finditer(text)}
    names = _persons(html_bylines.split(match.group("names"))) if match is not None else ()
    # Some templates print the editor as author too: what the body itself says is surer then.
    if editors.issuperset(names):
        names = html_bylines.find(pieces)
    if names:
        return names
    told = [*_json_authors(data), fields.get("author", ""), fields.get("article:author", "")]
    names = _persons(name for value in told for name in html_bylines.split(value))
    return tuple(name for name in names if name not in editors)


def _persons(names: Iterable[str]) -> tuple[str, ...]:
    return html_bylines.distinct(name for name in names if html_bylines.is_person(name))


def _json_objects(scripts: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for script in scripts:
        if "ld+json" not in script[:200] or len(script) > 500_000:
            continue
        try:
            data = json.loads(script[script.index(">") + 1 :], strict=False)
        except (ValueError, RecursionError):
            continue
        for entry in data if isinstance(data, list) else [data]:
            if isinstance(entry, dict):
                yield entry


def _json_authors(scripts: tuple[str, ...]) -> Iterator[str]:
    for entry in _json_objects(scripts):
        author = entry.get("author")
        for person in author if isinstance(author, list) else [author]:
            if (
                isinstance(person, dict)
                and person.get("@type", "Person") == "Person"
                and isinstance(person.get("name"), str)
            ):
                yield person["name"]
            elif isinstance(person, str):
                yield person


def published(
    root: Element, fields: dict[str, str], around: Surroundings, data: tuple[str, ...]
) -> tuple[date | None, datetime | None]:
    """Day in Shanghai and moment in UTC: of the page's own data first, then of what is printed by the headline.

    ``data`` are the scripts that hold data of the article.
    """
    candidates = [fields.get(name.lower(), "") for name in _TIME_META]
    candidates += [match.group(1) for script in data for match in islice(_JSON_DATE.finditer(script), _MAX_DATES)]
    candidates += [str(value) for value in root.xpath("//time/@datetime | //*[@itemprop='datePublished']/@content")[:1]]
    printed = [around.head, around.top, around.before, around.tail]
    labelled = [match.group("time") for text in printed for match in _LABELLED.finditer(text)]
    days: list[date] = []
    for text in (*candidates, *labelled[:1], *printed):
        day, moment = _moment(text)
        if day is not None and moment is not None and (not days or days[0] == day):
            return day, _earlier(moment, around.head)
        if day is not None:
            days.append(day)
    if not days:
        for name in _LAST_TIME_META:
            day, moment = _moment(fields.get(name, ""))
            if day is not None:
                return day, moment
    return (days[0] if days else None), None


def _earlier(told: datetime, head: str) -> datetime:
    """The time that is printed by the headline where it is earlier on the same day: data tell of later changes too."""
    _, printed = printed_times.local_time(_UPDATED.sub("", head))
    same_day = printed is not None and printed.astimezone(SHANGHAI).date() == told.astimezone(SHANGHAI).date()
    return printed if printed is not None and same_day and printed + timedelta(minutes=1) < told else told


def _moment(text: str) -> tuple[date | None, datetime | None]:
    if not text:
        return None, None
    day, moment = printed_times.moment(text)
    return (day, moment) if day is not None and day.year >= _EARLIEST_YEAR else (None, None)


def _key(text: str) -> str:
    return "".join(text.split()).casefold()
