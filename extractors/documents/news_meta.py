"""What a news page says of itself: headline, site, paper that it reprints, authors, time of publication."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

import regex

from extractors.documents import html_bylines, layouts
from extractors.documents.html_markup import Element
from extractors.documents.html_pieces import Piece
from extractors.documents.layouts import Site
from extractors.documents.text import normalise
from extractors.documents.wechat_script import iso_time, local_time

_SEPARATOR = regex.compile(r"\s*(?:[_|｜丨]|--+|——|\s[-–—·]\s|(?<=[\u3400-\u9fff”》！？])-(?=[\u3400-\u9fffA-Z]))\s*")
_SUFFIX = regex.compile(
    r".{0,12}(?:网|网站|频道|首页|新闻|财经|资讯|客户端|日报|晚报|时报|早报|商报|周刊|在线|门户|订阅|头条|中心|社区|博客|论坛|搜狐|新浪|腾讯|快讯|动态"
    r"|\.com|\.cn|\.net|News|Online)\.?"
)
_LAST = regex.compile(r"(.{6,}\S)\s?[-–—]\s?([^-–—]{2,20})")
_SOURCE = regex.compile(
    r"(?:文章|稿件|信息|新闻)?(?:来源|稿源|出处|来自)\s{0,3}[:：]\s{0,3}(?P<name>[^\s|丨｜,，。;；:：()（）【】\[\]<>]{2,24}(?:\s(?=[A-Za-z])[A-Za-z]{2,12})?)"
)
_AUTHOR = regex.compile(
    r"(?<![\u3400-\u9fff])(?:作者|撰文|撰稿|记者|文\s?[/／|])\s{0,3}[:：/／]?\s{0,3}"
    r"(?P<names>[\u3400-\u9fff·]{2,4}(?:[\s、，,]{1,3}[\u3400-\u9fff·]{2,4}){0,4}(?![\u3400-\u9fff])|[A-Z][A-Za-z.]{1,15}(?:\s[A-Z][A-Za-z.]{1,15}){1,2})"
)
_EDITOR = regex.compile(r"(?:责任?编辑|责编|编辑|校对|审核)\s{0,3}[:：]\s{0,3}(?P<names>[\u3400-\u9fff·]{2,4})")
_TIME_META = (
    "article:published_time", "og:published_time", "weibo: article:create_at", "publishdate", "pubdate", "PubDate",
    "publish_time", "og:release_date", "datePublished", "apub:time", "firstcreatetime", "publish-date", "date", "DC.date",
)  # fmt: skip
_JSON_DATE = regex.compile(r'"(?:datePublished|pubDate|publishTime|publish_time|pubtime)"\s{0,4}:\s{0,4}"([^"]{8,40})"')

_HEAD_CHARACTERS = 400
_LABELLED = regex.compile(r"(?:发布时间|发布日期|发表时间|更新时间|发稿时间|时间|日期|发表于|发布于)\s{0,3}[:：]?\s{0,3}(?P<time>(?:19|20)\d{2}.{4,22})")
_EARLIEST_YEAR = 1995


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Texts of the page around the headline and the body, normalised: where by-lines stand."""

    head: str
    top: str
    before: str
    tail: str


def meta(root: Element) -> dict[str, str]:
    """The page's meta fields, by lower-case name, first one first."""
    fields: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            fields.setdefault(name.strip().lower(), normalise(content).strip())
    return fields


def text_of(element: Element | None) -> str:
    """All text of an element on one line."""
    return normalise(" ".join(str(element.xpath("string()")).split())) if element is not None else ""


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
    for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6", "div", "p", "span", "strong", "td"):
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
    title = without_site(told or full)
    if best is not None and best[0] >= min(8, len(_key(title))) and best[0] * 2 >= len(_key(title)):
        return Headline(without_site(best[2]), best[3], True)
    first = max(root.iter("h1"), key=lambda element: len(text_of(element)), default=None)
    return Headline(title or text_of(first) or None, first, False)


def _key(text: str) -> str:
    return "".join(text.split()).casefold()


def segments(title: str) -> list[str]:
    """A page title's parts: headline, keywords, channel, site."""
    return [part for part in _SEPARATOR.split(title) if part]


def without_site(title: str) -> str:
    """A page title without the names of keywords, channel and site at its end.

    >>> without_site("某公司中标7亿元项目_股市_证券时报网")
    '某公司中标7亿元项目'
    """
    cuts = list(_SEPARATOR.finditer(title))
    end = len(title)
    named = False
    for number in range(len(cuts) - 1, -1, -1):
        part = title[cuts[number].end() : end].strip()
        known = layouts.site_of_name(part) is not None or _SUFFIX.fullmatch(part) is not None
        # Keywords and a channel's name stand between headline and site: short parts, once the site was seen.
        if not known and not (named and len(part) <= 12 and cuts[number].start() >= 8):
            break
        named = True
        end = cuts[number].start()
    title = title[:end].strip() or title.strip()
    last = _LAST.fullmatch(title)
    return last.group(1) if last is not None and layouts.site_of_name(last.group(2)) is not None else title


