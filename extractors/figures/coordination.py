"""Enumerations that go together: ``2022-2024年归母净利润4.7、7.2、9.3亿元``, ``A、B占比分别为84%、13%``."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

import regex

from extractors.figures.metrics import MetricMention
from extractors.figures.sentences import Sentence
from extractors.record import record
from extractors.records import Name, Period, Quantity

_LINK = regex.compile(r"\s*(?:[、，,/]|和|与|及|以及|或)\s*")
_EACH = regex.compile(r"分别|各为|依次|respectively")


@record(frozen=True, slots=True)
class Shared:
    """What falls to one number of an enumeration; None where the enumeration does not say. ``owner`` is whose parts
    the segments are (安踏体育直营/加盟收入); ``thing`` whose number it is where no list has its name; ``unclear`` that
    it cannot be told which number is whose, so that none is to be read."""

    period: Period | None = None
    name: Name | None = None
    metric: MetricMention | None = None
    segment: str | None = None
    basis: str | None = None
    owner: Name | None = None
    thing: str | None = None
    unclear: bool = False


_ONE_THING = regex.compile(r"最[高低大小]|区间|之间|[上下]限")
"""What two numbers say of one thing."""
_OF_THE_SAME = regex.compile(r"(?:同比|环比|较[上去]年)(?:分别)?(?:增长|下降|提升|变动|变化|为)?\s*[+\-]?$")


def distribute(sentence: Sentence) -> dict[int, Shared]:
    """For each quantity (by start) of an enumeration, the period, entity, metric or segment whose turn it is."""
    if sentence.shared is None:
        sentence.shared = _distributed(sentence) if len(sentence.quantities) > 1 else {}
    return sentence.shared


def _distributed(sentence: Sentence) -> dict[int, Shared]:
    found: dict[int, Shared] = {}
    told: tuple[MetricMention, ...] = ()
    named: tuple[Name, ...] = ()
    listed: tuple[tuple[str, ...], Name | None, bool] = ((), None, False)
    for group in groups(sentence):
        size = len(group)
        before = group[0].start
        lead_start = max([q.end for q in sentence.quantities if q.end <= before], default=sentence.start)
        lead = sentence.text[lead_start:before]
        periods = _periods(sentence, group)
        each = _EACH.search(lead[-40:]) is not None
        names = (
            _joined([n for n in sentence.names if lead_start <= n.start and n.end <= before], sentence, size)
            if each
            else ()
        )
        metrics = _metrics(sentence, lead_start, before, size) if each else ()
        if not metrics and not names and each and len(told) == size and group[0].unit == "%":
            metrics = told  # 营收、净利润分别为…，同比分别+3%/-5%: the changes of the same metrics
        if not metrics and not names and each and group[0].unit == "%":
            metrics = _told_singly(sentence, lead_start, size)
        told = metrics or told
        if not names and not metrics and len(named) == size and _OF_THE_SAME.search(lead):
            names = named  # 分别为11%、7%、6%，同比+1pct、3pct、2pct: the changes of the same things
        named = names or named
        bases = _bases(lead, size)
        found_here: tuple[tuple[str, ...], Name | None, bool] = ((), None, False)
        if not names and not metrics and not periods:
            found_here = _segments(sentence, lead_start, before, size)
            if not found_here[0] and len(listed[0]) == size and _OF_THE_SAME.search(lead):
                found_here = listed
        segments, owner, things = found_here
        listed = found_here if segments else listed
        for number, quantity in enumerate(group):
            shared = Shared(
                periods[number] if periods else None,
                names[number] if names else None,
                metrics[number] if metrics else None,
                segments[number] if segments and not things else None,
                bases[number] if bases else None,
                owner if segments else None,
                segments[number] if things else None,
            )
            if shared == Shared() and (each or size >= _LISTED) and not _ONE_THING.search(lead):
                shared = Shared(unclear=True)
            if shared != Shared():
                found[quantity.start] = shared
    return found


def _told_singly(sentence: Sentence, before: int, size: int) -> tuple[MetricMention, ...]:
    """``营收925亿元，净利润120亿元，分别同比+4%、-15%``: metrics that each had an amount of its own just before."""
    amounts = [q for q in sentence.quantities if q.end <= before]
    found: list[MetricMention] = []
    for quantity in reversed(amounts):
        mention = next((m for m in reversed(sentence.metrics) if m.end <= quantity.start), None)
        taken = mention is None or mention in found or quantity.unit in ("%", "pp", "x")
        if taken or any(mention.end <= q.start < quantity.start for q in amounts if mention is not None):
            break
        if mention is not None:
            found.insert(0, mention)
    return tuple(found) if len(found) == size else ()


_BOTH = regex.compile(r"(?:同环比|同比[、/和与及]环比|环同比|环比[、/和与及]同比)[^，,。；;]{0,8}$")


def _bases(lead: str, size: int) -> tuple[str, ...]:
    """``同环比分别增长21%、25%``: the base of each of two changes."""
    both = _BOTH.search(lead) if size == 2 else None
    if both is None:
        return ()
    return ("yoy", "sequential") if both[0][0] == "同" else ("sequential", "yoy")


_EACH_OF = regex.compile(r"(?:均|都|皆)")


def also_of(sentence: Sentence, name: Name, quantity: Quantity) -> list[Name]:
    """``中国核电、国泰君安募集资金均超过百亿元``: the other names that the number is said of as well."""
    if name.start < sentence.start or not _EACH_OF.search(sentence.text, name.end, quantity.start):
        return []
    others: list[Name] = []
    low = name.start
    for other in reversed([n for n in sentence.names if n.end <= name.start]):
        if other.kind != name.kind or not _LINK.fullmatch(sentence.text[other.end : low]):
            break
        others.insert(0, other)
        low = other.start
    return others


def groups(sentence: Sentence) -> list[list[Quantity]]:
    """Numbers of one unit joined one after another, each group at least two."""
    found: list[list[Quantity]] = []
    current: list[Quantity] = []
    for quantity in sentence.quantities:
        if (
            current
            and _LINK.fullmatch(sentence.text[current[-1].end : quantity.start])
            and quantity.unit == current[-1].unit
        ):
            current.append(quantity)
            continue
        if len(current) > 1:
            found.append(current)
        current = [quantity]
    if len(current) > 1:
        found.append(current)
    return found


def _periods(sentence: Sentence, group: Sequence[Quantity]) -> tuple[Period, ...]:
    """One period a number: a span of that many years (2022-2024年), or that many named one after another
    (2025/2026/2027年)."""
    listed = _listed_years(sentence, group)
    if listed:
        return listed
    before = [p for p in sentence.periods if p.end <= group[0].start]
    if not before:
        return ()
    size, last = len(group), before[-1]
    if last.period_start and last.period_end and last.period_type in ("span", "year"):
        first, final = last.period_start, last.period_end
        whole = (first.month, first.day, final.month, final.day) == (1, 1, 12, 31)
        if whole and final.year - first.year + 1 == size:
            return tuple(
                Period(
                    last.start,
                    last.end,
                    date(y, 1, 1),
                    date(y, 12, 31),
                    "year",
                    last.text,
                    last.forecast,
                    last.relative,
                )
                for y in range(first.year, final.year + 1)
            )
    tail = before[-size:]
    joined = all(_LINK.fullmatch(sentence.text[a.end : b.start]) for a, b in itertools.pairwise(tail))
    return tuple(tail) if len(tail) == size and joined else ()


_YEARS = regex.compile(r"(?<!\d)(?P<years>(?:20)?\d{2}(?:\s?[/、和]\s?(?:20)?\d{2})+)\s?(?:年|[EF](?![A-Za-z]))")


_NUMBER = regex.compile(r"\d+")


def _listed_years(sentence: Sentence, group: Sequence[Quantity]) -> tuple[Period, ...]:
    """``2025/2026/2027年``, ``25/26/27年``: years one after another, as many as there are numbers."""
    last = None
    for match in _YEARS.finditer(sentence.text, sentence.start, group[0].start):
        last = match
    if last is None:
        return ()
    years = [int(year) + (2000 if len(year) == 2 else 0) for year in _NUMBER.findall(last["years"])]
    if len(years) != len(group) or years != list(range(years[0], years[0] + len(years))):
        return ()
    return tuple(Period(last.start(), last.end(), date(y, 1, 1), date(y, 12, 31), "year", last[0]) for y in years)


def _joined(names: Sequence[Name], sentence: Sentence, size: int) -> tuple[Name, ...]:
    tail = names[-size:]
    if len(tail) != size:
        return ()
    linked = all(len(sentence.text[a.end : b.start]) <= 3 for a, b in itertools.pairwise(tail))
    return tuple(tail) if linked else ()


def _metrics(sentence: Sentence, start: int, end: int, size: int) -> tuple[MetricMention, ...]:
    tail = [m for m in sentence.metrics if start <= m.start and m.end <= end][-size:]
    if len(tail) != size or len({m.name.text for m in tail}) < 2:
        return ()
    linked = all(_LINK.fullmatch(sentence.text[a.end : b.start]) for a, b in itertools.pairwise(tail))
    return tuple(tail) if linked else ()


_PART = r"[^，,。；;：:、/]{1,16}?"
_PARTS = regex.compile(
    rf"(?P<parts>{_PART}(?:[、/和与及]{_PART})+)(?:等[^，,。；;、]{{0,8}}?)?(?:的)?"
    r"(?:[，,]?\s*＿[^，,。；;]{0,6})?[，,]?\s*(?:同比|环比|较[上去]年)?(?:实际)?(?:分别|占比|比重|份额)"
)
_LISTED = 3
"""So many things right before as many numbers go together without 分别."""
_PARTS_LISTED = regex.compile(rf"(?P<parts>{_PART}(?:[、/]{_PART})+)\s*＿(?:为|达到?|约)?\s*$")
_LEADS_IN = regex.compile(
    r"^.*(?:的|在|将|使|对|从|由|有|[，,：:\s])(?=[\p{Han}A-Za-z])|^\d+Q\d\s*|^.*[与同和](?:[\p{Han}]{0,6}(?:国家|地区))(?=\p{Han})"
)
_CONJUNCTION = regex.compile(r"[和与及](?!.*[和与及])")


_GAPS = regex.compile("＿+")


_BEHIND_PART = regex.compile(r"(?:的)?(?:收入|销售|占比|比重|份额|＿).*$|(?<=\S)\s+\S.*$")


_THINGS_BETWEEN = regex.compile(r"＿\p{Han}{2}|(?!收入|销售|占比|比重|份额)\p{Han}{2}")


_BEFORE_PART = regex.compile(r"^(?:公司|集团|其中|其(?!他|余|它)|例如|如|包括|即)(?=\p{Han}{2})")


def _segments(sentence: Sentence, start: int, end: int, size: int) -> tuple[tuple[str, ...], Name | None, bool]:
    """``中国、美国、欧亚占比分别为``: the parts named before the metric, one a number, and the company before them;
    whether they are no parts but each have what stands between them and the metric (甲、乙融资总额占总资产比重)."""
    lead = list(sentence.text[start:end])
    marked = [(p.start, p.end, " ") for p in sentence.periods]
    owner = next((n for n in sentence.names if start <= n.start and _owns_parts(sentence, n, end)), None)
    if owner is not None:
        marked.append((owner.start, owner.end, " "))
    marked += [(m.start, m.end, "＿") for m in sentence.metrics if m.metric.code != "share"]
    for low, high, sign in marked:  # a period leads in, a metric's name ends the parts
        for at in range(max(low, start), min(high, end)):
            lead[at - start] = sign
    words = _GAPS.sub("＿", "".join(lead))
    match = _PARTS.search(words) or (_PARTS_LISTED.search(words) if size >= _LISTED else None)
    parts = _split(match["parts"], size) if match else []
    parts = parts or _by_commas(words, size)
    if not parts:
        return (), None, False
    last = parts[-1]
    parts[-1] = _BEHIND_PART.sub("", last).strip()
    between = last[len(parts[-1]) :].strip()
    things = "占" in between or _THINGS_BETWEEN.match(between) is not None
    written = {sentence.text[n.start : n.end] for n in sentence.names if n.kind in ("security", "company")}
    parts[0] = _LEADS_IN.sub("", parts[0]).strip() or parts[0]
    parts[0] = next((name for name in written if parts[0].endswith(name)), parts[0])
    parts[0] = _BEFORE_PART.sub("", parts[0])
    things = things or bool(written & set(parts))  # companies are no parts of the one that the text is about
    return (tuple(parts), owner, things) if all(parts) else ((), None, False)


_LETTER = regex.compile(r"[\p{Han}A-Za-z]")


def _owns_parts(sentence: Sentence, name: Name, end: int) -> bool:
    """Whether a company's name runs on into what is listed, and is not itself one of the things listed."""
    return (
        name.kind in ("security", "company")
        and name.end < end
        and _LETTER.match(sentence.text[name.end]) is not None
        and sentence.text[name.end] not in "和与及"
        and (name.start == sentence.start or sentence.text[name.start - 1] not in "、/和与及")
    )


