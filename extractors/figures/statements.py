"""Which rows of a financial statement hold on a day: the lines of a balance sheet, with or without a code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import regex

from extractors.records import Period

_BALANCE = regex.compile(r"资产负债|财务状况|(?i:balance\s?sheet|financial position)")
_FLOWS = regex.compile(r"现金流量|利润表|损益|收益表|(?i:cash\s?flow|income statement|profit (?:and|&) loss|p&l)")
_STOCK = regex.compile(
    r"(?:资产|负债|余额|借款|债券|贷款|票据|款项|保证金|准备金|公积金?|未分配利润|留存收益|留存利润|商誉|存货|在建工程|在建物业|长期股权投资|投资性房地产"
    r"|股东权益|所有者权益|权益合计"
    r"|股本|实收资本|永续债|优先股|职工薪酬|应交税费|应付股利|应收股利|拆出资金|拆入资金)(?:总计|合计|总额|净额|净值)?$"
    r"|(?i:\b(?:assets?|liabilities|borrowings|receivables?|payables?|reserves?|retained (?:earnings|profits)"
    r"|share capital|goodwill|inventories|intangibles?|PP&?E|property, plant (?:and|&) equipment|debts?|bank loans)$)"
)
_MOVES = regex.compile(
    r"减值|处置|购[建买置]|损失|收益$(?<!留存收益)|变动|减少|增加|回报|周转|收到|支付|取得|偿还|发行|吸收|折旧|摊销"
    r"|投资活动|筹资活动|经营活动|每股|占|比"
    r"|(?i:impairment|disposal|purchase|acquisition|change|increase|decrease|return on|turnover|amorti"
    r"|depreciation|proceeds|repay|per share|ratio|to )"
)


OF_EITHER = frozenset({"line_item", "minority_interest"})
"""Codes of stocks and of flows."""


@lru_cache(maxsize=4096)
def holds_on_a_day(code: str, label: str, about: str) -> bool:
    """Whether a row without a code that says so is a stock and no flow: by the statement that ``about`` (caption,
    title, corner) names, else by its label."""
    if code not in OF_EITHER:
        return False
    balance, flows = _BALANCE.search(about) is not None, _FLOWS.search(about) is not None
    if balance != flows:
        return balance and _MOVES.search(label) is None
    return code == "line_item" and _STOCK.search(label) is not None and _MOVES.search(label) is None


_OPENING = regex.compile(r"(?:期初|年初|上年年末|上期期末)(?=[\p{Han}]{2})(?!至|以来)")
_CLOSING = regex.compile(r"(?<!上年|上期)(?:期末|年末)(?=[\p{Han}]{2})")
_NO_BALANCE = regex.compile(r"增加|减少|变动|变化|比|较|率")


def balance_day(label: str, period: Period | None, published: date | None) -> Period | None:
    """The day of a line that is called an opening or a closing balance (``期末现金及现金等价物余额``), in a column of a
    span of time; None for any other line. The opening balance of a year that is forecast may be known when the text is
    ``published``."""
    if period is None or period.period_start is None or period.period_end is None:
        return None
    if period.period_start == period.period_end:
        return None
    if "初" not in label and "末" not in label:
        return None
    opened, closed = _OPENING.search(label) is not None, _CLOSING.search(label) is not None
    if opened == closed or _NO_BALANCE.search(label):
        return None
    day = period.period_end if closed else period.period_start - timedelta(days=1)
    known = opened and published is not None and day <= published
    return replace(
        period, period_start=day, period_end=day, period_type="instant", forecast=period.forecast and not known
    )


_ACTIVITY = regex.compile(
    r"(?:经营|投资|筹资|融资)(?:性|活动)?(?:产生的)?(?:所得)?现金(?:净?流量?(?:净额)?|净额)?"
    r"|(?i:(?:CF|cash flows?) from [a-z ]+)"
)


def activity_of(label: str, before: str, row: int) -> str:
    """The kind of cash flow that a row's generic lines (其他, Others) are of: the row above them that names one, where
    such a row leads its lines, as the first of a table does; what was ``before`` otherwise."""
    return label if _ACTIVITY.fullmatch(label) and (before or row == 0) else before
