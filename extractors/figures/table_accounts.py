"""What a note to the accounts says of its tables' figures: the account that they are of, and whose accounts they are.

A row of such a table is a part of the account (``房屋及建筑物`` of 固定资产), a column a measure of it (``坏账准备``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache

import regex

from extractors.figures.filing_places import Standing, is_stock
from extractors.figures.headers import Head
from extractors.figures.metrics import CURRENCIES, Metric, clean_label
from extractors.figures.table_context import CellContext
from extractors.figures.table_sections import Section
from extractors.records import Name, Period

PARENT = "母公司"
_TELLING = regex.compile(r"\p{Han}{2}(?<!^(?:发生)?(?:金额|数额|余额|合计))")
_OWN_COLUMN = frozenset({"母公司", "公司", "本公司", "本银行"})
"""What heads the parent company's columns beside the consolidated ones."""
_NET = regex.compile(r"(?:期[末初]|年[末初])?(?:账面价值|账面净[值额]|净[值额]|金额|余额|数额?|合计)?|收入|成本")
_GROSS = regex.compile(r"(?:期[末初]|年[末初])?(?P<what>账面余额|账面原值|账面金额|原值|原价)")
_ALLOWANCE = regex.compile(r"(?:存货跌价|合同履约成本减值|坏账|跌价|减值|损失)准备|累计折旧|累计摊销")
_AT_TIME = regex.compile(r"^(?:期[末初]|年[末初]|本期期末)(?=.)")
_TOTAL = regex.compile(r"合计|总计|总额|合计数|净额")
_SUBTOTAL = regex.compile(r"小计")
_PICKED = regex.compile(r"前[五十\d]+[名大]|重要|核销|收回|转回|未确认|未到期|尚未")
"""Headings over tables whose total is not that of the account."""
_APART = regex.compile(
    r"(?:组合|单项)(?!.*分类)|超过|逾期|租入|租出|闲置|未办妥|抵押|质押|受到?限制?|未确认|尚未|已背书|核销|租赁"
)
"""Headings over tables whose rows are not those of the account, though they are called alike."""
_BY_METHOD = regex.compile(r"^按|组合|单项|计提方法|方法分类")
_GENERAL = regex.compile(r"分类|明细|构成|汇总|情况|说明|增减变动|基本")
_LISTED = regex.compile(r"(?:的)?(?:基本)?(?:情况|列示|明细)$")
_COMPOSED = frozenset({"其他应收款", "其他应付款", "在建工程", "长期应付款"})
"""Accounts whose line adds up others (应收利息, 应收股利 …): a note's tables are on what bears the account's name."""
_AS_FOLLOWS = regex.compile(r"^(?:如下|以下|下[表列])(?:为|列示了?)?|(?:信息|情况|明细)?如下$")
_RECONCILED = regex.compile(r"调整过程|调节|补充资料")
_OF_ITSELF = frozenset({"net_profit", "operating_profit", "eps", "roe", "cash_flow", "revenue", "share", "headcount"})
"""What is the same figure wherever a filing tells it."""
MOVED = regex.compile(
    r"增加|减少|增减|变动|计提|转[回销入出]|核销|摊销|购置|处置|追加|确认|宣告|折算|收回|新增|调整(?![前后])|发生额|本期发行|购[买入]|出售|售出|赎回|利得|偿还|支付|结转|计入|冲减"
)
_WORDY = regex.compile(r"\p{Han}{2}|[A-Za-z]{3}")
_COMPANY = regex.compile(
    r"(?!本公司|母公司|子公司)[\p{Han}A-Za-z（）()]{2,30}(?:有限公司|有限责任公司|股份公司|(?:[(（]有限合伙[)）]))"
)
_OPENING = regex.compile(r"期初|年初|上年年?末")
_CLOSING = regex.compile(r"(?:期|本年|本年度|年)末(?<!上年年?末)")
_CURRENT = regex.compile(r"本期|本年|报告期(?!末)")
_OVER_TIME = frozenset({"revenue", "net_profit", "operating_profit", "cost"})
_DEALT = regex.compile(r"销售|采购|营业收入|营业成本|交易|总资产|净资产")
"""Wholes of a filer's own that it tells other parties' shares of (前五大客户)."""
_OWED = regex.compile(r"授信|借款|贷款|担保|应收|应付|预[收付]|存款|保证金|往来|欠款|投资(?:总额|金额)|出资(?:额|总额)")


def is_of_filer(column: Head, cells: CellContext) -> bool:
    """Whether what a column tells of the party that its row names is the filer's own: what it owes, or is owed."""
    standing = cells.standing
    if cells.context.kind != "filing" or cells.context.subject is None:
        return False
    return bool(standing.account or _OWED.search(column.text) or _DEALT.search(column.whole_of))


@lru_cache(maxsize=4096)
def _company_in(text: str) -> str | None:
    return next((line for line in text.split("\n") if _COMPANY.fullmatch(line)), None)


