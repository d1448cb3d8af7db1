"""Which listed companies and indices the body of a document names, and in what role."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from extractors.language.relations import relation_in_sentence, relation_in_table
from extractors.language.securities import by_name, by_ticker, issuer_of
from extractors.records import NOT_BODY, Block, Mention, Name, Table

_VENDORS = frozenset(
    {
        "300033.SZ",
        "300059.SZ",
        "601519.SH",
        "SMWB.US",
        "MSCI.US",
        "SPGI.US",
        "FDS.US",
        "9898.HK",
        "603000.SH",
        "603888.SH",
        "000681.SZ",
    }
)
"""Issuers that are cited for their data: 同花顺, 东方财富, 大智慧, Similarweb and the like, 视觉中国 for pictures."""
_HONG_KONG_EXCHANGE = "0388.HK"
_SOURCE_LINE = re.compile(r"(?:资料|数据|图片|信息)?来源[:：]|^\s*注[:：]")
_LEGAL = re.compile(
    r"评级(?:标准|说明|定义|体系)|投资评级|基准指数|代表性指数|为基准|作为基准|市场基准|免责|声明|本公司(?:客户|不会|及其|已具备)|法律责任|版权"
    r"|执业资格|证监会|不构成|投资咨询业务|利益冲突|分析师承诺|独立、客观|合规渠道|不代表[^。；\n]{0,12}(?:立场|观点|意见)|仅(?:为|代表)作者|跑赢|相对强于|相对弱于|表现优于"
)
_RECOMMENDS = re.compile(
    r"(?:建议|重点|持续|优先)关注|推荐|受益标的|相关标的|核心标的|投资标的|首选|有望受益|率先受益|布局机会"
)
_BROKER = re.compile(
    r"(?:证券|国泰君安|国泰海通|中金公司|中信建投|申万宏源|中国银河|摩根大通|摩根士丹利|高盛|花旗|瑞银|野村)$"
)
_CITES = re.compile(
    r"[^，。；\n]{0,12}?(?:研究(?:所|院|部|报告|员)|研报|分析师|整理|预测|测算|预计|认为|指出|表示|首席|团队|发布研报|报告)"
)
_VENUE = re.compile(r"(?:在|于|向|到|登陆|赴)\s?$")
_FUND = re.compile(r"\s?(?:指数)?(?:增强)?(?:型)?(?:交易型|发起式|联接|ETF|LOF|证券投资基金|基金)")
_CUSTODIAN = re.compile(r"(?:股份有限公司)?\s?[-－—–]{1,2}[^\t\n，。；]{2,40}(?:基金|组合|计划|账户|产品|保险)")
_EXCHANGE = re.compile(r"[^。；\n]{0,6}(?:上市|挂牌|交易所|证券交易所|主板|IPO|敲钟|退市|摘牌|[:：]\s?[A-Z]{2})")


def find_mentions(
    text: str,
    blocks: Sequence[Block],
    tables: Sequence[Table],
    names: Sequence[Name],
    *,
    publisher: str | None,
    subject_tickers: tuple[str, ...],
    published: date | None = None,
) -> list[Mention]:
    """Mentions sorted by start: every place in the body where a listed company or an index is named.

    Left out: names in rating definitions, disclaimers and lines of sources (data vendors and the publisher itself), the
    publisher wherever it stands unless it writes of itself, exchanges as the place of a listing, the index or the
    custodian in a fund's name, and companies that were listed after ``published``.
    """
    house = _house(publisher)
    starts = [block.start for block in blocks]
    subjects = {issuer_of(ticker) for ticker in subject_tickers} or _in_title(blocks, names)
    sections = _recommending_sections(text, blocks)
    found: list[Mention] = []
    for name in names:
        if name.ticker is None or name.issuer_id is None or name.kind not in ("security", "index"):
            continue
        index = bisect_right(starts, name.start) - 1
        block = blocks[index] if index >= 0 else None
        if block is None or name.start >= block.end or block.kind in NOT_BODY:
            continue
        if (name.issuer_id == house and house not in subjects) or not _was_listed(name.ticker, published):
            continue
        low, high = _sentence(text, block, name.start, name.end)
        line = text[low:high]
        if (block.kind == "source" or _in_source_line(text, block, name)) and _is_vendor(name):
            continue
        if _LEGAL.search(line) and name.issuer_id not in subjects:
            continue
        if _is_place_or_fund(text, name):
            continue
        found.append(_mention(text, block, tables, names, name, low, high, subjects, sections))
    return found


def _mention(
    text: str, block: Block, tables: Sequence[Table], names: Sequence[Name], name: Name, low: int, high: int,
    subjects: Iterable[str], sections: Sequence[tuple[int, int]],
) -> Mention:  # fmt: skip
    ticker, issuer = name.ticker or "", name.issuer_id or ""
    relation, relation_to = None, None
    if issuer in subjects:
        role = "subject"
    elif name.kind == "index":
        role = "index"
    else:
        role = "mentioned"
        table = next((t for t in tables if t.start <= name.start < t.end), None) if block.kind == "table" else None
        if table is not None:
            relation, relation_to = relation_in_table(text, table, name, names)
        else:
            relation, relation_to = relation_in_sentence(text, low, high, name, names)
        cited = _BROKER.search(text[name.start : name.end]) and _CITES.match(text, name.end)
        if not cited and _recommended(text, low, name, sections):
            role = "recommended"
        elif relation is not None:
            role = "related"
    security = by_ticker(ticker)
    return Mention(
        name.start, name.end, ticker, issuer, security.name if security else name.canonical, role,
        relation, relation_to,
    )  # fmt: skip


def _is_place_or_fund(text: str, name: Name) -> bool:
    """Whether the name is that of the exchange where something is listed or published, or a part of a fund's."""
    if name.kind == "index":
        written = text[name.start : name.end]
        shared = written in ("纳斯达克", "道琼斯") and _EXCHANGE.match(text, name.end)
        return bool(shared or _FUND.match(text, name.end))
    if name.issuer_id == _HONG_KONG_EXCHANGE:
        venue = _VENUE.search(text, max(0, name.start - 3), name.start)
        return bool(venue or _EXCHANGE.match(text, name.end))
    return name.canonical.endswith("银行") and bool(_CUSTODIAN.match(text, name.end))


