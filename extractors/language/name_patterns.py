"""Names that no list holds, by their form.

A known product with what qualifies it, models named for what they do, quoted names that are introduced as such,
companies by their endings, and names in Latin letters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

import regex

from extractors.language.lexicon import drop_spaces
from extractors.language.name_latin import GRADE, find_latin
from extractors.language.name_words import words
from extractors.language.words import is_word
from extractors.records import Name

_HAN = r"\u4e00-\u9fff"
_NO_NAME = "的了和与及在是为等将从对由向以其该各多本我这那有不被把给让使且或之已至于到也就都还更最均约仅超达近共每据"
"""Characters that stand between a name and the rest of the sentence, and in no short name."""
_VERBS = "|".join(words("verbs"))

# --- a known product and what qualifies it ---------------------------------------------------------------------------

_COUNTED = r"(?!\d|%|\.\d|\ ?[万亿千百倍元个款家人名台年月日次颗种条位岁点周天号届])"
_VERSION = (
    rf"(?:V?\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}{_COUNTED}|[VXKR]\d{{1,2}}(?!\d)|{GRADE}(?![A-Za-z0-9])"
    r"|(?:-[A-Za-z0-9.]{1,12}){1,4}(?![A-Za-z0-9]))"
)
_EXTENSION = regex.compile(
    rf"(?P<app>\ ?(?:App|APP|app)(?![A-Za-z]))?+"
    rf"(?P<of>\ ?[·・•-]?\ ?(?:(?!{_VERBS})[{_HAN}--[{_NO_NAME}款两几些种]]){{0,8}}?"
    r"(?:大语言模型|大模型|模型|智能体)(?:家族)?+)?+"
    rf"(?P<version>(?:\ ?{_VERSION}){{0,3}})",
    regex.V1,
)
_NUMBERED = regex.compile(
    rf"\ ?(?!(?:19|20)\d\d(?!\d))\d{{1,4}}[A-Z]{{0,2}}(?:\ ?{GRADE}(?![A-Za-z0-9])){{0,2}}"
    rf"(?=[^\w%.+\-]|$|\ |芯片|处理器|系列|手机|版|型|平台|搭载|的|和|与|等|及)(?!\ ?[+\-]?\d){_COUNTED}"
)


def extend(text: str, start: int, end: int, canonical: str, kind: str) -> tuple[int, str, str]:
    """End, canonical name and kind of a product whose name in the lexicon is ``text[start:end]``: 豆包 + 通用模型Pro.

    App belongs to the written name and not to the canonical one; a name with a version or a variant is called as it is
    written (``Doubao-pro-32k``, not 豆包-pro-32k).
    """
    match = _EXTENSION.match(text, end, min(len(text), end + 48))
    written = text[start:end]
    app, of, version = (match["app"] or "", match["of"] or "", match["version"] or "") if match else ("", "", "")
    if of.endswith("家族"):
        of, version = of[:-2], ""
    if written.isascii() and of:
        of = version = ""
    stop = end + len(app) + len(of) + len(version)
    if not of and not version:
        number = _NUMBERED.match(text, end, min(len(text), end + 24)) if not app else None
        if number is None:
            return stop, canonical, kind
        return number.end(), tidy(written + number[0]), kind
    return stop, tidy(written + of + version), "model" if of.endswith("模型") else kind


_HAN_SPACES = regex.compile(rf"(?<=[{_HAN}]) +| +(?=[{_HAN}])")


def tidy(name: str) -> str:
    """A name without spaces beside Chinese characters: ``讯飞星火4.0 Turbo`` keeps its own."""
    return _HAN_SPACES.sub("", drop_spaces(name)) if " " in name else name


# --- models named by what they do ------------------------------------------------------------------------------------

_ABILITY = "|".join(words("abilities"))
_MODEL = regex.compile(rf"(?<![{_HAN}A-Za-z])(?:{_ABILITY}){{1,3}}(?:大语言|大)?$")
_MODEL_END = regex.compile(rf"模型((?:\ ?{_VERSION}){{0,2}})")


def _models(text: str) -> list[Name]:
    found = []
    for match in _MODEL_END.finditer(text):
        low = max(0, match.start() - 16)
        ability = _MODEL.search(text[low : match.start()])
        if ability is not None and (ability.start() > 0 or low == 0):
            start = low + ability.start()
            found.append(Name(start, match.end(), tidy(text[start : match.end()]), "model"))
    return found


# --- quoted names ----------------------------------------------------------------------------------------------------

_QUOTED = regex.compile(rf"[“「『]([{_HAN}A-Za-z0-9][{_HAN}A-Za-z0-9·.\- ]{{1,14}}+)[”」』]")
_INTRODUCES = regex.compile("(?:" + "|".join(words("before_quotes")) + ")(?:了|的)?$")
_FOLLOWS = regex.compile("|".join(words("after_quotes")))
_PHRASE = regex.compile(
    rf"[，。！？；：、]|(?:日|节|现象|效应|时代)$|[{_NO_NAME}]|[一二三四五六七八九十百千万两\d]+[大个小条种类项]"
)


def _quoted(text: str) -> list[Name]:
    found = []
    for match in _QUOTED.finditer(text):
        name, start = match[1].strip(), match.start()
        introduced = _INTRODUCES.search(text[max(0, start - 8) : start]) or _FOLLOWS.match(text, match.end())
        if introduced and not _PHRASE.search(name) and not is_word(name):
            found.append(Name(start + 1, start + 1 + len(match[1].rstrip()), tidy(name), "product"))
    return found


# --- companies by their endings --------------------------------------------------------------------------------------

_EDGES = frozenset(' \t\n，。；：、！？（(“"【[《|/>◆◼■●•与和及向由给为对据')
_BODY = rf"(?:(?!{_VERBS})[{_HAN}--[{_NO_NAME}]])"
_PART = rf"(?:(?!公司|旗下|股东|{_VERBS})[{_HAN}--[的了和与及在是为等将从被把给其该这那我]])"
_FULL_END = regex.compile(r"(?:股份|责任)?有限(?:责任)?公司")
_FULL = regex.compile(rf"{_PART}{{4,18}}?(?:\([{_HAN}]{{2,6}}\)|（[{_HAN}]{{2,6}}）)?{_PART}{{0,10}}?$", regex.V1)
_LEGAL = re.compile(rf"[{_HAN}()（）]{{4,}}")
_NOT_OF_NAME = regex.compile(
    r".*(?:用于|全部|收购|投资|设立|增资|转让|持有|子公司|参股|委托|授权|认购|发行人|股东|其中|包括|决定|批准|同意|要求|宣布|公告|表示|显示|此外|关联方|对象|客户|供应商)(?=.{4,}(?:有限|股份))"
)
"""Words of the sentence that a legal name cannot hold: it begins behind them."""
_SHORT_END = re.compile(
    "(" + "|".join(words("company_endings")) + ")"
    r"(?=[\s\d，。；：、:,+\-(（)）“”\"]|等|和|与|及|以|为|将|发布|推出|宣布|公告|表示|认为|中标|获|拟|在|的|已|$)"
)
_SHORT = regex.compile(rf"{_BODY}{{2,4}}", regex.V1)
_STRONG = frozenset(words("sure_company_endings"))


def _full_companies(text: str) -> list[Name]:
    found = []
    for match in _FULL_END.finditer(text):
        for start in _edges_before(text, match.start(), 34):
            if _is_full(text[start : match.start()]):
                cut = _NOT_OF_NAME.match(text, start, match.end())
                start = cut.end() if cut else start
                if text[start] not in "(（":
                    found.append(Name(start, match.end(), text[start : match.end()], "company"))
                break
    return found


@lru_cache(maxsize=4096)
def _is_full(body: str) -> bool:
    """Whether it is what stands before 有限公司 in a company's name: filings say the same ones again and again."""
    return _LEGAL.fullmatch(body) is not None and _FULL.fullmatch(body) is not None


