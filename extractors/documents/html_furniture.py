"""What of an article's own blocks is no content: calls to follow and share, notices of rights, lists of other articles.

Such blocks stay in the text, marked ``furniture``, so that no figure is read from them and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.documents import layouts
from extractors.documents.html_pieces import Piece

_RULE = regex.compile(r"[\s*_—–\-=~·.•▼▲↓↑👇⬇️#|]{1,60}")
_PROSE_CHARACTERS = 80
_MIN_TAIL_SHARE = 0.5
"""A list of other articles is looked for in the second half of an article only."""


def mark(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with their furniture marked."""
    known = layouts.load()
    tail = _tail_start(pieces, known.tail_headings)
    marked = []
    for number, piece in enumerate(pieces):
        if piece.kind not in ("table", "furniture") and (
            number >= tail
            or (len(piece.text) <= 260 and known.furniture.fullmatch(piece.text))
            or _RULE.fullmatch(piece.text)
            or _is_link_line(piece)
        ):
            piece = replace(piece, kind="furniture", level=None)
        marked.append(piece)
    return marked


def _is_link_line(piece: Piece) -> bool:
    """A line that is a link to another article, not a word linked in a sentence."""
    return piece.kind in ("paragraph", "list_item") and piece.link_share >= 0.9 and len(piece.text) >= 6


def _tail_start(pieces: Sequence[Piece], headings: regex.Pattern[str]) -> int:
    """Where the list of other articles begins; the number of pieces where there is none."""
    total = sum(len(piece.text) for piece in pieces)
    seen = total
    last = len(pieces)
    for number in range(len(pieces) - 1, -1, -1):
        piece = pieces[number]
        seen -= len(piece.text)
        if piece.kind == "table" or (len(piece.text) >= _PROSE_CHARACTERS and piece.link_share < 0.5):
            break
        if seen < total * _MIN_TAIL_SHARE:
            break
        if len(piece.text) <= 24 and headings.fullmatch(piece.text.strip(" 【】[]「」—-·|▼↓👇")):
            last = number
    return last
