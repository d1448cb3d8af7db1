"""How likely a number belongs to a metric that an earlier clause named: less, the more its own clause names."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from extractors.figures.cues import load_cues
from extractors.figures.metrics import Metric
from extractors.figures.sentences import Clause, Sentence
from extractors.records import Name, Period, Quantity

_OWN_WORDS = regex.compile(
    r"同比|环比|分别|中值|对应|较上?[年月季周]|去年同期|上年同期|持续|大幅|小幅|明显|显著|继续|保持|实现|其中|同时|整体|总体|预计|有望|公司|进一步|快速|稳步|合计"
    r"|累计|平均|均|已|将|约|近|超过|超|逾|达到?|了|为|的|则|仍|也|并|且|而|又|再|至|到|由|从|在|较|比|以|约合|高达|单季|同期|全年|均值|年复合|复合|年均|此前|预期|前值|指引|为正|转|[同环](?!\p{Han})"
)
_COMPARES = regex.compile(
    r"\s*(?:较|比|相比|相较|同比|环比|[且并但略大幅明显著微]*(?:高于|低于|超过|超出|不及|好于|弱于|优于|符合)|(?:指引|预期)?中值)"
)
_PART = regex.compile(
    r"(?:场景|业务|板块|地区|区域|市场|领域|方面|客户|产品|环节|部门|上|中|端|侧|海外|国内|境外|境内)$"
)


def foreign(sentence: Sentence, clause: Clause, quantity: Quantity) -> float:
    """How much less likely a change is whose metric stands in an earlier clause: where the clause names a thing of its
    own (1Q折旧同比增长16%), the change is of that; a part of the whole (销售场景增长16倍) is no such thing."""
    if _COMPARES.match(sentence.text, clause.start, quantity.start):
        return 0.0
    rest = own_words(sentence, clause, quantity)
    if len(rest) < 2 or _PART.search(rest):
        return 0.0
    return min(5.0, 2.0 + 1.0 * len(rest))


_NO_LETTER = regex.compile(r"[^\p{Han}A-Za-z]+")


def without(sentence: Sentence, start: int, end: int, marks: Iterable[Period | Name | Quantity]) -> str:
    """The text between two offsets less the marks that lie there."""
    lead = sentence.text[start:end]
    for mark in marks:
        if start <= mark.start and mark.end <= end:
            lead = lead.replace(sentence.text[mark.start : mark.end], "", 1)
    return lead


def own_words(sentence: Sentence, clause: Clause, quantity: Quantity) -> str:
    """The letters of a clause before a number that neither link nor tell a change; names and times left out."""
    marks: tuple[Period | Name | Quantity, ...] = (*sentence.periods, *sentence.names, *sentence.quantities)
    lead = without(sentence, clause.start, quantity.start, marks)
    rest = _OWN_WORDS.sub("", load_cues().change.sub("", lead))
    return _NO_LETTER.sub("", rest)


_NO_WORDS = regex.compile(
    r"[\s，,、：:（）()的为达到了约近超过已约至是在则其中分别起还仍也均仅]|约?合|人民币|美元|港币|折合|增至|升至|降至"
    r"|市场预期|一致预期|预期|前值|此前|不到|不足|低于|高于|只有|当时|同期|(?:这个|这一|该|此)(?:数字|数据|比例|比率|指标|数值|占比|数)"
)


_OF_WHICH = regex.compile(r"其中[，,]?(?:包括|包含|含)?")
_BARE_PART = regex.compile(
    r"[\s，,、；;（(]*(?:其中|而|另外|此外|以及|和|及|与)?[，,：:]?"
    r"(?P<part>(?!预计|同比|环比|对应|约合|折合|公司|其(?!他|它)|[较比按从自由])[\p{Han}A-Za-z][\p{Han}A-Za-z0-9&]{1,9}?)"
    r"(?:分别|合计|共|约|近|超过?|逾|为|达到?|有|占|贡献|[:：\s])*$"
)


def bare_part(lead: str) -> str | None:
    """The one name that a clause says before its number (``其中动力``, ``储能约``); None where it says more or less."""
    match = _BARE_PART.fullmatch(lead)
    return match["part"] if match is not None else None


_OTHER_STOCK = regex.compile(r"库存|存货|在手|在建|合同负债")
_FAR = 40


def of_which(sentence: Sentence, clause: Clause) -> int:
    """Where the 其中 stands whose parts a clause tells, -1 for none: in it, or a little before it in the same run of
    clauses."""
    at = sentence.text.rfind("其中", max(sentence.start, clause.start - _FAR), clause.end)
    if at < 0 or any(c.strong and at < c.start <= clause.start for c in sentence.clauses):
        return -1
    return at


def says_more(lead: str) -> bool:
    """Whether a clause says anything before its number besides 其中 and 约."""
    return bool(_OF_WHICH.sub("", lead).strip(" ，,约近超过为达"))


def level_carry(sentence: Sentence, clause: Clause, quantity: Quantity, metric: Metric) -> float:
    """How much less likely a level is whose metric stands in an earlier clause: a clause with words of its own
    probably counts something else."""
    lead = sentence.text[clause.start : quantity.start]
    if _COMPARES.match(lead):
        return 0.0
    if _OTHER_STOCK.search(lead):
        return 6.0  # 出货69GWh，…，年末库存70GWh
    if of_which(sentence, clause) >= 0 and bare_part(lead) is not None:
        return 0.3  # 销量10万辆，其中乘用车8万辆
    words = _NO_WORDS.sub("", without(sentence, clause.start, quantity.start, (*sentence.periods, *sentence.names)))
    penalty = 0.9 * len(words)
    return min(penalty, 6.0) if not metric.rate else min(penalty + 1.0, 6.0)
