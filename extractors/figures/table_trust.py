"""Which tables say nothing that can be trusted: cut numbers, backtests, corners that lost their headers."""

from __future__ import annotations

import regex

from extractors.figures.grid import Grid
from extractors.figures.table_sections import Carried, Section

_CUT_NUMBER = regex.compile(r"[-(（]?\d{1,3}(?:,\d{3})*,\d{1,2}|[-(（]?\d{1,3}(?:,\d{3})+\.")


def is_cut(grid: Grid) -> bool:
    """Whether numbers of a table are broken over its rows (``135,278,2`` over ``16.49``), or its first row of values
    runs into its headers (``总资产（亿元）497.67``): none can be trusted."""
    text, cells = grid.text, grid.table.cells
    glued = sum(_GLUED.search(text[c.start : c.end].strip()) is not None for c in cells if c.row == 0)
    if glued >= 2:
        return True
    if sum(_is_loose(said) for contents in grid.contents for said in contents if "," in said) < 2:
        return False  # as in most tables; merged cells count more than once here
    numbers = [said for c in cells if "," in (said := text[c.start : c.end].strip()) and _is_loose(said)]
    return sum(_CUT_NUMBER.fullmatch(number) is not None for number in numbers) >= 2


def _is_loose(number: str) -> bool:
    """Whether a number ends where digits ought to follow."""
    return number[-1] == "." or "," in number[-3:]


def is_torn_off(grid: Grid, before: Carried | None, section: Section) -> bool:
    """Whether a table is a corner of the one right above it, that lost its headers: whose its values are, and of when,
    only those would say."""
    if before is None or not before.adjacent or not before.section.dated or section.dated or grid.table.caption:
        return False
    small = len(grid.rows) <= 3 and grid.width <= 3 < len(before.section.heads)
    return small and before.page == grid.table.page and not any(c.is_header for c in grid.table.cells)


_SHORT = 10
_STATISTIC = regex.compile(
    r"夏普|信息比|回撤|跟踪误差|胜率|分位数|中位数|标准差|样本数|波动率|[tT]值|[pP]值|IC(?:均值|_?IR)|Sharpe"
)


def is_backtest(grid: Grid) -> bool:
    """Whether a table's headers are statistics of strategies or samples: its rows are none of the document's things,
    and its 收益率 is no rate of interest."""
    heads = {text for contents in grid.contents[:3] for text in contents[1:] if len(text) <= _SHORT}
    return sum(_STATISTIC.search(text) is not None for text in heads) >= 2


_GLUED = regex.compile(r"[)）]\s*-?\d[\d,]*\.\d+%?$")
