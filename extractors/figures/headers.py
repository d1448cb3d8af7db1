"""What a table's header cells and row labels say: metric, aspect, period, unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import regex

from extractors.figures.grid import is_numeric
from extractors.figures.metrics import Metric, MetricName, clean_label, find_metrics, match_label
from extractors.language.periods import Anchor, find_periods, parse_period
from extractors.language.units import Unit, parse_unit
from extractors.records import Period

_UNIT_IN = regex.compile(r"[(（\[【]\s*(?:单位\s*[:：]\s*)?(?P<unit>[^()（）\[\]【】]{1,20})\s*[)）\]】]")
_UNIT_LINE = regex.compile(r"单位\s*[:：]\s*(?P<unit>[^\s()（）,，;；]{1,20}(?:\s*/\s*[^\s()（）,，;；]{1,10})*)")
_UNIT_TAIL = regex.compile(r"(?P<unit>%|％|[（(]?[xX倍][)）]?)$")
_CHANGE = regex.compile(
    r"(?:同比|环比)?(?:增长率|增速|增长|增幅|变动|变化|变化率|变动率)|同比|环比|[Yy][Oo][Yy]|[Qq][Oo][Qq]|[Yy]/[Yy]|(?<![A-Za-z])MoM|\+/-|growth|Growth|chg"
)
_ONLY_CHANGE = regex.compile(
    r"^[\s(（]*\+/-\s*[%％]?\s*[)）]?$|^[\s(（]*(?:\+/-|[+＋]/[-－])?[)）]?\s*(?:同比|环比|增长率|增长比率|增速|同比增速|同比增长率|同比增长|环比增长|增长幅度|增长|变动|变化|变动率|变动幅度|[Yy][Oo][Yy]|[Qq][Oo][Qq]|[Yy]/[Yy]|growth|Growth|change|年增长率|年增长)"
    r"\s*(?:率|幅)?\s*[(（]?\s*[%％]?\s*[)）]?\s*$"
)
_WORDS = regex.compile(r"[\p{Han}A-Za-z0-9]+")
_BRACKETED = regex.compile(r"[(（][^()（）]*[)）]")
_BRACKETS = regex.compile(r"[()（）]")
_UNIT_PARTS = regex.compile(r"[,，;；/、 ]")
_SCENARIO = regex.compile(r"^(?:假设|假如|若|情景|情形)")
_RANK = regex.compile(r"排名|名次|排行|^rank$|^Rank$|^#$|^序号名次$")
_TRAILING = regex.compile(r"^(?:近|过去|最近)?\s*(?P<n>\d{1,2})\s*(?P<unit>M|m|个月|月|W|周|Y|年|D|天|日)$")
_CHINESE_TRAILING = {"一周": 7, "一个月": 30, "三个月": 91, "六个月": 182, "半年": 182, "一年": 365, "十二个月": 365}


@dataclass(frozen=True, slots=True)
class Head:
    """A header cell or row label, read."""

    text: str
    metric: Metric | None = None
    name: MetricName | None = None
    whole: bool = False
    aspect: str = "level"
    basis: str | None = None
    period: Period | None = None
    unit: Unit | None = None
    rank: bool = False
    only_change: bool = False
    label: str = ""


def unit_in(text: str) -> Unit | None:
    """The unit that a label, caption or unit line prints: in parentheses, after 单位：, or as its last sign."""
    for match in _UNIT_LINE.finditer(text):
        unit = parse_unit(match["unit"].strip())
        if unit is not None:
            return unit
    if _BRACKETS.search(text) and not any(match_label(m["unit"]) for m in _UNIT_IN.finditer(text)):
        unit = parse_unit(text)
        if unit is not None:
            return unit
    for match in reversed(list(_UNIT_IN.finditer(text))):
        if match_label(match["unit"]) is not None:
            continue  # 市净率（PB） spells the name out
        for part in (match["unit"], *_UNIT_PARTS.split(match["unit"])):
            unit = parse_unit(part.strip())
            if unit is not None:
                return unit
    tail = _UNIT_TAIL.search(text.strip())
    return parse_unit(tail["unit"].strip("()（）")) if tail else None


@lru_cache(maxsize=8192)
def read_head(text: str, anchor: Anchor, own: Period | None = None) -> Head:
    """Read one header cell or row label; a bare number says nothing. ``own`` is the period that a filing reports on."""
    bare = " ".join(text.split())
    if not bare or len(bare) > 80 or (is_numeric(bare) and not _TRAILING.match(bare)):
        return Head(bare)
    unit = unit_in(bare)
    label = clean_label(bare)
    hit = match_label(bare)
    if hit is None and _AGAINST_LAST.fullmatch(label):
        return Head(bare, aspect="change", basis="ytd" if "末" in label else "yoy", period=own, unit=unit,
                    only_change=True, label=label)  # fmt: skip
    if own is not None and hit is None:
        period = _of_report(label, own)
        if period is not None:
            return Head(bare, period=period, unit=unit, label=label)
    if hit is None:
        period = _trailing(bare, anchor.published_on) or parse_period(bare, anchor)
        if period is not None and _mostly(period, bare):
            return Head(bare, period=period, unit=unit, label=label)
    if _ONLY_CHANGE.match(bare):
        return Head(bare, aspect="change", basis=_basis(bare), unit=unit, only_change=True, label=label)
    if _RANK.search(bare) and len(bare) <= 10:
        return Head(bare, rank=True, label=label)
    head = Head(bare, unit=unit, label=label)
    if _SCENARIO.match(bare) and unit is None:
        return head
    if hit is not None:
        return replace(head, metric=hit[0], name=hit[1], whole=True)
    changed = _CHANGE.search(label)
    if changed:
        hit = match_label(_BRACKETS.sub("", _CHANGE.sub("", label)))
        if hit is not None:
            return replace(head, metric=hit[0], name=hit[1], whole=True, aspect="change", basis=_basis(bare))
    formula = bare.find("=")
    named = formula if formula > 3 else len(bare)
    mentions = [m for m in find_metrics(bare, 0, named) if not m.name.weak or m.end == len(label)]
    if mentions:
        suited = [m for m in mentions if unit is not None and m.metric.takes(unit.code)]
        last = (suited or mentions)[-1]
        inside = list(find_periods(bare, 0, len(bare), anchor))
        aspect = "change" if changed and changed.end() >= last.end - 1 else "level"
        return replace(
            head, metric=last.metric, name=last.name, aspect=aspect, basis=_basis(bare) if aspect == "change" else None,
            period=inside[-1] if inside else None,
        )  # fmt: skip
    inside = find_periods(bare, 0, len(bare), anchor)
    return replace(head, period=inside[-1] if inside else None)


_AGAINST_LAST = regex.compile(
    r"(?:本报告期末?|本期末?|本年度?末?)?[比较](?:上年度?末?|上年同期|去年同期|上期|年初)(?:同期)?(?:的)?(?:增减|变动|增长|变化)?(?:幅度|比例|率)?(?:[(（]?%[)）]?)?"
)
_NOW = regex.compile(r"(?:本报告期|本期|本年度?|报告期|本季度)(?:发生额|金额|累计)?(?:数)?")
_BEFORE = regex.compile(
    r"(?:上年同期|上期|上年度?|去年同期)(?:发生额|金额|累计)?(?:数)?(?:[(（]?(?:经重述|已重述|调整后)[)）]?)?"
)
_AT_END = regex.compile(r"(?:本报告期末|期末|报告期末|年末|本期期末)(?:余额|金额|账面价值|数)?")
_AT_START = regex.compile(
    r"(?:上年度?末|期初|年初|上期期末|上年年末)(?:余额|金额|账面价值|数)?(?:[(（]?(?:经重述|已重述|调整后)[)）]?)?"
)


def _of_report(label: str, own: Period) -> Period | None:
    """``本报告期``, ``上年同期``, ``期末余额`` … of a filing, by the period that it reports on."""
    if own.period_start is None or own.period_end is None:
        return None
    start, end = own.period_start, own.period_end
    if _NOW.fullmatch(label):
        return Period(0, 0, start, end, own.period_type, label)
    if _BEFORE.fullmatch(label):
        return Period(0, 0, months_before(start, 12), months_before(end, 12), own.period_type, label)
    if _AT_END.fullmatch(label):
        return Period(0, 0, end, end, "instant", label)
    if _AT_START.fullmatch(label):
        last = date(start.year - 1, 12, 31)
        return Period(0, 0, last, last, "instant", label)
    return None


def _mostly(period: Period, text: str) -> bool:
    """Whether a header is a period and little else (``11月上榜应用MAU`` is a metric's header that names one)."""
    words = "".join(_WORDS.findall(_BRACKETED.sub("", text)))
    return period.end == 0 or period.end - period.start >= 0.5 * len(words)


_BASES = (
    ("qoq", regex.compile(r"环比|[Qq][Oo][Qq]|q/q")),
    ("mom", regex.compile(r"MoM|mom|月环比")),
    ("yoy", regex.compile(r"同比|增长率|增速|增长|[Yy][Oo][Yy]|[Yy]/[Yy]|growth|Growth")),
)


def _basis(text: str) -> str | None:
    return next((code for code, pattern in _BASES if pattern.search(text)), None)


def _trailing(text: str, published: date | None) -> Period | None:
    """``1M``, ``3个月`` over a performance table: the time up to publication."""
    match = _TRAILING.match(text)
    days = _CHINESE_TRAILING.get(text.removeprefix("近").removeprefix("过去"))
    if match is None and days is None:
        return None
    start = None
    if match is not None:
        count, unit = int(match["n"]), match["unit"]
        if unit in "年Y" and count > 30:
            return None
        if published is not None:
            if unit in ("M", "m", "个月", "月"):
                start = months_before(published, count)
            elif unit in ("Y", "年"):
                start = months_before(published, 12 * count)
            else:
                start = published - timedelta(days=count * (7 if unit in ("W", "周") else 1))
    elif published is not None and days is not None:
        start = published - timedelta(days=days)
    return Period(0, 0, start, published, "trailing", text, relative=True)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, the month's last where it has no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    return date(year, month + 1, 28)
