"""What tells a table's figure from others of its metric and period: dimensions from label, column and cell."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from extractors.figures.headers import PRIOR, PRIOR_BEGINS, Head
from extractors.figures.metrics import Metric, clean_label
from extractors.figures.table_context import CellContext
from extractors.figures.table_sections import Section
from extractors.language.units import parse_unit
from extractors.records import Cell, Name

SCENARIO = regex.compile(r"^(?:假设|假如|若|情景[一二三1-3]?[:：]?|情形)")
CASE = regex.compile(r"悲观|中性|基准|乐观|保守|谨慎|[Bb]ear(?: case)?|[Bb]ase(?: case)?|[Bb]ull(?: case)?")
"""What a column of cases is headed by."""
_GENERIC_HEADER = regex.compile(r"数据|数值|指标|数量|内容|值|金额|项目|单位|备注|说明")
WORDY = regex.compile(r"\p{Han}{2}|[A-Za-z]{3}|[A-Z]{2}|[A-Z]&[A-Z]")
_GENERIC_LINE = regex.compile(r"(?:(?:上述)?合计|总计|小计|其他|其它|[Oo]thers?|[Tt]otal)")
_LONGEST = 6
"""Letters of the longest of them."""
_TOTAL = regex.compile(r"(?:合计|总计|小计|(?i:total|subtotal|sum))")
_NUMBERED = regex.compile(
    r"^(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）.、．]\s*)+|^(?:图表|图|表)\s*[\d\-—.]+\s*[:：]?"
)


_GRAND = ("合计", "总计")
_DIGIT = regex.compile(r"\d")


def line_name(label: str, section: Section, cells: CellContext) -> str:
    """A row's name; ``合计`` of what, where the table or its part has a title that says so."""
    if len(label) > _LONGEST or not _GENERIC_LINE.fullmatch(label):
        return label.strip()
    if section.activity and not _TOTAL.fullmatch(label):
        return f"{section.activity} {label}" if label[0].isascii() else f"{section.activity}-{label}"
    whole = section.subtotalled and label in _GRAND and section.title != cells.caption
    for title in (*(() if whole else (section.title,)), cells.caption, cells.heading):
        bare = clean_label(_NUMBERED.sub("", title.strip()))
        told = 2 <= len(bare) <= 24 and not _DIGIT.search(bare) and not _CORNER.fullmatch(bare)
        if told and parse_unit(bare) is None:
            return f"{bare} {label}" if bare[-1].isascii() and label[0].isascii() else f"{bare}{label}"
    return label


_CORNER = regex.compile(
    r"项目(?:名称)?|科目(?:名称)?|\p{Han}{0,4}名称|\p{Han}{0,4}类别|\p{Han}{0,4}种类|账龄|指标|会计年度|年度|时间|[Ii]tems?"
)


def is_part(label: Head | None, dimensions: Mapping[str, str]) -> bool:
    """Whether a row's label names a part of the company (``化肥行业``), and no total."""
    if label is None or label.metric is not None or label.period is not None or "segment" in dimensions:
        return False
    return WORDY.search(label.label) is not None and not _TOTAL.fullmatch(label.label)


_VERSION = regex.compile(
    r"调整[前后]|重述|一致预期|市场预期|原预测|新预测|前值|前次|[Cc]onsensus|[Pp]revious|[Rr]evised|[Oo]ld|[Nn]ew|预测值|实际|[Ff]orecasts?|[Ee]stimates?"
)


def told_by(column: Head, cells: CellContext, section: Section, place: int) -> dict[str, str]:
    """What tells a cell from others of its row and period: the column's other words, the label on the left."""
    found: dict[str, str] = {}
    if place in section.repeated and column.words:
        version = column.words in section.versions or _VERSION.search(column.words)
        found["scenario" if version else "segment"] = column.words
    if cells.outer:
        found["segment"] = "-".join(part for part in (cells.outer, found.get("segment")) if part)
    return found


_LISTED = frozenset({"pe", "pb", "ps", "ev_ebitda", "share_price", "target_price", "market_cap", "dividend", "eps"})
"""What a company has for each of its listings."""
_COMPANIES = frozenset({"company", "security", "row"})


