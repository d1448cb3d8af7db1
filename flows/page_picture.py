"""What was read of a PDF's page, drawn over the page: blocks with their kinds, cells, the order of reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractors.records import BBox, Block, Boxes, Document, Table

PIXELS_PER_POINT = 2.0
MAX_PIXELS = 40_000_000
"""A page that would be larger is drawn smaller."""
COLUMN_STEP_LINES = 2.0
"""Text that goes on so many line heights higher goes on in another column."""

_COLOURS = {
    "title": (180, 0, 120), "heading": (200, 60, 0), "paragraph": (0, 90, 200), "list_item": (0, 130, 200),
    "quote": (0, 130, 200), "table": (0, 140, 60), "caption": (120, 60, 180), "unit": (120, 60, 180),
    "source": (120, 60, 180), "footnote": (140, 110, 0), "chart": (220, 0, 0), "furniture": (130, 130, 130),
    "boilerplate": (130, 130, 130),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A block on one page. ``order`` counts the document's blocks in reading order from 1, ``boxes`` are its parts on
    the page, one a column, in points; none for text without a place."""

    order: int
    block: Block
    boxes: tuple[BBox, ...]
    table: Table | None


def blocks_on(document: Document, page: int) -> list[Placed]:
    """The blocks that stand on a 1-based page, in reading order; a paragraph over two pages is on both."""
    tables = {(table.start, table.end): table for table in document.tables}
    found = []
    for order, block in enumerate(document.blocks, 1):
        boxes = tuple(_columns(document.boxes, block.start, block.end, page)) if document.boxes is not None else ()
        if boxes or block.page == page:
            found.append(Placed(order, block, boxes, tables.get((block.start, block.end))))
    return found


def draw_page(raw: bytes, document: Document, page: int, passwords: tuple[str, ...] = ()) -> Any:
    """The page as a ``PIL.Image`` with what was read of it drawn over it.

    Raises ``pypdfium2.PdfiumError`` for a file or page that PDFium cannot render.
    """
    from PIL import Image, ImageDraw, ImageFont

    picture = render_page(raw, page, passwords)
    image, scale = picture
    layer = Image.new("RGBA", image.size, (255, 255, 255, 0))
    draw = ImageDraw.Draw(layer)
    font = ImageFont.load_default(max(9.0, 6.0 * scale))
    last: tuple[float, float] | None = None
    for placed in blocks_on(document, page):
        colour = _COLOURS.get(placed.block.kind, (0, 0, 0))
        if placed.table is not None:
            _draw_cells(draw, document, placed.table, page, scale, colour)
        for number, box in enumerate(placed.boxes):
            x0, top, x1, bottom = (part * scale for part in box)
            draw.rectangle((x0 - 2, top - 2, x1 + 2, bottom + 2), outline=(*colour, 220), width=2)
            if last is not None:
                draw.line((*last, x0, top), fill=(90, 90, 90, 90), width=1)
            last = (x0, top)
            if not number:
                label = label_of(placed)
                spot = draw.textbbox((x0 - 2, top - 2), label, font=font, anchor="lb")
                draw.rectangle(spot, fill=(255, 255, 255, 210))
                draw.text((x0 - 2, top - 2), label, fill=(*colour, 255), font=font, anchor="lb")
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def label_of(placed: Placed) -> str:
    """Order and kind, and for a table its id and which of caption, unit and source it has: ``12 table t0003 cu-``."""
    label = f"{placed.order} {placed.block.kind}{placed.block.level or ''}"
    table = placed.table
    if table is not None:
        tied = zip("cus", (table.caption, table.unit_text, table.source_text), strict=True)
        label += f" {table.table_id} " + "".join(letter if text else "-" for letter, text in tied)
    return label


def render_page(raw: bytes, page: int, passwords: tuple[str, ...] = ()) -> tuple[Any, float]:
    """The bare page as a ``PIL.Image``, and its pixels per point. Raises ``pypdfium2.PdfiumError``."""
    import pypdfium2 as pdfium

    pdf = _open(raw, passwords)
    try:
        shown = pdf[page - 1]
        width, height = shown.get_size()
        scale = min(PIXELS_PER_POINT, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        try:
            return shown.render(scale=scale).to_pil(), scale
        finally:
            shown.close()
    except IndexError as error:
        raise pdfium.PdfiumError(f"it has no page {page}") from error
    finally:
        pdf.close()


def _open(raw: bytes, passwords: tuple[str, ...]) -> Any:
    import pypdfium2 as pdfium

    for password in passwords:
        try:
            return pdfium.PdfDocument(raw, password=password)
        except pdfium.PdfiumError:
            continue
    return pdfium.PdfDocument(raw)


def _draw_cells(
    draw: Any, document: Document, table: Table, page: int, scale: float, colour: tuple[int, int, int]
) -> None:
    for cell in table.cells:
        found = _around(document.boxes, cell.start, cell.end, page)
        if found is not None:
            x0, top, x1, bottom = (part * scale for part in found)
            fill = (255, 200, 0, 70) if cell.is_header else (*colour, 28)
            draw.rectangle((x0 - 1, top - 1, x1 + 1, bottom + 1), fill=fill, outline=(*colour, 150), width=1)


def _around(boxes: Boxes | None, start: int, end: int, page: int) -> BBox | None:
    if boxes is None:
        return None
    known = (boxes.pages[start:end] == page) & ~np.isnan(boxes.coordinates[start:end, 0])
    part = boxes.coordinates[start:end][known]
    if not len(part):
        return None
    return (float(part[:, 0].min()), float(part[:, 1].min()), float(part[:, 2].max()), float(part[:, 3].max()))


def _columns(boxes: Boxes, start: int, end: int, page: int) -> Iterator[BBox]:
    """The boxes of a stretch of text on a page: a new one where it goes on higher up."""
    known = np.flatnonzero((boxes.pages[start:end] == page) & ~np.isnan(boxes.coordinates[start:end, 0])) + start
    if not len(known):
        return
    part = boxes.coordinates[known]
    heights = part[:, 3] - part[:, 1]
    rises = np.flatnonzero(part[1:, 3] < part[:-1, 1] - COLUMN_STEP_LINES * heights[1:]) + 1
    for stretch in np.split(part, rises):
        low, high = stretch.min(axis=0), stretch.max(axis=0)
        yield (float(low[0]), float(low[1]), float(high[2]), float(high[3]))
