"""A document's marks to its figures: block by block, with the topic and the period that earlier blocks hand on."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from extractors.figures.confidence import is_published
from extractors.figures.contradictions import with_contradictions
from extractors.figures.filing_places import NOWHERE, Headings
from extractors.figures.metrics import published_codes
from extractors.figures.minorities import with_minorities
from extractors.figures.part_heads import part_of_block
from extractors.figures.places import home_of
from extractors.figures.prose import Reading, read_sentence
from extractors.figures.sentences import MarkIndex, sentence_at, split_sentences
from extractors.figures.table_captions import names_in
from extractors.figures.table_runs import around
from extractors.figures.table_sections import Carried
from extractors.figures.tables import read_table
from extractors.figures.thread import Thread, is_source
from extractors.language import Context
from extractors.records import NOT_BODY, Block, Document, Figure, Marks, Name, Period, Quantity

_ENUMERATED = re.compile(r"[\s◆•·\-*]*[(（]?[1-9一二三四五六七八九]{1,2}[)）、.]")
_KEPT_KINDS = frozenset({"person", "place", "index", "source", "chip"})
_UNSEEN = frozenset({"furniture", "boilerplate", "chart"})
_PASSAGE = 12
"""What a text is about is named over more than this part of it."""


def assign(document: Document, marks: Marks, context: Context) -> tuple[tuple[Figure, ...], tuple[Quantity, ...]]:
    """All figures of a document, and all its quantities (those of tables too), each sorted by start."""
    text = document.text
    index = MarkIndex(marks)
    figures: list[Figure] = []
    known: dict[tuple[int, int], Quantity] = {(q.start, q.end): q for q in marks.quantities}
    tables = {table.start: table for table in document.tables}
    home = home_of(document.metadata.title or "", document.text)
    thread = Thread(context, themes=_themes(document, marks), home=home)
    carried: Carried | None = None
    handed: dict[int, Carried | None] = {}
    stands = around(document, context)
    heading = ""
    headings = Headings() if context.kind == "filing" else None
    for block in document.blocks:
        if block.kind == "title":
            continue
        if headings is not None and block.kind not in _UNSEEN:
            headings.read(text, block)
        if block.kind == "table":
            table = tables.get(block.start)
            if table is not None:
                names = index.names_in(block.start, block.end)
                above = handed.get(stands.goes_on.get(block.start, -1), carried)
                found = read_table(
                    text, table, context, names, topic=_caption_topic(table.caption, thread, index), before=above,
                    heading=heading, standing=headings.standing if headings is not None else NOWHERE,
                    currency=stands.currency.get(block.start), priced=stands.priced.get(block.start),
                )  # fmt: skip
                carried = handed[block.start] = found.carried
                figures += map(_published, found.figures)
                known |= {(q.start, q.end): q for q in found.quantities}
        elif block.kind not in NOT_BODY:
            if block.kind == "heading":
                heading = text[block.start : block.end].strip()
            if carried is not None and carried.adjacent and block.kind not in ("source", "footnote"):
                carried = replace(carried, adjacent=False)
            for reading in read_blocks(text, block, index, thread):
                if reading.figure is not None:
                    figures.append(reading.figure)
                    known[reading.quantity.start, reading.quantity.end] = reading.quantity
    figures = [figure for figure in with_minorities(document, figures) if is_published(figure)]
    figures = [figure for figure in with_contradictions(text, figures) if is_published(figure)]
    figures.sort(key=lambda f: (f.start, f.end, f.metric))
    quantities = sorted(known.values(), key=lambda q: (q.start, q.end))
    return tuple(_distinct(figures)), tuple(quantities)


def _themes(document: Document, marks: Marks) -> frozenset[str]:
    """The names that a text is about: those of its title and headings, and those that it keeps coming back to."""
    counts = Counter(name.canonical for name in marks.names if not is_source(document.text, name))
    heads = [b for b in document.blocks if b.kind in ("title", "heading")]
    headings = " ".join(document.text[b.start : b.end] for b in heads)
    often = max(4, sum(counts.values()) // 12)
    first = {name.canonical: name.start for name in reversed(marks.names)}
    last = {name.canonical: name.start for name in marks.names}
    wide = len(document.text) // _PASSAGE  # four times within one passage is no coming back
    return frozenset(
        name
        for name, count in counts.items()
        if (count >= often and last[name] - first[name] >= wide) or name in headings
    )


def read_blocks(text: str, block: Block, index: MarkIndex, thread: Thread) -> list[Reading]:
    """Readings of one block's sentences. Headings set the topic; an enumeration's first item hands its period on."""
    if block.kind == "heading":
        names = [n for n in index.names_in(block.start, block.end) if n.kind not in _KEPT_KINDS]
        names = [n for n in names if n.canonical != thread.context.publisher]
        if names:
            thread.topic = names[0]
        thread.list_period = None
    thread.industry = thread.goods = thread.traded = None
    thread.part = part_of_block(text[block.start : block.end])
    readings: list[Reading] = []
    for start, end in split_sentences(text, block.start, block.end):
        sentence = sentence_at(text, start, end, index)
        enumerated = _ENUMERATED.match(text, start, end) is not None
        inherited = thread.list_period if enumerated or block.kind == "list_item" else None
        here = read_sentence(sentence, thread, inherited=inherited)
        for reading in here:
            if reading.figure is not None:
                reading.figure = _published(reading.figure)
        readings += here
        heads_list = text[start:end].rstrip().endswith((":", "："))
        if heads_list or (enumerated and thread.list_period is None):
            thread.list_period = _list_period(sentence.periods, here)
        elif enumerated:
            continue
        elif block.kind != "list_item":
            thread.list_period = None
    return readings


def _list_period(periods: tuple[Period, ...], readings: list[Reading]) -> Period | None:
    """What an enumeration's first item hands on: the last period before its first number, else its first."""
    known = [p for p in periods if p.period_start is not None]
    first = next((r.quantity.start for r in readings if r.figure is not None), None)
    before = [p for p in known if first is not None and p.end <= first]
    return before[-1] if before else known[0] if known else None


def _caption_topic(caption: str | None, thread: Thread, index: MarkIndex) -> Name | None:
    if caption:
        named = [n for n in names_in(caption) if n.kind not in _KEPT_KINDS]
        if named:
            first = named[0]
            return Name(0, 0, first.canonical, first.kind, first.ticker, first.issuer_id)
    return thread.topic


def _published(figure: Figure) -> Figure:
    """The figure under the code that it is published with."""
    code = published_codes().get((figure.metric, figure.dimensions.get("of", "")))
    return figure if code is None else replace(figure, metric=code)


def _distinct(figures: list[Figure]) -> list[Figure]:
    """One figure a claim: the surer of two that say the same of one span."""
    best: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        key = (figure.start, figure.end, figure.entity, figure.metric, figure.aspect)
        if key not in best or figure.confidence > best[key].confidence:
            best[key] = figure
    return list(best.values())
