"""Figures from sentences: each number is tried against the metric names around it, and the best reading wins."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.figures.aspects import holding_traded, sequential_basis
from extractors.figures.bases import basis_against, implied_basis, trailing_basis
from extractors.figures.business_parts import TAKES_WHOLE
from extractors.figures.candidate import Candidate
from extractors.figures.candidates import candidates_for
from extractors.figures.carrying import own_words
from extractors.figures.confidence import confidence_of, with_evidence
from extractors.figures.continuation import MARKET_MOVES, continued
from extractors.figures.coordination import also_of, distribute
from extractors.figures.dimensions import dimensions_of
from extractors.figures.evidence import Evidence, of_prose
from extractors.figures.governing import (
    attribution_of,
    awaited,
    base_period,
    current_day,
    modality_of,
    period_of,
    says_when,
)
from extractors.figures.lost_numbers import is_named, tells
from extractors.figures.metrics import CURRENCIES, TRADE, load_metrics
from extractors.figures.owners import Before, owner_of
from extractors.figures.part_heads import in_part, is_of_whole, part_of_sentence, region_of_item, told_part
from extractors.figures.phrase_subjects import PhraseSubjects
from extractors.figures.phrases import Clauses
from extractors.figures.refusals import why_unfounded
from extractors.figures.sentences import Clause, Sentence
from extractors.figures.subjects import Subject, group_names
from extractors.figures.thread import Thread, goes_into_parts, move_on, tells_parts
from extractors.figures.told_periods import of_report, told, widened
from extractors.language import Context
from extractors.records import Figure, Name, Period, Quantity

THRESHOLD = 5.0
"""Least score for which a reading is published; below it the number stays an unclaimed quantity."""


@dataclass(slots=True)
class Reading:
    """How one number was understood: every candidate that was weighed, the winner and the figure, or why none."""

    quantity: Quantity
    candidates: tuple[Candidate, ...] = ()
    chosen: Candidate | None = None
    figure: Figure | None = None
    note: str = ""


def read_sentence(sentence: Sentence, thread: Thread, *, inherited: Period | None = None) -> list[Reading]:
    """Readings of all quantities of a sentence, in order; the thread's topic moves on."""
    context = thread.context
    parts = tells_parts(sentence)
    if inherited is None and goes_into_parts(sentence):
        inherited = thread.last_period
    if not parts:
        thread.traded = None  # only the sentence right behind it tells the parts of a trade
    if not (sentence.quantities or sentence.names or sentence.periods):
        move_on(sentence, sentence, thread, None, Clauses(sentence), inherited)
        return []
    cited = attribution_of(sentence, sentence.names, context.publisher)
    names = tuple(group_names(sentence, sentence.names)) if len(sentence.names) > 1 else sentence.names
    grouped = replace(sentence, names=names) if names != sentence.names else sentence
    dated = sentence
    if cited.end > cited.start and any(says_when(sentence, p, cited) for p in sentence.periods):
        dated = replace(sentence, periods=tuple(p for p in sentence.periods if not says_when(sentence, p, cited)))
    if not sentence.quantities:
        move_on(grouped, dated, thread, cited, Clauses(grouped), inherited)
        return []
    shared = distribute(grouped)
    phrases = PhraseSubjects(grouped, thread)
    readings: list[Reading] = []
    carried: Candidate | None = None
    before: Subject | None = None
    lost: Quantity | None = None  # the number right before, where it was not understood
    for quantity in sentence.quantities:
        share = shared.get(quantity.start)
        options = candidates_for(grouped, quantity, carried, share, inherited, phrases.clauses, lost)
        reading = Reading(quantity, tuple(options))
        subject: Subject | None = None
        if options and options[0].score >= THRESHOLD:
            best = options[0]
            period = share.period if share and share.period else period_of(dated, quantity, inherited)
            period = widened(told(period, dated, thread.last_day), dated, quantity)
            period = of_report(period, sentence, quantity, context.report_period)
            if period is None and best.metric_start is not None:
                named = next((m for m in sentence.metrics if m.start == best.metric_start), None)
                period = current_day(named, context.published_on) if named else None
            subject = owner_of(best, quantity, share, Before(carried, before), thread, cited, phrases)
            if subject is None:
                reading.chosen, reading.note = best, "no entity in reach"
            else:
                suited = best.quantity or quantity
                if share and share.basis and best.judgement.aspect == "change":
                    basis = sequential_basis(period) if share.basis == "sequential" else share.basis
                    best = replace(best, judgement=replace(best.judgement, basis=basis))
                evidence = of_prose(
                    grouped, quantity, (best, *options[1:]), subject, period, share, context, thread.themes
                )
                figure = _figure(grouped, best, suited, subject, period, cited.who, context, evidence)
                if figure is not None:
                    figure = _continued(grouped, figure, best, quantity, readings, thread)
                if figure is not None and best.rule == "metric_carried":
                    clause = grouped.clauses[grouped.clause_of(quantity.start)]
                    told_before = [r.figure for r in readings if r.figure is not None]
                    figure = told_part(figure, grouped, clause, told_before)
                reading.note = "" if figure else "out of the metric's bounds"
                if figure is not None and (why := why_unfounded(figure, subject, grouped, context)):
                    figure, reading.note = None, why
                reading.chosen, reading.figure = best, figure
                unit = suited.unit or ""
                reading.quantity = replace(suited, unit=unit.partition(":")[0]) if ":" in unit else suited
        elif not options:
            reading.note = "no metric fits"
        else:
            reading.note = f"best score {options[0].score:.1f} is under {THRESHOLD:.1f}"
        readings.append(reading)
        if reading.figure is not None and subject is not None and not (share and share.name):
            also = also_of(sentence, subject.name, quantity)
            readings += [replace(reading, figure=_also(reading.figure, n, sentence)) for n in also]
        unread = reading.chosen is None and (tells(quantity) or is_named(sentence, quantity))
        lost = quantity if unread else None
        if reading.chosen is not None:
            same = reading.chosen.quantity is reading.quantity
            carried = reading.chosen if same else replace(reading.chosen, quantity=reading.quantity)
            before = subject if reading.figure is not None else None
    move_on(grouped, dated, thread, cited, phrases.clauses, inherited)
    return readings


