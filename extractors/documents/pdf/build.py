"""The door: PDF bytes to a document."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractors.documents.limits import Limits
from extractors.documents.metadata import read_metadata
from extractors.documents.pdf.atoms import Segment, segments_of
from extractors.documents.pdf.front import front_lines, table_rows
from extractors.documents.pdf.furniture import RunningLines
from extractors.documents.pdf.kinds import body_size, classify
from extractors.documents.pdf.opened import OpenedPdf
from extractors.documents.pdf.page import PageContent
from extractors.documents.pdf.paragraphs import Paragraph, gather
from extractors.documents.pdf.parts import ChartPart, Part, TablePart
from extractors.documents.pdf.reader import read_parts
from extractors.documents.pdf.scripts import is_garbled
from extractors.documents.pdf.tied import attach_captions
from extractors.documents.text import TextBuilder
from extractors.documents.titles import choose_title
from extractors.records import Document, Unreadable

FRONT_PIECES = 300
"""Tables among so many first pieces may hold what a document says of itself (``股票简称``)."""
PAGES_AHEAD = 8
"""So many pages are looked at before the first is split into parts, to know the running lines."""


def read_pdf(raw: bytes, *, passwords: tuple[str, ...] = (), limits: Limits | None = None) -> Document:
    """Read a PDF.

    Raises :class:`~extractors.records.Unreadable` with reason ``encrypted``, ``damaged``, ``no_text_layer``,
    ``garbled_text``, ``too_large`` or ``empty``.
    """
    limits = limits or Limits()
    if not raw.strip():
        raise Unreadable("empty", "the file has no bytes")
    if len(raw) > limits.max_bytes:
        raise Unreadable("too_large", f"{len(raw)} bytes, more than {limits.max_bytes}")
    parts: list[Part] = []
    with OpenedPdf(raw, passwords) as pdf:
        if pdf.pages > limits.max_pages:
            raise Unreadable("too_large", f"{pdf.pages} pages, more than {limits.max_pages}")
        if not pdf.pages:
            raise Unreadable("empty", "the file has no pages")
        heights: list[float] = []
        for found in _read_pages(pdf, heights):
            parts.extend(found)
        if not parts:
            # A scan costs its first pages a second look, no more.
            for found in _read_pages(pdf.slowly(), heights):
                parts.extend(found)
        pages = pdf.pages
        if pages and len(pdf.lost) == pages:
            raise Unreadable("damaged", f"none of its {pages} pages can be read")
    if not parts:
        raise Unreadable("no_text_layer", f"no text on its {pages} pages: a scan?")
    document = _document(parts, pages, heights[0], partial=bool(pdf.lost))
    if is_garbled(document.text):
        raise Unreadable("garbled_text", "its fonts do not say which characters they draw")
    return document


def _read_pages(pages: Iterable[PageContent], heights: list[float]) -> Iterator[list[Part]]:
    """The parts of each page; the height of each goes to ``heights``.

    Some pages are held back until the running lines around them are known.
    """
    running = RunningLines()
    waiting: deque[tuple[PageContent, list[Segment]]] = deque()
    region = 0
    for content in pages:
        heights.append(content.height)
        segments, _ = segments_of(content)
        content.glyphs = []
        running.learn(content, segments)
        waiting.append((content, segments))
        if len(waiting) > PAGES_AHEAD:
            found = read_parts(*waiting.popleft(), running, region)
            region = max((part.region for part in found), default=region) + 1
            yield found
    while waiting:
        found = read_parts(*waiting.popleft(), running, region)
        region = max((part.region for part in found), default=region) + 1
        yield found


def _document(parts: list[Part], pages: int, height: float, *, partial: bool) -> Document:
    front = front_lines(parts, height)
    title = choose_title([line for line, _ in front])
    positions = title.positions if title is not None else ()
    for position in positions if list(positions) == sorted(positions) else ():
        line = front[position][1]
        if line is not None:
            line.kind = "title"
    pieces = gather(parts)
    size = body_size(pieces)
    hidden = classify(pieces, size)
    attach_captions(pieces, size)
    builder = TextBuilder()
    texts: list[str] = []
    for index, piece in enumerate(pieces):
        if isinstance(piece, Paragraph):
            text, place = piece.joined()
            texts.append(text)
            builder.add(piece.kind or "paragraph", text, page=piece.page, place=place, level=piece.level)
        elif isinstance(piece, TablePart):
            if index < FRONT_PIECES:
                texts.extend(table_rows(piece))
            builder.add_table(
                piece.cells,
                page=piece.page,
                kind="boilerplate" if index in hidden else "table",
                caption=piece.caption,
                unit_text=piece.unit_text,
                source_text=piece.source_text,
            )
        elif isinstance(piece, ChartPart):
            builder.add("chart", piece.text, page=piece.page, place=piece.place)
    metadata = read_metadata([line for line, _ in front], texts, title=title)
    return builder.build(
        replace(metadata, partial=True) if partial else metadata,
        media_type="application/pdf",
        parser="pdfium+pdfplumber",
        pages=pages,
    )
