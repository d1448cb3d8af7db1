"""What stands around tables on their pages: the one that each goes on with, notes below it, its sister statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from extractors.language import Context
from extractors.language.periods import parse_period
from extractors.language.units import parse_unit
from extractors.records import Block, Document, Period, Table

_STATEMENT = regex.compile(r"(?:资产负债|利润|损益|现金流量?)表")
_BARE_YUAN = regex.compile(r"(?:单位\s*[:：]\s*)?(?:百万|千|万|亿|十亿)?元")
_IN_BRACKETS = regex.compile(r"[(（]\s*(?:单位\s*[:：]\s*)?(?P<unit>[^()（）]{1,8})\s*[)）]")
_PRICED = regex.compile(
    r"(?:(?i:clos(?:ing|e)[ -]?prices?|prices?)\s+(?i:as of|as at|on)"
    r"|(?:股价|收盘价)(?:日期)?(?:截至|截止|取自|为|[:：]|于)*)\s*"
    r"(?P<day>(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|[A-Z][a-z]{2,8}\.? \d{1,2}, ?(?:19|20)\d{2}"
    r"|\d{1,2} [A-Z][a-z]{2,8}\.? (?:19|20)\d{2})"
)


@dataclass(frozen=True, slots=True)
class Around:
    """``goes_on``: the start of the table that one goes on with, where that is not the one right before; ``currency``:
    that of the sister statements of one headed by a bare 元; ``priced``: the day of its prices. All by start."""

    goes_on: Mapping[int, int]
    currency: Mapping[int, str]
    priced: Mapping[int, Period]


def around(document: Document, context: Context) -> Around:
    """What stands around each of a document's tables."""
    return Around(_partners(document), _sisters(document), _priced(document, context))


def _partners(document: Document) -> dict[int, int]:
    """For tables at the top of a page that stand beside one another without captions: the table at the foot of the page
    before that each goes on with. They keep their order from left to right."""
    tables = {table.start: table for table in document.tables}
    found: dict[int, int] = {}
    above: list[Table] = []
    run: list[Table] = []
    for block in (*document.blocks, None):
        table = tables.get(block.start) if block is not None and block.kind == "table" else None
        turned = table is not None and bool(run) and run[-1].page != table.page
        if turned or (table is None and (block is None or block.kind != "furniture")):
            found |= _pairs(above, run)
            above, run = (run, []) if turned else ([], [])
        if table is not None:
            run.append(table)
    return found


def _pairs(above: Sequence[Table], below: Sequence[Table]) -> dict[int, int]:
    if len(above) < 2 or len(above) != len(below) or any(table.caption for table in below):
        return {}
    first, last = above[-1].page, below[0].page
    if first is None or last is None or last - first != 1:
        return {}
    return {one.start: other.start for one, other in zip(below, above, strict=True)}


def _sisters(document: Document) -> dict[int, str]:
    """The currency of a page's other statements, for one whose unit is a bare 元 (百万元): one house prints them of one
    report, in its currency. Where 人民币 is said it stays."""
    by_page: dict[int | None, list[tuple[Table, str]]] = {}
    for table in document.tables:
        words = _unit_words(document.text, table)
        if words:
            by_page.setdefault(table.page, []).append((table, words))
    found: dict[int, str] = {}
    for page, statements in by_page.items():
        if page is None:
            continue
        bare = [table for table, words in statements if _BARE_YUAN.fullmatch(words)]
        units = [parse_unit(words) for _, words in statements if not _BARE_YUAN.fullmatch(words)]
        codes = {unit.code for unit in units if unit is not None and unit.code is not None}
        if len(codes) == 1 and len(units) >= len(bare):
            found |= {table.start: next(iter(codes)) for table in bare}
    return found


def _unit_words(text: str, table: Table) -> str:
    """The unit that a statement's caption, unit line or first cells print; "" for a table that is no statement."""
    first = " ".join(text[cell.start : cell.end] for cell in table.cells if cell.row == 0 and cell.col <= 1)
    head = f"{table.caption or ''} {first}"
    if _STATEMENT.search(head) is None:
        return ""
    inside = _IN_BRACKETS.search(head)
    if inside is not None and parse_unit(inside["unit"]) is not None:
        return inside["unit"].strip()
    return (table.unit_text or "").strip()


def _priced(document: Document, context: Context) -> dict[int, Period]:
    """The day of a table's prices, by the source line or the note right below it."""
    found: dict[int, Period] = {}
    tables = {table.start for table in document.tables}
    last: Block | None = None
    for block in document.blocks:
        if block.kind == "table" and block.start in tables:
            last = block
        elif block.kind in ("source", "footnote") and last is not None and block.page == last.page:
            said = _PRICED.search(document.text[block.start : block.end])
            day = parse_period(said["day"], context.anchor) if said is not None else None
            if day is not None and day.period_start is not None and day.period_start == day.period_end:
                found.setdefault(last.start, day)
        elif block.kind != "furniture":
            last = None
    return found
