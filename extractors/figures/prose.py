"""Figures from sentences: each number is tried against the metric names around it, and the best reading wins."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import regex

from extractors.figures.aspects import sequential_basis
from extractors.figures.bases import basis_against, implied_basis
from extractors.figures.candidate import Candidate
from extractors.figures.candidates import candidates_for
from extractors.figures.carrying import own_words
from extractors.figures.continuation import MARKET_MOVES, continued
from extractors.figures.coordination import also_of, distribute
from extractors.figures.dimensions import dimensions_of
from extractors.figures.governing import (
    Cited,
    attribution_of,
    awaited,
    base_period,
    current_day,
    modality_of,
    period_of,
    says_when,
)
from extractors.figures.metrics import CURRENCIES, Metric
from extractors.figures.phrase_subjects import PhraseSubjects
from extractors.figures.places import fallback_entity, is_nation, own_entity, spoken_of
from extractors.figures.sentences import Sentence
from extractors.figures.subjects import Subject, group_names, subject_of
from extractors.figures.told_periods import last_day, told
from extractors.language import Context
from extractors.records import Figure, Name, Period, Quantity

THRESHOLD = 5.0
"""Least score for which a reading is published; below it the number stays an unclaimed quantity."""


_OFTEN = 5
"""A town named that often is what a part of the text is about."""
_HOUSE = "证券"


def _told(text: str, place: str) -> int:
    """How often a text names a place, the houses that are called after it (西南证券) left out."""
    return text.count(place) - text.count(place + _HOUSE)


_COUNTS = frozenset({"counted", "counted_before"})
_SIZES = frozenset(("m", "m2", "ton"))
_NEAR_ONLY = frozenset({"counted", "counted_before", "portion_of", "share_is", "tenths_of"})
"""Rules without a metric's name: they need their subject in the same sentence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one number was understood: every candidate that was weighed, the winner and the figure, or why none."""

    quantity: Quantity
    candidates: tuple[Candidate, ...] = ()
    chosen: Candidate | None = None
    figure: Figure | None = None
    note: str = ""


@dataclass(slots=True)
class Thread:
    """What earlier sentences hand on: the topic, the place spoken of (``home``: by the whole text), and the period of a
    list's first item or of a heading; ``themes`` are the names that the whole text is about, ``firm`` the company named
    last, ``last_period`` when the sentence before held, ``last_day`` the day named last."""

    context: Context
    topic: Name | None = None
    list_period: Period | None = None
    introduced: Name | None = None
    place: Name | None = None
    place_told_often: bool = False
    themes: frozenset[str] = frozenset()
    firm: Name | None = None
    home: Name | None = None
    last_period: Period | None = None
    last_day: Period | None = None
    readings: list[Reading] = field(default_factory=list)

    @property
    def about(self) -> Name | None:
        """The place that is spoken of by the whole text, or by the part that goes on now: 东莞 in a text about 中国."""
        here = self.place
        if self.home is None or here is None or not self.place_told_often:
            return self.home
        return here if is_nation(self.home) and not is_nation(here) else self.home


