"""Which part of a company a row is of: the title over it (``储能系统``), or the row that it is set in under."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

import regex

from extractors.figures.grid import Grid
from extractors.figures.headers import Head
from extractors.figures.metrics import clean_label, find_metrics, match_label
from extractors.figures.row_kinds import is_numbered_title, is_title_row, title_of
from extractors.figures.table_captions import REGION
from extractors.figures.table_sections import Section

_WHOLE = regex.compile(r"合计|总计|小计|整体|全公司|[Tt]otal|[Gg]roup")
_NO_PART = regex.compile(
    r"能力|指标|比率|增长|增速|成长|估值|倍数|评估|每股|分析|利润表|负债表|流量表|现金流|报表|附注|结构|构成|程度|效率|数据|预测|假设|股东|其中"
    r"|分[区业地产]|[：:]|流动|资产|负债|权益|经营活动|投资活动|筹资活动"
    r"|(?i:operating|investing|financing|assets|liabilities|equity|growth|margin|ratio|per share|valuation|statement)"
    r"|(?i:balance|cash|profitab|liquidity|analysis|yoy|qoq)"
)
_NUMBERED = regex.compile(r"^\d{1,2}[.．、]")
_INDENTS = "-–—•·"
_INDENT = regex.compile(r"^[\s\-–—•·]+")
_SUM = regex.compile(r"(?<=..)(?:合计|总计|小计)$")
_SPLIT = regex.compile(
    r"[:：]?\s*(?:[(（]?(?:分|按)(?:[\p{Han}]{1,4}?)(?:划分|拆分|分类|来看|分|看)?[)）]?"
    r"|(?:by|By) [A-Za-z ]{4,20}|[Bb]reakdown|拆分|构成)[:：]?$"
)
"""Words of a title that say how its rows part what it measures (``出货量：分区域``, ``Revenue by segment``)."""
_LISTING = regex.compile(
    r"(?P<listing>[AHB]股|港股|美股|ADR)(?:[(（][^()（）]{4,12}[)）])?(?:的?(?:指标|估值|数据|部分))?"
)
_OF_WHICH = regex.compile(r"^(?:其中|[Oo]f which)[:：,，]?\s*")


def telling_titles(grid: Grid, labels: Sequence[str]) -> frozenset[str]:
    """Titles within a table that tell apart rows of one label: parts of a whole (``动力电池系统 … 储能系统``)."""
    under: dict[str, set[str]] = defaultdict(set)
    title = ""
    for row, label in enumerate(labels):
        if is_title_row(grid, row) or is_numbered_title(grid, row):
            title = title_of(grid, row)
        elif label:
            under[label].add(title)
    # The first part may have no title of its own but its name in a label (1.动力电池收入 … 2.储能 … 收入).
    told = [{t for t in titles if t} for titles in under.values() if len(titles) > 1]
    shared = [titles for titles in told if len(titles) > 1 or all(_NUMBERED.match(t) for t in titles)]
    return frozenset(t for titles in shared for t in titles if len(t) <= 20 and not _NO_PART.search(t))


def is_nested(grid: Grid, labels: Sequence[str]) -> bool:
    """Whether rows that are set in (``-铁锂``) recur under different rows: each is a part of the row over it."""
    parent = ""
    under: dict[str, set[str]] = defaultdict(set)
    if not any(label and label[0] in _INDENTS and _INDENT.match(label) for label in labels):
        return False
    for row, label in enumerate(labels):
        if not label or is_title_row(grid, row):
            continue
        if _INDENT.match(label) is None:
            parent = label
        elif match_label(label) is None:
            under[clean_label(label)].add(parent)
    return any(len(parents) > 1 for parents in under.values())


def part_of(title: str, telling: frozenset[str], before: str) -> str:
    """The part that a title names; "" for a total, and for a title that says what is measured. A row without values
    that is set in stays in the part ``before``."""
    if _INDENT.match(title):
        return before
    return _SUM.sub("", clean_label(title)) if title in telling and not _WHOLE.fullmatch(title) else ""


def outer_of(label: Head, section: Section, *, market: bool = False) -> str:
    """What stands around a row: its part, and the row that it is set in under. Notes the row for those that
    follow. ``market``: in a table of an industry a row that begins with a region ends the part."""
    bare = clean_label(label.text)
    if section.part and not section.nested and REGION.match(bare) and label.text not in section.recurring and market:
        section.part = ""  # the whole again, of which the parts above are
    if _INDENT.match(label.text) is None:
        if label.aspect == "level" and not label.only_change:
            section.parent = bare if label.metric is None or label.told_above else ""
        return section.part
    parent = (
        section.parent
        if section.nested and (label.metric is None or label.told_above) and label.aspect == "level"
        else ""
    )
    return "-".join(words for words in (section.part, parent) if words)


def row_labels(grid: Grid) -> list[str]:
    """The words that each row of a table begins with, "" for one that begins with a number."""
    rows = zip(grid.filled, grid.numeric, grid.contents, strict=True)
    return ["" if not filled or numeric[filled[0]] else content[filled[0]] for filled, numeric, content in rows]


def labels_of(labels: Sequence[str], before: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """All row labels of a table and of what it goes on with, and those that came up more than once."""
    counts = Counter(filter(None, labels))
    recurring = {label for label, times in counts.items() if times > 1 or label in before}
    return before | frozenset(counts), frozenset(recurring)


def measured_by(title: str, read: Callable[[str], Head]) -> Head | None:
    """What a title says that the rows below it are parts of (``其中出货量：分区域``); None for one that does not."""
    bare = title.strip()
    core = _OF_WHICH.sub("", _SPLIT.sub("", bare)).strip(" :：")
    if core == bare or not 2 <= len(core) <= 20:
        return None
    mentions = find_metrics(core, 0, len(core))
    if len(mentions) != 1 or mentions[0].end < len(clean_label(core)) or mentions[0].name.after:
        return None
    head = read(core)
    return head if head.metric is mentions[0].metric and head.aspect == "level" and head.period is None else None


_MEASURE = regex.compile(r"[(（]([^()（）]*/[^()（）]*)[)）]\s*$")


def _same_measure(label: Head, last: Head | None) -> Head | None:
    """The metric of the row above, for a part of it that prints the same quotient (``均价（含税，元/wh）`` over
    ``国内（含税，元/wh）``); None for a row that names no region and is not set in."""
    if last is None or label.metric is not None:
        return None
    ours, theirs = _MEASURE.search(label.text), _MEASURE.search(last.text)
    if ours is None or theirs is None or ours[1] != theirs[1]:
        return None
    parted = REGION.match(label.label) or _INDENT.match(label.text)
    return last if parted and not _EACH.search(label.label) else None


_EACH = regex.compile(r"单位|净利|毛利|成本|费|价|利润")
"""Words of another measure than that of the row above."""


def told_above(label: Head, section: Section) -> Head:
    """A row's label with the metric of the title over it, where it has none of its own and its unit suits."""
    if label.metric is not None and label.aspect == "level":
        section.quotient = label if label.whole and _MEASURE.search(label.text) else None
    above = section.measured or _same_measure(label, section.quotient)
    if above is None or above.metric is None or label.metric is not None or label.only_change or label.rank:
        return label
    if label.period is not None or label.aspect != "level" or not label.label:
        return label
    unit = label.unit or above.unit
    if unit is None or not above.metric.takes(unit.code):
        return label
    return replace(
        label, metric=above.metric, name=above.name, part=label.label, unit=unit, whole=False, told_above=True
    )


def listing_in(title: str) -> str:
    """The listing that a title is about, and nothing else (``港股（0700.HK）指标``)."""
    said = _LISTING.fullmatch(title.strip())
    return said["listing"] if said is not None else ""
