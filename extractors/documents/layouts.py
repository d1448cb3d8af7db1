"""What ``data/layouts.yaml`` says of sites: their names, where their articles stand, notices in place of articles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import regex

from extractors.data import read_yaml


@dataclass(frozen=True, slots=True)
class Site:
    """One site: canonical name, domains, other names it goes by, and ids or classes (``#id``, ``.class``) of bodies."""

    name: str
    domains: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    body: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layouts:
    """The file's content, ready for use."""

    by_domain: dict[str, Site]
    by_name: dict[str, Site]
    body: tuple[str, ...]
    notices: tuple[tuple[str, tuple[str, ...]], ...]
    notices_alone: tuple[str, ...]
    furniture: regex.Pattern[str]
    tail_headings: regex.Pattern[str]
    noise_names: regex.Pattern[str]


@lru_cache(maxsize=1)
def load() -> Layouts:
    """The layouts, read once."""
    data: dict[str, Any] = read_yaml("layouts.yaml")
    sites = [
        Site(
            entry["name"],
            tuple(entry.get("domains", ())),
            tuple(entry.get("aliases", ())),
            tuple(entry.get("body", ())),
        )
        for entry in data["sites"]
    ]
    return Layouts(
        by_domain={domain: site for site in sites for domain in site.domains},
        by_name={folded(name): site for site in sites for name in (site.name, *site.aliases)},
        body=tuple(data["body"]),
        notices=tuple((reason, tuple(phrases)) for reason, phrases in data["wechat_notices"].items()),
        notices_alone=tuple(data["wechat_notices_alone"]),
        furniture=_alternation(data["furniture_lines"]),
        tail_headings=_alternation(data["tail_headings"]),
        noise_names=_alternation(data["noise_names"]),
    )


def _alternation(patterns: list[str]) -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{pattern})" for pattern in patterns), regex.IGNORECASE)


def folded(name: str) -> str:
    """A site's name without case and spaces, for comparison."""
    return "".join(name.split()).casefold()


def site_of_url(url: str) -> Site | None:
    """The known site of an address: the longest domain that its host ends with."""
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    except ValueError:
        return None
    sites = load().by_domain
    labels = host.split(".")
    for first in range(len(labels) - 1):
        site = sites.get(".".join(labels[first:]))
        if site is not None:
            return site
    return None


def site_of_name(name: str) -> Site | None:
    """The known site that goes by a name."""
    return load().by_name.get(folded(name))


def wechat_refusal(text: str) -> str | None:
    """The reason code of a notice that WeChat shows in place of an article, None where the text is none."""
    for reason, phrases in load().notices:
        if any(phrase in text for phrase in phrases):
            return reason
    return None


def is_wechat_notice(text: str) -> bool:
    """Whether a short text can be no other site's notice but WeChat's."""
    return any(phrase in text for phrase in load().notices_alone)
