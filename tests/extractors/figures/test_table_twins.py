"""Rows of one table that would say different things of one fact; rows that add up to revenue."""

from __future__ import annotations

from datetime import date

from small_tables import ANCHOR, read

from extractors.language import Context

STATEMENT = [
    ["会计年度", "2024A", "2025E"], ["流动资产", "100", "120"], ["现金", "70", "80"], ["其他", "30", "40"],
    ["非流动资产", "200", "220"], ["固定资产", "150", "160"], ["其他", "50", "60"],
]  # fmt: skip


def items(rows: list[list[str]], caption: str, *, unit: str | None = "百万元") -> list[tuple[object, ...]]:
    figures = read(rows, caption=caption, unit=unit).figures
    return [(f.value, f.metric, f.dimensions) for f in figures if (f.period_end or date.max).year == 2024]


def test_the_block_that_begins_above_tells_rows_of_one_label_apart() -> None:
    found = [x for x in items(STATEMENT, "资产负债表（百万元）") if "segment" in x[2]]
    assert [(value, dimensions["segment"]) for value, _, dimensions in found] == [
        (30e6, "流动资产"),
        (50e6, "非流动资产"),
    ]


def test_the_block_that_ends_below_tells_them_apart_where_none_begins_above() -> None:
    rows = [
        ["会计年度", "2024A", "2025E"], ["净利润", "50", "60"], ["其他", "6", "9"], ["经营活动现金流", "56", "69"],
        ["资本支出", "-20", "-30"], ["其他", "-2", "-3"], ["投资活动现金流", "-22", "-33"],
    ]  # fmt: skip
    found = [(value, d["segment"]) for value, _, d in items(rows, "现金流量表（百万元）") if "segment" in d]
    assert found == [(6e6, "经营活动现金流"), (-2e6, "投资活动现金流")]


def test_labels_as_printed_tell_rows_apart() -> None:
    rows = [["（百万元）", "2024A", "2025E"], ["P/E", "20.0", "18.0"], ["P/E（摊薄）", "21.0", "19.0"]]
    assert items(rows, "估值指标", unit=None) == [(20.0, "pe", {}), (21.0, "pe", {"of": "P/E（摊薄）"})]
    bases = [["基地", "2024年"], ["南港（一期）", "5"], ["南港（二期）", "8"], ["北湾", "3"]]
    found = items(bases, "图2：海风电缆海缆产能规划（万吨）", unit=None)
    assert [d["segment"] for _, _, d in found] == ["南港（一期）", "南港（二期）", "北湾"]


def test_the_parents_equity_keeps_the_bare_fact() -> None:
    rows = [["RMB bn", "FY24", "FY25E"], ["Total Shareholders' Equity", "90", "99"], ["Total Equity", "95", "105"]]
    assert items(rows, "Balance Sheet", unit=None) == [(90e9, "equity", {}), (95e9, "equity", {"of": "Total Equity"})]


def test_what_nothing_tells_apart_is_left_a_quantity() -> None:
    rows = [
        ["基地", "2024年", "2025年"],
        ["南港", "5", "6"],
        ["合计", "5", "6"],
        ["北湾", "3", "4"],
        ["合计", "3", "4"],
    ]
    reading = read(rows, caption="图2：海风电缆海缆产能规划（万吨）")
    assert [f.value for f in reading.figures] == [5e4, 6e4, 3e4, 4e4]
    assert len(reading.quantities) == 8


def test_things_of_one_owner_are_named_by_the_column_that_tells_them_apart() -> None:
    rows = [
        ["省份", "项目", "机组", "国产化率", "投资额", "主要股东"],
        ["浙江", "清溪电站", "1-2", "55%", "20", "东海能源"], ["浙江", "清溪电站", "3-4", "77%", "30", "东海能源"],
        ["福建", "白沙电站", "1-2", "80%", "40", "东海能源"],
    ]  # fmt: skip
    figures = read(rows, caption="图1：在运机组", context=Context(ANCHOR, "东湖证券", None)).figures
    assert [(f.value, f.dimensions["segment"]) for f in figures] == [
        (55.0, "清溪电站-1-2"), (77.0, "清溪电站-3-4"), (80.0, "白沙电站-1-2"),
    ]  # fmt: skip


REVENUE = [
    ["百万元", "24Q3", "24Q4"], ["营业收入", "100.0", "120.0"], ["海缆", "70.0", "84.0"], ["-增速", "10%", "20%"],
    ["高压", "55.0", "66.0"], ["中压", "15.0", "18.0"], ["陆缆", "30.0", "36.0"], ["营业利润", "20.0", "22.0"],
    ["各业务毛利率（%）", "", ""], ["毛利率", "30.0", "31.0"], ["海缆", "35.0", "36.0"], ["陆缆", "18.0", "19.0"],
    ["净利率", "9.0", "9.5"],
]  # fmt: skip


def test_rows_that_add_up_to_revenue_are_its_parts() -> None:
    figures = read(REVENUE, caption="海风电缆财务摘要", unit="百万元").figures
    last = [f for f in figures if f.period_start == date(2024, 10, 1)]
    assert [(f.metric, f.aspect, f.dimensions) for f in last] == [
        ("revenue", "level", {}), ("revenue", "level", {"segment": "海缆"}), ("revenue", "change", {"segment": "海缆"}),
        ("revenue", "level", {"segment": "海缆-高压"}), ("revenue", "level", {"segment": "海缆-中压"}),
        ("revenue", "level", {"segment": "陆缆"}), ("operating_profit", "level", {}), ("gross_margin", "level", {}),
        ("gross_margin", "level", {"segment": "海缆"}), ("gross_margin", "level", {"segment": "陆缆"}),
        ("net_margin", "level", {}),
    ]  # fmt: skip


def test_rows_that_do_not_add_up_stay_lines() -> None:
    rows = [row if row[0] != "陆缆" else ["陆缆", "31.9", "36.0"] for row in REVENUE[:8]]
    figures = read(rows, caption="海风电缆财务摘要", unit="百万元").figures
    assert [f.dimensions for f in figures if f.metric == "revenue" and f.dimensions] == []