_LED_IN = regex.compile(r"(?:中|看|分|方面|其中|\s)$")


def _by_commas(words: str, size: int) -> list[str]:
    """``甲，乙、丙及丁制造业，戊投资同比分别``: parts whose own names hold the smaller mark."""
    end = _EACH.search(words)
    listed = [part.strip() for part in regex.split(r"[，,]", words[: end.start()])] if end else []
    parts, before = listed[-size:], listed[:-size]
    if len(parts) < size or not all(1 < len(part) <= _LONGEST_PART for part in parts):
        return []
    led_in = not before or _LED_IN.search(before[-1]) is not None
    return parts if led_in and any("、" in part for part in parts[:-1]) else []


_LONGEST_PART = 24


_LISTED_OR_JOINED = regex.compile(r"[、/和与及]")


def _split(text: str, size: int) -> list[str]:
    """The parts of an enumeration, as many as asked for, or none. 与 stands in names too (计算机与平板), so it parts
    only where commas and slashes alone do not give the number; then the last one does (A、B和C) before all do."""
    listed = [p.strip() for p in regex.split(r"[、/]", text)]
    for parts in (listed, listed[:-1] + [p.strip() for p in _CONJUNCTION.split(listed[-1])]):
        if len(parts) == size:
            return parts
    every = [p.strip() for p in _LISTED_OR_JOINED.split(text)][-size:]
    return every if len(every) == size else []
