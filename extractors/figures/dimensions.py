"""What else tells two figures apart: direction, stage, chip, scenario, channel, what is counted, segment, product."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from extractors.figures.business_parts import amount_shared, noun_phrase, part_before_period
from extractors.figures.candidate import Candidate
from extractors.figures.clause_heads import held_in
from extractors.figures.coordination import distribute
from extractors.figures.metrics import TRADE
from extractors.figures.places import is_place, region_before
from extractors.figures.qualifiers import (
    ANSWER,
    aim_of,
    benchmark_of,
    held,
    is_channel,
    listing_at,
    made_of,
    object_of,
    part_of,
    scope_of,
    version_at,
    whole_of,
)
from extractors.figures.sentences import Clause, Sentence
from extractors.figures.subjects import Subject
from extractors.records import Quantity

_DAYS = regex.compile(r"^(\d+|[一二两三四五六七八九十]+)\s*天")
_SCENARIO = regex.compile(r"(?:在)?(?P<scenario>[\p{Han}A-Za-z]{2,12}?)(?:场景|场景中|环节)(?=[^，,。；;]{0,12}$)")
_CHIP = regex.compile(
    r"^[\s张块枚颗片]*(?:的)?\s*(?P<chip>[A-Z]{1,3}\d{2,4}[A-Z]?|GPU|CPU|NPU|(?:昇腾|英伟达)[\w]{0,8}(?:芯片)?)"
)
_OF_PHRASE = regex.compile(r"(?P<of>[\p{Han}A-Za-z]{2,14})$")
_PRODUCT = regex.compile(r"(?P<product>[\p{Han}A-Za-z0-9]{2,10})$")
_CJK_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


_PREVIOUS = regex.compile(r"(?:前值|原值|原预测|此前预测|上次预测)为?[^，,；;]*$")


_BEFORE_SCENARIO = regex.compile(r"^.*(?:的|在|大模型|模型)")


def dimensions_of(sentence: Sentence, quantity: Quantity, chosen: Candidate, subject: Subject) -> dict[str, str]:
    """The dimensions of a figure, as far as its clause says them."""
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    start = min(clause.start, chosen.metric_start) if chosen.metric_start is not None else clause.start
    lead = sentence.text[start : quantity.start]
    code, found = chosen.metric.code, {}
    if chosen.of:
        found["of"] = chosen.of
    elif chosen.metric.of_label and chosen.metric_start is not None and chosen.metric_end is not None:
        found["of"] = sentence.text[chosen.metric_start : chosen.metric_end].replace(" ", "")
    if _PREVIOUS.search(lead) and not (chosen.judgement.basis or "").startswith("vs:"):
        found.setdefault("of", "前值")
    if chosen.segment:
        found["segment"] = chosen.segment
    if chosen.judgement.than and chosen.judgement.aspect == "ratio":
        found["than"] = chosen.judgement.than.strip()
    if chosen.judgement.aspect == "rank":
        found["scope"] = scope_of(sentence, clause, quantity) or ""
    part = part_of(sentence, quantity, code, start)
    if part:
        found.setdefault("segment", part)
    if code in _BY_LISTING and (listed := listing_at(sentence, chosen.metric_start)):
        found.setdefault("of", listed)
    if "of" not in found:
        found["of"] = _told_of(sentence, clause, quantity, chosen) or ""
    if code == "price" and subject.near and (version := version_at(sentence, subject.name.end)):
        found["model"] = version
    if code in ("price", "average_price"):
        said = max(("输入", "输出"), key=lead.rfind)
        if said in lead:
            found["direction"] = "input" if said == "输入" else "output"
    if code in ("chips", "compute", "capability", "latency", "cost") and found["of"] not in ("训练", "推理"):
        if "训练" in lead:
            found["stage"] = "training"
        elif _INFERS.search(lead) and not (chosen.judgement.aspect == "change" and found["of"]):
            found["stage"] = "inference"
    if code == "chips":
        chip = _CHIP.match(sentence.text[quantity.end : quantity.end + 16])
        if chip:
            found["chip"] = chip["chip"]
    if code in ("call_volume", "token_volume", "visits", "capability", "compute"):
        scenario = _SCENARIO.search(lead)
        if scenario:
            found["scenario"] = _BEFORE_SCENARIO.sub("", scenario["scenario"])
    if code == "limit_ups":
        days = _DAYS.match(sentence.text[quantity.start : quantity.end])
        if days:
            found["days"] = str(_CJK_DIGITS.get(days[1], days[1]))
    if (
        code == "capability"
        and not found.get("of")
        and chosen.metric_start is not None
        and chosen.metric_end is not None
    ):
        phrase = _phrase_before(sentence, chosen.metric_start, subject)
        found["of"] = phrase + sentence.text[chosen.metric_start : chosen.metric_end].replace(" ", "")
    told = distribute(sentence).get(quantity.start)  # of things told one after another, each number has its own
    in_turn = told is not None and told.segment is not None
    named = chosen.metric_start is not None and chosen.metric_start >= sentence.start
    if (chosen.metric.amount or code == "average_price") and named and not in_turn and chosen.metric_start is not None:
        product = _phrase_before(sentence, chosen.metric_start, subject)
        if product and sentence.text[chosen.metric_start] not in "卖售":  # 卖出: a verb, and no product before it
            found["product"] = product
    if code == "share":
        answer = ANSWER.search(lead) if chosen.rule == "metric_before" and chosen.metric_start is not None else None
        if told is not None and told.segment:
            found["segment"] = told.segment
        elif answer is not None:
            found.setdefault("segment", answer["said"])
        elif "segment" not in found and chosen.metric_start is not None and chosen.rule == "metric_before":
            segment = _phrase_before(sentence, chosen.metric_start, subject, joined=True)
            if segment and not _SAID.match(segment):
                found["segment"] = segment
        elif "segment" not in found and chosen.rule == "share_of":
            amount = amount_shared(sentence, clause, quantity)
            found |= {"segment": amount} if amount else {}
        if told is None or not told.segment:
            found |= _part_and_whole(sentence, clause, quantity, subject, found)
    if in_turn and told is not None and told.segment and code in _SEGMENTED:
        found["segment"] = told.segment
    elif code in _SEGMENTED and named and chosen.metric_start is not None:
        segment = noun_phrase(_phrase_before(sentence, chosen.metric_start, subject, joined=True))
        segment = segment or part_before_period(sentence, chosen.metric_start, subject)
        if segment and segment not in _STAGES:
            found.setdefault("segment", segment)
    if chosen.metric.about == "nation":
        found |= {key: value for key, value in _part_of_nation(sentence, quantity, chosen, subject).items() if value}
        if found.get("product", "") in (found.get("region", ""), found.get("segment")):
            found.pop("product", None)
        if code in TRADE and "segment" in found and not _TRADERS.search(found["segment"]):
            found["product"] = found.pop("segment")
    customer = held_in(sentence, chosen.metric_start) if code == "market_share" else None
    if customer is not None and customer.canonical != subject.name.canonical:
        found["segment"] = customer.canonical
    if quantity.measure and quantity.measure != "板" and "measure" not in found and _odd(quantity.measure):
        found["measure"] = quantity.measure
    if found.get("product") and found.get("segment", "").endswith(found["product"].removeprefix("我国")):
        del found["product"]
    wide = region_before(sentence, subject.name) if subject.name.kind == "industry" else None
    if wide is not None and code not in TRADE:
        found.setdefault("region", wide)
    if "segment" in found and is_place(found["segment"]):
        found["region"] = found.pop("segment")
    elif is_channel(found.get("segment", "")):
        found["channel"] = found.pop("segment")
    if found.get("segment") == subject.name.canonical:
        del found["segment"]
    return {key: value for key, value in found.items() if value}


_MAKES_UP = regex.compile(r"占(?!比|据|用|地|领|优|有)")
_ABOUT = regex.compile(r"(?:约|大约|均|都|已|仅|只|共|等)+$")
_SUMS = regex.compile(r"合计|总计|之和|分别|以上|其余|超过")
_FROM = regex.compile(
    r"(?:(?P<of>[\p{Han}]{2,6}?)(?:之?中|里)[，,]?)?来自(?:于)?(?P<part>[\p{Han}A-Za-z]{2,10}?)(?:的)?(?:占比|比例|比重)"
)


def _part_and_whole(
    sentence: Sentence, clause: Clause, quantity: Quantity, subject: Subject, found: Mapping[str, str]
) -> dict[str, str]:
    """``海外收入占总收入的比重``, ``收入中来自海外的占比``: the part that a share is of, where its words tell it."""
    text = sentence.text
    source = _FROM.search(text, clause.start, quantity.start)
    if source is not None:
        low = max([source.start("part"), *(p.end for p in sentence.periods if p.end <= source.end("part"))])
        whole = source["of"] or ""
        spans = [(p.start, p.end) for p in sentence.periods] + [(n.start, n.end) for n in sentence.names]
        for start, end in spans:
            whole = whole.removeprefix(text[start:end])
        from_where = {"segment": text[low : source.end("part")]}
        whole = whole.removeprefix("公司")
        return {**from_where, "of": whole} if len(whole) >= 2 else from_where
    if "segment" in found:
        return {}
    makes = list(_MAKES_UP.finditer(text, clause.start, quantity.start))
    part = _phrase_before(sentence, makes[-1].start(), subject, joined=True) if makes else ""
    part = _ABOUT.sub("", part)
    return {"segment": part} if len(part) >= 2 and not _SAID.match(part) and not _SUMS.search(part) else {}


_INFERS = regex.compile(r"(?<!逻辑|数学|常识)推理(?!能力)")
_BY_LISTING = frozenset(("pe", "pb", "ps", "share_price", "target_price", "market_cap"))
_SAID = regex.compile(r"称|表示|指出|披露|认为|相关|上述|该")
_STAGES = frozenset(("训练", "推理"))
_TRADERS = regex.compile(
    r"(?:企业|国企|央企|商户|地区|省份|省区|业务|电商|贸易|方式|国家|港|口岸|水路|航空|公路|铁路|水运|海运)$"
)
"""Who trades or how; any other part of a nation's trade is the goods."""
_WHERE = regex.compile(r"在(?P<of>[\p{Han}A-Za-z]{2,10}?)(?:上|方面|领域|能力)")
_STARTS_AT = regex.compile(r"\s*起(?![步码诉飞草初伏源点])")
_OTHERS_PRICE = regex.compile(r"采购|进货|电价|票价|出厂|现货|市场价|批发|收购")


