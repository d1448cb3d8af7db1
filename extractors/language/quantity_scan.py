"""Reading one number and its unit where it stands: the scanning half of :mod:`extractors.language.quantities`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.language.numerals import (
    ARABIC,
    BIG,
    CHINESE,
    CHINESE_DIGITS,
    DIGITS,
    LATIN_MULTIPLIERS,
    SMALL,
    read_number,
)
from extractors.language.units import CURRENCIES, Unit, divide, match_per, match_word, vocabulary

_MULTIPLIER = r"(?:\s?[十百千仟佰]*+[万萬亿億]++(?!能)|\s?[百千仟佰十](?![分克瓦米帕卡焦伏赫字])|\s?兆(?![瓦赫帕字伏焦]))"
_INFIX = r"\s?[多余餘来來几幾]"
_CN = rf"[{CHINESE}]"
_CN_RUN = rf"{_CN}(?:\s?[{CHINESE}几幾多余餘](?=[^{CHINESE}]|{_CN}|$))*+(?:\s?[点點]\s?[{CHINESE_DIGITS}\d](?:\s?[{CHINESE}]|\d)*+)?+"
_ANY = rf"(?:[-−]?{ARABIC}[kK]?|[负負]?{_CN_RUN})"

CANDIDATE = re.compile(
    rf"(?P<board>\d{{1,3}}天\d{{1,3}}板)"
    rf"|(?P<places>[一两二三四五六七八九十])位数(?!字|据)"
    rf"|(?P<runner>仅次于)"
    rf"|(?P<superlative>最[高大多强快长](?=[的A-Za-z\u4e00-\u9fff])(?![为达可约至超限支点价值额峰水是能低化程]|的是))"
    rf"|(?P<double>翻(?P<times>[一两二三四])?番|翻倍)"
    rf"|(?P<parts>(?:(?:{_ANY})\s?又\s?)?[负負]?\s?(?:{ARABIC}|[{CHINESE}](?:\s{{0,2}}[{CHINESE}])*+)\s{{0,2}}分\s{{0,2}}之\s{{0,2}}{_ANY})"
    rf"|第\s?(?P<ordinal>\d+|{_CN_RUN})"
    rf"|(?P<arabic>{ARABIC})(?P<power>(?:[eE][+-]?\d{{1,3}}|\^[+-]?\d{{1,3}})(?![\dA-Za-z.]))?+"
    rf"(?P<infix>{_INFIX}(?={_MULTIPLIER}))?+(?P<multiplier>{_MULTIPLIER})?+"
    rf"|(?P<half>半)(?=[年月天折小个成价数])"
    rf"|(?P<chinese>[数數几幾](?=\s?[十百千万萬亿億])(?:\s?{_CN})++|[负負]\s?(?=[{CHINESE}\d]){_ANY}|{_CN_RUN})"
)
_COMPOUND = re.compile(
    rf"(?:\s?零?\s?(?:\d++(?:\.\d++)?+|[{CHINESE_DIGITS}]++)\s?(?:[十百千仟佰]++[万萬]?|[万萬])?+)++(?![\d.,%年月日号點点:：/-])"
)
_LATIN_MULTIPLIER = re.compile(
    r"\s?(?P<word>k|K|M|mn|Mn|MN|mln|mm|m|bn|Bn|BN|B|b|G|T|tn|trn|million|billion|trillion|thousand)(?![A-Za-z\d])"
)
_TIGHT = frozenset("kKMBGTb")
_TAIL_INFIX = re.compile(r"\s?(?:[多余餘来來](?![元次种个款项家条位])|[多余餘](?=\s?[^\s，。；、]))")
_MONTHS = re.compile(r"\s?[个個](?P<extra>[多半余])(?P<unit>月|小时|小時|星期|季度|交易日|世纪)")
_CENTS = re.compile(
    rf"\s?(?P<tens>\d|[{CHINESE_DIGITS}])\s?[角毛]钱?(?:\s?(?P<ones>\d|[{CHINESE_DIGITS}])\s?分钱?)?|\s?(?P<only>\d|[{CHINESE_DIGITS}])\s?分钱?(?![之钟鐘])"
)
_POINTS = re.compile(r"\s{0,3}[个個]?\s{0,3}百\s{0,3}分\s{0,3}[点點]")
_FOLD = re.compile(r"\s?折(?![旧合线叠价扣射损磨转腾])")
_TENTHS_NOT = re.compile(r"成[本为立长功交熟果员分品都就像型]")
_LIMIT_UP = re.compile(r"\s?[Cc][Mm](?=\s?(?:涨停|跌停))")
_SLASHED = re.compile(r"/(\d{1,5})(?![\d./%])(?!\s?(?:[A-Za-z]|[万亿元个倍]))")
_PREFIX = re.compile(
    r"(?:人民币|新台币|新臺幣|台币|港币|港元|美元|日元|欧元|英镑|RMB|Rmb|CNY|USD|HKD|EUR|GBP|JPY|KRW|TWD|NTD|SGD|"
    r"US\$|HK\$|NT\$|S\$|A\$|[¥￥$€£₩])\s?$"
)
_PREFIX_END = frozenset("币幣元镑BbYDRWP$¥￥€£₩")
_RANGE_GOES_ON = re.compile(rf"\s?[至到~～-]\s?[{CHINESE}]")
_SCOPE = re.compile(r"(?:国内|全球|全国|世界|行业|业内|亚洲|中国)[^，。；、\n]*$")
_HALVES = frozenset({"year", "month", "day", "second", "x", "%"})
_CHAMBER = "电正负材锂前股化论结催素谋乙丙"


@dataclass(slots=True)
class Part:
    """A number being read. ``start`` to ``end`` is its span; ``low`` and ``high`` are in the base unit once ``unit`` is
    known; ``scale`` is the multiplier word's worth (亿), which an item before it in a list may share."""

    start: int
    end: int
    low: float
    high: float
    scale: float = 1.0
    unit: Unit | None = None
    printed: str | None = None
    vague: bool = False
    signed: bool = False
    ordinal: bool = False
    chinese: bool = False
    infix: bool = False
    prefix: str | None = None
    comparator: str | None = None
    first: int = 0  # where the digits begin, after a sign
    article: bool = False  # 一个 before what it introduces: a word, no number
    numbering: bool = False  # 第三步
    bounded: bool = False
    tentative: bool = False  # 一到五个: a lone numeral that counts only as the lower bound of a range
    labelled: bool = False  # its unit comes from the label in front of it: 总股本(百万股)：

    @property
    def bare(self) -> bool:
        """No unit and no multiplier of its own: it may share those of what follows in a list or range."""
        return self.unit is None and self.scale == 1.0 and not self.ordinal


