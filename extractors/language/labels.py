"""Numbers that are no quantities: versions and model names, codes, numbering, times, addresses, idioms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from extractors.language.units import match_word
from extractors.records import Label

_NUMERAL = "一二三四五六七八九十"


_NUMBERED = (  # words that number what follows, or that a number follows in an address, a time, a code
    "图表附公专图录式栏凌早上中下晚夜时电传总热手微邮代编证备许文单订合执路街道弄巷厦场座厂心园楼区栋幢"
)


class Patterns(NamedTuple):
    """The sieve for where a label may begin, the alternation itself, and the Latin words that a figure may follow."""

    sieve: re.Pattern[str]
    all: re.Pattern[str]
    metrics: frozenset[str]


@cache
def _patterns() -> Patterns:
    data: dict[str, Any] = yaml.safe_load(
        (resources.files("extractors") / "data" / "labels.yaml").read_text(encoding="utf-8")
    )
    idioms, indices, heads, named = (
        "|".join(map(re.escape, sorted(data[key], key=len, reverse=True)))
        for key in ("idioms", "indices", "name_heads", "named")
    )
    parts = [
        r"(?P<url>(?:https?://|www\.)[^\s，。；、）)】》\"”]++|[\w.+-]{1,64}+@[\w-]{1,64}+\.[\w.]{1,64}+)",
        r"(?P<time>(?<![\d:.])\d{1,2}[:：][0-5]\d(?:[:：][0-5]\d)?(?:\s?[-–~～至]\s?\d{1,2}[:：][0-5]\d)?(?![\d:])"
        r"|(?:凌晨|早上|上午|中午|下午|晚上|晚间|晚|早|夜里|时间)\s?\d{1,2}\s?[点點时](?:\d{1,2}分)?)",
        r"(?P<score>(?<![\d:.])\d{1,3}\s?[:：]\s?\d{1,3}(?:\s?[:：]\s?\d{1,3})?(?![\d:.%])|(?<![\d:.])\d{1,3}(?:\.\d+)?(?:\s?[:：]\s?\d{1,3}(?:\.\d+)?){2}(?![\d:.%]))",
        r"(?P<size>(?<![\d.])\d++(?:\.\d++)?\s?(?:mm|cm)?\s?[×xX*＊]\s?\d++(?:\.\d++)?(?:\s?[×xX*＊]\s?\d++(?:\.\d++)?)?(?:\s?(?:mm|cm|米|厘米|毫米|像素))?(?![\d.]))",
        r"(?P<phone>(?<![\d.-])(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)|(?<![\d.-])(?:\(?\+?0?86\)?[- ]?)?\(?0\d{2,3}\)?[- －—]\d{7,8}(?:[-转]\d{1,6})?(?!\d)|(?<!\d)[48]00[- ]?\d{3}[- ]?\d{4}(?!\d)"
        r"|(?:电话|传真|总机|热线|Tel|TEL|Fax|手机|QQ|微信号?)[:：]?\s?[+\d()（）][\d()（） -]{4,18})",
        r"(?P<postcode>(?:邮编|邮政编码|邮政编码为)\s?[:：]?\s?\d{6}(?!\d))",
        r"(?P<code>(?<![\d.])\d{4,6}\s?\.\s?(?:SH|SZ|BJ|SS|HK|GSI|KS|US|TW|T|OF|CSI|MI|WI|SI|IB|NQ|OC)(?![A-Za-z])"
        r"|(?<![\d.])\d{1,5}\s?(?:HK|CH|US)(?:\s+Equity)?(?![A-Za-z$\d])"
        r"|(?<![\d.,])(?:00[0-3]|30[01]|60[0135]|68[89]|[48][3-8]\d|920)\d{3}(?=\s?[)）])"
        r"|(?<=[(（])\d{4,6}(?=[)）])|(?<=[(（\[])(?:19|20)\d\d[-－]\d{3,4}(?=[)）\]])"
        r"|(?:代码|编号|证书|备案|许可证|文号|ISIN|ISBN|ISSN|单号|订单号|合同号|执业)[^\d，。\n]{0,6}[A-Z]{0,3}\d[\dA-Z-]{3,}"
        r"|〔\d{4}〕\s?\d+号|第?\s?\d{3,}\s?号(?:文|令|公告|文件)?)",
        r"(?P<address>(?:路|街|道|弄|巷|大厦|广场|座|厦|中心|园|楼|区|栋|幢|Road|Street|Floor|Suite|Tower)\s?[A-Z]?\d{1,5}\s?(?:弄|号|室|层|楼|座|栋|幢|单元|F)?(?:\s?\d{1,5}\s?(?:号楼|号|室|层|楼|座|栋|单元)|\s?[A-Z]座)*"
        r"|\d{1,4}\s?(?:号楼|号院|号线|单元|/F|(?:层|楼)(?=[，。\s）)]|$)))",
        r"(?P<numbering>(?:(?<=\.\.)|(?<=\.\.\s)|(?<=…)|(?<=…\s))\d{1,3}(?![\d.])|(?:附?[图表]表?|附录|公式|专栏|[Ff]ig(?:ure|\.)?|[Tt]able|[Cc]hart|[Ee]xhibit|FIGURE|TABLE|CHART|EXHIBIT|Image)\s?\d{1,3}(?:[-.]\d{1,3})?(?![\d%])(?!\s?[万亿个家项种])"
        r"|第?\s?\d{1,4}\s?页(?:\s?[/／]?\s?共\s?\d{1,4}\s?页)?|(?:Page|page|PAGE|P\.)\s?\d{1,4}"
        r"|[(（]\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[ivxIVX]{1,4})\s?[)）](?!\s?[%倍])"
        r"|【\s?\d{1,2}\s?】|\[\d{1,3}\]|[①-⑳❶-❿㈠-㈩⑴-⒇]"
        r"|(?<![\d.,%a-zA-Z)）])(?<![\d.]\s)\d{1,2}[)）]"
        r"|(?:^|(?<=[\n。；：:])|(?<=[\n。；：:]\s)|(?<=\n  )|(?<=[-◆●•■▪➢✓]\s)|(?<=“))(?:\d{1,2}(?:[、．]|\.(?!\d))(?!\s?\d{1,4}(?:[、,]|\s?[亿万个%]))|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s?[一-鿿“A-Z])(?!\s?(?:[万亿个%倍元家年月次只股点美港欧日成人名座吨千百]|到|至))|0\d(?=\s)|[一二三四五六七八九十]{1,3}[、.．]|[Vv]ersion \d)"
        r"|注\s?\d{1,2}(?=[:：、)）])|[（(][图表]\s?\d{1,3}[）)])",
        rf"(?P<idiom>{idioms}|(?<![{_NUMERAL}\d百千])万一(?![{_NUMERAL}百千])|(?<![{_NUMERAL}又])十分(?![之钟鐘一二三四五六七八九])|千万(?=别|不要|要|注意))",
        rf"(?P<index>(?:{indices})(?:指数|综指|成指|50ETF)?\s?\d{{2,4}}(?![\d.,%])(?!\s?(?:点|亿|万|只|家|个月|年|个|日))|(?:世界|财富|中国|全球|民企|百|福布斯)\s?\d{{1,4}}\s?强|[tT]op\s?-?\d{{1,4}}|TOP\s?-?\d{{1,4}}|CR\s?\d{{1,3}}(?!\d))",
        rf"(?P<name>(?:{heads})\s?\d{{1,4}}[A-Za-z]{{0,5}}(?:\.\d)?(?![\d.%万亿])(?!\s?(?:[万亿%倍元家个台颗张年月日]|美元|港元)))",
        rf"(?P<named>\d{{1,4}}\s?(?:{named})|(?<![\d.])\d{{1,3}}\s?大(?![概约于幅])|(?<![第之{_NUMERAL}百千])[{_NUMERAL}两]{{1,2}}大(?![概约于幅])|前\s?(?:\d{{1,3}}|[{_NUMERAL}]{{1,2}})\s?(?:名|大|强|位|家|款|十)|前[{_NUMERAL}](?![季个年月周天次者期大])|前\s?\d{{1,2}}(?=[，。；、）)\s]|$)|双\s?1[12](?!\d)|6[·.]?18(?=大促|购物|活动|期间|预售)|3[·.]?15(?=晚会))",
        r"(?P<version>(?<![\d.A-Za-z])(?:[234]D|[2-6]G|(?:144|240|360|480|720|960|1080|1440|2160)\s?[pPiI]|3C|4S|[23]B(?=端)|[248]K(?=\s?(?:分辨率|超?高清|视频|画质|屏|电视|/|显示|影像|录制|直播))|[\d]{1,2}[nN](?=[（(]))(?![A-Za-z\d])"
        r"|(?<![\d.])\d{1,2}\.\d{1,2}(?:\.\d{1,3})?\s?(?:版本?|Turbo|Pro|Ultra|Max|Lite|Plus|Flash|Sonnet|Opus|Haiku|Mini|mini|Preview|beta|Beta|系列|时代|S/\d\.\d[A-Z]?|[SL]\b)(?![a-z])"
        r"|(?<=[一-鿿A-Za-z])(?<![为达至到约于是得从率数值分比额价量收在近超过占及和与、增降有仅了高低每均即间期升减涨跌由自本共花用付含])[1-9]\.0(?![\d.])(?!\s?[%％万亿元倍个美港吨米克年月只家点分股pPxX])"
        r"|[vV]\d{1,2}(?:\.\d{1,3}){0,3}(?![A-Za-z\d])|(?<![\d.])\d{1,3}\.\d{1,3}\.\d{1,3}(?:\.\d{1,3})?(?![\d.]))",
        r"(?P<latin>(?<![A-Za-z\d])[A-Za-z]++(?:[-_./&][A-Za-z]++)*+[-_.·/]?\d[A-Za-z\d]*+(?:[-_./](?=[A-Za-z\d])[A-Za-z\d]++){0,12}+(?:\+(?!\s?\d))?)",
        r"(?P<spaced>(?<![A-Za-z\d])[A-Z][A-Za-z]*+(?:[- ][A-Z][A-Za-z]++){0,6}+ (?:\d\.\d{1,2}|\d{1,5})[A-Za-z]?(?![\d.,%A-Za-z]))",
        r"(?P<chain>(?<![\d.A-Za-z])\d{1,4}[A-Z][A-Za-z]*\d[A-Za-z\d]*|(?<![\d.A-Za-z])\d[A-Z]?-[A-Z][A-Za-z]+|[（(“\"']?1\s?\+\s?[Nn]\b|\d\+\d\+[\dNXnx]|[Nn]\+\d)",
        r"(?P<long>(?<![\d.,])\d{9,}(?![\d,])(?!\.\d)(?!\s?[元万亿美个港人股日欧]))",
    ]
    # Idioms and names of the data begin with letters that stand in ordinary words too: two letters tell them.
    pairs: dict[str, set[str]] = {}
    for word in [*data["idioms"], *data["indices"], *data["name_heads"]]:
        if not word[0].isascii():
            pairs.setdefault(word[0], set()).add(word[1:2] or r"\s?\d")
    listed = "|".join(f"(?<={first})(?:{'|'.join(sorted(seconds))})" for first, seconds in sorted(pairs.items()))
    sieve = (
        rf"[A-Za-z\d(（【\[〔+①-⑳❶-❿㈠-㈩⑴-⒇{_NUMBERED}世财中全民百福前双注第共{_NUMERAL}两万千{''.join(pairs)}](?:"
        r"(?<=\d)(?<!\d\d)(?:\d{5}|[\d.,]{0,24}+(?=\s?[:：×xX*＊)）.．、A-Zaiknpmocbst号院单层楼页大强计开高工晚购会办系版时]|-[\dA-Z]|/F|\+[\dNn]|\s?[(（]?\d*[)）]))|(?<=\.\.\d)|(?<=\.\.\s\d)|(?<=…\d)|(?<=…\s\d)|(?<=\d)(?<!\d\d)(?:0?\d?(?=\s[一-鿿])|\d?\.[\d.]{0,9}+(?=\s?[一-鿿A-Z“]))|(?<=h)ttps?://|(?<=w)ww\.|(?<=[A-Za-z])(?<![A-Za-z]{2})(?=[A-Za-z]*+(?:[-_./&@: +·#](?=[A-Za-z\d/])[A-Za-z/]*+){0,5}+[-_./·@:]?[ -]?[\d@/])"
        r"|(?<=[(（])(?=\s?(?:\d|[一二三四五六七八九十ivxIVX]{1,4}\s?[)）]|[图表1\+]))|(?<=【)\s?\d|(?<=\[)\d|(?<=〔)\d|(?<=\+)\d|(?<=[①-⑳❶-❿㈠-㈩⑴-⒇])"
        rf"|(?<=[{_NUMBERED}])(?=[^，。；\n]{{0,9}}\d)|(?<=[世财中全民百福])[界富国企布]|(?<=前)\s?[{_NUMERAL}\d]|(?<=双)\s?1|(?<=注)\s?\d"
        rf"|(?<=第)\s?\d|(?<=共)\s?\d|(?<=[{_NUMERAL}两])(?=[{_NUMERAL}]?[大、.．分]|[{_NUMERAL}]{{2}}[、.．])|(?<=万)一|(?<=千)万|{listed})"
    )
    return Patterns(re.compile(sieve), re.compile("|".join(parts), re.MULTILINE), frozenset(data["metrics"]))


_KINDS = {
    "url": "code", "latin": "name", "spaced": "name", "chain": "name", "named": "name", "index": "name", "size": "size",
    "long": "code",
}  # fmt: skip
_UNIT_FOLLOWS = re.compile(
    r"\s?(?:[%％‰]|[万萬亿億倍元]|[十百千]?[万亿]|个(?!月)|x(?![A-Za-z])|X(?![A-Za-z])|bn|mn|pct|bps?|pp|美元|港元|家|款|次|人|种|名|吨|台|颗|张|年|月|日|天|小时|分钟|秒|"
    r"[多余]|[-~～至到]\s?\d|[、/]\s?[+-]?\d)"
)
_LETTERS = re.compile(r"[A-Za-z]++(?:[-_./&][A-Za-z]++)*+")
_DIGITS_AT = re.compile(r"\d")


def find_labels(
    text: str,
    start: int,
    end: int,
    *,
    taken: Sequence[tuple[int, int]] = (),
    names: Sequence[tuple[int, int]] = (),
) -> list[Label]:
    """Labels of ``text[start:end]`` outside the ``taken`` spans, sorted and disjoint."""
    patterns = _patterns()
    labels = [
        Label(max(a, start), min(b, end), "name")
        for a, b in names
        if b > start and a < end and _DIGITS_AT.search(text, max(a, start), min(b, end))
    ]
    busy = sorted([*taken, *((label.start, label.end) for label in labels)])
    position, index = start, 0
    while hint := patterns.sieve.search(text, position, end):
        found = patterns.all.match(text, hint.start(), end)
        if found is None:
            position = hint.end() if text[hint.start()].isdigit() else hint.start() + 1
            continue
        begin, stop = found.span()
        kind = found.lastgroup or ""
        while index < len(busy) and busy[index][1] <= begin:
            index += 1
        if index < len(busy) and busy[index][0] < stop:
            # A name or a period inside wins; look again behind it.
            position = max(busy[index][1], begin + 1) if busy[index][0] <= begin else _resume(begin, busy[index])
            continue
        if kind == "numbering" and "." in found.group() and _measured(text, stop, end):
            position = stop
            continue
        if kind in ("latin", "spaced") and not _is_name(text, found, kind, end, patterns.metrics):
            position = _skip(found)
            continue
        while begin < stop and text[begin].isspace():
            begin += 1
        if begin < stop:
            labels.append(Label(begin, stop, _KINDS.get(kind, kind)))
        position = max(stop, begin + 1)
    labels.sort(key=lambda label: label.start)
    return labels


def _measured(text: str, position: int, end: int) -> bool:
    """Whether a unit or multiplier follows: 2.4个百分点 at a line's start is no heading's number."""
    at = position + 1 if text[position : position + 1] == " " else position
    return at < end and (text[at] in "万萬亿億kKMB" or match_word(text, at, end) is not None)


def _resume(begin: int, span: tuple[int, int]) -> int:
    return span[1] if span[0] > begin else begin + 1


def _skip(found: re.Match[str]) -> int:
    letters = _LETTERS.match(found.group())
    return found.start() + (letters.end() if letters else 1)


def _is_name(text: str, found: re.Match[str], kind: str, end: int, metrics: frozenset[str]) -> bool:
    """Whether Latin letters with digits are a name (H800, GPT-4o), not a word and its figure (PE30倍, MAU5998万)."""
    word = found.group()
    letters = _LETTERS.match(word)
    head = letters.group() if letters else ""
    rest = word[len(head) :].lstrip("-_. ·/")
    number = re.match(r"\d+(?:\.\d+)?", rest)
    tail = rest[number.end() :] if number else ""
    follows = _UNIT_FOLLOWS.match(text, found.end(), end)
    last = head.rpartition(" ")[2].rpartition("/")[2]
    if head in metrics or last in metrics:
        return bool(tail) and not re.fullmatch(r"(?:bn|mn|m|M|B|x|X|K|k|pct|bps?)\+?", tail) and head not in (
            "RMB", "US", "HK", "CNY", "USD", "HKD", "Rmb", "NT", "EUR",
        )  # fmt: skip
    if kind == "spaced":
        last_word = word[: word.rfind(" ")].rpartition(" ")[2]
        return not follows and last_word not in metrics
    return not (
        follows
        and not tail
        and (word[len(head) : len(head) + 1].isdigit() and follows.group().strip() not in "月日年、/款家个台颗张")
    )
