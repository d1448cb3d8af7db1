"""What each paragraph of a report is: heading, caption, unit line, source line, note, list item, boilerplate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.documents.boilerplate import boilerplate_of, starts_boilerplate, starts_reading_list
from extractors.documents.dates import is_date_line
from extractors.documents.patterns import (
    general_unit,
    is_caption,
    is_note,
    is_source,
    is_unit_line,
    numbered_level,
    unit_in,
)
from extractors.documents.pdf.paragraphs import Paragraph, Piece
from extractors.documents.pdf.parts import ChartPart, Line, TablePart
from extractors.documents.values import is_value

MAX_HEADING_CHARS = 44
HEADING_SIZE = 1.12
"""A line this many times as large as the running text may be a heading."""
MAX_TITLE_CHARS = 24
MAX_CAPTION_PIECES = 3
"""A table's caption and unit stand at most so many pieces before it, its source so many after."""


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


def attach_captions(pieces: Sequence[Piece], size: float) -> None:
    """Gives each table its caption, its unit and its source line from the lines around it.

    ``size`` is the running text's: a heading much larger is no table's. A unit that is said of all amounts holds for
    tables without their own, up to the next chapter.
    """
    general: str | None = None
    for index, piece in enumerate(pieces):
        if isinstance(piece, Paragraph):
            chapter = piece.kind == "heading" and numbered_level(piece.text) == 1 and piece.text[:1] == "第"
            general = general_unit(piece.text) or (None if chapter else general)
        if not isinstance(piece, TablePart):
            continue
        for before in _lines_above(pieces, index):
            text = before.text
            if before.kind == "caption" and piece.caption is None:
                piece.caption = text
                piece.unit_text = piece.unit_text or unit_in(text)
            elif before.kind == "unit" and piece.unit_text is None and general_unit(text) is None:
                piece.unit_text = unit_in(text) or text
            elif (
                before.kind in ("heading", "paragraph")
                and piece.caption is None
                and before.lines[-1].size <= 1.3 * size
                and _is_right_above(before.lines[-1], piece)
            ):
                piece.caption = text
                piece.unit_text = piece.unit_text or unit_in(text)
                if before.kind == "paragraph":
                    before.kind, before.level = "heading", 3
        if piece.unit_text is None:
            piece.unit_text = unit_in(piece.caption) or _corner_unit(piece) or general
        for after in pieces[index + 1 : index + 1 + MAX_CAPTION_PIECES]:
            if isinstance(after, TablePart | ChartPart):
                break
            if isinstance(after, Paragraph) and after.kind == "source":
                piece.source_text = after.text
                break


def _lines_above(pieces: Sequence[Piece], index: int) -> list[Paragraph]:
    found = []
    for before in reversed(pieces[max(0, index - MAX_CAPTION_PIECES) : index]):
        if not isinstance(before, Paragraph) or before.kind == "source":
            break
        if before.kind in ("caption", "unit", "heading", "furniture"):
            found.append(before)
        else:
            if before.kind == "paragraph" and _names_a_table(before):
                found.append(before)
            break
    return found


def _names_a_table(piece: Paragraph) -> bool:
    """Whether a line could be a table's title without a number: one short line that says nothing."""
    text = piece.text
    return (
        len(piece.lines) == 1
        and 2 <= len(text) <= MAX_TITLE_CHARS
        and text[0].isalpha()
        and text[-1] not in "。；，、：:;,.！？%"
        and all(text.count(opening) == text.count(closing) for opening, closing in ("()", "（）"))
        and not any(map(is_value, text.split()))
    )


def _is_right_above(line: Line, table: TablePart) -> bool:
    """Whether a line stands close over a table, at its left edge or in its middle."""
    near = line.page == table.page and 0 <= table.box.top - line.box.bottom < 2.5 * line.size
    middle = abs(line.box.x0 + line.box.x1 - table.box.x0 - table.box.x1) / 2
    return near and (abs(line.box.x0 - table.box.x0) < 2.5 * line.size or middle < 0.15 * table.box.width)


def _corner_unit(table: TablePart) -> str | None:
    """The unit in a cell of the header: ``利润表(百万元)`` at the left, ``单位：百万元`` anywhere."""
    for cell in table.cells:
        if cell.is_header and (cell.col == 0 or "单位" in cell.text):
            unit = unit_in(cell.text)
            if unit is not None:
                return unit
    return None