def read_sentence(sentence: Sentence, thread: Thread, *, inherited: Period | None = None) -> list[Reading]:
    """Readings of all quantities of a sentence, in order; the thread's topic moves on."""
    context = thread.context
    if inherited is None and _OF_WHICH.match(sentence.text, sentence.start):
        inherited = thread.last_period
    cited = attribution_of(sentence, sentence.names, context.publisher)
    whole = context.subject
    grouped = replace(sentence, names=tuple(group_names(sentence, sentence.names)))
    dated = replace(sentence, periods=tuple(p for p in sentence.periods if not says_when(sentence, p, cited)))
    shared = distribute(grouped)
    phrases = PhraseSubjects(grouped, thread.topic, thread.about or thread.place, thread.firm)
    readings: list[Reading] = []
    carried: Candidate | None = None
    before: Subject | None = None
    lost: Quantity | None = None  # the number right before, where it was not understood
    for quantity in sentence.quantities:
        share = shared.get(quantity.start)
        options = candidates_for(grouped, quantity, carried, share, inherited, phrases.clauses)
        if lost is not None and share is None:
            options = [o for o in options if not _is_of_lost(grouped, o, lost, quantity)]
        reading = Reading(quantity, tuple(options))
        subject: Subject | None = None
        if options and options[0].score >= THRESHOLD:
            best = options[0]
            period = share.period if share and share.period else period_of(dated, quantity, inherited)
            period = told(period, dated, thread.last_day)
            if period is None and best.metric_start is not None:
                named = next((m for m in sentence.metrics if m.start == best.metric_start), None)
                period = current_day(named, context.published_on) if named else None
            if share and share.name:
                subject = Subject(share.name, "its turn in the enumeration", 0.95)
            elif share and share.owner:
                subject = Subject(share.owner, "whose parts are told one after another", 0.9)
            elif share and share.segment and whole is None and _parted(best.metric):
                subject = Subject(Name(0, 0, share.segment, "thing"), "its turn in the enumeration", 0.75)
            elif best.entity is not None:
                subject = Subject(best.entity, "named by the rule", 0.95)
            elif before is not None and _goes_on(grouped, carried, best, quantity, phrases, (cited.start, cited.end)):
                subject = before
            else:
                subject = subject_of(
                    grouped,
                    quantity,
                    best.metric_start
                    if best.metric_start is not None and best.metric_start >= sentence.start
                    else None,
                    cited=(cited.start, cited.end),
                    topic=thread.introduced
                    if _THIS.match(sentence.text[sentence.start : sentence.end])
                    else thread.topic,
                    whole=whole,
                    publisher=context.publisher,
                    index=best.metric.code in ("index_level", "turnover"),
                    phrases=phrases if whole is None and best.rule != "market_rank" else None,
                    themes=thread.themes,
                    part=best.metric.code == "share",
                    beside=best.counted is None,
                )
            if not (share and share.name) and best.entity is None:
                subject = own_entity(
                    grouped, best.metric, best.metric_start, quantity.start, subject, phrases.clauses,
                    thread.about or thread.place, is_home=thread.about is not None,
                )  # fmt: skip
            if best.counted is not None and whole is None and not (subject is not None and subject.near):
                subject = _itself(best.counted, quantity, phrases) or subject
            if subject is not None and best.rule in _NEAR_ONLY and not subject.near and whole is None:
                subject = (
                    subject if subject.how == _ITSELF or _spoken_of_often(subject.name, thread, sentence) else None
                )
            if before is not None and before.how == _ITSELF and not (subject is not None and subject.near):
                subject = before  # 超1000只个股腰斩，股价下跌超50%
            if (
                subject is None
                and best.rule in _COUNTS
                and quantity.unit not in _SIZES
                and thread.about is not None
                and whole is None
            ):
                subject = Subject(thread.about, "the place that the text is about", 0.6, near=False)
            if subject is None and best.counted is not None:
                subject = Subject(best.counted, "what is counted", 0.6)
            if subject is None:
                subject = fallback_entity(grouped, best.metric, best.metric_start, quantity.start)
            if subject is None:
                reading = replace(reading, chosen=best, note="no entity in reach")
            else:
                suited = best.quantity or quantity
                if share and share.basis and best.judgement.aspect == "change":
                    basis = sequential_basis(period) if share.basis == "sequential" else share.basis
                    best = replace(best, judgement=replace(best.judgement, basis=basis))
                figure = _figure(grouped, best, suited, subject, period, cited.who, context)
                if figure is not None:
                    figure = _continued(grouped, figure, quantity, readings)
                note = "" if figure else "out of the metric's bounds"
                plain = replace(suited, unit=suited.unit.partition(":")[0]) if suited.unit else suited
                reading = replace(reading, quantity=plain, chosen=best, figure=figure, note=note)
        elif not options:
            reading = replace(reading, note="no metric fits")
        else:
            reading = replace(reading, note=f"best score {options[0].score:.1f} is under {THRESHOLD:.1f}")
        readings.append(reading)
        if reading.figure is not None and subject is not None and not (share and share.name):
            also = also_of(sentence, subject.name, quantity)
            readings += [replace(reading, figure=replace(reading.figure, **_as_entity(n, sentence))) for n in also]
        lost = quantity if reading.chosen is None and _tells(quantity) else None
        if reading.chosen is not None:
            carried = replace(reading.chosen, quantity=reading.quantity)
            before = subject if reading.figure is not None else None
    _move_topic(grouped, thread, cited, phrases)
    thread.last_day = last_day(dated, thread.last_day)
    thread.last_period = next((p for p in dated.periods if p.period_start is not None), None) or (
        inherited if _OF_WHICH.match(sentence.text, sentence.start) else None
    )
    place = spoken_of(phrases.clauses, thread.place)
    if place is not thread.place:
        often = place is not None and _told(sentence.text, place.canonical) >= _OFTEN
        thread.place, thread.place_told_often = place, often
    return readings


_BARE = regex.compile(r"[\s，,；;、（(]*[\p{Han}]{0,8}?\s*$")


