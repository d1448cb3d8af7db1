"""What a reader of a page never sees, by the element's own attributes; no style sheet is read."""

from __future__ import annotations

from functools import lru_cache

import regex
from bs4 import Tag
from bs4.element import NavigableString

_NONE = regex.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*\.?0*\s*(?:;|!|$)"
    r"|text-indent\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\((?:50|100)%)",
    regex.IGNORECASE,
)
_ZERO_SIZE = regex.compile(
    r"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*0(?:px|em|rem|%)?\s*(?:;|!|$)", regex.IGNORECASE
)
_CLIPPED = regex.compile(r"(?:^|[;\s])overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", regex.IGNORECASE)
_AWAY = regex.compile(r"(?:^|[;\s])position\s*:\s*(?:absolute|fixed)", regex.IGNORECASE)
_FAR = regex.compile(r"(?:^|[;\s])(?:left|top|right)\s*:\s*-\d{4,}", regex.IGNORECASE)
_FONT_SIZE = regex.compile(r"(?:^|[;\s])font-size\s*:\s*([^;!]{1,20})", regex.IGNORECASE)
_NO_SIZE = regex.compile(r"0*\.?0*(?:px|pt|em|rem|%|vw)?")

_FONT_ANCESTORS = 12
_MAX_STYLE = 2000


def is_hidden(tag: Tag) -> bool:
    """Whether a reader never sees the element, by its own attributes.

    Zero height counts only where what runs over is cut off, a place far outside only where the element is taken there.
    """
    if tag.has_attr("hidden"):
        return True
    style = tag.get("style")
    return isinstance(style, str) and _hides(style[:_MAX_STYLE])


@lru_cache(maxsize=4096)
def _hides(style: str) -> bool:
    if _NONE.search(style):
        return True
    if _ZERO_SIZE.search(style) and _CLIPPED.search(style):
        return True
    return _AWAY.search(style) is not None and _FAR.search(style) is not None


def is_invisible_text(text: NavigableString) -> bool:
    """Whether a text is printed in letters of size zero, as the nearest element with a size says."""
    parent: Tag | None = text.parent
    for _ in range(_FONT_ANCESTORS):
        if parent is None:
            return False
        style = parent.get("style")
        if isinstance(style, str) and "font-size" in style:
            return _has_no_size(style[:_MAX_STYLE])
        parent = parent.parent
    return False


@lru_cache(maxsize=4096)
def _has_no_size(style: str) -> bool:
    sizes = _FONT_SIZE.findall(style)
    return bool(sizes) and _NO_SIZE.fullmatch(sizes[-1].strip()) is not None
