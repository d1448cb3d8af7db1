"""A part of a table under one set of column headers, and what a table hands on to one that goes on with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import regex

from extractors.figures.grid import Grid
from extractors.figures.headers import RATE_OF_GROWTH, Head
from extractors.figures.metrics import CURRENCIES
from extractors.figures.movements import Movement
from extractors.language.units import Unit
from extractors.records import Name, Period

NAME_COLUMN = regex.compile(
    r"^(?!.*(?:描述|简介|说明|功能|介绍|内容|类型|业务|时间|日期|占比|渠道|项目|科目|指标|性质|类别|比例|数量|计划|激励|总数|余额|金额|分产品|分行业|分地区))"
    r".*(?:产品|名称|公司|简称|模型|品牌|应用|证券|股票|个股|标的|企业|车型|平台|厂商|机构|代码|姓名|股东|[Cc]ompan(?:y|ies)|\b[Nn]ame\b)"
)


@lru_cache(maxsize=8192)
def is_aside(header: str) -> bool:
    """Whether a column with that header holds running numbers or references."""
    return ASIDE_COLUMN.fullmatch(header) is not None


@lru_cache(maxsize=8192)
def is_unit_column(header: str) -> bool:
    """Whether a column with that header holds units."""
    return UNIT_COLUMN.fullmatch(header) is not None


@lru_cache(maxsize=8192)
def names_column(header: str) -> bool:
    """Whether a column with that header holds names."""
    return NAME_COLUMN.search(header) is not None


ASIDE_COLUMN = regex.compile(r"(?:序号|编号|行次|附注|注释|[Nn]otes?|No\.?)(?:[(（].*[)）])?")
"""Columns of running numbers and of references: what they hold is no quantity."""
MOVE_COLUMN = regex.compile(r"(?:绝对|相对)(?:表现|收益|涨幅|涨跌幅?)?|[Aa]bsolute|[Rr]elative")
"""Columns of price moves over the times that head the rows."""
UNIT_COLUMN = regex.compile(r"(?:计量)?单位|币种|货币|[Uu]nit|[Cc]cy|[Cc]urrency")


_HOLDERS = regex.compile(
    r"(?:主要|前[十五]大|大)?股东(?:结构|持股(?:情况|结构)?|及持股比例)?"
    r"|(?:[Mm]ajor )?[Ss]hareholding(?: [Ss]tructure)?|[Mm]ajor [Ss]hareholders"
)


@lru_cache(maxsize=1024)
def _titles_holders(title: str) -> bool:
    """Whether rows under such a title are shareholders."""
    return _HOLDERS.fullmatch(title.strip(" :：")) is not None


_WHAT_IF = regex.compile(r"基点|(?:增加|上升|升值)\s*/?\s*[(（]?(?:减少|下降|贬值)")
_MULTIPLES = frozenset({"pe", "pb", "ps", "ev_ebitda", "roe", "eps", "market_cap"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A thing that a row above was about: whether that row counts it, and how far in it is set."""

    name: Name
    counted: bool
    level: int
    region: str = ""


