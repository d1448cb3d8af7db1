"""Codes of securities that a text prints: ``688981.SH``, ``(00700.HK)``, ``NVDA.O``, ``(002230)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.language.securities import by_ticker, normalise_code

_SUFFIX = re.compile(r"\.\s?(?:SH|SS|SZ|BJ|HK|sh|sz|bj|hk|CSI|GSI|WI|KS|KQ|HI|GI|US|OQ|O|N|TW|T)(?![A-Za-z0-9])")
_STEM = re.compile(r"(?<![A-Za-z0-9.\-/])(?:\d{4,6}|[A-Z][A-Z0-9]{0,7}(?:\.[A-Z])?)\s?$")
_MARKET = re.compile(r" (?:HK(?![A-Za-z0-9$])|US(?=[)）\s,，、/]))")
_BEFORE_MARKET = re.compile(r"(?<![A-Za-z0-9.\-/])(?:\d{1,5}|[A-Z]{1,5})$")
_FORMS = {
    **dict.fromkeys(("SH", "SZ", "BJ", "sh", "sz", "bj"), r"[.:]?\d{6}"),
    "HK": r"[.:]?\d{4,5}",
    **dict.fromkeys(("NASDAQ", "NYSE", "纳斯达克", "纽交所"), r"\s?[:：]\s?[A-Z]{1,5}"),
}
# What a code may not stand behind is looked at after its first letter or digit: the search then leaps from one to the
# next.
_ALONE = (rf"{name[0]}(?<![A-Za-z0-9.\-/]{name[0]}){name[1:]}{rest}" for name, rest in _FORMS.items())
_PREFIXED = re.compile(f"(?:{'|'.join(_ALONE)})(?![A-Za-z0-9])")
_BARE = re.compile(
    # What stands before the digits is rarer than they are.
    r"[(（\[【\t\n代](?:(?<!代)\s?(\d{6})(?=\s?[)）\]】\t\n])|(?<=代)码[:：]?\s?(\d{6})(?!\d))"
)


@dataclass(frozen=True, slots=True)
class Code:
    """A printed code at ``text[start:end]`` and the ticker that it means. ``bare`` codes print no market."""

    start: int
    end: int
    ticker: str
    bare: bool = False


def find_codes(text: str) -> list[Code]:
    """All codes that mean a security, sorted by start. A bare six-digit code must be in the list, and its digits must
    stand alone in brackets, in a cell, or after 代码; an American one must be in the list."""
    found = []
    for start, end in _spans(text):
        ticker = normalise_code(text[start:end].replace("纳斯达克", "NASDAQ").replace("纽交所", "NYSE"))
        if ticker is not None and (by_ticker(ticker) is not None or not ticker.endswith((".US", ".GI", ".HI", ".T"))):
            found.append(Code(start, end, ticker))
    for match in _BARE.finditer(text):
        ticker = normalise_code(match[match.lastindex or 0])
        if ticker is not None:
            found.append(Code(*match.span(match.lastindex or 0), ticker, bare=True))
    found.sort(key=lambda code: code.start)
    return found


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where something stands in the form of a code. A market's suffix is looked for first: it is rarer than digits."""
    for suffix, stem in ((_SUFFIX, _STEM), (_MARKET, _BEFORE_MARKET)):
        for match in suffix.finditer(text):
            low = max(0, match.start() - 12)
            before = stem.search(text[low : match.start()])
            if before is not None:
                yield low + before.start(), match.end()
    for match in _PREFIXED.finditer(text):
        yield match.span()
