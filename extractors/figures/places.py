"""Entities that are no company or product: a nation for macro figures, a market, an industry, a pair of currencies."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import regex

from extractors.data import read_yaml
from extractors.figures.clause_heads import held_in
from extractors.figures.metrics import TRADE, Metric
from extractors.figures.phrases import Clauses
from extractors.figures.sentences import Sentence
from extractors.figures.subjects import Subject
from extractors.figures.word_kinds import may_be_places, places_among
from extractors.language.words import tagged
from extractors.records import Name

_PAIR = regex.compile(r"(?P<pair>[\p{Han}]{2,4}[兑对][\p{Han}]{2,4})(?=汇率|中间价|即期|报|升|贬|收)")
_INDUSTRY = regex.compile(r"(?P<name>[\p{Han}A-Za-z0-9+\-]{2,12})$")
_NOT_INDUSTRY = regex.compile(
    r"^(?:公司|其中|其(?!他|余|它)|目前|当前|的|在|为|了|和|与|及|新增|累计|全年|预计|整体|总|同期|国内|全球|海外|中国|我国|年|月|日)+"
)
_NO_THING = regex.compile(
    r"^(?:市场|行业|产业|总量|数量|金额|规模|情况|业务|产品|该|此|需求|总体|本土|境[内外]|海外|国内|其[他余它].*|.*对应)$"
)


@cache
def _places() -> tuple[tuple[str, re.Pattern[str], dict[str, str]], ...]:
    data = read_yaml("places.yaml")
    found = []
    for group, entries in data.items():
        canonical = {word: name for name, words in entries.items() for word in words}
        pattern = re.compile("|".join(re.escape(w) for w in sorted(canonical, key=len, reverse=True)))
        found.append((str(group), pattern, canonical))
    return tuple(found)


_PARTNER = regex.compile(r"(?:对|向|从|自|与|同|销往|运往|发往|来自|输往|前往)\s*$")


_PARTNERS = regex.compile(r"(?:对|向|从|自|与|同|往)(?:[\p{Han}]{2,5}[、和与及])+$")
"""对欧盟、日本、英国: each of a list of partners."""
_RANKED = regex.compile(
    r"(?:第[一二三四五六七八九十\d](?!产业|季度)|最[大高多快小低]|首[个家款次]|前[十百\d]|排名|领先)"
)
"""跃居全球第二: the world is what a rank is in."""


def place_in(sentence: Sentence, at: int, group: str, clauses: Clauses | None = None) -> Name | None:
    """The last nation or market that the sentence names before an offset; with ``clauses`` any place that the
    dictionary knows. A partner (对东盟出口) is not the place that a figure is of."""
    found: list[Name] = []
    for name, pattern, canonical in _places():
        if name == group:
            matches = pattern.finditer(sentence.text, sentence.start, at)
            found += [Name(match.start(), match.end(), canonical[match[0]], "place") for match in matches]
    if clauses is not None and group == "nations":
        taken = [(n.start, n.end) for n in found]
        found += [p for p in clauses.places(at) if not any(a < p.end and p.start < b for a, b in taken)]
    text = sentence.text
    own = [
        n
        for n in found
        if not _PARTNER.search(text[max(sentence.start, n.start - 3) : n.start])
        and not (text[n.start - 1] in "、和与及" and _PARTNERS.search(text, max(sentence.start, n.start - 24), n.start))
        and not _RANKED.match(text, n.end)
    ]
    return max(own, key=lambda n: n.start) if own else None


_REGION = regex.compile(
    r"(?:中国|境内|境外|国内|国外|海外|欧洲|欧亚|美国|北美|南美|亚太|东南亚|中东|非洲|日本|韩国|华[东南北中]|西[南北]|东北|其他)(?:区|地区|大陆|市场)?"
)


def is_place(text: str) -> bool:
    """Whether a part of a whole is a region."""
    return _REGION.fullmatch(text) is not None or any(text in canonical for _, _, canonical in _places()[:1])


_WIDE_BEFORE = regex.compile(
    r"(?<region>全球|中国|国内|国外|海外|境外|欧洲|欧美|美国|北美|南美|亚太|东南亚|中东|非洲|日本|韩国|印度)(?:市场)?(?:的)?$"
)


def region_before(sentence: Sentence, thing: Name) -> str | None:
    """The region that stands right before an industry's name (美国电动车销量), as written."""
    match = _WIDE_BEFORE.search(sentence.text, sentence.start, max(thing.start, sentence.start))
    return match["region"] if match else None


