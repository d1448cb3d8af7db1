"""Reading Chinese numerals, ordinals and fractions: most of the work is telling a number from a word that holds one."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.language.numerals import BIG, CHINESE, DIGITS, SMALL, Reading, read_number
from extractors.language.quantity_part import Part, united, worth
from extractors.language.quantity_units import FOLD, TENTHS_NOT, attach, take_sign
from extractors.language.units import Unit

_FINANCIAL = frozenset("壹贰叁肆伍陆柒捌玖貳參叄陸")
_FINANCIAL_UNIT = re.compile(r"\s?[元圆圓角分成折亿億万萬倍个個%]")
_LARGE_NOT = ("富翁", "富豪", "火急", "能", "物", "无一失", "别")
_BOUND_AFTER = ("以上", "以下", "以内", "或以上", "或以下", "及以上", "及以下")
_RANGE_GOES_ON = re.compile(rf"\s?[至到~～-]\s?[{CHINESE}]")
_OVER_COUNTED = re.compile(r"[余餘多][名人家个個只吨元户件辆台份起次场位所座项种公平]")
_CHAMBER = "电正负材锂前股化论结催素谋乙丙"
_COUNTED = frozenset(
    "步章节页部条款项批轮次届期代季阶层类种个個天年周月日人版张辑集号卷回课讲篇段幕场站方波曲产业级线三二四支套件家组颗座例"
)


def read_chinese(text: str, found: re.Match[str], start: int, end: int) -> Part | None:
    """A Chinese numeral with its unit; None where it is a part of a word (统一, 三元电池, 千万别)."""
    word = found["chinese"]
    first, position = found.start(), found.end()
    while word and word[-1] in " ":
        word, position = word[:-1], position - 1
    if word[-1] in "多余餘几幾" and len(word) > 1 and word[-1] in "多余餘":
        word, position = word[:-1].rstrip(), first + len(word[:-1].rstrip())
    previous = text[first - 1] if first > start else ""
    if word == "一" and previous and previous in "统唯同单專专任某每之其另进這这那逐随第万":
        return None
    reading = _worth(word)
    if reading is None or (word[-1] in "〇○" and len(word) == 1):
        return None
    digits = word.lstrip("负負").lstrip()
    single = len(digits) == 1
    part = Part(
        first,
        position,
        reading.low,
        reading.high,
        chinese=True,
        first=first,
        vague=reading.vague,
        signed=word[0] in "负負",
    )
    if digits[0] in "几幾数數":
        part.vague = True
    if reading.low != reading.high:
        part.bounded = True
    tail = re.search(r"[万萬亿億兆]+$", word)
    part.scale = worth(tail[0]) if tail else 1.0
    if all(letter in BIG or letter in "百千" for letter in digits) and not _rounded(text, part, start, end, digits):
        return None
    digits = digits.replace(" ", "")
    if len(digits) == 2 and "点" not in word and (fold := FOLD.match(text, position, end)):
        pair = [DIGITS[letter] for letter in digits if letter in DIGITS]
        if len(pair) == 2:
            value = float(pair[0] * 10 + pair[1])
            part.low = part.high = value
            part.bounded = False
            return united(part, fold.end(), Unit("%", 1.0), "折")
    if single and digits in _FINANCIAL and not _FINANCIAL_UNIT.match(text, position, end):
        return part if _isolated(text, first, position, start, end) else None  # 陆家嘴, 伍先生
    attached = attach(text, part, start, end, small=single and digits not in BIG and digits not in SMALL)
    if attached and part.unit is not None:
        return None if _in_word(text, part, digits, position, start) else _article(text, part, digits, start, end)
    if (
        digits[0] in DIGITS
        and digits[-1] in "万萬亿億"
        and len(digits) > 1
        and not text.startswith(_LARGE_NOT, position)
    ):
        return part  # 三个多亿现金, 两亿补贴
    if (part.vague and part.infix) or (not single and _stands_alone(text, part, start, end)):
        return part
    if single and digits not in BIG:
        if _isolated(text, first, position, start, end):
            return part
        if _RANGE_GOES_ON.match(text, position, end):
            part.tentative = True
            return part
    return None


@lru_cache(maxsize=2048)
def _worth(word: str) -> Reading | None:
    """What a numeral says: most are one of a few (一, 两, 三)."""
    return read_number(word)


def _rounded(text: str, part: Part, start: int, end: int, digits: str) -> bool:
    """Whether 百亿, 千万, 万亿 without a digit is a number: something must say so before it, or a card count after."""
    if len(digits) == 1 and text.startswith("卡", part.end) and not text.startswith(("卡牌", "卡片"), part.end):
        return True
    if text[part.end : part.end + 1] in tuple("不别要级分之般") or text[part.start : part.end + 1] in ("千万别",):
        return False
    before = text[max(start, part.start - 6) : part.start].rstrip()
    if before.endswith(
        ("上", "成", "近", "超", "逾", "过", "破", "达", "达到", "逼近", "约", "至", "到", "为", "数", "几", "了")
    ):
        part.vague = part.vague or before.endswith(("上", "数", "几"))
        return True
    if _OVER_COUNTED.match(text, part.end):
        part.vague = True
        return True  # 万余名, 千余家
    return len(digits) > 1 and text.startswith(("以上", "以下", "+"), part.end)


def _in_word(text: str, part: Part, digits: str, position: int, start: int) -> bool:
    """三元电池, 二次元: a numeral inside a word."""
    if part.unit is None or len(digits) > 1:
        return False
    after = text[part.end : part.end + 1]
    printed = (part.printed or "").strip()
    if printed in ("元", "次", "级") and after and after in _CHAMBER + "元能电污创型组市":
        return True
    if printed == "起" and digits == "一" and after not in ("案", "事", "重", "违", "涉", "收", "纠"):
        return True
    return printed == "成" and bool(TENTHS_NOT.match(text, part.end - 1))


def _article(text: str, part: Part, digits: str, start: int, end: int) -> Part:
    """一个 before what it introduces is an article, marked so; 仅一个 and 一年 are numbers."""
    unit = part.unit
    if digits == "一" and unit is not None and unit.code in ("count", "person", "piece", "vehicle", "device", "point"):
        before = text[max(start, part.start - 2) : part.start]
        after = text[part.end : part.end + 1] if part.end < end else ""
        told = before.endswith(("仅", "只", "有且", "共", "达", "为", "第", "过", "超"))
        if after and after not in "，。；、）)" and not told:
            part.label = "article"
    return part


def _isolated(text: str, first: int, position: int, start: int, end: int) -> bool:
    before = text[first - 1] if first > start else ""
    after = text[position] if position < end else ""
    if text.startswith(_BOUND_AFTER, position) and (not before or before in " ，。、："):
        return True
    told = before in ("是", "于", "於") and (not after or after in "那这而却也")
    return told or ((not before or before in '“"「(（ ：:') and (not after or after in '”"」)） ，,。；;、和'))


def _stands_alone(text: str, part: Part, start: int, end: int) -> bool:
    """A Chinese number of several letters without a unit: only where the words end beside it."""
    if part.bounded and part.scale == 1.0 and part.high < 10:
        return False
    after = text[part.end] if part.end < end else ""
    before = text[part.start - 1] if part.start > start else ""
    before_than = before == "比"
    ends = (
        not after
        or after in '，。；、,;)）”" ？！?!至到-~或'
        or text.startswith((*_BOUND_AFTER, "左右", "之间", "或者以上", "或者以下"), part.end)
        or (before_than and after in "大小高低多少")
    )
    starts = not before or before in '“"（( ，,。、：:超逾达近约过为于是至到了共有在於於比'
    return ends and (starts or part.scale > 1.0 or part.high >= 100)


def read_ordinal(text: str, found: re.Match[str], end: int) -> Part | None:
    """第二, 第二大: a rank; before a counter (第三步) it is marked as numbering."""
    reading = read_number(found["ordinal"])
    if reading is None:
        return None
    position = found.end()
    part = Part(
        found.start(), position, reading.low, reading.low, unit=Unit("count", 1.0), ordinal=True, first=found.start()
    )
    after = text[position : min(end, position + 3)].lstrip()
    if after.startswith(("大", "高", "多")) and not after.startswith(("大会", "大类", "大道")):
        part.end = text.index(after[0], position) + 1
        return part
    if after and after[0] in _COUNTED:
        part.label = "numbering"
    return part


def read_fraction(text: str, found: re.Match[str], start: int, end: int) -> Part | None:
    """百分之22 and 三分之一: percent where the denominator is a round 百, 千 or 万 without a digit before it."""
    word = "".join(found["parts"].split())
    below, _, above = word.partition("分之")
    negative = below[:1] in ("负", "負")
    below = below.lstrip("负負")
    part = Part(found.start(), found.end(), 0.0, 0.0, first=found.start(), chinese=True)
    if below != "十" and all(letter in "十百千万萬仟佰亿億" for letter in below):
        number, base = read_number(above), read_number(below)
        if number is None or base is None:
            return None
        factor = 100 / base.value if base.value else 0.0
        part.low, part.high = number.low * factor, number.high * factor
        unit = Unit("%", 1.0)
    else:
        number = read_number(word.lstrip("负負"))
        if number is None:
            return None
        part.low, part.high, unit = number.low, number.high, Unit("x", 1.0)
    if negative:
        part.low, part.high, part.signed = -part.high, -part.low, True
    return take_sign(text, united(part, found.end(), unit, None), start)


def read_places(text: str, found: re.Match[str], end: int) -> Part | None:
    """三位数: at least 100, percent where growth is spoken of."""
    digits = read_number(found["places"])
    if digits is None:
        return None
    value = 10.0 ** (digits.value - 1)
    near = text[max(0, found.start() - 8) : min(end, found.end() + 10)]
    unit = Unit("%", 1.0) if re.search("增长|增幅|增速|下滑|下降|百分|同比", near) else None
    return Part(
        found.start(), found.end(), value, value, unit=unit, comparator="over", first=found.start(), printed="位数"
    )
