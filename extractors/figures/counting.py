"""What is counted where no metric names it: ``17款大模型`` is a count of 大模型."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractors.figures.aspects import Judgement
from extractors.figures.candidate import Candidate, Spot
from extractors.figures.clause_roles import examples_before
from extractors.figures.cues import load_cues
from extractors.figures.fitting import COUNTERS
from extractors.figures.metrics import load_metrics
from extractors.figures.phrases import thing

_COUNTS = frozenset(
    ("count", "count/day", "count/month", "person", "person/day", "device", "vehicle", "visit", "piece")
)
_MEASURES = frozenset(("m", "m2", "ton"))
_BULK = frozenset(("桶", "立方米", "箱", "头", "羽", "蒲式耳"))
"""Units without a code that goods are measured in."""
_SMALLEST = 1e-3
_IS = regex.compile(
    r"(?:的)?(?:总数|数量|人数|家数|个数|总量|规模|(?<=\p{Han}{2})(?<![指倍系分次参函常对算多少人岁总各计基])数)?(?:目前|现|已经?|共计?|合计|总计|累计|一共|约|近|超过?|仅|就|将|的|了|也|均|仍|还)*"
    r"(?:为|是|有|达到?|达|突破|增至|升至|增加到|增加至|扩大到|扩大至|上升至|减少至|降至|逾|新增|净增|增加|减少)?(?:了|约|近|超过?|逾|多达|高达|仅)*\s*$"
)
_DID = regex.compile(
    r"\s*(?:因公|因伤|因病|不幸|当场|经抢救无效)?(?P<what>死亡|受伤|负伤|致残|殉职|遇害|被困|遇难|失踪|感染|确诊|被捕|参与|参加|出席|牺牲|失业|就业|获救|入选|毕业|报名|离职|辞职)"
)
_HARMED = regex.compile(
    r"(?P<what>死亡|遇难|牺牲|受伤|轻伤|重伤|失踪|被困|获救|(?<=[、，])[伤亡死])(?:约|近|超过?|逾)?$"
)
"""死亡12人、伤4人: what happened to them stands before how many they are."""
_TIME = regex.compile(r"(?:交易|工作|自然)日|季度|月份|年度|财年|星期|小时|世纪")
"""What lengths of time are counted in."""
_FEW = regex.compile(r"[三四五六七八九][家位名款条座艘架所支辆台]")
_MONEY = (
    "利润", "收入", "营收", "资金", "投资", "市值", "成本", "费用", "资产", "债务", "贷款", "现金", "盈利", "亏损",
    "产值", "销售额", "补贴", "分红",
)  # fmt: skip
"""What is told in money where no unit is printed, and never counted."""
_EXAMPLES = regex.compile(r"等(?:在内的?)?(?:约|近|超|超过|逾|共)?$")
"""A、B、C等近50家: examples, not whose number it is."""


def counted(spot: Spot) -> Candidate | None:
    """``17款大模型``: anything that is counted, told apart by what it is; or ``外贸企业62.8万家``, the thing first."""
    quantity, sentence = spot.quantity, spot.sentence
    if quantity.unit not in _COUNTS and quantity.unit not in _MEASURES:
        return None
    if quantity.ordinal or not _counts(spot):
        return None
    if quantity.unit in _MEASURES or quantity.measure in _BULK:
        measured = _measured(spot)
        if measured is not None or quantity.measure in _BULK:
            return measured
    lead = sentence.text[spot.clause.start : quantity.start]
    harmed = _HARMED.search(lead) if quantity.unit == "person" else None
    if harmed is not None:
        judged = Judgement("level", why=f"how many people {harmed['what']}")
        return Candidate("counted", load_metrics()["count"], judged, 5.4, 0.58, of=harmed["what"])
    examples = _EXAMPLES.search(lead) is not None and examples_before(lead, 0, len(lead)) is None
    if quantity.unit in _COUNTS and not examples:
        counted_ = thing(sentence, spot.clauses.after(quantity.end, spot.clause.end), loose=True)
        if counted_ is not None and _TIME.fullmatch(counted_.canonical):
            return None
        bare = spot.sentence.text[quantity.end - 1] in "万亿+＋"
        if bare and counted_ is not None and counted_.canonical.startswith(_MONEY):
            return None  # 60亿+利润
        if counted_ is not None and not counted_.canonical.startswith(load_cues().counted_stop):
            judged = Judgement("level", why=f"counts {counted_.canonical}")
            return Candidate(
                "counted", load_metrics()["count"], judged, 5.5, 0.62, of=counted_.canonical, counted=counted_
            )
    if quantity.unit == "person":
        did = _DID.match(sentence.text, quantity.end)
        if did is not None:
            judged = Judgement("level", why=f"how many people {did['what']}")
            return Candidate("counted", load_metrics()["count"], judged, 5.4, 0.58, of=did["what"])
        if (numbered := _NUMBERED.search(sentence.text, spot.sentence.start, quantity.start)) is not None:
            return _how_many(spot, numbered)
    return _told_before(spot)


_NUMBERED = regex.compile(
    r"(?P<of>[\p{Han}A-Za-z]{2,10}?)的?(?:总)?人数\s*[，,]?\s*(?:目前|现|已经?|便?迅速|很快|预计|将|一度|就|合计|累计|共计?|总计)*"
    r"(?:扩展|扩大|增长|增加|上升|突破|超过|达|增|升|降|减少|为|是|有)?(?:到|至)?(?:了|约|近|超过?|逾|多达|高达)*\s*$"
)
"""车队人数，迅速扩展到30人: how many they are."""


def _how_many(spot: Spot, numbered: regex.Match[str]) -> Candidate | None:
    name = thing(spot.sentence, spot.clauses.before(spot.sentence.start, numbered.end("of")), loose=True)
    if name is None:
        return None
    judged = Judgement("level", why=f"how many {name.canonical} are")
    group = spot.clauses.subject(spot.sentence.clauses[spot.sentence.clause_of(name.start)], numbered.end("of"))
    entity = thing(spot.sentence, group) if group is not None and group.start == name.start else None
    return Candidate(
        "counted_before", load_metrics()["count"], judged, 5.3, 0.55, name.start, name.end, of=name.canonical,
        counted=name, entity=entity,
    )  # fmt: skip


_DONE = regex.compile(r"(?:(?<!为|过|到|除)了|\p{Han}有|\p{Han}{2}[出入回下])(?:约|近|超过?|逾|多达|高达|共)*$")
_DEALT = (
    (regex.compile(r"(?:储存|贮存|存放|囤积|囤|库存)(?:了|有)?$"), "inventory"),
    (regex.compile(r"(?:销售|售卖)(?:了|出)?$"), "sales_volume"),
    (regex.compile(r"(?:生产|产)(?:了|出)?$"), "output"),
)
"""What was done with goods, and what its amount then is."""
_GOODS = frozenset(("ton", "count"))
_A_YEAR = regex.compile(r"\s*(?:/|每|的)")


def _measured(spot: Spot) -> Candidate | None:
    """``种植了300万亩玉米``, ``载有9吨苹果``: how much of a thing something was done with."""
    done = _DONE.search(spot.sentence.text, spot.clause.start, spot.quantity.start)
    if done is None:
        return None
    name = thing(spot.sentence, spot.clauses.after(spot.quantity.end, spot.clause.end), loose=True)
    if name is None or not spot.clauses.is_thing(name) or _A_YEAR.match(spot.sentence.text, name.end) is not None:
        return None
    judged = Judgement("level", why=f"how much {name.canonical}")
    told = [code for verb, code in _DEALT if verb.search(spot.sentence.text, spot.clause.start, done.start() + 1)]
    metric = load_metrics()[told[0] if told and spot.quantity.unit in _GOODS else "count"]
    return Candidate("counted", metric, judged, 5.2, 0.55, of=name.canonical, counted=name)


def _told_before(spot: Spot) -> Candidate | None:
    """``伙伴数量达到61个``, ``规划岸线1600米``: what is counted or measured stands before the number."""
    sentence, quantity = spot.sentence, spot.quantity
    is_ = _IS.search(sentence.text, spot.clause.start, quantity.start)
    at = is_.start() if is_ is not None else quantity.start
    phrase = spot.clauses.before(spot.clause.start, at)
    owner = next((n for n in sentence.names if phrase and n.start == phrase.start and n.end < phrase.end), None)
    if owner is not None and phrase is not None:
        phrase = replace(phrase, start=owner.end)  # 小鹏汽车门店680家: the shops are counted
    name = thing(sentence, phrase, loose=owner is not None)
    if name is None or _TIME.fullmatch(name.canonical):
        return None
    if (
        quantity.unit == "person"
        and phrase is not None
        and any(p.start == name.start and p.end == name.end for p in spot.clauses.places(at))
    ):
        judged = Judgement("level", why="how many people a place has")
        return Candidate("counted_before", load_metrics()["count"], judged, 5.6, 0.6, of="人口", entity=name)
    judged = Judgement("level", why=f"says how many or how much {name.canonical}")
    score = 5.3 if quantity.unit in _COUNTS else 5.1
    return Candidate(
        "counted_before",
        load_metrics()["count"],
        judged,
        score,
        0.55,
        name.start,
        name.end,
        of=name.canonical,
        counted=name,
    )


_IN_LIST = regex.compile(r"[一二两三四五六七八九][个款颗台座条][\p{Han}A-Za-z]{1,6}[、，,和及与]$")
_LISTED = regex.compile(
    r"[\p{Han}A-Za-z]{1,6}[、，,和及与][一二两三四五六七八九][个款颗台座条](?=[\p{Han}A-Za-z]{1,6}[、，,。；;和及与])"
)
_HAN_OR_PLUS = regex.compile(r"\p{Han}|\+")


def _counts(spot: Spot) -> bool:
    """Whether the number counts things at all, and is no manner of speaking."""
    quantity, text = spot.quantity, spot.sentence.text
    if quantity.measure == "板" or (quantity.measure or "个") not in COUNTERS | _BULK:
        return False
    if quantity.unit in _MEASURES and abs(quantity.value) < _SMALLEST:
        return False  # 40nm, 7纳米: what a process is called
    written = text[quantity.start : quantity.end]
    if written[-1] == "岁" or written.endswith("单位"):
        return False
    if not quantity.printed and quantity.measure is None and quantity.unit == "count":
        return _HAN_OR_PLUS.search(written) is not None
    if written[-1] == "类":
        return False  # 6类难点: a name of kinds, as 六大 is
    if _IN_LIST.search(text, max(0, quantity.start - 12), quantity.start) or _LISTED.match(text, quantity.end):
        return True  # 两个大核、四个小核
    # 两个, 三种, 一款: a manner of speaking more often than a figure
    return abs(quantity.value) >= 10 or written[0].isdigit() or _FEW.fullmatch(written) is not None