_INSTRUMENT = regex.compile(
    r"(?:(?:美国|德国|日本|英国|法国|中国)\s*)?(?:\d{1,2}\s*年期?(?:以上)?\s*)?(?:美国|德国|日本|英国)?"
    r"(?:国债|国开债|美债|德债|日债|地方债|信用债|城投债|同业存单|LPR|MLF)"
    r"|(?:\d{1,3}\s*天期?)?逆回购|SHIBOR|SOFR|联邦基金|(?:企业|个人住房|住户|居民|按揭|一般)?贷款|存款"
)


def _instrument(sentence: Sentence, at: int) -> Name | None:
    """What an interest rate is paid on (10年期国债, 1年期LPR), named last before the number in its clauses."""
    found = list(_INSTRUMENT.finditer(sentence.text, sentence.start, at))
    if not found:
        return None
    return Name(found[-1].start(), found[-1].end(), "".join(found[-1][0].split()), "instrument")


def own_entity(
    sentence: Sentence,
    metric: Metric,
    start: int | None,
    at: int,
    found: Subject | None,
    clauses: Clauses,
    place: Name | None,
    *,
    is_home: bool = False,
) -> Subject | None:
    """The entity of a metric that is not of companies, or what was found where the metric is of companies.

    ``start`` is where the metric's name stands, ``at`` where the number does; ``found`` the usual subject, ``place``
    the place that the text is about (``is_home``) or that an earlier sentence spoke of.
    """
    if metric.code == "interest_rate" and (found is None or found.name.kind in ("place", "thing", "group")):
        instrument = _instrument(sentence, at)
        if instrument is not None:
            return Subject(instrument, "what the rate is paid on", 0.9)
    phrase = found is not None and found.name.kind == "thing"
    named = found is not None and found.near and not phrase
    if metric.about is None:
        if metric.code == "market_cap" and (found is None or not found.near) and start is not None:
            market = place_in(sentence, at, "markets")
            if market is not None and market.start >= sentence.clauses[sentence.clause_of(start)].start:
                return Subject(market, "a market as a whole", 0.9)  # 三周来A股市值蒸发了17万亿元
        if metric.amount and not named and start is not None and start >= sentence.start:
            return _whole_industry(sentence, start) or found
        return found
    if metric.about == "pair":
        match = next(iter(list(_PAIR.finditer(sentence.text, sentence.start, at))[-1:]), None)
        return (
            Subject(Name(match.start(), match.end(), match["pair"], "pair"), "a pair of currencies", 0.9)
            if match
            else None
        )
    if metric.about == "market" and not named:
        market = place_in(sentence, at, "markets")
        return Subject(market, "a market as a whole", 0.9) if market else found
    if metric.about == "nation":
        district = _district_before(sentence, start, clauses)
        if district is not None:
            return Subject(district, "the district right before the metric", 0.9)
        here = place_in(sentence, at, "nations", clauses)
        if named and metric.code in TRADE:
            return found
        if here is not None:
            return Subject(here, "the place that the sentence names", 0.9)
        if place is not None and not (found is not None and phrase and found.own and not is_home):
            return Subject(place, "the place that the text is about", 0.8, near=False)
        if found is not None and phrase and found.own:
            return found
        return Subject(Name(0, 0, "中国", "place"), "no other place is named", 0.6, None)
    if metric.about == "industry" and not named and start is not None and start >= sentence.start:
        thing = _thing_before(sentence, start) if held_in(sentence, start) is None else None
        if thing is not None:
            return Subject(thing, "the industry named before the metric", 0.85)
        place = place_in(sentence, at, "nations")
        if place is not None and found is None:
            return Subject(place, "the region that the sentence names", 0.7)
    return found


_DISTRICTS = frozenset("区县市州旗镇")
_GENERAL = frozenset(("市辖", "城", "辖", "全", "各", "该", "本", "地", "园", "新", "城乡", "开发", "工业园"))


def _district_before(sentence: Sentence, start: int | None, clauses: Clauses) -> Name | None:
    """``大足区18年GDP``: a district, county or town that no dictionary holds, right before the metric or its time."""
    if start is None or start < sentence.start:
        return None
    at = min([p.start for p in sentence.periods if p.start < start <= p.end + 1], default=start)
    if sentence.text[at - 1] not in _DISTRICTS:
        return None
    words = list(clauses.words(sentence.clauses[sentence.clause_of(start)].start, at))
    if (
        len(words) < 2
        or words[-1].end - words[-1].start != 1
        or words[-1].end != at
        or words[-2].end != words[-1].start
    ):
        return None
    name = sentence.text[words[-2].start : words[-2].end]
    if not 2 <= len(name) <= 3 or name in _GENERAL or not regex.fullmatch(r"\p{Han}+", name):
        return None
    return Name(words[-2].start, at, sentence.text[words[-2].start : at], "place")


