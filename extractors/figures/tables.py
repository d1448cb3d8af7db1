"""Figures from tables: what the row's label, the column's header, the corner and the caption say of each number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex

from extractors.figures.grid import Grid, grid_of, is_blank, is_numeric
from extractors.figures.headers import Head, read_head, unit_in
from extractors.figures.metrics import Metric
from extractors.figures.table_cells import CellContext, cell_figures
from extractors.figures.table_prose import read_text_cell
from extractors.language import Context
from extractors.language.cells import read_cell
from extractors.language.units import Unit, parse_unit
from extractors.records import Figure, Name, Period, Quantity, Table

_FINANCIAL = regex.compile(
    r"利润表|资产负债|现金流量|财务指标|财务比率|财务摘要|财务报表|财务数据|盈利预测|主要财务|业绩预测|估值|会计年度|每股指标|偿债能力|盈利能力"
    r"|[Ff]inancial|[Ii]ncome statement|[Bb]alance sheet|[Cc]ash flow|[Ff]orecast"
)
_NAME_COLUMN = regex.compile(
    r"^(?!.*(?:描述|简介|说明|功能|介绍|内容|类型|业务|时间|日期|占比|渠道|项目|科目|指标))"
    r".*(?:产品|名称|公司|简称|模型|品牌|应用|证券|股票|个股|标的|企业|车型|平台|厂商|机构|代码)"
)
_OWNER_COLUMN = regex.compile(r"提供方|厂商|公司|机构|代码|企业|平台")
_DATE_COLUMN = regex.compile(r"年份|年度|时间|日期|期间|[Yy]ear|[Dd]ate")
_THINGS = frozenset({"product", "model", "chip", "company", "security"})
_SOURCE = regex.compile(r"(?:资料来源|数据来源|来源|Source)\s*[:：]\s*(?P<who>.+)")


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table's figures, and all quantities that its cells hold."""

    figures: tuple[Figure, ...]
    quantities: tuple[Quantity, ...]


@dataclass(slots=True)
class _Section:
    """A part of a table under one set of column headers."""

    heads: list[Head]
    row_heads: list[list[Head]] = field(default_factory=list)
    title: str = ""
    unit: Unit | None = None
    last_metric: Head | None = None
    has_rows: bool = False


def read_table(text: str, table: Table, context: Context, names: Sequence[Name], *, topic: Name | None) -> TableReading:
    """All that a table says. ``names`` are the names in the table's span, ``topic`` the subject of its section."""
    grid = grid_of(text, table)
    figures: list[Figure] = []
    quantities: list[Quantity] = []
    caption = table.caption or ""
    attribution = source_of(table.source_text, context.publisher)
    table_unit = parse_unit(table.unit_text or "") or unit_in(table.unit_text or "") or unit_in(caption)
    caption_head = read_head(caption, context.anchor, context.report_period) if caption else None
    caption_period = caption_head.period if caption_head else None
    financial = bool(_FINANCIAL.search(caption)) or _looks_financial(grid, context)
    section = _Section([Head("")] * grid.width, unit=table_unit, title=caption)
    by_cell = _names_by_cell(grid, names)
    for row in range(len(grid.rows)):
        heads = [
            read_head(grid.cell_text(row, col), context.anchor, context.report_period)
            if grid.rows[row][col] is not None
            else Head("")
            for col in range(grid.width)
        ]
        if _is_header(grid, row, heads, section):
            section = _new_section(grid, row, heads, section, table_unit, caption)
            continue
        if _is_title_row(grid, row):
            title = next(grid.cell_text(row, col) for col in range(grid.width) if grid.cell_text(row, col))
            section.unit = unit_in(title) or section.unit
            section.title = title
            section.last_metric = None
            financial = financial or bool(_FINANCIAL.search(title))
            if heads[0].period is not None and heads[0].period.period_start:
                caption_period = heads[0].period
            continue
        cells = CellContext(
            context=context,
            caption_period=caption_period or _period_in(section.title, context),
            financial=financial or bool(_FINANCIAL.search(section.title)),
            attribution=attribution,
            caption=caption,
            table=table,
            topic=topic,
        )
        section.has_rows = True
        found, counted = _read_row(grid, row, heads, section, cells, by_cell)
        figures += found
        quantities += counted
    return TableReading(tuple(_with_minorities(grid.text, figures)), tuple(quantities))