def scan(text: str, start: int, end: int, blocked: list[tuple[int, int]]) -> Iterator[Part]:
    """Every number of ``text[start:end]`` outside the ``blocked`` spans (sorted, disjoint), in order."""
    position, index, count = start, 0, len(blocked)
    search = CANDIDATE.search
    while found := search(text, position, end):
        begin = found.start()
        while index < count and blocked[index][1] <= begin:
            index += 1
        limit = end
        if index < count:
            if blocked[index][0] <= begin:
                position = blocked[index][1]
                continue
            limit = blocked[index][0]
            if found.end() > limit:
                # What runs into a blocked span is read up to it.
                found = search(text, begin, limit)
                if found is None:
                    position = limit
                    continue
                if found.start() != begin:
                    position = found.start()
                    continue
        part = _read(text, found, start, limit)
        if part is None:
            position = max(found.end(), begin + 1) if found.lastgroup != "chinese" else found.end()
            continue
        position = max(part.end, begin + 1)
        yield part


def _read(text: str, found: re.Match[str], start: int, end: int) -> Part | None:
    kind = found.lastgroup
    if found["arabic"] is not None:
        return _arabic(text, found, start, end)
    if found["chinese"] is not None:
        return _chinese(text, found, start, end)
    if found["ordinal"] is not None:
        return _ordinal(text, found, end)
    if found["parts"] is not None:
        return _parts(text, found, start, end)
    if kind == "half":
        part = Part(found.start(), found.end(), 0.5, 0.5, chinese=True, first=found.start())
        if _FOLD.match(text, found.end(), end):
            return _united(part, found.end() + 1, Unit("%", 100.0), "折")
        return part if _attach(text, part, start, end) and part.unit and part.unit.code in _HALVES else None
    if found["board"] is not None:
        number = float(found["board"].partition("天")[2][:-1])
        return Part(
            found.start(), found.end(), number, number, unit=Unit("count", 1.0, "板"), printed="板", first=found.start()
        )
    if found["places"] is not None:
        return _places(text, found, end)
    if found["double"] is not None:
        doublings = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}.get(found["times"] or "一", 1)
        value = (2.0**doublings - 1) * 100
        return Part(found.start(), found.end(), value, value, unit=Unit("%", 1.0), printed="番", first=found.start())
    if kind == "superlative" and not _SCOPE.search(text, max(start, found.start() - 12), found.start()):
        return None
    rank = 2.0 if kind == "runner" else 1.0
    return Part(
        found.start(), found.end(), rank, rank, unit=Unit("count", 1.0), ordinal=True, first=found.start()
    )


