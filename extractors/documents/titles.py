"""The title of a report among the lines of its first page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.documents.boilerplate import is_contact, is_running_line, starts_boilerplate, starts_reading_list
from extractors.documents.dates import is_date_line
from extractors.documents.joins import glue, is_cjk
from extractors.documents.patterns import is_caption, is_note, is_source, is_unit_line

MAX_TITLE_CHARS = 120
MAX_TITLE_LINES = 4
LEAD_GAP = 4.5
"""A title's line that ends with a colon goes on in the next, which may stand so many sizes below."""
_LEADS = frozenset("：:")
TABLE_SIZE = 1.0
"""The size given to a table's rows, so that none is taken for a title."""

_STOCK = regex.compile(
    r"[\p{Han}\w*·&. -]{2,28}?\s?[(（]\s?[\dA-Z][\dA-Z./+、, ]{2,24}\s?[)）]\s?[:：]?|\d{6}(?:\.[A-Z]{2})?|"
    r"[\p{Han}A-Z]{2,8}\s?\d{6}\.?[A-Z]{0,2}"
)
_LABEL = regex.compile(
    r"(?:证券研究报告|研究报告|深度报告|公司(?:研究|点评|深度|报告|公告点评|点评报告|"
    r"深度研究|快报|简评)|行业(?:研究|点评|深度|报告|专题|周报|深度报告)|策略(?:研究|"
    r"报告)|"
    r"宏观(?:研究|报告|经济)|金融工程(?:研究|专题|报告|专题报告|研究报告)?|"
    r"数量化投资|固定收益(?:研究|专题)?|投资要点|核心观点|报告摘要|报告要点|主要观点|"
    r"基本结论|投资建议|摘要|内容提要|要点|事件|目录|Abstract|Table of Contents|"
    r".{0,24}Equity Research|Company (?:Report|Update|Research|Note)|.{0,30}(?:Securities|"
    r"Research).{0,20}|"
    r"专题(?:研究|报告)|金工专题报告|点评报告|事件点评|动态报告|首次覆盖报告|.{0,6}(?:研究|报告)\s?[|·•●/—-].{0,24}|"
    r".{0,16}[|·•●/].{0,10}(?:研究|报告).{0,10}|.{0,6}(?:研究|行业|公司|专题|点评|策略|宏观)\s?[|·•●/]\s?.{0,16}|"
    r"\p{Han}{2,8}\s?[|·•●/]\s?\p{Han}{2,8}|\d{4}\s?年?(?:中期|年度|春季|秋季)?策略会.{0,10}|"
    r".{2,10}证券(?:研究所|研究发展中心|经济研究所|研究院|研究|国际)?|.{2,12}研究(?:所|院|中心|部))"
)
_RATING = regex.compile(
    r".{0,12}(?:买入|增持|推荐|中性|减持|卖出|持有|优于大市|强于大市|同步大市|看好|领先大市|审慎增持|跑赢行业).{0,10}"
)
_SUBJECT_LINE = regex.compile(
    r"[\p{Han}\w*·&. -]{2,28}?[(（]\s?[\dA-Z][\dA-Z./+、, ]{2,24}\s?[)）].{0,24}?"
    r"(?:点评|报告|跟踪|更新|快评|简评|深度|覆盖|调研|纪要|年报|季报|中报|业绩|[Rr]esults|[Uu]pdate)\s?[:：]?"
)
"""A stock and what of it is told: ``某某股份（600000）25Q1点评：``."""
_SERIES = regex.compile(r".{0,16}(?:报告|研究|评论|报表|報表|点评|简报)")
_STATEMENT = regex.compile(r"(?:合并|公司|母公司)?(?:财务报表附注|财务报表|补充资料)\s?(?:[(（]续[)）])?")
_PERIOD_LINE = regex.compile(r"(?:19|20)\d{2}\s?年度?|截至.{6,16}日?止.{0,8}(?:期间|年度)")
_CONTINUED = regex.compile(r"\s?[(（]续[)）]$")
_SUBTITLE = regex.compile(r"[-—–_]{1,4}\s?\S.*")
_REPORT_NAME = regex.compile(r"(?:周报|晨报|日报|月报|季报|简报|年报|报告|说明书|附注|补充资料|手册|专题)")
_FILING_TITLE = regex.compile(r".{0,60}(?:年度报告|季度报告|公告|说明书|报告书|附注|补充资料|制度|章程).{0,24}")


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A line of a first page. ``size`` in points and ``top`` are 0 where there is none; ``region`` parts columns."""

    text: str
    size: float = 0.0
    top: float = 0.0
    region: int = 0
    bold: bool = False
    furniture: bool = False
    edge: bool = False
    """Whether it stands where running heads and feet do."""


@dataclass(frozen=True, slots=True)
class ChosenTitle:
    """A title, the line beneath or above it, and the positions of its lines among those given."""

    title: str
    subtitle: str | None
    positions: tuple[int, ...]


def choose_title(lines: Sequence[FrontLine]) -> ChosenTitle | None:
    """The title: the largest lines that are no label, rating, stock or house; in plain text, the first such lines."""
    sized = any(line.size for line in lines)
    fragment = _fragment_title(lines) if sized else None
    if fragment is not None:
        return fragment
    usable = [index for index, line in enumerate(lines) if _could_be(line)]
    if not usable:
        usable = [index for index, line in enumerate(lines) if line.furniture and _could_be(line, furniture=True)]
        if not usable:
            return None
    if not sized:
        return _first_title(lines, usable)
    body = _body_size(lines)
    large = [index for index in usable if lines[index].size >= 1.12 * body] or [
        index for index in usable if _FILING_TITLE.fullmatch(lines[index].text)
    ]
    if not large:
        large = [index for index, line in enumerate(lines) if line.furniture and _could_be(line, furniture=True)][:1]
        if not large:
            return None
    largest = max(lines[index].size for index in large)
    first = next(index for index in large if lines[index].size >= 0.97 * largest)
    positions = _run(lines, first)
    if _COMPANY.fullmatch(_join([lines[index].text for index in positions]).strip()):
        # A filing's cover prints the company over the report's name, in sizes of their own.
        positions += _name_under(lines, positions[-1])
    title = _with_period(_join([lines[index].text for index in positions]), lines, positions)
    subtitle = _subtitle(lines, positions)
    return ChosenTitle(title.strip(" -—–:："), subtitle, tuple(positions))


_PAGE_NUMBER = regex.compile(r"(?:[-—–]?\s?0?(\d{1,3})\s?[-—–]?(?:\s?/\s?\d{1,3})?|第\s?(\d{1,3})\s?页.{0,12})")
_COMPANY = regex.compile(r"\p{Han}{4,30}(?:公司|银行)")


def _fragment_title(lines: Sequence[FrontLine]) -> ChosenTitle | None:
    """The running head of a file that starts within a report: its first page bears a number above one."""
    numbers = [
        int(match.group(1) or match.group(2))
        for line in lines
        for match in (_PAGE_NUMBER.fullmatch(line.text.strip()),)
        if match is not None and line.edge
    ]
    if not numbers or max(numbers) < 2 or min(numbers) < 2:
        return None
    head = [
        index
        for index, line in enumerate(lines)
        if line.edge
        and _PAGE_NUMBER.fullmatch(line.text.strip()) is None
        and not is_date_line(line.text)
        and not is_running_line(line.text)
        and line.size > TABLE_SIZE
    ]
    named = [
        index for index in head if _REPORT_NAME.search(lines[index].text) is not None and len(lines[index].text) <= 60
    ]
    if not named:
        return None
    first = min(lines[index].top for index in named)
    positions = [
        index
        for index in head
        if index in named or (_COMPANY.fullmatch(lines[index].text.strip()) and abs(lines[index].top - first) < 30)
    ]
    positions.sort(key=lambda index: (index in named, index))
    return ChosenTitle(_join([lines[index].text.strip() for index in positions]), None, tuple(positions))


def _could_be(line: FrontLine, *, furniture: bool = False) -> bool:
    text = line.text.strip()
    if line.furniture is not furniture or not 4 <= len(text) <= MAX_TITLE_CHARS:
        return False
    if sum(map(is_cjk, text)) < 3 and sum(map(str.isalpha, text)) < 12:
        return False
    if (
        _STOCK.fullmatch(text)
        or _LABEL.fullmatch(text)
        or is_date_line(text)
        or is_contact(text)
        or is_running_line(text)
    ):
        return False
    if (
        starts_boilerplate(text)
        or starts_reading_list(text)
        or is_caption(text)
        or is_source(text)
        or is_note(text)
        or is_unit_line(text)
    ):
        return False
    if _RATING.fullmatch(text) and len(text) <= 14:
        return False
    return _SUBTITLE.fullmatch(text) is None


def _body_size(lines: Sequence[FrontLine]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def _run(lines: Sequence[FrontLine], first: int) -> list[int]:
    """The lines of one size that go on from the first."""
    run = [first]
    for index in range(first + 1, len(lines)):
        line, last = lines[index], lines[run[-1]]
        if line.furniture:
            continue
        leads = last.text.rstrip()[-1:] in _LEADS
        near = 0 <= line.top - last.top <= (LEAD_GAP if leads else 2.2) * last.size
        if leads and near and 0.6 * last.size <= line.size and len(run) < MAX_TITLE_LINES and _could_be(line):
            run.append(index)
            continue
        if abs(line.size - last.size) > 0.04 * last.size or not near or len(run) >= MAX_TITLE_LINES:
            break
        text = line.text.strip()
        if _SUBTITLE.fullmatch(text) or (_RATING.fullmatch(text) and len(text) <= 14) or _STOCK.fullmatch(text):
            break
        run.append(index)
    return run


def _name_under(lines: Sequence[FrontLine], last: int) -> list[int]:
    for index in range(last + 1, min(last + 6, len(lines))):
        text = lines[index].text.strip()
        if not lines[index].furniture and _FILING_TITLE.fullmatch(text) and len(text) <= 60:
            return [index]
    return []


def _subtitle(lines: Sequence[FrontLine], positions: Sequence[int]) -> str | None:
    for index in range(positions[-1] + 1, min(positions[-1] + 4, len(lines))):
        text = lines[index].text.strip()
        if _SUBTITLE.fullmatch(text) and not is_date_line(text):
            return text.lstrip("-—–_ ").strip() or None
    for index in (positions[0] - 1, positions[-1] + 1):
        if 0 <= index < len(lines) and not lines[index].furniture:
            text, size = lines[index].text.strip(), lines[index].size
            if (_STOCK.fullmatch(text) and size >= lines[positions[0]].size * 0.6) or _SUBJECT_LINE.fullmatch(text):
                return text.strip(" :：")
    return _second_line(lines, positions)


def _with_period(title: str, lines: Sequence[FrontLine], positions: Sequence[int]) -> str:
    """A statement's notes with the year that stands on a line of its own beside their name."""
    if _STATEMENT.fullmatch(title) is None:
        return title
    near = lines[max(0, positions[0] - 2) : positions[-1] + 3]
    period = next((line.text.strip() for line in near if _PERIOD_LINE.fullmatch(line.text.strip())), "")
    return period + _CONTINUED.sub("", title)


