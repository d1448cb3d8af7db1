"""Phrases that name a part of a business, and where a sentence says of which part or amount a figure is."""

from __future__ import annotations

import regex

from extractors.figures.sentences import Clause, Sentence
from extractors.figures.subjects import Subject
from extractors.records import Quantity

_WHOLE = regex.compile(
    r"公司|集团|整体|总体|全部|合并|综合|单季|全年|年度|上半年|下半年|季度|当期|同期|预测|预计|实现|指引|报告期|平均|主营|业绩|其中|总"
)
_VERBAL = regex.compile(
    r"推动|拉动|带动|影响|导致|受益|给出|贡献|增加|增长|下降|提升|提高|确认|取得|获得|带来|产生|保持|维持|反映|显示|披露|公布|录得|达到|超过|低于|高于|环比|同比|相关|称"
)


def noun_phrase(phrase: str) -> str:
    """The phrase where it names a part of the business (工业与汽车); "" for the whole, or where it holds a verb."""
    return "" if len(phrase) < 2 or _WHOLE.search(phrase) or _VERBAL.search(phrase) else phrase


_MEASURES = regex.compile(
    r"费用|成本|价格|利润|毛利|净利|现金|研发|政策|需求|供给|估值|投资|行业|市场|公司|短期|中期|长期|未来|收入|营收|销量|财务|盈利|量|端|技术"
    r"|风险|宏观|资金|业绩|节奏|格局|竞争|客户|渠道|管理|战略|分红|资产|负债|股价|原材料|情绪|交易|库存|存货|在手"
)


def names_no_part(phrase: str) -> bool:
    """Whether a phrase names a measure or a view (费用, 需求), or holds a verb, and no part of a business."""
    return not noun_phrase(phrase) or _MEASURES.search(phrase) is not None


def part_before_period(sentence: Sentence, at: int, subject: Subject) -> str:
    """``矿产资源23年收入``: the part of a company's business that stands before the time, at the head of its clause."""
    period = next((p for p in sentence.periods if p.start < at <= p.end), None)
    if period is None or subject.name.kind not in ("security", "company"):
        return ""
    clause = sentence.clauses[sentence.clause_of(at)]
    low = max([clause.start, *(n.end for n in sentence.names if clause.start <= n.end <= period.start)])
    phrase = noun_phrase(sentence.text[low : period.start].strip(" ，,、的"))
    return phrase if _BUSINESS.fullmatch(phrase) and not names_no_part(phrase) else ""


_BUSINESS = regex.compile(r"[\p{Han}A-Za-z]{2,8}")
_THINGS = frozenset(("share", "count", "person", "ton", "vehicle", "device", "piece", "Wh", "W"))
TAKES_WHOLE = regex.compile(r"[\s，,（(]*(?:约|大约|合计|共)?占")
"""How a clause begins that says only of what something told before is a share."""
_AMOUNT_OF = regex.compile(
    r"(?:其中|包括|[：:，,；;。、\s])*(?P<what>[\p{Han}A-Za-z]{2,12}?)(?:总?数量?|总?量|金额|总额)?(?:为|共计?|达|约)*\s*$"
)


def amount_shared(sentence: Sentence, clause: Clause, quantity: Quantity) -> str:
    """``首次授予数量600万股，约占总股本的0.8%``: what the amount is of whose share is told right behind it."""
    if TAKES_WHOLE.match(sentence.text, clause.start, quantity.start) is None:
        return ""
    before = [q for q in sentence.quantities if q.end <= clause.start and q.unit in _THINGS and not q.ordinal]
    if not before:
        return ""
    told = sentence.clauses[sentence.clause_of(before[-1].start)]
    if any(c.strong and before[-1].end <= c.start <= clause.start for c in sentence.clauses):
        return ""
    match = _AMOUNT_OF.fullmatch(sentence.text, told.start, before[-1].start)
    return match["what"] if match and not _WHOLE.search(match["what"]) else ""
