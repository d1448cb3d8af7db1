"""What a number says of its metric: level, change, ratio or rank, with its sign and its basis."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from extractors.figures.cues import load_cues
from extractors.figures.metrics import Metric, family
from extractors.records import Period, Quantity

PERCENT = frozenset({"%", "pp", "bp"})
_CAPS = regex.compile(
    r"高达|最高|最低|低至|最多|最少|不高于|不低于|高端|低端|提高到|较高|较低|低于|高于|新高|新低|少数|减值|增值税|低碳"
)
_ADJACENT = regex.compile(r"(?P<up>[增涨升高贵])?(?P<down>[减跌降低少])?(?:[了出约近超逾达过]|超过|将近)*\s*[+\-−]?$")
_NOUN_CUE = regex.compile(
    r"增速|增长率|CAGR|复合增|年均增|增幅|涨幅|降幅|跌幅|同比|环比|变动|变化|[Yy][Oo][Yy]|[Qq][Oo][Qq]"
)
_RATIO_OF = regex.compile(
    r"(?:是|为|相当于|达到?了?|约为?|至|超过|[仅只]有|不到|不及|保持在|维持在)\s*(?P<than>[^，,。；;的]{1,16}?)的\s*(?:约|近|超过|逾)?\s*$"
)
_PERCENT_OF = regex.compile(
    r"(?:相当于|仅?仅?为|只?是|只有|仅有?|达到?了?|不到|不及|不足|保持在|维持在)\s*(?P<than>(?!同比|环比)[^，,。；;的占]{2,16}?)的\s*(?:约|近|不到|不足|超过|逾|仅)?\s*$"
)
_VERSUS = regex.compile(
    # 比 of words and names is no comparison: 占比, 性价比, 比亚迪, 比特币.
    r"(?:(?<!占|同|环|配|性价|百分|无|正|反|类)比(?!亚迪|特|利时|例|重|率|值|如|赛|喻|邻|肩|音|心|价)|较|相比于?|相较于?|对比)"
    r"\s*(?P<than>[^，,。；;]{1,18}?)(?:时|的)?"
    r"(?:价格|水平|成本)?\s*(?:增长|增加|提升|提高|上升|上涨|下降|降低|减少|下滑|回落|便宜|高出|高|低|快|慢|多|少|贵|大|小)"
)
_MORE_THAN = regex.compile(
    r"(?<!相)(?:比|较|相比于?|相较于?|对比)(?P<than>(?!为|高|低|多|少|大|小|强|弱)[^，,。；;]{1,18}?)(?:时|的)?"
    r"(?:(?P<up>高|多|贵|大)|(?P<down>低|少|便宜|小))(?:了|出|约|近|超过|超|逾|将近|整整|足足)*\s*$"
)
"""比二季度贵了 before an amount."""
_RATIO_METRICS = frozenset({"pe", "pb", "ps", "ev_ebitda", "turnover_ratio", "current_ratio", "line_item"})


_AMOUNTS = frozenset(("currency", "person", "ton", "count", "day", "vehicle", "piece", "device", "W", "Wh"))


@dataclass(slots=True)
class Judgement:
    """An aspect with what comes with it. ``sign`` multiplies the printed value; ``why`` is for the explanation."""

    aspect: str
    sign: int = 1
    basis: str | None = None
    than: str | None = None
    why: str = ""


@lru_cache(maxsize=256)
def change_cue(lead: str) -> tuple[int, bool] | None:
    """Direction (+1, −1, 0 unsaid) of the last change cue in the text before a number, and whether it is a noun
    (增速, 同比) that a following 至 or 达 does not turn into a level. None without a cue."""
    cues = load_cues()
    text = _CAPS.sub("＿＿", lead)[-28:]
    last = None
    for match in cues.change.finditer(text):
        if len(match[0]) > 1:
            last = match
    near = _ADJACENT.search(text)
    if near and (near["up"] or near["down"]) and (last is None or near.start() >= last.end()):
        return (1 if near["up"] else -1), False
    if last is None:
        return None
    word = last[0]
    direction = -1 if cues.down.fullmatch(word) else 1 if cues.up.fullmatch(word) else 0
    return direction, bool(_NOUN_CUE.search(word))


def basis_of(lead: str, period: Period | None, code: str = "") -> str | None:
    """The base of a change as the text before it names it; 环比 follows the length of the period."""
    named = _named_basis(lead)
    return sequential_basis(period, code) if named == "sequential" else named


@lru_cache(maxsize=256)
def _named_basis(lead: str) -> str | None:
    best: tuple[int, int, str] | None = None
    for key, pattern in load_cues().basis.items():
        for match in pattern.finditer(lead):
            # The last one told; of two that end together the longer, as 周环比 holds 环比.
            if best is None or (match.end(), len(match[0])) >= best[:2]:
                best = (match.end(), len(match[0]), key)
    return best[2] if best is not None else None


_OWN_LENGTHS = {"mau": "mom", "wau": "wow", "dau": "mom"}
"""Metrics whose name says how often they are told."""


def sequential_basis(period: Period | None, code: str = "") -> str:
    """What 环比 means for a period of that length, or for a metric of that code where no period is told."""
    lengths = {"month": "mom", "week": "wow", "day": "dod"}
    return lengths.get((period.period_type if period else None) or "", _OWN_LENGTHS.get(code, "qoq"))


def judge(
    metric: Metric, quantity: Quantity, lead: str, period: Period | None, clause_lead: str = ""
) -> Judgement | None:
    """How a number stands to a metric, from the text between the two; None where they do not go together.

    ``lead`` is the text before the number, back to the metric's name, the clause's start or the number before it;
    ``clause_lead`` goes back to the clause's start in any case (为Sora算力需求的4.3倍).
    """
    unit = quantity.unit
    if quantity.ordinal:
        return Judgement("rank", why="an ordinal")
    if unit is None or (unit != "x" and unit not in PERCENT and not metric.takes(unit)):
        return None
    cue = change_cue(lead)
    reached = bool(load_cues().reached.search(lead))
    moving = cue is not None and (not reached or cue[1])
    sign = cue[0] or 1 if cue is not None and not quantity.signed else 1
    basis = basis_of(lead, period, metric.code)
    if unit == "x":
        of = _RATIO_OF.search(clause_lead or lead)
        if of:
            return Judgement("ratio", than=of["than"], why="…的 N 倍")
        if metric.code in _RATIO_METRICS and not moving:
            return Judgement("level", why="a multiple is its level")
        if reached and quantity.value < 1:
            return Judgement("ratio", why="降至 1/N")
        if moving:
            versus = _VERSUS.search(clause_lead or lead)
            than = versus["than"] if versus else None
            return Judgement("change", sign, basis or _against(than), than, why="a multiple after a change cue")
        if metric.takes("x"):
            return Judgement("level", why="a multiple")
        return None
    if unit in PERCENT:
        if unit != "%" and not (metric.rate or metric.takes("%")) and not _OF_GROWTH.search(clause_lead or lead):
            return None
        if moving or (quantity.signed and not metric.rate) or (basis and quantity.signed):
            versus = _VERSUS.search(clause_lead or lead) if basis is None else None
            than = versus["than"] if versus else None
            return Judgement("change", sign, basis or _against(than), than, why="a percentage after a change cue")
        if unit != "%":
            return Judgement("change", 1, basis, why="points") if metric.rate else None
        of = _PERCENT_OF.search(lead)
        if of is not None and not metric.rate:
            return Judgement("ratio", than=of["than"], why="…的 N%")
        if metric.rate or metric.takes("%"):
            return Judgement("level", why="a rate")
        return None
    plus = quantity.value > 0 and (quantity.signed or lead.rstrip().endswith("+"))
    if plus and metric.code in _PRICED:
        return Judgement("change", 1, basis, why="a price with a plus")
    if quantity.signed and basis is not None:
        return Judgement("change", 1, basis, why="a signed amount after 同比 or 环比")
    kind = family(unit.partition(":")[0])
    if (kind in _AMOUNTS or kind.startswith("currency/")) and not reached:
        compared = _MORE_THAN.search(clause_lead or lead)
        if compared is not None:
            sign = -1 if compared["down"] else 1
            base = basis or _against(compared["than"])
            return Judgement("change", sign, base, why="how much more or less than something")
        near = _ADJACENT.search(_CAPS.sub("＿＿", lead)) if cue is not None and not cue[1] else None
        if near and (near["up"] or near["down"] or change_close(lead)):
            return Judgement("change", sign, basis, why="an amount right after a change cue")
    return Judgement("level", why=f"{unit} suits it")


_OF_GROWTH = regex.compile(r"增速|增长率|增幅|涨幅|降幅|跌幅|加快|放缓|回落|收窄|扩大|提速|减速|加速|拉动|贡献")
"""What moves by points where a metric is no rate: its growth (进出口增速加快3.2个百分点)."""
_PRICED = frozenset(("price", "average_price", "cost"))
_CLOSE = regex.compile(
    r"(?:增长|增加|提升|上升|上涨|下降|减少|降低|下滑|回落|增厚|多增|蒸发|缩水)(?:了|约|近|超过|超|逾|将近)*\s*$"
)


def change_close(lead: str) -> bool:
    """Whether a change verb stands directly before the number."""
    return bool(_CLOSE.search(lead))


def _against(than: str | None) -> str | None:
    return f"vs:{than.strip()}" if than and than.strip() else None


_TRADED = regex.compile(r"(?:(?P<up>增持)|(?P<down>减持))(?![后至到])")


def holding_traded(told: str) -> int | None:
    """What was bought (1) or sold (-1) of a holding, where the text from the metric's name on says that (净减持市值达):
    a change, and not what is held; None where it says neither."""
    found = list(_TRADED.finditer(told))
    return (-1 if found[-1]["down"] else 1) if found else None
