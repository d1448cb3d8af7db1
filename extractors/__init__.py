"""Bytes in, typed records out: the one door to all of reading, finding and assigning.

No clock, no network, no database, and no file but the package's own data: the same bytes give the same rows.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from extractors.documents.limits import Limits
from extractors.records import Document, Extraction, Reject, Source, Unreadable

__all__ = ["Limits", "extract", "extract_document", "read", "warm_up"]

_SAMPLE = """# 科大讯飞中报点评：收入稳步增长

2024年上半年，科大讯飞实现营业收入12.5亿元，同比增长20%，毛利率为35.2%。旗下“松果”助手的月活用户达到300万，累计服务客户超过1200家。

| 单位：亿元 | 2023 | 2024E |
| --- | --- | --- |
| 营业收入 | 10.4 | 12.5 |
"""


def read(raw: bytes, source: Source, limits: Limits = Limits()) -> Document:  # noqa: B008 - frozen
    """The document that the bytes hold; raises :class:`~extractors.records.Unreadable` with a reason code."""
    from extractors.documents import read as read_document

    document = read_document(raw, passwords=source.passwords, limits=limits)
    if len(document.text) > limits.max_characters:
        raise Unreadable("too_large", f"{len(document.text)} characters, more than {limits.max_characters}")
    return document


def extract_document(document: Document) -> Extraction:
    """Everything that is said in a document that was read: its quantities, figures and mentions."""
    from extractors.figures.assign import assign
    from extractors.language import context_of, find_marks
    from extractors.language.mentions import find_mentions

    context = context_of(document.text, document.metadata)
    with _no_collection():
        marks = find_marks(document.text, document.blocks, context)
        figures, quantities = assign(document, marks, context)
        mentions = find_mentions(
            document.text,
            document.blocks,
            document.tables,
            marks.names,
            publisher=document.metadata.publisher,
            subject_tickers=context.subject_tickers,
            published=context.latest_day,
        )
    return Extraction(document, quantities, figures, tuple(mentions), context.subject_tickers)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Within it nothing is looked through for cycles: of a document's many small records nearly all are kept to its
    end, and what is not goes by its reference count. A document is of limited size, and so is what waits."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def extract(raw: bytes, source: Source, limits: Limits = Limits()) -> Extraction:  # noqa: B008 - frozen
    """All that one file yields. Bytes that are no document give an extraction without one, whose reject says why."""
    try:
        document = read(raw, source, limits)
    except Unreadable as problem:
        return Extraction(None, rejects=(Reject("parse", problem.reason, problem.message),))
    except (RecursionError, ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError) as problem:
        message = f"the reader failed on it: {type(problem).__name__}: {problem}"
        return Extraction(None, rejects=(Reject("parse", "reader_failed", " ".join(message.split())[:300]),))
    return extract_document(document)


def warm_up() -> None:
    """Load the rules, names and words that any document needs (a second and more), by reading a small one."""
    extract(_SAMPLE.encode(), Source("memory:sample"))
