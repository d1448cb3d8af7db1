"""A table's column headers: which rows they are, how stacked ones merge, and what they hand on to a next page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex

from extractors.figures.grid import Grid, is_blank, is_numeric
from extractors.figures.headers import RATE_OF_GROWTH, Head
from extractors.figures.metrics import CURRENCIES
from extractors.language.units import Unit, parse_unit
from extractors.records import Name, Period

NAME_COLUMN = regex.compile(
    r"^(?!.*(?:描述|简介|说明|功能|介绍|内容|类型|业务|时间|日期|占比|渠道|项目|科目|指标|性质|类别|比例|数量|计划|激励|总数|余额|金额))"
    r".*(?:产品|名称|公司|简称|模型|品牌|应用|证券|股票|个股|标的|企业|车型|平台|厂商|机构|代码|姓名|股东|[Cc]ompan(?:y|ies)|\b[Nn]ame\b)"
)
ASIDE_COLUMN = regex.compile(r"(?:序号|编号|行次|附注|注释|[Nn]otes?|No\.?)(?:[(（].*[)）])?")
"""Columns of running numbers and of references: what they hold is no quantity."""
UNIT_COLUMN = regex.compile(r"(?:计量)?单位|币种|货币|[Uu]nit|[Cc]cy|[Cc]urrency")
_DASH = regex.compile(r"[\s\-–—－/]+")
_DATE_COLUMN = regex.compile(r"日期|时间")
_GENERIC = regex.compile(r"(?:发生)?(?:金额|数额|数值|数据|余额|数)|合计数?|总额")
_DIFFERENCE = regex.compile(r"\s*(?:%\s*)?(?:[Dd]iff(?:erence)?|差异|差距|偏离)\.?\s*[(（]?\s*[%％]?\s*[)）]?\*?\s*")
_COMPARISON = regex.compile(r"\s*(?:[Cc]hange|变动|变化|调整)(?:幅度)?\s*[(（]?\s*[%％]?\s*[)）]?\*?\s*")


@dataclass(slots=True)
class Section:
    """A part of a table under one set of column headers.

    ``repeated`` are columns that share their period with another one and are told apart by their words; ``thing`` is
    what the last row with a name of its own was about; ``names_first``: the first column holds names.
    """

    heads: list[Head]
    row_heads: list[list[Head]] = field(default_factory=list)
    title: str = ""
    corner: str = ""
    unit: Unit | None = None
    last_metric: Head | None = None
    has_rows: bool = False
    repeated: frozenset[int] = frozenset()
    thing: Name | None = None
    names_first: bool = False

    @property
    def of_growth(self) -> bool:
        """Whether its title or corner says that its percentages are changes."""
        return RATE_OF_GROWTH.search(f"{self.title} {self.corner}") is not None

    @property
    def named(self) -> bool:
        """Whether one of its first columns is headed as one of names."""
        return any(NAME_COLUMN.search(head.text) and head.metric is None for head in self.heads[:3])

    @property
    def money(self) -> bool:
        """Whether its unit is one of money."""
        return self.unit is not None and self.unit.code in CURRENCIES

    @property
    def dated(self) -> bool:
        """Whether a column's header is a period."""
        return any(head.period is not None and not head.only_change for head in self.heads)

    def head_of(self, grid: Grid, row: int, col: int) -> Head:
        """The header of a cell: of its first column, else of the next that it spans (headers set in the middle)."""
        cell = grid.rows[row][col]
        last = col + cell.col_span if cell is not None else col + 1
        spanned = self.heads[col : min(last, len(self.heads))]
        return next((head for head in spanned if head.text), self.heads[col])

    @property
    def performance(self) -> bool:
        """Whether its columns are the times up to now of a table of price moves (1M, 3M, 1Y)."""
        kinds = [head.period.period_type if head.period else None for head in self.heads[1:] if head.text]
        return len(kinds) >= 2 and all(kind == "trailing" for kind in kinds)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a table hands on to one that goes on with it: on the next page, or beside it, without headers.

    ``headers`` are its first row's texts; ``adjacent`` says that nothing but page furniture has followed it.
    """

    section: Section
    page: int | None
    caption: str
    financial: bool
    period: Period | None
    topic: Name | None
    attribution: str | None
    headers: tuple[str, ...] = ()
    adjacent: bool = True


def continued(grid: Grid, before: Carried | None) -> Section | None:
    """The section of the table before, for a table without caption and headers that goes on with it; else None.

    It has as many columns, or its first row has as many cells as there are headers; its values are numbers.
    """
    if before is None or not before.adjacent or grid.table.caption or not before.section.has_rows:
        return None
    page, last = grid.table.page, before.page
    if page is not None and last is not None and page - last not in (0, 1):
        return None
    if any(cell is not None and cell.is_header for cell in grid.rows[0]):
        return None
    section = before.section
    if grid.width != len(section.heads):
        heads = _by_turn(grid, section.heads)
        if heads is None:
            return None
        section = replace(section, heads=heads, repeated=_repeated(heads))
    valued = [col for col, head in enumerate(section.heads) if col and (head.period or head.metric)]
    filled = [(row, col) for row in range(len(grid.rows)) for col in valued if grid.starts_at(row, col)]
    texts = [text for row, col in filled if (text := grid.cell_text(row, col)) and not is_blank(text)]
    numeric = sum(is_numeric(text) for text in texts)
    return section if valued and not is_numeric(grid.cell_text(0, 0)) and numeric >= 0.8 * len(texts) > 0 else None


def _by_turn(grid: Grid, heads: Sequence[Head]) -> list[Head] | None:
    """The headers for the cells of another table's first row, one by one; None where their numbers differ."""
    named = [head for col, head in enumerate(heads) if col == 0 or (head.text and head is not heads[col - 1])]
    starts = [col for col in range(grid.width) if grid.starts_at(0, col)]
    if len(named) != len(starts) or len(starts) < 3:
        return None
    return [named[max(turn for turn, start in enumerate(starts) if start <= col)] for col in range(grid.width)]