def _told_of(sentence: Sentence, clause: Clause, quantity: Quantity, chosen: Candidate) -> str | None:
    """The dimension ``of`` by what the metric is: what was bought, made, spent on, tested with or shared in."""
    code, start, end = chosen.metric.code, chosen.metric_start, chosen.metric_end
    if code == "share":
        return whole_of(sentence, clause, quantity)
    if code == "holding":
        return held(sentence, clause, quantity)
    if code == "generated_items":
        return made_of(sentence, quantity)
    if code == "capability" and chosen.judgement.aspect == "change" and start is not None and start < clause.start:
        where = _WHERE.search(sentence.text[clause.start : quantity.start])
        return where["of"] if where else None
    if code == "capability":
        return benchmark_of(sentence, quantity) if chosen.judgement.aspect in ("level", "rank") else None
    if code == "price" and _STARTS_AT.match(sentence.text, quantity.end):
        return "起售价"
    if code == "price" and start is not None and end is not None and start >= clause.start:
        name = sentence.text[start:end]
        return _noun_before(sentence, start) + name if _OTHERS_PRICE.search(name) else None
    return object_of(sentence, quantity, code) or aim_of(sentence, chosen, clause)


_NOUN_BEFORE = regex.compile(r"(?:公司|目前|[，,、的])?(?P<noun>[\p{Han}]{2,4})$")


