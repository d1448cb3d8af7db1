"""Lines that say what they are: captions, unit lines, source lines, notes, numbered headings."""

from __future__ import annotations

import regex

_CAPTION = regex.compile(
    r"(?:图表|附图|附表|图|表|Figure|Fig\.|Table|Chart|Exhibit)\s*(?:\d{1,3}(?:[-.]\d{1,3})?|"
    r"[一二三四五六七八九十]{1,3})\s*"
    r"(?:[:：.、．|]|[^\d\s，。,;；中所示至和与、~-]|\s(?=\S))",
    regex.IGNORECASE,
)
_CAPTION_PLAIN = regex.compile(r"(?:图|表|图表)[:：]\s*\S")
_UNIT = regex.compile(
    r"[(（]?\s*(?:金额)?单位\s*[:：].{1,40}|[(（](?:人民币)?(?:百万|千|万|亿)?元(?:/股)?[)）]|"
    r"(?:除特别注明外，?)?.{0,8}金额单位[为:：].{1,30}"
)
_GENERAL_UNIT = regex.compile(
    r"[(（]?\s*(?:除(?:特别|另有|另外|特殊)?(?:注明|说明|标明|指明)者?以?外\s*[,，]?\s*|(?=.*[均都]))"
    r"(?:所有|有关)?(?:金额|货币)(?:单位)?\s*[均都]?\s*[为以系]\s*"
    r"(?P<unit>(?:人民币|港币|美元)?(?:十亿|百万|千万|[千万亿])?(?:元|美元|港元|人民币))"
    r"(?:列示|表示|列报|为单位|为货币单位)?\s*[)）]?"
)
_SOURCE = regex.compile(r"(?:资料|数据|信息|图片)?\s?来源\s?[:：]|Sources?\s?[:：]", regex.IGNORECASE)
_NOTE = regex.compile(r"(?:注|备注|附注|注释|Notes?)\s?\d{0,2}\s?[:：]|[*＊※]\s?注", regex.IGNORECASE)
_NUMBERED = (
    regex.compile(r"第[一二三四五六七八九十百\d]{1,4}[章节部分篇]"),
    regex.compile(r"[一二三四五六七八九十]{1,3}\s?[、.．]|(?:\d{1,2})[.、．]?\s?(?=[^\d\s.、%）)年月日，。])(?!\d)"),
    regex.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}\.\d{1,2}[.、\s]?(?=[^\d%])"),
    regex.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}[.、\s]?(?=[^\d%])|[(（]\d{1,2}[)）]"),
)
_CONTENTS = regex.compile(
    r"\S.{0,120}?(?:(?:[.·・]\s?){5,}+|…{2,}+|(?:\.{2,}\s?){3,}+)[.…\s-]{0,8}(?:\d{1,3}|"
    r"[-–—]\s?\d{1,3}\s?[-–—]|[IVX]{1,5})?"
)
_SENTENCE_END = frozenset("。；;，,、")
UNIT_IN_TEXT = regex.compile(
    r"单位\s*[:：]\s*([^)）\s，,;；]{1,16})|[(（]\s*((?:人民币|港币|美元)?\s?(?:十亿|"
    r"百万|千万|[千万亿])?(?:元|美元|港元|人民币|欧元|日元|港币|"
    r"股|吨|吉瓦时|平方米)(?:/\S{1,3})?|"
    r"(?:RMB|US\$|HK\$|USD|HKD|CNY|Rmb)\s?(?:mn|bn|m|million|billion)?|%)\s*[)）]"
)


def is_caption(text: str) -> bool:
    """Whether a line is a figure's or table's caption: ``图3：…``, ``图表 12：…``, ``Figure 4: …``."""
    if len(text) > 90 or text[-1:] in "。；":
        return False
    return _CAPTION.match(text) is not None or (_CAPTION_PLAIN.match(text) is not None and len(text) <= 50)


def is_figure_caption(text: str) -> bool:
    """Whether a caption says that it is a picture's, not a table's."""
    return is_caption(text) and text[:1] == "图" and text[1:2] != "表"


def is_unit_line(text: str) -> bool:
    """Whether a line says no more than the unit of a table: ``单位：百万元``."""
    return (len(text) <= 45 and _UNIT.fullmatch(text.strip()) is not None) or general_unit(text) is not None


def general_unit(text: str) -> str | None:
    """The unit of all tables that follow, where a line says it: ``千元`` of ``（除另有说明外，金额单位均为千元）``."""
    if len(text) > 60 or not ("金额" in text or "货币" in text):
        return None
    match = _GENERAL_UNIT.fullmatch(text.strip())
    return match["unit"] if match else None


def is_source(text: str) -> bool:
    """Whether a line says where a table's or figure's data come from: ``资料来源：Wind``."""
    return _SOURCE.match(text) is not None


def is_contents_line(text: str) -> bool:
    """Whether a line is one of a table of contents: a heading, dots, a page number."""
    return _CONTENTS.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a line is a note under a table: ``注：…``."""
    return _NOTE.match(text) is not None


def numbered_level(text: str) -> int | None:
    """The level of a numbered heading (1 for ``一、`` and ``第一章``), None where a short line is none."""
    if len(text) > 50 or text[-1:] in _SENTENCE_END:
        return None
    for level, pattern in enumerate(_NUMBERED):
        if pattern.match(text):
            return max(1, level)
    return None


def unit_in(text: str | None) -> str | None:
    """The unit that a caption, a table's corner or a unit line names: ``百万元`` of ``利润表（百万元）``."""
    if not text:
        return None
    match = UNIT_IN_TEXT.search(text)
    if match is None:
        return None
    return (match.group(1) or match.group(2)).strip() or None
