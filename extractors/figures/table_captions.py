"""What a caption says of rows that name companies: the market that they share, and where (``国内货车电池竞争格局``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from extractors.figures.metrics import Metric, clean_label, find_metrics
from extractors.language.lexicon import Lexicon, lexicon
from extractors.language.names import find_names
from extractors.records import Name

REGION = regex.compile(
    r"全球|我国|中国|海外|欧洲|美国|北美|亚洲|东南亚|日本|韩国|印度|亚太|本土|其他国家|世界|[境国]内外?|境外|国外|(?![分各])\p{Han}{1,4}地区"
)
_HAN = regex.compile(r"\p{Han}")
_WORDY = regex.compile(r"\p{Han}{2}|[A-Z]{2}")
_NUMBERED = regex.compile(r"^(?:图表|图|表)\s*[\d\-—.]+\s*[:：.]?\s*")
_BRACKETED = regex.compile(r"[(（][^()（）]*[)）]")
_WHEN = regex.compile(
    r"^(?:截至)?(?:(?:19|20)?\d{2}\s?年?)?(?:[一二三四前]季度|[QHqh][1-4]|[上下]半年|\d{1,2}月份?|前\d季度)?(?:底|末)?"
)
_HOLDERS = regex.compile(
    r"(?:主流|主要|头部|重点|各大?|部分|领先|知名|前[一二三四五六七八九十\d]+[大名家]?|(?i:top)\s?\d*)?(?:的)?"
    r"(?:厂商|企业|公司|品牌|玩家|供应商|厂家|车企|制造商)(?:的|在)?"
)
_LANDSCAPE = regex.compile(r"(?:行业|市场)?(?:竞争)?格局")
_TAIL = regex.compile(r"(?:行业|市场|领域|产品)?(?:的|各|在|分)?$")
_LOOSE = regex.compile(
    r"公司|同行|可比|对|影响|预测|测算|情况|历[年史]|季度|年度|月度|单位|假设|分业务|分产品|分地区|[与及和、，,:：]|不同|主要|所选|样本|主体|\d"
)
_CLIENTS = regex.compile(r"客户(?:份额|占比|结构|构成)|(?:收入|营收|客户|产品|业务)结构")
_SHARE_TAIL = regex.compile(r"(?:份额|占比|结构|构成|比例)?(?:变化|情况|变动|走势|对比)?$")
_OF_A_MARKET = frozenset({
    "shipments", "sales_volume", "market_share", "share", "output", "installed_capacity", "capacity", "market_size",
    "penetration", "average_price", "price", "revenue", "count",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaptionPart:
    """``segment``: the market that a caption's rows share, ``region``: where it is; "" where it says none.

    ``first`` is the code of the metric that the caption names right behind it, "" for a landscape; ``whole``: what the
    shares of a caption are parts of, where that is the company's own business (客户份额) and no market.
    """

    segment: str = ""
    region: str = ""
    first: str = ""
    whole: str = ""

    def told_of(self, metric: Metric) -> dict[str, str]:
        """The dimensions that it gives to a company's figure of a metric: none of what is no market's measure."""
        if metric.code not in _OF_A_MARKET or (self.first and metric.code not in (self.first, "market_share", "share")):
            return {}
        return {"segment": self.region + self.segment} if self.segment else {}


@lru_cache(maxsize=512)
def caption_part(caption: str, company: str = "") -> CaptionPart:
    """What a caption says of its rows' market. ``company``: the document's, whose name is none of a market.

    >>> caption_part("图3：国内货车电池竞争格局（GWh）")
    CaptionPart(segment='货车电池', region='国内', first='', whole='')
    """
    bare = _BRACKETED.sub("", _NUMBERED.sub("", caption.strip())).strip()
    if not bare or _HAN.search(bare) is None:
        return CaptionPart()
    own = bool(company) and company in bare
    words = bare.replace(company, "") if own else bare
    clients = _CLIENTS.search(words)
    region = REGION.match(words)
    if clients is not None:
        whole = _SHARE_TAIL.sub("", words).strip("的：:- ")
        return CaptionPart(region=region[0] if region else "", whole=whole if len(whole) <= 20 else clients[0])
    mentions = find_metrics(words, 0, len(words))
    landscape = _LANDSCAPE.search(words)
    ends = [m.start for m in mentions] + ([landscape.start()] if landscape else [])
    if not ends:
        return CaptionPart()
    end = min(ends)
    first = next((m.metric.code for m in mentions if m.start == end), "")
    if first and first not in _OF_A_MARKET:
        return CaptionPart()
    lead = words[:end]
    when = _WHEN.match(lead)
    lead = lead[when.end() :] if when is not None else lead
    lead = lead.lstrip("年 ：:的")
    place = REGION.match(lead)
    lead = clean_label(_TAIL.sub("", _HOLDERS.sub("", lead[place.end() :] if place else lead))).strip("的-—： ")
    told = 2 <= len(lead) <= 16 and _LOOSE.search(lead) is None and _WORDY.search(lead)
    return CaptionPart(lead if told else "", place[0] if place else "", first)


def is_of_rivals(caption: str) -> bool:
    """Whether a caption says that the parts (占比) of its rows' companies are shares of a market."""
    return _LANDSCAPE.search(caption) is not None or "市占率" in caption or "市场份额" in caption


def names_in(caption: str) -> tuple[Name, ...]:
    """The names in a caption, which several ask for, and which the parts of one table share."""
    return _names_in(caption, lexicon())


@lru_cache(maxsize=256)
def _names_in(caption: str, _known: Lexicon) -> tuple[Name, ...]:
    return tuple(find_names(caption))
