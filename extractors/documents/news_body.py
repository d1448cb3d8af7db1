"""Where the article stands on a page of any site.

Each block's own text counts for or against the elements around it: sentences for, links and furniture against. The
body is the smallest element that keeps nearly all of the best total, near below the headline. Sites and content
systems whose layout is known (``data/layouts.yaml``) are asked first. One pass over the tree, no recursion.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex
from lxml import etree

from extractors.documents import layouts
from extractors.documents.html_markup import Element
from extractors.documents.layouts import Site

BLOCK_TAGS = frozenset([
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
    "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
])  # fmt: skip
_DROPPED = frozenset([
    "script", "style", "noscript", "head", "select", "button", "textarea", "option", "iframe", "object",
    "template", "svg",
])  # fmt: skip
_NOISE_TAGS = frozenset([
    "nav", "footer", "aside",
])  # fmt: skip
_CELLS = frozenset(("td", "th"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN = regex.compile(r"display\s*:\s*none", regex.IGNORECASE)
_SENTENCE = regex.compile(r"[，。；！？]|[,.;!?](?=\s|$)")
_GOOD_NAME = regex.compile(
    r"article|content|detail|artic|news_?(?:text|body|txt|con)|post|entry|editor|zoom|main-?text|正文", regex.IGNORECASE
)
_ABOUT = regex.compile(
    r"Copyright|©|版权所有|ICP备|ICP证|许可证|举报电话|公网安备|客服(?:电话|热线)|广播电视节目|联系我们"
    r"|本网站(?:所有|支持|内容|资讯)|免責聲明|免责声明|概不负责|概不負責|不承[担擔]任何",
    regex.IGNORECASE,
)

_MIN_SENTENCE_CHARACTERS = 18
_KEPT_SHARE = 0.88
_NEARNESS_CHARACTERS = 1500.0
_MIN_BODY_CHARACTERS = 30
_MISNAMED_SHARE, _MISNAMED_SHARE_NEAR = 0.85, 0.5
_NEAR_CHARACTERS = 200


@dataclass(slots=True)
class Node:
    """Totals of one block element: characters, linked characters, what speaks for it, and where its text begins."""

    element: Element
    start: int
    parent: Node | None
    noise: bool
    classes: frozenset[str] = frozenset()
    own: int = 0
    own_linked: int = 0
    own_marks: int = 0
    about: bool = False
    size: int = 0
    linked: int = 0
    sentences: int = 0
    gain: float = 0.0
    prose: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The element of the body with its totals."""

    element: Element
    characters: int
    linked: int
    prose: int


class Survey:
    """One pass over a page: totals of every block element, parents before children."""

    def __init__(self, root: Element, headline: Element | None) -> None:
        self.nodes: list[Node] = []
        self.headline_end = 0
        self._noise_names: dict[str, bool] = {}
        self.length = self._walk(root, headline)
        self._weigh()

    def _walk(self, root: Element, headline: Element | None) -> int:
        position, links, dropped = 0, 0, 0
        node: Node | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag
            if event == "start":
                if dropped or tag in _DROPPED or _is_hidden(element):
                    dropped += 1
                    continue
                links += tag == "a"
                if tag in BLOCK_TAGS:
                    classes = frozenset((element.get("class") or "").split())
                    node = Node(element, position, node, tag in _NOISE_TAGS or self._is_noise(element), classes)
                    self.nodes.append(node)
                position += _count(node, element.text, links)
                continue
            if dropped:
                dropped -= 1
            else:
                if element is headline:
                    self.headline_end = position
                links -= tag == "a"
                if node is not None and tag in BLOCK_TAGS:
                    node.end = position
                    node = node.parent
            if not dropped:
                position += _count(node, element.tail, links)
        return position

    def _is_noise(self, element: Element) -> bool:
        named = f"{element.get('id') or ''} {element.get('class') or ''}"
        if not 1 < len(named) < 300 or element.tag in ("html", "body"):
            return False
        # Names repeat all over a page.
        known = self._noise_names.get(named)
        if known is None:
            known = self._noise_names[named] = layouts.load().noise_names.search(named) is not None
        return known

    def named(self, selector: str) -> list[Node]:
        """Nodes in document order by ``#id``, ``.class`` (several joined: ``.a.b``), ``[attribute=value]`` or tag."""
        if selector[0] == "#":
            return [node for node in self.nodes if node.element.get("id") == selector[1:]]
        if selector[0] == ".":
            wanted = set(selector[1:].split("."))
            return [node for node in self.nodes if wanted <= node.classes]
        if selector[0] == "[":
            name, _, value = selector[1:-1].partition("=")
            return [node for node in self.nodes if node.element.get(name) == value]
        return [node for node in self.nodes if node.element.tag == selector]

    def _weigh(self) -> None:
        """Sum up: sizes from the leaves to the root, furniture from the root to the leaves, then gains upwards."""
        for node in reversed(self.nodes):
            node.size += node.own
            node.linked += node.own_linked
            node.sentences += node.own - node.own_linked if _is_prose(node) else 0
            if node.parent is not None:
                node.parent.size += node.size
                node.parent.linked += node.linked
                node.parent.sentences += node.sentences
        total = max((node.sentences for node in self.nodes), default=0)
        for node in self.nodes:
            # A name may mislead: what holds the prose right below the headline is no furniture.
            near = node.start - self.headline_end < _NEAR_CHARACTERS
            if node.sentences > total * (_MISNAMED_SHARE_NEAR if near else _MISNAMED_SHARE):
                node.noise = False
            if node.parent is not None and node.parent.noise:
                node.noise = True
        for node in reversed(self.nodes):
            own = _gain(node)
            node.gain += own
            node.prose += node.own if own > 0 else 0
            if node.parent is not None:
                node.parent.gain += node.gain
                node.parent.prose += node.prose