def told_around(
    subject: Name, owner: Head, rule: str, metric: Metric, cells: CellContext, section: Section
) -> dict[str, str]:
    """What the words around a row tell: the caption's market of its company, the title's listing, whose version."""
    found: dict[str, str] = {}
    if rule in ("table_column", "table_caption") and not cells.of_company and subject.kind in _COMPANIES:
        found |= cells.part.told_of(metric)
    elif rule == "table_caption" and cells.part.whole and metric.code == "share":
        found["of"] = cells.part.whole
    if metric.code == "share" and section.measured is not None and owner.whole:
        found["of"] = section.measured.label
    if section.listing and metric.code in _LISTED:
        found["of"] = section.listing
    said = PRIOR.match(owner.text) if owner.text[:1] in PRIOR_BEGINS else None
    if said is not None:
        found["scenario"] = said["said"]
    return found


_BRACKETED = regex.compile(r"[(（][^()（）]*[)）]")
_HEAD_OF_DOUBLE = regex.compile(r"^(.*?)(?:最高|最低|总|流通)")
_CLOSING = (")", "）")
_PART_IN_BRACKETS = regex.compile(r"(?P<part>[^\d(（]{1,14})[(（]\s*[\d.]+\s*[%％]\s*[)）]")


def shown_name(owner: Head, number: int, count: int) -> str | None:
    """The part of a double label (``总股本/流通股``) that a value of a double cell belongs to."""
    if count <= 1:
        return None
    parts = [p.strip() for p in _BRACKETED.sub("", owner.text).split("/")]
    if len(parts) == count and all(len(p) >= 2 for p in parts):
        head = _HEAD_OF_DOUBLE.match(parts[0])
        if number and head and head[1] and not parts[number].startswith(head[1]) and "最" in parts[number]:
            return head[1].strip() + parts[number]
        return parts[number].replace(" ", "")
    return None


_RATING = regex.compile(
    r"(?:强烈|谨慎|审慎)?(?:买入|增持|推荐|优于大市|跑赢|强于大市|持有|减持|卖出|中性|弱于大市|跑输)(?:[(（].*)?$"
    r"|(?i:buy|hold|sell|outperform|overweight|underweight|neutral|add|reduce|accumulate)(?:\s*[(（].*)?$"
)
"""A rating that heads the second column of key data (``投资评级 | 买入``)."""
_NO_SCENARIO = regex.compile(r"\d{3,4}-\d{3}|\d{7}")
"""Telephone numbers and the like."""


def column_dimensions(text: str, cell: Cell, owner: Head, column: Head, metric: Metric) -> dict[str, str]:
    """The part that a cell names itself (``巨量(77%)``), or the scenario that heads its column."""
    content = text[cell.start : cell.end].strip()
    match = _PART_IN_BRACKETS.fullmatch(content) if content.endswith(_CLOSING) else None
    if match:
        key = "channel" if "渠道" in column.text else "segment"
        return {key: match["part"].strip()}
    if owner is column or owner.text == column.text or column.period is not None or column.only_change:
        return {}
    case = column.text.rpartition("\n")[2].strip()
    if CASE.fullmatch(case):
        return {"scenario": case}
    tops = [line for line in column.text.split("\n") if line and not _GENERIC_HEADER.fullmatch(line)]
    if tops and (_RATING.match(tops[0]) or _NO_SCENARIO.search(tops[0]) or not WORDY.search(tops[0])):
        return {}
    if tops and (column.metric is None or SCENARIO.match(tops[0])):
        return {"scenario": SCENARIO.sub("", tops[0])[:60]}
    return {}


PRICES = frozenset({"price", "average_price"})


def direction_of(row_text: str, metric: Metric) -> str | None:
    """Whether a price is one of input or of output, as far as its row says."""
    if metric.code not in PRICES:
        return None
    has_in, has_out = (any(word in row_text for word in words) for words in (("输入", "input"), ("输出", "output")))
    if has_in and not has_out:
        return "input"
    return "output" if has_out and not has_in else None
