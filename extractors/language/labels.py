"""Numbers that are no quantities: versions and model names, codes, numbering, times, addresses, idioms."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.language.label_patterns import patterns
from extractors.language.units import match_word, vocabulary
from extractors.records import Label

_KINDS = {
    "url": "code", "latin": "name", "spaced": "name", "chain": "name", "named": "name", "index": "name", "size": "size",
    "long": "code",
}  # fmt: skip
_UNIT_FOLLOWS = re.compile(
    r"\s?(?:[%％‰]|[万萬亿億倍元]|[十百千]?[万亿]|个(?!月)|[xX](?![A-Za-z])|bn|mn|pct|bps?|pp|美元|港元|[家款次人种名吨台颗张年月日天秒多余]"
    r"|小时|分钟|[-~～至到]\s?\d|[、/]\s?[+-]?\d)"
)
_MULTIPLIED = re.compile(r"(?:bn|mn|m|M|B|x|X|K|k|pct|bps?)\+?")
_SCALES = frozenset("%％‰万萬亿億倍元十百千")
_CURRENCIES = frozenset({"RMB", "US", "HK", "CNY", "USD", "HKD", "Rmb", "NT", "EUR"})
_LEADING_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LETTERS = re.compile(r"[A-Za-z]++(?:[-_./&][A-Za-z]++)*+")
_DIGITS_AT = re.compile(r"\d")
_DECIMAL = re.compile(r"\d\.\d")
_EXPONENT = re.compile(r"E[+-]?\d{1,3}(?![A-Za-z\d])")


def find_labels(
    text: str,
    start: int,
    end: int,
    *,
    taken: Sequence[tuple[int, int]] = (),
    names: Sequence[tuple[int, int]] = (),
) -> list[Label]:
    """Labels of ``text[start:end]`` outside the ``taken`` spans, sorted and disjoint."""
    sieve, alternation, metrics = patterns()
    labels = [
        Label(max(a, start), min(b, end), "name")
        for a, b in names
        if b > start and a < end and _DIGITS_AT.search(text, max(a, start), min(b, end))
    ]
    busy = sorted([*taken, *((label.start, label.end) for label in labels)])
    position, index = start, 0
    while hint := sieve.search(text, position, end):
        found = alternation.match(text, hint.start(), end)
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
        if kind == "numbering" and _DECIMAL.search(found.group()) and _measured(text, stop, end):
            position = stop
            continue
        if kind in ("latin", "spaced") and not _is_name(text, found, kind, end, metrics):
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
    if at < end and text[at : at + 2] in vocabulary().compounds:
        return False
    return at < end and (
        text[at] in "万萬亿億kKMBGTe折" or bool(_EXPONENT.match(text, at)) or match_word(text, at, end) is not None
    )


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
    number = _LEADING_NUMBER.match(rest)
    tail = rest[number.end() :] if number else ""
    follows = _UNIT_FOLLOWS.match(text, found.end(), end)
    last = head.rpartition(" ")[2].rpartition("/")[2]
    if head in metrics or last in metrics:
        return bool(tail) and not _MULTIPLIED.fullmatch(tail) and head not in _CURRENCIES
    if head == "c" and word.startswith("c."):
        return False  # c.3% is circa
    if kind == "spaced":
        last_word = word[: word.rfind(" ")].rpartition(" ")[2]
        return not follows and last_word not in metrics
    tight = word[len(head) : len(head) + 1].isdigit()
    return not (follows and not tail and tight and follows.group().strip()[:1] in _SCALES)
