"""Whose figure a reading is: from its enumeration, its rule, the number before, its sentence, or the text."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.figures.candidate import Candidate
from extractors.figures.clause_heads import is_held_in
from extractors.figures.coordination import Shared
from extractors.figures.governing import Cited
from extractors.figures.metrics import Metric
from extractors.figures.phrase_subjects import PhraseSubjects
from extractors.figures.places import fallback_entity, is_nation, own_entity, place_in
from extractors.figures.qualifiers import ANSWER, is_held
from extractors.figures.sentences import Sentence, times
from extractors.figures.subjects import Subject, subject_of
from extractors.figures.thread import Thread
from extractors.record import record
from extractors.records import Name, Quantity

_COUNTS = frozenset({"counted", "counted_before"})
_SIZES = frozenset(("m", "m2", "ton"))
_NEAR_ONLY = frozenset({"counted", "counted_before", "portion_of", "share_is", "tenths_of"})
"""Rules without a metric's name: they need their subject in the same sentence."""


@record(frozen=True, slots=True)
class Before:
    """The number before in the sentence: how it was read, and whose figure it is (None where it gave none)."""

    read: Candidate | None = None
    owner: Subject | None = None


def owner_of(
    best: Candidate,
    quantity: Quantity,
    share: Shared | None,
    before: Before,
    thread: Thread,
    cited: Cited,
    phrases: PhraseSubjects,
) -> Subject | None:
    """Whose figure a number is that was read as ``best``; None where nothing in reach can be."""
    sentence, whole = phrases.sentence, thread.context.subject
    subject = _named(best, share, whole) or _of_sentence(
        best, quantity, before, thread, cited, phrases, told=share is not None and share.segment is not None
    )
    if not (share and share.name) and best.entity is None:
        nation = best.metric.about == "nation"
        subject = own_entity(
            sentence, best.metric, best.metric_start, quantity.start, subject, phrases.clauses,
            thread.where if nation else None, is_home=nation and thread.about is not None,
        )  # fmt: skip
    subject = _of_industry(best, quantity, subject, thread, sentence)
    if whole is None:
        subject = _of_counts(best, quantity, subject, thread, phrases)
    if before.owner is not None and before.owner.how == _ITSELF and not (subject is not None and subject.near):
        subject = before.owner  # 超1000只个股腰斩，股价下跌超50%
    counts_here = best.rule in _COUNTS and quantity.unit not in _SIZES and whole is None
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    if subject is None and counts_here and _COME_FROM.search(sentence.text, clause.start, quantity.start):
        return None
    if subject is None and counts_here:
        market = place_in(sentence, quantity.start, "markets")
        if market is not None and market.start >= clause.start:
            subject = Subject(market, "a market as a whole", 0.8)  # 两市逾两千只个股跌停
    if subject is None and counts_here and thread.about is not None:
        subject = Subject(thread.about, "the place that the text is about", 0.6, near=False)
    comes = subject is not None and sentence.text.endswith(
        "来自", sentence.start, max(subject.name.start, sentence.start)
    )
    if comes and best.metric.code == "share" and whole is not None:
        subject = Subject(whole, "the document's subject", 0.9, None, near=False)  # 来自美国的占比
    if subject is None and best.counted is not None and best.counted.canonical not in _ANYTHING:
        subject = Subject(best.counted, "what is counted", 0.6)
    return subject or fallback_entity(sentence, best.metric, best.metric_start, quantity.start)


def _of_industry(
    best: Candidate, quantity: Quantity, subject: Subject | None, thread: Thread, sentence: Sentence
) -> Subject | None:
    """国内新能源车电动化率53.9%。…预计电动化率56%: a rate of an industry is of the one spoken of before, and not of the
    document's company. So is an amount (销量为23万辆) in a sentence that names that industry again."""
    whole, rate = thread.context.subject, best.metric.about == "industry"
    if subject is None:
        return None
    if subject.name.kind == "industry":
        thread.industry = subject.name if rate else thread.industry
        thread.goods = thread.goods if rate else subject.name
    elif whole is not None and subject.name.canonical == whole.canonical and not subject.near:
        if rate and thread.industry is None and best.metric.code == "penetration":
            return None  # how far a product has spread is no figure of a company
        spoken = thread.industry if rate else thread.goods if best.metric.amount else None
        if spoken is not None and (rate or _again(spoken, best, quantity, sentence)):
            return Subject(spoken, "the industry that the paragraph speaks of", 0.7)
    return subject


