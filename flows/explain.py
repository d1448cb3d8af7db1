"""``yanbao explain``: each step from a sentence to its figures, as JSON lines (``explain_print`` is for a person)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TextIO

import orjson

from extractors.documents.text import TextBuilder, normalise
from extractors.figures.assign import read_blocks
from extractors.figures.prose import Reading
from extractors.figures.sentences import MarkIndex
from extractors.figures.thread import Thread
from extractors.language import Context, context_of, find_marks
from extractors.language.mentions import find_mentions
from extractors.records import Document, Figure, Marks, Mention, Metadata, Quantity
from flows.store.rows import fact_key


@dataclass(frozen=True, slots=True)
class Explanation:
    """A text as one paragraph a line, with everything that was found in it."""

    document: Document
    context: Context
    marks: Marks
    readings: tuple[Reading, ...]
    mentions: tuple[Mention, ...]


def explain(text: str, published: date | None = None) -> Explanation:
    """Run a bare text through all steps; ``published`` resolves relative periods."""
    builder = TextBuilder()
    for line in normalise(text).split("\n"):
        builder.add("paragraph", line)
    document = builder.build(Metadata(published_on=published), media_type="text/plain", parser="explain")
    context = context_of(document.text, document.metadata)
    marks = find_marks(document.text, document.blocks, context)
    index, thread = MarkIndex(marks), Thread(context)
    readings = [r for block in document.blocks for r in read_blocks(document.text, block, index, thread)]
    mentions = find_mentions(
        document.text, document.blocks, document.tables, marks.names, publisher=None, subject_tickers=()
    )
    return Explanation(document, context, marks, tuple(readings), tuple(mentions))


def as_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation with the contract's columns; offsets count in the returned ``text``."""
    text = explanation.document.text
    return {
        "text": text,
        "quantities": [_quantity(text, q) for q in explanation.marks.quantities],
        "periods": [
            {
                "period_start": p.period_start,
                "period_end": p.period_end,
                "period_type": p.period_type,
                "period_text": p.text,
                "char_start": p.start,
                "char_end": p.end,
            }
            for p in explanation.marks.periods
        ],
        "mentions": [
            {
                "ticker": m.ticker,
                "issuer_id": m.issuer_id,
                "name": m.name,
                "mention_text": text[m.start : m.end],
                "char_start": m.start,
                "char_end": m.end,
                "role": m.role,
                "relation": m.relation,
                "relation_to": m.relation_to,
            }
            for m in explanation.mentions
        ],
        "figures": [_figure(text, r.figure) for r in explanation.readings if r.figure is not None],
    }


def _quantity(text: str, quantity: Quantity) -> dict[str, Any]:
    return {
        "value": quantity.value,
        "value_low": quantity.low,
        "value_high": quantity.high,
        "comparator": quantity.comparator,
        "unit": quantity.unit,
        "value_text": text[quantity.start : quantity.end],
        "char_start": quantity.start,
        "char_end": quantity.end,
    }


def _figure(text: str, figure: Figure) -> dict[str, Any]:
    return {
        "fact_key": fact_key(figure),
        "entity": figure.entity,
        "entity_text": figure.entity_text,
        "ticker": figure.ticker,
        "issuer_id": figure.issuer_id,
        "metric": figure.metric,
        "aspect": figure.aspect,
        "value": figure.value,
        "value_low": figure.value_low,
        "value_high": figure.value_high,
        "comparator": figure.comparator,
        "unit": figure.unit,
        "value_text": text[figure.start : figure.end],
        "period_start": figure.period_start,
        "period_end": figure.period_end,
        "period_type": figure.period_type,
        "period_text": figure.period_text,
        "basis": figure.basis,
        "modality": figure.modality,
        "dimensions": dict(sorted(figure.dimensions.items())),
        "attribution": figure.attribution,
        "quote": text[figure.quote_start : figure.quote_end],
        "char_start": figure.start,
        "char_end": figure.end,
        "rule": figure.rule,
        "confidence": figure.confidence,
    }


def explain_stream(lines: Iterable[str], out: TextIO) -> int:
    """One JSON object a line in (``id``, ``text``, ``published``), one a line out; 1 if any line was no such object."""
    failed = False
    for line in lines:
        if not line.strip():
            continue
        key: Any = None
        try:
            item = orjson.loads(line)
            if not isinstance(item, dict):
                raise ValueError("not a JSON object")
            key = item.get("id")
            result: Mapping[str, Any] = {"id": key, **as_json(explain(*_request(item)))}
        except ValueError as problem:
            failed = True
            result = {"id": key, "error": str(problem)}
        out.write(orjson.dumps(result).decode() + "\n")
    return 1 if failed else 0


def _request(item: Mapping[str, Any]) -> tuple[str, date | None]:
    text, published = item.get("text"), item.get("published")
    if not isinstance(text, str):
        raise ValueError("text is missing or no string")
    if published is None:
        return text, None
    if not isinstance(published, str):
        raise ValueError("published is no string (YYYY-MM-DD)")
    return text, date.fromisoformat(published[:10])