def _places(text: str, found: re.Match[str], end: int) -> Part | None:
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


def _arabic(text: str, found: re.Match[str], start: int, end: int) -> Part | None:
    first, position = found.start("arabic"), found.end()
    power = found["power"]
    reading = None
    if power:
        reading = read_number(found["arabic"].replace(",", "") + power) or None
        value = reading.value if reading else _float(found["arabic"] + power)
    else:
        value = _float(found["arabic"])
    part = Part(first, position, value, value, first=first)
    multiplier = found["multiplier"]
    if multiplier:
        part.scale = _worth(multiplier)
        part.low = part.high = value * part.scale
        part.vague = part.infix = found["infix"] is not None
        following = text[position : position + 2].lstrip()
        if following and (following[0].isdigit() or following[0] in CHINESE) and not part.vague:
            _compound(text, part, found, end)
    elif power is None and (match := _SLASHED.match(text, position, end)) and found["arabic"].isdigit():
        if _is_fraction(text, part, match, start):
            part.low = part.high = value / float(match[1])
            return _sign(text, _united(part, match.end(), Unit("x", 1.0), None), start)
    part.prefix = _prefix(text, first, start)
    _attach(text, part, start, end)
    return _sign(text, part, start)


def _float(text: str) -> float:
    return float(text.replace(",", "").replace("，", ""))


def _worth(word: str) -> float:
    worth = 1.0
    for letter in word.strip():
        worth *= SMALL.get(letter) or BIG.get(letter) or 1
    return worth


def _compound(text: str, part: Part, found: re.Match[str], end: int) -> None:
    """1亿2千万, 3万4000: what follows the multiplier directly belongs to the number, if it is smaller."""
    match = _COMPOUND.match(text, part.end, end)
    if match is None:
        return
    reading = read_number(text[part.first : match.end()])
    rest = read_number(match.group())
    if reading is None or rest is None or not 0 < rest.value < part.scale:
        return
    word = match.group().strip()
    if word.isdigit() and len(word) < 3:
        return
    part.low, part.high, part.end = reading.low, reading.high, match.end()
    tail = re.search(r"[万萬亿億千百十]+$", word)
    part.scale = _worth(tail[0]) if tail else part.scale


def _is_fraction(text: str, part: Part, match: re.Match[str], start: int) -> bool:
    """1/50 is a fraction; 12/16GB, 24/7 and rows of numbers are not."""
    above, below = int(part.low), int(match[1])
    before = text[max(start, part.first - 1) : part.first]
    return 0 < above and below > 1 and (above == 1 or above < below <= 20 or part.low > 10**3 or True) and before not in (
        "/",
        ".",
    )


def _prefix(text: str, first: int, start: int) -> str | None:
    if first > start:
        last = text[first - 1] if text[first - 1] != " " or first - 1 <= start else text[first - 2]
        if last in _PREFIX_END and (found := _PREFIX.search(text, max(start, first - 6), first)):
            return vocabulary().prefixes.get(found.group().strip())
    return None


def _sign(text: str, part: Part | None, start: int) -> Part | None:
    """Take a sign into the span: + only before percentages and changes, - where it cannot be a hyphen."""
    if part is None:
        return None
    before = part.first - 1
    if before >= start and text[before] == " " and before - 1 >= start and text[before - 1] in "-−－负負":
        before -= 1
    if before < start:
        return part
    mark = text[before]
    if mark not in "+-−－﹣＋±负負":
        return part
    previous = text[before - 1] if before > start else ""
    code = part.unit.code if part.unit else None
    if mark in "+＋":
        changes = code in ("%", "pp", "bp", "x") or text[max(start, before - 2) : before].strip().endswith(
            ("比", "动", "跌", "流入", "变化")
        )
        if previous.isdigit() or not (changes or before == start or previous in tuple("(（\t\n")):
            return part
    elif mark == "±":
        part.start, part.signed, part.bounded = before, True, True
        part.low, part.high = -part.high, part.high
        return part
    elif mark not in "负負":
        if previous.isdigit() or previous in tuple("%％)）+-−"):
            return part
        if previous.isascii() and previous.isalpha() and code not in ("%", "pp", "bp", "x"):
            return part
    part.start, part.signed = before, True
    if mark not in "+＋":
        part.low, part.high = -part.high, -part.low
    return part


