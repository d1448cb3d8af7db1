"""What each paragraph of a report is: heading, caption, unit line, source line, note, list item, boilerplate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.documents.boilerplate import boilerplate_of, starts_boilerplate, starts_reading_list
from extractors.documents.dates import is_date_line
from extractors.documents.patterns import (
    is_caption,
    is_note,
    is_source,
    is_unit_line,
    numbered_level,
)
from extractors.documents.pdf.paragraphs import Paragraph, Piece
from extractors.documents.values import is_value

MAX_HEADING_CHARS = 44
HEADING_SIZE = 1.12
"""A line this many times as large as the running text may be a heading."""


def body_size(pieces: Sequence[Piece]) -> float:
    """The size in points in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        if isinstance(piece, Paragraph) and piece.kind is None:
            for line in piece.lines:
                sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def classify(pieces: list[Piece], size: float) -> set[int]:
    """Sets the kind of each paragraph. Returns the positions of tables and charts that are boilerplate."""
    for piece in pieces:
        if isinstance(piece, Paragraph) and piece.kind is None:
            piece.kind, piece.level = _kind(piece, size)
    _reading_lists(pieces)
    return _boilerplate(pieces)


def _kind(piece: Paragraph, size: float) -> tuple[str, int | None]:
    text = piece.text
    first = piece.lines[0]
    if is_caption(text):
        return "caption", None
    if is_unit_line(text):
        return "unit", None
    if is_source(text):
        return "source", None
    if is_note(text):
        return "footnote", None
    if all(map(is_value, text.split())) and not is_date_line(text):
        return "chart", None
    if first.bullet and len(text) > MAX_HEADING_CHARS:
        return "list_item", 1
    if _is_heading(piece, text, size):
        level = numbered_level(text)
        if level is None:
            level = 1 if first.size >= 1.35 * size else 2 if first.size >= HEADING_SIZE * size else 3
        return "heading", level
    return ("list_item", 1) if first.bullet else ("paragraph", None)


def _is_heading(piece: Paragraph, text: str, size: float) -> bool:
    first = piece.lines[0]
    if (
        len(text) > MAX_HEADING_CHARS
        or len(piece.lines) > 2
        or text[-1:] in "。；，、,;"
        or not any(map(str.isalpha, text))
    ):
        return False
    if first.size >= HEADING_SIZE * size:
        return True
    if text[-1:] == "." or text[:1].islower():
        return False
    short = first.box.x1 < first.right - 2 * first.size
    return short and first.size >= 0.95 * size and (first.bold or numbered_level(text) is not None)


def _reading_lists(pieces: Sequence[Piece]) -> None:
    """A list of the house's other reports is read by no one for figures."""
    region: int | None = None
    for piece in pieces:
        if not isinstance(piece, Paragraph):
            region = None
        elif starts_reading_list(piece.text):
            region = piece.lines[0].region
            piece.kind, piece.level = "boilerplate", None
        elif region is not None and piece.kind != "furniture":
            if piece.lines[0].region != region or (piece.kind == "heading" and "《" not in piece.text):
                region = None
            else:
                piece.kind, piece.level = "boilerplate", None


def _boilerplate(pieces: Sequence[Piece]) -> set[int]:
    positions = [
        index
        for index, piece in enumerate(pieces)
        if not (isinstance(piece, Paragraph) and piece.kind in ("furniture", "boilerplate"))
    ]
    texts, headings, content = [], [], []
    for index in positions:
        piece = pieces[index]
        if isinstance(piece, Paragraph):
            texts.append(piece.text)
            headings.append(piece.kind in ("heading", "paragraph", "list_item"))
            content.append(
                piece.kind == "caption"
                or (piece.kind == "heading" and numbered_level(piece.text) == 1 and not starts_boilerplate(piece.text))
            )
        else:
            texts.append("")
            headings.append(False)
            content.append(False)
    others: set[int] = set()
    for index, mark in zip(positions, boilerplate_of(texts, is_heading=headings, is_content=content), strict=True):
        piece = pieces[index]
        if not mark:
            continue
        if isinstance(piece, Paragraph):
            piece.kind, piece.level = "boilerplate", None
        else:
            others.add(index)
    return others
