"""Which name a clause is about: the one at its head, or right before a metric; and which is only an object."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.figures.sentences import Clause, Sentence
from extractors.records import Name

_OBJECT_BEFORE = regex.compile(
    r"(?:占|较|比|相比|相较于?|是|为|仅次于|超过了?|超越了?|对标|对齐|接入|采购了?|联合|携手|与|和|同|基于|依托|通过|利用|搭载|使用"
    r"|供货|供应|投资|收购|隶属于|归属|来自|来源于|替代|媲美|落后于?|领先于?|高于|低于|远低于|甚至接近|接近|大致相当于|相当于|全面|除了?)"
    r"\s*(?:[^，,。；;\s]{0,3}的)?\s*$"
)
_POSSESSED = regex.compile(r"^\s*(?:旗下的?[\p{Han}]{0,6}|的|自研的?|发布的?|推出的?|公司的?|集团的?)?\s*$")
_SUBJECT_LEAD = regex.compile(
    r"^[\s“”\"'《》【】〖〗\[\]*◆•·\-–—►▶➢√●■★▲△□▍（(]*(?:其中|而|此外|同时|另外|尽管|虽然|虽|即便|即使|不仅|目前|现在|当前|随后|并且|但|且|如|包括|例如|以|据悉|近日|因此|不过|另一边|再看|对于|根据|我们(?:假设|预计|认为|预期|测算)|假设|预计|若|当)?[，,：:]?\s*$"
)
_SPLIT_OF = regex.compile(r"^\s*(?:[A-Za-z.\d ]{0,6})?(?:的|在|[Aa][Pp][Pp]|应用|平台|大模型|网页端|公司|股份)?")


_LOOSE_SPACE = regex.compile(r"(?<=\p{Han})\s+|\s+(?=\p{Han})")


def written(sentence: Sentence, name: Name) -> str:
    """A name as it stands, without the spaces of its typesetting."""
    return _LOOSE_SPACE.sub("", sentence.text[name.start : name.end]) or name.canonical


def touches(sentence: Sentence, name: Name, anchor: int) -> bool:
    """Whether only a few words that say nothing (的, 大模型, 公司) stand between a name and an offset."""
    if name.end > anchor:
        return False
    gap = sentence.text[name.end : anchor]
    return len(gap) <= 14 and _SPLIT_OF.fullmatch(gap) is not None and not is_object(sentence, name)


def heads_of(sentence: Sentence, names: Sequence[Name], clause: Clause) -> list[Name]:
    """Names at the clause's start; of a chain (字节跳动旗下的豆包) the last."""
    chain: list[Name] = []
    for name in names:
        lead = sentence.text[clause.start : name.start]
        if chain:
            if _POSSESSED.match(sentence.text[chain[-1].end : name.start]):
                chain.append(name)
            else:
                break
        elif clean_lead(sentence, clause.start, name.start, lead) and not is_object(sentence, name):
            chain.append(name)
        else:
            break
    if not chain:
        chain = [name for name in names if is_used(sentence, name)][-1:]
    return chain


_USING = regex.compile(r"(?:使用|采用|改用|换用|用)(?:了|传统|通用|普通|单张|一[块张台颗])*\s*$")
_NEEDS = regex.compile(r"\s*(?:方案|芯片|集群|服务器)?(?:则|却|就)?(?:需要|仅需|只需|需|耗时|耗费|仅用|只用|要花)")


def is_used(sentence: Sentence, name: Name) -> bool:
    """``使用GPU需要40块，延时300ms``: what is used for something is what the numbers are of."""
    return (
        _USING.search(sentence.text, max(sentence.start, name.start - 10), name.start) is not None
        and _NEEDS.match(sentence.text, name.end) is not None
    )


def leads(sentence: Sentence, name: Name) -> bool:
    """Whether a clause begins with the name: then it is spoken of, and no detail."""
    clause = sentence.clauses[sentence.clause_of(name.start)]
    return clean_lead(sentence, clause.start, name.start, sentence.text[clause.start : name.start])


_NOT_SAID = regex.compile(
    r"[（(]\s*[)）]|[（(]?\d{1,2}[)）.、]|^\s*[一二三四五六七八九十]{1,2}[、，]|[截至自在从到至于日,，]"
)


def clean_lead(sentence: Sentence, start: int, end: int, lead: str) -> bool:
    """Whether nothing but times and linking words stands between the start of a clause and a name."""
    for period in sentence.periods:
        if start <= period.start and period.end <= end:
            lead = lead.replace(sentence.text[period.start : period.end], "", 1)
    lead = _NOT_SAID.sub("", lead)
    return _SUBJECT_LEAD.fullmatch(lead) is not None or len(lead.strip()) <= 1


def is_object(sentence: Sentence, name: Name) -> bool:
    """Whether a name is what something is done with or compared to (仅次于 X, 采购 X), and no subject."""
    lead = sentence.text[max(sentence.start, name.start - 12) : name.start]
    return _OBJECT_BEFORE.search(lead) is not None


_WITH = regex.compile(r"(?:与|和|同|携手|牵手|联手|联合)(?:[^，,。；;、与和]{1,16}[、和与及])*\s*$")
_TOGETHER = regex.compile(
    r"(?:[、和与及][^，,。；;、]{1,12}?)*(?:等[^，,。；;]{0,10}?)?(?:在[^，,。；;]{1,12}?)?(?:共同|联合|合作|签署|签订|签约|达成|携手|合资|建立|成立)"
)


def is_partner(sentence: Sentence, name: Name) -> bool:
    """Whether something is done with the one that a name names (与一汽、长安等联合推出), which another does."""
    clause = sentence.clauses[sentence.clause_of(name.start)]
    led = _WITH.search(sentence.text, clause.start, name.start)
    return led is not None and led.start() >= clause.start and _TOGETHER.match(sentence.text, name.end) is not None


_SHARE_THERE = regex.compile(r"(?:的)?(?:供应|采购|配套|供货|整体)?份额")


def is_held_in(sentence: Sentence, name: Name) -> bool:
    """Whether a name is the customer at which a share is held (``在小米的份额``, ``占赛力斯份额``): a part of the
    holder's share, and not whose share it is."""
    there = name.start > sentence.start and sentence.text[name.start - 1] in "在占"
    return there and _SHARE_THERE.match(sentence.text, name.end) is not None


def held_in(sentence: Sentence, metric_start: int | None) -> Name | None:
    """The customer that is named right before a share's name."""
    before = [n for n in sentence.names if n.end <= metric_start] if metric_start is not None else []
    near = before and metric_start is not None and metric_start - before[-1].end <= _NEAR
    return before[-1] if near and is_held_in(sentence, before[-1]) else None


_NEAR = 4
