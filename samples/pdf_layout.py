"""Lays out a broker note as such notes look on paper: a sidebar, tables of several kinds, running lines, a last page.

A source is a mapping (see ``sources/*.yaml``). The font is embedded as a subset, so that every reader finds both the
glyphs and the text; nothing depends on the clock, so the same source and font give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reportlab.graphics.shapes import Drawing, Line, PolyLine, String
from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

FONT = "Sample"
WIDTH, HEIGHT = A4
MARGIN_POINTS = 40.0
SIDEBAR_POINTS = 158.0
GAP_POINTS = 14.0
BANNER_POINTS = 104.0
BODY_POINTS = WIDTH - 2 * MARGIN_POINTS
MAIN_POINTS = BODY_POINTS - SIDEBAR_POINTS - GAP_POINTS

_TEXT = ParagraphStyle("text", fontName=FONT, fontSize=9.5, leading=15, wordWrap="CJK", spaceAfter=5)
_BULLET = ParagraphStyle("bullet", parent=_TEXT, leftIndent=12, bulletIndent=0)
_HEADING = ParagraphStyle("heading", parent=_TEXT, fontSize=12, leading=18, spaceBefore=4)
_CAPTION = ParagraphStyle("caption", parent=_TEXT, fontSize=9, leading=13, spaceBefore=4, spaceAfter=2)
_SOURCE = ParagraphStyle("source", parent=_TEXT, fontSize=7.5, leading=11)
_UNIT = ParagraphStyle("unit", parent=_SOURCE, alignment=TA_RIGHT, spaceAfter=1)
_SIDE = ParagraphStyle("side", parent=_TEXT, fontSize=8, leading=12, spaceAfter=0)
_SIDE_VALUE = ParagraphStyle("side value", parent=_SIDE, alignment=TA_RIGHT)
_SIDE_HEADING = ParagraphStyle("side heading", parent=_SIDE, fontSize=9, leading=14, spaceBefore=8, spaceAfter=2)
_DISCLAIMER = ParagraphStyle("disclaimer", parent=_TEXT, fontSize=8.5, leading=13)
_AXIS_POINTS = 6.5


def write_pdf(source: Mapping[str, Any], font: Path, target: Path) -> None:
    """Write the note that ``source`` describes to ``target``. Raises ``reportlab``'s own error for a font it cannot
    embed (it must hold TrueType outlines)."""
    pdfmetrics.registerFont(TTFont(FONT, str(font)))
    colour = HexColor(source["colour"])
    document = BaseDocTemplate(
        str(target),
        pagesize=A4,
        title=source["title"],
        author=source["publisher"],
        invariant=1,
        pageCompression=1,
    )
    document.addPageTemplates(_templates(source, colour))
    document.build(list(_story(source, colour)))


def _templates(source: Mapping[str, Any], colour: HexColor) -> list[PageTemplate]:
    """The first page with its sidebar, and the pages after it."""
    top = HEIGHT - MARGIN_POINTS - BANNER_POINTS
    height = top - MARGIN_POINTS - 12
    side_left = source["sidebar"]["place"] == "left"
    main_x = MARGIN_POINTS + (SIDEBAR_POINTS + GAP_POINTS if side_left else 0)
    side_x = MARGIN_POINTS + (0 if side_left else MAIN_POINTS + GAP_POINTS)
    bare = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}

    def first(canvas: Canvas, _: BaseDocTemplate) -> None:
        _banner(canvas, source, colour)
        _running(canvas, source, colour)

    def later(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(MARGIN_POINTS, HEIGHT - 32, source["publisher"])
        canvas.drawRightString(WIDTH - MARGIN_POINTS, HEIGHT - 32, source["running_head"])
        _running(canvas, source, colour)
        canvas.setStrokeColor(colour)
        canvas.line(MARGIN_POINTS, HEIGHT - 38, WIDTH - MARGIN_POINTS, HEIGHT - 38)

    frames = [
        Frame(side_x, MARGIN_POINTS + 12, SIDEBAR_POINTS, height, id="side", **bare),
        Frame(main_x, MARGIN_POINTS + 12, MAIN_POINTS, height, id="main", **bare),
    ]
    body = Frame(MARGIN_POINTS, MARGIN_POINTS + 12, BODY_POINTS, HEIGHT - 2 * MARGIN_POINTS - 20, id="body", **bare)
    return [PageTemplate("first", frames, onPage=first), PageTemplate("later", [body], onPage=later)]


def _banner(canvas: Canvas, source: Mapping[str, Any], colour: HexColor) -> None:
    """The head of the first page: house, kind of report and date; industry, title and subtitle."""
    top = HEIGHT - MARGIN_POINTS
    canvas.setFillColor(colour)
    canvas.rect(MARGIN_POINTS, top - 22, BODY_POINTS, 22, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.setFont(FONT, 11)
    canvas.drawString(MARGIN_POINTS + 8, top - 15, source["banner"])
    canvas.drawRightString(WIDTH - MARGIN_POINTS - 8, top - 15, source["date"])
    canvas.setFillColor(black)
    canvas.setFont(FONT, 9)
    canvas.drawString(MARGIN_POINTS, top - 38, source["line"])
    canvas.setFont(FONT, 18)
    canvas.drawString(MARGIN_POINTS, top - 64, source["title"])
    canvas.setFont(FONT, 11)
    canvas.drawString(MARGIN_POINTS, top - 84, source["subtitle"])


def _running(canvas: Canvas, source: Mapping[str, Any], colour: HexColor) -> None:
    """The foot of every page, with its number."""
    canvas.setStrokeColor(colour)
    canvas.line(MARGIN_POINTS, MARGIN_POINTS + 4, WIDTH - MARGIN_POINTS, MARGIN_POINTS + 4)
    canvas.setFillColor(black)
    canvas.setFont(FONT, 8)
    canvas.drawString(MARGIN_POINTS, MARGIN_POINTS - 8, source["running_foot"])
    canvas.drawRightString(WIDTH - MARGIN_POINTS, MARGIN_POINTS - 8, f"第 {canvas.getPageNumber()} 页")


def _story(source: Mapping[str, Any], colour: HexColor) -> Iterable[Flowable]:
    yield NextPageTemplate("later")
    for part in source["sidebar"]["parts"]:
        yield Paragraph(part["heading"], _SIDE_HEADING)
        if "lines" in part:
            yield from (Paragraph(line, _SIDE) for line in part["lines"])
        else:
            yield _pairs(part["pairs"], colour)
    yield FrameBreak()
    width = MAIN_POINTS
    for block in source["body"]:
        yield from _block(block, colour, width)
        if "page_break" in block:
            width = BODY_POINTS
    yield PageBreak()
    for block in source["last_page"]:
        yield from _block(block, colour, BODY_POINTS, _DISCLAIMER)


def _block(
    block: Mapping[str, Any], colour: HexColor, width: float, text: ParagraphStyle = _TEXT
) -> Iterable[Flowable]:
    """One entry of ``body``: its first key says what it is."""
    (kind, content), *_ = block.items()
    if kind == "heading":
        yield Paragraph(content, ParagraphStyle("coloured", parent=_HEADING, textColor=colour))
    elif kind == "text":
        yield Paragraph(content, text)
    elif kind == "bullet":
        yield Paragraph(content, _BULLET, bulletText="●")
    elif kind == "table":
        yield from _table(content, colour, width)
    elif kind == "beside":
        part = (width - GAP_POINTS) / 2
        yield Table(
            [[list(_table(table, colour, part)) for table in content]],
            colWidths=[part + GAP_POINTS, part],
            style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
        )
    elif kind == "chart":
        yield from _chart(content, colour, width)
    elif kind == "page_break":
        yield PageBreak()
    else:
        raise ValueError(f"no such block: {kind}")


def _pairs(pairs: Iterable[tuple[str, str]], colour: HexColor) -> Table:
    """A label on the left, its value on the right: a sidebar's market data."""
    rows = [[Paragraph(label, _SIDE), Paragraph(value, _SIDE_VALUE)] for label, value in pairs]
    style = [
        ("LINEABOVE", (0, 0), (-1, 0), 0.8, colour),
        ("LINEBELOW", (0, -1), (-1, -1), 0.8, colour),
        *(("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)),
        *(("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)),
    ]
    return Table(rows, colWidths=[SIDEBAR_POINTS * 0.56, SIDEBAR_POINTS * 0.44], style=style)


def _table(table: Mapping[str, Any], colour: HexColor, width: float) -> Iterable[Flowable]:
    """A captioned table. ``grid`` draws every rule, else only head and foot have one; ``spans`` are
    [column, first row, last row]; ``widths`` are shares of the whole."""
    yield Paragraph(table["caption"], _CAPTION)
    if "unit" in table:
        yield Paragraph(table["unit"], _UNIT)
    rows = [[str(cell) for cell in row] for row in table["rows"]]
    shares = table.get("widths", [2.4, *([1] * (len(rows[0]) - 1))])
    size = table.get("size", 8)
    style: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), FONT, size, size * 1.25),
        ("ALIGN", (table.get("labels", 1), 0), (-1, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("LINEABOVE", (0, 0), (-1, 0), 1, colour),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, colour),
        ("LINEBELOW", (0, -1), (-1, -1), 1, colour),
    ]
    if table.get("grid"):
        style.append(("GRID", (0, 0), (-1, -1), 0.4, colour))
    style += [("SPAN", (column, first), (column, last)) for column, first, last in table.get("spans", [])]
    yield Table(rows, colWidths=[width * share / sum(shares) for share in shares], style=style, repeatRows=1)
    if "source" in table:
        yield Paragraph(table["source"], _SOURCE)
    yield Spacer(1, 4)


def _chart(chart: Mapping[str, Any], colour: HexColor, width: float) -> Iterable[Flowable]:
    """A line chart with a caption, axis ticks and a source line; none of its numbers is a figure of the text."""
    height, left, bottom = 110.0, 30.0, 16.0
    drawing = Drawing(width, height)
    low, high = chart["axis"][0], chart["axis"][-1]

    def level(value: float) -> float:
        return bottom + (value - low) / (high - low) * (height - bottom - 8)

    for tick in chart["axis"]:
        drawing.add(
            String(left - 4, level(tick) - 2, str(tick), fontName=FONT, fontSize=_AXIS_POINTS, textAnchor="end")
        )
        drawing.add(Line(left, level(tick), width, level(tick), strokeColor=HexColor("#dddddd"), strokeWidth=0.3))
    step = (width - left - 20) / (len(chart["points"]) - 1)
    places = []
    for number, (name, value) in enumerate(chart["points"]):
        x = left + 10 + number * step
        places += [x, level(value)]
        drawing.add(String(x, 4, name, fontName=FONT, fontSize=_AXIS_POINTS, textAnchor="middle"))
    drawing.add(PolyLine(places, strokeColor=colour, strokeWidth=1.2))
    yield Paragraph(chart["caption"], ParagraphStyle("chart caption", parent=_CAPTION, alignment=TA_CENTER))
    yield drawing
    yield Paragraph(chart["source"], _SOURCE)
