"""Numbers as written: Arabic, Chinese, financial and mixed numerals to a float.

Pure reading of one numeral; finding numerals in running text is :mod:`extractors.language.quantities`.
"""

from __future__ import annotations

import re

from extractors.record import record

DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    **{"〇": 0, "○": 0, "两": 2, "兩": 2, "貳": 2, "參": 3, "叄": 3, "陸": 6, "幺": 1},
}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "廿": 20, "卅": 30, "卌": 40}
_TENS = frozenset("廿卅卌")
BIG = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000, "兆": 1_000_000_000_000}
LATIN_MULTIPLIERS = {"k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6, "B": 1e9, "b": 1e9, "G": 1e9, "g": 1e9, "T": 1e12}
VAGUE = frozenset("多余餘来來几幾数數")

ARABIC = (
    r"(?:\d{1,3}(?:,\d{3})++(?!\d)"
    r"|\d{1,3}(?:，\d{3})++(?!\d)(?=\.\d|\s?[%元个個万亿]|$)"
    r"|\d++|(?<![\d.])(?=\.\d))(?:\.\d++)?+"
)
CHINESE_DIGITS = "".join(DIGITS)
CHINESE = CHINESE_DIGITS + "".join(SMALL) + "".join(BIG)

_LONGEST = 60
"""Letters of the longest numeral that anybody writes; what is longer would cost more time than it is worth."""
_TOKEN = re.compile(
    rf"(?P<number>\d[\d,，]*(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)"
    rf"|(?P<decimal>[{CHINESE_DIGITS}]?[点點][{CHINESE_DIGITS}\d]+)"
    rf"|(?P<digits>[{CHINESE_DIGITS}]+)"
    rf"|(?P<small>[{''.join(SMALL)}])|(?P<big>[{''.join(BIG)}])|(?P<vague>[多余餘来來几幾数數])"
)
_PARTS_OF = re.compile(r"^(?P<whole>.*?又)?(?P<below>[^又]+?)分之(?P<above>.+)$")
_SLASH = re.compile(r"^(?P<above>\d+)/(?P<below>\d+)$")
_POWER = re.compile(r"^(?P<base>\d+(?:\.\d+)?)\^(?P<exponent>[+-]?\d+)$")
_SUFFIXED = re.compile(r"^(?P<number>(?:\d[\d,]*(?:\.\d+)?|\.\d+))(?P<suffix>[kKmMbBgGT])$")


@record(frozen=True, slots=True)
class Reading:
    """What a numeral says. ``low`` and ``high`` differ for 三五百; ``vague`` is set by 多, 余, 几: a lower bound."""

    low: float
    high: float
    vague: bool = False

    @property
    def value(self) -> float:
        """The number, or the middle of its bounds."""
        return self.low if self.low == self.high else (self.low + self.high) / 2


def parse_number(text: str) -> float | None:
    """The number that a numeral stands for, None where the text is none.

    >>> parse_number("1亿2千万"), parse_number("一千多万"), parse_number("负六点六"), parse_number("两三百")
    (120000000.0, 10000000.0, -6.6, 250.0)
    """
    reading = read_number(text)
    return None if reading is None else reading.value


def read_number(text: str) -> Reading | None:
    """The number with its bounds; None where the text is no numeral. Spaces and 个 (两个亿) inside are ignored."""
    text = "".join(text.split()).replace("个", "").replace("個", "")
    if len(text) > _LONGEST:
        return None
    sign = 1.0
    if text[:1] in ("-", "−", "－", "负", "負", "+", "＋"):
        sign = 1.0 if text[0] in "+＋" else -1.0
        text = text[1:]
    reading = _special(text) or _sum_up(text)
    if reading is None or sign > 0:
        return reading
    return Reading(-reading.high, -reading.low, reading.vague)


def _special(text: str) -> Reading | None:
    """Fractions, powers and Latin multipliers."""
    if "分之" in text and (found := _PARTS_OF.match(text)):
        below, above = parse_number(found["below"]), parse_number(found["above"])
        whole = parse_number(found["whole"][:-1]) if found["whole"] else 0.0
        if not below or above is None or whole is None:
            return None
        value = whole + above / below
        return Reading(value, value)
    if "/" in text and (found := _SLASH.match(text)):
        value = int(found["above"]) / int(found["below"]) if int(found["below"]) else 0.0
        return Reading(value, value)
    if "^" in text and (found := _POWER.match(text)) and abs(int(found["exponent"])) < 300:
        try:
            value = float(found["base"]) ** int(found["exponent"])
        except (OverflowError, ZeroDivisionError):
            return None
        return Reading(value, value)
    if text[-1:] in LATIN_MULTIPLIERS and (found := _SUFFIXED.match(text)):
        value = float(found["number"].replace(",", "")) * LATIN_MULTIPLIERS[found["suffix"]]
        return Reading(value, value)
    return None


def _sum_up(text: str) -> Reading | None:
    """Digits and multipliers to a sum. Each section (below 万) is closed by a big multiplier."""
    parts: list[tuple[float, float, float]] = []  # (low, high, magnitude) of closed sections
    section: tuple[float, float] = (0.0, 0.0)
    current: tuple[float, float] | None = None
    vague, position, last_unit, short = False, 0, 1.0, False
    for found in _TOKEN.finditer(text):
        if found.start() != position:
            return None
        position, kind, word = found.end(), found.lastgroup, found.group()
        if kind == "vague":
            vague = True
            continue
        if kind in ("number", "decimal", "digits"):
            if current not in (None, (0.0, 0.0)) and kind != "decimal":
                return None
            follows = text[position : position + 1]
            current = _join(current, _numeral(kind or "", word, follows))
            # 四百五 is 450: the digit after a multiplier takes the place below it, unless 零 stands between.
            short = kind == "digits" and len(word) == 1 and word not in "零〇○" and last_unit > 10
        elif kind == "small":
            factor = 1 if word in _TENS else SMALL[word]
            low, high = (SMALL[word] // factor, SMALL[word] // factor) if word in _TENS else (current or (1.0, 1.0))
            low, high = (1.0, 1.0) if low == 0 == high else (low, high)
            section = (section[0] + low * factor, section[1] + high * factor)
            current, last_unit, short = None, float(factor), False
        else:
            factor = BIG[word]
            low, high = _join(section, current or (0.0, 0.0))
            kept = []
            for part in parts:
                if part[2] < factor or (part[2] == factor and low == 0 == high):
                    low, high = low + part[0], high + part[1]
                else:
                    kept.append(part)
            if low == 0 == high and not text[: found.start()].strip("零〇0.数數几幾"):
                low = high = 1.0
            parts = [*kept, (low * factor, high * factor, float(factor))]
            section, current, last_unit, short = (0.0, 0.0), None, float(factor), False
    if position != len(text) or not text or all(letter in VAGUE for letter in text):
        return None
    if current is not None:
        scale = last_unit / 10 if short else 1.0
        section = (section[0] + current[0] * scale, section[1] + current[1] * scale)
    return Reading(section[0] + sum(p[0] for p in parts), section[1] + sum(p[1] for p in parts), vague)


def _join(first: tuple[float, float] | None, second: tuple[float, float]) -> tuple[float, float]:
    return second if first is None else (first[0] + second[0], first[1] + second[1])


def _numeral(kind: str, word: str, follows: str) -> tuple[float, float]:
    """The bounds of one run of digits. 三五 before a multiplier are alternatives, otherwise digits are read in turn."""
    if kind == "number":
        value = float(word.replace(",", "").replace("，", ""))
        return value, value
    if kind == "decimal":
        whole, _, fraction = word.replace("點", "点").partition("点")
        digits = "".join(letter if letter.isascii() else str(DIGITS[letter]) for letter in fraction)
        value = float(f"{DIGITS[whole] if whole else 0}.{digits}")
        return value, value
    numbers = [DIGITS[letter] for letter in word]
    if len(numbers) > 1 and numbers[0] == 0 and len(numbers) == 2:
        return float(numbers[1]), float(numbers[1])
    if len(numbers) == 2 and is_pair(numbers[0], numbers[1]) and (not follows or follows in SMALL or follows in BIG):
        return float(numbers[0]), float(numbers[1])
    value = float("".join(map(str, numbers)))
    return value, value


def is_pair(first: int, second: int) -> bool:
    """Whether two digits side by side are alternatives: 七八 (个), 三五 (百)."""
    return 0 < first < second <= 9 and (second == first + 1 or (first, second) == (3, 5))


def clean(value: float) -> float:
    """The float nearest to what is meant: 8.4 × 10⁸ gives 840000000.0, not 839999999.9999999."""
    return float(f"{value:.15g}")
