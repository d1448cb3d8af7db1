"""Plain text of a converted report: lines with tabs are tables, the rest is paragraphs, wrapped hard or not."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from extractors.documents.boilerplate import boilerplate_of, is_running_line, starts_boilerplate, starts_reading_list
from extractors.documents.joins import glue, tidy_spaces
from extractors.documents.metadata import read_metadata
from extractors.documents.patterns import (
    is_caption,
    is_contents_line,
    is_note,
    is_source,
    is_unit_line,
    numbered_level,
    unit_in,
)
from extractors.documents.text import CellText, TextBuilder, normalise
from extractors.documents.titles import ChosenTitle, FrontLine, choose_title
from extractors.documents.values import is_figure_number
from extractors.records import Document, Unreadable

FRONT_LINES = 40
MIN_FULL_WIDTH = 44
"""Columns (two for a Chinese character) from which a line may be one that was wrapped."""
FULL_SHARE = 0.82
"""A line of this share of the width around it reaches its right edge."""
LINES_AROUND = 8
WRAPPED_SHARE = 0.4
"""Where so many of the longer lines end within a sentence, the text is wrapped hard."""
MAX_HEADING_CHARS = 40

_ENDS = "。！？；!?;"
_BULLET = regex.compile(r"\s*(?:[\uE000-\uF8FF•●◆■▪◼➢►▶◇□○★✓➤·]|[-*+](?=\s))\s*+(?:[◆●■•]\s*)?")
_MARKER = regex.compile(
    r"[(（]\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[)）]|\d{1,2}\s?[)）、]|[①-⑳]|[一二三四五六七八九十]{1,3}、|\d{1,2}\.(?!\d)|【"
)
_HASHES = regex.compile(r"(#{1,6})\s+")
_RULE = regex.compile(r"[-=_*—]{3,}|\f")


@dataclass(slots=True)
class _Piece:
    kind: str
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)
    level: int | None = None


@dataclass(slots=True)
class _Line:
    text: str
    bullet: bool
    level: int | None
    blank_before: bool
    width: int


def read_plain(text: str) -> Document:
    """Read a report that was converted to text. Raises ``Unreadable`` (``empty``) where there is none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not text.strip():
        raise Unreadable("empty", "the file holds no text")
    pieces = _pieces(lines)
    front = [FrontLine(piece.text) for piece in pieces if not piece.rows][:FRONT_LINES]
    title = _mark_title(pieces, front)
    hidden = _classify(pieces)
    metadata = read_metadata(_front_lines(lines), [piece.text for piece in pieces if not piece.rows], title=title)
    return _build(pieces, hidden).build(metadata, media_type="text/plain", parser="plain")


def _pieces(lines: Sequence[str]) -> list[_Piece]:
    pieces: list[_Piece] = []
    running: list[_Line] = []
    blank = False
    wrapped = _is_wrapped(lines)
    for raw in lines:
        if "\t" in raw.strip():
            pieces.extend(_paragraphs(running, wrapped))
            running = []
            row = [tidy_spaces(normalise(cell)).replace("**", "") for cell in raw.rstrip("\n").split("\t")]
            if pieces and pieces[-1].rows and not blank:
                pieces[-1].rows.append(row)
            else:
                pieces.append(_Piece("table", rows=[row]))
            blank = False
            continue
        line = _line(raw, blank)
        if line is None:
            blank = True
            continue
        running.append(line)
        blank = False
    pieces.extend(_paragraphs(running, wrapped))
    return pieces


