"""Stacked column headers as one: spans that were lost, columns of changes, columns that share a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.figures.grid import Grid
from extractors.figures.headers import Head
from extractors.figures.metrics import CURRENCIES
from extractors.figures.table_sections import Section
from extractors.language.units import Unit, parse_unit
from extractors.records import Period

_GENERIC = regex.compile(r"(?:发生)?(?:金额|数额|数值|数据|余额|数)|合计数?|总额")
_DIFFERENCE = regex.compile(r"\s*(?:%\s*)?(?:[Dd]iff(?:erence)?|差异|差距|偏离)\.?\s*[(（]?\s*[%％]?\s*[)）]?\*?\s*")
_COMPARISON = regex.compile(r"\s*(?:[Cc]hange|变动|变化|调整)(?:幅度)?\s*[(（]?\s*[%％]?\s*[)）]?\*?\s*")


def new_section(
    grid: Grid, row: int, heads: list[Head], before: Section, table_unit: Unit | None, caption: str
) -> Section:
    """Headers that follow headers stack up (a header tree); after rows of values they start afresh."""
    stack = [*before.row_heads, heads] if not before.has_rows else [heads]
    filled = [_over_groups(level, stack[-1]) or _filled_right(level) for level in stack[:-1]] + stack[-1:]
    merged = []
    for col in range(grid.width):
        levels = [level[col] for level in filled if col < len(level)]
        lent = any(not level[col].text for level in stack[:-1] if col < len(level))
        merged.append(_merge(levels, lent=lent))
    corner = heads[0]
    unit = corner.unit or _whole_unit(corner.text) or table_unit or before.unit
    title = corner.text if corner.period is None and corner.text else caption
    dated, versions = compared(_dated_changes(_dated_amounts(merged)))
    return Section(dated, stack, title, corner.text or before.corner, unit, repeated=repeated(dated), versions=versions)


_CORNER_UNITS = CURRENCIES | {"%", "Wh", "W", "ton", "vehicle", "share", "person"}


def _whole_unit(text: str) -> Unit | None:
    """A corner that is a unit and nothing else (``RMB bn``, ``百万元``, ``%``)."""
    unit = parse_unit(text) if 0 < len(text) <= 14 else None
    return unit if unit is not None and unit.code is not None and unit.code in _CORNER_UNITS else None


def _over_groups(upper: Sequence[Head], lower: Sequence[Head]) -> list[Head] | None:
    """Upper headers set in the middle of their groups: where the lower row is one run of periods over and over, as
    often as there are upper headers, each takes its turn. None where that does not hold."""
    named = [col for col in range(1, len(upper)) if upper[col].text]
    tops = [upper[col] for number, col in enumerate(named) if not number or upper[col] is not upper[named[number - 1]]]
    valued = [col for col in range(1, len(lower)) if lower[col].text]
    if len(tops) < 2 or len(valued) % len(tops) or len(upper) != len(lower):
        return None
    size = len(valued) // len(tops)
    spans = [lower[col].text for col in valued]
    if size < 2 or any(spans[k] != spans[k % size] for k in range(len(spans))) or lower[valued[0]].period is None:
        return None
    out = [upper[0], *(Head("") for _ in upper[1:])]
    for turn, col in enumerate(valued):
        out[col] = tops[turn // size]
    return out


def _filled_right(heads: Sequence[Head]) -> list[Head]:
    """An upper header row whose spans were lost: an empty place belongs to the header on its left."""
    filled: list[Head] = []
    for head in heads:
        filled.append(filled[-1] if not head.text and filled else head)
    return filled


def _merge(heads: Sequence[Head], *, lent: bool) -> Head:
    """One column's stacked headers as one: the lower wins, the upper fills what it leaves open.

    ``lent``: an upper header came from the left, by guess; it says what the numbers below a period are, not what
    those below words of their own are.
    """
    merged = Head("")
    for number, head in enumerate(heads):
        own_words = lent and number == len(heads) - 1 and head.metric is None and head.period is None and head.words
        words = [w for w in (merged.words, head.words) if w and not _GENERIC.fullmatch(w)]
        merged = Head(
            text=_joined("\n", (merged.text, head.text)),
            metric=head.metric or (None if own_words else merged.metric),
            name=head.name or merged.name,
            aspect=head.aspect if head.metric or head.only_change else merged.aspect,
            basis=head.basis or merged.basis,
            period=head.period or merged.period,
            unit=head.unit or merged.unit,
            whole=head.whole or merged.whole,
            words=_joined("-", words),
            label=head.label or merged.label,
            only_change=head.only_change or merged.only_change,
            rank=head.rank,
            part=head.part,
            whole_of=head.whole_of,
            skip=head.skip,
            of_measured=head.of_measured,
        )
    differs = any(_DIFFERENCE.fullmatch(head.text) for head in heads)
    compares = any(_COMPARISON.fullmatch(head.text) for head in heads)
    if differs or (compares and any(head.period is not None and not head.only_change for head in heads)):
        return replace(merged, metric=None, only_change=False, skip=True)
    return merged


def _joined(mark: str, texts: Sequence[str]) -> str:
    """Texts as one, each once, the empty left out."""
    return mark.join(dict.fromkeys(text for text in texts if text))


def _dated_amounts(heads: Sequence[Head]) -> list[Head]:
    """An amount beside its change from a year before (``营业收入 | 营业收入比上年增减``) is of the change's time."""
    times = {head.metric.code: head.period for head in heads if head.metric and head.aspect == "change" and head.period}
    return [
        replace(head, period=times[head.metric.code])
        if head.metric is not None and head.whole and head.aspect == "level" and not head.period
        and head.metric.code in times
        else head
        for head in heads
    ]  # fmt: skip


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


def _dated_changes(heads: Sequence[Head]) -> list[Head]:
    """A column of changes without a period of its own takes that of the amounts on its left: the later of them, and
    how it compares by how far they are apart."""
    dated = list(heads)
    run: list[Period] = []
    for col, head in enumerate(heads):
        if head.only_change:
            if head.period is None and run:
                latest = max(run, key=lambda p: str(p.period_end))
                earlier = [p for p in run if p.period_end != latest.period_end]
                basis = head.basis or (_basis_between(latest, earlier[-1]) if earlier else None)
                dated[col] = replace(head, period=latest, basis=basis)
            run = []
        elif head.period is not None and head.period.period_end is not None:
            run.append(head.period)
    return dated


def _basis_between(later: Period, earlier: Period) -> str:
    a, b = later.period_end, earlier.period_end
    if a is None or b is None:
        return "yoy"
    months = (a.year - b.year) * 12 + a.month - b.month
    if months == 12:
        return "yoy"
    if later.period_type == "quarter" and months == 3:
        return "qoq"
    return "ytd" if (b.month, b.day) == (12, 31) and later.period_type in ("instant", "day") else "yoy"


def repeated(heads: Sequence[Head]) -> frozenset[int]:
    """Columns that another column's period equals, changes apart."""
    columns = [
        (col, (head.period.period_start, head.period.period_end) if head.period else None)
        for col, head in enumerate(heads)
        if col and head.text and not head.only_change
    ]
    spans = [span for _, span in columns]
    return frozenset(col for col, span in columns if spans.count(span) > 1)
