"""The texts around a headline and a body: where sites print date, source and author."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.documents.html_markup import Element
from extractors.documents.text import normalise

_HEAD_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Texts of the page around the headline and the body, normalised: where by-lines stand."""

    head: str
    top: str
    before: str
    tail: str


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