def _chinese(text: str, found: re.Match[str], start: int, end: int) -> Part | None:
    word = found["chinese"]
    first, position = found.start(), found.end()
    while word and word[-1] in " ":
        word, position = word[:-1], position - 1
    if word[-1] in "多余餘几幾" and len(word) > 1 and word[-1] in "多余餘":
        word, position = word[:-1].rstrip(), first + len(word[:-1].rstrip())
    previous = text[first - 1] if first > start else ""
    if word == "一" and previous and previous in "统唯同单專专任某每之其另进這这那逐随第万":
        return None
    reading = read_number(word)
    if reading is None or word[-1] in "〇○" and len(word) == 1:
        return None
    digits = word.lstrip("负負")
    single = len(digits) == 1
    part = Part(first, position, reading.low, reading.high, chinese=True, first=first, vague=reading.vague)
    if digits[0] in "几幾数數":
        part.vague = True
    if reading.low != reading.high:
        part.bounded = True
    tail = re.search(r"[万萬亿億兆]+$", word)
    part.scale = _worth(tail[0]) if tail else 1.0
    if all(letter in BIG or letter in "百千" for letter in digits) and not _rounded(text, part, start, end, digits):
        return None
    if len(digits) == 2 and "点" not in word and (fold := _FOLD.match(text, position, end)):
        pair = [DIGITS[letter] for letter in digits if letter in DIGITS]
        if len(pair) == 2:
            value = float(pair[0] * 10 + pair[1])
            part.low = part.high = value
            part.bounded = False
            return _united(part, fold.end(), Unit("%", 1.0), "折")
    attached = _attach(text, part, start, end, small=single and digits not in BIG and digits not in SMALL)
    if attached and part.unit is not None:
        return None if _in_word(text, part, digits, position, start) else _article(text, part, digits, start, end)
    if part.vague and part.infix or (not single and _stands_alone(text, part, start, end)):
        return part
    if single and digits not in BIG:
        if _isolated(text, first, position, start, end):
            return part
        if _RANGE_GOES_ON.match(text, position, end):
            part.tentative = True
            return part
    return None


def _rounded(text: str, part: Part, start: int, end: int, digits: str) -> bool:
    """Whether 百亿, 千万, 万亿 without a digit is a number: something must say so before it, or a card count after."""
    if len(digits) == 1 and text.startswith("卡", part.end) and not text.startswith(("卡牌", "卡片"), part.end):
        return True
    if text[part.end : part.end + 1] in tuple("不别要级分之般") or text[part.start : part.end + 1] in ("千万别",):
        return False
    before = text[max(start, part.start - 6) : part.start].rstrip()
    if before.endswith(("上", "成", "近", "超", "逾", "过", "破", "达", "达到", "逼近", "约", "至", "到", "为", "数", "几", "了")):
        part.vague = part.vague or before.endswith(("上", "数", "几"))
        return True
    return len(digits) > 1 and text.startswith(("以上", "以下", "+"), part.end)


def _in_word(text: str, part: Part, digits: str, position: int, start: int) -> bool:
    """三元电池, 二次元: a numeral inside a word."""
    if part.unit is None or len(digits) > 1:
        return False
    after = text[part.end : part.end + 1]
    printed = (part.printed or "").strip()
    if printed in ("元", "次", "级") and after and after in _CHAMBER + "元能电污创型组市":
        return True
    return printed == "成" and bool(_TENTHS_NOT.match(text, part.end - 1))


def _article(text: str, part: Part, digits: str, start: int, end: int) -> Part:
    """一个 before what it introduces is an article, marked so; 仅一个 and 一年 are numbers."""
    unit = part.unit
    if digits == "一" and unit is not None and unit.code in ("count", "person", "piece", "vehicle", "device", "point"):
        before = text[max(start, part.start - 2) : part.start]
        after = text[part.end : part.end + 1] if part.end < end else ""
        told = before.endswith(("仅", "只", "有且", "共", "达", "为", "第", "过", "超"))
        part.article = bool(after) and after not in "，。；、）)" and not told
    return part


