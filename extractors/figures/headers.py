"""What a table's header cells and row labels say: metric, aspect, period, unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from extractors.figures.grid import Grid, is_numeric
from extractors.figures.head_periods import distant_period, is_trailing, period_of_report, says_when, trailing_period
from extractors.figures.metrics import Metric, MetricName, clean_label, find_metrics, load_metrics, match_label
from extractors.language.periods import Anchor, find_periods, parse_period
from extractors.language.units import Unit, parse_unit
from extractors.records import Period

_UNIT_IN = regex.compile(r"[(（\[【]\s*(?:单位\s*[:：]\s*)?(?P<unit>[^()（）\[\]【】]{1,20})\s*[)）\]】]")
_UNIT_LINE = regex.compile(r"单位\s*[:：]\s*(?P<unit>[^\s()（）,，;；]{1,20}(?:\s*/\s*[^\s()（）,，;；]{1,10})*)")
_UNIT_TAIL = regex.compile(r"(?P<unit>%|％|(?<![A-Za-z])[（(]?[xX倍][)）]?)$")
_CURRENCY_LINE = regex.compile(r"[，,;；\s]*币种\s*[:：]?.*$")
_CHANGE = regex.compile(
    r"(?:同比|环比)?(?:增长率|增速|增长|增幅|增减|变动|变化|变化率|变动率)|同比|环比|[Yy][Oo][Yy]|[Qq][Oo][Qq]|[Yy]/[Yy]|(?<![A-Za-z])MoM|\+/-|growth|Growth|chg"
)
_ONLY_CHANGE = regex.compile(
    r"^[\s(（]*\+/-\s*[%％]?\s*[)）]?$|^[\s(（]*(?:\+/-|[+＋]/[-－])?[)）]?\s*(?:(?:本[期年])?(?:同比|环比|同期)?\s*(?:增长|增减|增|变动|变化)(?:比率|比例|幅度|率|幅|速)?|同比|环比|增速|增幅|[Yy][Oo][Yy]|[Qq][Oo][Qq]|[Yy]/[Yy]|[Qq]/[Qq]|[Gg]rowth|[Cc]hange|年增长率|年增长)"
    r"\s*(?:[Rr]ate)?\s*[(（]?\s*[%％]?\s*[)）]?\s*\*?$"
)
RATE_OF_CHANGE = regex.compile(r"率|幅|速|比例|[%％]|同比|环比|增长|[Yy][Oo][Yy]|[Qq][Oo][Qq]|[Yy]/[Yy]|[Gg]rowth")
RATE_OF_GROWTH = regex.compile(
    r"同比|环比|增长|增速|增幅|增减|变动|变化|成长|\+/-|(?i:yoy|qoq|growth|change|chg)|[Yy]/[Yy]"
)
_SHARE_OF = regex.compile(r"^(?P<part>.{0,30}?)占(?P<whole>.{2,24}?)(?:的)?(?:比例|比重|百分比|比率|比)$")
_OWN_FLOW = regex.compile(r"^(?:本期|本年度?|本报告期|报告期内?|当期)(?=.)")
_YEAR_LED = regex.compile(r"^(?P<year>(?:19|20)\d{2}[AEF]?)\s?(?P<rest>(?![年月日版款届期第财末底初])\p{Han}.{0,12})$")
_WHOLLY_BRACKETED = regex.compile(r"^[(（](?P<inside>[^()（）]{2,20})[)）]$")
_SPELT_OUT = regex.compile(r"^[A-Za-z][A-Za-z &/'-]{3,30}\s?[(（](?P<inside>[A-Z]{2,6})[)）]$")
"""``Return on equity (ROE)``: the letters in brackets are the name that is spelt out before them."""
_UNIT_LED = regex.compile(r"^(?:.{2,})?[(（][^()（）]*/[^()（）]*[)）]\s?\p{Han}{2}[\p{Han}A-Za-z]+$")
_DASHES = "-–—•·"
_INDENT = regex.compile(rf"^[{_DASHES}]+\s*(?=\p{{Han}})")
_WORDS = regex.compile(r"[\p{Han}A-Za-z0-9]+")
_BRACKETED = regex.compile(r"[(（][^()（）]*[)）]")
_BRACKETS = regex.compile(r"[()（）]")
_OPENING = regex.compile(r"[(（\[【]")
_UNIT_PARTS = regex.compile(r"[,，;；/、 ]")
_SCENARIO = regex.compile(r"^(?:假设|假如|若|情景|情形)")
_RANK = regex.compile(r"排名|名次|排行|^rank$|^Rank$|^#$|^序号名次$")


@dataclass(slots=True)  # not frozen: most cells are read as one, and a frozen record takes thrice as long to make
class Head:
    """A header cell or row label, read; never changed.

    ``words`` is what it says besides a period, ``part`` what stands before the metric's name, ``whole_of`` the whole
    that a share is of; ``skip`` columns compare with what another column says, not with a time; ``of_measured``: a row
    of changes of a line that has a unit of its own; ``told_above``: the title over the row says what is measured, and
    the label is the ``part``; ``group``: the words over a group of columns, which tell it from the same header in
    another.
    """

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
    words: str = ""
    part: str = ""
    whole_of: str = ""
    skip: bool = False
    of_measured: bool = False
    told_above: bool = False
    group: str = ""


PRIOR = regex.compile(
    r"^[(（]?\s*(?P<said>[Pp]revious|[Oo]ld|[Pp]rior|前次|前值|原(?=目标|预测|盈利)|[Cc]onsensus|一致预期|市场预期)"
)
"""What stands before a metric's name in a row of a version that is not the document's own: Consensus EPS."""
PRIOR_BEGINS = frozenset("(（PpOoCc前原一市")
_NUMBER = Head("")
"""Most cells are numbers, which say nothing of others."""


@lru_cache(maxsize=8192)
def unit_in(text: str) -> Unit | None:
    """The unit that a label, caption or unit line prints: in parentheses, after 单位：, or as its last sign."""
    if "币种" in text:
        text = _CURRENCY_LINE.sub("", text)
    for match in _UNIT_LINE.finditer(text) if "单位" in text else ():
        unit = parse_unit(match["unit"].strip())
        if unit is not None:
            return unit
    inside = list(_UNIT_IN.finditer(text)) if _OPENING.search(text) else []
    if _BRACKETS.search(text) and not any(match_label(m["unit"]) for m in inside):
        unit = parse_unit(text)
        if unit is not None:
            return unit
    for match in reversed(inside):
        if match_label(match["unit"]) is not None:
            continue  # 市净率（PB） spells the name out
        for part in (match["unit"], *_UNIT_PARTS.split(match["unit"])):
            unit = parse_unit(part.strip())
            if unit is not None:
                return unit
    text = text.strip()
    tail = _UNIT_TAIL.search(text) if text and text[-1] in "%％xX倍)）" else None
    return parse_unit(tail["unit"].strip("()（）")) if tail else None


@lru_cache(maxsize=4)
def head_reader(anchor: Anchor, own: Period | None = None) -> Callable[[str], Head]:
    """Reads the header cells and row labels of one document, each text once. ``own`` is the period that a filing
    reports on."""

    def read(text: str) -> Head:
        return _NUMBER if is_numeric(text) and not is_trailing(text) else _read(text, anchor, own)

    return lru_cache(maxsize=8192)(read)


def heads_of(grid: Grid, read: Callable[[str], Head]) -> list[list[Head]]:
    """What each cell of a table says, by row."""
    return [
        [
            _NUMBER if number and not is_trailing(said) else read(said)
            for said, number in zip(contents, numeric, strict=True)
        ]
        for contents, numeric in zip(grid.contents, grid.numeric, strict=True)
    ]


def read_head(text: str, anchor: Anchor, own: Period | None = None) -> Head:
    """Read one header cell or row label; a bare number says nothing."""
    return head_reader(anchor, own)(text)


def _read(text: str, anchor: Anchor, own: Period | None) -> Head:
    bare = " ".join(text.split())
    if not bare or len(bare) > 80 or (is_numeric(bare) and not is_trailing(bare)):
        return Head(bare)
    led = _YEAR_LED.match(bare) if bare.startswith(("19", "20")) else None
    if led is not None and (year := parse_period(led["year"], anchor)) is not None:
        behind = read_head(led["rest"], anchor, own)
        return replace(behind, text=bare, period=behind.period or replace(year, text=led["year"]))
    unit = unit_in(bare)
    if unit is not None and "/" in bare and _UNIT_LED.match(bare):
        return Head(bare)  # the end of another label: its words and its unit do not belong together
    label = clean_label(bare)
    hit = _match(bare)
    if hit is None and ("比" in label or "较" in label) and _AGAINST_LAST.fullmatch(label):
        return Head(bare, aspect="change", basis=_since_last(label, own), period=own, unit=unit,
                    only_change=True, label=label)  # fmt: skip
    period = None
    if hit is None:
        period = period_of_report(label, own) if own is not None else None
        if period is None:
            period = trailing_period(bare, anchor.published_on) or distant_period(bare) or parse_period(bare, anchor)
        if period is not None and _mostly(period, bare):
            if period.end and _ONLY_CHANGE.match(bare[: period.start] + bare[period.end :]):
                return Head(bare, aspect="change", basis=_basis(bare), period=period, unit=unit, only_change=True,
                            label=label)  # fmt: skip
            rest = _around(period, bare)
            said = match_label(rest) if rest else None
            if said is not None:
                return Head(bare, metric=said[0], name=said[1], whole=True, period=period, unit=unit, label=label)
            return Head(bare, period=period, unit=unit, label=label, words=rest)
    if _ONLY_CHANGE.match(bare) or (bare[0] in _DASHES and _ONLY_CHANGE.match(_INDENT.sub("", bare))):
        return Head(bare, aspect="change", basis=_basis(bare), unit=unit, only_change=True, label=label)
    if _RANK.search(bare) and len(bare) <= 10:
        return Head(bare, rank=True, label=label)
    head = Head(bare, unit=unit, label=label, words=label)
    if _SCENARIO.match(bare) and unit is None:
        return head
    timeless = hit is None and period is None  # no period was found in it above
    times = [] if timeless else find_periods(bare, 0, len(bare), anchor)
    inside = [p for p in times if p.period_start is not None and says_when(p)]
    last_period = inside[-1] if inside else None
    if hit is not None:
        return _named(head, *hit, whole=True, period=last_period)
    part_of = _SHARE_OF.match(label) if "占" in label else None
    if part_of is not None:
        part = part_of["part"]
        when = period_of_report(part, own) if own is not None and part else None
        head.part, head.whole_of = "" if when else part, part_of["whole"]
        return _named(
            head, load_metrics()["share"], None, whole=bool(part) and when is None, period=when or last_period
        )
    changed = _CHANGE.search(label)
    if changed:
        hit = match_label(_BRACKETS.sub("", _CHANGE.sub("", label)))
        if hit is not None:
            head.aspect, head.basis = "change", _basis(bare)
            return _named(head, *hit, whole=True)
        against = _COMPARED.sub("", label)
        hit = match_label(against) if against != label else None
        if hit is not None:
            head.aspect, head.basis = "change", "yoy"
            return _named(head, *hit, whole=True, period=own)
    formula = bare.find("=")
    named = formula if formula > 3 else len(bare)
    mentions = [
        m
        for m in find_metrics(bare, 0, named)
        if not m.name.after and (not m.name.weak or m.end == len(label))  # 腾讯音乐 is no length of music
        if not (m.metric.balance and _ADDED.match(label))  # 新增固定资产原值: a flow, and not what there is
    ]
    if (
        not mentions
        and unit is not None
        and _ADDED.match(label)
        and any(m.metric.balance for m in find_metrics(bare, 0, len(bare)))
    ):
        return _named(head, load_metrics()["line_item"], None, whole=True, period=last_period)
    if mentions:
        suited = [m for m in mentions if unit is not None and m.metric.takes(unit.code)]
        last = (suited or mentions)[-1]
        if changed and changed.end() >= last.end - 1:
            head.aspect, head.basis = "change", _basis(bare)
        head.part = _before(bare, last.start)
        return _named(head, last.metric, last.name, whole=False, period=last_period)
    head.period = own if last_period is None and own is not None and _OWN_FLOW.match(label) else last_period
    return head


def _named(head: Head, metric: Metric, name: MetricName | None, *, whole: bool, period: Period | None = None) -> Head:
    """A header that is being read, with what it measures and when."""
    head.metric, head.name, head.whole, head.period = metric, name, whole, period
    return head


def _since_last(label: str, own: Period | None) -> str:
    """What a change against 上年末 is: since the year's start, which for a whole year is from year to year."""
    return "ytd" if "末" in label and (own is None or own.period_type != "year") else "yoy"


