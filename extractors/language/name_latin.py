"""Names in Latin letters that no list holds: GPT-4o, Galaxy S20 Ultra, PixelDance, Runway."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from extractors.language.lexicon import lexicon
from extractors.language.name_words import words
from extractors.records import Name

GRADE = (
    r"(?:Pro|Lite|Max|Turbo|Ultra|Plus|Mini|Nano|Flash|Air|Edge|Preview|Vision|Chat|Code|Coder|Thinking|Base|Instruct"
    r"|pro|lite|max|turbo|ultra|plus|mini|flash|vision)"
)
"""What a version of a product is called."""

_LATIN = regex.compile(
    r"(?<![A-Za-z0-9@._%/=&?#~\-])[A-Za-z][A-Za-z0-9]*+(?:[-.·'][A-Za-z0-9]++)*+\+?"
    r"(?:\ (?:[A-Z][A-Za-z0-9]*+(?:[-.][A-Za-z0-9]++)*+\+?|\d{1,2}(?:\.\d{1,2})?"
    r"(?=\ ?(?:Pro|Max|Ultra|Plus|Turbo|Mini|Flash|Lite|系列|版|模型)|[^\w\s%.+\-]|\s|$)"
    r"(?!\s?[万亿千百倍元个月年日%]))){0,4}"
    r"(?![@=_~]|://|\.(?:com|cn|net|org))"
)
_STOP = frozenset(words("no_names"))
_LEVEL = regex.compile(
    r"(?:[A-Za-z]\d{1,2}|\d*[QH]\d|FY\d+|[A-Z]\d{6,}|CO2|SO2|H2O|PM2\.5|[A-Z]\d[A-Z]?\d?|[\dA-Za-z]{18,}|(?:TP|EP|PP|DP|CP)\d{1,3}|1[HQ]\d\d|Q[1-4]\d{0,4}|H[12]\d{0,2}|[12]H\d{2})(?:E|A)?"
)
_MEASURES = regex.compile(r"(?i)(?:yoy|qoq|mom|cagr|ytd|fy)(?![a-z])|.*\d(?:pcts?|pps?|bps?|bn|mn)$")
_VARIABLE = regex.compile(r"[a-z]{1,2}[-_+]?\d{1,3}$|[A-Z](?:\.\d+)+$|[a-z][^ ]*\ .*")
_GLUE = frozenset(
    ["our", "the", "in", "of", "by", "for", "to", "at", "on", "and", "vs", "from", "with", "its", "their"]
)
_ABBREVIATED = regex.compile(r"[A-Za-z]+(?:\d{1,2}|20\d\d)")
_PROSE = regex.compile(r"[a-z]{2,}[,.;]?\ $")
_PROSE_AFTER = regex.compile(r"\ [a-z]{2,}")


def find_latin(text: str) -> list[Name]:
    """Names by their form: a digit among letters, an inner capital, or a capital in Chinese text."""
    known = lexicon().entries
    found = []
    for match in _LATIN.finditer(text):
        form = _form_of(match[0])
        if form is None:
            continue
        start = match.start() + form.skipped
        end = start + len(form.name)
        named = form.named and not (form.capital and _in_prose(text, start, end))
        if named or (" " in form.name and form.name.lower() in known):
            found.append(Name(start, end, form.name, form.kind))
    return found


GRADED = regex.compile(GRADE)
_DATED = regex.compile(r"[A-Za-z]+20\d\d")


def _is_grade(word: str) -> bool:
    return bool(GRADED.fullmatch(word))


class _Form(NamedTuple):
    """What the form of Latin words says: the name that begins ``skipped`` characters on, and whether it is one at all,
    with only a ``capital`` to say so."""

    skipped: int
    name: str
    kind: str
    named: bool
    capital: bool


@lru_cache(maxsize=20_000)
def _form_of(printed: str) -> _Form | None:
    """The form of Latin words as they stand in a text; None where they are none of a name."""
    written = printed.rstrip(" .'·-")
    if written.endswith("+") and not written[-2].isdigit():
        written = written[:-1]
    if written in _STOP or len(written) < 2:
        return None
    tokens, skipped = written.split(" "), 0
    while tokens and tokens[0] in _STOP and len(tokens) > 1:
        skipped += len(tokens[0]) + 1
        tokens = tokens[1:]
    while len(tokens) > 1 and (tokens[-1] in _STOP and tokens[-1] != "AI" and not _is_grade(tokens[-1])):
        tokens = tokens[:-1]
    name = " ".join(tokens)
    digit = any(c.isdigit() for c in name)
    capital = not (digit and any(c.isalpha() for c in name))
    return _Form(skipped, name, "model" if digit else "product", _is_name(name, tokens, capital=capital), capital)


def _is_name(name: str, tokens: list[str], *, capital: bool) -> bool:
    first = tokens[0]
    if name in _STOP or _DATED.fullmatch(name) or (len(tokens) == 1 and (_LEVEL.fullmatch(name) or len(name) < 3)):
        return False
    if (
        _ABBREVIATED.fullmatch(first)
        and (stem := first.strip("0123456789")) in _STOP
        and len(tokens) == 1
        and stem != first
    ):
        return False
    if first[:2] == "AI" and first[2:] in _STOP:
        return False
    if (
        _MEASURES.match(name)
        or any(token.islower() and token in _GLUE for token in tokens)
        or _VARIABLE.fullmatch(name)
    ):
        return False
    if not capital:
        # GPT-4o, H800, cogvlm2-llama3-caption; not a lower-case word with a number, nor an abbreviation with a year.
        return not (first.islower() and "-" not in name and len(first) < 4)
    if len(tokens) > 2 and all(word.istitle() and len(word) > 1 for word in tokens):
        return False
    inner = any(c.isupper() for c in first[1:]) and any(c.islower() for c in first)
    if inner:
        return True
    return first[0].isupper() and first[1:].islower() and len(first) >= 3


def _in_prose(text: str, start: int, end: int) -> bool:
    """Whether a capital is only that of an English sentence or heading."""
    return bool(_PROSE.search(text, max(0, start - 14), start) or _PROSE_AFTER.match(text, end))
