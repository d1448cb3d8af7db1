"""What stands at the top of Markdown that a reader service or an exporter made: title, address, date, account.

Forms: ``Title: … / URL Source: … / Markdown Content:``; a front matter between ``---``; ``# title`` with lines such as
``**发布日期**: …`` or ``> 公众号: …`` and perhaps a heading ``## 内容`` over the body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

_READER_LINE = re.compile(
    r"(Title|URL Source|Published Time|Author|Site|Description|Warning|Number of Pages|Image|Favicon)[ \t]*:[ \t]*(.*)"
)
_CONTENT = re.compile(r"(?:Markdown Content|Text Content|Content)[ \t]*:[ \t]*(.*)")
_TITLE = re.compile(r"\#[ \t]+(.{1,300}?)[ \t#]*")
_FIELD = re.compile(
    r"[>*\-\s]{0,6}(?:\*\*|__)?(公众号|来源|作者|发布日期|发布时间|发表时间|日期|时间|原文链接|新闻链接|链接|文章链接|网址|编辑|字数|阅读量|阅读|摘要"
    r"|[Aa]uthor|[Dd]ate|[Ss]ource|[Uu][Rr][Ll]|[Ll]ink|[Pp]ublished)(?:\*\*|__)?[ \t]{0,3}[:：](?:\*\*|__)?[ \t]*(.*)"
)
_LINK = re.compile(r"\[[^\]\n]{0,200}\]\(\s*<?(https?://[^\s)>]{1,2000})")
_ADDRESS = re.compile(r"https?://[^\s)>\]\"']{4,2000}")
_IMAGE_ONLY = re.compile(r"(?:\s*!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)\s*){1,20}")
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|(?:\* ){2,}\*)\s*")
_BODY_HEADING = re.compile(r"\#{1,3}[ \t]*(?:内容|正文|新闻内容|文章内容|Content)[ \t]*")

_KEYS = {
    "公众号": "account", "来源": "source", "作者": "author", "author": "author", "发布日期": "date", "发布时间": "date",
    "发表时间": "date", "日期": "date", "时间": "date", "date": "date", "published": "date", "原文链接": "url",
    "新闻链接": "url", "链接": "url", "文章链接": "url", "网址": "url", "url": "url", "link": "url", "source": "source",
}  # fmt: skip
_FRONT_KEYS = {
    "title": "title", "source": "source", "account": "account", "author": "author", "authors": "author",
    "sourceurl": "url", "url": "url", "link": "url", "original_url": "url", "source_url": "url",
    "publishedat": "date", "published": "date",
    "date": "date", "publish_time": "date", "pubdate": "date", "created": "date", "nickname": "account",
    "公众号": "account", "标题": "title", "作者": "author", "日期": "date", "发布时间": "date",
    "来源": "source", "链接": "url",
}  # fmt: skip
_MAX_HEAD_LINES = 40


@dataclass(slots=True)
class Head:
    """The head's fields, as printed, and the body below it."""

    body: str
    title: str | None = None
    url: str | None = None
    date: str | None = None
    author: str | None = None
    source: str | None = None
    account: str | None = None
    others: dict[str, str] = field(default_factory=dict)

    def put(self, key: str, value: str) -> None:
        """Take a field, the first one of its kind."""
        value = value.strip()
        if key == "url":
            found = _LINK.search(value) or _ADDRESS.search(value)
            if found is None:
                return
            value = found.group(1) if found.re is _LINK else found.group()
        if value and key in ("title", "url", "date", "author", "source", "account") and getattr(self, key) is None:
            setattr(self, key, value)


def read_head(text: str) -> Head:
    """Part a Markdown text in its head and its body."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").lstrip()
    if text.startswith("---"):
        found = _front_matter(text)
        if found is not None:
            return _fields(found)
    if _READER_LINE.match(text) is not None:
        return _reader(text)
    return _fields(Head(text))


def _reader(text: str) -> Head:
    head = Head(text)
    keys = {"Title": "title", "URL Source": "url", "Published Time": "date", "Author": "author", "Site": "source"}
    lines = text.split("\n")
    for number, line in enumerate(lines[:_MAX_HEAD_LINES]):
        content = _CONTENT.fullmatch(line.strip())
        if content is not None:
            head.body = "\n".join([content.group(1), *lines[number + 1 :]])
            return head
        match = _READER_LINE.fullmatch(line.strip())
        if match is not None:
            head.put(keys.get(match.group(1), ""), match.group(2))
        elif line.strip():
            head.body = "\n".join(lines[number:])
            return head
    head.body = "\n".join(lines[_MAX_HEAD_LINES:])
    return head


def _front_matter(text: str) -> Head | None:
    end = re.search(r"\n---[ \t]*(?:\n|$)", text[:20_000])
    if end is None:
        return None
    block = text[3 : end.start()].strip("\n")
    head = Head(text[end.end() :])
    try:
        # BaseLoader keeps every scalar a string: a date stays as it was printed.
        data = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        data = None
    if not isinstance(data, dict):
        data = dict(line.split(":", 1) for line in block.split("\n") if ":" in line and line[:1].strip())
    for key, value in data.items():
        name = _FRONT_KEYS.get(str(key).strip().lower())
        if name is not None:
            value = "、".join(map(str, value)) if isinstance(value, list) else str(value)
            head.put(name, value.strip().strip("\"'"))
    return head


def _fields(head: Head) -> Head:
    """Take the title heading and the fields under it off the body's top."""
    lines = head.body.split("\n")
    number, found, start = 0, False, 0
    while number < min(len(lines), _MAX_HEAD_LINES):
        line = lines[number].strip()
        number += 1
        if not line or _RULE.fullmatch(line) or (found and _IMAGE_ONLY.fullmatch(line)):
            continue
        title = _TITLE.fullmatch(line)
        if title is not None and head.title in (None, title.group(1).strip()) and not found:
            head.put("title", title.group(1))
            start = number
            continue
        if _BODY_HEADING.fullmatch(line) and (found or head.title):
            start = number
            break
        match = _FIELD.fullmatch(line)
        # A sentence may begin like a field: a field's value is short, or a link.
        if match is None or (len(match.group(2)) > 60 and "://" not in match.group(2)):
            break
        found = True
        head.put(_KEYS.get(match.group(1).lower(), ""), match.group(2))
        start = number
    head.body = "\n".join(lines[start:])
    return head
