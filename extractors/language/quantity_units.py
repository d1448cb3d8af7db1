"""Reading the unit that follows a number: infix, Latin multiplier, unit word, denominator; and the sign before it."""

from __future__ import annotations

import re

from extractors.language.numerals import CHINESE, CHINESE_DIGITS, LATIN_MULTIPLIERS, read_number
from extractors.language.quantity_part import Part, united
from extractors.language.units import CURRENCIES, Unit, divide, match_per, match_word, vocabulary

_LATIN_MULTIPLIER = re.compile(
    r"\s?(?P<word>k|K|M|mn|Mn|MN|mln|mm|m|bn|Bn|BN|B|b|G|T|tn|trn|million|billion|trillion|thousand)(?:(?![A-Za-z\d])|(?=[Tt]okens?(?![A-Za-z])))"
)
_TIGHT = frozenset("kKMBGTb")
_TAIL_INFIX = re.compile(r"\s?(?:[多余餘]|(?<=[十百千万亿0])[来來]|[多余餘](?=\s?[^\s，。；、]))")
_MONTHS = re.compile(r"\s?[个個](?P<extra>[多半余])(?P<unit>月|小时|小時|星期|季度|交易日|世纪)")
_DIGIT = rf"(?:\d|[{CHINESE_DIGITS}])"
_ENDS_MONEY = rf"(?!\s?[\d.:：{CHINESE}个個年月日天号家款倍成折%％分角毛])"
_CENTS = re.compile(
    rf"\s?零?(?P<tens>{_DIGIT})\s?[角毛]钱?(?:\s?(?P<ones>{_DIGIT})(?:\s?分钱?|(?<=\S){_ENDS_MONEY}))?"
    rf"|\s?零?(?P<only>{_DIGIT})\s?分钱?(?![之钟鐘])"
)
_BLOCK = re.compile(  # 三块五毛, 十五块八, 八百块人民币: money, where 三块 alone are three pieces
    rf"\s?[块塊](?=\s?{_DIGIT}\s?[角毛]|\s?零?{_DIGIT}\s?分(?![之钟鐘])|人民币|{_DIGIT}{_ENDS_MONEY})(?P<short>{_DIGIT}{_ENDS_MONEY})?"
)
_JIAO = re.compile(rf"\s?[角毛](?P<ones>{_DIGIT})(?:\s?分钱?|(?<=毛{_DIGIT}){_ENDS_MONEY})")
_TENTHS_TAIL = re.compile(rf"[{CHINESE_DIGITS}](?!\s?[{CHINESE}个個年月日天家款倍折元分点點])")
_AFTER_YUAN = re.compile(r"新台币|新臺幣|台币|台幣|港币|港幣|美金|澳门币|新币")
_POINTS = re.compile(
    r"\s{0,3}[个個]?\s{0,3}百\s{0,3}分\s{0,3}[点點]|\s?[个個](?=\s?[、，,和与及]\s?\d{1,3}(?:\.\d+)?\s?[个個]百分[点點])"
)
FOLD = re.compile(r"\s?折(?![旧合线叠价扣射损磨转腾])")
TENTHS_NOT = re.compile(r"成[本为立长功交熟果员分品都就像型]")
_LIMIT_UP = re.compile(r"\s?[Cc][Mm](?=\s?(?:涨停|跌停))")
_PREFIX = re.compile(
    r"(?:人民币|美金|日币|新台币|新臺幣|台币|港币|港元|美元|日元|欧元|英镑|RMB|Rmb|CNY|USD|HKD|EUR|GBP|JPY|KRW|TWD|NTD|SGD|"
    r"US\$|HK\$|NT\$|S\$|A\$|[¥￥$€£₩])\s?$"
)
_PREFIX_END = frozenset("币幣金元镑BbYDRWP$¥￥€£₩")
HALVES = frozenset({"year", "month", "day", "second", "x", "%"})


def attach(text: str, part: Part, start: int, end: int, *, small: bool = False) -> bool:
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
    elif letter in "块塊角毛" and (money := _small_money(text, part, position, end)):
        return money
    elif letter in "Cc" and (found := _LIMIT_UP.match(text, position, end)):
        united(part, found.end(), Unit("%", 1.0), text[at : found.end()])
        return True
    if letter in "个個百" and (found := _POINTS.match(text, position, end)):
        united(part, found.end(), Unit("pp", 1.0), text[at : found.end()])
        return True
    if letter in "个個" and (found := _MONTHS.match(text, position, end)):
        _month(part, found)
        return True
    if letter == "折" and (found := FOLD.match(text, position, end)) and part.low != 10:
        united(part, found.end(), Unit("%", 10.0 if part.high < 10 else 1.0), "折")
        if text.startswith("半", part.end) and part.end < end and part.high < 100:
            part.low, part.high, part.end = part.low + 5, part.high + 5, part.end + 1
        return True
    word = match_word(text, at, end) if letter else None
    if word is None and text[position - 1] == "+" and "\u4e00" <= letter <= "\u9fff":
        known = vocabulary().after.match(text, position, end)
        part.unit = Unit(vocabulary().after_codes[known["word"]] if known else "count", 1.0)  # 100+行业模板
        return True
    if word is None or (small and not word.small) or _rejected(text, part, word.text, at, end):
        if part.scale > 1 and (per := match_per(text, position, end)) and per[1] in ("ton", "m2", "vehicle"):
            united(
                part, per[0], divide(Unit(part.prefix or "CNY", 1.0), per[1], per[2]), text[position : per[0]].strip()
            )
            return True
        return _prefixed(part) or part.infix or (part.scale > 1 and part.vague)
    _unit(text, part, word.text, word.unit, at, end)
    return True


