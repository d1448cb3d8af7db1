"""Units as printed, to the contract's codes. The words are data: ``extractors/data/units.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from extractors.data import read_yaml
from extractors.record import record

CURRENCIES = frozenset({
    "CNY", "USD", "HKD", "EUR", "JPY", "GBP", "KRW", "TWD", "AUD", "CAD", "SGD", "CHF", "RUB", "INR", "THB", "MYR",
    "BRL", "VND", "MOP", "IDR", "PHP", "MXN", "ARS", "CLP", "COP", "NZD", "TRY", "ZAR", "SEK", "NOK", "DKK", "PLN",
    "HUF", "CZK", "ILS", "SAR", "AED", "KWD", "PKR", "BDT", "EGP", "KZT",
})  # fmt: skip


@record(frozen=True, slots=True)
class Unit:
    """A unit: its code (None for a bare multiplier such as 亿), the factor to the base unit, and the printed word where
    it has no code of its own."""

    code: str | None
    factor: float
    measure: str | None = None


class Word(NamedTuple):
    """One unit word: ``small`` says whether it may follow a single Chinese digit."""

    text: str
    unit: Unit
    small: bool
    latin: bool


class Vocabulary(NamedTuple):
    """The unit data, arranged for looking up: words by first character, longest first."""

    words: Mapping[str, tuple[Word, ...]]
    multipliers: Mapping[str, float]
    scales: tuple[str, ...]
    per: re.Pattern[str]
    per_units: Mapping[str, tuple[str, float]]
    each: re.Pattern[str]
    prefixes: Mapping[str, str]
    marks: tuple[str, ...]
    compounds: frozenset[str]
    ambiguous: Mapping[str, Mapping[str, tuple[str, ...]]]
    at_end: Mapping[str, str]
    after: re.Pattern[str]
    after_codes: Mapping[str, str]
    before: re.Pattern[str]
    before_codes: Mapping[str, str]


@cache
def vocabulary() -> Vocabulary:
    """The unit data, read once."""
    data: dict[str, Any] = read_yaml("units.yaml")
    digits_only = frozenset(data["digits_only"])
    units: dict[str, Unit] = {word: Unit("count", 1.0) for word in [*data["digits_only"], *data["counters"]]}
    units |= {word: Unit("count", 1.0, word) for word in data["measures"]}
    for code, words in data["codes"].items():
        units |= {word: Unit(code, float(factor)) for word, factor in words.items()}
    grouped: dict[str, list[Word]] = {}
    for text, unit in units.items():
        grouped.setdefault(text[0], []).append(Word(text, unit, text not in digits_only, text[-1].isascii()))
    per_units = {
        "".join(word.split()): (code, float(factor))
        for code, words in data["per"].items()
        for word, factor in words.items()
    }
    prefixes = {word: code for code, words in data["prefixes"].items() for word in words}
    around = data["around"]
    qualifiers = _alternatives(around["qualifiers"])
    after_codes = {word: code for code, words in around["after"].items() for word in words}
    before_codes = {word: code for code, words in around["before"].items() for word in words}
    return Vocabulary(
        words={first: tuple(sorted(words, key=lambda w: -len(w.text))) for first, words in grouped.items()},
        multipliers={word: float(factor) for word, factor in data["multipliers"].items()},
        scales=tuple(data["multipliers"]),
        per=re.compile(rf"\s?[/／]\s?1?(?P<per>{_spaced(per_units)})(?![A-Za-z])"),
        per_units=per_units,
        each=re.compile(
            rf"每\s?(?:(?P<shares>10|十)\s?股(?=派|现金|分)"
            rf"|[1一]?\s?(?P<per>{_spaced(w for w, (code, _) in per_units.items() if code in _EACH)})(?![A-Za-z股]))"
        ),
        prefixes=dict(sorted(prefixes.items(), key=lambda item: -len(item[0]))),
        marks=tuple(prefixes),
        compounds=frozenset(data["compounds"]),
        ambiguous={
            word: {code: tuple(words) for code, words in codes.items()} for word, codes in data["ambiguous"].items()
        },
        at_end=data["at_end"],
        after=re.compile(rf"(?:\s?(?:{qualifiers})){{0,4}}+\s?(?P<word>{_alternatives(after_codes)})"),
        after_codes=after_codes,
        before=re.compile(f"(?P<word>{_alternatives(before_codes)})"),
        before_codes=before_codes,
    )


_EACH = frozenset({"Mtoken", "Wh", "W", "m", "m2", "vehicle", "device", "card", "image", "piece", "person", "count"})
"""Denominators after 每 that are read by this list; 每天, 每股 and the like have rules of their own."""


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


_SCRIPT_CHANGE = re.compile(r"(?<=[^\x00-\x7f])(?=[\x00-\x7f])|(?<=[KM\d])(?=[tT])")


def _spaced(words: Iterable[str]) -> str:
    """Alternatives that allow a space between Chinese and Latin letters or digits: 千 tokens."""
    longest_first = sorted(("".join(word.split()) for word in words), key=lambda word: (-len(word), word))
    return "|".join(_SCRIPT_CHANGE.sub(r"\\s?", word) for word in longest_first)


def match_word(text: str, position: int, end: int) -> Word | None:
    """The longest unit word that stands at ``position``; Latin words only where no Latin letter follows."""
    if position >= end:
        return None
    for word in vocabulary().words.get(text[position], ()):
        stop = position + len(word.text)
        if stop > end or not text.startswith(word.text, position):
            continue
        if word.latin and stop < end and text[stop].isascii() and text[stop].isalnum() and word.text[-1].isalnum():
            continue
        return word
    return None


def match_per(text: str, position: int, end: int) -> tuple[int, str, float] | None:
    """A denominator at ``position``: where it ends, its code, and how many of the code it means (千 tokens: 0.001)."""
    if position >= end or text[position] not in "/／ " or not (found := vocabulary().per.match(text, position, end)):
        return None
    code, factor = vocabulary().per_units["".join(found["per"].split())]
    return found.end(), code, factor


def divide(unit: Unit, code: str, factor: float) -> Unit:
    """``unit`` per ``factor`` × ``code``: 元 per 千 tokens is 1000 ``CNY/Mtoken``."""
    if unit.code is None:
        return unit
    return Unit(f"{unit.code}/{code}", unit.factor / factor, unit.measure)


_BRACKETS = "()（）[]【】［］〔〕〈〉<>"
_LEAD = re.compile(r"^(?:(?:金额|货币|计量)?单位|Unit|unit|UNIT|in|In)\s*[:：]?\s*")
_TRAILING = re.compile(r"[(（\[【［](?P<unit>[^()（）\[\]【】［］]{1,20})[)）\]】］][^()（）]{0,4}$")
_PARTS = re.compile(r"[、，,;；]")
_COMMA = re.compile(r"[，,、；;：:|]\s*")
_DAILY = re.compile(r"日均|平均每天|每日|每天")
_SECONDLY = re.compile(r"每秒")
_SHARE_PRICE = re.compile(r"每股|股价|收盘价|目标价|发行价|最高/最低|最新价|当前价格|EPS|BPS|DPS")


@lru_cache(maxsize=4096)
def parse_unit(label: str) -> Unit | None:
    """The unit that a header, caption or label prints, None where it prints none.

    The text is a unit by itself (``人民币百万元``, ``US$ m``, ``元/千 token``), or a label with a unit in brackets
    (``日均收入（亿元）``), whose own words then tell what a bare multiplier counts and which rate is meant.

    >>> parse_unit("亿元"), parse_unit("元/百万Tokens")
    (Unit(code='CNY', factor=100000000.0, measure=None), Unit(code='CNY/Mtoken', factor=1.0, measure=None))
    """
    text = " ".join(label.split())
    bare = _LEAD.sub("", text.strip(_BRACKETS + " "))
    whole = _parse(bare)
    if whole is not None:
        return whole
    parts = _PARTS.split(bare)
    if len(parts) > 1 and all(units := [_parse(part) for part in parts]):  # 单位：亿元、% names that of amounts first
        return units[0]
    if not (found := _TRAILING.search(text)):
        return None
    inner = _LEAD.sub("", found["unit"])
    if inner == "PB" and "率" in text:
        return None  # 市净率（PB） is a ratio's name
    for part in [inner, *reversed(_COMMA.split(inner))]:
        if (unit := _parse(part)) is not None:
            return in_context(unit, text[: found.start()], part)
    return None


def in_context(unit: Unit, label: str, printed: str) -> Unit:
    """A unit as a row's label makes it: 参数量（亿） counts parameters, 日均收入（亿元） is money a day."""
    data = vocabulary()
    code = unit.code
    if code is None and (words := list(data.before.finditer(label))):
        code = data.before_codes[words[-1]["word"]]
    if code == "count":
        for word, codes in data.ambiguous.items():
            if printed.endswith(word):
                for meant, cues in codes.items():
                    if any(cue in label for cue in cues):
                        code = meant
    if code in CURRENCIES and unit.factor <= 1 and _SHARE_PRICE.search(label):
        code = f"{code}/share"
    elif code in RATED and _DAILY.search(label):
        code = f"{code}/day"
    elif code in RATED and _SECONDLY.search(label):
        code = f"{code}/second"
    measure = unit.measure if code == unit.code else None
    return Unit(code, unit.factor, measure)