@dataclass(slots=True)
class Section:
    """A part of a table under one set of column headers.

    ``repeated`` are columns that share their period with another one and are told apart by their words; ``thing`` is
    what the last row with a name of its own was about, ``row_thing`` what the last row was, ``seen`` all of them;
    ``names_first``: the first column holds names; ``price_unit`` is the unit of the last row of prices that printed
    one; ``versions`` are the words of columns that others compare; ``part`` is the title that tells its rows from those
    of other parts, ``parent`` the last row that was not set in, ``nested``: rows that are set in are parts of it;
    ``region``: of the block of rows; ``movement``: that it leads from opening to closing balances;
    ``subtotalled``: that a row of it added up a group, so that 合计 is the whole's; ``measured``: what the title says
    that its rows are of (``其中出货量：分区域``); ``block``: the region that the last row with one names, which tells
    ``recurring`` labels apart, ``labels``: all that have been read; ``row_region``, ``thing_region``: of ``row_thing``
    and ``thing``; ``listing``: the shares that a title says it is about; ``activity``: the flow of cash whose lines
    stand below it; ``quotient``: the last row of a metric that prints one (元/wh).
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
    row_thing: Name | None = None
    seen: list[Seen] = field(default_factory=list)
    names_first: bool = False
    price_unit: Unit | None = None
    versions: frozenset[str] = frozenset()
    part: str = ""
    parent: str = ""
    nested: bool = False
    region: str = ""
    movement: Movement | None = None
    subtotalled: bool = False
    activity: str = ""
    measured: Head | None = None
    quotient: Head | None = None
    block: str = ""
    labels: frozenset[str] = frozenset()
    recurring: frozenset[str] = frozenset()
    row_region: str = ""
    thing_region: str = ""
    listing: str = ""
    told_names: tuple[int, ...] | None = field(default=None, init=False, repr=False, compare=False)
    told_asides: bool | None = field(default=None, init=False, repr=False, compare=False)
    told_performance: bool | None = field(default=None, init=False, repr=False, compare=False)
    told_dated: bool | None = field(default=None, init=False, repr=False, compare=False)
    told_what_if: bool | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def of_growth(self) -> bool:
        """Whether its title or corner says that its percentages are changes."""
        return RATE_OF_GROWTH.search(f"{self.title} {self.corner}") is not None

    @property
    def has_asides(self) -> bool:
        """Whether one of its columns holds running numbers, references or units."""
        if self.told_asides is None:  # each row asks
            self.told_asides = any(is_aside(head.label) or is_unit_column(head.label) for head in self.heads)
        return self.told_asides

    @property
    def name_columns(self) -> tuple[int, ...]:
        """Those of its first columns that are headed as ones of names."""
        if self.told_names is None:  # each row asks
            first = enumerate(self.heads[:3])
            self.told_names = tuple(col for col, head in first if head.metric is None and names_column(head.text))
        return self.told_names

    @property
    def named(self) -> bool:
        """Whether one of its first columns is headed as one of names."""
        return bool(self.name_columns)

    @property
    def of_multiples(self) -> bool:
        """Whether three of its columns are multiples and returns of companies: a table of peers."""
        codes = {head.metric.code for head in self.heads if head.metric is not None}
        return len(codes & _MULTIPLES) >= 3

    @property
    def has_metrics(self) -> bool:
        """Whether a column is headed by a metric."""
        return any(head.metric is not None for head in self.heads[1:])

    @property
    def of_holders(self) -> bool:
        """Whether its title says that its rows are shareholders."""
        return _titles_holders(self.title)

    @property
    def asks_what_if(self) -> bool:
        """Whether a column is headed by a move in two directions (``基点增加/（减少）``)."""
        if self.told_what_if is None:  # each row asks
            self.told_what_if = any(_WHAT_IF.search(head.text) for head in self.heads)
        return self.told_what_if

    @property
    def money(self) -> bool:
        """Whether its unit is one of money."""
        return self.unit is not None and self.unit.code in CURRENCIES

    @property
    def dated(self) -> bool:
        """Whether a column's header is a period."""
        if self.told_dated is None:  # each cell asks
            self.told_dated = any(head.period is not None and not head.only_change for head in self.heads)
        return self.told_dated

    def head_of(self, grid: Grid, row: int, col: int) -> Head:
        """The header of a cell: of its first column, else of the next that it spans (headers set in the middle)."""
        cell = grid.rows[row][col]
        if cell is None or cell.col_span == 1:
            return self.heads[col]
        last = col + cell.col_span
        spanned = self.heads[col : min(last, len(self.heads))]
        return next((head for head in spanned if head.text), self.heads[col])

    @property
    def performance(self) -> bool:
        """Whether its columns are the times up to now of a table of price moves (1M, 3M, 1Y)."""
        if self.told_performance is None:  # each cell asks
            kinds = [head.period.period_type if head.period else None for head in self.heads[1:] if head.text]
            self.told_performance = len(kinds) >= 2 and all(kind == "trailing" for kind in kinds)
        return self.told_performance


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
