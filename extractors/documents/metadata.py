"""What a report or filing says of itself, from the lines of its first page and the texts after it.

Shared by the readers of PDF and of plain text: the first gives sizes and places of lines, the second only their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import regex

from extractors.documents.bylines import (
    Rating,
    find_authors,
    find_english_authors,
    find_english_rating,
    find_rating,
    find_subjects,
    find_target_price,
)
from extractors.documents.dates import find_date, is_date_line, is_span
from extractors.documents.issuers import short_name_of
from extractors.documents.joins import is_cjk
from extractors.documents.publishers import find_publisher
from extractors.documents.titles import TABLE_SIZE, ChosenTitle, FrontLine, choose_title
from extractors.records import Metadata

__all__ = ["FrontLine", "find_date", "read_metadata"]

_FILING = regex.compile(
    r"(?:公司代码|证券代码|股票代码|A\s?股代码)\s?[:：]|公告编号\s?[:：]|(?:董事会|"
    r"监事会).{0,30}保证.{0,20}(?:真实|内容)|"
    r"财务报表附注|募集说明书|招股说明书|年度报告(?:全文|摘要)|季度报告(?:全文)?$|补充资料"
)
_SHORT_NAME = regex.compile(
    r"(?:公司|证券|股票|A\s?股)简称\s?[:：|]?\s?([\p{Han}A-Za-z*][\p{Han}\w*]{1,7})(?:\s?[A-Z]\b)?"
)
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
    ("fixed_income", r"固定收益|固收|债券|利率债|信用债|可转债|城投|Fixed Income"),
    ("weekly", r"周报|周观点|周跟踪|周度|双周|Weekly"),
    ("macro", r"宏观|Macro|经济研究"),
    (
        "company",
        r"公司(?:研究|点评|深度|报告|动态|简评|跟踪|评论|首次|财报|快评|信息)|个股|"
        r"季报点评|年报点评|业绩点评|[Cc]ompany (?:[Uu]pdate|[Rr]eport|"
        r"[Rr]esearch|[Nn]ote)|[Ii]nitiation|调研",
    ),
    ("strategy", r"策略|大类资产|资产配置|Strategy"),
    ("industry", r"行业|产业|板块|Sector|Industry"),
)
_LABEL_LINE = regex.compile(r"研究|报告|点评|专题|策略|宏观|晨报|周报|简报|[Rr]eport|[Rr]esearch|Update")
_LABELLED_DATE = regex.compile(r"(?:发布|报告|撰写|完成|出版)(?:日期|时间)|^日期\s?[:：]|Date")
_OTHER_DATE = regex.compile(r"《|截至|截止|收盘|数据|评级日期|成立|上市|更新于")
_REPORT_MARK = regex.compile(r"证券研究报告|证券分析师|分析师(?:声明|承诺)|投资评级(?:说明|标准)")
_SIGNED = regex.compile(r"(?:董事会|监事会|公司)\s?(?:\d|[二〇○零一]{2})")
_PERIOD_ENDS = frozenset({(3, 31), (6, 30), (9, 30), (12, 31)})
_ENGLISH_SHARE = 0.6


def read_metadata(front: Sequence[FrontLine], texts: Sequence[str], *, title: ChosenTitle | None = None) -> Metadata:
    """Metadata of a broker report or filing.

    ``front`` are the lines of the first page in reading order, furniture included; ``texts`` all blocks of the
    document, boilerplate included, where the house is named again and again. A ``title`` that the reader chose itself
    stands.
    """
    lines = [line.text for line in front]
    body = [text for text in texts if len(text) > 20]
    publisher = find_publisher(texts, [text for text in lines if len(text) <= 60])
    licensed = any(regex.search(r"[SA]\d{13}", text) for text in texts)
    head = " ".join(lines[:40])
    is_filing = not licensed and _is_filing(lines, texts)
    chosen = title or choose_title(front)
    name, subtitle = (chosen.title, chosen.subtitle) if chosen is not None else (None, None)
    language = _language(texts)
    if is_filing:
        company = _short_name(texts) or _full_name((*(([name]) if name else []), *lines))
        return Metadata(
            kind="filing",
            report_type=_first_type(_TYPES, f"{name or ''} {head[:200]}"),
            title=name,
            subtitle=subtitle,
            publisher=company,
            published_on=_filing_date(front, texts),
            subject_hints=find_subjects([name or "", *lines[:12]]) or _codes(lines),
            language=language,
        )
    is_report = licensed or publisher is not None or any(_REPORT_MARK.search(text) is not None for text in texts)
    if not is_report:
        return Metadata(
            kind="other", title=name, subtitle=subtitle, published_on=_report_date(front), language=language
        )
    rating = find_rating(lines, body) or (find_english_rating(lines) if language == "en" else None) or Rating("", None)
    target = find_target_price(lines, ())
    authors, licences = find_authors(lines)
    if not authors and language == "en":
        authors = find_english_authors(lines)
    subjects = find_subjects([name or "", subtitle or ""]) or find_subjects(
        text for text in lines if len(text) <= 40 and "《" not in text and "，" not in text
    )
    return Metadata(
        kind="broker_report",
        report_type=_report_type(lines, f"{name or ''} {subtitle or ''}", bool(subjects)),
        title=name,
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


def _report_type(lines: Sequence[str], title: str, about_company: bool) -> str | None:
    """By the label that the house prints over its report, then by the title."""
    labels = [text for text in lines if len(text) <= 24 and _LABEL_LINE.search(text) is not None and "《" not in text]
    found = [_first_type(_REPORT_TYPES, text) for text in labels]
    for kind in ("morning_note", "quant", "company"):
        if kind in found:
            return kind
    named = _first_type(_REPORT_TYPES, title)
    if named in ("weekly", "company", "morning_note"):
        return named
    return next((kind for kind in found if kind is not None), None) or ("company" if about_company else named)


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


_SUFFIX = regex.compile(r"(?:股份有限公司|有限责任公司|有限公司)$")


def _full_name(texts: Sequence[str]) -> str | None:
    for text in texts:
        match = _FULL_NAME.search(text)
        if match is not None:
            return short_name_of(match.group(1)) or _SUFFIX.sub("", match.group(1))
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
    written = [text for text in alone if "年" in text or any(char.isalpha() and char.isascii() for char in text)]
    # Bare figures (2019-05-31) in number are a chart's axis; one of them alone is the report's date.
    figures = alone if len(alone) == 1 else []
    short = [
        line.text
        for line in front
        if len(line.text) <= 48
        and line.size != TABLE_SIZE
        and _OTHER_DATE.search(line.text) is None
        and not is_date_line(line.text)
        and not is_span(line.text)
        and _LABEL_LINE.search(line.text) is not None
    ]
    for text in (*labelled, *written, *figures, *short):
        day = find_date(text)
        if day is not None:
            return day
    return None


def _filing_date(front: Sequence[FrontLine], texts: Sequence[str]) -> date | None:
    """The date under a filing's signature, near its end, or alone on its cover, where a period's last day heads a
    statement's columns."""
    for text in reversed(texts[-12:]):
        if is_date_line(text) or (len(text) <= 60 and _SIGNED.search(text) is not None):
            day = find_date(text)
            if day is not None:
                return day
    cover = (find_date(line.text) for line in front[:30] if line.size != TABLE_SIZE and is_date_line(line.text))
    return next((day for day in cover if day is not None and (day.month, day.day) not in _PERIOD_ENDS), None)


def _language(texts: Sequence[str]) -> str | None:
    sample = "".join(texts)[:6000]
    letters = [char for char in sample if char.isalpha()]
    if not letters:
        return None
    latin = sum(char.isascii() for char in letters)
    return "en" if latin > _ENGLISH_SHARE * len(letters) and sum(map(is_cjk, letters)) < 0.3 * len(letters) else "zh"