def spoken_of(clauses: Clauses) -> Name | None:
    """The place that a sentence goes on to speak of: the one that its first clause is about."""
    sentence = clauses.sentence
    first = sentence.clauses[:2]
    starts = may_be_places(sentence.text, sentence.start, max((clause.end for clause in first), default=0))
    if not starts:
        return None
    for clause in first:
        phrase = clauses.subject(clause, clause.end)
        if phrase is None:
            continue
        if phrase.start not in starts:
            return None
        found = place_in(sentence, min(phrase.end, clause.end), "nations", clauses)
        return found if found is not None and found.start == phrase.start else None
    return None


def is_nation(place: Name) -> bool:
    """Whether a place is a nation or one of the regions that stand beside them, and no town or county."""
    return place.canonical in _nations()


@cache
def _nations() -> frozenset[str]:
    return frozenset(_places()[0][2].values())


_HOME_SHARE = 0.4
_LEAST_HOME = 3
_IN_TITLE = 2


def home_of(title: str, text: str) -> Name | None:
    """The place that a whole text is about: the one that its title names, else the nation that it names most."""
    _, pattern, canonical = _places()[0]
    match = pattern.search(title)
    if match is not None and canonical[match[0]] != "全球":
        return Name(0, 0, canonical[match[0]], "place")
    named = next(places_among(tagged(title)), None)
    if named is not None and named not in canonical and text.count(named) >= _IN_TITLE:
        return Name(0, 0, named, "place")
    counts: Counter[str] = Counter()
    for word, times in Counter(pattern.findall(text)).items():
        counts[canonical[word]] += times
    del counts["全球"]
    top = counts.most_common(1)
    if top and top[0][1] >= max(_LEAST_HOME, _HOME_SHARE * counts.total()):
        return Name(0, 0, top[0][0], "place")
    return None


_WIDE = regex.compile(
    r"(?:全球|全国|国内|我国|中国|行业|海外|欧洲|美国|本土|全市场)(?:的)?(?P<thing>[\p{Han}A-Za-z0-9\-]{2,8})$"
)


def fallback_entity(sentence: Sentence, metric: Metric, start: int | None, at: int) -> Subject | None:
    """Where no company or product is in reach: the thing named right before the metric (组件环节产值), else the market
    or nation that the sentence speaks of."""
    if start is not None and start >= sentence.start and (metric.amount or "currency" in metric.units):
        thing = _thing_before(sentence, start)
        if thing is not None and _INDUSTRIAL.search(thing.canonical):
            return Subject(thing, "the part of an industry named before the metric", 0.7)
    place = place_in(sentence, at, "markets") or place_in(sentence, at, "nations")
    return Subject(place, "the market or nation that the sentence speaks of", 0.6) if place else None


_INDUSTRIAL = regex.compile(
    r"(?:产业|行业|环节|市场|领域|业务|业|板块|赛道|产品|芯片|汽车|手机|电池|组件|机器人|设备|平台|企业|服务)$"
)


_INDUSTRY_TALK = regex.compile(
    r"[\s◆•·▶]*(?:全球|全国|国内|我国|中国|海外|欧洲|美国|行业)[\p{Han}A-Za-z]{1,12}?(?:销量|产量|市场|需求|行业|渗透率|电动化率|装机量?|出货量)?方面[，,]"
)
"""国内商用车销量方面，…: what follows is said of the industry."""


def _whole_industry(sentence: Sentence, start: int) -> Subject | None:
    """``全球新能源车销量``: said of an industry, in a document about one company."""
    if _INDUSTRY_TALK.match(sentence.text, sentence.start, sentence.end):
        thing = _thing_before(sentence, start)
        if thing is not None:
            return Subject(thing, "the industry named before the metric", 0.8)
    clause = sentence.clauses[sentence.clause_of(start)]
    match = _WIDE.search(sentence.text[clause.start : start])
    if match is None or _NO_THING.match(match["thing"]):
        return None
    begin = clause.start + match.start("thing")
    return Subject(Name(begin, start, match["thing"], "industry"), "the industry named before the metric", 0.85)


_BEFORE_THING = regex.compile(
    r"^.*(?:的|在|将|使|对|由|从|和|与|及|了|我国|中国|全球|国内|本土)(?=[\p{Han}A-Za-z]{2,})"
)


def _thing_before(sentence: Sentence, start: int) -> Name | None:
    clause = sentence.clauses[sentence.clause_of(start)]
    low = max([clause.start, *(p.end for p in sentence.periods if p.end <= start)])
    low = max([low, *(q.end for q in sentence.quantities if q.end <= start)])
    lead = sentence.text[low:start]
    match = _INDUSTRY.search(lead.rstrip("的 "))
    if match is None:
        return None
    text = _NOT_INDUSTRY.sub("", match["name"])
    text = _BEFORE_THING.sub("", text)
    if len(text) < 2 or _NO_THING.match(text):
        return None
    end = low + match.end()
    return Name(end - len(text), end, text, "industry")