_ADDED = regex.compile(r"(?:其中[:：])?(?:本[期年]|当[期年])?(?:新增|净增|增加|减少|转入|转出)")


def _match(text: str) -> tuple[Metric, MetricName] | None:
    """The metric that a label names, be it in parentheses as a whole (``（ROE）``)."""
    hit = match_label(text) or (_double(text) if "/" in text else None)
    bracketed = (_WHOLLY_BRACKETED.match(text) or _SPELT_OUT.match(text)) if hit is None and text[-1] in ")）" else None
    inside = match_label(bracketed["inside"]) if bracketed else None
    prior = PRIOR.match(text) if hit is None and inside is None and text[:1] in PRIOR_BEGINS else None
    if prior is None:
        return hit or inside
    rest = text[prior.end() :].strip()
    return match_label(rest.rstrip(")）") if text[0] in "(（" else rest)


def _double(text: str) -> tuple[Metric, MetricName] | None:
    """The metric of a double label (``总市值/流通市值``), where both parts name it."""
    parts = clean_label(text).split("/")
    hits = [match_label(part) for part in parts] if len(parts) == 2 else []
    if len(hits) != 2 or hits[0] is None or hits[1] is None or hits[0][0] is not hits[1][0]:
        return None
    return hits[0]


def _around(period: Period, text: str) -> str:
    """What a header that is a period says besides (``2024A（调整后）``)."""
    if not period.end:
        return ""
    rest = _BRACKETED.sub("", text[: period.start] + text[period.end :])
    return "".join(_WORDS.findall(rest)) if len(rest) >= 2 else ""


def _before(text: str, end: int) -> str:
    """The words of a label before its metric's name: what the row is about (``国内：重卡`` of 国内：重卡销量)."""
    return clean_label(text[:end]).strip("-–—:： (（")


_COMPARED = regex.compile(r"(?:较|比)(?:上年|去年|上期)(?:同期)?(?:的)?(?:增减|变动|增长|变化)(?:幅度|比例|率)?$")
_AGAINST_LAST = regex.compile(
    r"(?:本报告期末?|本期末?|本[年期]期末|本年度?末?|期末)?(?:金额|余额|数)?[比较](?:上年度?末?|上[年期]期末|上年同期|去年同期|上期|年初|期初)"
    r"(?:金额|余额|数)?(?:同期)?(?:的)?(?:增减|变动|增长|变化)?(?:幅度|比例|率)?(?:[(（]?%[)）]?)?"
)


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
