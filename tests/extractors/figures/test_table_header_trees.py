"""Header rows over header rows: groups set in the middle, rows of units, groups that change further down, versions."""

from __future__ import annotations

from datetime import date

from small_tables import ANCHOR, read

from extractors.figures.headers import read_head
from extractors.figures.table_headers import level_again, of_units, takes_turn

GROUPS = [
    ["", "", "境内", "", "", "境外", "", "", "合计", ""],
    ["2024年", "出货量", "单位毛利", "毛利率", "出货量", "单位毛利", "毛利率", "出货量", "单位毛利", "毛利率"],
    ["", "km", "元/m", "%", "km", "元/m", "%", "km", "元/m", "%"],
    ["东方电缆", "300", "40", "31", "80", "55", "42", "380", "43", "33"],
    ["中天科技", "200", "35", "28", "90", "50", "40", "290", "39", "31"],
    ["", "", "欧洲", "", "", "亚太", "", "", "合计", ""],
    ["亨通光电", "40", "52", "41", "60", "44", "36", "100", "47", "38"],
    ["", "", "境内", "", "", "境外", "", "", "合计", ""],
    ["2025年", "出货量", "单位毛利", "毛利率", "出货量", "单位毛利", "毛利率", "出货量", "单位毛利", "毛利率"],
    ["", "km", "元/m", "%", "km", "元/m", "%", "km", "元/m", "%"],
    ["东方电缆", "330", "38", "30", "95", "57", "43", "425", "42", "33"],
]


def heads(row: list[str]):  # type: ignore[no-untyped-def]
    return [read_head(text, ANCHOR) for text in row]


def told(figures, entity: str, metric: str):  # type: ignore[no-untyped-def]
    return [
        (f.value, f.unit, f.period_end.year, f.dimensions) for f in figures if (f.entity, f.metric) == (entity, metric)
    ]


def test_groups_set_in_the_middle_tell_columns_of_one_metric_apart() -> None:
    figures = read(GROUPS, caption="图9：各企业出货与盈利", headers=0).figures
    assert told(figures, "东方电缆", "shipments") == [
        (300e3, "m", 2024, {"region": "境内"}), (80e3, "m", 2024, {"region": "境外"}), (380e3, "m", 2024, {}),
        (330e3, "m", 2025, {"region": "境内"}), (95e3, "m", 2025, {"region": "境外"}), (425e3, "m", 2025, {}),
    ]  # fmt: skip
    assert told(figures, "东方电缆", "line_item")[:3] == [
        (40.0, "CNY/m", 2024, {"of": "单位毛利", "region": "境内"}),
        (55.0, "CNY/m", 2024, {"of": "单位毛利", "region": "境外"}),
        (43.0, "CNY/m", 2024, {"of": "单位毛利"}),
    ]  # fmt: skip


def test_other_groups_take_their_turn_over_the_same_columns() -> None:
    figures = read(GROUPS, caption="图9：各企业出货与盈利", headers=0).figures
    assert told(figures, "亨通光电", "gross_margin") == [
        (41.0, "%", 2024, {"region": "欧洲"}), (36.0, "%", 2024, {"region": "亚太"}), (38.0, "%", 2024, {}),
    ]  # fmt: skip


def test_groups_of_other_words_are_parts() -> None:
    rows = [
        ["", "", "重卡", "", "客车"], ["2024年", "销量（辆）", "毛利率（%）", "销量（辆）", "毛利率（%）"],
        ["宇通客车", "900", "8.0", "47000", "23.5"],
    ]  # fmt: skip
    figures = read(rows, caption="表3：可比公司分品类情况", headers=2).figures
    assert [(f.value, f.metric, f.dimensions) for f in figures] == [
        (900.0, "sales_volume", {"segment": "重卡"}), (8.0, "gross_margin", {"segment": "重卡"}),
        (47000.0, "sales_volume", {"segment": "客车"}), (23.5, "gross_margin", {"segment": "客车"}),
    ]  # fmt: skip


