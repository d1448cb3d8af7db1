"""Alternative texts of images: captions where they say something that the article does not print anyway."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex
from bs4 import Tag

from extractors.documents.html_pieces import Piece
from extractors.documents.text import normalise

_NUMBERED = regex.compile(r"^Image \d{1,4}\s?[:：]\s?")
"""How reader services count the images of a page."""
_WORDS = regex.compile(r"\p{Han}")
_FILE = regex.compile(r"\.(?:jpe?g|png|gif|webp|bmp|svg)$|^https?:|[<>{}\\]", regex.IGNORECASE)
_ABOUT_IMAGES = regex.compile(
    r"(?:微信|公众号|文章|本文|新闻|配|插|示意|题|头|封面|默认|点击|查看|放大|大|小|原|高清|加载|中|失败|请|稍后|用户|作者|个人|相关|的|第|张|幅|[\d\s._-])*"
    r"(?:图片|图像|照片|配图|插图|截图|题图|头图|头像|封面|大图|原图|图)(?:描述|说明|标题|加载.{0,4}|[\d\s._-])*"
)
_FURNITURE = regex.compile(
    r"二维码|扫码|扫一扫|长按|关注|公众号|头像|logo|客户端|下载|广告|点击|分享|收藏|验证码|小程序|app|banner|在看|点赞",
    regex.IGNORECASE,
)
_MIN_WORDS = 4
_MAX_CHARACTERS = 200
_MAX_IMAGES = 200
"""Each text is looked for in all of the page."""


def alternative(image: Tag) -> str | None:
    """What an image says instead of itself, as :func:`meaning` has it."""
    value = image.get("alt")
    return meaning(value) if isinstance(value, str) else None


def meaning(value: str) -> str | None:
    """An image's text on one line; None where it is a file's name, a button or a stock word."""
    value = _NUMBERED.sub("", value)
    if len(value) > _MAX_CHARACTERS:
        return None
    text = " ".join(normalise(value).split())
    if len(_WORDS.findall(text)) < _MIN_WORDS or _FILE.search(text) or _FURNITURE.search(text):
        return None
    if (text[0] + text[-1]) in ("[]", "【】") or _ABOUT_IMAGES.fullmatch(text):
        return None
    return text


def without_repeats(pieces: Sequence[Piece], title: str | None) -> list[Piece]:
    """The pieces without images' texts that repeat the title or a line of the article, or stand for many images."""
    counts = Counter(piece.text for piece in pieces if piece.from_image)
    if not counts:
        return list(pieces)
    printed = "\n".join(_key(piece.text) for piece in pieces if not piece.from_image)
    heading = _key(title or "")
    kept = []
    seen = 0
    for piece in pieces:
        seen += piece.from_image
        if piece.from_image and seen > _MAX_IMAGES:
            continue
        key = _key(piece.text) if piece.from_image else ""
        repeats = counts[piece.text] > 1 or key in printed or key in heading or (heading and heading in key)
        if not piece.from_image or not repeats:
            kept.append(piece)
    return kept


def _key(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