def _continued(
    sentence: Sentence,
    figure: Figure,
    chosen: Candidate,
    quantity: Quantity,
    readings: list[Reading],
    thread: Thread,
) -> Figure:
    before = [r.figure for r in readings if r.figure is not None]
    before = [f for f in before if f.dimensions.get("of") != "前值" or not _closed(sentence, f.end, quantity.start)]
    if thread.traded is not None and tells_parts(sentence):
        before.insert(0, thread.traded)  # 对美国进出口…。其中，出口…
    clause = sentence.clauses[sentence.clause_of(quantity.start)]
    named = any(clause.start <= n.start < quantity.start for n in sentence.names)
    again = chosen.rule == "change_again"  # 民企出口8亿元、增长8%
    said = replace(clause, start=max(clause.start, readings[-1].quantity.end)) if readings and again else clause
    words = "" if named else own_words(sentence, said, quantity)
    bare = not named and (not words or (figure.metric == "share" and words in _SHARE_WORDS))
    of_which = "其中" in sentence.text[sentence.start : quantity.start]
    goes_on = None if named else _said_before_metric(sentence, chosen, clause, readings, words)
    lead = sentence.text[clause.start : quantity.start]
    takes_whole = not named and TAKES_WHOLE.match(lead) is not None
    figure = continued(figure, before, bare=bare, of_which=of_which, goes_on=goes_on, takes_whole=takes_whole)
    if figure.metric in TRADE and "region" in figure.dimensions:
        thread.traded = figure
    if not is_of_whole(figure, thread.context.subject, lead):
        return figure
    return in_part(figure, part_of_sentence(sentence) or region_of_item(sentence, quantity.start) or thread.part)


def _closed(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a bracket is closed there: what it said of earlier forecasts (（前值为220亿元），同比) is over."""
    return any(mark in sentence.text[start:end] for mark in ")）")


def _said_before_metric(
    sentence: Sentence, chosen: Candidate, clause: Clause, readings: list[Reading], words: str
) -> str | None:
    """What a clause says besides the metric's name that it holds, where nothing parts it from the number before."""
    start, end = chosen.metric_start, chosen.metric_end
    told = next((r.quantity.end for r in reversed(readings) if r.figure is not None), None)
    if start is None or end is None or start < clause.start or told is None:
        return None
    if any(c.strong and told <= c.start <= clause.start for c in sentence.clauses):
        return None
    return words.replace(sentence.text[start:end], "", 1).removeprefix("我们")


_SHARE_WORDS = frozenset(("占比", "比重", "占", "份额"))


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


def _also(figure: Figure, name: Name, sentence: Sentence) -> Figure:
    """The same figure of another thing that the sentence names beside the first."""
    other = replace(
        figure, entity=name.canonical, entity_text=_written(sentence, name), ticker=name.ticker,
        issuer_id=name.issuer_id,
    )  # fmt: skip
    return with_evidence(other, "subject: named beside another")


def _figure(
    sentence: Sentence,
    chosen: Candidate,
    quantity: Quantity,
    subject: Subject,
    period: Period | None,
    attribution: str | None,
    context: Context,
    evidence: Evidence,
) -> Figure | None:
    metric, judged = chosen.metric, chosen.judgement
    if metric.code == "share_price" and subject.name.kind == "index":
        metric = load_metrics()["index_level"]  # 沪指跌幅超7%，创年内第二大跌幅
    if metric.code == "holding" and judged.aspect == "level" and chosen.metric_start is not None:
        traded = holding_traded(sentence.text[max(sentence.start, chosen.metric_start - 4) : quantity.start])
        judged = judged if traded is None else replace(judged, aspect="change", sign=traded)
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
        basis = trailing_basis(period)
    if judged.aspect == "change" and basis is None and metric.code not in MARKET_MOVES:
        basis = implied_basis(metric.code, unit, period)
    comparator = quantity.comparator
    if comparator in ("over", "under") and awaited(sentence, quantity) is not None:
        comparator, low, high = "eq", None, None
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
        confidence=confidence_of(evidence),
        evidence=evidence,
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


def _written(sentence: Sentence, name: Name) -> str | None:
    return sentence.text[name.start : name.end] if name.end > name.start else None


def _trimmed(sentence: Sentence) -> int:
    text = sentence.text[sentence.start : sentence.end]
    return sentence.start + len(text.rstrip())
