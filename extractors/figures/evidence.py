"""What speaks for and against a figure, as short tags: how metric, entity, period and unit were found.

A tag is ``fact: value``, or ``fact > n`` / ``fact < n`` where more of it is always worse: those may only lower the
confidence, and a fact's tags add up (``words to the metric > 4`` comes along with ``> 12``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from extractors.figures.candidate import Candidate
from extractors.figures.confidence import confidence_of
from extractors.figures.coordination import Shared
from extractors.figures.headers import Head
from extractors.figures.metrics import CURRENCIES
from extractors.figures.sentences import Sentence
from extractors.figures.subjects import Subject
from extractors.figures.table_context import CellContext
from extractors.figures.table_sections import Section
from extractors.language import Context
from extractors.records import Name, Period, Quantity

Evidence = tuple[str, ...]


class _Ladder:
    """Tags of one fact that is worse the more, or the less, there is of it; made once, since every figure has some."""

    def __init__(self, what: str, sign: str, *steps: float) -> None:
        self._steps = steps
        self._tags = tuple(f"{what} {sign} {step:g}" for step in steps)
        self._passed = tuple(self._tags[:n] if sign == ">" else self._tags[n:] for n in range(len(steps) + 1))
        self._find = bisect_left if sign == ">" else bisect_right

    def of(self, value: float) -> tuple[str, ...]:
        """The tags whose bound a value passes."""
        return self._passed[self._find(self._steps, value)]


_METRIC_GAP = _Ladder("words to the metric", ">", 3, 10, 25)
_METRIC_LETTERS = _Ladder("letters of the metric", "<", 3, 4)
_RULE_TRUST = _Ladder("rule's own trust", "<", 0.7, 0.8, 0.9)
_SUBJECT_TRUST = _Ladder("subject's own trust", "<", 0.7, 0.8, 0.9)
_SUBJECT_GAP = _Ladder("words to the subject", ">", 12, 30, 60)
_NAMES_BETWEEN = _Ladder("names between", ">", 0, 1)
_NAMES_BEFORE = _Ladder("other names before", ">", 0, 1, 3)
_NUMBERS_BETWEEN = _Ladder("numbers between", ">", 0, 1, 3)
_NUMBERS = _Ladder("numbers in the sentence", ">", 3, 6, 10)
_LEAD = _Ladder("lead over the next reading", "<", 0.5, 1.5, 3)
_SCORE = _Ladder("score", "<", 6, 7.5, 9)
_LABEL = _Ladder("words in the label", ">", 8, 14, 24)
_AT_ONCE = 3


def of_prose(
    sentence: Sentence,
    quantity: Quantity,
    options: Sequence[Candidate],
    subject: Subject,
    period: Period | None,
    shared: Shared | None,
    context: Context,
    themes: frozenset[str],
) -> Evidence:
    """Tags of a sentence's figure; ``options`` are its candidates, the chosen one first."""
    best, name, at = options[0], subject.name, quantity.start
    tags = [
        f"rule: {best.rule}",
        f"subject: {subject.how}",
        f"entity: {name.kind}",
        f"aspect: {_aspect(best)}",
        f"unit: {_unit(quantity)}",
        f"metric: {best.metric.code}",
        f"period: {_when(sentence, quantity, period)}",
        f"document: {_about(context.kind, one=context.subject is not None)}",
    ]
    if period is not None and period.relative:
        tags.append("period: relative")
    if quantity.comparator != "eq":
        tags.append("number: bound or about")
    if shared is not None:
        tags.append("told in turn: yes")
    if name.canonical in themes:
        tags.append("entity: theme of the text")
    if best.metric_start is not None and best.metric_end is not None and best.metric_start >= sentence.start:
        tags += _METRIC_GAP.of(max(at - best.metric_end, best.metric_start - quantity.end))
        tags += _METRIC_LETTERS.of(best.metric_end - best.metric_start)
    if not subject.near:
        tags += ("subject: outside the sentence", f"clause begins with: {_opens(sentence, quantity)}")
    tags += _RULE_TRUST.of(best.confidence)
    tags += _SUBJECT_TRUST.of(subject.weight)
    others = [n for n in sentence.names if n.start < at and n.canonical != name.canonical and n.kind != "place"]
    if subject.near and name.end > sentence.start:
        tags += _SUBJECT_GAP.of(abs(at - name.end))
        tags += _NAMES_BETWEEN.of(sum(n.start >= name.end for n in others))
    tags += _NAMES_BEFORE.of(sum(n.end <= at and n.kind != "source" for n in others))
    start = min(at, best.metric_end or at)
    tags += _NUMBERS_BETWEEN.of(sum(start <= q.start < at for q in sentence.quantities))
    tags += _NUMBERS.of(len(sentence.quantities))
    judged = best.judgement.aspect
    rival = next((o for o in options[1:] if o.metric is not best.metric or o.judgement.aspect != judged), None)
    if rival is not None:
        tags += _LEAD.of(best.score - rival.score)
    tags += _SCORE.of(best.score)
    return tuple(tags)


