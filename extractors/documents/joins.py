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

    A number that is cut at the line's end (``4,`` / ``000``, ``12.`` / ``5``, ``3-`` / ``5``) is put together again,
    and a sign stays with its number (``(-`` / ``5%``).

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
    if last in "+-−–±~" and first.isdigit() and before[-2:-1] not in ("", " ", last):
        return ""  # a dash that stands alone is no value, and no number's sign
    if last in ",." and first.isdigit() and before[-2:-1].isdigit():
        return ""
    return " "


def has_unit_before(text: str) -> bool:
    """Whether a text ends in a number with a Chinese unit, after which a space parts two figures."""
    return len(text) >= 2 and text[-1] in "万亿千元倍股" and (text[-2].isdigit() or text[-2] in "万亿千百美港")


def tidy_spaces(text: str) -> str:
    """The text without the spaces that typesetting puts beside Chinese characters; others stay.

    >>> tidy_spaces("沪深 300 指数 涨 1.2% 3.4%")
    '沪深300指数涨1.2% 3.4%'
    """
    if " " not in text:
        return text
    out: list[str] = []
    for position, char in enumerate(text):
        if char != " ":
            out.append(char)
            continue
        before = out[-1] if out else ""
        after = next((later for later in text[position + 1 : position + 3] if later != " "), "")
        if not before or before == " " or not after:
            continue
        if (is_cjk(before) or is_cjk(after)) and not (after.isdigit() and has_unit_before("".join(out[-3:]))):
            continue
        out.append(" ")
    return "".join(out)