def _second_line(lines: Sequence[FrontLine], positions: Sequence[int]) -> str | None:
    """A line right under or over the title that is set larger than the text: a second title."""
    title = lines[positions[-1]]
    if not title.size:
        return None
    body = _body_size(lines)
    for index in (positions[-1] + 1, positions[0] - 1):
        if not 0 <= index < len(lines):
            continue
        line = lines[index]
        near = abs(line.top - lines[positions[-1 if index > positions[-1] else 0]].top) <= 3.5 * title.size
        if (
            line.region == title.region
            and near
            and 1.12 * body <= line.size < title.size
            and _could_be(line)
            and len(line.text) <= 60
            and line.text.strip()[-1:] not in "。；：:"
            and _SERIES.fullmatch(line.text.strip()) is None
        ):
            return line.text.strip(" -—–")
    return None


def _first_title(lines: Sequence[FrontLine], usable: Sequence[int]) -> ChosenTitle | None:
    """In text without sizes: the first line that could be one, with the rest of a wrapped one."""
    first = usable[0]
    positions = [first]
    if first + 1 in usable and first + 1 < len(lines):
        following = lines[first + 1].text.strip()
        if (
            len(lines[first].text) >= 16
            and len(following) <= len(lines[first].text)
            and following[-1:] not in "：:。；"
            and "：" not in following
        ):
            positions.append(first + 1)
    subtitle = _subtitle(lines, positions)
    return ChosenTitle(_join([lines[index].text for index in positions]).strip(), subtitle, tuple(positions))


def _join(texts: Sequence[str]) -> str:
    out = ""
    for text in texts:
        out = out + glue(out, text) + text
    return out
