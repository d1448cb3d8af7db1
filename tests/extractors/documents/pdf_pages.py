"""Small PDFs drawn for the tests: text at given places, lines, shades."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
HEIGHT = A4[1]


class Page:
    """Draws with the origin at the top left, as the reader gives boxes."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def text(self, x: float, y: float, text: str, size: float = 10) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def right(self, x: float, y: float, text: str, size: float = 10) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawRightString(x, HEIGHT - y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def rows(
        self, x: float, edges: list[float], y: float, rows: list[list[str]], step: float = 13, size: float = 8
    ) -> None:
        """Rows of a table: labels at ``x``, numbers ending at ``edges``."""
        for number, row in enumerate(rows):
            self.text(x, y + number * step, row[0], size)
            for edge, value in zip(edges, row[1:], strict=False):
                self.right(edge, y + number * step, value, size)


def make_pdf(*draw: Callable[[Page], None], password: str | None = None, rotate: int = 0) -> bytes:
    """A PDF with a page for each function."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=password, invariant=1)
    for one in draw:
        if rotate:
            canvas.setPageRotation(rotate)
        one(Page(canvas))
        canvas.showPage()
    canvas.save()
    return out.getvalue()
