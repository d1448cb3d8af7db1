"""What a text says a listed company does for another.

In a sentence (南凌科技给火山云做代理分销), or in a table of stocks and their business."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.records import Cell, Name, Table

_FOR = re.compile(
    r"(?:已经|已|正|曾|率先|主要|持续)?(?:给|为|向|与|和|同|作为|是|成为)(?P<other>[^，。；,;]{1,24}?)(?:的|做|提供|负责|深度|展开|达成|共同|联合|进行|签署|签订|建立)?"
    r"(?P<what>[^，。；,;]{2,24})"
)
_DOES = re.compile(
    r"代理|分销|供应|合作|提供|客户|服务商|股东|参股|控股|收购|采购|中标|代工|伙伴|投资|联合|授权|接入|布局|运维|合资|子公司|订单|合同|签"
)
_AND = re.compile(r"[、，和与及]|以及")
_EMPTY = re.compile(r"[\d.,%+\-\s/]*|--|—|-|N/?A|买入|增持|中性|未评级", re.IGNORECASE)
_BUSINESS_HEADER = re.compile(r"业务|关系|合作|布局|逻辑|简介|概况|亮点|产品|相关|内容|领域|备注|应用|进展|看点")


def relation_in_table(text: str, table: Table, name: Name, names: Sequence[Name]) -> tuple[str | None, str | None]:
    """The cell to the right of a name's cell, as written, and the column's header: (代理分销, 豆包).

    (None, None) where that cell holds a figure or another name: then it is no table of what companies do.
    """
    cell = next((c for c in table.cells if c.start <= name.start and name.end <= c.end), None)
    if cell is None or not _is_all(text, cell, name):
        return None, None
    right = next((c for c in table.cells if c.row == cell.row and c.col == cell.col + cell.col_span), None)
    if right is None:
        return None, None
    relation = text[right.start : right.end].strip()
    if len(relation) < 2 or len(relation) > 60 or _EMPTY.fullmatch(relation) or not re.search(r"[一-鿿]", relation):
        return None, None
    if any(
        n.ticker and right.start <= n.start and n.end <= right.end and n.end - n.start >= len(relation) - 1
        for n in names
    ):
        return None, None
    header = _header(table, cell)
    beside = _header(table, right)
    about = text[header.start : header.end].strip() if header is not None else ""
    of_right = text[beside.start : beside.end].strip() if beside is not None else ""
    if re.search(r"公司|证券|股票|名称|简称|代码|标的", about):
        # A header that says "company" names no partner; the relation's own header must say that it is one.
        return (relation, None) if _BUSINESS_HEADER.search(of_right) else (None, None)
    if not about and not of_right:
        return None, None
    return relation, about or of_right or None


def _is_all(text: str, cell: Cell, name: Name) -> bool:
    rest = text[cell.start : name.start] + text[name.end : cell.end]
    return not re.sub(r"[\s()（）\d.A-Z]", "", rest)


def _header(table: Table, cell: Cell) -> Cell | None:
    """The header cell above a cell: in its column, or spanning it, or the last one begun before it in the first row."""
    above = [c for c in table.cells if c.row < cell.row and (c.is_header or c.row == 0)]
    spanning = [c for c in above if c.col <= cell.col < c.col + c.col_span and c.end > c.start]
    if spanning:
        return max(spanning, key=lambda c: c.row)
    before = [c for c in above if c.col <= cell.col and c.end > c.start]
    return max(before, key=lambda c: (c.row, c.col), default=None)


def relation_in_sentence(
    text: str, low: int, high: int, name: Name, names: Sequence[Name]
) -> tuple[str | None, str | None]:
    """What follows 给/为/与 … after a name, as written, and whom it concerns: (代理分销, 火山引擎)."""
    clause_end = min((i for mark in "，。；,;\n" if (i := text.find(mark, name.end, high)) >= 0), default=high)
    match = re.compile(r"[（(][^）)]{0,20}[）)]").match(text, name.end)
    begin = match.end() if match else name.end
    ends = {n.start: n.end for n in names if name.end <= n.start < clause_end and n.ticker}
    while (step := _AND.match(text, begin)) and step.end() in ends:  # what is said of a list is said of each
        begin = ends[step.end()]
    found = _FOR.match(text, begin, clause_end)
    if found is None:
        return None, None
    other = next(
        (n for n in names if found.start("other") <= n.start and n.end <= clause_end and n.issuer_id != name.issuer_id),
        None,
    )
    if other is None:
        return None, None
    what = text[max(other.end, found.start("what")) : clause_end]
    what = re.sub(r"^(?:的|做|提供|负责|深度|展开|达成|共同|联合|进行|签署|签订|建立)", "", what).strip()
    return (what, other.canonical) if _DOES.search(what) and len(what) <= 30 else (None, None)