def _noun_before(sentence: Sentence, at: int) -> str:
    match = _NOUN_BEFORE.search(sentence.text[max(sentence.start, at - 6) : at])
    return "" if match is None or _TIME_WORD.search(match["noun"]) else match["noun"].removeprefix("公司")


_PARTNER = regex.compile(
    r"(?:对|向|自|从|同|与)(?P<region>(?:共建)?[\p{Han}“”]{2,12}?)(?:的)?(?:合计|累计)?(?:进出口|出口|进口|贸易)"
)


_NATION_FIRST = regex.compile(r"^(?:全国|我国|全省|全市|全县|国内|该[省市县])")


def _part_of_nation(sentence: Sentence, quantity: Quantity, chosen: Candidate, subject: Subject) -> dict[str, str]:
    """The part of a nation's figure that is meant (装备制造业增加值), and with whom it trades (对东盟出口)."""
    if chosen.metric_start is None or chosen.metric_end is None or chosen.metric_start < sentence.start:
        return {}
    clause = sentence.clauses[sentence.clause_of(chosen.metric_start)]
    partner = _PARTNER.search(sentence.text, clause.start, chosen.metric_end + 2)
    shared = distribute(sentence).get(quantity.start)
    segment = shared.segment if shared is not None and shared.segment else ""
    if not segment and partner is None:
        segment = noun_phrase(_phrase_before(sentence, chosen.metric_start, subject, joined=True))
        segment = segment.removeprefix(subject.name.canonical).removeprefix("省").removeprefix("市")
        segment = _NATION_FIRST.sub("", segment)
    return {"region": partner["region"] if partner else "", "segment": segment}


