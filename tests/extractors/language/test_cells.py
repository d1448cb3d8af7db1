import pytest

from extractors.language.cells import read_cell
from extractors.language.units import parse_unit


@pytest.mark.parametrize(
    ("cell", "header", "expected"),
    [
        ("45,250", "百万元", [(45.25e9, "CNY")]),
        ("(1,234)", "百万元", [(-1.234e9, "CNY")]),
        ("-2.16%", None, [(-2.16, "%")]),
        ("45%", "%", [(45, "%")]),
        ("45", "%", [(45, "%")]),
        ("+5.2", "%", [(5.2, "%")]),
        ("渠道甲(77%)", None, [(77, "%")]),
        ("109.50/41.00", "元/股", [(109.5, "CNY/share"), (41, "CNY/share")]),
        ("1,566.77", "亿元", [(156.677e9, "CNY")]),
        ("59.98M", "人", [(59.98e6, "person")]),
        ("3.5亿元", "万元", [(3.5e8, "CNY")]),
        ("0.0008", "元/千 token", [(0.8, "CNY/Mtoken")]),
        ("12.3x", None, [(12.3, "x")]),
        ("1", None, [(1, None)]),
        ("2.5*", "元", [(2.5, "CNY")]),
    ],
)
def test_cell(cell: str, header: str | None, expected: list[tuple[float, str | None]]) -> None:
    found = read_cell(cell, 0, len(cell), parse_unit(header) if header else None)
    assert [(pytest.approx(q.value), q.unit) for q in found] == expected


@pytest.mark.parametrize("cell", ["", "-", "--", "—", "N/A", "n.m.", "不适用", "GLM3-130B", "2024/8/22", "营业收入"])
def test_cell_without_a_number(cell: str) -> None:
    assert read_cell(cell, 0, len(cell), parse_unit("元")) == []


def test_range_in_a_cell() -> None:
    (quantity,) = read_cell("21.60-97.40", 0, 11, parse_unit("元/股"))
    assert (quantity.comparator, quantity.low, quantity.high) == ("range", 21.6, 97.4)
    assert quantity.value == pytest.approx(59.5)


def test_offsets_are_into_the_text_and_span_the_cell() -> None:
    text = "利润\t (1,234) \t5"
    (quantity,) = read_cell(text, 3, 12, None)
    assert text[quantity.start : quantity.end] == "(1,234)"
    assert quantity.signed