def _house(publisher: str | None) -> str | None:
    """The publisher's own issuer, where it is listed: 国信证券, 国信证券研究所."""
    if not publisher:
        return None
    security = by_name(publisher) or by_name(re.sub(r"(?:股份有限公司|研究(?:所|院|部)|经济研究所)$", "", publisher))
    return security.issuer_id if security is not None else None


def _was_listed(ticker: str, published: date | None) -> bool:
    security = by_ticker(ticker)
    return security is None or security.listed_on is None or published is None or security.listed_on <= published


def _sentence(text: str, block: Block, start: int, end: int) -> tuple[int, int]:
    """The sentence, list item or table line around a span, inside its block."""
    low = max(block.start, *(text.rfind(mark, block.start, start) + 1 for mark in "。！？；\n"))
    stops = [stop for mark in "。！？；\n" if (stop := text.find(mark, end, block.end)) >= 0]
    return low, min(stops, default=block.end)


def _in_source_line(text: str, block: Block, name: Name) -> bool:
    """Whether the name stands in a line that gives sources."""
    low = max(block.start, text.rfind("\n", block.start, name.start) + 1)
    return bool(_SOURCE_LINE.search(text[low : name.start][-60:]))


def _is_vendor(name: Name) -> bool:
    """Whether what a source line names is there for its data: vendors and brokers; a company's own figures count."""
    return name.issuer_id in _VENDORS or bool(_BROKER.search(name.canonical)) or name.kind == "index"


def _in_title(blocks: Sequence[Block], names: Sequence[Name]) -> set[str]:
    """Issuers named in the title: the subjects of an article that prints no code."""
    spans = [(block.start, block.end) for block in blocks if block.kind == "title"]
    return {
        name.issuer_id
        for name in names
        if name.kind == "security" and name.issuer_id and any(a <= name.start and name.end <= b for a, b in spans)
    }


def _recommending_sections(text: str, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Spans under a heading, or a line that stands like one, which recommends: up to the next such line."""
    found: list[tuple[int, int]] = []
    begin: int | None = None
    for block in blocks:
        if block.kind in NOT_BODY:
            continue
        words = text[block.start : block.end].strip()
        short = len(words) <= 18 and not re.search(r"[。；，、]", words)
        if block.kind == "heading" or (short and block.kind in ("paragraph", "list_item")):
            if begin is not None:
                found.append((begin, block.start))
            begin = block.end if _RECOMMENDS.search(words) else None
    if begin is not None:
        found.append((begin, len(text)))
    return found


def _recommended(text: str, low: int, name: Name, sections: Sequence[tuple[int, int]]) -> bool:
    """Whether the sentence recommends before it names, or the name is in a list under a heading that does."""
    before = text[low : name.start]
    last = max(_RECOMMENDS.finditer(before), key=lambda match: match.start(), default=None)
    if last is not None:
        return not re.search(r"不|未", before[max(0, last.start() - 2) : last.start()])
    return any(begin <= name.start < end for begin, end in sections) and bool(re.search(r"[、：:]|^\W*$", before))
