"""Numbers that were not understood: what follows right behind one is of it, and not of what was told before."""

from __future__ import annotations

import regex

from extractors.figures.candidate import Candidate
from extractors.figures.coordination import Shared, groups
from extractors.figures.sentences import Sentence
from extractors.records import Quantity

_JOINED = regex.compile(r"\s*[/、]\s*")
_BARE = regex.compile(r"[\s，,；;、（(]*[\p{Han}]{0,8}?\s*$")


def tells(quantity: Quantity) -> bool:
    """Whether a number could have been a figure: an amount or a count, no time, order or bare number."""
    return quantity.unit not in (None, "day", "month", "year", "second") and not quantity.ordinal


def is_named(sentence: Sentence, quantity: Quantity) -> bool:
    """``净利润分别为90/110/130``: a bare number that a metric's name leads in, or one of several joined to it."""
    if quantity.unit is not None or quantity.ordinal:
        return False
    start = next((g[0].start for g in groups(sentence) if quantity in g), quantity.start)
    named = max((m.end for m in sentence.metrics if m.end <= start), default=None)
    return named is not None and _LED_IN.fullmatch(sentence.text, named, start) is not None


_LED_IN = regex.compile(r"\s*(?:分别)?(?:约?为|达到?|约)?\s*")


def is_of_lost(sentence: Sentence, option: Candidate, lost: Quantity, quantity: Quantity) -> bool:
    """``销售面积2.2亿平方米，下降3%``: a bare change right behind a number that was not understood is of that number,
    and not of what was told before it."""
    joined = _JOINED.fullmatch(sentence.text, lost.end, quantity.start) is not None
    if (option.judgement.aspect != "change" and not joined) or option.entity is not None:
        return False
    if option.metric_end is not None and option.metric_end > lost.start:
        return False
    return joined or _BARE.fullmatch(sentence.text, lost.end, quantity.start) is not None


def has_own_turn(share: Shared | None) -> bool:
    """Whether an enumeration says whose or of what a number is."""
    return share is not None and any((share.metric, share.name, share.thing, share.segment))