def company_of(column: Head, title: str) -> Name | None:
    """The company that heads a column of a filing's table, or rows of it: they are of that one, not of the filer."""
    named = _company_in(column.text) or _company_in(title)
    return Name(0, 0, named, "company") if named is not None else None


def period_of_filing(
    metric: Metric, subject: Name, rule: str, column: Head, cells: CellContext, section: Section
) -> Period | None:
    """The time of a figure of a filing that no header dates: what its column says of the period reported on, its end
    for what is only told as of then, and both by their nature for other companies than the filer."""
    own, whole = cells.context.report_period, cells.context.subject
    if own is None or own.period_start is None or own.period_end is None:
        return None
    end = Period(0, 0, own.period_end, own.period_end, "instant", "报告期末")
    if metric.code in ("holding", "headcount"):
        return end
    if column.whole_of and _DEALT.search(column.whole_of) and "资产" not in column.whole_of and not section.dated:
        return own
    if section.dated or rule not in ("table_column", "column_item"):
        return None
    said = f"{column.text} {cells.standing.topic if cells.standing.account else ''}"
    opened, closed = _OPENING.search(said) is not None, _CLOSING.search(said) is not None
    if opened != closed:
        day = own.period_end if closed else own.period_start - timedelta(days=1)
        return Period(0, 0, day, day, "instant", "期末" if closed else "期初")
    other = whole is not None and subject.canonical != whole.canonical
    if other and metric.balance:
        return end
    account = cells.standing.account
    if account and not is_stock(account):
        return own
    if account and metric.balance and MOVED.search(column.text) is None and not opened:
        return end
    if _CURRENT.search(column.text) or (other and metric.code in _OVER_TIME):
        return own
    return None


def in_filing(
    metric: Metric, dimensions: Mapping[str, str], unit: str, aspect: str, rule: str, label: Head | None, column: Head,
    cells: CellContext, section: Section, place: int,
) -> tuple[str, dict[str, str]]:  # fmt: skip
    """A figure's metric and dimensions as the place of its table in a filing has them."""
    standing, code, found = cells.standing, metric.code, dict(dimensions)
    if code == "line_item" and found.get("of") == found.get("segment") and not standing.account:
        found["of"] = column.text.rpartition("\n")[2] or standing.note or found.get("of", "")
    if rule == "line_item" and _TELLING.search(column.words) and column.words not in "-".join(found.values()):
        if "segment" not in found:
            found["segment"] = column.words
        else:
            found["of"] = f"{found['of']}-{column.words}"  # of a party: what was paid to it
    if standing.account and not (rule == "table_row" and _RECONCILED.search(standing.topic)):
        code, found = _on_account(metric, found, unit, aspect, rule, label, column, cells, section, place)
    else:
        if rule == "table_column" and column.metric is metric and "segment" not in found:
            if part := (cells.party if is_of_filer(column, cells) else "") or ("" if cells.party else _row_name(label)):
                found["segment"] = part
            elif column.part and not column.whole and metric.code == "holding":
                found["segment"] = column.part  # 少数股东持股比例
        elif code == "headcount" and label is not None and label.part and not label.whole:
            found.setdefault("segment", label.part)  # 母公司在职员工的数量
        if standing.note and code not in _OF_ITSELF:
            found = _in_note(code, found, rule, standing, label)
    if standing.parent:
        found["scope"] = PARENT
    elif found.get("segment") in _OWN_COLUMN:
        found["scope"] = PARENT
        del found["segment"]
    return code, found


def _row_name(label: Head | None) -> str:
    """A row's label, as a part of what its column measures; "" for a total and for a period."""
    if label is None or label.period is not None or not _WORDY.search(label.label):
        return ""
    bare = clean_label(label.label)
    return "" if _TOTAL.fullmatch(bare) or (label.metric is not None and label.whole) else bare


def _on_account(
    metric: Metric, dimensions: dict[str, str], unit: str, aspect: str, rule: str, label: Head | None, column: Head,
    cells: CellContext, section: Section, place: int,
) -> tuple[str, dict[str, str]]:  # fmt: skip
    standing = cells.standing
    words = column.words
    lowest = column.text.rpartition("\n")[2]
    if not words and (_GROSS.fullmatch(lowest) or _ALLOWANCE.search(lowest)):
        words = lowest
    part = part_of_account(label, cells, section)
    if rule == "table_column" and not _moves(metric, column, standing):
        return metric.code, _with_part(dimensions, part)
    if rule == "table_row" and metric is not standing.metric and (metric.rate or metric.code in _OF_ITSELF):
        return metric.code, dimensions
    if unit == "%" and aspect == "level" and not words:
        return metric.code, dimensions  # a rate by its own name
    code, of = measure_of(words, standing, unit)
    kept = {key: value for key, value in dimensions.items() if key not in ("of", "segment")}
    return code, _with_part({**kept, **({"of": of} if of else {})}, part)


def _with_part(dimensions: dict[str, str], part: str) -> dict[str, str]:
    rest = {key: value for key, value in dimensions.items() if key != "segment"}
    return {**rest, "segment": part} if part else rest


