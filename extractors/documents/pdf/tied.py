"""What is tied to a table: its caption, its unit, its source line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractors.documents.patterns import general_unit, numbered_level, unit_in
from extractors.documents.pdf.paragraphs import Paragraph, Piece
from extractors.documents.pdf.parts import ChartPart, Line, TablePart
from extractors.documents.values import is_value

MAX_TITLE_CHARS = 24
MAX_CAPTION_PIECES = 3
"""A table's caption and unit stand at most so many lines before it, its source so many after."""


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
        piece.source_text = _source_below(pieces, index)


def _lines_above(pieces: Sequence[Piece], index: int) -> list[Paragraph]:
    """The lines that may name a table, the nearest first; of those on one line, the one over the table alone."""
    table = pieces[index]
    assert isinstance(table, TablePart)
    found: list[Paragraph] = []
    neighbours: list[TablePart | ChartPart] = []
    for before in _near(reversed(pieces[:index]), table, neighbours):
        if before.kind == "source":
            break
        if _across(before, table) <= 0 and any(_across(before, other) > 0 for other in neighbours):
            continue  # it stands over what is beside the table
        if before.kind in ("caption", "unit", "heading", "furniture"):
            found.append(before)
        else:
            if before.kind == "paragraph" and _names_a_table(before):
                found.append(before)
            break
    return _over_it(found, table)


def _source_below(pieces: Sequence[Piece], index: int) -> str | None:
    table = pieces[index]
    assert isinstance(table, TablePart)
    found = [after for after in _near(pieces[index + 1 :], table, []) if after.kind == "source"]
    return next((source.text for source in _over_it(found, table)), None)


def _near(pieces: Iterable[Piece], table: TablePart, neighbours: list[TablePart | ChartPart]) -> Iterator[Paragraph]:
    """The next paragraphs, as far as captions and sources stand, those on one line counted once.

    Tables and charts beside the table are passed over, and kept in ``neighbours``.
    """
    last: Line | None = None
    count = 0
    for piece in pieces:
        if not isinstance(piece, Paragraph):
            if not _beside(piece, table):
                return
            if not isinstance(piece, Line):
                neighbours.append(piece)
            continue
        if last is None or not _on_one_line(piece.lines[0], last):
            count += 1
        last = piece.lines[0]
        if count > MAX_CAPTION_PIECES:
            return
        yield piece


def _on_one_line(one: Line, other: Line) -> bool:
    return one.page == other.page and abs(one.base - other.base) < 0.6 * one.size


def _beside(one: TablePart | ChartPart | Line, other: TablePart) -> bool:
    """Whether two parts stand side by side."""
    apart = one.box.x1 <= other.box.x0 + 5 or one.box.x0 >= other.box.x1 - 5
    shared = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return one.page == other.page and apart and shared > 0.3 * min(one.box.height, other.box.height)


def _across(piece: Paragraph, part: TablePart | ChartPart) -> float:
    """How much of its width a line shares with a part, in points; below 0 the distance."""
    box = piece.lines[0].box
    return min(box.x1, part.box.x1) - max(box.x0, part.box.x0)


def _over_it(found: Sequence[Paragraph], table: TablePart) -> list[Paragraph]:
    """The paragraphs without those of one kind on one line with another that is nearer to the table's columns."""
    return [
        piece
        for piece in found
        if not any(
            other is not piece
            and other.kind == piece.kind
            and _on_one_line(piece.lines[0], other.lines[0])
            and _across(other, table) > _across(piece, table)
            for other in found
        )
    ]


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