def is_header(grid: Grid, row: int, heads: Sequence[Head], section: Section) -> bool:
    """A row of headers: marked so by the reader; or of periods; or the first one, of text alone."""
    cells = grid.rows[row]
    filled = [c for c in range(grid.width) if grid.cell_text(row, c)]
    if not filled or (filled[0] == 0 and len({id(cells[c]) for c in filled}) == 1):
        return False
    if any(_DASH.fullmatch(grid.cell_text(row, c)) for c in filled[1:]):
        return False  # a row of values that has none
    numeric = [c for c in filled if is_numeric(grid.cell_text(row, c)) and heads[c].period is None]
    periods = [c for c in filled if heads[c].period is not None and len(grid.cell_text(row, c)) <= 16]
    if numeric or _says_a_date(grid, row, filled):
        return False
    if _in_turn([heads[c].period for c in periods]) or (
        periods and len(filled) <= 2 and filled[-1] in periods and len(filled) == 2 and row == 0
    ):
        return True
    if all(cells[c] is not None and cells[c].is_header for c in filled):  # type: ignore[union-attr]
        return len(filled) > 1 or (filled[0] > 0 and bool(periods))
    if _names_its_columns(grid, row, heads, filled):
        return True
    second = row > 0 and not section.has_rows and len(section.row_heads) == row
    if (row == 0 or second) and len(filled) > 1:
        below = range(row + 1, min(len(grid.rows), row + (6 if row == 0 else 2)))
        return any(is_numeric(grid.cell_text(r, c)) for r in below for c in filled[1:]) or all(
            heads[c].metric is not None or NAME_COLUMN.search(heads[c].text) for c in filled[:2]
        )
    return False


def _says_a_date(grid: Grid, row: int, filled: Sequence[int]) -> bool:
    """``报告日期 | 2025年5月12日``: a row of a key-value table."""
    return len(filled) == 2 and bool(_DATE_COLUMN.search(grid.cell_text(row, filled[0])))


def _names_its_columns(grid: Grid, row: int, heads: Sequence[Head], filled: Sequence[int]) -> bool:
    """A later row of words over three or more columns: a name column and a metric at least, values below."""
    distinct = {id(grid.rows[row][c]): c for c in filled}
    if len(distinct) < 3 or not NAME_COLUMN.search(heads[filled[0]].text) or heads[filled[0]].metric is not None:
        return False
    metrics = [c for c in distinct.values() if heads[c].metric is not None and heads[c].whole]
    below = range(row + 1, min(len(grid.rows), row + 4))
    return len(metrics) >= 1 and any(is_numeric(grid.cell_text(r, c)) for r in below for c in metrics)


def periods_in_turn(periods: Sequence[Period | None]) -> bool:
    """Whether periods follow one another, as headers do (1979 and 1979 are two values)."""
    starts = [str(p.period_start or p.text) for p in periods if p is not None]
    return len(starts) >= 2 and len(set(starts)) > 1


_in_turn = periods_in_turn


def is_title_row(grid: Grid, row: int) -> bool:
    """Whether a row is one cell of words, over the rows below it."""
    filled = {id(grid.rows[row][c]) for c in range(grid.width) if grid.cell_text(row, c)}
    if len(filled) != 1:
        return False
    return not any(is_numeric(grid.cell_text(row, c)) for c in range(grid.width))


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
    dated = _dated_changes(merged)
    return Section(dated, stack, title, corner.text or before.corner, unit, repeated=_repeated(dated))


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
        merged = replace(
            head,
            text="\n".join(dict.fromkeys(t for t in (merged.text, head.text) if t)),
            metric=head.metric or (None if own_words else merged.metric),
            name=head.name or merged.name,
            aspect=head.aspect if head.metric or head.only_change else merged.aspect,
            basis=head.basis or merged.basis,
            period=head.period or merged.period,
            unit=head.unit or merged.unit,
            whole=head.whole or merged.whole,
            words="-".join(dict.fromkeys(words)),
            label=head.label or merged.label,
            only_change=head.only_change or merged.only_change,
        )
    differs = any(_DIFFERENCE.fullmatch(head.text) for head in heads)
    compares = any(_COMPARISON.fullmatch(head.text) for head in heads)
    if differs or (compares and any(head.period is not None and not head.only_change for head in heads)):
        return replace(merged, metric=None, only_change=False, skip=True)
    return merged


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


def _repeated(heads: Sequence[Head]) -> frozenset[int]:
    """Columns that another column's period equals, changes apart."""
    columns = [
        (col, (head.period.period_start, head.period.period_end) if head.period else None)
        for col, head in enumerate(heads)
        if col and head.text and not head.only_change
    ]
    spans = [span for _, span in columns]
    return frozenset(col for col, span in columns if spans.count(span) > 1)
