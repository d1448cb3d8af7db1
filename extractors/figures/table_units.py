"""The unit of a table's number: printed in its label, its column, its row, or said of its section."""

from __future__ import annotations

from extractors.figures.headers import RATE_OF_CHANGE, Head
from extractors.figures.metrics import CURRENCIES
from extractors.figures.table_context import CellContext
from extractors.figures.table_sections import Section
from extractors.language.cells import is_turned
from extractors.language.units import Unit

_PERCENT = Unit("%", 1.0, None)


def unit_for(
    content: str, label: Head | None, column: Head, section: Section, cells: CellContext, row_unit: Unit | None
) -> Unit | None:
    """A number's unit: of its label, else of its column; else the section's, where label and column leave it open."""
    if column.rank:
        return None
    if column.only_change and RATE_OF_CHANGE.search(column.text):
        return _PERCENT
    if column.aspect == "change" and column.metric is not None and column.unit is not None:
        return column.unit
    owner = label if label is not None and label.metric is not None else column
    if row_unit is not None:
        price = owner.metric is not None and owner.metric.to_share and row_unit.code in CURRENCIES
        if owner is label or price:
            return Unit(f"{row_unit.code}/share", row_unit.factor) if price else row_unit
        if owner.metric is None:
            return row_unit
    if label is not None and label.unit is not None:
        return label.unit
    if column.unit is not None:
        return column.unit
    if "%" in content or is_turned(content):
        return None
    if section.performance:
        return _PERCENT
    a_line = owner is label and not owner.whole and cells.financial  # 留存收益 holds a metric's name and is none
    natural = cells.natural_unit(None if a_line else owner.metric, label, owner.aspect)
    return natural if natural is not None else section.unit


def currency_of(unit: Unit | None) -> str | None:
    """The currency of a section's unit (``百万美元``, ``美元/股``)."""
    code = unit.code.partition("/")[0] if unit is not None and unit.code else None
    return code if code in CURRENCIES else None
