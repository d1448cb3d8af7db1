"""What a report's first page says beside its title: analysts, licences, rating, target price, subject."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

_ROLE = r"(?:首席|联席首席|资深|高级)?(?:证券)?(?:分析师|研究员|研究助理|分析员|助理分析师|证券分析师|首席经济学家)"
_ONE_NAME = r"(?:\p{Han}{2,4}|\p{Han}\s\p{Han})(?!\p{Han}|\s?[:：])"
_ROLE_NAMES = regex.compile(
    rf"{_ROLE}\s?(?:[:：|]\s?|\s|(?=\p{{Han}}{{2,4}}$))({_ONE_NAME}(?:[、，,/\s]{{1,2}}{_ONE_NAME})*+)"
)
_LABELLED_NAME = regex.compile(r"(?:分析师|研究员)?姓名\s?[:：]\s?(\p{Han}{2,4}|\p{Han}\s\p{Han})(?!\p{Han})")
_ENGLISH_NAME = regex.compile(
    r"([A-Z][A-Za-z'’-]{1,14}(?:\s(?:[A-Z]\.?|[A-Z][A-Za-z'’-]{1,14})){1,3})(?:\s?,\s?(?:CFA|FRM|CPA|Ph\.?D\.?|MD|CAIA)){0,3}"
)
_EMAIL = regex.compile(r"([\w.+-]{2,40}+)@[\w-]")
_ROLE_ALONE = regex.compile(rf"(?:{_ROLE}|作者|研究团队|分析师及联系人)\s?[:：]?")
_NAME_LICENCE = regex.compile(
    rf"(\p{{Han}}{{2,3}}?|\p{{Han}}\s\p{{Han}})\s?[,，(（|]?\s?(?:{_ROLE}|首席|执业证书|SAC|资格编号|登记编码|执业)"
)
_NAME_ONLY = regex.compile(r"(\p{Han}{2,3}|\p{Han}\s\p{Han})")
_CONTACT_ROLE = regex.compile(r"联系人|销售|责任编辑|对接人")
_LICENCE = regex.compile(r"(?<![A-Za-z\d])([SA]\s?\d{13})(?!\d)")
_ROLE_WORDS = frozenset(
    [
        "分析师",
        "研究员",
        "研究助理",
        "证券",
        "联系人",
        "首席",
        "执业",
        "资格",
        "编号",
        "证书",
        "邮箱",
        "电话",
        "作者",
        "登记",
        "编码",
        "请务必",
        "投资",
        "报告",
        "研究",
        "评级",
        "市场",
        "数据",
        "表现",
        "日期",
        "公司",
        "行业",
        "摘要",
    ]
)

_RATING_WORD = (
    r"强烈推荐|强烈买入|审慎增持|谨慎增持|审慎推荐|谨慎推荐|强于大市|优于大市|领先大市|"
    r"跑赢行业|跑赢大市|同步大市|弱于大市|跟随大市|落后大市|"
    r"推荐|买入|增持|持有|中性|减持|卖出|回避|看好|看淡|无评级|未评级|区间操作|收集|沽出"
)
_CHANGE = r"维持|首次|上调|下调|调高|调低|调升|调降"
_RATED = regex.compile(
    rf"(?:(?:投资|公司|行业|股票|最新|本次)?评级\s?[:：]?\s?)?[“\"]?({_RATING_WORD})[”\"]?\s?(?:[（(/|-]\s?|"
    rf"\s)(?:评级)?\s?({_CHANGE})(?:评级|覆盖)?\s?[)）]?"
)
_RATING_LABEL = regex.compile(
    rf"(?:投资|公司|行业|股票|最新)?评级\s?[:：|\s]\s?[“\"]?({_RATING_WORD})(?!\p{{Han}}{{2}})"
)
_RATING_TEXT = regex.compile(
    rf"(维持|首次覆盖|首次给予|上调至|上调|下调至|下调|给予)\p{{Han}}{{0,12}}?[，,]?\s?(?:给予)?(?:公司|"
    rf"行业)?\s?[“\"「]({_RATING_WORD})[”\"」]\s?(?:的)?(?:投资)?评级"
)
_RATING_EN = regex.compile(
    r"\b(BUY|SELL|HOLD|OUTPERFORM|UNDERPERFORM|NEUTRAL|OVERWEIGHT|UNDERWEIGHT|ACCUMULATE|ADD|REDUCE|Buy|"
    r"Outperform|Overweight)\b(?:\s?\((Maintain(?:ed)?|Initiat\w+|Upgrade\w*|Downgrade\w*)\))?"
)
_RATING_EN_TEXT = regex.compile(
    r"\b([Mm]aintain|[Rr]eiterate|[Ii]nitiate|[Uu]pgrade|[Dd]owngrade)s?\b.{0,24}\b(BUY|Buy|HOLD|Hold|"
    r"SELL|Sell|Outperform|Overweight|Neutral)\b"
)
_RATING_BARE = regex.compile(rf"({_RATING_WORD})")
_CHANGES = {
    "维持": "维持", "首次": "首次", "上调": "上调", "下调": "下调", "调高": "上调",
    "调升": "上调", "调低": "下调", "调降": "下调",
    "首次覆盖": "首次", "首次给予": "首次", "上调至": "上调", "下调至": "下调",
}  # fmt: skip
_CHANGES_EN = (
    ("maintain", "维持"),
    ("reiterate", "维持"),
    ("initiat", "首次"),
    ("upgrade", "上调"),
    ("downgrade", "下调"),
)

_PER_SHARE = r"港元|港币|美元|人民币|元|HKD|USD"
_AMOUNT = r"\d{1,5}(?:\.\d{1,3})?"
_TO = rf"(?:\s?(?:{_PER_SHARE})?\s?[-–—~～至到]\s?(?P<high>{_AMOUNT}))?"
_TARGET = regex.compile(
    rf"(?:(?:6|12|六|十二)\s?个月)?目标(?:价格?|市价)(?:为|至|区间)?\s?(?:[（(]\s?(?P<head>{_PER_SHARE}|RMB)\s?[)）])?"
    rf"\s?[:：|]?\s?(?:HK\$|US\$|￥|¥)?\s?(?P<low>{_AMOUNT}){_TO}\s?(?P<unit>{_PER_SHARE})?"
)
# A fair value may be a multiple or the company's as a whole: one of a share bears its currency.
_FAIR_VALUE = regex.compile(
    rf"合理(?:估值|价值|股价)(?:为|至|区间)?\s?[:：|]?\s?(?P<low>{_AMOUNT}){_TO}\s?(?P<unit>{_PER_SHARE})"
)
_WIDEST_TARGET = 2.0  # a range's end over its start; more is no range but another number behind a dash
_TARGET_EN = regex.compile(
    r"(?:[Tt]arget [Pp]rice|\bTP|\bPT)(?:[^\d;.]{0,30}?)\s?(HK\$|US\$|RMB|HKD|USD|\$)\s?(\d[\d,]{0,6}(?:\.\d{1,2})?)"
)
_CURRENCY = {
    "港元": "HKD", "港币": "HKD", "HKD": "HKD", "HK$": "HKD", "美元": "USD", "USD": "USD", "US$": "USD", "$": "USD",
    "人民币": "CNY", "元": "CNY", "RMB": "CNY",
}  # fmt: skip
_SUBJECT = regex.compile(
    r"([\p{Han}A-Za-z*][\p{Han}\w*&·. -]{1,23}?)\s?[（(]\s?((?:\d{6}(?:\.[A-Z]{2})?|0?\d{3,5}(?:\.HK|"
    r"\s?HK)|[A-Z]{1,5}(?:\.[A-Z]{1,2}|\s?US))(?:\s?[/+、,，]\s?[\dA-Z.\s]{3,12})*)\s?[)）]"
)
_CODE_JOINT = regex.compile(r"\s?[/+、,，]\s?")


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as printed and how it changed."""

    rating: str
    change: str | None


