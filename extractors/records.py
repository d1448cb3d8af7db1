"""The words of the data contract as records that nothing changes.

Every offset counts Unicode code points of :attr:`Document.text`, half open. Nothing here copies text around: blocks,
cells, quantities, periods, names and figures are spans of that one string. This module imports nothing of ours but how
such records are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from extractors.record import record

DOCUMENT_KINDS = ("broker_report", "wechat_article", "news_article", "filing", "other")
BLOCK_KINDS = (
    "title", "heading", "paragraph", "list_item", "quote", "table", "caption", "unit", "source", "footnote",
    "chart", "furniture", "boilerplate",
)  # fmt: skip
NOT_BODY = frozenset({"title", "chart", "furniture", "boilerplate"})
"""Block kinds that are kept in the text but hold no content: no quantity or figure is read from them."""

COMPARATORS = ("eq", "approx", "over", "under", "range")
ASPECTS = ("level", "change", "ratio", "rank")
MODALITIES = ("actual", "forecast", "assumption", "target")
PERIOD_TYPES = ("instant", "day", "week", "month", "quarter", "half", "year", "cumulative", "trailing", "span")

BBox = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points, origin at the page's top left."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where bytes came from. Extraction never depends on it (same bytes, same rows): it serves messages and keys."""

    uri: str
    passwords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text of one kind. ``level`` is a heading's (1 is the highest) or a list item's depth."""

    kind: str
    start: int
    end: int
    page: int | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; its text is ``text[start:end]``. ``row`` and ``col`` are 0-based, spans at least 1."""

    row: int
    col: int
    start: int
    end: int
    row_span: int = 1
    col_span: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as found: ``t0001`` … in document order, with its caption, unit line and source line as text."""

    table_id: str
    start: int
    end: int
    cells: tuple[Cell, ...]
    page: int | None = None
    caption: str | None = None
    unit_text: str | None = None
    source_text: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """Where each code point of the text stands on paper.

    ``coordinates``: float32, shape (len(text), 4), x0 top x1 bottom in points, NaN where there is no glyph (made line
    breaks, tabs). ``pages``: int32, shape (len(text),), 1-based page, 0 where there is none.
    """

    coordinates: npt.NDArray[np.float32]
    pages: npt.NDArray[np.int32]

    def locate(self, start: int, end: int) -> tuple[int | None, BBox | None]:
        """Page and box of the first line of ``text[start:end]``; (None, None) where no glyph is known."""
        known = np.flatnonzero(~np.isnan(self.coordinates[start:end, 0])) + start
        if not len(known):
            pages = self.pages[start:end]
            page = int(pages[0]) if len(pages) and pages[0] else None
            return page, None
        first = self.coordinates[known[0]]
        page = int(self.pages[known[0]])
        middle = (first[1] + first[3]) / 2
        line = [
            i for i in known if self.pages[i] == page and self.coordinates[i][1] <= middle <= self.coordinates[i][3]
        ]
        part = self.coordinates[line]
        low, high = part.min(axis=0), part.max(axis=0)
        box = (round(float(low[0]), 2), round(float(low[1]), 2), round(float(high[2]), 2), round(float(high[3]), 2))
        return page, box


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself. ``subject_hints`` are strings as printed that name its subject securities
    (``中芯国际(688981)``, ``0700 HK``); turning them into tickers needs the securities list and happens later."""

    kind: str = "other"
    report_type: str | None = None
    title: str | None = None
    subtitle: str | None = None
    publisher: str | None = None
    original_source: str | None = None
    authors: tuple[str, ...] = ()
    author_licences: tuple[str, ...] = ()
    published_on: date | None = None
    published_at: datetime | None = None
    rating: str | None = None
    rating_change: str | None = None
    target_price: float | None = None
    target_price_unit: str | None = None
    subject_hints: tuple[str, ...] = ()
    language: str | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One read file: one text, and spans of it."""

    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    metadata: Metadata
    media_type: str
    parser: str
    pages: int | None = None
    boxes: Boxes | None = None

    def locate(self, start: int, end: int) -> tuple[int | None, BBox | None]:
        """Page and box of the first line of a span; (None, None) for a document without pages."""
        return self.boxes.locate(start, end) if self.boxes is not None else (None, None)


@record(frozen=True, slots=True)
class Quantity:
    """One number as written, with its unit: ``text[start:end]`` is its ``value_text``.

    ``value`` is in the base ``unit`` (see the contract); ``unit`` is None for a bare number. ``measure`` is the unit
    as printed where it has no code of its own (``款``, ``颗``). ``printed`` is the unit word as printed (``亿元``).
    ``signed`` says that a + or − was printed. ``ordinal`` marks ``第二`` and its like. ``per_day`` … denominators are
    part of ``unit``.
    """

    start: int
    end: int
    value: float
    unit: str | None = None
    comparator: str = "eq"
    low: float | None = None
    high: float | None = None
    measure: str | None = None
    printed: str | None = None
    signed: bool = False
    ordinal: bool = False


@record(frozen=True, slots=True)
class Period:
    """A time expression. ``forecast`` is set for ``2025E``; ``relative`` for what needed the publication date."""

    start: int
    end: int
    period_start: date | None
    period_end: date | None
    period_type: str | None
    text: str
    forecast: bool = False
    relative: bool = False


@record(frozen=True, slots=True)
class Label:
    """A number that is no quantity: ``kind`` is ``date``, ``version``, ``code``, ``numbering``, ``name``, ``idiom``,
    ``phone``, ``time``, ``score`` …"""

    start: int
    end: int
    kind: str


@record(frozen=True, slots=True)
class Name:
    """A named thing in the text. ``kind``: ``security``, ``index``, ``company``, ``product``, ``model``, ``place`` …;
    ``issuer_id`` is the issuer's home listing."""

    start: int
    end: int
    canonical: str
    kind: str
    ticker: str | None = None
    issuer_id: str | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """All that the language layer found in a text, each list sorted by start, quantities and labels disjoint."""

    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    labels: tuple[Label, ...]
    names: tuple[Name, ...]


