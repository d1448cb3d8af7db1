"""Articles that a page holds in its data alone, for a script to show: ``articleBody`` of JSON-LD, a framework's state.

No script is run: what parses as JSON is searched for the longest text under a name that bodies go by.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import regex

_NAMES = regex.compile(
    r"(?:article|news|detail|post|rich)?_?(?:body|content|text|html)(?:_?(?:html|text|body|str|noencode))?",
    regex.IGNORECASE,
)
_ASSIGNED = regex.compile(r"(?:^|[;\s(])(?:window|self|var|let|const)[\w.\s\[\]\"'$]{1,60}=\s{0,4}(?=[{\[])")
_HAN = regex.compile(r"\p{Han}")
_MARKUP = regex.compile(r"(?:<|&lt;)(?:p|div|br|section|span|img|h\d)\b", regex.IGNORECASE)

_MIN_HAN = 80
_MAX_SCRIPT_CHARACTERS = 5_000_000
_MAX_ASSIGNMENTS = 20
_MAX_VALUES = 200_000
_MAX_COPIES = 2
"""A page may hold its body twice, as text and as markup."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A body as markup, and the script that holds it with what else it says of the article."""

    markup: str
    script: str


def find(scripts: tuple[str, ...]) -> Embedded | None:
    """The longest body that the page's data hold.

    None where none has 80 Han characters, or where several are of a length: those are the items of a list.
    """
    sizes: dict[str, int] = {}
    holders: dict[str, str] = {}
    for script in scripts:
        if not any(name in script for name in ("ontent", "ody", "ext", "tml")):
            continue
        for data in _objects(script):
            for text in _bodies(data):
                holders.setdefault(text, script)
                sizes[text] = len(_HAN.findall(text))
    ranked = sorted((size, text) for text, size in sizes.items() if size >= _MIN_HAN)
    if not ranked or sum(size * 2 > ranked[-1][0] for size, _ in ranked) > _MAX_COPIES:
        return None
    best = ranked[-1][1]
    return Embedded(_as_markup(best), holders[best])


def _objects(script: str) -> Iterator[Any]:
    """The JSON values of one script: all of it, or what it assigns to names of the page."""
    start = script.find(">") + 1
    source = script[start : start + _MAX_SCRIPT_CHARACTERS].strip()
    whole = source[:1] in ("{", "[")
    starts = [0] if whole else [match.end() for match in islice(_ASSIGNED.finditer(source), _MAX_ASSIGNMENTS)]
    decoder = json.JSONDecoder(strict=False)
    for begin in starts:
        try:
            yield decoder.raw_decode(source, begin)[0]
        except (ValueError, RecursionError):
            continue


def _bodies(data: Any) -> Iterator[str]:
    """Texts under the names of bodies, however deep, in the order of the data."""
    stack: list[tuple[str, Any]] = [("", data)]
    for _ in range(_MAX_VALUES):
        if not stack:
            return
        name, value = stack.pop()
        if isinstance(value, dict):
            stack.extend(reversed(value.items()))
        elif isinstance(value, list):
            stack.extend((name, item) for item in reversed(value))
        elif isinstance(value, str) and len(value) >= _MIN_HAN and _NAMES.fullmatch(name):
            yield value


def _as_markup(text: str) -> str:
    if not _MARKUP.search(text):
        return "".join(f"<p>{html.escape(line.strip())}</p>" for line in text.splitlines() if line.strip())
    # Some states escape their markup once more.
    return html.unescape(text) if "&lt;" in text and "<" not in text else text
