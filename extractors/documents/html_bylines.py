"""Authors that a body names in a line of its own: ``文/某某``, ``作者：某某``, ``某某 发自 某地``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from extractors.documents.html_pieces import Piece

_NAME = r"[\u3400-\u9fff·]{2,8}|[A-Za-z][A-Za-z .'-]{1,30}"
_NAMES = rf"(?:{_NAME})(?:[\s、，,/&和]{{1,3}}(?:{_NAME})){{0,5}}"
_LINE = regex.compile(
    rf"(?:本文)?(?:(?:撰)?文(?:字)?|作者|撰稿|采写|记者|见习记者|特约记者|本报记者|[\u3400-\u9fff]{{2,8}}(?:报|网|社)记者)(?!章)"
    rf"\s?(?:[/／|丨｜:：•·]\s?|\s)(?P<names>{_NAMES})"
    r"(?P<rest>\s{1,3}(?:编辑|责编|图|来源|出品|校对|题图|审核|监制|发自|北京|上海|深圳|广州).{0,60}|\s?[（(].{1,30}[）)])?"
)
_FROM = regex.compile(rf"(?P<names>{_NAMES})\s{{1,3}}发自\s.{{1,20}}(?:\n.*)?", regex.DOTALL)
_SPLIT = regex.compile(r"[、，,/&]|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]{2})和(?=[\u3400-\u9fff]{2})")
_LABEL = regex.compile(r"^(?:文|作者|撰文|撰稿|采写|记者|本报记者|见习记者)\s?[/／|丨｜:：]\s?")
_NOT_NAMES = frozenset("编辑 责编 来源 图片 摄影 出品 校对 审核 不详 佚名 原创 综合 整理 网络 编译 翻译 转载 未知 匿名 小编 admin".split())

_HEAD_PIECES = 8
_TAIL_PIECES = 6
_MAX_LINE = 60


def find(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Authors named in the first or last lines of a body; empty where none is."""
    lines = [piece for piece in pieces if piece.kind not in ("table", "title")]
    for piece in (*lines[:_HEAD_PIECES], *lines[-_TAIL_PIECES:]):
        for line in piece.text.split("\n"):
            line = line.strip(" （()）【】[]*\t")
            match = len(line) <= _MAX_LINE and (_LINE.fullmatch(line) or _FROM.fullmatch(line))
            if match:
                names = split(match.group("names"))
                if names:
                    return names
    return ()


def split(text: str) -> tuple[str, ...]:
    """The names of a by-line, without what introduces them.

    >>> split("文/张三、李四")
    ('张三', '李四')
    """
    names = (_LABEL.sub("", name.strip(" ：:;；|")).strip() for name in _SPLIT.split(text))
    return distinct(name for name in names if 1 < len(name) <= 30 and name not in _NOT_NAMES)


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names once each, in order."""
    return tuple(dict.fromkeys(names))
