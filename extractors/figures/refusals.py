"""Numbers of sentences that claim nothing: bounds of a class, terms of a sum, conditions, numbers in names."""

from __future__ import annotations

import re

import regex

from extractors.figures.continuation import PART_KEYS
from extractors.figures.coordination import Shared
from extractors.figures.metrics import family
from extractors.figures.sentences import Clause, Sentence
from extractors.figures.subjects import Subject
from extractors.language import Context
from extractors.records import Figure, Quantity

_CLASS = re.compile(
    r"\s*(?:以上|以下|以内|及以上|或以上)(?:的(?!\s*$)|股东|股份|投资者|公司|企业|客户|区间|人群|车型|城市)"
    r"|\s*的(?:股票|个股|样本|组合)(?!价格|池)"
)


_COUNTED = regex.compile(
    r"(?:以上|以下)?的[^，,。；;\d]{2,12}?(?:有|达到?|共计?|为|超过?|仅|多达|数量|家数|只|约|近)+\s*"
)


def _is_threshold(sentence: Sentence, quantity: Quantity) -> bool:
    """``持股5%以上的股东``: the number bounds a class of things and says nothing of one."""
    if _CLASS.match(sentence.text[quantity.end : quantity.end + 12]) is not None:
        return True
    if quantity.comparator not in ("over", "under") or quantity.unit != "%":
        return False
    counted = _COUNTED.match(sentence.text, quantity.end)  # 跌幅超5%的个股达1025只
    return counted is not None and any(q.start == counted.end() for q in sentence.quantities)


def _is_loose_part(sentence: Sentence, quantity: Quantity, share: Shared | None) -> bool:
    """One of several values between slashes (560/670 /846亿元) that no enumeration took in, over several years or of
    several things (分别同比-2/+58天至20/298天)."""
    if share is not None:
        return False
    years = any(p.period_type == "span" for p in sentence.periods if p.end <= quantity.start)
    if not years and sentence.text.find("分别", sentence.start, quantity.start) < 0:
        return False
    before, after = sentence.text[quantity.start - 2 : quantity.start], sentence.text[quantity.end : quantity.end + 2]
    return before.rstrip(" +＋-−").endswith("/") or after.strip().startswith("/")


_IN_FORMULA = re.compile(r"[\d）)元吨个%][×＊*+＋=＝÷]\s?$")
"""280吨×1005元/吨+…: a term of a sum that is worked out, and no price or amount by itself."""
_LARGE = 1000
_NAMED = regex.compile(r"(?![左上以和与及或至到附的而且但则有])\p{Han}")
"""9指标模型: a number without a unit right before a noun belongs to a name."""
_NO_CLAIM = re.compile(
    r"不存在|是否|如果|假如|倘若|凡是?|若(?!干)|每满|除非|不得|应当|须|低于该|增加或减少|减少或增加|被合并方|被购买方|触发|过半数|三分之二以上"
)
"""What a clause with such a word says is a condition or a rule, no fact."""


_MAJORITY = re.compile(r"过半数|[三四]分之[二三]以上|[二三四]分之[一二三](?:以上)?的?(?:董事|股东|表决)")
"""What a vote needs."""
_LISTED = regex.compile(r"[、和与及][\p{Han}A-Za-z]{1,10}$")
_TOGETHER = regex.compile(r"(?:公司|企业|厂商|巨头)?(?:合计|总计|加起来|加在一起|共|一起|均|都|分别|占)")
_FEW = 10


def _adds_up(sentence: Sentence, clause: Clause, quantity: Quantity) -> bool:
    """``百度、阿里和腾讯三家合计``: how many have just been named, and no count of anything."""
    text = sentence.text
    if quantity.unit != "count" or quantity.value > _FEW or text[quantity.end - 1] not in "家者国大":
        return False
    named = _LISTED.search(text[clause.start : quantity.start]) is not None
    return named and _TOGETHER.match(text, quantity.end) is not None


_OF_PEERS = re.compile(
    r"[可同行板市AaMmPp](?:(?<=可)比(?:公司|同业|标的)|(?<=同)[业行](?:业|公司)?(?:的)?(?:平均|均值|中位数|水平)"
    r"|(?:(?<=行)(?<![比较于]行)业|(?<=板)(?<![比较于]板)块|(?<=市)(?<![比较于]市)场)(?:整体)?(?:平均|均值|中枢|中位数)"
    r"|(?i:(?<=\b[am])(?:(?<=a)verage|(?<=m)(?:ean|edian))\b[^.;]{0,60}\bpeers\b"
    r"|(?<=\bp)eers?(?:['’]s?)? (?:average|mean|median)\b))"
)
"""可比公司平均PE约在22x: of others than the one that is spoken of."""
_CAPTION = re.compile(r"\s*(?:图表?|表)\s?\d{1,3}\s?[:：]")
"""图8：…占比27%: what a chart or table is called."""


def is_no_claim(sentence: Sentence, clause: Clause, quantity: Quantity, share: Shared | None) -> bool:
    """Whether a number is not to be read at all, whatever metric stands near."""
    text, start = sentence.text, quantity.start
    return (
        text.startswith("位数", quantity.end - 2)  # 增速达到两位数: a manner of speaking
        or _is_threshold(sentence, quantity)
        or _is_loose_part(sentence, quantity, share)
        or _is_price_base(sentence, quantity)
        or _adds_up(sentence, clause, quantity)
        or _NO_CLAIM.search(text[clause.start : start]) is not None
        or _MAJORITY.search(text, max(sentence.start, start - 1), quantity.end + 1) is not None
        or _OF_PEERS.search(text[clause.start : start]) is not None
        or _CAPTION.match(text, sentence.start) is not None
        or _IN_FORMULA.search(text, max(sentence.start, start - 8), start) is not None
        or (quantity.unit is None and abs(quantity.value) < _LARGE and _NAMED.match(text, quantity.end) is not None)
    )


_BUYS = regex.compile(r"\s*钱?(?:可以?|就能?|即可|能够?|便可)")


def _is_price_base(sentence: Sentence, quantity: Quantity) -> bool:
    """``1块钱可处理284张``: one yuan is what the other number is for, no price."""
    if quantity.value != 1 or quantity.unit is None or family(quantity.unit) != "currency":
        return False
    return _BUYS.match(sentence.text[quantity.end : quantity.end + 4]) is not None


_OF_ITSELF = regex.compile(
    r"占(?:本|该)?公司|占[^，,。；;]{0,12}(?:总股[本份]|已发行股[本份]|股份总数)|持有(?:本|该)公司"
)


def why_unfounded(figure: Figure, subject: Subject, sentence: Sentence, context: Context) -> str:
    """Why a figure is none after all; empty where it is one.

    A share of what or which part is not said, of something that the sentence does not name; and a holding in the
    document's company (占本公司股份12%) that the company itself would have, since the holder was missed.
    """
    if figure.metric == "share" and not subject.near and not set(PART_KEYS) & set(figure.dimensions):
        return "a share of nothing that is named"
    held = figure.metric == "holding" or (figure.metric == "share" and "segment" not in figure.dimensions)
    if not held or figure.aspect != "level" or context.subject is None or figure.entity != context.subject.canonical:
        return ""
    clause = sentence.clauses[sentence.clause_of(figure.start)]
    itself = _OF_ITSELF.search(sentence.text, clause.start, figure.start) is not None
    return "a holding in the company itself" if itself else ""
