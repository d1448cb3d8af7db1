"""The patterns of numbers that are no quantities, kind by kind. Words come from ``extractors/data/labels.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from extractors.data import read_yaml

_N = "一二三四五六七八九十"
_NUMBERED = "图表附早晚路街道弄巷厦座园楼区栋幢"
"""First letters of words that number what follows, or that a number follows in an address, a time, a code."""
_NUMBERED_BEHIND = {
    "公": "式", "专": "栏", "凌": "晨", "清": "晨", "傍": "晚", "深": "夜", "上": "午", "中": "午心", "下": "午",
    "午": "后", "夜": "里", "时": "间", "传": "真", "总": "机", "热": "线", "手": "机", "微": "信", "邮": "编政",
    "代": "码", "编": "号", "证": "书", "备": "案", "许": "可", "文": "号", "单": "号", "订": "单", "合": "同",
    "执": "业", "电": "话",
}  # fmt: skip
"""First letters of such words that begin many others, and what follows them here."""
_MARKS = r"(（【\[〔+①-⑳❶-❿㈠-㈩⑴-⒇"
_CLOCK = r"\d{1,2}[:：][0-5]\d(?:[:：][0-5]\d)?"
_SIZE = r"\d++(?:\.\d++)?"
_TIMES = r"(?:\s?[×*＊]\s?|[xX](?=\d)| [xX] )"
_EXCHANGES = "SH|SZ|BJ|SS|HK|GSI|KS|US|TW|T|OF|CSI|MI|WI|SI|IB|NQ|OC"
_CAPTIONS = (
    r"附?[图表]表?|附录|附注|附件|公式|专栏|[Ff]ig(?:ure|\.)?|[Tt]able|[Cc]hart|[Ee]xhibit|FIGURE|TABLE|CHART|EXHIBIT"
    r"|Image"
)
_SITES = "路|街|道|弄|巷|大厦|广场|座|厦|中心|园|楼|区|栋|幢|Road|Street|Floor|Suite|Tower"
_LINE_START = r"(?:^|(?<=[\n。；：:])|(?<=[\n。；：:]\s)|(?<=\n  )|(?<=[-◆●•■▪➢✓]\s)|(?<=“))"
_VERSION_WORDS = (
    r"版本?|Turbo|Pro|Ultra|Max|Lite|Plus|Flash|Sonnet|Opus|Haiku|Mini|mini|Preview|beta|Beta|系列|时代"
    r"|S/\d\.\d[A-Z]?|[SL]\b"
)
_SAYS_A_VALUE = "为达至到约于是得从率数值分比额价量收在近超过占及和与、增降有仅了高低每均即间期升减涨跌由自本共花用付含"
_UNIT_LETTERS = "%％万亿元倍个美港吨米克年月只家点分股pPxX"

FIXED: Mapping[str, Sequence[str]] = {
    "url": (
        r"(?:https?://|www\.)[^\s，。；、）)】》\"”]++",
        r"[\w.+-]{1,64}+@[\w-]{1,64}+\.[\w.]{1,64}+",
        r"(?<![\w@.])(?:[A-Za-z\d][A-Za-z\d-]{0,40}\.){1,4}(?:com|cn|net|org|gov|edu|hk|io|ai)(?:/[^\s，。；、）)】》\"”]{0,400}+)?(?![A-Za-z])",
    ),
    "time": (
        rf"(?<![\d:.]){_CLOCK}(?:\s?[-–~～至]\s?{_CLOCK})?(?![\d:])",
        r"(?:凌晨|清晨|早上|早晨|上午|中午|午后|下午|傍晚|晚上|晚间|深夜|晚|早|夜里|时间|時間)\s?\d{1,2}\s?[点點时](?:\d{1,2}分)?",
        r"(?<![\d.])(?:[01]?\d|2[0-4])时[0-5]?\d分(?!钟)(?:[0-5]?\d秒)?",
        r"(?<=[日号])\s?(?:[01]?\d|2[0-4])时(?![间段代候长])",
    ),
    "score": (
        r"(?<![\d:.])\d{1,3}\s?[:：]\s?\d{1,3}(?:\s?[:：]\s?\d{1,3})?(?![\d:.%])",
        r"(?<![\d:.])\d{1,3}(?:\.\d{1,4})?(?:\s?[:：]\s?\d{1,3}(?:\.\d{1,4})?){2}(?![\d:.%])",
    ),
    "size": (  # 3200×1440, 69.1×151.7×7.9mm
        rf"(?<![\d.]){_SIZE}\s?(?:mm|cm)?{_TIMES}{_SIZE}(?:{_TIMES}{_SIZE})?(?:\s?(?:mm|cm|米|厘米|毫米|像素))?(?![\d.])",
    ),
    "phone": (
        r"(?<![\d.-])(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)",
        r"(?<![\d.-])(?:\(?\+?0?86\)?[- ]?)?\(?0\d{2,3}\)?[- －—]\d{7,8}(?:[-转]\d{1,6})?(?!\d)",
        r"\+(?:852|853|886|65|1)[- ]\d{4}[- ]?\d{4}(?!\d)",
        r"(?<!\d)[48]00[- ]?\d{3}[- ]?\d{4}(?!\d)",
        r"(?:电话|传真|总机|热线|Tel|TEL|Fax|手机|QQ|微信号?)[:：]?\s?[+\d()（）][\d()（） -]{4,18}",
    ),
    "postcode": (r"(?:邮编|邮政编码|邮政编码为)\s?[:：]?\s?\d{6}(?!\d)",),
    "code": (
        rf"(?<![\d.])\d{{4,6}}\s?\.\s?(?:{_EXCHANGES})(?![A-Za-z])",
        r"(?<![\d.])\d{3,5}\s?(?:HK|CH)(?:\s+Equity)?(?![A-Za-z$\d])",
        r"(?<![\d.,])(?:00[0-3]|30[01]|60[0135]|68[89]|[48][3-8]\d|920)\d{3}(?=\s?[)）])",
        r"(?<=[(（])\d{4,6}(?=[)）])",
        r"(?<=[(（\[])(?:19|20)\d\d[-－]\d{3,4}(?=[)）\]])",  # the number of an announcement
        r"(?:代码|编号|证书|备案|许可证|文号|ISIN|ISBN|ISSN|单号|订单号|合同号|执业)"
        r"[^\d，。\n]{0,6}[A-Z]{0,3}\d[\dA-Z-]{3,}",
        r"[\[〔(（]\s?(?:19|20)\d\d\s?[\]〕)）]\s?第?\s?\d{1,6}\s?号",
        r"第?\s?\d{3,6}\s?号(?:文|令|公告|文件)?",
    ),
    "address": (
        rf"(?:{_SITES})\s?[A-Z]?\d{{1,5}}\s?(?:弄|号|室|层|楼|座|栋|幢|单元|F)?"
        r"(?:\s?\d{1,5}\s?(?:号楼|号|室|层|楼|座|栋|单元)|\s?[A-Z]座){0,4}",
        r"\d{1,4}\s?(?:号楼|号院|号线|单元|/F|(?:层|楼)(?=[，。\s）)]|$))",
    ),
    "numbering": (
        r"(?:(?<=\.\.)|(?<=\.\.\s)|(?<=…)|(?<=…\s))\d{1,3}(?![\d.])",  # a table of contents
        rf"(?:{_CAPTIONS})\s?\d{{1,3}}(?:[-.]\d{{1,3}})?(?![\d%])(?!\s?[万亿个家项种])",
        r"第\s?\d{1,3}(?:\s?\.\s?\d{1,3}){1,2}[A-Z]?\s?[条章节款項项]?",
        rf"[{_N}]{{1,3}}届[{_N}]{{1,4}}次",
        rf"(?<=[{_N}]、)\s?\d{{1,3}}(?=[.．](?!\d)|[。”」])",
        r"^\d{1,3}[.．]?(?=\n|\Z)(?<=[.．])",
        r"第?\s?\d{1,4}\s?页(?:\s?[/／]?\s?共\s?\d{1,4}\s?页)?",
        r"(?:Page|page|PAGE|P\.)\s?\d{1,4}",
        rf"[(（]\s?(?:\d{{1,2}}|[{_N}]{{1,3}}|[ivxIVX]{{1,4}})\s?[)）](?!\s?[%倍])",
        r"【\s?\d{1,2}\s?】|\[\d{1,3}\]|[①-⑳❶-❿㈠-㈩⑴-⒇]",
        r"(?<![\d.,%a-zA-Z)）])(?<![\d.]\s)\d{1,2}[)）]",
        rf"{_LINE_START}(?:\d{{1,2}}(?:[、．]|\.(?!\d))(?!\s?\d{{1,4}}(?:[、,]|\s?[亿万个%]))"
        r"|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s?[一-鿿“A-Z])"
        r"|0\d(?=\s)"
        rf"|[{_N}]{{1,3}}[、.．])",
        r"注\s?\d{1,2}(?=[:：、)）])",
        r"[(（][图表]\s?\d{1,3}[）)]",
    ),
    "version": (
        r"(?<![\d.A-Za-z])(?:[234]D|[2-6]G|(?:144|240|360|480|720|960|1080|1440|2160)\s?[pPiI]|3C|4S|[23]B(?=端)"
        r"|[248]K(?=\s?(?:分辨率|超?高清|视频|画质|屏|电视|/|显示|影像|录制|直播)))(?![A-Za-z\d])",
        rf"(?<![\d.])\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,3}})?\s?(?:{_VERSION_WORDS})(?![a-z])",
        # 数据飞轮2.0: a round version after a noun, where no verb or measure word asks for a value
        rf"(?<=[一-鿿])(?<![{_SAYS_A_VALUE}])[1-9]\.0(?![\d.a-z])(?!\s?[{_UNIT_LETTERS}])",
        rf"(?:(?<=模型)|(?<=系统)|(?<=引擎)|(?<=框架)|(?<=平台))\d\.\d(?![\d.])(?!\s?[{_UNIT_LETTERS}])",
        r"[vV]\d{1,2}(?:\.\d{1,3}){0,3}(?![A-Za-z\d])",
        r"(?<![\d.])\d{1,3}\.\d{1,3}\.\d{1,3}(?:\.\d{1,3})?(?![\d.])",
    ),
    "latin": (  # GPT-4o, H800, S0980519030002
        r"(?<![A-Za-z\d])[A-Za-z]++(?:[-_./&][A-Za-z]++){0,8}+[-_.·/]?\d[A-Za-z\d]*+"
        r"(?:[-_./](?=[A-Za-z\d])[A-Za-z\d]++){0,12}+(?:\+(?!\s?\d))?",
    ),
    "spaced": (  # Gemini 1.5, Exynos 990
        r"(?<![A-Za-z\d])[A-Z][A-Za-z]*+(?:[- ][A-Z][A-Za-z]++){0,6}+ "
        r"(?:\d\.\d{1,2}|\d{1,5})[A-Za-z]?(?![\d,%A-Za-z]|\.\d|\s[(（-]?\d)",
    ),
    "chain": (  # 3D-DiT, 1+N
        r"(?<![\d.A-Za-z])\d{1,4}[A-Z][A-Za-z]{0,20}\d[A-Za-z\d]{0,20}",
        r"(?<![\d.A-Za-z])\d[A-Z]?-[A-Z][A-Za-z]+",
        r"[(（“\"']?1\s?\+\s?[Nn]\b|\d\+\d\+[\dNXnx]|[Nn]\+\d",
    ),
    "long": (r"(?<![\d.,])\d{9,40}(?![\d,])(?!\.\d)(?!\s?[元万亿美个港人股日欧])",),
}

_UNIT_WORDS = r"点|亿|万|只|家|个月|年|个|日"
LISTED: Mapping[str, Sequence[str]] = {
    "idiom": (
        "{idioms}",
        rf"(?<![{_N}\d百千])万一(?![{_N}百千])",
        r"(?<![一二三四五六七八九又])十分(?![之钟鐘一二三四五六七八九])",
        "千万(?=别|不要|要|注意)",
    ),
    "index": (
        rf"(?:{{indices}})(?:指数|综指|成指)?\s?\d{{{{2,4}}}}(?![\d.,%])(?!\s?(?:{_UNIT_WORDS}))",
        r"(?:世界|财富|中国|全球|民企|百|福布斯)\s?\d{{1,4}}\s?强",
        r"[tT](?:op|OP)\s?-?\d{{1,4}}|CR\s?\d{{1,3}}(?!\d)",
    ),
    "name": (
        r"(?:{name_heads})\s?\d{{1,4}}[A-Za-z]{{0,5}}(?:\.\d)?(?![\d.%万亿])"
        r"(?!\s?(?:[万亿%倍元家个台颗张年月日]|美元|港元))",
    ),
    "named": (
        r"\d{{1,4}}\s?(?:{named})",
        r"(?<![\d.比])\d{{1,3}}\s?大(?![概约于幅])",
        rf"(?<![第之比{_N}百千])[{_N}两]{{{{1,2}}}}大(?![概约于幅])",
        rf"前\s?(?:\d{{{{1,3}}}}|[{_N}]{{{{1,2}}}})\s?(?:名|大|强|位|家|款|十)",
        rf"前[{_N}](?![季个年月周天次者期大])",
        r"(?<!\d)(?:[5-9]0|[09]5|[01]0)后(?![的]?[几数]?[年天个])",
        r"(?<![\d.])\d{{1,3}}\s?日(?:留存|均线|均价|线|年化|移动平均|游)",
        r"(?<![\d.,])(?:50|300|500|800|1000|2000)(?=\s?(?:指数)?增强|指增)",
        r"前\s?\d{{1,2}}(?=[，。；、）)\s]|$)",
        r"双\s?1[12](?!\d)|6[·.]?18(?=大促|购物|活动|期间|预售)|3[·.]?15(?=晚会)",
    ),
}
"""As ``FIXED``, with word lists of the data to be filled in."""


class Patterns(NamedTuple):
    """The sieve for where a label may begin, the alternation itself, and the Latin words that a figure may follow."""

    sieve: re.Pattern[str]
    all: re.Pattern[str]
    metrics: frozenset[str]


@cache
def patterns() -> Patterns:
    """The compiled patterns, made once."""
    data: dict[str, list[str]] = read_yaml("labels.yaml")
    words = {
        key: "|".join(map(re.escape, sorted(data[key], key=len, reverse=True)))
        for key in ("idioms", "indices", "name_heads", "named")
    }
    kinds = {kind: list(pieces) for kind, pieces in FIXED.items()}
    kinds |= {kind: [piece.format(**words) for piece in pieces] for kind, pieces in LISTED.items()}
    order = [*list(FIXED)[:9], *LISTED, *list(FIXED)[9:]]
    alternation = "|".join(f"(?P<{kind}>{'|'.join(kinds[kind])})" for kind in order)
    lists = [*data["idioms"], *data["indices"], *data["name_heads"]]
    return Patterns(re.compile(_sieve(lists)), re.compile(alternation, re.MULTILINE), frozenset(data["metrics"]))


def _sieve(listed: Sequence[str]) -> str:
    """Where a label may begin, in one cheap class and a look around: the alternation is dear to try everywhere.

    Words of the data begin with letters that ordinary words hold too; their first two letters tell them.
    """
    seconds: dict[str, set[str]] = {}
    for word in listed:
        if not word[0].isascii():
            seconds.setdefault(word[0], set()).add(word[1:2] or r"\s?\d")
    pairs = "|".join(f"(?<={first})(?:{'|'.join(sorted(after))})" for first, after in sorted(seconds.items()))
    second_letters = "".join(sorted({word[0] for after in seconds.values() for word in after} - {"\\"}))
    first_digit = r"(?<=\d)(?<!\d\d)"
    digits = (
        # a run of digits with something after it that makes labels
        rf"{first_digit}(?:\d{{5}}|[\d.,]{{0,24}}+(?=\s?[:：×*＊)）.．、A-Zaiknpmocbstx号院单层楼页大强计开世高工晚购会办系版时后增指]"
        r"|[国省县]道|日[留均线年移游]|-[\dA-Z]|/F|\+[\dNn]|\s?[(（]?\d*[)）]))",
        r"(?<=\.\.\d)|(?<=\.\.\s\d)|(?<=…\d)|(?<=…\s\d)",
        rf"{first_digit}(?:0?\d?(?=\s[一-鿿])|\d?\.[\d.]{{0,9}}+(?=\s?[一-鿿A-Z“])|(?<=[型统擎架台]\d)\.\d)",
    )
    latin = (  # a word that leads to a digit
        r"(?<=h)ttps?://|(?<=w)ww\.",
        r"(?<![A-Za-z]{2})"
        r"(?=[A-Za-z]*+(?:[-_./&@: +·#](?=[A-Za-z\d/])[A-Za-z/]*+){0,5}+[-_./·@:]?[ -]?[\d@/])",
    )
    marks = (
        rf"(?<=[(（])(?=\s?(?:\d|[{_N}ivxIVX]{{1,4}}\s?[)）]|[图表1\+]))|(?<=【)\s?\d|(?<=\[)\d|(?<=〔)\d|(?<=\+)[0168]",
        r"(?<=[①-⑳❶-❿㈠-㈩⑴-⒇])",
    )
    numbered = "|".join(f"(?<={first})[{second}]" for first, second in _NUMBERED_BEHIND.items())
    chinese = (
        rf"(?<=[{_NUMBERED}])(?=[^，。；\n]{{0,9}}\d)|(?=[{''.join(_NUMBERED_BEHIND.values())}])(?:{numbered})"
        r"(?=[^，。；\n]{0,8}\d)|(?<=[世财中民福])[界富国企布]斯?(?=\s?\d)",
        rf"(?<=前)\s?[{_N}\d]",
        rf"(?<=双)\s?1|(?<=注)\s?\d|(?<=第)\s?\d|(?<=[{_N}两])(?=[{_N}]?[大、.．分届]|[{_N}]{{2}}[、.．])",
        r"(?<=万)一|(?<=千)万",
        rf"(?<=[{''.join(seconds)}])(?=[\s\d{second_letters}])(?:{pairs})",
    )
    # One look at the kind of the first letter spares the branches of the other kinds.
    branches = (
        rf"(?<=\d)(?:{'|'.join(digits)})",
        rf"(?<=[A-Za-z])(?:{'|'.join(latin)})",
        rf"(?<=[{_MARKS}])(?:{'|'.join(marks)})",
        rf"(?<=[^\d{_MARKS}A-Za-z])(?:{'|'.join(chinese)})",
    )
    firsts = "".join((*_NUMBERED_BEHIND, *seconds))
    opening = rf"A-Za-z\d{_MARKS}{_NUMBERED}世财民福前双注第{_N}两万千{firsts}"
    return f"[{opening}](?:{'|'.join(branches)})"