def site_of(root: Element, fields: dict[str, str]) -> Site | None:
    """The known site that the page is of, by its own address, its title's end, its name, or where its links lead."""
    links = [str(value) for value in root.xpath("//link[@rel='canonical']/@href")]
    for address in (*links, fields.get("og:url", "")):
        site = layouts.site_of_url(address) if urlsplit_path(address) else None
        if site is not None:
            return site
    full = text_of(root.find(".//title"))
    for name in (*segments(full)[1:], fields.get("og:site_name", ""), fields.get("author", ""), fields.get("copyright", "")):
        site = layouts.site_of_name(name)
        if site is not None:
            return site
    return _site_of_links(root)


def _site_of_links(root: Element) -> Site | None:
    """The known site that most of the page's links and own files lead to."""
    hosts = Counter(_host(str(value)) for value in root.xpath("//a/@href | //link/@href"))
    hosts.pop("", None)
    owners: Counter[str] = Counter()
    for host, count in hosts.items():
        owners[".".join(host.split(".")[-3 if host.endswith((".com.cn", ".net.cn", ".org.cn", ".gov.cn")) else -2 :])] += count
    ranked = owners.most_common(1)
    if not ranked or ranked[0][1] < 3 or ranked[0][1] * 2 < owners.total():
        return None
    inside = [(count, host) for host, count in hosts.items() if host.endswith(ranked[0][0])]
    return layouts.site_of_url(max(inside)[1])


def urlsplit_path(address: str) -> bool:
    """Whether an address is more than a site's front page, which careless templates give as every page's address."""
    try:
        return len(urlsplit(address if "//" in address else f"//{address}").path) > 1
    except ValueError:
        return False


def _host(address: str) -> str:
    if not address.startswith(("http://", "https://", "//")):
        return ""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def site_name(root: Element, fields: dict[str, str], site: Site | None) -> str | None:
    """The site's canonical name, or the name that the page gives it."""
    if site is not None:
        return site.name
    if fields.get("og:site_name"):
        return fields["og:site_name"]
    parts = segments(text_of(root.find(".//title")))
    if len(parts) > 1 and 2 <= len(parts[-1]) <= 16 and _SUFFIX.fullmatch(parts[-1]):
        return parts[-1]
    return None


def source_of(fields: dict[str, str], around: Surroundings, publisher: str | None) -> str | None:
    """The paper or account that the page reprints, where it is another than the site."""
    match = _SOURCE.search(around.head) or _SOURCE.search(around.before)
    found = match.group("name") if match is not None else None
    for name in ("mediaid", "contentsource", "source", "article:source"):
        found = found or fields.get(name)
    found = regex.sub(r"^来源[:：]\s*|\s*(?:作者|责任编辑|时间|发布).*$", "", found or "").strip(" 　-—·")
    if publisher:
        # "人民网-人民日报": the site's own name before the paper's, or before one of its channels'.
        found = regex.sub(rf"^{regex.escape(publisher)}\s*[-—·•]\s*", "", found)
    found = found.strip("《》")
    if not 2 <= len(found) <= 30 or found.isdigit() or found.endswith("频道") or (publisher and publisher in found):
        return None
    known, own = layouts.site_of_name(found), layouts.site_of_name(publisher or "")
    name = known.name if known is not None and layouts.folded(found) == layouts.folded(known.name) else found
    same = (known is not None and known == own) or (publisher is not None and layouts.folded(found) == layouts.folded(publisher))
    return None if same else name


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
            if isinstance(person, dict) and person.get("@type", "Person") == "Person" and isinstance(person.get("name"), str):
                yield person["name"]
            elif isinstance(person, str):
                yield person


def published(
    root: Element, fields: dict[str, str], around: Surroundings, scripts: tuple[str, ...]
) -> tuple[date | None, datetime | None]:
    """Day in Shanghai and moment in UTC. The page's own data first, then what is printed by the headline."""
    candidates = [fields.get(name.lower(), "") for name in _TIME_META]
    candidates += [match.group(1) for script in scripts if "ld+json" in script[:200] for match in _JSON_DATE.finditer(script)]
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


def surroundings(root: Element, shown: Element | None, body: Element) -> Surroundings:
    """The page's text between headline and body, before the headline, and after the body."""
    before: list[str] = []
    head: list[str] = []
    tail: list[str] = []
    target = before
    inside = set(body.iter())
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("title", "script", "style", "option"):
            continue
        if element is shown:
            target = head
        if element in inside:
            target = tail
        elif element.text:
            target.append(element.text)
        if element.tail and (element is body or element not in inside):
            target.append(element.tail)
    if not head:
        head, before = before[-40:], []
    return Surroundings(
        head=_join(head)[: _HEAD_CHARACTERS * 2],
        top=normalise(" ".join(str(body.xpath("string()"))[: _HEAD_CHARACTERS * 2].split())),
        before=_join(before)[-_HEAD_CHARACTERS:],
        tail=_join(tail)[:_HEAD_CHARACTERS],
    )


def _join(parts: list[str]) -> str:
    return normalise(" ".join(" ".join(parts).split()))
