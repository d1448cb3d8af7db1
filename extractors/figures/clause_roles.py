"""What stands in a clause before a number without being its subject: a time, a part, a property, examples."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.figures.sentences import Clause, Sentence
from extractors.records import Name

_THAT_FIRM = regex.compile(r"该(?:公司|集团|行|基金|机构)")
_WHEN = regex.compile(r"(?:[之以]?后|[之以]前|以来|时|之际|期间)[，,]?$")
_IS_PART = regex.compile(r"的?(?:配置|投资|持仓|持有|收入|销售)?(?:比例|占比|比重|份额)")
_TOLD = regex.compile(r"\s*(?:约?为|是|达到?|有|[:：])?\s*")
_LISTED = regex.compile(
    r"(?:包括|包含|涵盖|覆盖|涉及|设立|推出|发布|开发|运营|拥有|建成|打造|收购|布局)(?:了|有)?"
    r"[^，,。；;]{2,60}等(?:在内的?)?(?:约|近|超|超过|逾|共)?$"
)
_AND_SO_ON = 5


def examples_before(text: str, start: int, at: int) -> tuple[int, int] | None:
    """``包括抖音、飞书等50多个业务``, ``甲、乙在内的8家公司``: where examples of what is counted stand between a
    clause's start and a number: they are no owners of it. None where there are none."""
    among = text.find("在内", start, at)
    if among >= 0:
        return max(start, *(text.rfind(word, start, among) for word in ("包括", "包含"))), among
    listed = _LISTED.search(text, start, at) if "等" in text[max(start, at - _AND_SO_ON) : at] else None
    return listed.span() if listed is not None else None


def firm_pointed_to(sentence: Sentence, names: Sequence[Name], clause: Clause) -> Name | None:
    """The company named before a clause that speaks of it as 该公司 (在该公司海外投资当中，…)."""
    said = _THAT_FIRM.search(sentence.text, clause.start, clause.end)
    firms = [n for n in names if n.kind in ("company", "security") and said is not None and n.end <= said.start()]
    return firms[-1] if firms else None


def is_when(sentence: Sentence, clause: Clause) -> bool:
    """Whether a clause only tells when (美国加征关税后，…)."""
    return _WHEN.search(sentence.text, max(clause.start, clause.end - 4), clause.end) is not None


def is_part(sentence: Sentence, phrase: Name) -> bool:
    """Whether a phrase names a part whose share is told right behind it (股票配置比例升至44%)."""
    return _IS_PART.match(sentence.text, phrase.end) is not None


def is_told(sentence: Sentence, phrase: Name) -> bool:
    """Whether what a phrase names is itself measured by the number right behind it (存储为8GB)."""
    behind = next((q for q in sentence.quantities if q.start >= phrase.end), None)
    return behind is not None and _TOLD.fullmatch(sentence.text, phrase.end, behind.start) is not None
