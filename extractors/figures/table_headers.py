"""Stacked column headers as one: spans that were lost, columns of changes, columns that share a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.figures.grid import Grid
from extractors.figures.headers import Head
from extractors.figures.metrics import CURRENCIES
from extractors.figures.table_sections import Section
from extractors.figures.table_versions import compared, dated_versions
from extractors.language.units import Unit, parse_unit
from extractors.records import Period

_GENERIC = regex.compile(r"(?:发生)?(?:金额|数额|数值|数据|余额|数)|合计数?|总额")
_DIFFERENCE = regex.compile(r"\s*(?:%\s*)?(?:[Dd]iff(?:erence)?|差异|差距|偏离)\.?\s*[(（]?\s*[%％]?\s*[)）]?\*?\s*")
_COMPARISON = regex.compile(r"\s*(?:[Cc]hange|变动|变化|调整)(?:幅度)?\s*[(（]?\s*[%％]?\s*[)）]?\*?\s*")


def new_section(
    grid: Grid, row: int, heads: list[Head], before: Section, table_unit: Unit | None, caption: str
) -> Section:
    """Headers that follow headers stack up (a header tree); after rows of values they start afresh."""
    stack = _stacked(before, heads)
    levels_read = _with_units(stack)
    filled = [_over_groups(level, levels_read[-1]) or _filled_right(level) for level in levels_read[:-1]]
    filled.append(levels_read[-1])
    merged = []
    for col in range(grid.width):
        levels = [level[col] for level in filled if col < len(level)]
        lent = len(levels) > 1 and any(not level[col].text for level in levels_read[:-1] if col < len(level))
        merged.append(_merge(levels, lent=lent))
    merged = _told_by_groups(filled, merged)
    corner = heads[0]
    unit = corner.unit or _whole_unit(corner.text) or table_unit or before.unit
    title = corner.text if corner.period is None and corner.text else caption
    merged = _dated_by_corner(levels_read, dated_versions(merged))
    dated, versions = compared(_dated_changes(_dated_amounts(merged)))
    return Section(dated, stack, title, corner.text or before.corner, unit, repeated=repeated(dated), versions=versions)


def _stacked(before: Section, heads: list[Head]) -> list[list[Head]]:
    """The header rows that stand over the rows to come, from the top."""
    above = before.row_heads
    again = level_again(heads, above)
    if again is not None:
        return [*above[:again], heads]  # the levels below it come again too
    if not before.has_rows:
        return [*above, heads]
    if not takes_turn(heads, above):
        return [heads]
    own = [
        [Head("") if head is top else head for head, top in zip(level, above[0], strict=True)] for level in above[1:]
    ]
    return [heads, *own]  # a top header that reached down to the rows goes with its row


def level_again(heads: Sequence[Head], above: Sequence[Sequence[Head]]) -> int | None:
    """Which lower header row a row repeats, its corner apart."""
    texts = [head.text for head in heads[1:]]
    if sum(map(bool, texts)) < 2:
        return None
    return next((n for n in range(1, len(above)) if [head.text for head in above[n][1:]] == texts), None)


def takes_turn(heads: Sequence[Head], above: Sequence[Sequence[Head]]) -> bool:
    """Whether a row of words takes the places of the topmost of several header rows: other groups, over the same
    columns (``国内 | 海外``, further down ``非美地区 | 美国``)."""
    places = [col for col, head in enumerate(heads) if head.text]
    return (
        len(above) > 1
        and len(places) >= 2
        and places[0] > 0
        and places == [c for c, h in enumerate(above[0]) if h.text]
    )


_CORNER_UNITS = CURRENCIES | {"%", "Wh", "W", "ton", "vehicle", "share", "person"}


def _whole_unit(text: str) -> Unit | None:
    """A corner that is a unit and nothing else (``RMB bn``, ``百万元``, ``%``)."""
    unit = parse_unit(text) if 0 < len(text) <= 14 else None
    return unit if unit is not None and unit.code is not None and unit.code in _CORNER_UNITS else None


def _with_units(stack: Sequence[list[Head]]) -> list[list[Head]]:
    """A header tree whose rows of units (``GWh | 元/Wh | 亿``) are those of the headers above them."""
    levels: list[list[Head]] = []
    for heads in stack:
        if not levels or not of_units(heads):
            levels.append(heads)
            continue
        units = [parse_unit(head.text) if head.text else None for head in heads]
        levels[-1] = [
            replace(head, unit=unit) if unit is not None and col else head
            for col, (head, unit) in enumerate(zip(levels[-1], units, strict=True))
        ]
    return levels


def of_units(heads: Sequence[Head]) -> bool:
    """Whether a row holds units and nothing else, its corner apart."""
    printed = [head for head in heads[1:] if head.text]
    if len(printed) < 2 or any(len(head.text) > 8 or head.metric is not None for head in printed):
        return False
    bare = [head.text.strip("()（） ") for head in printed]  # 单价（元） is more than its unit
    return not any(mark in text for text in bare for mark in "(（") and all(parse_unit(text) for text in bare)


def _over_groups(upper: Sequence[Head], lower: Sequence[Head]) -> list[Head] | None:
    """Upper headers set in the middle of their groups: where the lower row is one run of periods or metrics over and
    over, as often as there are upper headers, each takes its turn. None where that does not hold."""
    named = [col for col in range(1, len(upper)) if upper[col].text]
    tops = [col for number, col in enumerate(named) if not number or upper[col] is not upper[named[number - 1]]]
    valued = [col for col in range(1, len(lower)) if lower[col].text]
    if len(tops) < 2 or len(valued) % len(tops) or len(upper) != len(lower):
        return None
    size = len(valued) // len(tops)
    spans = [lower[col].text for col in valued]
    if size < 2 or any(spans[k] != spans[k % size] for k in range(len(spans))):
        return None
    if lower[valued[0]].period is None and any(
        not valued[turn * size] <= top <= valued[turn * size + size - 1] for turn, top in enumerate(tops)
    ):
        return None
    out = [upper[0], *(Head("") for _ in upper[1:])]
    for turn, col in enumerate(valued):
        out[col] = upper[tops[turn // size]]
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
    merged = _alone(heads[0])
    for number, head in enumerate(heads[1:], start=1):
        own_words = lent and number == len(heads) - 1 and head.metric is None and head.period is None and head.words
        words = "" if _GENERIC.fullmatch(head.words) else head.words
        merged = Head(
            text=_joined("\n", merged.text, head.text),
            metric=head.metric or (None if own_words else merged.metric),
            name=head.name or merged.name,
            aspect=head.aspect if head.metric or head.only_change else merged.aspect,
            basis=head.basis or merged.basis,
            period=head.period or merged.period,
            unit=head.unit or merged.unit,
            whole=head.whole or merged.whole,
            words=_joined("-", merged.words, words),
            label=head.label or merged.label,
            only_change=head.only_change or merged.only_change,
            rank=head.rank,
            part=head.part,
            whole_of=head.whole_of,
            skip=head.skip,
            of_measured=head.of_measured,
        )
    texts = [head.text for head in heads if head.text]
    differs = any(map(_DIFFERENCE.fullmatch, texts))
    compares = not differs and any(map(_COMPARISON.fullmatch, texts))
    if differs or (compares and any(head.period is not None and not head.only_change for head in heads)):
        return replace(merged, metric=None, only_change=False, skip=True)
    return merged


def _told_by_groups(levels: Sequence[Sequence[Head]], heads: Sequence[Head]) -> list[Head]:
    """Columns of one metric, or of one measure in a unit of its own, that only the words over them tell apart
    (``国内 | 海外`` over ``出货量 | 单价``)."""
    if len(levels) < 2:
        return list(heads)
    lower = levels[-1]
    texts = [head.text for head in lower[1:] if head.text]
    out = list(heads)
    for col, (own, head) in enumerate(zip(lower, heads, strict=True)):
        if not col or texts.count(own.text) < 2 or own.period is not None or own.only_change:
            continue
        if (own.metric is None or not own.whole) and (head.unit is None or head.unit.code is None):
            continue
        over = [level[col] for level in levels[:-1] if level[col].text]
        if any(head.metric is not None or head.only_change for head in over):
            continue
        said = [head.words for head in over if head.words and not _GENERIC.fullmatch(head.words)]
        out[col] = replace(head, words=own.words, label=own.label, group=_joined("-", *said))
    return out


def _alone(head: Head) -> Head:
    """The uppermost header of a column, without words that say nothing: a record of its own even so, as a column's
    header and a row's label are told apart by which record they are."""
    words = "" if _GENERIC.fullmatch(head.words) else head.words
    return Head(
        head.text, head.metric, head.name, head.whole, head.aspect, head.basis, head.period, head.unit, head.rank,
        head.only_change, head.label, words, head.part, head.whole_of, head.skip, head.of_measured,
    )  # fmt: skip


def _joined(mark: str, *texts: str) -> str:
    """Texts as one, each once, the empty left out."""
    return mark.join(dict.fromkeys(filter(None, texts)))


def _dated_by_corner(levels: Sequence[Sequence[Head]], heads: Sequence[Head]) -> list[Head]:
    """Columns of metrics under a corner that says when (``2025年 | 出货量 | 利润``), where none has its own time."""
    when = next((level[0].period for level in reversed(levels) if level[0].period is not None), None)
    if when is None or when.period_end is None or any(head.period is not None for head in heads[1:]):
        return list(heads)
    if not any(head.metric is not None and head.whole for head in heads[1:]):
        return list(heads)
    return [heads[0], *(replace(head, period=when) if head.text else head for head in heads[1:])]


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
    counts = Counter(span for _, span in columns)
    return frozenset(col for col, span in columns if counts[span] > 1)