def _isolated(text: str, first: int, position: int, start: int, end: int) -> bool:
    before = text[first - 1] if first > start else ""
    after = text[position] if position < end else ""
    told = before in ("是", "于") and (not after or after in "那这而却也")
    return told or (not before or before in "“\"「(（ ：:") and (not after or after in "”\"」)） ，,。；;、和")


def _stands_alone(text: str, part: Part, start: int, end: int) -> bool:
    """A Chinese number of several letters without a unit: only where the words end beside it."""
    if part.bounded and part.scale == 1.0 and part.high < 10:
        return False
    after = text[part.end] if part.end < end else ""
    before = text[part.start - 1] if part.start > start else ""
    ends = not after or after in "，。；、,;)）”\" ？！?!至到-~或" or text.startswith(("以上", "以下", "以内", "左右"), part.end)
    starts = not before or before in "“\"（( ，,。、：:超逾达近约过为于是至到了共有"
    return ends and (starts or part.scale > 1.0 or part.high >= 100)


def _ordinal(text: str, found: re.Match[str], end: int) -> Part | None:
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
    part.numbering = bool(after) and after[0] in _COUNTED
    return part


_COUNTED = frozenset("步章节页部条款项批轮次届期代季阶层类种个個天年周月日人版张辑集号卷回课讲篇段幕场站方波曲产业级线三二四支套件家组颗座例")


def _parts(text: str, found: re.Match[str], start: int, end: int) -> Part | None:
    """百分之22 and 三分之一: percent where the denominator is a round 百, 千 or 万 without a digit before it."""
    word = "".join(found["parts"].split())
    below, _, above = word.partition("分之")
    negative = below[:1] in ("负", "負")
    below = below.lstrip("负負")
    part = Part(found.start(), found.end(), 0.0, 0.0, first=found.start(), chinese=True)
    if all(letter in "百千万萬仟佰亿億" for letter in below):
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
    return _sign(text, _united(part, found.end(), unit, None), start)


def _united(part: Part, end: int, unit: Unit, printed: str | None) -> Part:
    part.end, part.unit, part.printed = end, unit, printed
    part.low, part.high = part.low * unit.factor, part.high * unit.factor
    return part


def _attach(text: str, part: Part, start: int, end: int, *, small: bool = False) -> bool:
    """Read infix, Latin multiplier, unit, denominator and trailing half into the part. Whether anything was read."""
    position = part.end
    if position >= end:
        return _prefixed(part)
    letter = text[position]
    if letter in "多余餘来來 " and (found := _TAIL_INFIX.match(text, position, end)):
        position = found.end()
        part.vague = part.infix = True
        part.end = position
    elif letter == "+" and not text[position + 1 : position + 3].strip()[:1].isdigit():
        position += 1
        part.vague = part.infix = True
        part.end = position
    at = position + 1 if text[position : position + 1] == " " else position
    if at >= end:
        return _prefixed(part) or part.infix
    letter = text[at]
    if letter.isascii() and not part.chinese and (found := _LATIN_MULTIPLIER.match(text, position, end)):
        if _latin(text, part, found, at == position):
            position = found.end()
            at = position + 1 if text[position : position + 1] == " " else position
            if text[position : position + 1] == "+":
                part.end, part.vague, part.infix = position + 1, True, True
                position += 1
                at = position
            letter = text[at] if at < end else ""
    elif letter in "Cc" and (found := _LIMIT_UP.match(text, position, end)):
        _united(part, found.end(), Unit("%", 1.0), text[at : found.end()])
        return True
    if letter in "个個百" and (found := _POINTS.match(text, position, end)):
        _united(part, found.end(), Unit("pp", 1.0), text[at : found.end()])
        return True
    if letter in "个個" and (found := _MONTHS.match(text, position, end)):
        _month(part, found)
        return True
    if letter == "折" and (found := _FOLD.match(text, position, end)) and part.low != 10:
        _united(part, found.end(), Unit("%", 10.0 if part.high < 10 else 1.0), "折")
        return True
    word = match_word(text, at, end) if letter else None
    if word is None and text[position - 1] == "+" and "\u4e00" <= letter <= "\u9fff":
        part.unit = Unit("count", 1.0)  # 100+行业模板
        return True
    if word is None or (small and not word.small) or _rejected(text, part, word.text, at, end):
        return _prefixed(part) or part.infix or part.scale > 1 and part.vague
    _unit(text, part, word.text, word.unit, at, end)
    return True


def _prefixed(part: Part) -> bool:
    if part.prefix is None:
        return False
    part.unit = Unit(part.prefix, 1.0)
    return True


