"""What the bytes of a file are, by their content alone."""

from __future__ import annotations

import re

from extractors.documents import charset
from extractors.records import Unreadable

_PDF_WINDOW = 1024
_HEAD_CHARACTERS = 4096

_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file (image, sound or film)"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "an RTF document"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
)

_HTML_HEAD = re.compile(
    r"<(?:!doctype|html|head|body|title|meta|link|script|style|div|section|article|table|frameset|p|h[1-6]|svg|math|ul|ol|a)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]{0,20}(?:\s[^<>]{0,400})?/?>")
_XML = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
_WECHAT = re.compile(
    r"""id=["']?js_content\b|class=["'](?:[^"'<>]{0,80}\s)?rich_media_content\b|id=["']activity-detail["']|class=["'][^"']{0,80}\bwx_wap_page\b|\bwindow\.cgiDataNew\s*="""
    r"""|mp\.weixin\.qq\.com/mp/(?:wapcommreport|profile_ext)|var\s+msgList\s*="""
    r"""|<meta[^<>]{0,80}["']og:url["'][^<>]{0,40}//mp\.weixin\.qq\.com/s\b"""
)
_WECHAT_WORDS = (
    "js_content",
    "rich_media_content",
    "mp.weixin.qq.com/s",
    "activity-detail",
    "wx_wap_page",
    "cgiDataNew",
    "mp.weixin.qq.com/mp/",
    "msgList",
)
_WECHAT_NOTICE = re.compile(
    r"<title>\s*(?:该内容暂时无法查看|此内容因违规无法查看|该内容已被发布者删除|微信公众平台|环境异常|参数错误)\s*</title>"
)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:[A-Za-z_][\w-]*[ \t]*:.*\n|[ \t-].*\n){1,60}?---[ \t]*(?:\n|\Z)")
_READER_HEAD = re.compile(r"(?:Title|URL Source|Published Time|Markdown Content):[ \t]*\S?", re.MULTILINE)
_MARKDOWN_LINE = re.compile(
    r"^(?:\#{1,6}[ \t]+\S|!\[[^\]\n]{0,200}\]\(|\[[^\]\n]{1,200}\]\((?:https?:|/|\.)|>[ \t]\S|\|.{1,400}\|[ \t]*$|```)",
    re.MULTILINE,
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEADING_FIRST = re.compile(r"\s*\#{1,2}[ \t]+\S")


def sniff(raw: bytes) -> str:
    """``pdf``, ``wechat``, ``html``, ``markdown`` or ``text``.

    Raises :class:`Unreadable` with ``empty`` for a file without content, ``unknown_type`` for any other kind of file.
    """
    if not raw.strip(b"\x00\t\n\x0b\x0c\r \xef\xbb\xbf"):
        raise Unreadable("empty", "the file holds nothing")
    if b"%PDF-" in raw[:_PDF_WINDOW]:
        return "pdf"
    for magic, name in _MAGIC:
        if raw.startswith(magic):
            raise Unreadable("unknown_type", f"this is {name}: PDF, HTML, Markdown and plain text can be read")
    return sniff_text(charset.decode(raw))


def sniff_text(text: str) -> str:
    """As :func:`sniff`, for a file that is decoded already."""
    _refuse_binary(text)
    head = text[:_HEAD_CHARACTERS].lstrip("\ufeff \t\r\n\x0b\x0c\u3000")
    if not head and not text.strip():
        raise Unreadable("empty", "the file holds nothing but space")
    if _is_markdown_head(head):
        return "markdown"
    if _is_html(head, text):
        return "wechat" if _is_wechat(text, head) else "html"
    sample = text[:100_000]
    if _HEADING_FIRST.match(head) or len(_MARKDOWN_LINE.findall(sample)) >= 3:
        return "markdown"
    return "text"


def _refuse_binary(text: str) -> None:
    sample = text[:20_000]
    control = len(_CONTROL.findall(sample))
    broken = sample.count("\ufffd")
    if control * 20 > len(sample) or (control + broken) * 4 > len(sample):
        raise Unreadable("unknown_type", "the bytes are neither PDF, HTML nor text in a known encoding")


def _is_wechat(text: str, head: str) -> bool:
    # Plain search first: the pattern is dear on a page of megabytes.
    marked = any(word in text for word in _WECHAT_WORDS) and _WECHAT.search(text) is not None
    return marked or _WECHAT_NOTICE.search(head) is not None


def _is_markdown_head(head: str) -> bool:
    if len(_READER_HEAD.findall(head[:2000])) >= 2 and head.startswith(("Title:", "URL Source:", "Published Time:")):
        return True
    return head.startswith("---") and _FRONT_MATTER.match(head) is not None


def _is_html(head: str, text: str) -> bool:
    if _XML.match(head):
        return True
    if head.startswith("<") and _HTML_HEAD.search(head[:2000]):
        return True
    if re.match(r"<!(?:--|doctype|\[)", head, re.IGNORECASE):
        return True
    # A fragment, or a page after some stray text: tags carry it, not a stray "<b>" in prose.
    sample = text[:50_000]
    tags = _TAG.findall(sample)
    return len(tags) >= 2 and sum(map(len, tags)) * 10 > len(sample) and not _HEADING_FIRST.match(head)
