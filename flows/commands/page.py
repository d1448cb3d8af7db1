"""`yanbao page`: what was read of one page of a PDF, as lines, or drawn over the page."""

from __future__ import annotations

import sys
from pathlib import Path

from extractors.records import Document, Source, Unreadable
from flows.commands.query import QueryError, find_document
from flows.page_picture import Placed, blocks_on, draw_page, label_of
from flows.settings import Settings
from flows.store.curated import CuratedStore
from flows.store.raw import RawStore


def run_page(settings: Settings, document: str, page: int, png: Path | None) -> int:
    """Write the blocks of a page in reading order to standard output, or the picture to ``png``; 2 where there is none.

    ``document`` is an id of the store, its beginning, or a file.
    """
    try:
        raw = _bytes_of(settings, document)
        read_document = _read(raw, document, settings.passwords)
        if not read_document.pages or not 1 <= page <= read_document.pages:
            raise QueryError(f"it has {read_document.pages or 'no'} pages, and {page} is none of them")
        if png is None:
            for placed in blocks_on(read_document, page):
                sys.stdout.write("\n".join(_lines(read_document, placed)) + "\n")
        else:
            _draw(raw, read_document, page, png, settings.passwords)
    except QueryError as error:
        sys.stderr.write(f"yanbao: {error.args[0]}\n")
        return 2
    return 0


def _bytes_of(settings: Settings, document: str) -> bytes:
    path = Path(document)
    if path.is_file():
        return path.read_bytes()
    store = CuratedStore(settings.curated)
    document_id = find_document(store, store.version_at(None), document)
    try:
        return RawStore(settings.raw).read(document_id)
    except FileNotFoundError:
        raise QueryError(f"{document_id} is not among the bytes in {settings.raw}") from None


def _read(raw: bytes, name: str, passwords: tuple[str, ...]) -> Document:
    from extractors import read

    try:
        return read(raw, Source(name, passwords))
    except Unreadable as problem:
        raise QueryError(f"{name}: {problem.reason}: {problem.message}") from None


def _draw(raw: bytes, document: Document, page: int, png: Path, passwords: tuple[str, ...]) -> None:
    import pypdfium2 as pdfium

    try:
        image = draw_page(raw, document, page, passwords)
    except pdfium.PdfiumError as error:
        raise QueryError(f"page {page} cannot be drawn: {error}") from None
    image.save(png, format="PNG")


def _lines(document: Document, placed: Placed) -> list[str]:
    """A block's label with its text; a table's rows, cells parted by ``|``, header rows marked."""
    table = placed.table
    if table is None:
        return [f"[{label_of(placed)}] {document.text[placed.block.start : placed.block.end]}"]
    tied = (("caption", table.caption), ("unit", table.unit_text), ("source", table.source_text))
    lines = [f"[{label_of(placed)}] " + "  ".join(f"{name}: {text}" for name, text in tied if text)]
    rows: dict[int, list[str]] = {}
    heads: dict[int, bool] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.col)):
        span = "" if cell.row_span == cell.col_span == 1 else f"({cell.row_span}x{cell.col_span})"
        rows.setdefault(cell.row, []).append(f"{cell.col}{span}:{document.text[cell.start : cell.end]}")
        heads[cell.row] = heads.get(cell.row, True) and cell.is_header
    lines.extend(f"  {'H' if heads[row] else ' '} {row}: " + " | ".join(cells) for row, cells in rows.items())
    return lines
