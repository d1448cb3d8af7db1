"""What a cell's text is: a number, a period's name, a stand-in for no value."""

from __future__ import annotations

import functools

import regex

_NUMBER = regex.compile(
    r"[<>≤≥≈~约]?[(（]?[-+−–—]?[(（]?(?:HKD?|USD?|RMB|Rmb|"
    r"CNY)?\s?[¥$￥€]?[-+−]?\d[\d,，]*+(?:\.\d+)?(?:[/~–-][-+]?\d[\d,]*+(?:\.\d+)?)?"
    r"\s?(?:%|％|pcts?|bps?|pp|[xX]|mn|bn|m|倍|个?百分点|(?:十亿|百万|千万|[千万亿百])*(?:人民币|港币|[港美日欧韩新台]|英镑)?[元股手吨家只个天年次人户]?)?"
    r"(?:/[股吨天月年])?[)）]?\*{0,3}"
)
_PERIOD = regex.compile(
    r"(?:(?:FY|CY)?\d{2,4}\s?(?:年|年度)?(?:[AEFP]|\(E\)|\(A\)|预测)?|[1-4]Q\s?'?\d{2,4}[AEFP]?|"
    r"\d{2,4}Q[1-4]-?[1-4]?[AEFP]?|"
    r"\d{2,4}H[12][AEFP]?|[12]H\s?\d{2,4}[AEFP]?|\d{1,3}[MYDW]|YTD|\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?[AEFP]?|\d{1,2}/\d{1,2}/\d{4}|"
    r"\d{4}[-–~/至]\d{2,4}[AEFP]?|(?:Mar|Jun|Sep|Dec)-?\d{2}[AEFP]?)"
)
_BLANK = regex.compile(r"[-—–/－]{1,3}|[Nn]\.?[/.]?[AaMm]\.?|不适用")
_GROUPED = regex.compile(r"[-+−–]?[(（]?[-+−–]?[¥$￥€]?\d{1,3}(?:,\d{3})++(?:\.\d+)?%?[)）]?")
_BREAKS_OFF = regex.compile(r",\d{0,2}$|\d\.$")
_NOT_NUMBER = regex.compile(r"0\d{2,3}-\d{7,8}|\d{11}|[SA]\d{10,13}")


def is_number(text: str) -> bool:
    """Whether a cell's text is a number with at most a unit: ``1,567``, ``-8.61%``, ``(13.1)``, ``109.50/41.00``."""
    if _NUMBER.fullmatch(text) is None or _NOT_NUMBER.fullmatch(text) is not None:
        return False
    return text.count("(") + text.count("（") == text.count(")") + text.count("）")


def is_period(text: str) -> bool:
    """Whether a cell's text names a period: ``2024A``, ``2025E``, ``1Q25``, ``3M``, ``2024/6/30``."""
    if _PERIOD.fullmatch(text) is None:
        return False
    year, _, month = text.partition(".")
    if not year.isdigit() or not (month or text.isdigit()):
        return True
    # 2407.5 is no month.
    return 1990 <= int(year) <= 2049 and (not month.isdigit() or 1 <= int(month) <= 12)


def is_blank(text: str) -> bool:
    """Whether a cell stands for no value: a dash, ``N/A``."""
    return _BLANK.fullmatch(text) is not None


def is_cut(before: str, after: str) -> bool:
    """Whether two lines of a cell are one number that the first had no room for.

    >>> is_cut("135,278,2", "16.49"), is_cut("574,540,166", ".11"), is_cut("1,234.5", "16.49")
    (True, True, False)
    """
    broken = _BREAKS_OFF.search(before) is not None or after[:1] in (".", ",")
    return broken and _GROUPED.fullmatch(before + after) is not None


def may_be_cut(before: str, after: str) -> bool:
    """Whether two lines of a cell could be one number, though each is a number of its own: ``17,921,377.1``, ``4``."""
    return after.isdigit() and len(after) <= 2 and "." in before and _GROUPED.fullmatch(before + after) is not None


@functools.lru_cache(maxsize=16384)
def is_value(text: str) -> bool:
    """A number, a period or a stand-in for one."""
    return is_number(text) or is_period(text) or is_blank(text)


def is_figure_number(text: str) -> bool:
    """Whether a cell's text is a number that is no period's name: ``2,024`` is, ``2024`` is not."""
    return is_number(text) and not is_period(text)
