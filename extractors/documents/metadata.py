"""What a report or filing says of itself, from the lines of its first page and the texts after it.

Shared by the readers of PDF and of plain text: the first gives sizes and places of lines, the second only their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import regex

from extractors.documents.boilerplate import is_contact, is_running_line
from extractors.documents.bylines import (
    Rating,
    find_authors,
    find_english_rating,
    find_rating,
    find_subjects,
    find_target_price,
)
from extractors.documents.dates import find_date, is_date_line
from extractors.documents.joins import glue, is_cjk
from extractors.documents.publishers import find_publisher
from extractors.documents.titles import FrontLine, choose_title
from extractors.records import Metadata

__all__ = ["FrontLine", "find_date", "read_metadata"]

_FILING = regex.compile(
    r"(?:公司代码|证券代码|股票代码|A\s?股代码)\s?[:：]|公告编号\s?[:：]|(?:董事会|监事会).{0,30}保证.{0,20}(?:真实|内容)|"
    r"财务报表附注|募集说明书|招股说明书|年度报告(?:全文|摘要)|季度报告(?:全文)?$|补充资料"
)
_SHORT_NAME = regex.compile(r"(?:公司|证券|股票|A\s?股)简称\s?[:：|]?\s?([\p{Han}A-Za-z*][\p{Han}\w*]{1,7})(?:\s?[A-Z]\b)?")
_SHARE_LETTER = regex.compile(r"(?:公司|证券|股票|A\s?股)简称\s?[:：|]?\s?(\p{Han}{2,6}\s?[AB])(?![A-Za-z])")
_FULL_NAME = regex.compile(r"(\p{Han}{4,24}?(?:股份有限公司|集团有限公司|有限责任公司|有限公司))")
_TYPES = (
    ("annual_report", r"年度报告(?!点评|解读|的)|[Aa]nnual [Rr]eport(?! review)"),
    ("quarterly_report", r"(?:第[一三]季度|[一三]季度)报告(?!点评|解读)"),
    ("interim_report", r"半年度报告|中期报告"),
    ("prospectus", r"募集说明书|招股说明书"),
    ("announcement", r"公告|通知书|决议"),
)
_REPORT_TYPES = (
    ("morning_note", r"晨报|晨会|早报|早间|Morning"),
    ("quant", r"金融工程|金工|量化|数量化|衍生品研究|选股|因子|CTA|Quant"),
    ("fixed_income", r"固定收益|固收|债券|利率|信用债|可转债|城投|Fixed Income"),
    ("weekly", r"周报|周观点|周跟踪|周度|双周|Weekly"),
    ("macro", r"宏观|Macro|经济研究"),
    ("company", r"公司(?:研究|点评|深度|报告|动态|简评|跟踪|评论|首次|财报|快评|信息)|个股|季报点评|年报点评|业绩点评|[Cc]ompany (?:[Uu]pdate|[Rr]eport|[Rr]esearch|[Nn]ote)|[Ii]nitiation|调研"),
    ("strategy", r"策略|大类资产|资产配置|Strategy"),
    ("industry", r"行业|产业|板块|Sector|Industry"),
)
_LABELLED_DATE = regex.compile(r"(?:发布|报告|撰写|完成|出版)(?:日期|时间)|^日期\s?[:：]|Date")
_OTHER_DATE = regex.compile(r"《|截至|截止|收盘|数据|评级日期|成立|上市|更新于")
_ENGLISH_SHARE = 0.6


def read_metadata(front: Sequence[FrontLine], texts: Sequence[str]) -> Metadata:
    """Metadata of a broker report or filing.

    ``front`` are the lines of the first page in reading order, furniture included; ``texts`` all blocks of the
    document, boilerplate included, where the house is named again and again.
    """
    lines = [line.text for line in front]
    body = [text for text in texts if len(text) > 20]
    publisher = find_publisher(texts, [text for text in lines if len(text) <= 60])
    licensed = any(regex.search(r"[SA]\d{13}", text) for text in texts)
    head = " ".join(lines[:40])
    is_filing = not licensed and _is_filing(lines, texts)
    chosen = choose_title(front)
    title, subtitle = (chosen.title, chosen.subtitle) if chosen is not None else (None, None)
    language = _language(texts)
    if is_filing:
        company = _short_name(texts) or _full_name((*(([title]) if title else []), *lines))
        return Metadata(
            kind="filing",
            report_type=_first_type(_TYPES, f"{title or ''} {head[:200]}"),
            title=title,
            subtitle=subtitle,
            publisher=company,
            published_on=_filing_date(lines, texts),
            subject_hints=find_subjects([title or "", *lines[:12]]) or _codes(lines),
            language=language,
        )
    is_report = licensed or publisher is not None or "证券研究报告" in head
    if not is_report:
        return Metadata(kind="other", title=title, subtitle=subtitle, published_on=_report_date(front), language=language)
    rating = find_rating(lines, body) or (find_english_rating(lines) if language == "en" else None) or Rating("", None)
    target = find_target_price(lines, ())
    authors, licences = find_authors(lines)
    report_type = _first_type(_REPORT_TYPES, f"{title or ''} {subtitle or ''}") or _first_type(_REPORT_TYPES, " ".join(lines[:25]))
    around = [text for text in (title, subtitle, *lines) if text and len(text) <= 80 and "《" not in text]
    subjects = find_subjects(around)
    kinds = _first_type(_REPORT_TYPES, " ".join(text for text in lines if len(text) <= 24))
    return Metadata(
        kind="broker_report",
        report_type=report_type or kinds,
        title=title,
        subtitle=subtitle,
        publisher=publisher,
        authors=authors,
        author_licences=licences,
        published_on=_report_date(front),
        rating=rating.rating or None,
        rating_change=rating.change,
        target_price=target[0] if target is not None else None,
        target_price_unit=target[1] if target is not None else None,
        subject_hints=subjects,
        language=language,
    )


def _is_filing(lines: Sequence[str], texts: Sequence[str]) -> bool:
    if any("证券研究报告" in text for text in lines):
        return False
    near = [*lines[:40], *texts[:30]]
    return any(_FILING.search(text) is not None and len(text) <= 400 for text in near)


def _short_name(texts: Sequence[str]) -> str | None:
    for text in texts[:400]:
        letter = _SHARE_LETTER.search(text)
        if letter is not None:
            return letter.group(1).replace(" ", "")
        match = _SHORT_NAME.search(text)
        if match is not None:
            return match.group(1)
    return None


def _full_name(texts: Sequence[str]) -> str | None:
    for text in texts:
        match = _FULL_NAME.search(text)
        if match is not None:
            return match.group(1)
    return None


def _codes(lines: Sequence[str]) -> tuple[str, ...]:
    """``比亚迪(002594)`` from a filing's line of codes and short names."""
    for text in lines[:20]:
        code = regex.search(r"(?:证券|股票|公司|A\s?股)代码\s?[:：]\s?(\d{6})", text)
        if code is not None:
            name = _short_name([text]) or _short_name(lines[:20])
            return (f"{name}({code.group(1)})",) if name else (code.group(1),)
    return ()