def _tells(quantity: Quantity) -> bool:
    """Whether a number could have been a figure: an amount or a count, no time, order or bare number."""
    return quantity.unit not in (None, "day", "month", "year", "second") and not quantity.ordinal


def _is_of_lost(sentence: Sentence, option: Candidate, lost: Quantity, quantity: Quantity) -> bool:
    """``销售面积2.2亿平方米，下降3%``: a bare change right behind a number that was not understood is of that number,
    and not of what was told before it."""
    if option.judgement.aspect != "change" or option.entity is not None:
        return False
    if option.metric_end is not None and option.metric_end > lost.start:
        return False
    return _BARE.fullmatch(sentence.text, lost.end, quantity.start) is not None


def _continued(sentence: Sentence, figure: Figure, quantity: Quantity, readings: list[Reading]) -> Figure:
    before = [r.figure for r in readings if r.figure is not None]
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    named = any(clause.start <= n.start < quantity.start for n in sentence.names)
    bare = not named and not own_words(sentence, clause, quantity)
    of_which = "其中" in sentence.text[sentence.start : quantity.start]
    return continued(figure, before, bare=bare, of_which=of_which)


def _goes_on(
    sentence: Sentence,
    carried: Candidate | None,
    best: Candidate,
    quantity: Quantity,
    phrases: PhraseSubjects,
    cited: tuple[int, int],
) -> bool:
    """``512Gb TLC晶圆均价2.71美元，周环比上涨4.2%``: a change or rank of what was told just before, in the same part of
    the sentence, is of the same thing unless its own clause names another."""
    told = carried.quantity if carried is not None else None
    if carried is None or told is None or carried.metric is not best.metric:
        return False
    if best.judgement.aspect == "level" and not _EXPECTED.match(sentence.text, told.end):
        return False
    if best.rule == "metric_before" or best.metric_start not in (None, carried.metric_start):
        return False
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    if any(c.strong and told.end <= c.start <= quantity.start for c in sentence.clauses):
        return False
    if any(told.end <= n.start and n.end <= quantity.start for n in sentence.names):
        return False
    return clause.start <= told.start or phrases.of_clause(clause, quantity.start, cited) is None


_EXPECTED = regex.compile(r"[，,；;（(\s]*(?:市场|一致|此前)?(?:预期|前值|原值)[为是增减升降]")
"""预期为86.1%，前值为87.3%: of the same thing."""
_LEAST_NAMED = 4