def _again(goods: Name, best: Candidate, quantity: Quantity, sentence: Sentence) -> bool:
    """Whether the goods that were spoken of head the sentence, or stand right before the metric's name."""
    found = goods.canonical
    at = sentence.text.find(found, sentence.start, quantity.start)
    if at < 0:
        return False
    lead = max([sentence.start, *(p.end for p in sentence.periods if p.end <= at)])
    return not sentence.text[lead:at].strip(" ，,") or at + len(found) == best.metric_start


def _named(best: Candidate, share: Shared | None, whole: Name | None) -> Subject | None:
    """The owner that an enumeration or the rule itself names."""
    if share and share.name:
        return Subject(share.name, "its turn in the enumeration", 0.95)
    if share and share.owner:
        return Subject(share.owner, "whose parts are told one after another", 0.9)
    if share and share.thing:
        return Subject(Name(0, 0, share.thing, "thing"), "its turn in the enumeration", 0.8)
    if share and share.segment and whole is None and _parted(best.metric):
        return Subject(Name(0, 0, share.segment, "thing"), "its turn in the enumeration", 0.75)
    return Subject(best.entity, "named by the rule", 0.95) if best.entity is not None else None


def _of_sentence(
    best: Candidate,
    quantity: Quantity,
    before: Before,
    thread: Thread,
    cited: Cited,
    phrases: PhraseSubjects,
    *,
    told: bool = False,
) -> Subject | None:
    """The owner of the number before where this one goes on, else the subject of the sentence or text. ``told`` says
    that parts are told in turn: what stands before a share's name is then the last of them."""
    sentence, context = phrases.sentence, thread.context
    span = (cited.start, cited.end)
    if before.owner is not None and _goes_on(before.read, best, quantity, phrases, span):
        return before.owner
    if best.metric.code == "target_price" and span[0] == span[1]:
        giver = next((n for n in sentence.names if _GIVES.match(sentence.text, n.end)), None)
        span = (
            (giver.start, giver.end) if giver is not None else span
        )  # 高盛给予中芯国际目标价: the house is no subject
    others = {"market_share": is_held_in, "holding": is_held}.get(best.metric.code)
    kept = sentence.names if others is None else tuple(n for n in sentence.names if not others(sentence, n))
    customers = len(kept) < len(sentence.names)
    if customers:
        sentence = replace(sentence, names=kept)
        clause = sentence.clauses[sentence.clause_of(quantity.start)]
        if context.subject is not None and not any(clause.start <= n.start < quantity.start for n in sentence.names):
            return Subject(context.subject, "whose share at a customer or in a company it is", 0.85)
    start = best.metric_start if best.metric_start is not None and best.metric_start >= sentence.start else None
    if start is not None and best.metric.code == "share" and sentence.text[start - 1] in '”"的者':
        answer = ANSWER.search(sentence.text, sentence.start, quantity.start)
        start = answer.start() if answer is not None else start  # “基本满意”占31%: nothing in the answer is whose share
    return subject_of(
        sentence,
        quantity,
        start,
        cited=span,
        topic=lambda: thread.introduced if _THIS.match(sentence.text[sentence.start : sentence.end]) else thread.topic,
        whole=context.subject,
        publisher=context.publisher,
        index=best.metric.code in ("index_level", "turnover"),
        phrases=phrases if context.subject is None and not _is_scope(sentence, best, quantity) else None,
        themes=thread.themes,
        part=best.metric.code == "share",
        beside=best.counted is None and not customers and not (told and best.metric.code == "share"),
        firms=best.metric.code in _OF_FIRMS,
    )


_RANKED = regex.compile(r"[居列位排为是成获夺占]")


def _is_scope(sentence: Sentence, best: Candidate, quantity: Quantity) -> bool:
    """Whether what stands before a rank only says among whom it holds (智能汽车市场第一、央国企中标第一)."""
    if best.rule == "market_rank" or best.judgement.aspect != "rank":
        return best.rule == "market_rank"
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    led = clause.start > sentence.start and sentence.text[clause.start - 1] in "：:"
    return led and _RANKED.search(sentence.text, clause.start, quantity.start) is None


