"""Markdown to pieces. Block structure is markdown-it's; inline marks are taken off here.

CommonMark's rules for emphasis need spaces or punctuation that Chinese text lacks (``**增长：**达到`` is no emphasis to
them), and exporters write ``**它能****自动``. Marks are therefore removed as such: what they enclosed stays whole.
"""

from __future__ import annotations

import html
from functools import lru_cache

import regex
from markdown_it import MarkdownIt
from markdown_it.token import Token

from extractors.documents import html_flow, html_images
from extractors.documents.html_pieces import Piece
from extractors.documents.text import CellText, normalise

_IMAGE = regex.compile(
    r"!\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,200}\]){0,500}+)\]\((?:[^()\\\n]|\\.|\([^()\n]{0,500}\)){0,4000}+\)"
)
_LINK = regex.compile(
    r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,200}\]){0,2000}+)\]\((?:[^()\\\n]|\\.|\([^()\n]{0,500}\)){0,4000}+\)"
)
_REFERENCE = regex.compile(r"!?\[((?:[^\[\]\\\n]|\\.){0,500}+)\]\[[^\[\]\n]{0,100}\]")
_AUTOLINK = regex.compile(r"<(https?://[^\s<>]{1,2000})>")
_BREAK_TAG = regex.compile(r"<br\s{0,4}/?>", regex.IGNORECASE)
_TAG = regex.compile(r"</?[A-Za-z][A-Za-z0-9:-]{0,30}(?:\s[^<>]{0,2000})?/?>|<!--.{0,5000}?-->", regex.DOTALL)
_ESCAPED = regex.compile(r"\\([!-/:-@\[-`{-~])")
_STARS = regex.compile(r"\*{2,}|(?<![\s\d*])\*(?!\*)|(?<!\*)\*(?![\s\d*])")
_UNDERSCORES = regex.compile(r"(?<![A-Za-z0-9_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![A-Za-z0-9_])")
_STRIKE = regex.compile(r"~~")
_CODE = regex.compile(r"`{1,3}")
_BOLD_LINE = regex.compile(r"\s*(?:\*\*|__)(?:[^*_\n]|\*(?!\*)|_(?!_)|\*{4}){1,200}(?:\*\*|__)\s*")
_PARTING = regex.compile(r"(?<=[。！？!?；;])\s{0,4}\n|\n\s{0,4}\n|\n(?=\s{0,4}[\u3000]{2})")
_LEADING_MARK = regex.compile(r"^[●•◆■▪◦·►▶]\s{0,3}")
_GUARD = "\ue000"

_MAX_HEADING_CHARACTERS = 120


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # Blocks alone: inline rules do not run. Lines indented by four spaces are indented prose here, never code.
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 30}).enable("table").disable("code")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def read_blocks(text: str) -> list[Piece]:
    """The blocks of a Markdown body, in order."""
    pieces: list[Piece] = []
    kinds: list[tuple[str, int | None]] = []
    tokens = _parser().parse(text)
    number = 0
    while number < len(tokens):
        token = tokens[number]
        number += 1
        if token.type == "table_open":
            number = _table(tokens, number, pieces)
        elif token.type in ("blockquote_open", "list_item_open"):
            depth = sum(kind == "list_item" for kind, _ in kinds) + 1
            kinds.append(("quote", None) if token.type == "blockquote_open" else ("list_item", depth))
        elif token.type in ("blockquote_close", "list_item_close"):
            kinds.pop()
        elif token.type == "heading_open":
            _inline(tokens[number].content, [*kinds, ("heading", int(token.tag[1]))], pieces)
            number += 1
        elif token.type == "inline":
            _inline(token.content, kinds, pieces)
        elif token.type == "html_block":
            pieces.extend(html_flow.read_fragment(token.content))
        elif token.type in ("fence", "code_block"):
            _inline(token.content, kinds, pieces, code=True)
    return pieces


def _inline(content: str, kinds: list[tuple[str, int | None]], pieces: list[Piece], *, code: bool = False) -> None:
    kind, level = kinds[-1] if kinds else ("paragraph", None)
    first, later = ([], []) if code else _images(content)
    pieces.extend(first)
    for part in _PARTING.split(_BREAK_TAG.sub("\n", _IMAGE.sub("", content))):
        linked = sum(len(clean(match.group(1))) for match in _LINK.finditer(part))
        text = normalise(part if code else clean(part))
        text = "\n".join(line.strip() for line in text.split("\n") if line.strip())
        if not text:
            continue
        if kind == "heading" and len(text) > _MAX_HEADING_CHARACTERS:
            kind, level = "paragraph", None
        pieces.append(Piece(kind, text, level, linked, _BOLD_LINE.fullmatch(part) is not None))
    pieces.extend(later)


def _images(content: str) -> tuple[list[Piece], list[Piece]]:
    """What the images of a block say, those before its words and the others; images that are links say it of others."""
    first: list[Piece] = []
    later: list[Piece] = []
    opens, position = True, 0
    for match in _IMAGE.finditer(content):
        between, position = content[position : match.start()], match.end()
        opens = opens and not between.strip(" *_\n")
        text = None if between.endswith("[") else html_images.meaning(clean(match.group(1)))
        if text is not None:
            (first if opens else later).append(Piece("caption", text, from_image=True))
    return first, later


def clean(text: str) -> str:
    r"""The words of a Markdown line: no image, no link target, no mark of emphasis.

    >>> clean("**营收**[12.5亿元](http://x.cn/a_b)，增**3**%")
    '营收12.5亿元，增3%'
    """
    text = text.replace(_GUARD, "")
    escaped: list[str] = []

    def guard(match: regex.Match[str]) -> str:
        escaped.append(match.group(1))
        return _GUARD

    text = _ESCAPED.sub(guard, _IMAGE.sub("", text))
    # Links nest at most once: a link around an image that is gone by now.
    text = _REFERENCE.sub(r"\1", _LINK.sub(r"\1", text))
    text = _TAG.sub("", _BREAK_TAG.sub("\n", _AUTOLINK.sub(r"\1", text)))
    text = _CODE.sub("", _STRIKE.sub("", _STARS.sub("", text)))
    text = _UNDERSCORES.sub("", text) if "://" not in text else text
    parts = html.unescape(text).split(_GUARD)
    return "".join(a + b for a, b in zip(parts, [*escaped, ""], strict=False))


def _table(tokens: list[Token], number: int, pieces: list[Piece]) -> int:
    cells: list[CellText] = []
    row = column = -1
    header = False
    while number < len(tokens) and tokens[number].type != "table_close":
        token = tokens[number]
        number += 1
        if token.type == "tr_open":
            row, column = row + 1, -1
        elif token.type in ("th_open", "td_open"):
            column += 1
            header = token.type == "th_open"
        elif token.type == "inline":
            text = " ".join(normalise(clean(token.content).replace("\t", " ")).split())
            cells.append(CellText(row, column, text, is_header=header))
    if any(cell.text for cell in cells):
        pieces.append(Piece("table", cells=tuple(cells)))
    return number + 1