def _first_type(types: Sequence[tuple[str, str]], text: str) -> str | None:
    return next((name for name, cue in types if regex.search(cue, text) is not None), None)


def _report_date(front: Sequence[FrontLine]) -> date | None:
    """A date that is labelled as the publication's, or stands alone; then any that no other label claims."""
    labelled = [line.text for line in front if _LABELLED_DATE.search(line.text) is not None and len(line.text) <= 40]
    alone = [line.text for line in front if is_date_line(line.text)]
    short = [line.text for line in front if len(line.text) <= 40 and _OTHER_DATE.search(line.text) is None]
    for texts in (labelled, alone, short):
        for text in texts:
            day = find_date(text)
            if day is not None and not (texts is short and regex.search(r"[（(][^）)]*\d{4}-", text)):
                return day
    return None


def _filing_date(lines: Sequence[str], texts: Sequence[str]) -> date | None:
    """The date under a filing's signature, near its end, or alone on its cover."""
    for text in reversed(texts[-12:]):
        if is_date_line(text) or (len(text) <= 60 and regex.search(r"董事会|监事会|公司\s*\S*\d{4}年", text)):
            day = find_date(text)
            if day is not None:
                return day
    return next((find_date(text) for text in lines[:30] if is_date_line(text)), None)


def _language(texts: Sequence[str]) -> str | None:
    sample = "".join(texts)[:6000]
    letters = [char for char in sample if char.isalpha()]
    if not letters:
        return None
    latin = sum(char.isascii() for char in letters)
    return "en" if latin > _ENGLISH_SHARE * len(letters) and sum(map(is_cjk, letters)) < 0.3 * len(letters) else "zh"


def is_apart(text: str) -> bool:
    """Whether a line of a first page is no part of its text: a contact, a running line."""
    return is_contact(text) or is_running_line(text)


def join_lines(lines: Sequence[str]) -> str:
    """Lines of one title as one."""
    out = ""
    for line in lines:
        out = out + glue(out, line) + line
    return out
