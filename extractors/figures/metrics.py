"""The vocabulary of metrics: one file a metric under ``data/metrics``, read once, and their names found in text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import ahocorasick_rs
import regex

from extractors.data import names_in, read_yaml
from extractors.record import record

CURRENCIES = frozenset({
    "CNY", "USD", "HKD", "EUR", "JPY", "GBP", "KRW", "TWD", "SGD", "AUD", "CAD", "CHF", "INR", "RUB", "THB", "MYR",
    "VND", "IDR", "PHP", "BRL", "MXN", "ZAR", "NZD", "SEK", "NOK", "DKK", "AED", "SAR", "TRY", "PLN", "MOP",
})  # fmt: skip
_GOODS = frozenset(("桶", "立方米", "立方", "方", "蒲式耳", "盎司", "箱", "标箱", "TEU"))
"""Measures of goods that have no code: what is told in tons may be told in barrels or containers."""
_LATIN = regex.compile(r"[0-9A-Za-z]")
_LABEL_UNIT = regex.compile(r"[(（\[【][^()（）]{0,16}[)）\]】]$")
_LABEL_PERCENT = regex.compile(r"(?<=[率比重例])\s?[%％]$")
"""``毛利率%``: the sign is the unit, not part of the name."""
_LOOSE_SPACE = regex.compile(r"(?<![A-Za-z,&)/]) | (?![A-Za-z&(/])")
"""Spaces that are none between Latin words."""
_NOTE_MARK = regex.compile(r"(?<=\p{Han})[(（]\d{1,2}[)）](?=\p{Han})")
"""A footnote's mark that a line break brought into a label: 净资(2)产收益率."""
_LABEL_NOISE = regex.compile(
    r"^[(（]注\s*\d{0,2}[)）]|^[一二三四五六七八九十]{1,2}、|^[(（]?\d{1,2}[)）.、]|^[(（][一二三四五六七八九十]{1,2}[)）]|^(?:其中|减|加|其他：|减少以|合计)[:：]|^[-–—•·*+]+(?=\D)"
)


@dataclass(frozen=True, slots=True)
class MetricName:
    """One name of a metric. ``of`` is the variant that it names; ``weak`` names need the number close by, ``after``
    names count only right behind it (``6秒出图``). What is read like the metric but is another thing is published
    under ``published_as`` (进出口 goes with exports, but is no exports)."""

    text: str
    of: str | None = None
    weak: bool = False
    negative: bool = False
    after: bool = False
    published_as: str | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric as its file describes it.

    ``units`` are unit families (``currency`` stands for every ISO code); ``bounds`` hold the least and greatest value
    by unit, None where open. ``rate`` metrics are percentages, whose change is told from their level by cues;
    ``balance`` metrics are points in time; ``to_share`` amounts are per share; ``of_label`` rows keep their label as
    dimension ``of``; ``amount`` metrics are told apart by the product that stands before their name; a unit of
    ``implied_by`` needs no name at all; words of ``not_in`` hold a name and mean something else (融资融券);
    ``about`` says whose figure it is where not a company's: ``nation``, ``market``, ``industry`` or ``pair``.
    """

    code: str
    title: str
    names: tuple[MetricName, ...]
    labels: tuple[MetricName, ...]
    units: frozenset[str]
    bounds: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    rate: bool = False
    balance: bool = False
    to_share: bool = False
    of_label: bool = False
    of_phrase: bool = False
    amount: bool = False
    modality: str | None = None
    implied_by: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    about: str | None = None

    def takes(self, unit: str | None) -> bool:
        """Whether a level of this metric may have that unit."""
        if unit is not None and unit.startswith("count:") and (self.amount or self.about == "nation"):
            return "count" in self.units or ("ton" in self.units and unit.removeprefix("count:") in _GOODS)
        return unit is not None and family(unit) in self.units

    def within_bounds(self, value: float, unit: str) -> bool:
        """Whether the value lies in the metric's bounds for that unit; True where it has none."""
        low, high = self.bounds.get(unit, (None, None))
        return (low is None or value >= low) and (high is None or value <= high)


@record(frozen=True, slots=True)
class MetricMention:
    """A metric's name in the text, half open."""

    start: int
    end: int
    metric: Metric
    name: MetricName


def family(unit: str) -> str:
    """The unit with its currency made general: ``CNY/share`` → ``currency/share``."""
    head, slash, rest = unit.partition("/")
    if head in CURRENCIES:
        return f"currency{slash}{rest}"
    return unit


def _names(raw: Sequence[Any], data: Mapping[str, Any]) -> tuple[MetricName, ...]:
    weak, negative = set(data.get("weak_names", ())), set(data.get("negative_names", ()))
    of_names, found = set(data.get("of_names", ())), []
    for item in raw:
        more = item if isinstance(item, dict) else {}
        text = str(more.get("name", item))
        of = more.get("of") or (text if text in of_names else None)
        found.append(MetricName(text, of, text in weak, text in negative, published_as=more.get("published_as")))
    return (*found, *(MetricName(str(text), weak=True, after=True) for text in data.get("after_names") or ()))