def _spoken_of_often(name: Name, thread: Thread, sentence: Sentence) -> bool:
    """Whether the whole text is about a name, or comes back to a phrase (南沙邮轮母港)."""
    return name.canonical in thread.themes or (
        name.kind == "thing" and not is_nation(name) and sentence.text.count(name.canonical) >= _LEAST_NAMED
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


_AHEAD = frozenset(("pe", "pb", "ps", "ev_ebitda", "eps", "bps"))
"""Ratios of a year that is not over rest on its forecast."""


def _ends_after(period: Period | None, context: Context) -> bool:
    return (
        period is not None
        and period.period_type == "year"
        and period.period_end is not None
        and context.published_on is not None
        and period.period_end > context.published_on
    )


def _as_entity(name: Name, sentence: Sentence) -> dict[str, Any]:
    """The fields of a figure that say whose it is."""
    return {
        "entity": name.canonical,
        "entity_text": _written(sentence, name),
        "ticker": name.ticker,
        "issuer_id": name.issuer_id,
    }


def _parted(metric: Metric) -> bool:
    """Whether things that are named one after another each have a figure of this metric, and are no parts of one."""
    return metric.code != "share" and metric.about != "nation"


def _figure(
    sentence: Sentence,
    chosen: Candidate,
    quantity: Quantity,
    subject: Subject,
    period: Period | None,
    attribution: str | None,
    context: Context,
) -> Figure | None:
    metric, judged = chosen.metric, chosen.judgement
    value, low, high = quantity.value + 0.0, quantity.low, quantity.high
    unit = (quantity.unit or chosen.unit or "count").partition(":")[0]
    if metric.to_share and unit in CURRENCIES:
        unit = f"{unit}/share"
    if judged.aspect == "rank":
        unit = "count"
    sign = judged.sign
    if judged.aspect == "level" and chosen.negative and value > 0:
        sign = -1
    if sign < 0 and value:
        value = -value
        low, high = (-high if high is not None else None), (-low if low is not None else None)
    if judged.aspect == "level" and not metric.within_bounds(value, unit):
        return None
    dimensions = dimensions_of(sentence, quantity, chosen, subject)
    basis = judged.basis
    if judged.aspect == "change" and (basis is None or basis.startswith("vs:")):
        base = base_period(sentence, quantity, whole=chosen.rule in ("change_again", "same_again"))
        if base is not None and base.period_start is not None:
            basis = basis_against(base, period)
    if judged.aspect == "change" and basis is None and period is not None and period.period_type == "trailing":
        basis = _trailing(period)
    if judged.aspect == "change" and basis is None and metric.code not in MARKET_MOVES:
        basis = implied_basis(metric.code, unit, period)
    comparator = quantity.comparator
    if comparator in ("over", "under") and awaited(sentence, quantity) is not None:
        comparator, low, high = "eq", None, None
    confidence = round(min(0.99, chosen.confidence * (0.5 + 0.5 * subject.weight)), 3)
    modality = metric.modality or modality_of(sentence, quantity, period, context)
    if chosen.rule == "of_plan" and modality == "target":
        modality = "actual"  # 完成年度计划的82.3% is done
    if modality == "actual" and metric.code in _AHEAD and _ends_after(period, context):
        modality = "forecast"
    return Figure(
        start=quantity.start,
        end=quantity.end,
        entity=subject.name.canonical,
        entity_text=subject.text or _written(sentence, subject.name),
        ticker=subject.name.ticker,
        issuer_id=subject.name.issuer_id,
        metric=metric.code,
        aspect=judged.aspect,
        value=value,
        value_low=low,
        value_high=high,
        comparator=comparator,
        unit=unit,
        rule=chosen.rule,
        confidence=confidence,
        basis=basis,
        modality=modality,
        dimensions=dimensions,
        attribution=attribution,
        quote_start=sentence.start,
        quote_end=_trimmed(sentence),
        period_start=period.period_start if period else None,
        period_end=period.period_end if period else None,
        period_type=period.period_type if period else None,
        period_text=period.text if period else None,
    )


def _trailing(period: Period) -> str | None:
    if period.period_start is None or period.period_end is None:
        return "trailing:6m" if "半年" in period.text else None
    days = (period.period_end - period.period_start).days + 1
    if days >= 27:
        return f"trailing:{round(days / 30.4)}m"
    return f"trailing:{days}d"


def _written(sentence: Sentence, name: Name) -> str | None:
    return sentence.text[name.start : name.end] if name.end > name.start else None


def _trimmed(sentence: Sentence) -> int:
    text = sentence.text[sentence.start : sentence.end]
    return sentence.start + len(text.rstrip())


_OF_WHICH = regex.compile(r"\s*其中[，,]?(?!一|之一)")
"""A sentence that tells the parts of what the one before told, at the same time."""
_THIS = regex.compile(r"^[\s“”]*(?:这是|这款|这一|该(?!公司)|它(?!们)|此款)")
_RELEASE = regex.compile(r"发布|推出|上线|亮相|开源")
_INTRODUCES = regex.compile(
    r"(?:发布|推出|上线|亮相|开源|宣布|正式|首款|一款|新款|的|了|自研|全新|[\p{Han}]{2,6}芯片|[\p{Han}A-Za-z]{2,8}模型|“|\"|\s|——)+$"
)


def _move_topic(sentence: Sentence, thread: Thread, cited: Cited, phrases: PhraseSubjects) -> None:
    """The next sentence's subject is the head of this one, where it has one; what this one introduces (发布 X) is the
    subject of a sentence that goes on with 这是 or 该."""
    previous = thread.introduced
    thread.introduced = thread.topic if previous is None else previous
    for name in sentence.names:
        lead = sentence.text[max(sentence.start, name.start - 14) : name.start]
        if name.kind in ("product", "model", "chip") and _RELEASE.search(lead) and _INTRODUCES.search(lead):
            thread.introduced = name
    firms = [n for n in sentence.names if n.kind in ("company", "security") and not cited.start <= n.start < cited.end]
    thread.firm = next((n for n in firms if n.canonical != thread.context.publisher), thread.firm)
    for name in sentence.names:
        if cited.start <= name.start < cited.end or name.kind in ("place", "index", "source", "chip"):
            continue
        if name.canonical == thread.context.publisher:
            continue
        lead = sentence.text[sentence.start : name.start]
        if len(lead) <= 12 or "，" in lead or "：" in lead:
            thread.topic = name
            if thread.introduced is previous:
                thread.introduced = name
            return
        break
    if thread.context.subject is None and not (thread.topic is not None and thread.topic.canonical in thread.themes):
        head = phrases.head((cited.start, cited.end))
        thread.topic = head if head is not None else thread.topic