def source_of(source_text: str | None, publisher: str | None) -> str | None:
    """Whom a 资料来源 line cites, less the publisher itself; several are joined by 、."""
    match = _SOURCE.search(source_text or "")
    if not match:
        return None
    parts = [part.strip(" 。") for part in regex.split(r"[，,、;；]", match["who"])]
    kept = [p for p in parts if p and not (publisher and publisher in p) and "整理" not in p and "研究所" not in p]
    return "、".join(kept) or None


def _names_by_cell(grid: Grid, names: Sequence[Name]) -> dict[tuple[int, int], list[Name]]:
    found: dict[tuple[int, int], list[Name]] = {}
    for name in names:
        for row, cells in enumerate(grid.rows):
            for col, cell in enumerate(cells):
                if cell is not None and cell.start <= name.start and name.end <= cell.end:
                    found.setdefault((row, col), []).append(name)
    return found


def _looks_financial(grid: Grid, context: Context) -> bool:
    """Whether three rows or more are labelled with metrics of a company, under headers that are periods."""
    hits = periods = 0
    for row in grid.rows[:40]:
        first = next((c for c in row if c is not None and grid.text[c.start : c.end].strip()), None)
        if first is None:
            continue
        head = read_head(grid.text[first.start : first.end], context.anchor, context.report_period)
        hits += bool(head.whole and head.metric)
        found = [
            read_head(grid.text[c.start : c.end], context.anchor, context.report_period).period
            for c in row
            if c is not None
        ]
        periods += _in_turn([p for p in found if p is not None])
    return hits >= 3 and periods >= 1


def _is_header(grid: Grid, row: int, heads: Sequence[Head], section: _Section) -> bool:
    """A row of headers: marked so by the reader; or of periods; or the first one, of text alone."""
    cells = grid.rows[row]
    filled = [c for c in range(grid.width) if grid.cell_text(row, c)]
    if not filled:
        return False
    numeric = [c for c in filled if is_numeric(grid.cell_text(row, c)) and heads[c].period is None]
    periods = [c for c in filled if heads[c].period is not None and len(grid.cell_text(row, c)) <= 16]
    if numeric:
        return False
    if _in_turn([heads[c].period for c in periods]) or (
        periods and len(filled) <= 2 and filled[-1] in periods and len(filled) == 2 and row == 0
    ):
        return True
    if all(cells[c] is not None and cells[c].is_header for c in filled):  # type: ignore[union-attr]
        return len(filled) > 1
    second = row > 0 and not section.has_rows and len(section.row_heads) == row
    if (row == 0 or second) and len(filled) > 1:
        below = range(row + 1, min(len(grid.rows), row + (6 if row == 0 else 2)))
        return any(is_numeric(grid.cell_text(r, c)) for r in below for c in filled[1:]) or all(
            heads[c].metric is not None or _NAME_COLUMN.search(heads[c].text) for c in filled[:2]
        )
    return False


def _in_turn(periods: Sequence[Period | None]) -> bool:
    """Whether periods follow one another, as headers do (1979 and 1979 are two values)."""
    starts = [str(p.period_start or p.text) for p in periods if p is not None]
    return len(starts) >= 2 and len(set(starts)) > 1


def _is_title_row(grid: Grid, row: int) -> bool:
    filled = {id(grid.rows[row][c]) for c in range(grid.width) if grid.cell_text(row, c)}
    if len(filled) != 1:
        return False
    return not any(is_numeric(grid.cell_text(row, c)) for c in range(grid.width))


def _new_section(
    grid: Grid, row: int, heads: list[Head], before: _Section, table_unit: Unit | None, caption: str
) -> _Section:
    """Headers that follow headers stack up (a header tree); after rows of values they start afresh."""
    stack = [*before.row_heads, heads] if not before.has_rows else [heads]
    stack = [_filled_right(level) for level in stack[:-1]] + stack[-1:]
    merged = [_merge([level[col] for level in stack if col < len(level)]) for col in range(grid.width)]
    corner = heads[0]
    unit = corner.unit or table_unit or before.unit
    title = corner.text if corner.period is None and corner.text else caption
    return _Section(merged, stack, title, unit)


def _filled_right(heads: Sequence[Head]) -> list[Head]:
    """An upper header row whose spans were lost: an empty place belongs to the header on its left."""
    filled: list[Head] = []
    for head in heads:
        filled.append(filled[-1] if not head.text and filled else head)
    return filled


def _merge(heads: Sequence[Head]) -> Head:
    """One column's stacked headers as one: the lower wins, the upper fills what it leaves open."""
    merged = Head("")
    for head in heads:
        merged = replace(
            head,
            text="\n".join(dict.fromkeys(t for t in (merged.text, head.text) if t)),
            metric=head.metric or merged.metric,
            name=head.name or merged.name,
            aspect=head.aspect if head.metric or head.only_change else merged.aspect,
            basis=head.basis or merged.basis,
            period=head.period or merged.period,
            unit=head.unit or merged.unit,
            whole=head.whole or merged.whole,
        )
    return merged


