"""When a table's figure holds: the time of a balance or of a flow, what a move is measured from, actual or forecast."""

from __future__ import annotations

from datetime import date

import regex

from extractors.figures.headers import Head
from extractors.figures.table_context import CellContext
from extractors.records import Period

RELATIVE = regex.compile(r"相对|[Rr]elative")
_TRAILING = regex.compile(r"(\d+)[\s-]*(M|m|个月|月|Y|年)")
_YEAR_TO_DATE = regex.compile(r"年初|YTD|年至今")


def move_basis(owner: Head, period: Period | None, cells: CellContext) -> str | None:
    """What a move of a price is measured against."""
    if RELATIVE.search(owner.text):
        return "vs:大盘"
    if period is not None and period.period_type == "trailing":
        match = _TRAILING.search(period.text)
        return f"trailing:{match[1]}{'y' if match[2] in 'Y年' else 'm'}" if match else "trailing"
    if "周" in owner.text:
        return "wow"
    if _YEAR_TO_DATE.search(owner.text):
        return "ytd"
    if "日" in owner.text:
        return "dod"
    return owner.basis


def shaped(period: Period | None, *, stock: bool, line: bool) -> tuple[date | None, date | None, str | None]:
    """A balance-sheet row holds at its period's last day, a line under a dated column on that day."""
    if period is None:
        return None, None, None
    if stock and period.period_end is not None:
        return period.period_end, period.period_end, "instant"
    kind = "instant" if period.period_type == "day" and line else period.period_type
    return period.period_start, period.period_end, kind


_PLANNED = regex.compile(
    r"^拟|[^模虚]拟(?:投资|使用|投入|募集|发行|收购|分红|派)|计划(?:投资|投入|募集|产能)|承诺(?:投资|业绩|净利润)"
)


def modality_of(period: Period | None, cells: CellContext, heads: str) -> str:
    """Whether a cell tells what was, or what is expected or assumed."""
    if "假设" in heads or "假设" in cells.caption:
        return "assumption"
    if "预期" in heads or "预计" in heads or "预测" in heads:
        return "forecast"
    if ("拟" in heads or "计划" in heads or "承诺" in heads) and _PLANNED.search(heads):
        return "target"
    if period is None:
        return "actual"
    if period.forecast:
        return "forecast"
    published = cells.context.published_on
    if published and period.period_start and period.period_start > published:
        return "forecast"
    if published and period.period_type == "year" and period.period_end and period.period_end.year >= published.year:
        return "forecast" if period.period_end > published else "actual"
    return "actual"
