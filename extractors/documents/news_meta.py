"""What a news page says of itself: headline, site, paper that it reprints, authors, time of publication."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

import regex

from extractors.documents import html_bylines, news_site
from extractors.documents.html_markup import Element, text_of
from extractors.documents.html_pieces import Piece
from extractors.documents.news_around import Surroundings
from extractors.documents.text import normalise
from extractors.documents.wechat_script import iso_time, local_time

_AUTHOR = regex.compile(
    r"(?<![\u3400-\u9fff])(?:作者|撰文|撰稿|记者|文\s?[/／|])\s{0,3}[:：/／]?\s{0,3}"
    r"(?P<names>[\u3400-\u9fff·]{2,4}(?:[\s、，,]{1,3}[\u3400-\u9fff·]{2,4}){0,4}(?![\u3400-\u9fff])|[A-Z][A-Za-z.]{1,15}(?:\s[A-Z][A-Za-z.]{1,15}){1,2})"
)
_EDITOR = regex.compile(r"(?:责任?编辑|责编|编辑|校对|审核)\s{0,3}[:：]\s{0,3}(?P<names>[\u3400-\u9fff·]{2,4})")
_TIME_META = (
    "article:published_time", "og:published_time", "weibo: article:create_at", "publishdate", "pubdate", "PubDate",
    "publish_time", "og:release_date", "datePublished", "apub:time", "firstcreatetime", "publish-date",
    "date", "DC.date",
)  # fmt: skip
_JSON_DATE = regex.compile(r'"(?:datePublished|pubDate|publishTime|publish_time|pubtime)"\s{0,4}:\s{0,4}"([^"]{8,40})"')

_LABELLED = regex.compile(
    r"(?:发布时间|发布日期|发表时间|更新时间|发稿时间|时间|日期|发表于|发布于)\s{0,3}[:：]?\s{0,3}(?P<time>(?:19|20)\d{2}.{4,22})"
)
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
    """The headline without the site's name, and the element that shows it; ``shown`` where that is sure."""

    text: str | None
    element: Element | None
    shown: bool


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
    return Headline(title or text_of(first) or None, first, False)


def authors_of(
    fields: dict[str, str], around: Surroundings, scripts: tuple[str, ...], pieces: Sequence[Piece]
) -> tuple[str, ...]:
    """Persons named as authors by the headline, in the body's own by-lines or in the page's data; editors are none."""
    match = _AUTHOR.search(around.head)
    texts = (around.head, around.before, around.tail, *(piece.text for piece in pieces[-5:]))
    editors = {found.group("names") for text in texts for found in _EDITOR.finditer(text)}
    names = _persons(html_bylines.split(match.group("names"))) if match is not None else ()
    # Some templates print the editor as author too: what the body itself says is surer then.
    if editors.issuperset(names):
        names = html_bylines.find(pieces)
    if names:
        return names
    told = [*_json_authors(scripts), fields.get("author", ""), fields.get("article:author", "")]
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
    root: Element, fields: dict[str, str], around: Surroundings, scripts: tuple[str, ...]
) -> tuple[date | None, datetime | None]:
    """Day in Shanghai and moment in UTC. The page's own data first, then what is printed by the headline."""
    candidates = [fields.get(name.lower(), "") for name in _TIME_META]
    candidates += [
        match.group(1) for script in scripts if "ld+json" in script[:200] for match in _JSON_DATE.finditer(script)
    ]
    candidates += [str(value) for value in root.xpath("//time/@datetime | //*[@itemprop='datePublished']/@content")[:1]]
    printed = [around.head, around.top, around.before, around.tail]
    labelled = [match.group("time") for text in printed for match in _LABELLED.finditer(text)]
    days: list[date] = []
    for text in (*candidates, *labelled[:1], *printed):
        day, moment = _moment(text)
        if day is not None and moment is not None and (not days or days[0] == day):
            return day, moment
        if day is not None:
            days.append(day)
    return (days[0] if days else None), None


def _moment(text: str) -> tuple[date | None, datetime | None]:
    if not text:
        return None, None
    day, moment = iso_time(text)
    if day is None:
        day, moment = local_time(text)
    return (day, moment) if day is not None and day.year >= _EARLIEST_YEAR else (None, None)


def _key(text: str) -> str:
    return "".join(text.split()).casefold()
