"""Sentences and clauses of a block, with the marks that stand in them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from extractors.figures.metrics import MetricMention, find_metrics
from extractors.records import Marks, Name, Period, Quantity

if TYPE_CHECKING:
    from extractors.figures.coordination import Shared

# A class comes first, so that the search leaps from one of its characters to the next.
_SENTENCE_END = re.compile(
    r"[。！？!?.\n](?:(?<=[。！？!?])[。！？!?]*+[”’」』）)]*+|(?<=[a-z)%]\.)(?=\s[A-Z])|(?<=\n)\n*+)\s*+"
)
_CLAUSE_END = re.compile(r"[，；：;,:—](?:(?<=[，；：;])|(?<=,)(?:(?<!\d,)|(?!\d))|(?<=:)(?<!\d:)|(?<=—)—?)")
_BRACKET = re.compile(r"[（(][^（）()]{1,60}[）)]")
_TITLE = re.compile(r"《[^《》]{1,60}》")
_NO_THING = re.compile(r"(?:利润|收入|资产|负债|费用|权益|现金|余额|金额|总额|成本|收益|税金|股本|公积|损失)\d*$")
"""Found by form, but a line of a statement and no thing of its own."""


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_S = TypeVar("_S", bound=_Spanned)


@dataclass(slots=True)
class Clause:
    """A stretch between commas. ``strong`` says that a semicolon (not a comma) parts it from the one before;
    ``bracket`` that it stands in parentheses."""

    start: int
    end: int
    strong: bool = False
    bracket: bool = False


@dataclass(slots=True)
class Sentence:
    """A sentence with its clauses and marks, each sorted by start. Metrics are looked for only where there is a
    quantity, clauses once something asks for them."""

    text: str
    start: int
    end: int
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    names: tuple[Name, ...]
    metrics: tuple[MetricMention, ...]
    shared: dict[int, Shared] | None = field(default=None, init=False, repr=False, compare=False)
    """What falls to each number of an enumeration, once :func:`~extractors.figures.coordination.distribute` said so."""
    parted: tuple[Clause, ...] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Its clauses."""
        if self.parted is None:
            self.parted = split_clauses(self.text, self.start, self.end, self.quantities)
        return self.parted

    def clause_of(self, offset: int) -> int:
        """Index of the innermost clause at an offset."""
        best, clauses = 0, self.clauses
        for number, clause in enumerate(clauses):
            if clause.start > offset:
                break
            if offset < clause.end and (
                clause.bracket or not clauses[best].bracket or not _holds(clauses[best], offset)
            ):
                best = number
        return best

    def between(self, start: int, end: int) -> str:
        """A slice of the document's text."""
        return self.text[start:end]


def _holds(clause: Clause, offset: int) -> bool:
    return clause.start <= offset < clause.end


@lru_cache(maxsize=256)
def times(text: str, words: str) -> int:
    """How often a text has words: looked through once, not for each sentence that asks."""
    return text.count(words)


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of ``text[start:end]``, their end mark included."""
    low = start
    for match in _SENTENCE_END.finditer(text, start, end):
        first, last = match.span()
        if low < first and (not text[low].isspace() or text[low:first].strip()):
            yield low, last
        low = last
    if text[low:end].strip():
        yield low, end


def split_clauses(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> tuple[Clause, ...]:
    """Clauses of a sentence; parentheses that hold a quantity are clauses of their own."""
    found: list[Clause] = []
    brackets = [
        match.span()
        for match in (_BRACKET.finditer(text, start, end) if quantities else ())
        if any(match.start() < q.start and q.end <= match.end() for q in quantities)
    ]
    whole = brackets + [match.span() for match in _TITLE.finditer(text, start, end)]
    low, strong = start, False
    for match in _CLAUSE_END.finditer(text, start, end):
        first, last = match.span()
        if whole and any(a < first < b for a, b in whole):
            continue
        if first > low:
            found.append(Clause(low, last, strong))
        strong = text[first] in "；;"
        low = last
    if low < end:
        found.append(Clause(low, end, strong))
    if not brackets:
        return tuple(found)
    for a, b in brackets:
        inner = a + 1
        for match in _CLAUSE_END.finditer(text, a + 1, b - 1):
            found.append(Clause(inner, match.end(), bracket=True))
            inner = match.end()
        found.append(Clause(inner, b, bracket=True))
    return tuple(sorted(found, key=lambda c: (c.start, -c.end)))


def _inside(items: Sequence[_S], starts: Sequence[int], start: int, end: int) -> tuple[_S, ...]:
    low = bisect.bisect_left(starts, start)
    if low == len(starts) or starts[low] >= end:
        return ()
    high = bisect.bisect_left(starts, end, low)
    if items[high - 1].end > end:
        high -= 1  # marks of one kind do not overlap: only the last can reach further
    return tuple(items[low:high])


class MarkIndex:
    """The document's marks, sliced by span in logarithmic time."""

    def __init__(self, marks: Marks) -> None:
        self.quantities = marks.quantities
        self.periods = marks.periods
        self.names = tuple(n for n in marks.names if n.kind == "security" or not _NO_THING.search(n.canonical))
        self._quantity_starts = [q.start for q in marks.quantities]
        self._period_starts = [p.start for p in marks.periods]
        self._name_starts = [n.start for n in self.names]

    def quantities_in(self, start: int, end: int) -> tuple[Quantity, ...]:
        """Quantities that lie in the span."""
        return _inside(self.quantities, self._quantity_starts, start, end)

    def periods_in(self, start: int, end: int) -> tuple[Period, ...]:
        """Periods that lie in the span."""
        return _inside(self.periods, self._period_starts, start, end)

    def names_in(self, start: int, end: int) -> tuple[Name, ...]:
        """Names that lie in the span."""
        return _inside(self.names, self._name_starts, start, end)


def sentence_at(text: str, start: int, end: int, index: MarkIndex) -> Sentence:
    """The sentence of a span, with its marks."""
    quantities = index.quantities_in(start, end)
    names = index.names_in(start, end)
    metrics = tuple(find_metrics(text, start, end)) if quantities else ()
    return Sentence(text, start, end, quantities, index.periods_in(start, end), names, metrics)
