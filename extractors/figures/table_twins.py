"""Rows of one table that would say different things of one fact: told apart by their printed labels and their block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from extractors.figures.claims import Claim, claim_of, contested
from extractors.figures.grid import Grid, is_numeric
from extractors.figures.metrics import clean_label, match_label
from extractors.language.units import parse_unit
from extractors.records import Figure

_PARENT = regex.compile(r"归属|归母|母公司|(?i:attributable|shareholders)")
_BRACKETED = regex.compile(r"[(（]([^()（）]{1,12})[)）]")
_BLOCK = regex.compile(
    r"(?:非?流动|长期|短期)(?:资产|负债)(?:合计|总计|小计)?|资产(?:总计|合计|总额)|负债(?:总计|合计|总额)"
    r"|(?:经营|投资|筹资|融资)(?:活动|性)?(?:产生的?)?(?:现金|净现金).{0,8}"
    r"|(?i:(?:total )?(?:non-?)?current (?:assets|liabilities)|total (?:assets|liabilities)"
    r"|(?:net )?(?:cash|cf)(?: ?flows?)? (?:from|used in|generated from) (?:operat|invest|financ).{0,12})"
)
"""Rows that a statement's blocks begin or end with."""


@dataclass(frozen=True, eq=False, slots=True)
class _Rows:
    """A grid by its table's rows: ``places`` are where they stand in it, as it leaves out those without cells."""

    grid: Grid
    places: Mapping[int, int]

    def at(self, row: int) -> int:
        return self.places.get(row, min(row, len(self.grid.rows) - 1))

    def label(self, row: int) -> str:
        return self.grid.label(self.at(row))


def _rows_of(grid: Grid) -> _Rows:
    cells = ((at, cell) for at, row in enumerate(grid.rows) for cell in row)
    return _Rows(grid, {cell.row: at for at, cell in cells if cell is not None and cell.row_span == 1})