def _metric(data: Mapping[str, Any]) -> Metric:
    bounds = {unit: (pair[0], pair[1]) for unit, pair in (data.get("bounds") or {}).items()}
    flags = {key: bool(data.get(key)) for key in ("rate", "balance", "to_share", "of_label", "of_phrase", "amount")}
    return Metric(
        code=data["code"],
        title=data["title"],
        names=_names(data.get("names") or (), data),
        labels=_names(data.get("labels") or (), {}),
        units=frozenset(data["units"]),
        bounds=bounds,
        modality=data.get("modality"),
        implied_by=tuple(data.get("implied_by") or ()),
        not_in=tuple(data.get("not_in") or ()),
        about=data.get("about"),
        **flags,
    )


TRADE = frozenset({"imports", "exports"})
"""Metrics of trade: of nations, but of companies too."""


@cache
def load_metrics() -> Mapping[str, Metric]:
    """All metrics by code, from ``extractors/data/metrics/*.yaml``."""
    found = {}
    for name in names_in("metrics"):
        metric = _metric(read_yaml(name))
        found[metric.code] = metric
    return found


@cache
def published_codes() -> Mapping[tuple[str, str], str]:
    """The code under which a metric with that dimension ``of`` is published, where it is not the metric's own."""
    return {
        (metric.code, name.of): name.published_as
        for metric in load_metrics().values()
        for name in metric.names
        if name.of is not None and name.published_as is not None
    }


@dataclass(frozen=True, slots=True)
class _Matcher:
    automaton: Any
    owners: tuple[tuple[Metric, MetricName] | None, ...]


@cache
def _matcher() -> _Matcher:
    patterns: list[str] = []
    owners: list[tuple[Metric, MetricName] | None] = []
    for metric in load_metrics().values():
        for word in metric.not_in:
            patterns.append(_squeeze(word)[0])
            owners.append(None)
        for name in metric.names:
            patterns.append(_squeeze(name.text)[0])
            owners.append((metric, name))
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    return _Matcher(ahocorasick_rs.AhoCorasick(patterns, matchkind=kind), tuple(owners))


@cache
def _labels() -> Mapping[str, tuple[Metric, MetricName]]:
    """Row labels by their squeezed form. A ``labels`` entry goes before a ``names`` entry of another metric."""
    found: dict[str, tuple[Metric, MetricName]] = {}
    for metric in load_metrics().values():
        for name in metric.names:
            if not name.after:
                found.setdefault(_squeeze(name.text)[0], (metric, name))
    for metric in load_metrics().values():
        for name in metric.labels:
            found[_squeeze(name.text)[0]] = (metric, name)
    return found


def _squeeze(text: str) -> tuple[str, Sequence[int]]:
    """Text in lower case without spaces, and for each of its characters the index in the text given."""
    lower = text.lower()
    if len(lower) == len(text) and "Σ" not in text:  # whose lower case depends on what follows
        if " " not in text:
            return lower, range(len(text))
        return lower.replace(" ", ""), [index for index, char in enumerate(text) if char != " "]
    kept = [(char.lower()[0], index) for index, char in enumerate(text) if char != " "]
    return "".join(char for char, _ in kept), [index for _, index in kept]


def find_metrics(text: str, start: int, end: int) -> list[MetricMention]:
    """Names of metrics in ``text[start:end]``, longest first, disjoint; spaces inside a name do not matter."""
    squeezed, index = _squeeze(text[start:end])
    found, matcher = [], _matcher()
    for number, low, high in matcher.automaton.find_matches_as_indexes(squeezed):
        first, last = start + index[low], start + index[high - 1] + 1
        if _LATIN.match(text[first]) and first > start and _LATIN.match(text[first - 1]) and text[first - 1].isascii():
            continue
        if _LATIN.match(text[last - 1]) and last < end and text[last].isascii() and text[last].isalpha():
            continue
        owner = matcher.owners[number]
        if owner is not None:
            found.append(MetricMention(first, last, owner[0], owner[1]))
    return found


@lru_cache(maxsize=8192)
def clean_label(label: str) -> str:
    """A row label in its bare form: no spaces, numbering, bullets or trailing unit in parentheses.

    >>> clean_label("一、营业收入（百万元）")
    '营业收入'
    """
    bare = " ".join(label.split())
    if " " in bare:
        bare = _LOOSE_SPACE.sub("", bare)
    if "(" in bare or "（" in bare:
        bare = _NOTE_MARK.sub("", bare)
    bare = _LABEL_NOISE.sub("", bare).rstrip(":： ")
    if bare and bare[-1] in ")）]】":
        bare = _LABEL_UNIT.sub("", bare)
    if bare and bare[-1] in "%％":
        bare = _LABEL_PERCENT.sub("", bare)
    return bare.strip(":：*")


@lru_cache(maxsize=8192)
def match_label(label: str) -> tuple[Metric, MetricName] | None:
    """The metric that a table's row label or column header names as a whole, if any."""
    squeezed = _squeeze(label)[0].strip(":：*")
    for candidate in (squeezed, _squeeze(clean_label(label))[0]):
        hit = _labels().get(candidate)
        if hit:
            return hit
    return None