def _period_in(title: str, context: Context) -> Period | None:
    return read_head(title, context.anchor).period if title else None


def _read_row(
    grid: Grid,
    row: int,
    heads: Sequence[Head],
    section: _Section,
    cells: CellContext,
    names: dict[tuple[int, int], list[Name]],
) -> tuple[list[Figure], list[Quantity]]:
    figures: list[Figure] = []
    quantities: list[Quantity] = []
    label: Head | None = None
    entity = _row_entity(grid, row, section, names)
    row_period: Period | None = None
    label_names: list[Name] = []
    wide = sum(1 for col in range(grid.width) if is_numeric(grid.cell_text(row, col))) > 1
    cells = replace(cells, row_start=_row_span(grid, row)[0], row_end=_row_span(grid, row)[1])
    first_metric = next((h.metric for h in section.heads if h.metric is not None and not h.rank), None)
    for col in range(grid.width):
        cell = grid.rows[row][col]
        if cell is None or (not grid.starts_at(row, col) and not _fresh(grid, row, col)):
            continue
        content = grid.cell_text(row, col)
        if not content:
            continue
        head = heads[col]
        column = section.heads[col]
        if (
            head.period is not None
            and len(content) <= 16
            and column.period is None
            and not _plain_number(content, column, label)
        ):
            row_period = head.period
            if label is None:
                label = head
            continue
        if is_blank(content):
            continue
        if not is_numeric(content) and not _has_value(content, column):
            beside = _beside(grid, row, col, section, names) or entity
            shaped = read_text_cell(grid, row, col, column, beside, row_period, cells, names.get((row, col), []))
            if shaped is not None and (shaped.figures or len(content) >= 10):
                figures += shaped.figures
                quantities += shaped.quantities
                if shaped.figures:
                    continue
            label = head
            label_names = [n for n in _names_of(grid, row, col, names) if n.kind in _THINGS][:1]
            if head.only_change and section.last_metric is not None:
                label = replace(
                    section.last_metric, aspect="change", basis=head.basis or "yoy", unit=head.unit, text=head.text,
                    label=head.label if section.last_metric.metric is not None else section.last_metric.label,
                )  # fmt: skip
            elif head.metric is not None and head.whole and head.aspect == "level":
                section.last_metric = head
            elif head.text and not head.period:
                section.last_metric = replace(head) if head.metric is None else head
            continue
        label_names[-1] if label_names else None
        unit = _unit_for(content, label, column, section, cells)
        found = read_cell(grid.text, cell.start, cell.end, unit)
        quantities += found
        figures += cell_figures(
            grid.text, cell, found, label, column, entity, row_period,
            replace(cells, label_name=label_names[0] if label_names else None, wide=wide),
            row=cell.row, col=cell.col, first_metric=first_metric, section_title=section.title,
        )  # fmt: skip
    return _told_apart(figures), quantities


_PARENT = regex.compile(r"归属|归母|母公司|股东应占")


def _with_minorities(text: str, figures: list[Figure]) -> list[Figure]:
    """净利润 beside 归属母公司净利润 in one table is the profit with minorities: its dimension ``of`` says so."""

    def label(f: Figure) -> str:
        return text[f.quote_start : f.quote_start + 24].split("\t")[0]

    profits = [f for f in figures if f.metric == "net_profit" and f.aspect == "level" and not f.dimensions.get("of")]
    parent = {(f.period_start, f.period_end, f.entity) for f in profits if _PARENT.search(label(f))}
    return [
        replace(f, dimensions={**f.dimensions, "of": "净利润(含少数股东损益)"})
        if f in profits and not _PARENT.search(label(f)) and (f.period_start, f.period_end, f.entity) in parent
        else f
        for f in figures
    ]


def _told_apart(figures: list[Figure]) -> list[Figure]:
    """Without those of a row that claim different values of one fact: their column headers were not read."""
    values: dict[tuple[object, ...], set[float]] = {}
    for f in figures:
        values.setdefault(_claim(f), set()).add(f.value)
    return [f for f in figures if len(values[_claim(f)]) == 1]


def _claim(f: Figure) -> tuple[object, ...]:
    dimensions = tuple(sorted(f.dimensions.items()))
    return f.entity, f.metric, f.aspect, f.basis, f.modality, f.period_start, f.period_end, f.unit, dimensions


