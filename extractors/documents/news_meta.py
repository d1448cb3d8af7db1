"""What a news page says of itself: headline, site, paper that it reprints, authors, time of publication."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

import regex

from extractors.documents import html_bylines, layouts
from extractors.documents.html_markup import Element
from extractors.documents.layouts import Site
from extractors.documents.text import normalise
from extractors.documents.wechat_script import iso_time, local_time

_SEPARATOR = regex.compile(r"\s*(?:[_|｜丨]|--+|——|\s[-–—·]\s|(?<=[\u3400-\u9fff”》！？])-(?=[\u3400-\u9fffA-Z]))\s*")
_SUFFIX = regex.compile(
    r".{0,12}(?:网|网站|频道|首页|新闻|财经|资讯|客户端|日报|晚报|时报|早报|商报|周刊|在线|门户|订阅|头条|中心|社区|博客|论坛|搜狐|新浪|腾讯|快讯|动态"
    r"|\.com|\.cn|\.net|News|Online)\.?"
)
_SOURCE = regex.compile(
    r"(?:文章|稿件|信息|新闻)?(?:来源|稿源|出处|来自)\s{0,3}[:：]\s{0,3}(?P<name>[^\s|丨｜,，。;；:：()（）【】\[\]<>]{2,24}(?:\s(?=[A-Za-z])[A-Za-z]{2,12})?)"
)
_AUTHOR = regex.compile(
    r"(?:作者|撰文|撰稿|记者|文\s?[/／|])\s{0,3}[:：/／]?\s{0,3}(?P<names>[\u3400-\u9fff·]{2,4}(?:[\s、，,]{1,3}[\u3400-\u9fff·]{2,4}){0,4}|[A-Z][A-Za-z.]{1,15}(?:\s[A-Z][A-Za-z.]{1,15}){0,2})"
)
_EDITOR = regex.compile(r"(?:责任?编辑|责编|编辑|校对|审核)\s{0,3}[:：]\s{0,3}(?P<names>[\u3400-\u9fff·]{2,4})")
_PERSON = regex.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,8}·[\u3400-\u9fff]{1,8}")
_ORGANISATION = regex.compile(r".*(?:网|报|社|台|刊|频道|编辑|记者|新闻|财经|证券|公司|集团|中心|办公厅|国务院|部|局|委|政府|来源)")
_TIME_META = (
    "article:published_time", "og:published_time", "weibo: article:create_at", "publishdate", "pubdate", "PubDate",
    "publish_time", "og:release_date", "datePublished", "apub:time", "firstcreatetime", "publish-date", "date", "DC.date",
)  # fmt: skip
_JSON_DATE = regex.compile(r'"(?:datePublished|pubDate|publishTime|publish_time|pubtime)"\s{0,4}:\s{0,4}"([^"]{8,40})"')

_HEAD_CHARACTERS = 400
_EARLIEST_YEAR = 1995


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Texts of the page around the headline and the body, normalised: where by-lines stand."""

    head: str
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


def headline(root: Element, fields: dict[str, str]) -> tuple[str | None, Element | None]:
    """The headline without the site's name, and the element on the page that shows it."""
    full = text_of(root.find(".//title"))
    told = fields.get("og:title") or fields.get("twitter:title") or ""
    wanted = [_key(text) for text in (full, told) if text]
    best: tuple[int, int, str, Element] | None = None
    for order, element in enumerate(root.iter("h1", "h2", "h3", "div", "p", "span", "strong", "td")):
        if order > 6000:
            break
        if element.tag in ("div", "td", "p", "span") and len(element) > 3:
            continue
        text = text_of(element) if len(element) < 12 else ""
        key = _key(text)
        if not 4 <= len(key) <= 120 or not any(target.startswith(key) for target in wanted):
            continue
        rank = (len(key), 2 if element.tag == "h1" else 1 if element.tag in ("h2", "h3") else 0)
        if best is None or rank > best[:2]:
            best = (*rank, text, element)
    if best is not None and best[0] >= min(8, len(_key(without_site(full or told)))):
        return without_site(best[2]), best[3]
    title = without_site(told or full)
    if not title:
        first = next((element for element in root.iter("h1") if text_of(element)), None)
        return (text_of(first) or None), first
    shown = max(root.iter("h1"), key=lambda element: len(text_of(element)), default=None)
    return title, shown


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
    return title[:end].strip() or title.strip()


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
    hosts = Counter(_host(str(value)) for value in root.xpath("//a/@href"))
    hosts.pop("", None)
    ranked = hosts.most_common(1)
    if ranked and ranked[0][1] >= 5:
        return layouts.site_of_url(ranked[0][0])
    return None


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
    if not 2 <= len(found) <= 30 or found.isdigit():
        return None
    known, own = layouts.site_of_name(found), layouts.site_of_name(publisher or "")
    name = known.name if known is not None and layouts.folded(found) == layouts.folded(known.name) else found
    same = (known is not None and known == own) or (publisher is not None and layouts.folded(found) == layouts.folded(publisher))
    return None if same else name


def authors_of(fields: dict[str, str], around: Surroundings, scripts: tuple[str, ...], publisher: str | None) -> tuple[str, ...]:
    """Persons named as authors above or below the body, or in the page's own data; editors are none."""
    for text in (around.head, around.tail):
        match = _AUTHOR.search(text)
        if match is not None:
            names = _persons(html_bylines.split(match.group("names")), publisher)
            if names:
                return names
    editors = {match.group("names") for text in (around.head, around.tail) for match in _EDITOR.finditer(text)}
    told = [*_json_authors(scripts), fields.get("author", ""), fields.get("article:author", "")]
    names = _persons((name for value in told for name in html_bylines.split(value)), publisher)
    return tuple(name for name in names if name not in editors)


def _persons(names: Any, publisher: str | None) -> tuple[str, ...]:
    return html_bylines.distinct(
        name
        for name in names
        if name != publisher and (_PERSON.fullmatch(name) or regex.fullmatch(r"[A-Z][a-z.]{1,15}(?:\s[A-Z][A-Za-z.]{1,15}){1,2}", name))
        and not _ORGANISATION.fullmatch(name)
    )


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
    printed = [around.head, around.before, around.tail]
    days: list[date] = []
    for text in (*candidates, *printed):
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
    seen_body = False
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("title", "script", "style", "option"):
            continue
        if element is shown:
            target = head
        if element in inside:
            seen_body = True
            target = tail
        elif element.text:
            target.append(element.text)
        if element.tail and (element is body or element not in inside):
            target.append(element.tail)
    if shown is None or not seen_body or (shown is not None and not head):
        head, before = (before, []) if not head else (head, before)
    top = normalise(" ".join(str(body.xpath("string()"))[:_HEAD_CHARACTERS].split()))
    return Surroundings(
        head=f"{_join(head)[: _HEAD_CHARACTERS * 3]} {top if shown is not None and shown in inside else ''}",
        before=_join(before)[-_HEAD_CHARACTERS:],
        tail=_join(tail)[:_HEAD_CHARACTERS],
    )


def _join(parts: list[str]) -> str:
    return normalise(" ".join(" ".join(parts).split()))