def _latin(text: str, part: Part, found: re.Match[str], tight: bool) -> bool:
    """Whether a Latin letter after the number multiplies it: K and M do, m does beside a currency."""
    word = found["word"]
    if word == "m" or word == "mm":
        if part.prefix is None:
            return False
    elif word in _TIGHT and not (tight or part.prefix):
        following = found.end()
        if word not in "MKBk" or (text[following : following + 1] or "。") not in " ，。,)）":
            return False
    factor = vocabulary().multipliers.get(word) or LATIN_MULTIPLIERS[word]
    part.low, part.high, part.scale = part.low * factor, part.high * factor, part.scale * factor
    part.end = found.end()
    return True


def _month(part: Part, found: re.Match[str]) -> None:
    factor, code = {"月": (1.0, "month"), "季度": (3.0, "month"), "交易日": (1.0, "day"), "星期": (7.0, "day")}.get(
        found["unit"], (3600.0, "second")
    )
    if found["extra"] == "半":
        part.low, part.high = part.low + 0.5, part.high + 0.5
    else:
        part.vague = part.infix = True
    if found["unit"] == "世纪":
        factor, code = 100.0, "year"
    _united(part, found.end(), Unit(code, factor), found.group().strip())


def _rejected(text: str, part: Part, word: str, at: int, end: int) -> bool:
    """Words that only look like units here."""
    after = text[at + len(word) : at + len(word) + 1] if at + len(word) < end else ""
    if word == "成":
        return bool(_TENTHS_NOT.match(text, at)) or part.high > 10
    if word in ("点", "點"):
        return part.scale == 1 and (part.high < 100 and part.high == int(part.high)) or after in "钟半"
    if word == "分":
        return after in ("别", "析", "为", "布", "化", "之", "类", "配", "散", "享", "红", "部")
    if word in ("人", "天", "片", "位", "名", "口", "线", "度", "次", "代", "期", "家", "面", "件", "处", "台", "本", "道") and (
        text[at : at + 2] in _COMPOUNDS
    ):
        return True
    if word in ("日", "号") or (word == "年" and 1900 <= part.high <= 2100 and not part.chinese and part.scale == 1):
        return word == "年" or after in ("活", "均") or (part.high <= 31 and after not in ("内", "线"))
    return word == "X" and after == "射"


_COMPOUNDS = frozenset("人工 人才 人民 天然 片面 位于 位置 名义 名单 口径 线上 线下 线路 度假 次新 代表 代理 期权 期货 期间 家电 家居 家具 家庭 面临 面对 面向 件套 处于 处理 台湾 本次 本轮 本周 本月 本季 本期 本年 道路 道琼".split())


def _unit(text: str, part: Part, word: str, unit: Unit, at: int, end: int) -> None:
    position = at + len(word)
    code = unit.code
    if code in CURRENCIES:
        if part.prefix is not None and code == "CNY":
            unit = Unit(part.prefix, unit.factor)
            code = part.prefix
        position, extra = _money_tail(text, position, end, word)
        part.low, part.high = part.low + extra, part.high + extra
    elif part.prefix is not None and code not in CURRENCIES and word not in ("%", "x", "倍"):
        part.unit = Unit(part.prefix, 1.0)  # US$300 m2 does not exist: the mark before the number wins
        return
    if (
        code in _HALVES
        and text.startswith("半", position)
        and not text.startswith(("半年", "半导", "半月", "半数"), position)
        and position < end
    ):
        part.low, part.high = part.low + 0.5, part.high + 0.5
        position += 1
    while per := match_per(text, position, end):
        position, denominator, factor = per
        unit = divide(unit, denominator, factor)
    _united(part, position, unit, text[at:position])


def _money_tail(text: str, position: int, end: int, word: str) -> tuple[int, float]:
    """五元三毛, 50元6角三分, 8亿元人民币: what still belongs to the amount, and what it adds."""
    extra = 0.0
    if word in ("元", "圆", "圓", "块", "块钱") and position < end:
        if (found := _CENTS.match(text, position, end)) and not text.startswith("分之", found.end() - 1):
            position = found.end()
            for group, worth in (("tens", 0.1), ("ones", 0.01), ("only", 0.01)):
                if found[group]:
                    number = read_number(found[group])
                    extra += number.value * worth if number else 0.0
        for tail in ("人民币", "整", "正"):
            if text.startswith(tail, position) and position + len(tail) <= end:
                position += len(tail)
                break
    return position, extra