def _plain_number(content: str, column: Head, label: Head | None) -> bool:
    """A year-like number (``1979``) behind a label or under a header that measures something is a value, no period."""
    return content.isdigit() and (
        column.metric is not None or (label is not None and not _DATE_COLUMN.search(column.text))
    )


def _has_value(content: str, column: Head) -> bool:
    """``巨量(77%)``, ``1.5亿元``, ``约12万辆``: short text with one value in it, under a header that says of what."""
    if not regex.search(r"\d", content):
        return False
    if regex.fullmatch(r"[^\d(（]{1,14}[(（]\s*[\d.]+\s*[%％]\s*[)）]", content):
        return True
    return (
        column.metric is not None and len(content) <= 14 and regex.match(r"^[约近超逾>≥<≤]?\s*\d", content) is not None
    )


def _fresh(grid: Grid, row: int, col: int) -> bool:
    """A merged cell that spans rows counts again in each row as a label, not as a value."""
    cell = grid.rows[row][col]
    left = grid.rows[row][col - 1] if col else None
    return cell is not None and cell is not left and not is_numeric(grid.cell_text(row, col))


def _row_span(grid: Grid, row: int) -> tuple[int, int]:
    """The row's stretch of the text: its cells that begin here, without what is merged into it from above."""
    above = {id(cell) for cell in grid.rows[row - 1]} if row else set()
    cells = [cell for cell in grid.rows[row] if cell is not None]
    own = [cell for cell in cells if id(cell) not in above] or cells
    line = max(cell.row for cell in own)
    own = [cell for cell in own if cell.row == line]
    return min(cell.start for cell in own), max(cell.end for cell in own)


def _row_entity(grid: Grid, row: int, section: _Section, names: dict[tuple[int, int], list[Name]]) -> Name | None:
    """The thing that a row is about: the name in its name column, else a name that fills its first text cell."""
    best: Name | None = None
    first = ""
    for col in range(grid.width):
        cell = grid.rows[row][col]
        content = grid.cell_text(row, col)
        if cell is None or not content or is_numeric(content):
            continue
        header = section.heads[col].text
        if not header and col > 0:
            continue
        here = _names_of(grid, row, col, names)
        whole = [n for n in here if n.end - n.start >= 0.6 * len(content.replace(" ", ""))]
        if _NAME_COLUMN.search(header) and section.heads[col].metric is None and len(content) <= 24:
            named = whole[0] if whole else Name(cell.start, cell.end, _plain(content), "row")
            if best is None or (_OWNER_COLUMN.search(first) and not _OWNER_COLUMN.search(header)):
                best, first = named, header
        elif best is None and whole and col <= 1:
            best = whole[0]
    return best


def _beside(grid: Grid, row: int, col: int, section: _Section, names: dict[tuple[int, int], list[Name]]) -> Name | None:
    """The thing that the cell to the left names, where its column holds names (tables of two halves)."""
    if not col or not _NAME_COLUMN.search(section.heads[col - 1].text):
        return None
    cell, content = grid.rows[row][col - 1], grid.cell_text(row, col - 1)
    if cell is None or not content or is_numeric(content) or len(content) > 24:
        return None
    here = _names_of(grid, row, col - 1, names)
    whole = [n for n in here if n.end - n.start >= 0.6 * len(content.replace(" ", ""))]
    return whole[0] if whole else Name(cell.start, cell.end, _plain(content), "row")


def _names_of(grid: Grid, row: int, col: int, names: dict[tuple[int, int], list[Name]]) -> list[Name]:
    cell = grid.rows[row][col]
    here = names.get((row, col))
    if here:
        return here
    for (other_row, other_col), found in names.items():
        if cell is not None and grid.rows[other_row][other_col] is cell:
            return found
    return []


def _plain(content: str) -> str:
    return regex.sub(r"(?<=\p{Han})\s+|\s+(?=\p{Han})", "", content)


def _unit_for(content: str, label: Head | None, column: Head, section: _Section, cells: CellContext) -> Unit | None:
    """A number's unit: of its label, else of its column; else the section's, where label and column leave it open."""
    if column.rank:
        return None
    if label is not None and label.unit is not None:
        return label.unit
    if column.unit is not None:
        return column.unit
    if "%" in content:
        return None
    owner = label if label is not None and label.metric is not None else column
    metric: Metric | None = owner.metric
    natural = cells.natural_unit(metric, label, owner.aspect)
    if natural is not None:
        return natural
    if metric is None and not cells.financial:
        return section.unit
    return section.unit