def find_authors(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Analysts and research assistants, and their licence numbers, of a first page's lines in reading order."""
    names: list[str] = []
    licences: list[str] = []
    expecting = skipping = False
    for line in lines:
        text = line.strip()
        if _CONTACT_ROLE.search(text) is not None and _ROLE_NAMES.search(text) is None:
            expecting, skipping = False, True
            before = regex.split(r"联系人", text)[0]
            if before == text or not before:
                continue
            text = before
        found = [
            name
            for match in _ROLE_NAMES.finditer(text)
            for name in regex.split(r"[、，,/]|\s{1,2}(?=\p{Han}{2})", match.group(1))
        ]
        if not found:
            match = _LABELLED_NAME.search(text) or _NAME_LICENCE.match(text)
            if match is not None:
                found = [match.group(1)]
            elif expecting and _NAME_ONLY.fullmatch(text) is not None:
                found = [text]
        found = [name for name in (regex.sub(r"\s", "", name) for name in found) if _is_name(name)]
        if found:
            skipping = False
            names.extend(name for name in found if name not in names)
        for match in _LICENCE.finditer(text):
            number = regex.sub(r"\s", "", match.group(1))
            if not skipping and number not in licences:
                licences.append(number)
        if _ROLE_ALONE.fullmatch(text) is not None:
            expecting, skipping = True, False
        elif found or (_LICENCE.search(text) is None and "@" not in text and not any(map(str.isdigit, text))):
            expecting = expecting and bool(found) and len(found) < 1
    return tuple(names[:12]), tuple(licences[:12])


def find_english_authors(lines: Sequence[str]) -> tuple[str, ...]:
    """Analysts of an English first page: lines that are a name which an e-mail address on the page spells too.

    >>> find_english_authors(["Jane DOE, CFA", "(852) 1234 5678", "janedoe@example.com", "Hong Kong"])
    ('Jane DOE',)
    """
    locals_ = [match.group(1).casefold() for line in lines for match in _EMAIL.finditer(line)]
    names: list[str] = []
    for line in lines:
        match = _ENGLISH_NAME.fullmatch(line.strip())
        if match is None or match.group(1) in names:
            continue
        words = [word.casefold() for word in match.group(1).split() if len(word) > 1]
        if any(words[-1] in local or words[0] in local for local in locals_):
            names.append(match.group(1))
    return tuple(names[:12])


def _is_name(text: str) -> bool:
    return 2 <= len(text) <= 4 and not any(word in text for word in _ROLE_WORDS)


def find_rating(front: Sequence[str], body: Iterable[str]) -> Rating | None:
    """The rating that the first page prints (``增持（维持）``), or that the text gives in quotes."""
    for line in front:
        match = _RATED.search(line)
        if match is not None and len(line) <= 60:
            return Rating(match.group(1), _CHANGES[match.group(2)])
    said = _rating_said((*front, *body))
    for line in front:
        match = _RATING_LABEL.search(line) if len(line) <= 40 else None
        if match is None and len(line) <= 8:
            match = _RATING_BARE.fullmatch(line.strip())
        if match is not None:
            return Rating(match.group(1), said.change if said is not None and said.rating == match.group(1) else None)
    return said


def _rating_said(texts: Iterable[str]) -> Rating | None:
    for text in texts:
        match = _RATING_TEXT.search(text)
        if match is not None:
            return Rating(match.group(2), _CHANGES.get(match.group(1)))
    return None


def find_english_rating(front: Sequence[str]) -> Rating | None:
    """The rating of an English report: ``BUY (Maintain)``, ``Maintain BUY``."""
    for line in front:
        match = _RATING_EN_TEXT.search(line)
        if match is not None:
            return Rating(match.group(2), _english_change(match.group(1)))
    for line in front:
        match = _RATING_EN.search(line) if len(line) <= 40 else None
        if match is not None:
            return Rating(match.group(1), _english_change(match.group(2) or ""))
    return None


def _english_change(word: str) -> str | None:
    return next((change for start, change in _CHANGES_EN if word.casefold().startswith(start)), None)


def find_target_price(front: Sequence[str], body: Iterable[str]) -> tuple[float, str] | None:
    """The target price and its unit, ``CNY/share`` where no currency is printed; of a range its middle."""
    for text in (*front, *body):
        match = _TARGET.search(text) or _FAIR_VALUE.search(text)
        if match is not None:
            named = match.groupdict()
            low, high = float(named["low"]), float(named["high"] or named["low"])
            price = round((low + high) / 2, 4) if low < high <= _WIDEST_TARGET * low else low
            return price, f"{_CURRENCY[named.get('head') or named['unit'] or '元']}/share"
        match = _TARGET_EN.search(text)
        if match is not None:
            return float(match.group(2).replace(",", "")), f"{_CURRENCY[match.group(1)]}/share"
    return None


def find_subjects(texts: Iterable[str]) -> tuple[str, ...]:
    """Names with codes as printed, ``中芯国际(688981)``, of a title and the lines around it; with several codes in the
    parentheses, the name with each."""
    found: list[str] = []
    for text in texts:
        for match in _SUBJECT.finditer(text):
            codes = _CODE_JOINT.split(match.group(2))
            hints = [match.group()] if len(codes) == 1 else [f"{match.group(1)}({code})" for code in codes]
            found += [hint.strip() for hint in hints if hint.strip() not in found]
    return tuple(found[:8])