RATED = CURRENCIES | {"token", "image", "video", "person", "visit", "download", "call", "count", "vehicle", "device"}
"""Codes that 日均 and its like turn into a rate; durations, shares and cards stay what they are."""


def _parse(text: str) -> Unit | None:
    """A unit and nothing else: ``[currency] [multiplier] [unit] [/ denominator]`` in the orders that are in use."""
    data = vocabulary()
    text = text.strip(_BRACKETS + " :：")
    if not text:
        return None
    if text in data.multipliers and text not in ("m", "b", "mm", "000", "十", "百"):
        return Unit(None, data.multipliers[text])
    denominators: list[tuple[str, float]] = []
    position = text.find("/")
    if (word := _whole_word(text)) is not None:
        return word.unit
    if position > 0:
        head, end = text[:position], position
        while end < len(text):
            found = match_per(text, end, len(text))
            if found is None:
                return None
            end, code, factor = found
            denominators.append((code, factor))
    else:
        head = text
        for mark in ("每", "per "):
            before, found_mark, after = text.partition(mark)
            if found_mark and before and (per := match_per("/" + after, 0, len(after) + 1)) and per[0] > len(after):
                head, denominators = before, [(per[1], per[2])]
    unit = _numerator(head.strip())
    for code, factor in denominators:
        unit = divide(unit, code, factor) if unit is not None else None
    return unit