def test_a_top_header_outside_its_run_of_columns_is_no_group_of_it() -> None:
    rows = [
        ["", "境内", "境外", "", ""], ["2024年", "出货量（km）", "毛利率（%）", "出货量（km）", "毛利率（%）"],
        ["东方电缆", "300", "31", "80", "42"],
    ]  # fmt: skip
    figures = read(rows, caption="图9：各企业出货与盈利", headers=2).figures
    assert [f.dimensions for f in figures if f.value == 300e3] == [{"region": "境内"}]
    assert not [f for f in figures if f.value == 80e3 and f.dimensions.get("region") == "境内"]


def test_rows_of_units() -> None:
    assert of_units(heads(["", "km", "元/m", "%"]))
    assert of_units(heads(["单位", "亿元", "%"]))
    assert not of_units(heads(["", "km", "出货量"]))
    assert not of_units(heads(["", "%"])), "one cell is too few"
    assert not of_units(heads(["2024年", "单价（元）", "销量（辆）"]))


def test_header_rows_that_come_again() -> None:
    above = [heads(["", "境内", "", "境外", ""]), heads(["2024年", "收入", "毛利", "收入", "毛利"])]
    assert level_again(heads(["2025年", "收入", "毛利", "收入", "毛利"]), above) == 1
    assert level_again(heads(["2025年", "收入", "毛利", "成本", "毛利"]), above) is None
    assert takes_turn(heads(["", "欧洲", "", "亚太", ""]), above)
    assert not takes_turn(heads(["", "欧洲", "亚太", "", ""]), above), "other places"
    assert not takes_turn(heads(["东方电缆", "优", "", "良", ""]), above), "a row with a label"


def test_restated_balances_keep_their_versions() -> None:
    rows = [
        ["", "2024年", "2023年", "", "本年比上年增减"], ["", "2024年", "调整前", "调整后", "调整后"],
        ["营业收入（元）", "39,608", "36,683", "37,036", "6.94%"],
        ["", "2024年末", "2023年末", "", "本年末比上年末增减"], ["", "2024年末", "调整前", "调整后", "调整后"],
        ["总资产（元）", "29,359", "32,460", "34,211", "-14.18%"],
    ]  # fmt: skip
    figures = read(rows, caption="主要会计数据", headers=2).figures
    assert [(f.value, f.period_end.year, f.dimensions) for f in figures if f.metric == "total_assets"][:3] == [
        (29359.0, 2024, {}), (32460.0, 2023, {"scenario": "调整前"}), (34211.0, 2023, {"scenario": "调整后"}),
    ]  # fmt: skip


MARKET = [
    ["（亿元）", "4Q23", "3Q24", "4Q24", "一致预期", "差异%"],
    ["营业收入", "50.0", "60.5", "61.4", "60.0", "2.3%"],
    ["净利润", "5.0", "6.0", "6.6", "6.9", "-4.3%"],
]


def test_what_the_market_expected_is_of_the_period_beside_it() -> None:
    figures = read(MARKET, caption="季度业绩").figures
    quarter = date(2024, 10, 1)
    revenue = [f for f in figures if f.metric == "revenue" and f.period_start == quarter]
    assert [(f.value, f.aspect, f.basis, f.modality, f.dimensions) for f in revenue] == [
        (6.14e9, "level", None, "actual", {}), (6.0e9, "level", None, "forecast", {"scenario": "一致预期"}),
        (2.3, "change", "vs:一致预期", "actual", {}),
    ]  # fmt: skip


def test_a_column_of_other_words_has_no_period_of_its_neighbour() -> None:
    rows = [[*MARKET[0][:4], "行业均值"], *(row[:5] for row in MARKET[1:])]
    figures = read(rows, caption="季度业绩").figures
    assert not [f for f in figures if f.value == 6.0e9]