def _moves(metric: Metric, column: Head, standing: Standing) -> bool:
    """Whether a column that names another metric tells of an account: what moved it (宣告发放现金股利, 追加投资)."""
    if column.whole_of or metric.rate or metric is standing.metric or standing.account in column.text:
        return False
    return "currency" in metric.units


@lru_cache(maxsize=8192)
def measure_of(words: str, standing: Standing, unit: str) -> tuple[str, str | None]:
    """The code and ``of`` of what a column (or a movement's title) called ``words`` measures of an account."""
    account, metric = standing.account, standing.metric
    allowance = of_allowance(standing)
    gross = _GROSS.fullmatch(words)
    takes = metric is not None and (unit in CURRENCIES or unit == "%" or metric.takes(unit))
    if allowance and gross is None and "价值" not in words and not _ALLOWANCE.search(words):
        return "line_item", allowance if _NET.fullmatch(words) else f"{allowance}-{words}"
    if _NET.fullmatch(words):
        return (metric.code, standing.of) if metric is not None and takes else ("line_item", account)
    if gross is not None:
        of = standing.of or ""
        return (
            (metric.code, of + gross["what"])
            if metric is not None and takes
            else ("line_item", account + gross["what"])
        )
    words = _AT_TIME.sub("", words)
    if account in words:
        return "line_item", words
    return "line_item", account + words if _ALLOWANCE.match(words) else f"{account}-{words}"


def part_of_account(label: Head | None, cells: CellContext, section: Section) -> str:
    """The part of an account that a row is about; "" for its total."""
    standing = cells.standing
    account = standing.account
    bare = "" if label is None else clean_label(label.label or label.text)
    name = bare.removeprefix(account) if _TOTAL.fullmatch(bare.removeprefix(account)) else bare
    outer = cells.outer
    if _SUBTOTAL.fullmatch(name):
        group = outer or (clean_label(section.title) if section.title != cells.caption else "")
        name, outer = f"{group}小计", ""
    elif _TOTAL.fullmatch(name) or (name == account and not _stands_beside_others(cells)):
        name, outer = "", "" if section.subtotalled else outer
    if cells.party and name and cells.party != name and name not in cells.party:
        name = cells.party if cells.party in name else f"{cells.party}-{name}"
    part = "-".join(words for words in dict.fromkeys((outer, name)) if words and words != account)
    return within(part, standing)


@lru_cache(maxsize=8192)
def within(part: str, standing: Standing) -> str:
    """A part of an account, with the heading of the note's own over it where that is about some of the account only."""
    account, topic = standing.account, _LISTED.sub("", standing.topic)
    if not topic:
        return part
    if _APART.search(topic):
        return f"{topic}-{part}" if part else topic
    if part:
        return part
    if _PICKED.search(topic) and not of_allowance(standing):
        return topic
    if account in _COMPOSED and not of_allowance(standing):
        return account
    whole = account in topic or topic in account or topic.startswith("按") or _GENERAL.search(topic) is not None
    return "" if whole or of_allowance(standing) else topic


@lru_cache(maxsize=8192)
def of_allowance(standing: Standing) -> str:
    """The allowance that a heading within a note is about (坏账准备的情况), "" for any other."""
    found = None if _BY_METHOD.search(standing.topic) else _ALLOWANCE.search(standing.topic)
    if found is None:
        return ""
    return found[0] if standing.account in found[0] else standing.account + found[0]


def _stands_beside_others(cells: CellContext) -> bool:
    """Whether a row that bears the account's name is one of several that a total adds up: 其他应收款 and 应收利息."""
    return len({cell.row for cell in cells.table.cells if cell.col == 0}) > 4


def _in_note(
    code: str, dimensions: dict[str, str], rule: str, standing: Standing, label: Head | None
) -> dict[str, str]:
    """A figure of a note on no account (外币货币性项目): of what the note is about."""
    note = _short(standing.topic or standing.note)
    if rule == "table_column" and code == "line_item":
        return dimensions
    if code == "line_item":
        of = dimensions.get("of", "")
        if label is not None and _TOTAL.fullmatch(label.label):
            of = label.label if label.label not in note else ""
        return dimensions if not note or note in of else {**dimensions, "of": f"{note}-{of}" if of else note}
    if rule != "table_row":
        return dimensions
    segment = dimensions.get("segment", "")
    return {**dimensions, "segment": f"{note}-{segment}" if segment else note}


@lru_cache(maxsize=1024)
def _short(heading: str) -> str:
    return _AS_FOLLOWS.sub("", _LISTED.sub("", heading).rstrip(":： "))[:40]


def holds_at_end(words: str, standing: Standing) -> bool:
    """Whether a figure of an account of the balance sheet under a column called ``words`` is one on a day."""
    return bool(standing.account) and is_stock(standing.account) and MOVED.search(words) is None


def over_time(column: Head, standing: Standing) -> bool:
    """Whether a filing's figure is of a span of time: what moved (本期增加), or part of the income statement."""
    if MOVED.search(column.words) is not None or "发生" in column.text:
        return True
    return bool(standing.account) and not is_stock(standing.account)