def _whole_word(text: str) -> Word | None:
    word = match_word(text, 0, len(text))
    return word if word is not None and len(word.text) == len(text) else None


def _numerator(text: str) -> Unit | None:
    data = vocabulary()
    currency = None
    marked = text.startswith(data.marks) or text.endswith(data.marks)
    for mark in data.prefixes if marked else ():
        if text.startswith(mark):
            rest = text[len(mark) :].strip(" ,，()（）'’\"")
            if not rest:
                return Unit(data.prefixes[mark], 1.0)
            if rest in data.multipliers or rest.endswith(("元", "圆")) or _splits(rest):
                currency, text = data.prefixes[mark], rest
                break
        elif text.endswith(mark) and len(text) > len(mark):
            currency, text = data.prefixes[mark], text[: -len(mark)].strip(" ,，()（）")
            break
    found = _splits(text)
    if found is None:
        return None
    factor, rest = found
    if not rest:
        return Unit(currency, factor)
    word = _whole_word(rest)
    if word is None:
        return None
    unit = word.unit
    code = currency if currency is not None and unit.code in CURRENCIES else unit.code
    if currency is not None and unit.code not in CURRENCIES:
        return None
    return Unit(code, factor * unit.factor, unit.measure)


def _splits(text: str) -> tuple[float, str] | None:
    """A leading multiplier and what follows; (1, text) for a unit word alone; None where neither reads."""
    data = vocabulary()
    if text in data.multipliers:
        return data.multipliers[text], ""
    if _whole_word(text) is not None:
        return 1.0, text
    if not text.startswith(data.scales):
        return None
    for length in range(min(9, len(text)), 0, -1):
        head, rest = text[:length], text[length:].strip(" ,，")
        if head in data.multipliers and (_whole_word(rest) is not None):
            return data.multipliers[head], rest
    return None
