"""From an element to its blocks in reading order.

Inline elements add nothing between their texts, so a number that markup splits stays whole; block elements and
``<br><br>`` part paragraphs. Hidden elements are left out; the element that is read counts however it is styled itself,
since WeChat hides an article until its script runs. An image's alternative text is a caption where it says something.
The walk keeps its own stack, so nesting costs no recursion.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from extractors.documents import html_hidden, html_images, html_markup, html_tables
from extractors.documents.html_pieces import Piece
from extractors.documents.text import normalise

_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", "caption", "mp-common-profile", "mp-common-mpaudio",
    "mp-common-product", "mp-style-type", "mpvoice", "mpvideo", "iframe", "html",
])  # fmt: skip
_SKIPPED = frozenset([
    "script", "style", "head", "noscript", "template", "svg", "button", "select", "option", "textarea", "input",
    "iframe", "object", "embed", "audio", "video", "canvas", "map", "area", "nav", "rp", "rt", "title", "link",
    "meta", "datalist", "mp-style-type", "mp-common-profile", "mpvoice", "mpvideo", "mpprofile",
])  # fmt: skip
_BOLD = frozenset(("strong", "b"))
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’"
_WRAPPED = re.compile(rf"(?<=[{_HAN}])[ \t]*[\r\n]\s*(?=[{_HAN}])")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\x1f"
_PARTING = re.compile(
    rf"{_BREAK}(?:[ \u3000\xa0]*{_BREAK})+|{_BREAK}(?=[ ]*[\u3000\xa0]{{2}})|(?<=[。！？!?；…”])[ ]*{_BREAK}"
)

_MAX_BLOCKS = 60_000


@dataclass(slots=True)
class _Walk:
    pieces: list[Piece] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    images: list[Piece] = field(default_factory=list)
    linked: int = 0
    strong: int = 0
    kinds: list[tuple[str, int | None]] = field(default_factory=list)
    link_depth: int = 0
    bold_depth: int = 0
    raw_depth: int = 0

    def text(self, value: str) -> None:
        value = value.replace(_BREAK, "")
        if self.raw_depth:
            value = value.replace("\r\n", "\n").replace("\n", _BREAK)
        else:
            value = _SPACE.sub(" ", _WRAPPED.sub("", value))
        size = len(value.strip())
        self.linked += size if self.link_depth else 0
        self.strong += size if self.bold_depth else 0
        self.inline.append(value)

    def flush(self) -> None:
        """End the running block: what was gathered becomes one piece, or several where empty lines part it."""
        images, self.images = self.images, []
        self._flush_text()
        self.pieces.extend(images)

    def image(self, alternative: str) -> None:
        """An image's text stands before the block that it opens, and after the one that it stands in."""
        caption = Piece("caption", alternative, from_image=True)
        if any(part.strip() for part in self.inline):
            self.images.append(caption)
        else:
            self.pieces.append(caption)

    def _flush_text(self) -> None:
        if not self.inline:
            return
        joined, linked, strong = "".join(self.inline), self.linked, self.strong
        self.inline, self.linked, self.strong = [], 0, 0
        if not joined.strip(f" \u3000\xa0{_BREAK}"):
            return
        kind, level = self.kinds[-1] if self.kinds else ("paragraph", None)
        total = max(1, len(joined.replace(_BREAK, "").strip()))
        for part in _PARTING.split(joined):
            lines = [line.strip() for line in normalise(part.replace(_BREAK, "\n")).split("\n")]
            text = "\n".join(line for line in lines if line)
            if text:
                share = min(1.0, linked / total)
                self.pieces.append(Piece(kind, text, level, round(share * len(text)), strong >= total * 0.95))


def soup_of(element: html_markup.Element) -> BeautifulSoup:
    """One element of a parsed page as a soup of its own."""
    return BeautifulSoup(html_markup.serialise(element), "lxml")


def read_fragment(markup: str) -> list[Piece]:
    """The blocks of a piece of HTML, such as a body that a script holds."""
    root = html_markup.parse(html_markup.split(markup).html)
    return [] if root is None else read_flow(soup_of(root))


def read_flow(root: Tag, *, skip: Callable[[Tag], bool] | None = None) -> list[Piece]:
    """The blocks of an element in reading order. ``skip`` names further elements to leave out."""
    walk = _Walk()
    stack: list[tuple[Tag | NavigableString, bool]] = [(child, False) for child in reversed(_inside(root).contents)]  # type: ignore[misc]
    while stack and len(walk.pieces) < _MAX_BLOCKS:
        node, leaving = stack.pop()
        if isinstance(node, Tag):
            if leaving:
                _leave(walk, node)
            elif node.name == "br":
                walk.inline.append(_BREAK)
            elif node.name == "img":
                alternative = html_images.alternative(node) if not walk.link_depth else None
                if alternative is not None:
                    walk.image(alternative)
            elif node.name in _SKIPPED or html_hidden.is_hidden(node) or (skip is not None and skip(node)):
                if node.name in _BLOCKS:
                    walk.flush()
            elif node.name == "table" and not html_tables.is_layout(node):
                _table(walk, node)
            else:
                _enter(walk, node)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node.contents))  # type: ignore[misc]
        elif type(node) is NavigableString and not html_hidden.is_invisible_text(node):
            walk.text(node)
    walk.flush()
    return walk.pieces


def _inside(root: Tag) -> Tag:
    """The element that a soup was made of, below the ``html`` and ``body`` that the parser put around it."""
    while (
        root.name in ("[document]", "html", "body")
        and len(root.contents) == 1
        and isinstance(root.contents[0], Tag)
        and root.contents[0].name not in _SKIPPED
        and root.contents[0].name != "table"
    ):
        root = root.contents[0]
    return root


def _enter(walk: _Walk, tag: Tag) -> None:
    name = tag.name
    if name in _BLOCKS:
        walk.flush()
    if name[0] == "h" and len(name) == 2 and name[1] in "123456":
        walk.kinds.append(("heading", int(name[1])))
    elif name == "li":
        depth = sum(kind == "list_item" for kind, _ in walk.kinds) + 1
        walk.kinds.append(("list_item", depth))
    elif name == "blockquote":
        walk.kinds.append(("quote", None))
    elif name in ("figcaption", "caption"):
        walk.kinds.append(("caption", None))
    elif name == "a":
        walk.link_depth += 1
    elif name == "pre":
        walk.raw_depth += 1
    if _is_bold(tag):
        walk.bold_depth += 1


def _leave(walk: _Walk, tag: Tag) -> None:
    name = tag.name
    if name in _BLOCKS:
        walk.flush()
    if name in ("li", "blockquote", "figcaption", "caption") or (
        len(name) == 2 and name[0] == "h" and name[1] in "123456"
    ):
        walk.kinds.pop()
    elif name == "a":
        walk.link_depth -= 1
    elif name == "pre":
        walk.raw_depth -= 1
    if _is_bold(tag):
        walk.bold_depth -= 1


def _is_bold(tag: Tag) -> bool:
    if tag.name in _BOLD:
        return True
    style = tag.get("style")
    return isinstance(style, str) and _BOLD_STYLE.search(style) is not None


def _table(walk: _Walk, table: Tag) -> None:
    walk.flush()
    caption_tag = table.find("caption")
    caption = html_tables.cell_text(caption_tag) if isinstance(caption_tag, Tag) else None
    cells = html_tables.read_cells(table)
    if any(cell.text for cell in cells):
        if caption:
            walk.pieces.append(Piece("caption", caption))
        walk.pieces.append(Piece("table", cells=cells, caption=caption or None))