def told_by_rows(grid: Grid, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, with a dimension more for rows that contradict others of the table: the label as printed, where
    labels differ; else the block of the statement; else they are left out, as nothing tells them apart."""
    twins = _twins(figures)
    if not twins:
        return list(figures)
    told = _rows_of(grid)
    patches: dict[int, dict[str, str]] = {}
    dropped: set[int] = set()
    columned = [f for f in figures if f.rule == "table_column" and f.row is not None]
    by_column = {f.row for f in columned}
    for rows in sorted(twins, key=sorted):
        if not rows <= by_column:
            _tell(told, rows, figures, patches, dropped)
    if sets := [rows for rows in twins if rows <= by_column]:
        _tell_by_columns(told, sets, columned, patches, dropped)
    claims = _claims_of(figures) if dropped else {}
    out, above = [], -1
    for f in figures:
        row = f.row if f.row is not None else -1
        if row in patches and f.aspect == "level":
            above = row
        led = row if row in patches else above if f.aspect == "change" and above in patches else -1
        if row in dropped and claims.get(claim_of(f), 0) > 1:
            continue
        fits = led >= 0 and (row in patches or _follows(f, above, figures))
        out.append(replace(f, dimensions={**f.dimensions, **patches[led]}) if fits else f)
    return out


def _twins(figures: Sequence[Figure]) -> set[frozenset[int]]:
    """The sets of rows whose figures claim different values of one fact."""
    found: set[frozenset[int]] = set()
    for places in contested(figures):
        values: dict[int, float] = {}
        for f in (figures[place] for place in places):
            if f.row is not None:
                values.setdefault(f.row, f.value)
        if len(set(values.values())) > 1:
            found.add(frozenset(values))
    return {rows for rows in found if not any(rows < other for other in found)}


def _tell(
    table: _Rows, rows: frozenset[int], figures: Sequence[Figure],
    patches: dict[int, dict[str, str]], dropped: set[int],
) -> None:  # fmt: skip
    texts = {row: table.label(row) for row in rows}
    aspects = {f.aspect for f in figures if f.row in rows}
    if any(_PARENT.search(text) for text in texts.values()) and any(f.metric == "net_profit" for f in figures):
        return  # 净利润 beside 归母净利润 is told apart for the whole document
    if len(set(texts.values())) == len(texts) and aspects == {"level"}:
        plain = _plainest(texts)
        patches |= {row: _by_label(row, text, figures) for row, text in texts.items() if row != plain}
        return
    blocks = {row: _block(table.grid, table.at(row)) for row in rows}
    if all(blocks.values()) and len(set(blocks.values())) == len(blocks):
        patches |= {row: {"segment": block} for row, block in blocks.items()}
    elif aspects != {"change"} or not any(_led(row, figures) in patches for row in rows):
        dropped |= rows


def _tell_by_columns(
    table: _Rows,
    sets: Sequence[frozenset[int]],
    figures: Sequence[Figure],
    patches: dict[int, dict[str, str]],
    dropped: set[int],
) -> None:
    """Rows of one owner's things: what a column on the left names in each, or two side by side, where no two rows share
    it."""
    first = min(f.col for f in figures if f.col is not None)
    rows = sorted({f.row for f in figures if f.row is not None})
    grid = table.grid
    words = [[grid.cell_text(table.at(row), col) for row in rows] for col in range(min(first, grid.width))]
    filled = [col for col, texts in enumerate(words) if all(texts)]
    named = [col for col in filled if not any(map(is_numeric, words[col]))]
    for cols in [*((col,) for col in named), *((col, col + 1) for col in named if col + 1 in filled)]:
        joined = ["-".join(words[col][at] for col in cols) for at in range(len(rows))]
        if len(set(joined)) == len(rows):
            patches |= {row: {"segment": text} for row, text in zip(rows, joined, strict=True)}
            return
    for twins in sets:
        borrowed = {
            row for row in twins if _borrows(grid, table.at(row), min(f.col or 0 for f in figures if f.row == row))
        }
        dropped |= borrowed if len(twins - borrowed) < 2 else twins


def _borrows(grid: Grid, at: int, first: int) -> bool:
    """Whether all that stands left of a row's values was told of the row above already (a merged name)."""
    return at > 0 and all(
        grid.rows[at][col] is grid.rows[at - 1][col] for col in range(min(first, grid.width)) if grid.cell_text(at, col)
    )


def _led(row: int, figures: Sequence[Figure]) -> int:
    """The last row of levels above a row of changes."""
    return max((f.row for f in figures if f.row is not None and f.row < row and f.aspect == "level"), default=-1)


def _follows(f: Figure, above: int, figures: Sequence[Figure]) -> bool:
    """Whether a change is one of what the row of levels right above it tells."""
    if f.row is None or _led(f.row, figures) != above:
        return False
    return any(g.row == above and g.metric == f.metric and g.dimensions == f.dimensions for g in figures)


def _plainest(texts: Mapping[int, str]) -> int:
    """The row that keeps the bare fact: the parent's, else the one that is labelled with the metric and no more."""
    parents = [row for row, text in texts.items() if _PARENT.search(text)]
    if len(parents) == 1:
        return parents[0]
    bare = [row for row, text in texts.items() if match_label(text) is not None and not _BRACKETED.search(text)]
    return min(bare, key=lambda row: len(texts[row]), default=-1)


def _by_label(row: int, text: str, figures: Sequence[Figure]) -> dict[str, str]:
    """The dimension that a printed label gives: it replaces the segment or the item that was read from it too short."""
    bare = clean_label(text)
    said = [words for words in _BRACKETED.findall(text) if parse_unit(words) is None]
    full = bare if not said or any(s in bare for s in said) else f"{bare.strip()}（{said[-1]}）"
    known = next((f.dimensions for f in figures if f.row == row), {})
    key = "segment" if bare in known.get("segment", "") else "of"
    return {key: known[key].replace(bare, full) if bare in known.get(key, "") else full}


def _block(grid: Grid, row: int) -> str:
    """The block of a statement that a row stands in: the row over it that begins one, where the statement begins with
    such a row, else the row that ends it."""
    named = {r: clean_label(grid.label(r)) for r in range(len(grid.rows))}
    blocks = [r for r, text in named.items() if _BLOCK.fullmatch(text)]
    if not blocks or row in blocks:
        return ""
    first = next((r for r in range(len(grid.rows)) if named[r] and _valued(grid, r)), -1)
    if first in blocks:
        return next((named[r] for r in reversed(blocks) if r < row), "")
    return next((named[r] for r in blocks if r > row), "")


def _valued(grid: Grid, row: int) -> bool:
    cells = [cell for cell in grid.rows[row] if cell is not None]
    return len(cells) > 1 and not any(cell.is_header for cell in cells)


def _claims_of(figures: Sequence[Figure]) -> dict[Claim, int]:
    rows: dict[Claim, set[int | None]] = defaultdict(set)
    for f in figures:
        rows[claim_of(f)].add(f.row)
    return {claim: len(held) for claim, held in rows.items()}