@record(frozen=True, slots=True)
class Mention:
    """A listed company or index that the body names."""

    start: int
    end: int
    ticker: str
    issuer_id: str
    name: str
    role: str
    relation: str | None = None
    relation_to: str | None = None


@record(frozen=True, slots=True)
class Figure:
    """A quantity that is understood: entity × metric × aspect × period = value unit. ``evidence`` is what its
    ``confidence`` rests on."""

    start: int
    end: int
    entity: str
    metric: str
    aspect: str
    value: float
    unit: str
    rule: str
    confidence: float
    entity_text: str | None = None
    ticker: str | None = None
    issuer_id: str | None = None
    value_low: float | None = None
    value_high: float | None = None
    comparator: str = "eq"
    period_start: date | None = None
    period_end: date | None = None
    period_type: str | None = None
    period_text: str | None = None
    basis: str | None = None
    modality: str = "actual"
    dimensions: Mapping[str, str] = field(default_factory=dict)
    attribution: str | None = None
    quote_start: int = 0
    quote_end: int = 0
    table_id: str | None = None
    row: int | None = None
    col: int | None = None
    evidence: tuple[str, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reject:
    """What could not be published. ``stage``: fetch, parse, extract, validate; ``reason`` is a code."""

    stage: str
    reason: str
    message: str
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document yields. ``document`` is None where it could not be read: then ``rejects`` says why."""

    document: Document | None
    quantities: tuple[Quantity, ...] = ()
    figures: tuple[Figure, ...] = ()
    mentions: tuple[Mention, ...] = ()
    subject_tickers: tuple[str, ...] = ()
    rejects: tuple[Reject, ...] = ()


class Unreadable(Exception):  # noqa: N818 - what the bytes are, said where it is caught
    """Raised by a reader for bytes that are no document: ``reason`` is a code, the message one line for a person."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
