"""Which site a news page is of, which paper it reprints, and what of its title is the site's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

import regex

from extractors.documents import html_bylines, layouts
from extractors.documents.html_markup import Element, text_of
from extractors.documents.html_pieces import Piece
from extractors.documents.layouts import Site
from extractors.documents.news_around import Surroundings

_SEPARATOR = regex.compile(r"\s*(?:[_|｜丨]|--+|——|\s[-–—·]\s|(?<=[\u3400-\u9fff”》！？])-(?=[\u3400-\u9fffA-Z]))\s*")
_SUFFIX = regex.compile(
    r".{0,12}(?:网|网站|频道|首页|新闻|财经|资讯|客户端|日报|晚报|时报|早报|商报|周刊|在线|门户|订阅|头条|中心|社区|博客|论坛|搜狐|新浪|腾讯|快讯|动态"
    r"|\.com|\.cn|\.net|News|Online)\.?"
)
_LAST = regex.compile(r"(.{6,}\S)\s?[-–—]\s?([^-–—]{2,20})")
_SOURCE = regex.compile(
    r"(?:(?:文章|稿件|信息|新闻)?(?:来源|來源|稿源|出处|来自)\s{0,3}[:：]|(?:本文|文章|内容)(?:来源于|来自|转自))\s{0,3}(?P<name>[^\s|丨｜,，。;；:：()（）【】\[\]<>]{2,24}(?:\s(?=[A-Za-z])[A-Za-z]{2,12})?)"
)

_AFTER_TIME = regex.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?\s{1,3}(?:[|｜]\s)?(?P<name>[^\s\d|丨｜，,。;；:：()（）【】\[\]<>]{3,14})(?=\s|$)"
)
_OUTLET = regex.compile(
    r".{1,12}(?:[日晚早时商周]报|时报|报道|导报|青年报|社|网|周刊|新闻|在线|消息|财经|杂志|通讯|快讯|参考)"
)
_RIGHTS = regex.compile(
    r"(?:©|版权所有|Copyright|&copy;)[\s:：©]{0,4}(?:(?:19|20)\d{2}\s?(?:[-–—~～至]\s?(?:(?:19|20)\d{2})?)?[\s年]{0,2})?"
    r"(?P<name>\p{Han}[\p{Han}A-Za-z0-9·]{1,14}?)\s?(?=\s|版权|All\s|[\p{Han}]ICP|[,，。.|丨]|$)"
    r"|(?P<before>[\p{Han}][\p{Han}A-Za-z0-9·]{1,14})\s?版权所有",
    regex.IGNORECASE,
)
_NO_NAME = regex.compile(r".*(?:公司|中心|集团|协会|备案|许可|声明|未经|转载|所有|本站|本网).*|.{0,2}ICP.*")
_FOOT_CHARACTERS = 3000
_NAME_FIELDS = ("og:site_name", "sitename", "application-name", "apple-mobile-web-app-title")


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
    for name in (
        *(segments(full)[1:] or segments(full)),
        fields.get("og:site_name", ""),
        fields.get("author", ""),
        fields.get("copyright", ""),
    ):
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
        owners[_owner(host)] += count
    ranked = owners.most_common(1)
    if not ranked or ranked[0][1] < 3 or ranked[0][1] * 2 < owners.total():
        return None
    inside = [(count, host) for host, count in hosts.items() if _owner(host) == ranked[0][0]]
    return layouts.site_of_url(max(inside)[1])


def _owner(host: str) -> str:
    """Who a host belongs to: the domain that was registered; one for all domains of a site that is known by several."""
    domain = ".".join(host.split(".")[-3 if host.endswith((".com.cn", ".net.cn", ".org.cn", ".gov.cn")) else -2 :])
    site = layouts.site_of_url(domain)
    return site.domains[0] if site is not None else domain


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
    for field in _NAME_FIELDS:
        if 2 <= len(fields.get(field, "")) <= 40:
            return fields[field]
    parts = segments(text_of(root.find(".//title")))
    if len(parts) > 1 and 2 <= len(parts[-1]) <= 16 and _SUFFIX.fullmatch(parts[-1]):
        return parts[-1]
    return _name_with_rights(root)


def _name_with_rights(root: Element) -> str | None:
    """The name that the page's last lines claim its rights for; a company's name is no site's."""
    for match in _RIGHTS.finditer(text_of(root)[-_FOOT_CHARACTERS:]):
        name = match.group("name") or match.group("before")
        known = layouts.site_of_name(name)
        if known is not None:
            return known.name
        if _NO_NAME.fullmatch(name) is None:
            return str(name)
    return None


def source_of(
    fields: dict[str, str], around: Surroundings, pieces: Sequence[Piece], publisher: str | None
) -> str | None:
    """The paper or account that the page reprints, where it is another than the site."""
    match = _SOURCE.search(around.head) or _SOURCE.search(around.before)
    found = match.group("name") if match is not None else _beside_time(around.head)
    for name in ("mediaid", "contentsource", "source", "article:source"):
        found = found or fields.get(name)
    found = found or html_bylines.source(pieces)
    found = regex.sub(r"^来源[:：]\s*|\s*(?:作者|责任编辑|时间|发布).*$", "", found or "").strip(" 　-—·")
    if publisher:
        # "人民网-人民日报": the site's own name before the paper's, or before one of its channels'.
        found = regex.sub(rf"^{regex.escape(publisher)}\s*[-—·•]\s*", "", found)
    found = found.strip("《》")
    if not 2 <= len(found) <= 30 or found.isdigit() or found.endswith("频道") or (publisher and publisher in found):
        return None
    known, own = layouts.site_of_name(found), layouts.site_of_name(publisher or "")
    name = known.name if known is not None and layouts.folded(found) == layouts.folded(known.name) else found
    same = (known is not None and known == own) or (
        publisher is not None and layouts.folded(found) == layouts.folded(publisher)
    )
    return None if same else name


def _beside_time(head: str) -> str | None:
    """A paper's or site's name that stands, without a label, right after the time of publication."""
    for match in _AFTER_TIME.finditer(head):
        name = str(match.group("name"))
        if layouts.site_of_name(name) is not None or _OUTLET.fullmatch(name) is not None:
            return name
    return None
