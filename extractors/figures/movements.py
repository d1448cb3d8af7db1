"""How far a table of movements has come: its time, the title over its rows, and the rows that the next is in under."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extractors.figures.metrics import clean_label
from extractors.records import Period

_NUMBERING = (
    ("heading", regex.compile(r"^\s*[一二三四五六七八九十]+、")),
    ("bracketed", regex.compile(r"^\s*[(（][一二三四五六七八九十]+[)）]")),
    ("number", regex.compile(r"^\s*\d+[.．、]")),
    ("bracketed number", regex.compile(r"^\s*[(（]\d+[)）]")),
)
_TITLE = regex.compile(r"账面原值|账面余额|账面价值|原价|原值|成本|累计折旧|累计摊销|减值准备|坏账准备")
_ALL_MOVED = regex.compile(r"增减变动|余额$")


@dataclass(slots=True)
class Movement:
    """The time that a table of movements covers, the title over the rows, and the rows that the last one is under."""

    period: Period
    title: str = ""
    above: list[tuple[str, str]] = field(default_factory=list)

    def begin(self, label: str) -> None:
        """A row without values: a title over those that follow, or a row that others are set in under."""
        bare = clean_label(label)
        if _TITLE.fullmatch(bare) or _style(label) == "heading":
            self.title, self.above = bare, []
        elif _style(label):
            self.name(label)

    def name(self, label: str) -> str:
        """A row's name with those of the rows that it is set in under (``本期增加金额-购置``), by their numbering."""
        style, bare = _style(label), clean_label(label)
        styles = [known for known, _ in self.above]
        if style in styles:
            del self.above[styles.index(style) :]
        path = [words for _, words in self.above]
        if style:
            self.above.append((style, bare))
        return "-".join(words for words in (*path, bare) if not _ALL_MOVED.search(words)) or bare


def _style(label: str) -> str:
    return next((style for style, pattern in _NUMBERING if pattern.match(label)), "")
