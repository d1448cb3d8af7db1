"""Chinese text to marks: numbers with units, periods, labels and names, each a span of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from extractors.language.names import find_names
from extractors.language.periods import Anchor, find_periods, infer_anchor
from extractors.language.quantities import find_quantities
from extractors.language.securities import resolve
from extractors.records import NOT_BODY, Block, Label, Marks, Metadata, Name, Period, Quantity

__all__ = ["Context", "context_of", "find_marks"]


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole document says to each of its sentences: when it was published, by whom, about whom.

    ``report_period`` is what a filing reports on (2025年第一季度报告): its 本报告期; ``kind`` the document's.
    """

    anchor: Anchor
    publisher: str | None = None
    subject: Name | None = None
    subject_tickers: tuple[str, ...] = ()
    report_period: Period | None = None
    kind: str | None = None

    @property
    def latest_day(self) -> date | None:
        """The day of publication, or the last of the year that the text makes plain: what was listed by then."""
        year = self.anchor.year
        return self.anchor.published_on or (date(year, 12, 31) if year else None)

    @property
    def published_on(self) -> date | None:
        """The printed date of publication, if any."""
        return self.anchor.published_on


def context_of(text: str, metadata: Metadata) -> Context:
    """The context of a document's sentences, from its metadata and, where no date is printed, from its text."""
    anchor = infer_anchor(text, metadata.published_on)
    tickers: list[str] = []
    subject = None
    filer = (metadata.publisher,) if metadata.kind == "filing" and metadata.publisher else ()
    for hint in (*metadata.subject_hints, *filer):
        security = resolve(hint)
        if security is None:
            continue
        if security.ticker not in tickers:
            tickers.append(security.ticker)
        if subject is None:
            subject = Name(0, 0, security.name, "security", security.ticker, security.issuer_id)
    if subject is None and filer:  # an issuer without a listing files of itself
        subject = Name(0, 0, filer[0], "company")
    return Context(anchor, metadata.publisher, subject, tuple(tickers), _report_period(metadata, anchor), metadata.kind)


def _report_period(metadata: Metadata, anchor: Anchor) -> Period | None:
    """The quarter, half or year that a filing's title names."""
    title = metadata.title or ""
    if metadata.kind != "filing" or "报告" not in title:
        return None
    found = [
        p for p in find_periods(title, anchor=anchor) if p.period_type in ("quarter", "half", "year", "cumulative")
    ]
    return found[-1] if found else None


def _own(period: Period, context: Context) -> Period:
    """报告期 in a filing's prose is the period that it reports on."""
    own = context.report_period
    if own is None or period.period_start is not None or period.text not in ("报告期", "本报告期", "报告期内", "本期"):
        return period
    return replace(period, period_start=own.period_start, period_end=own.period_end, period_type=own.period_type)


def find_marks(text: str, blocks: Sequence[Block], context: Context) -> Marks:
    """All quantities, periods, labels and names of the body.

    Tables give names only: what a number in a cell counts is said by its row, header and caption.
    """
    quantities: list[Quantity] = []
    periods: list[Period] = []
    labels: list[Label] = []
    names: list[Name] = []
    for block in blocks:
        if block.kind in NOT_BODY:
            continue
        here = find_names(text, block.start, block.end)
        names += here
        if block.kind == "table":
            continue
        when = [_own(p, context) for p in find_periods(text, block.start, block.end, context.anchor)]
        found, other = find_quantities(
            text, block.start, block.end, periods=when, names=[(name.start, name.end) for name in here]
        )
        periods += when
        quantities += found
        labels += other
    return Marks(tuple(quantities), tuple(periods), tuple(labels), tuple(names))