def _line(raw: str, blank: bool) -> _Line | None:
    if not raw.strip() or _RULE.fullmatch(raw.strip()):
        return None
    level = None
    match = _HASHES.match(raw.lstrip())
    if match is not None:
        level = len(match.group(1))
        raw = raw.lstrip()[match.end() :]
    match = _BULLET.match(raw)
    bullet = match is not None and len(raw) > match.end()
    if match is not None and bullet:
        raw = raw[match.end() :]
    printed = regex.sub(r"[\uE000-\uF8FF]", "", normalise(raw)).replace("**", "").replace("__", "").strip()
    text = tidy_spaces(printed)
    if not text:
        return None
    return _Line(text, bullet, level, blank, _width(printed))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether sentences are cut at the lines' ends."""
    long = [line.strip() for line in lines if "\t" not in line and MIN_FULL_WIDTH <= _width(line.strip()) <= 200]
    if len(long) < 6:
        return False
    cut = sorted(_width(line) for line in long if line[-1] not in _ENDS + "：:”）)…*")
    if len(cut) < WRAPPED_SHARE * len(long):
        return False
    # Lines that were wrapped are of one width, lines that end by themselves of any.
    usual = cut[len(cut) // 2]
    return sum(abs(width - usual) <= 0.15 * usual for width in cut) >= 0.6 * len(cut)


def _paragraphs(lines: Sequence[_Line], wrapped: bool) -> list[_Piece]:
    pieces: list[_Piece] = []
    last: _Line | None = None
    for index, line in enumerate(lines):
        if last is not None and pieces and wrapped and _goes_on(lines, index, last, line):
            pieces[-1].text += glue(pieces[-1].text, line.text) + line.text
        else:
            kind = "heading" if line.level else "list_item" if line.bullet else "paragraph"
            pieces.append(_Piece(kind, line.text, level=line.level or (1 if line.bullet else None)))
        last = line
    return pieces


def _goes_on(lines: Sequence[_Line], index: int, last: _Line, line: _Line) -> bool:
    if (
        line.bullet
        or line.level
        or last.level
        or _stands_alone(line.text)
        or is_caption(last.text)
        or is_source(last.text)
    ):
        return False
    around = [other.width for other in lines[max(0, index - LINES_AROUND) : index + LINES_AROUND]]
    around = sorted(width for width in around if width <= 200)
    full = around[-1 - len(around) // 8] if around else 0
    if last.width < max(MIN_FULL_WIDTH, FULL_SHARE * full):
        return False
    if _MARKER.match(line.text) is not None and (
        last.text[-1] in _ENDS + "：:" or (line.blank_before and last.text[-1] not in "，、")
    ):
        return False
    return last.text[-1] not in _ENDS or not line.blank_before


def _stands_alone(text: str) -> bool:
    return (
        is_caption(text)
        or is_source(text)
        or is_note(text)
        or is_unit_line(text)
        or is_running_line(text)
        or starts_boilerplate(text)
    )


def _front_lines(lines: Sequence[str]) -> list[FrontLine]:
    """The first lines one by one, as the bylines are printed."""
    front = []
    for raw in lines:
        line = _line(raw.replace("\t", " "), False)
        if line is not None:
            spaced = regex.sub(r"[\uE000-\uF8FF]|\*\*", "", normalise(raw)).strip()
            front.append(FrontLine(spaced or line.text))
        if len(front) >= FRONT_LINES:
            break
    return front


def _mark_title(pieces: list[_Piece], front: Sequence[FrontLine]) -> ChosenTitle | None:
    """Makes the title's lines one piece of kind ``title``."""
    chosen = choose_title(front)
    if chosen is None:
        return None
    texts = [piece for piece in pieces if not piece.rows]
    first = texts[chosen.positions[0]]
    first.kind, first.text, first.level = "title", chosen.title, None
    for position in chosen.positions[1:]:
        pieces.remove(texts[position])
    return chosen


def _classify(pieces: list[_Piece]) -> set[int]:
    """Sets the kinds. Returns the positions of tables that are boilerplate."""
    reading = False
    for piece in pieces:
        if piece.rows or piece.kind == "title":
            reading = False
            continue
        text = piece.text
        if starts_reading_list(text):
            piece.kind, reading = "boilerplate", True
        elif reading and ("《" in text or regex.match(r"[-—\d]", text)):
            piece.kind = "boilerplate"
        else:
            reading = False
            piece.kind, piece.level = _kind(piece)
    marks = boilerplate_of(
        [piece.text for piece in pieces],
        is_heading=[not piece.rows and piece.kind in ("heading", "paragraph", "list_item") for piece in pieces],
        is_content=[piece.kind == "caption" for piece in pieces],
    )
    _headings(pieces)
    hidden = set()
    for index, (piece, mark) in enumerate(zip(pieces, marks, strict=True)):
        if mark and piece.rows:
            hidden.add(index)
        elif mark and piece.kind not in ("title", "furniture"):
            piece.kind, piece.level = "boilerplate", None
    return hidden


def _headings(pieces: Sequence[_Piece]) -> None:
    """A short line without an end, over longer ones, heads them."""
    for piece, after in itertools.pairwise(pieces):
        text = piece.text
        if (
            piece.kind == "paragraph"
            and 4 <= len(text) <= MAX_HEADING_CHARS
            and text[-1] not in _ENDS + "，,、.：:"
            and (after.kind in ("list_item", "paragraph") and len(after.text) > max(48, len(text)))
            and ("：" not in text or len(text) > 16)
        ):
            piece.kind, piece.level = "heading", 2


def _kind(piece: _Piece) -> tuple[str, int | None]:
    text = piece.text
    if is_running_line(text) or is_contents_line(text):
        return "furniture", None
    if is_caption(text):
        return "caption", None
    if is_unit_line(text):
        return "unit", None
    if is_source(text):
        return "source", None
    if is_note(text):
        return "footnote", None
    if piece.kind == "paragraph" and len(text) <= MAX_HEADING_CHARS and text[-1] not in _ENDS + "，,、.":
        level = numbered_level(text)
        if level is not None:
            return "heading", level
    return piece.kind, piece.level


def _build(pieces: Sequence[_Piece], hidden: set[int]) -> TextBuilder:
    builder = TextBuilder()
    for index, piece in enumerate(pieces):
        if not piece.rows:
            builder.add(piece.kind, piece.text, level=piece.level)
            continue
        before = [other for other in pieces[max(0, index - 2) : index] if not other.rows]
        caption = next((other.text for other in reversed(before) if other.kind == "caption"), None)
        unit = next((other.text for other in reversed(before) if other.kind == "unit"), None)
        source = next((other.text for other in pieces[index + 1 : index + 3] if other.kind == "source"), None)
        builder.add_table(
            _cells(piece.rows),
            kind="boilerplate" if index in hidden else "table",
            caption=caption,
            unit_text=unit_in(unit) or unit_in(caption) or unit_in(piece.rows[0][0]),
            source_text=source,
        )
    return builder


def _cells(rows: Sequence[Sequence[str]]) -> list[CellText]:
    """The cells that have text. The rows before the first with a number beside its label are the header."""
    data = next((index for index, row in enumerate(rows) if any(is_figure_number(cell) for cell in row[1:])), 1)
    header = min(data, 3) if len(rows) > 1 else 0
    return [
        CellText(row, col, text, is_header=row < header)
        for row, cells in enumerate(rows)
        for col, text in enumerate(cells)
        if text
    ]