def _small_money(text: str, part: Part, position: int, end: int) -> bool:
    """三块五毛, 三角五分: whether 块 and 角 are money here."""
    if found := _BLOCK.match(text, position, end):
        if found["short"]:
            number = read_number(found["short"])
            part.low = part.high = part.low + (number.value / 10 if number else 0.0)
            united(part, found.end(), Unit("CNY", 1.0), "块")
        else:
            _unit(text, part, "块", Unit("CNY", 1.0), found.end() - 1, end)
        return True
    if (found := _JIAO.match(text, position, end)) and (number := read_number(found["ones"])):
        part.low = part.high = part.low + number.value / 10
        united(part, found.end(), Unit("CNY", 0.1), "角")
        return True
    return False


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
        if word not in "MKBk" or (text[following : following + 1] or "。") not in " \n，。、；,;)）":
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
    united(part, found.end(), Unit(code, factor), found.group().strip())


def _rejected(text: str, part: Part, word: str, at: int, end: int) -> bool:
    """Words that only look like units here."""
    after = text[at + len(word) : at + len(word) + 1] if at + len(word) < end else ""
    if word in ("x", "X") and text[at - 1 : at] == " ":
        return True
    if word == "次" and after in ("方", "幂", "数"):
        return True
    if word == "成":
        return bool(TENTHS_NOT.match(text, at)) or part.high > 10
    if word in ("点", "點"):
        return (part.scale == 1 and (part.high < 100 and part.high == int(part.high))) or after in ("钟", "半")
    if word == "分":
        return after in ("别", "析", "位", "为", "布", "化", "之", "类", "配", "散", "享", "红", "部")
    if len(word) == 1 and text[at : at + 2] in vocabulary().compounds:
        return True
    if word in ("日", "号") or (word == "年" and 1900 <= part.high <= 2100 and not part.chinese and part.scale == 1):
        return word == "年" or after in ("活", "均") or (part.high <= 31 and after not in ("内", "线"))
    return word == "X" and after == "射"


def _unit(text: str, part: Part, word: str, unit: Unit, at: int, end: int) -> None:
    position = at + len(word)
    if word == "分" and text.startswith("/", position):
        unit = Unit("CNY", 0.01)  # 9 分/Wh
    code = unit.code
    if code in CURRENCIES:
        if part.prefix is not None and code == "CNY":
            unit = Unit(part.prefix, unit.factor)
            code = part.prefix
        position, extra = _money_tail(text, position, end, word)
        if code == "CNY" and part.prefix is None and (after := _AFTER_YUAN.match(text, position, end)):
            unit, position = Unit(vocabulary().prefixes[after.group()], unit.factor), after.end()
        part.low, part.high = part.low + extra, part.high + extra
    elif part.prefix is not None and code not in CURRENCIES and word not in ("%", "x", "倍"):
        part.unit = Unit(part.prefix, 1.0)  # US$300 m2 does not exist: the mark before the number wins
        return
    if (
        code in HALVES
        and text.startswith("半", position)
        and not text.startswith(("半年", "半导", "半月", "半数"), position)
        and position < end
    ):
        part.low, part.high = part.low + 0.5, part.high + 0.5
        position += 1
    elif word == "成" and part.chinese and (found := _TENTHS_TAIL.match(text, position, end)):
        tenth = read_number(found.group())
        part.low, part.high = (bound + (tenth.value / 10 if tenth else 0.0) for bound in (part.low, part.high))
        position = found.end()
    while per := match_per(text, position, end):
        position, denominator, factor = per
        unit = divide(unit, denominator, factor)
    united(part, position, unit, text[at:position])


def _money_tail(text: str, position: int, end: int, word: str) -> tuple[int, float]:
    """五元三毛, 50元6角三分, 8亿元人民币: what still belongs to the amount, and what it adds."""
    extra = 0.0
    if word in ("元", "圆", "圓", "块", "塊", "块钱") and position < end:
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


def currency_before(text: str, first: int, start: int) -> str | None:
    """The currency code of a mark right before the digits (US$, 人民币), None where there is none."""
    if first > start:
        last = text[first - 1] if text[first - 1] != " " or first - 1 <= start else text[first - 2]
        if last in _PREFIX_END and (found := _PREFIX.search(text, max(start, first - 6), first)):
            return vocabulary().prefixes.get(found.group().strip())
    return None


def take_sign(text: str, part: Part | None, start: int) -> Part | None:
    """Take a sign into the span: + only before percentages and changes, - where it cannot be a hyphen."""
    if part is None:
        return None
    before = part.first - 1
    if before > start and text[before] == " " and text[before - 1] in "-−－负負":
        # With a space between, a dash is a sign only where there is nothing else: else it is a bullet or a column.
        if text[before - 1] not in "负負" and (before - 1 > start or text[part.end : part.end + 2].strip()):
            return part
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
