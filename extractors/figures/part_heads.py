"""The part of a company that a paragraph, sentence or clause tells: ``云业务：…``, ``储能方面，…``, ``其中动力``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.figures.business_parts import names_no_part
from extractors.figures.carrying import bare_part, of_which, says_more, without
from extractors.figures.confidence import with_evidence
from extractors.figures.places import is_place
from extractors.figures.qualifiers import is_channel
from extractors.figures.sentences import Clause, Sentence
from extractors.records import Figure, Name

_LEAD = (
    r"^[\s◆•·\-*▶➢√●■★（(]*(?:[①-⑳]|\d{1,2}[)）.、]|[一二三四五六七八九十][)）、])?\s*(?:其中|此外|另外|同时)?[，,]?"
)
_RESPECT = regex.compile(rf"{_LEAD}(?P<part>[\p{{Han}}A-Za-z0-9]{{2,10}}?)(?:业务|板块|产品)?(?:方面|端)[，,]")
_HEADED = regex.compile(
    rf"{_LEAD}(?P<part>[\p{{Han}}A-Za-z0-9]{{1,8}}(?:业务|板块|事业部|分部|系统|产品|材料|电池|组件|设备|芯片|零部件|资源|服务|整车|地产|证券|租赁))[：:]"
)
_PARTED = frozenset(
    ("revenue", "gross_margin", "cost", "operating_profit", "net_profit", "shipments", "sales_volume", "output",
     "order_value", "contract_value", "average_price", "capacity", "market_share", "installed_capacity", "utilisation")
)  # fmt: skip
_WHOLE = regex.compile(r"公司(?:整体|总体|合计|全年|总)|整体|合计|总(?:收入|营收|利润|出货|销量|产能)")


def part_of_sentence(sentence: Sentence) -> str:
    """What a sentence that begins with ``X方面，`` is about; "" for one that does not, or where X is no part of a
    company but a measure (费用方面)."""
    return _part(_RESPECT.match(sentence.text[sentence.start : sentence.end]))


def part_of_block(text: str) -> str:
    """What a paragraph that begins with ``X业务：`` is about; "" for any other."""
    return _part(_HEADED.match(text)) if "：" in text or ":" in text else ""


_ITEM = regex.compile(r"[；;。：:]\s*|^")
_OF_REGION = regex.compile(
    r"(?:分(?:地区|区域|市场)来?看[，,])?(?:其中|此外|另外|同时)?[，,]?(?P<region>国内|海外|境外|欧洲|美国|北美|亚太|东南亚|中东|日本|韩国|中国|欧亚|全球)(?:地区|市场|区)?"
    r"(?=[\p{Han}]{0,8}(?:装机|销量|出货|市占率|份额|收入|营收|渗透率|电动化率|需求|毛利率))"
)


def region_of_item(sentence: Sentence, at: int) -> str:
    """The region that the item of a list begins with in which a number stands (``；美国装机15GWh，市占率为15%``)."""
    start = max((m.end() for m in _ITEM.finditer(sentence.text, sentence.start, at)), default=sentence.start)
    match = _OF_REGION.match(sentence.text, start, at)
    return match["region"] if match else ""


def _part(match: regex.Match[str] | None) -> str:
    return "" if match is None or names_no_part(match["part"]) else match["part"]


def is_of_whole(figure: Figure, whole: Name | None, lead: str) -> bool:
    """Whether a figure is one of the document's company that a part of it could have; ``lead`` is its clause before
    the number."""
    if whole is None or figure.entity != whole.canonical or figure.metric not in _PARTED:
        return False
    return set(_KEYS).isdisjoint(figure.dimensions) and _WHOLE.search(lead) is None


def in_part(figure: Figure, part: str) -> Figure:
    """The figure as one of that part of the document's company."""
    return replace(figure, dimensions={**figure.dimensions, _key(part): part}) if part else figure


def _key(part: str) -> str:
    """The dimension that a part belongs to."""
    return "region" if is_place(part) else "channel" if is_channel(part) else "segment"


def told_part(figure: Figure, sentence: Sentence, clause: Clause, before: Sequence[Figure]) -> Figure | None:
    """``收入9亿元，其中动力6亿元``: a level whose clause names but a part, as a figure of that part of what had the
    metric's name. As it was where no 其中 stands between; None where the clause says more than a name, or where
    the whole was not understood."""
    at = of_which(sentence, clause)
    if figure.aspect != "level" or at < 0 or set(_KEYS) & set(figure.dimensions):
        return figure
    lead = without(sentence, clause.start, figure.start, sentence.periods)
    if not says_more(lead):
        return figure
    part = bare_part(lead)
    whole = next((f for f in before if f.end <= at and _same_measure(f, figure)), None)
    if part is None or whole is None or names_no_part(part):
        return None  # 其中年底库存70GWh
    told = {f.dimensions.get(k) for f in before for k in _KEYS}
    listed = figure.ticker is not None and figure.ticker != whole.ticker  # 市场规模100亿元，其中腾讯60亿元
    if listed or not (figure.entity in {part, whole.entity, *told} or is_place(figure.entity)):
        return figure
    found = replace(
        figure, entity=whole.entity, entity_text=whole.entity_text, ticker=whole.ticker, issuer_id=whole.issuer_id,
        dimensions={**whole.dimensions, **figure.dimensions, _key(part): part},
    )  # fmt: skip
    return with_evidence(found, "part: told by 其中")


_KEYS = ("segment", "product", "region", "channel")


def _same_measure(one: Figure, other: Figure) -> bool:
    """Whether two figures are levels of one metric in one unit."""
    return (one.metric, one.unit, one.aspect) == (other.metric, other.unit, "level")
