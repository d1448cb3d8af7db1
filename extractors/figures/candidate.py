"""A possible reading of one number, and where it stands: what every rule is given and gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.figures.aspects import Judgement
from extractors.figures.governing import period_of
from extractors.figures.metrics import Metric
from extractors.figures.phrases import Clauses
from extractors.figures.sentences import Clause, Sentence
from extractors.records import Name, Period, Quantity


@dataclass(slots=True)
class Candidate:
    """A possible reading. ``score`` orders candidates of one number; ``confidence`` is the rule's own;
    ``counted`` is the thing that is counted, whose figure it is where nobody else's."""

    rule: str
    metric: Metric
    judgement: Judgement
    score: float
    confidence: float
    metric_start: int | None = None
    metric_end: int | None = None
    of: str | None = None
    unit: str | None = None
    negative: bool = False
    entity: Name | None = None
    segment: str | None = None
    quantity: Quantity | None = None
    counted: Name | None = None


@dataclass(slots=True)
class Spot:
    """One number in its clause. ``lead`` is the text before it, back to the number before or the clause's start;
    ``carried`` how the number before was read; ``inherited`` the period of its list or table; ``clauses`` the
    sentence's words."""

    sentence: Sentence
    clause: Clause
    quantity: Quantity
    lead: str
    carried: Candidate | None
    inherited: Period | None
    clauses: Clauses
    _governed: tuple[Period | None] | None = field(default=None, init=False)

    @property
    def period(self) -> Period | None:
        """The period that governs the number; found once it is asked for."""
        if self._governed is None:
            self._governed = (period_of(self.sentence, self.quantity, self.inherited),)
        return self._governed[0]
