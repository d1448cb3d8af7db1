"""Joining hard-wrapped lines: what stands between the end of one and the start of the next."""

from __future__ import annotations

import functools


@functools.lru_cache(maxsize=8192)
def is_cjk(char: str) -> bool:
    """Whether a character is Chinese script or its punctuation, which stands without spaces."""
    code = ord(char)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
        or char in "“”‘’…—·《》〈〉、。〇"
    )


def glue(before: str, after: str) -> str:
    """What joins two lines of one paragraph: a space between Latin words, nothing next to Chinese characters.

    A number that is cut at the line's end (``4,`` / ``000``, ``12.`` / ``5``, ``3-`` / ``5``) is put together again.

    >>> glue("the margin", "rose"), glue("同比增长", "12%")
    (' ', '')
    """
    if not before or not after:
        return ""
    last, first = before[-1], after[0]
    if is_cjk(last) or is_cjk(first) or last == " " or first == " ":
        return ""
    if first in ",.;:%)]}" or last in "([{$¥￥/" or (last == "-" and before[-2:-1].isalnum()):
        return ""
    if last in ",." and first.isdigit() and before[-2:-1].isdigit():
        return ""
    return " "
