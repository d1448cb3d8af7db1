"""Values that a WeChat page holds in its scripts, read as text: no script is ever run.

The templates since 2018 write them as ``var ct = "1581517074"``, ``oriCreateTime = '…'``, ``nick_name: JsDecode('…')``,
``msg_title = '…'.html(false)``, ``d.ct = xml ? getXmlValue('ori_create_time.DATA') : '…'`` or plain ``title: '…'``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache

import regex

from extractors.documents.printed_times import SHANGHAI, local_time

_FALLBACK = r"(?:\(?\s{0,4}xml\s{0,4}\?\s{0,4}getXmlValue\([^()]{0,80}\)(?:\s{0,4}\*\s{0,4}1)?\s{0,4}:\s{0,4})?"
_STRING = r"""(?:\w{0,12}[dD]ecode\(\s{0,40}+)?(?:"((?:[^"\\\n]|\\.)*+)"|'((?:[^'\\\n]|\\.)*+)')"""
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": "", "\n": ""}
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")

_EARLIEST, _LATEST = datetime(2012, 8, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Official accounts began in August 2012; what lies outside is no time of publication."""


@lru_cache(maxsize=64)
def _assignment(name: str) -> regex.Pattern[str]:
    return regex.compile(
        rf"(?<![\w$-])(?:window\.|var\s|d\.)?{regex.escape(name)}[\"']?\s{{0,4}}[=:]\s{{0,40}}+{_FALLBACK}{_STRING}"
    )


class ScriptValues:
    """String values by name, first non-empty one first, over the scripts of one page."""

    def __init__(self, scripts: tuple[str, ...]) -> None:
        # Libraries that are inlined in the page are long and hold none of its data under these names.
        self._text = "\n".join(scripts)
        start = self._text.find("window.cgiDataNew = {")
        self._data_start = max(start, 0)

    def values(self, name: str, *, in_data: bool = False) -> Iterator[str]:
        """Every value that is given to ``name``, unescaped; ``in_data`` starts at the page's data object."""
        for match in _assignment(name).finditer(self._text, self._data_start if in_data else 0):
            value = unescape(match.group(1) if match.group(1) is not None else match.group(2))
            if value.strip():
                yield value

    def first(self, *names: str, in_data: bool = False) -> str | None:
        """The first value of the first of ``names`` that has one."""
        for name in names:
            for value in self.values(name, in_data=in_data):
                return value
        return None

    def holds(self, text: str) -> bool:
        """Whether the scripts hold a string."""
        return text in self._text


def unescape(value: str) -> str:
    r"""A JavaScript string literal's value.

    >>> unescape(r"\x3cp\x3e7\u4ebf\x0a")
    '<p>7亿\n'
    """
    return _ESCAPE.sub(_unescaped, value) if "\\" in value else value


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2) or match.group(3)
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    return _SIMPLE.get(match.group(4), match.group(4))


def plain(value: str) -> str:
    """A title or name that a script holds with HTML entities in it, maybe twice over."""
    return " ".join(html.unescape(html.unescape(value)).split())


def lines_of(value: str) -> str:
    r"""A text of several lines that a script or a meta field holds: escapes and entities resolved, line by line.

    >>> lines_of(r"营收\x26lt;5亿\x0a净利1亿")
    '营收<5亿\n净利1亿'
    """
    return "\n".join(plain(line) for line in unescape(value).split("\n"))


def published(values: ScriptValues) -> tuple[date | None, datetime | None]:
    """The day (in Shanghai) and the moment (UTC) of publication as the page's scripts say."""
    for name in ("ct", "oriCreateTime", "ori_create_time", "create_time", "publish_time", "createTime"):
        for value in values.values(name):
            if _EPOCH.fullmatch(value.strip()):
                moment = datetime.fromtimestamp(int(value.strip()[:10]), UTC)
                if _EARLIEST <= moment < _LATEST:
                    return moment.astimezone(SHANGHAI).date(), moment
    for name in ("create_time", "publish_time", "publishTime"):
        for value in values.values(name):
            day, local = local_time(value)
            if day is not None:
                return day, local
    return None, None