def _opens(sentence: Sentence, quantity: Quantity) -> str:
    """What a clause begins with whose number is of a thing named elsewhere: words may be a thing that no list knows."""
    start = sentence.clauses[sentence.clause_of(quantity.start)].start
    if quantity.start - start <= _AT_ONCE:
        return "number"
    for what, spans in (("metric", sentence.metrics), ("period", sentence.periods), ("name", sentence.names)):
        if any(start <= span.start <= start + 1 for span in spans):
            return what
    return "words"


def _aspect(best: Candidate) -> str:
    judged = best.judgement
    if judged.aspect == "change" and judged.basis is None:
        return "change without basis"
    return judged.aspect


def _unit(quantity: Quantity) -> str:
    unit = quantity.unit
    if unit is None:
        return "none"
    if unit in CURRENCIES:
        return "money"
    if unit in ("%", "pp", "bp", "x", "count", "person"):
        return unit
    return "quotient" if "/" in unit else "other"


def _when(sentence: Sentence, quantity: Quantity, period: Period | None) -> str:
    if period is None:
        return "none"
    if period.period_start is None and period.period_end is None:
        return "not resolved"
    if not sentence.start <= period.start < sentence.end:
        return "handed on"
    if period.start >= quantity.end:
        return "behind the number"
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    return "in its clause" if period.start >= clause.start else "earlier in the sentence"


def _about(kind: str | None, *, one: bool) -> str:
    return f"{kind or 'other'}{' of one company' if one else ''}"


def of_cell(
    quantity: Quantity,
    owner: Head,
    metric: str,
    rule: str,
    subject: Name,
    period: Period | None,
    label: Head | None,
    column: Head,
    cells: CellContext,
    section: Section,
    aspect: str,
) -> tuple[Evidence, float]:
    """Tags of a table cell's figure, and its confidence; ``owner`` is the header that says what is measured."""
    own = cells.context.subject
    whose = "document's" if subject is own else "topic" if subject is cells.topic else f"row's {subject.kind}"
    return _cell_tags(
        rule, metric, aspect, whose, "printed" if quantity.printed else "of the header", _unit(quantity),
        _cell_when(period, label, column, cells), cells.context.kind, own is not None,
        "financial" if cells.financial else "of a market" if cells.industry else "other", owner.whole,
        cells.wide, bool(cells.caption), section.dated, _LABEL.of(len(owner.text)),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _cell_tags(
    rule: str, metric: str, aspect: str, whose: str, printed: str, unit: str, when: str, kind: str | None, one: bool,
    table: str, whole: bool, wide: bool, captioned: bool, dated: bool, long: tuple[str, ...],
) -> tuple[Evidence, float]:  # fmt: skip
    """The tags of a cell and the confidence that follows, which those around it mostly share."""
    tags = [
        f"rule: {rule}",
        f"subject: table, {whose}",
        f"aspect: table, {aspect}",
        f"unit: table, {printed}, {unit}",
        f"metric: {metric}",
        f"period: table, {when}",
        f"document: {_about(kind, one=one)}",
        f"table: {table}",
        f"header: {'whole' if whole else 'in part'}",
    ]
    if not wide:
        tags.append("table: one value a row")
    if not captioned:
        tags.append("table: no caption")
    if not dated:
        tags.append("table: columns are no periods")
    evidence = (*tags, *long)
    return evidence, confidence_of(evidence)


def _cell_when(period: Period | None, label: Head | None, column: Head, cells: CellContext) -> str:
    if period is None:
        return "none"
    if period.period_start is None and period.period_end is None:
        return "not resolved"
    if period is column.period:
        return "column's"
    if label is not None and period is label.period:
        return "label's"
    return "caption's" if period is cells.caption_period else "row's"
