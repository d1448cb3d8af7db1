"""The unit of a table's number: printed in its label, its column, its row, or said of its section."""

from __future__ import annotations

import regex

from extractors.figures.headers import RATE_OF_CHANGE, Head
from extractors.figures.metrics import CURRENCIES
from extractors.figures.table_context import CellContext
from extractors.figures.table_sections import Section
from extractors.language.cells import is_turned
from extractors.language.units import Unit

_QUOTIENT = regex.compile(r"[(（][^()（）]*/[^()（）]*[)）]")
_PERCENT = Unit("%", 1.0, None)


def unit_for(
    content: str, label: Head | None, column: Head, section: Section, cells: CellContext, row_unit: Unit | None
) -> Unit | None:
    """A number's unit: of its label, else of its column; else the section's, where label and column leave it open."""
    if column.rank:
        return None
    if column.basis is not None and column.basis.startswith("vs:"):
        return _PERCENT if "%" in column.text or "％" in column.text else None
    if column.only_change and RATE_OF_CHANGE.search(column.text):
        return _PERCENT
    if column.aspect == "change" and column.metric is not None and column.unit is not None:
        return column.unit
    owner = label if label is not None and label.metric is not None else column
    if column.metric is None and column.words and column.unit is None and (label is None or label.metric is None):
        natural = cells.natural_unit(None, column.words, "level")
        if natural is not None:
            return natural  # PEG beside columns of prices in each row's currency
    if row_unit is not None and row_unit.code in CURRENCIES and column.unit is not None and column.metric is None:
        return column.unit
    if row_unit is not None:
        price = owner.metric is not None and owner.metric.to_share and row_unit.code in CURRENCIES
        if owner is label or price:
            return Unit(f"{row_unit.code}/share", row_unit.factor) if price else row_unit
        if owner.metric is None:
            return row_unit
    if label is not None and label.unit is not None:
        return _of_money(label.unit, owner, cells)
    if column.unit is not None:
        return _of_money(column.unit, owner, cells)
    if "%" in content or is_turned(content):
        return None
    if section.performance:
        return _PERCENT
    a_line = owner is label and not owner.whole and cells.financial  # 留存收益 holds a metric's name and is none
    natural = cells.natural_unit(None if a_line else owner.metric, label.label if label else "", owner.aspect)
    if natural is None and section.unit is None and owner.metric is not None and owner.metric.code == "share_price":
        return section.price_unit
    return natural if natural is not None else section.unit


def _of_money(unit: Unit, owner: Head, cells: CellContext) -> Unit:
    """A bare multiplier (``收入（百万）``) of what is only measured in money: of the section's, or home currency."""
    metric = owner.metric
    if unit.code is not None or unit.measure is not None or metric is None or _QUOTIENT.search(owner.text):
        return unit
    if {u for u in metric.units if "/" not in u} != {"currency"}:
        return unit
    currency = cells.currency or cells.home_currency
    return Unit(currency, unit.factor) if currency else unit


def currency_of(unit: Unit | None) -> str | None:
    """The currency of a section's unit (``百万美元``, ``美元/股``)."""
    code = unit.code.partition("/")[0] if unit is not None and unit.code else None
    return code if code in CURRENCIES else None