_SEGMENTED = frozenset(
    {"market_share", "revenue", "gross_margin", "cost", "operating_profit", "sales_volume", "order_value"}
)
_LAST_PART = regex.compile(r"^.*(?:的|在|将|为|了|使|对(?!应)|是|已|从|其(?!他|余|它|中)|由)(?=[\p{Han}A-Za-z]{2,})")
_LAST_JOINED = regex.compile(
    r"^.*(?:的|在|中(?!国)|将|为|了|使|对(?!应)|是|已|和|与|及|从|其(?!他|余|它|中)|由)(?=[\p{Han}A-Za-z]{2,})"
)
_TIME_WORD = regex.compile(
    r"(?:本|单|上|当)?(?:季度?|年度?|月度?|周|全年|上半年|下半年|同期|季内|年内|目前|当前|总体|整体|合计|累计)"
)
_PLAIN = frozenset("个款家项次种名位件支只条部座所场届批篇本套类组门处台起例")


def _odd(measure: str) -> bool:
    return measure not in _PLAIN


_LEAD_WORDS = regex.compile(r"^(?:我们|对应|预计|预期|其中|全国|全年|我国|今年|去年|明年)+(?=[\p{Han}]{2})")
_NO_PART = frozenset(("预计", "预期", "估计", "测算", "对应", "后续", "相应", "相关", "上述", "本次", "此次"))


_LINKS_FIRST = regex.compile(r"^(?:公司|其中|其(?!他|余|它)|目前|当前|的|在|为|了|和|与|及|则|而|但|且|另)+")


def _phrase_before(sentence: Sentence, at: int, subject: Subject, *, joined: bool = False) -> str:
    """The noun phrase that ends where the metric's name begins, without the subject's name and time words."""
    clause = sentence.clauses[sentence.clause_of(at)]
    low = clause.start
    for name in sentence.names:
        if name.end <= at:
            low = max(low, name.end)
    ends = [p.end for p in sentence.periods] + [q.end for q in sentence.quantities]
    low = max([low, *(end for end in ends if end <= at)])
    text = sentence.text[low:at]
    text = _LINKS_FIRST.sub("", text.strip())
    match = _OF_PHRASE.search(text)
    if not match:
        return ""
    phrase = (_LAST_PART if joined else _LAST_JOINED).sub("", match["of"])
    phrase = _LEAD_WORDS.sub("", phrase)
    if subject.name.canonical.startswith(phrase) or phrase.endswith(subject.name.canonical) or "占" in phrase:
        return ""  # the subject by a shorter name (宁德 of 宁德时代), or 中国占全球
    if phrase in _NO_PART or phrase.startswith("主要"):
        return ""
    return phrase if 2 <= len(phrase) <= 10 and not _TIME_WORD.fullmatch(phrase) else ""
