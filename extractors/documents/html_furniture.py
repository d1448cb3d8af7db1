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
_BACK = regex.compile(r"返回[^\s，。；、]{1,8}(?:首页|频道|，查看更多|,查看更多)[\s>》»]*$")
"""A link back to the site's front page that a template put behind the last sentence."""
_DATE_LINE = regex.compile(
    r"[^。！？；]{0,40}(?:19|20)\d{2}[-/年]\d{1,2}[-/月]\d{1,2}日?\s{0,3}\d{1,2}:\d{2}(?::\d{2})?[^。！？；]{0,50}"
)
_HEAD_PIECES = 4
_PROSE_CHARACTERS = 80
_MIN_REPEATED_CHARACTERS = 40
_MIN_TAIL_SHARE = 0.5
"""A list of other articles is looked for in the second half of an article only."""


def mark(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with their furniture marked."""
    known = layouts.load()
    tail = min(_tail_start(pieces, known.tail_headings), _repeats_start(pieces))
    marked: list[Piece] = []
    for number, piece in enumerate(pieces):
        back = _BACK.search(piece.text) if piece.linked and piece.kind in ("paragraph", "list_item") else None
        if back is not None and back.start() > 0:
            rest = piece.text[: back.start()].rstrip()
            marked.append(replace(piece, text=rest, linked=max(0, piece.linked - len(back.group()))))
            marked.append(Piece("furniture", back.group()))
            continue
        if piece.kind not in ("table", "furniture") and (
            number >= tail
            or (len(piece.text) <= 260 and known.furniture.fullmatch(piece.text))
            or _RULE.fullmatch(piece.text)
            or _is_link_line(piece)
            or (number < _HEAD_PIECES and len(piece.text) <= 80 and _DATE_LINE.fullmatch(piece.text))
        ):
            piece = replace(piece, kind="furniture", level=None)
        marked.append(piece)
    for number in range(len(marked) - 2, -1, -1):
        # The heading of a list of links goes with it.
        if marked[number].kind == "heading" and len(marked[number].text) <= 12 and _is_link_line(marked[number + 1]):
            marked[number] = replace(marked[number], kind="furniture", level=None)
    return marked


def _is_link_line(piece: Piece) -> bool:
    """A line that is a link to another article, not a word linked in a sentence."""
    return (
        piece.kind in ("paragraph", "list_item", "heading", "furniture")
        and piece.link_share >= 0.9
        and len(piece.text) >= 6
    )


def _repeats_start(pieces: Sequence[Piece]) -> int:
    """Where blocks begin that repeat earlier ones to the end, as reader services leave them; else their number."""
    start = len(pieces)
    places: dict[str, int] = {}
    for number, piece in enumerate(pieces):
        places.setdefault(piece.text, number)
    while start > 0 and pieces[start - 1].text and places[pieces[start - 1].text] < start - 1:
        start -= 1
    repeated = sum(len(piece.text) for piece in pieces[start:])
    # The first of them stands before all of the tail; a refrain or a word of thanks is no repeated block.
    fresh = all(places[piece.text] < start for piece in pieces[start:])
    return start if fresh and repeated >= _MIN_REPEATED_CHARACTERS else len(pieces)


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