def _short_companies(text: str) -> list[Name]:
    found = []
    for match in _SHORT_END.finditer(text):
        ending = match[1]
        for start in _edges_before(text, match.start(), 5):
            body = text[start : match.start()]
            if not _SHORT.fullmatch(body):
                continue
            compound = is_word(body) or is_word(body + ending) or (ending not in _STRONG and _is_compound(body))
            if not compound:
                found.append(Name(start, match.end(), body + ending, "company"))
            break
    return found


def _edges_before(text: str, end: int, width: int) -> list[int]:
    """Where a name that goes on to ``end`` may begin: behind punctuation or a function word, the farthest first."""
    low = max(0, end - width)
    starts = [0] if low == 0 else []
    starts += [i + 1 for i in range(low, end - 1) if text[i] in _EDGES]
    return starts


def _is_compound(body: str) -> bool:
    """Whether it is made of usual words alone: 消费 + 级."""
    return any(is_word(body[:i]) and is_word(body[i:]) for i in range(1, len(body)))


def find_patterns(text: str, known: Sequence[Name], taken: Sequence[tuple[int, int]]) -> list[Name]:
    """Names by their form that touch no place of ``taken``; Latin ones and full legal names may hold a known name."""
    edges = sorted(taken)
    by_form = (*_models(text), *_quoted(text), *_short_companies(text))
    found = [name for name in by_form if not touches(edges, name.start, name.end)]
    # A legal name that merely holds a known one is another company: 北京京东世纪贸易有限公司.
    begun = {start for start, _ in edges}
    found += [name for name in _full_companies(text) if name.start not in begun]
    by_start = {name.start: name for name in known}
    for name in find_latin(text):
        inside = by_start.get(name.start)
        if inside is not None and inside.end >= name.end:
            continue
        found.append(name)
    return found


def touches(edges: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether ``start`` to ``end`` overlaps one of the sorted, disjoint spans."""
    index = bisect_left(edges, (start, 0))
    return any(a < end and start < b for a, b in edges[max(0, index - 1) : index + 2])