def _of_counts(
    best: Candidate, quantity: Quantity, subject: Subject | None, thread: Thread, phrases: PhraseSubjects
) -> Subject | None:
    """The owner of a count or share that no metric names: nothing from afar but what the text is about."""
    if best.counted is not None and not (subject is not None and subject.near):
        own = None if best.counted.canonical in _ANYTHING else _itself(best.counted, quantity, phrases)
        subject = own or subject
    if subject is None or best.rule not in _NEAR_ONLY or subject.near or subject.how == _ITSELF:
        return subject
    return subject if _spoken_of_often(subject.name, thread, phrases.sentence) else None


def _parted(metric: Metric) -> bool:
    """Whether things that are named one after another each have a figure of this metric, and are no parts of one."""
    return metric.code != "share" and metric.about != "nation"


def _goes_on(
    carried: Candidate | None, best: Candidate, quantity: Quantity, phrases: PhraseSubjects, cited: tuple[int, int]
) -> bool:
    """``512Gb TLC晶圆均价2.71美元，周环比上涨4.2%``: a change or rank of what was told just before, in the same part of
    the sentence, is of the same thing unless its own clause names another."""
    sentence, told = phrases.sentence, carried.quantity if carried is not None else None
    if carried is None or told is None or carried.metric is not best.metric:
        return False
    if best.rule in ("ratio_again", "same_again"):
        return True  # 是百度的两倍、智谱AI的八倍
    if _STANDS_FOR.search(sentence.text, told.end, quantity.start):
        return True
    if best.judgement.aspect == "level" and not (
        _EXPECTED.match(sentence.text, told.end) or _COMPARED.match(sentence.text, told.end)
    ):
        return False
    if best.rule == "metric_before" or best.metric_start not in (None, carried.metric_start):
        return False
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    if any(c.strong and told.end <= c.start <= quantity.start for c in sentence.clauses):
        return False
    if any(told.end <= n.start and n.end <= quantity.start for n in sentence.names):
        return False
    return clause.start <= told.start or phrases.of_clause(clause, quantity.start, cited) is None


_ANYTHING = frozenset(
    ("公司", "企业", "机构", "项目", "产品", "人", "平台", "单位", "上市公司", "品牌", "客户", "用户")
)
"""Too general to be whose figure anything is."""
_OF_FIRMS = frozenset(
    ("revenue", "gross_margin", "cost", "operating_profit", "net_profit", "shipments", "sales_volume", "output",
     "capacity", "order_value", "capex", "r_and_d")
)  # fmt: skip
_COME_FROM = regex.compile(r"来自|与")
"""来自8个国家的议员, 与20家机构交流: others than the place that a text is about."""
_THIS = regex.compile(r"^[\s“”]*(?:这是|这款|这一|该(?!公司)|它(?!们)|此款)")
_GIVES = regex.compile(r"\p{Han}{0,6}?(?:给予|给出|维持|重申|上调|下调|首次覆盖|将|把)")
_COMPARED = regex.compile(r"[，,；;（(\s]*(?:相?[比较]|相比于?|高于|低于|超过)(?!亚迪)")
"""…超过4万亿，比5月刚发布时的1200亿增长了33倍: what it was is of the same thing."""
_EXPECTED = regex.compile(r"[，,；;（(\s]*(?:市场|一致|此前)?(?:预期|前值|原值)[为是增减升降]")
"""预期为86.1%，前值为87.3%: of the same thing."""
_STANDS_FOR = regex.compile(r"(?:这个|这一|该|此)(?:数字|数据|比例|比率|指标|数值)(?:则|仅|也|分别)*[为是达]?$")
"""而2012年这个数字是10.6%: of the same thing."""
_LEAST_NAMED = 4


def _spoken_of_often(name: Name, thread: Thread, sentence: Sentence) -> bool:
    """Whether the whole text is about a name, or comes back to a phrase (南沙邮轮母港)."""
    return name.canonical in thread.themes or (
        name.kind == "thing" and not is_nation(name) and times(sentence.text, name.canonical) >= _LEAST_NAMED
    )


_ITSELF = "what is counted, which the clause is about"


def _itself(counted: Name, quantity: Quantity, phrases: PhraseSubjects) -> Subject | None:
    """``1025只个股股价腰斩``, ``有126名辅警牺牲``: where the clause has no other subject, it is about those that are
    counted, if they are things of their own."""
    if not phrases.clauses.is_thing(counted):
        return None
    if counted.start >= quantity.end and not phrases.clauses.leads(quantity, counted.end):
        return None
    return Subject(counted, _ITSELF, 0.75, near=False)
