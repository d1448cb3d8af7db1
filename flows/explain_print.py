"""``yanbao explain`` for a person: names, mentions, periods, then each quantity with its readings and its figure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extractors.figures.confidence import LEAST, load_scorecard
from extractors.figures.prose import Reading
from extractors.records import Figure, Quantity
from flows.explain import Explanation, explain

_COMPARATORS = {"over": "more than", "under": "less than", "approx": "about"}
_MOST_CANDIDATES = 5


def explain_one(text: str, published: date | None, console: Console) -> None:
    """Print each step for a person who writes rules."""
    found = explain(text, published)
    body = found.document.text
    console.print(f"[bold]text[/] {escape(body.rstrip())}")
    marks = Table(box=None, pad_edge=False, show_header=False)
    last = ""
    for title, written, what, note in _marks(found):
        marks.add_row(f"[dim]{title if title != last else ''}[/]", escape(written), f"[cyan]{what}[/]", escape(note))
        last = title
    if last:
        console.print(marks)
    for reading in found.readings:
        quantity = reading.quantity
        written = escape(body[quantity.start : quantity.end])
        console.rule(f"{written}  =  {escape(quantity_text(quantity))}", align="left", style="dim")
        _print_candidates(reading, console)
        if reading.figure is not None:
            console.print(f"[green]figure[/]     {escape(figure_text(reading.figure))}")
            for line in confidence_lines(reading.figure):
                console.print(f"[dim]confidence[/] {escape(line)}")
        else:
            console.print(f"[yellow]unclaimed[/]  {escape(reading.note)}")
    if not found.readings:
        console.print("[yellow]no quantity[/]")


def _marks(found: Explanation) -> Iterator[tuple[str, str, str, str]]:
    """Title, as written, kind and what it means, of all that is no quantity."""
    body = found.document.text
    for name in found.marks.names:
        meant = " ".join(part for part in (name.canonical, name.ticker) if part)
        yield "names", body[name.start : name.end], name.kind, meant
    for mention in found.mentions:
        relation = f"{mention.relation or ''} → {mention.relation_to}" if mention.relation_to else mention.relation
        yield (
            "mentions", body[mention.start : mention.end], mention.role,
            " ".join(part for part in (mention.ticker, mention.name, relation) if part),
        )  # fmt: skip
    for period in found.marks.periods:
        days = days_text(period.period_start, period.period_end) or "not resolved"
        yield "periods", period.text, period.period_type or "", days
    for label in found.marks.labels:
        yield "labels", body[label.start : label.end], label.kind, "no quantity"


def _print_candidates(reading: Reading, console: Console) -> None:
    if not reading.candidates:
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("", "score", "rule", "metric", "aspect", "because"):
        table.add_column(column, justify="right" if column == "score" else "left")
    for number, candidate in enumerate(reading.candidates[:_MOST_CANDIDATES]):
        mark = "✔" if number == 0 and reading.chosen is not None else ""
        table.add_row(
            mark, f"{candidate.score:.1f}", candidate.rule, candidate.metric.code, candidate.judgement.aspect,
            escape(candidate.judgement.why),
        )  # fmt: skip
    console.print(table)
    console.print(f"[dim]ahead[/]      {escape(_ahead(reading))}")


def _ahead(reading: Reading) -> str:
    """By how much the best reading leads, and over which."""
    best, *others = reading.candidates
    if not others:
        return f"{best.rule} is the only reading"
    return f"{best.rule} by {best.score - others[0].score:.1f} over {others[0].rule} ({others[0].metric.code})"


def confidence_lines(figure: Figure) -> list[str]:
    """What raises and what lowers a figure's confidence, the most telling first."""
    card = load_scorecard()
    parts = card.parts(figure.evidence)
    raised = ", ".join(f"{tag} {points:+.2f}" for tag, points in reversed(parts) if points > 0)
    lowered = ", ".join(f"{tag} {points:+.2f}" for tag, points in parts if points < 0)
    total = card.total(figure.evidence)
    under = "" if figure.confidence >= LEAST else f"; under {LEAST:.2f}, in a document it is not published"
    return [
        f"{figure.confidence:.3f} for {total:.2f} points, of which {card.start:.2f} to begin with{under}",
        f"raised by {raised or 'nothing'}",
        f"lowered by {lowered or 'nothing'}",
    ]


def number_text(value: float) -> str:
    """A number in full, and beside it as a Chinese text would have it.

    >>> number_text(300_000_000_000), number_text(75_000), number_text(0.0008)
    ('300,000,000,000 (3000亿)', '75,000 (7.5万)', '0.0008')
    """
    size = abs(value)
    if size < 10_000:
        return f"{value:,.10g}"
    full = f"{int(value):,}" if value == int(value) and size < 1e18 else f"{value:.6g}"
    factor, word = (1e12, "万亿") if size >= 1e12 else (1e8, "亿") if size >= 1e8 else (1e4, "万")
    return f"{full} ({value / factor:.10g}{word})" if size < 1e16 else full


def days_text(start: date | None, end: date | None) -> str:
    """First and last day, one day, or the open end; empty where there is none.

    >>> days_text(date(2025, 1, 1), None)
    'since 2025-01-01'
    """
    if start is None:
        return f"until {end}" if end else ""
    if end is None:
        return f"since {start}"
    return str(start) if start == end else f"{start} … {end}"


def quantity_text(quantity: Quantity) -> str:
    """The value with its unit and what the text says of its exactness; a range as its bounds."""
    return _value_text(quantity.value, quantity.low, quantity.high, quantity.comparator, quantity.unit)


def _value_text(value: float, low: float | None, high: float | None, comparator: str, unit: str | None) -> str:
    ending = f" {unit}" if unit else ", without a unit"
    if comparator == "range" and low is not None and high is not None:
        return f"{number_text(low)} … {number_text(high)}{ending}"
    said = _COMPARATORS.get(comparator)
    return (f"{said} " if said else "") + number_text(value) + ending


def figure_text(figure: Figure) -> str:
    """A figure in one line: whose, what, how much, when, and how sure."""
    value = _value_text(figure.value, figure.value_low, figure.value_high, figure.comparator, figure.unit)
    days = days_text(figure.period_start, figure.period_end)
    if not days:
        days = f"{figure.period_text} (not resolved)" if figure.period_text else "no period"
    parts = [
        f"{figure.entity} ({figure.ticker})" if figure.ticker else figure.entity,
        f"{figure.metric} {figure.aspect}" + (f" {figure.basis}" if figure.basis else "") + f" = {value}",
        days,
        figure.modality,
        *(f"{key}: {said}" for key, said in sorted(figure.dimensions.items())),
    ]
    if figure.attribution:
        parts.append(f"says {figure.attribution}")
    return " · ".join(parts) + f"  [{figure.rule} {figure.confidence:.2f}]"
