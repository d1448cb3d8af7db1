"""What a table says to each of its cells, and the unit that a row has by its nature."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import regex

from extractors.figures.filing_places import NOWHERE, Standing
from extractors.figures.headers import Head
from extractors.figures.metrics import Metric
from extractors.figures.table_captions import CaptionPart
from extractors.language import Context
from extractors.language.units import Unit
from extractors.records import Name, Period, Table

PER_SHARE = regex.compile(r"^每股|/股|per share|EPS|DPS|BVPS", regex.IGNORECASE)
_TIMES = regex.compile(r"周转率|比率$|倍数|覆盖率\(倍\)|(?<![A-Za-z])(?:P/[A-Z]|PE|PB|PS|PEG|EV/)(?![A-Za-z]{3})")
RATE = regex.compile(
    r"率(?!掉期|互换|风险|衍生)(?:$|[^\p{Han}])|率[-_]|占比|比重|比例|ROE|ROA|ROIC|[Mm]argin|增速|同比|增长|YoY|yoy|YOY|[Yy]ield"
)
_DAYS = regex.compile(r"天数|days", regex.IGNORECASE)


class _Kinds(NamedTuple):
    """What the words of a label say of its numbers' unit."""

    days: bool
    per_share: bool
    times: bool
    rate: bool


@lru_cache(maxsize=8192)
def _kinds(label: str) -> _Kinds:
    return _Kinds(*(pattern.search(label) is not None for pattern in (_DAYS, PER_SHARE, _TIMES, RATE)))


_NO_PART = CaptionPart()


@dataclass(slots=True)
class CellContext:
    """What a table says to each of its cells, and a row to its own.

    ``industry``: its rows are of markets and products, not of the document's company; ``thing`` is the one that this
    row is about; ``of_company``: the caption names the company. ``sensitivity``: what if, in two directions.
    ``nameless`` rows (averages, names left out) are about none. ``currency`` is the section's, ``outer``
    the label on the left of the row's own, ``standing`` where in a filing the table stands. ``part``: the market that
    the caption says its companies share, ``region``: of ``thing``; ``priced``: the day of its prices, by a note below;
    ``about``: caption, title and corner.
    """

    context: Context
    caption_period: Period | None
    financial: bool
    attribution: str | None
    caption: str
    table: Table
    topic: Name | None
    label_name: Name | None = None
    caption_metric: Head | None = None
    industry: bool = False
    of_company: bool = False
    sensitivity: bool = False
    thing: Name | None = None
    nameless: bool = False
    currency: str | None = None
    outer: str = ""
    party: str = ""
    heading: str = ""
    standing: Standing = NOWHERE
    wide: bool = False
    row_start: int = 0
    row_end: int = 0
    part: CaptionPart = _NO_PART
    region: str = ""
    priced: Period | None = None
    about: str = ""

    def natural_unit(self, metric: Metric | None, text: str, aspect: str) -> Unit | None:
        """The unit that a row or column labelled so has by its nature, whatever the table's unit line says: %,
        multiple, per share, days."""
        if aspect == "change":
            return Unit("%", 1.0, None)
        kinds = _kinds(text)
        if kinds.days:
            return Unit("day", 1.0, None)
        if metric is not None:
            if metric.to_share:
                return self._per_share() if "每股" in text or metric.code in ("eps", "bps") else None
            if "currency/share" in metric.units and kinds.per_share:
                return self._per_share()
            if metric.units == {"x"} or (metric.code in ("turnover_ratio", "current_ratio") and "率" in text):
                return Unit("x", 1.0, None)
            if metric.rate and (metric.units == {"%"} or kinds.rate):
                return Unit("%", 1.0, None)
            return None
        if kinds.per_share:
            return self._per_share()
        if kinds.times:
            return Unit("x", 1.0, None)
        if kinds.rate:
            return Unit("%", 1.0, None)
        return None

    def _per_share(self) -> Unit | None:
        """Per share in the section's currency; in yuan where a company listed at home says nothing of it."""
        currency = self.currency or self.home_currency
        return Unit(f"{currency}/share", 1.0, None) if currency else None

    @property
    def home_currency(self) -> str | None:
        """What amounts without a currency are in: yuan, unless the subject is listed abroad."""
        subject = self.context.subject
        abroad = subject is not None and subject.ticker is not None and not subject.ticker.endswith(_HOME)
        return None if abroad else "CNY"


_HOME = (".SH", ".SZ", ".BJ")