def _is_hidden(element: Element) -> bool:
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _count(node: Node | None, text: str | None, links: int) -> int:
    if not text or node is None:
        return 0
    size = sum(map(len, text.split()))
    if size:
        node.own += size
        node.own_linked += size if links else 0
        node.own_marks += len(_SENTENCE.findall(text))
        node.about = node.about or (size < 400 and _ABOUT.search(text) is not None)
    return size


def _is_prose(node: Node) -> bool:
    return node.own_marks > 0 and node.own >= _MIN_SENTENCE_CHARACTERS and node.own_linked <= node.own * 0.5


def _gain(node: Node) -> float:
    """What a block's own text says for its being of the article."""
    size = node.own
    if not size:
        return 0.0
    if node.noise or node.about:
        return -size - 5.0
    if node.own_linked > size * 0.5:
        return -size * 0.5 - 8.0
    if _is_prose(node):
        return float(size - node.own_linked)
    if node.element.tag in _CELLS or node.element.tag in _HEADINGS:
        return 0.0
    return size * 0.5 if node.own_marks else -4.0


def find(root: Element, headline: Element | None, site: Site | None) -> Found | None:
    """The body's element; None where nothing on the page reads like an article."""
    survey = Survey(root, headline)
    node = _by_layout(survey, site) or _by_density(survey)
    if node is None or node.size < _MIN_BODY_CHARACTERS:
        return None
    return Found(node.element, node.size, node.linked, node.prose)


def whole(root: Element) -> Found:
    """A fragment that is all of a body, with its totals."""
    survey = Survey(root, None)
    return Found(root, survey.length, survey.nodes[0].linked if survey.nodes else 0, survey.length)


def _by_layout(survey: Survey, site: Site | None) -> Node | None:
    for selector in (*(site.body if site is not None else ()), *layouts.load().body):
        nodes = [node for node in survey.named(selector) if node.prose >= _MIN_BODY_CHARACTERS]
        # Endless pages hold several articles under one name: the headline's is the first that ends below it.
        below = [node for node in nodes if node.end > survey.headline_end]
        fullest = max((node.prose for node in below or nodes), default=0)
        for node in below or nodes:
            near = node.start - survey.headline_end < _NEAR_CHARACTERS and node.prose >= _NEAR_CHARACTERS / 2
            if near or node.prose >= fullest * 0.3:
                return node
    return None


def _by_density(survey: Survey) -> Node | None:
    best = max(survey.nodes, key=lambda node: _worth(node, survey), default=None)
    if best is None or best.gain <= 0:
        return None
    # Down to the smallest element that keeps nearly all: what it leaves behind are captions, by-lines, notices.
    goal = _worth(best, survey) * _KEPT_SHARE
    smallest = best
    for node in survey.nodes:
        inside = best.start <= node.start and node.end <= best.end and node.gain > 0
        if inside and node.size < smallest.size and node.prose >= best.prose * 0.7 and _worth(node, survey) >= goal:
            smallest = node
    return smallest


def _worth(node: Node, survey: Survey) -> float:
    if node.gain <= 0:
        return node.gain
    distance = max(0, node.start - survey.headline_end) if survey.headline_end else 0
    if survey.headline_end and node.end <= survey.headline_end:
        return node.gain * 0.2
    named = f"{node.element.get('id') or ''} {node.element.get('class') or ''}"
    factor = 1.15 if _GOOD_NAME.search(named) or node.element.tag == "article" else 1.0
    return node.gain * factor / (1.0 + distance / _NEARNESS_CHARACTERS)
