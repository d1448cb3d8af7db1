"""Pieces: the blocks of a page, a Markdown file or a post before they become the one text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.documents.text import CellText, TextBuilder, normalise
from extractors.records import Document, Metadata


@dataclass(frozen=True, slots=True)
class Piece:
    """One block to be. ``linked`` counts the characters that stand in links, ``bold`` says that all of it is strong;
    a table has ``cells`` and no text; ``from_image`` marks the text that an image has for those who do not see it."""

    kind: str
    text: str = ""
    level: int | None = None
    linked: int = 0
    bold: bool = False
    cells: tuple[CellText, ...] = ()
    caption: str | None = None
    from_image: bool = False

    @property
    def link_share(self) -> float:
        """Share of the characters that stand in links."""
        return min(1.0, self.linked / len(self.text)) if self.text else 0.0


_CAPTION = re.compile(
    r"(?:图表|图|表|Figure|Table|Chart)\s{0,2}\d{1,3}(?:[-.]\d{1,3})?\s{0,2}[:：.、|丨]?\s{0,2}\S.{0,80}"
)
_UNIT = re.compile(r"[（(]?\s{0,2}单位\s{0,2}[:：].{1,40}")
_SOURCE = re.compile(r"(?:资料|数据|图片|图表)来源\s{0,2}[:：].{1,120}|(?:▲|△|◎|图\s{0,2}/|图源).{1,60}")
_SENTENCE_END = re.compile(r"[。！？!?；;…]\s*$")
_CJK = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]+")

_MAX_HEADING_CHARACTERS = 40
_MAX_LONG_HEADING = 100


def classify(pieces: Iterable[Piece]) -> list[Piece]:
    """Name captions, unit lines, sources and bold lines that stand for headings."""
    named = []
    for piece in pieces:
        if piece.kind == "heading" and _is_prose(piece.text):
            piece = replace(piece, kind="paragraph", level=None)
        if piece.kind == "paragraph" and len(piece.text) <= 120:
            kind, level = piece.kind, piece.level
            if _UNIT.fullmatch(piece.text):
                kind = "unit"
            elif _SOURCE.fullmatch(piece.text):
                kind = "source"
            elif _CAPTION.fullmatch(piece.text) and not _SENTENCE_END.search(piece.text):
                kind = "caption"
            elif _is_bold_heading(piece):
                kind, level = "heading", 3
            if kind != piece.kind:
                piece = replace(piece, kind=kind, level=level)
        named.append(piece)
    return named


def _is_prose(text: str) -> bool:
    """Whether a text in a heading's element is a paragraph: editors choose headings for their size."""
    return len(text) > _MAX_LONG_HEADING or (len(text) > _MAX_HEADING_CHARACTERS and text.endswith("。"))


def _is_bold_heading(piece: Piece) -> bool:
    if not piece.bold or len(piece.text) > _MAX_HEADING_CHARACTERS or "\n" in piece.text or piece.link_share > 0.5:
        return False
    return _SENTENCE_END.search(piece.text) is None and not piece.text.endswith(("，", ",", "、", "：", ":"))


def assemble(pieces: Sequence[Piece], metadata: Metadata, *, media_type: str, parser: str) -> Document:
    """The document of a title and its pieces. Tables take the caption, unit line and source line that stand by them."""
    builder = TextBuilder()
    if metadata.title:
        builder.add("title", metadata.title, level=1)
    for number, piece in enumerate(pieces):
        if piece.kind == "table":
            caption, unit_text = _above(pieces, number)
            builder.add_table(
                piece.cells,
                caption=piece.caption or caption,
                unit_text=unit_text,
                source_text=_below(pieces, number),
            )
        else:
            builder.add(piece.kind, piece.text, level=piece.level)
    return builder.build(metadata, media_type=media_type, parser=parser)


def _above(pieces: Sequence[Piece], number: int) -> tuple[str | None, str | None]:
    caption = unit_text = None
    for piece in reversed(pieces[max(0, number - 2) : number]):
        if piece.kind == "unit" and unit_text is None:
            unit_text = piece.text
        elif piece.kind in ("caption", "heading") and caption is None:
            caption = piece.text
            break
        else:
            break
    return caption, unit_text


def _below(pieces: Sequence[Piece], number: int) -> str | None:
    following = pieces[number + 1] if number + 1 < len(pieces) else None
    return following.text if following is not None and following.kind == "source" else None


def plain_pieces(text: str) -> list[Piece]:
    """Paragraphs of a text whose lines are its paragraphs."""
    return [Piece("paragraph", line) for line in normalise(text).split("\n") if line.strip()]


def language_of(text: str) -> str | None:
    """``zh`` or ``en`` by the share of Han characters against Latin words; None for a text without either."""
    han = len(_CJK.findall(text))
    words = len(_LATIN.findall(text))
    if not han and not words:
        return None
    return "zh" if han >= words * 0.5 else "en"
