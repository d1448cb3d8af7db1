"""Bytes of a page or text file to a string, whatever the declaration says.

Declarations of Chinese pages are often wrong or too narrow (gb2312 for text that needs GBK), so a declaration is one
candidate among others: a byte order mark decides, then UTF-8 where the bytes are valid UTF-8, then the candidate whose
characters look most like Chinese prose.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,4}=\s{0,4}["']?\s{0,4}([A-Za-z0-9_.:-]{2,40})""")
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "hz",
    "big5": "big5hkscs",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_COMMON = frozenset(
    "的一是在不了有和人这这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
    "定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些"
    "然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公"
    "無系軍很情者最立代想已通並提直題黨程展五果料象員革位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計"
    "這個國們會來時為說發過後產業於對學經進機當開還關間實現點應體與動種"
)
_WORDS = re.compile(rb"[\x80-\xff][^<>\r\n]*")
"""From a character's first byte to the end of its line or element, which no trail byte of any encoding can end."""
_SAMPLE_BYTES = 200_000
_SAMPLE_RUNS = 5_000


def decode(raw: bytes) -> str:
    """The text of a page or file. Bytes that fit no encoding become U+FFFD; never raises."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    wide = _unmarked_utf16(raw)
    if wide:
        return raw.decode(wide, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # Pages may begin with megabytes of script: only what is no ASCII speaks for one encoding or another.
    sample = b"\n".join(match.group() for match in islice(_WORDS.finditer(raw), _SAMPLE_RUNS))[:_SAMPLE_BYTES]
    best = max(_candidates(raw), key=lambda encoding: _plausibility(sample, encoding))
    return raw.decode(best, "replace")


def _unmarked_utf16(raw: bytes) -> str | None:
    """UTF-16 without a mark: markup and digits leave every other byte zero."""
    head = raw[:400]
    if len(head) < 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) / 8 and even * 10 < odd:
        return "utf-16-le"
    if even > len(head) / 8 and odd * 10 < even:
        return "utf-16-be"
    return None


def _candidates(raw: bytes) -> list[str]:
    found = ["utf-8"]
    for match in _DECLARED.finditer(raw[:8192]):
        try:
            name = codecs.lookup(match.group(1).decode("ascii")).name
        except LookupError:
            continue
        found.append(_WIDER.get(name, name))
    found += ["gb18030", "big5hkscs", "cp1252"]
    # utf-16 and the like cannot be what an ASCII-readable declaration stands in.
    return [name for name in dict.fromkeys(found) if not name.startswith(("utf-16", "utf-32", "utf-7"))]


def _plausibility(sample: bytes, encoding: str) -> float:
    """Higher is likelier: common Han characters and Chinese punctuation speak for a reading, broken bytes against."""
    try:
        text = sample.decode(encoding, "replace")
    except (LookupError, ValueError):
        return float("-inf")
    wide = [character for character in text if ord(character) >= 0x80]
    if not wide:
        return 0.0
    broken = sum(character == "\ufffd" or 0xE000 <= ord(character) <= 0xF8FF for character in wide)
    common = sum(character in _COMMON or character in "，。、：；（）《》“”" for character in wide)
    # A UTF-8 page with a cut character in the middle stays UTF-8: broken bytes weigh by their share.
    return common / len(wide) - 4.0 * broken / len(wide)
