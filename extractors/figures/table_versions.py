"""Columns that hold versions of one period's figures, and what they differ by: expected, earlier, restated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.figures.headers import Head
from extractors.records import Period

_MARKETS = regex.compile(
    r"(?i:(?:bloomberg |street |market )?cons(?:ensus)?\.?(?: est(?:\.|imates?)?)?)"
    r"|(?:彭博|万得|[Ww]ind|市场)?一致预[期测]|市场预[期测]"
)


def dated_versions(heads: Sequence[Head]) -> list[Head]:
    """A column of what the market expected (``Cons.``, ``一致预期``) beside the period that it had expected it of."""
    out = list(heads)
    for col in range(2, len(heads)):
        own, left = heads[col], heads[col - 1]
        if left.period is None or left.only_change or left.metric is not None or left.words:
            continue
        if own.period is None and own.metric is None and _MARKETS.fullmatch(own.text):
            out[col] = replace(own, period=replace(left.period, forecast=True), words=own.text)
    return out


def compared(heads: Sequence[Head]) -> tuple[list[Head], frozenset[str]]:
    """Columns of differences (``Diff (%)``, ``变动``) beside versions of one period (``原预测 | 新预测``) are changes
    against the version on their left. With the words of the versions; without such a version they stay skipped."""
    out = list(heads)
    versions: set[str] = set()
    dated = [col for col, head in enumerate(heads) if col and head.period is not None and not head.skip]
    for col in dated:
        actual = _ACTUAL_AGAINST.match(heads[col].words)
        period = heads[col].period
        if actual is not None and period is not None:
            out[col] = replace(heads[col], words=actual["who"].strip(), period=replace(period, forecast=True))
            versions.add(out[col].words)
    for col, head in enumerate(heads):
        if not head.skip:
            continue
        period = head.period or (heads[col - 1].period if col - 1 in dated else None)
        if period is None:
            continue
        beside = [c for c in dated if c < col and not out[c].only_change and _same_time(out[c].period, period)]
        left = [c for c in beside if out[c].words]
        if not left or len(beside) < 2:
            continue
        if head.period is None:  # what came about is compared with what was expected, and not the other way round
            period = next((own for c in beside if (own := out[c].period) is not None and not own.forecast), period)
        against = _base_of([out[c].words for c in left])
        versions.update(out[c].words for c in left)
        out[col] = replace(
            head, skip=False, only_change=True, aspect="change", basis=f"vs:{against}", period=period, words=""
        )
    return out, frozenset(versions)


_ACTUAL_AGAINST = regex.compile(
    r"(?:Actual|actual|实际(?:值|数|业绩)?)\s*(?:vs\.?|v\.|against|与|较|对比|比)\s*(?P<who>\S.*)$"
)


_OLD = regex.compile(r"原|旧|前[次值]?|上[次期]|调整前|预期|一致|市场|(?i:previous|prior|old|consensus|cons\b|street)")


def _base_of(versions: Sequence[str]) -> str:
    """Which version others are compared with: the older or the market's, else the one beside the difference."""
    return next((words for words in reversed(versions) if _OLD.search(words)), versions[-1])


def _same_time(one: Period | None, other: Period) -> bool:
    return one is not None and (one.period_start, one.period_end) == (other.period_start, other.period_end)
