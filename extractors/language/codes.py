"""Codes of securities that a text prints: ``688981.SH``, ``(00700.HK)``, ``NVDA.O``, ``(002230)``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.language.securities import by_ticker, normalise_code

_CODE = re.compile(
    r"(?<![A-Za-z0-9.\-/])(?:"
    r"\d{6}\s?\.\s?(?:SH|SS|SZ|BJ|sh|sz|bj|CSI|GSI|WI|KS|KQ)|(?:SH|SZ|BJ|sh|sz)[.:]?\d{6}"
    r"|\d{4,5}\s?\.\s?(?:HK|hk)|\d{1,5} HK(?![$D])|HK[.:]?\d{4,5}"
    r"|[A-Z][A-Z0-9]{1,7}\.(?:HI|GI)|[A-Z]{1,5}(?:\.[A-Z])?\.(?:US|OQ|O|N)|[A-Z]{1,5} US(?=[)）\s,，、/])"
    r"|(?:NASDAQ|NYSE|纳斯达克|纽交所)\s?[:：]\s?[A-Z]{1,5}|\d{4}\.(?:TW|T)"
    r")(?![A-Za-z0-9.]*[A-Za-z0-9])"
)
_BARE = re.compile(r"(?<=[(（\[【\t\n])\s?(\d{6})\s?(?=[)）\]】\t\n])|(?<=代码)[:：]?\s?(\d{6})(?!\d)")


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
    for match in _CODE.finditer(text):
        printed = match[0].replace("纳斯达克", "NASDAQ").replace("纽交所", "NYSE")
        ticker = normalise_code(printed)
        if ticker is not None and (by_ticker(ticker) is not None or not ticker.endswith((".US", ".GI", ".HI", ".T"))):
            found.append(Code(match.start(), match.end(), ticker))
    for match in _BARE.finditer(text):
        group = 1 if match[1] else 2
        ticker = normalise_code(match[group])
        if ticker is not None:
            found.append(Code(match.start(group), match.end(group), ticker, bare=True))
    found.sort(key=lambda code: code.start)
    return found
