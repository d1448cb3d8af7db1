"""The rules that read a number by its phrase, and which kinds of units each reads at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from extractors.figures import called_sums, counting, currency_pairs, expense_rates, moves, pairs, ranks, rules, told_on
from extractors.figures.aspects import PERCENT
from extractors.figures.candidate import Candidate, Spot
from extractors.figures.metrics import CURRENCIES

Rule = Callable[[Spot], Candidate | None]
_ANY = "none % pp bp x money other"
_SOME = "% pp bp x money other"
_RULES: tuple[tuple[Rule, str], ...] = (
    (moves.security_move, "%"),
    (moves.move_goes_on, "%"),
    (moves.move_in_brackets, "%"),
    (moves.market_move, "%"),
    (moves.price_reported, "money other"),
    (moves.good_quoted, "money"),
    (currency_pairs.pair_rate, "none % bp money"),
    (expense_rates.expense_rate, "% pp bp"),
    (moves.rate_moved, "bp"),
    (moves.output_moved, _SOME),
    (moves.repriced, "% money"),
    (rules.limit_ups, "other"),
    (rules.share_is, "%"),
    (rules.share_of, "%"),
    (rules.tenths_of, "%"),
    (rules.unit_implies, _SOME),
    (called_sums.priced_good, "money"),
    (called_sums.called_sum, "money"),
    (rules.same_again, _ANY),
    (told_on.ratio_again, "% x"),
    (pairs.made_and_sold, _ANY),
    (pairs.equals, _SOME),
    (rules.change_again, "% pp x"),
    (told_on.of_which, "%"),
    (rules.reached, _ANY),
    (rules.of_plan, "%"),
    (rules.given_multiple, "x"),
    (ranks.rank_again, "none other"),
    (ranks.market_rank, "none other"),
)
_WORDY_RULES: tuple[tuple[Rule, str], ...] = (
    (rules.portion_of, "%"),
    (rules.named_rate, "%"),
    (counting.counted, "other"),
)
"""With the kinds of units that they read at all: most rules read few."""


@lru_cache(maxsize=1024)
def rules_of(unit: str | None) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules that may read numbers of a unit: those by form, and those that take the clause's words."""
    kind = "none" if unit is None else unit if unit in PERCENT or unit == "x" else "other"
    if unit is not None and unit.partition("/")[0] in CURRENCIES:
        kind = "money"
    plain, wordy = (tuple(rule for rule, kinds in listed if kind in kinds.split()) for listed in (_RULES, _WORDY_RULES))
    return plain, wordy
