"""Markup before structure: scripts, styles and comments out, what is left parsed within bounds.

A WeChat page of 3 MB holds 100 KB of article; taking scripts and styles out by plain string search costs milliseconds
and leaves little to parse. Nothing in a page is run or fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from extractors.documents.text import normalise

Element = Any
"""An lxml element; lxml ships no types."""

_OPENING = re.compile(r"<(?:!--|(?:script|style|svg|noscript|template)(?=[\s>/]))", re.IGNORECASE)
_CLOSING = {
    name: re.compile(rf"</{name}(?=[\s>/])[^>]{{0,200}}>", re.IGNORECASE)
    for name in ("script", "style", "svg", "noscript", "template")
}
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)[^<>]*>")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>", re.IGNORECASE)
_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
"""Pages glued together of templates close their root early; what follows would be lost to the parser."""
_HUGE_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9:-]{0,40})(?![A-Za-z0-9:-])[^<>]{20000,}>")
"""A tag with thousands of attributes costs the parser the square of their number; it keeps its name."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

MAX_DEPTH = 1000
"""Levels of elements that are kept: the parser stops at 2048, browsers at 512."""


@dataclass(frozen=True, slots=True)
class Markup:
    """A page in two heaps: ``html`` without scripts, styles and comments, and the scripts' source texts."""

    html: str
    scripts: tuple[str, ...]


def split(text: str) -> Markup:
    """Take scripts, styles, comments and drawings out of a page, in time linear in its length."""
    kept: list[str] = []
    scripts: list[str] = []
    unclosed: set[str] = set()
    position = 0
    while (opening := _OPENING.search(text, position)) is not None:
        name = opening.group()[1:].lower()
        end = -1
        if name == "!--":
            # "<!-->" is a whole comment to browsers.
            end = -1 if name in unclosed else text.find("-->", opening.start() + 2)
            stop = end + 3
        elif name not in unclosed:
            closing = _CLOSING[name].search(text, opening.end())
            if closing is not None:
                end, stop = closing.start(), closing.end()
        if end < 0:
            unclosed.add(name)
            kept.append(text[position : opening.end()])
            position = opening.end()
            continue
        kept.append(text[position : opening.start()])
        if name == "script":
            scripts.append(text[opening.start() : end])
        position = stop
    kept.append(text[position:])
    return Markup("".join(kept), tuple(scripts))


def parse(markup: str) -> Element | None:
    """The root element of a page or fragment, None where there is none. Depth is bounded by :data:`MAX_DEPTH`."""
    markup = _CONTROL.sub("", _ENDS.sub("", _DECLARATION.sub("", markup)))
    markup = _HUGE_TAG.sub(r"<\1>", markup)
    if not markup.strip():
        return None
    root, deep = _parse(markup)
    if deep:
        root, _ = _parse(flatten(markup))
    return root


def _parse(markup: str) -> tuple[Element | None, bool]:
    parser = etree.HTMLParser(huge_tree=True, recover=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, False
    return root, any("depth" in entry.message.lower() for entry in parser.error_log)


def flatten(markup: str, max_depth: int = MAX_DEPTH) -> str:
    """The markup without the tags below ``max_depth``; their text stays."""
    kept: list[str] = []
    depth, position = 0, 0
    for tag in _TAG.finditer(markup):
        closing, name = tag.group(1), tag.group(2).lower()
        kept.append(markup[position : tag.start()])
        position = tag.end()
        if name in _VOID:
            kept.append(tag.group())
        elif closing:
            if depth <= max_depth:
                kept.append(tag.group())
            depth = max(0, depth - 1)
        else:
            depth += 1
            kept.append(tag.group() if depth <= max_depth else " ")
    kept.append(markup[position:])
    return "".join(kept)


def serialise(element: Element) -> str:
    """An element and what it holds as markup, without the text after it."""
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def text_of(element: Element | None) -> str:
    """All text of an element on one line."""
    return normalise(" ".join(str(element.xpath("string()")).split())) if element is not None else ""
