"""Whose a table's figure is: by the caption's market, the title over the rows, the region of a block, the listing."""

from __future__ import annotations

from datetime import date

import pytest
from small_tables import ANCHOR, REPORT, read

from extractors.figures.metrics import load_metrics
from extractors.figures.table_captions import CaptionPart, caption_part
from extractors.language import Context
from extractors.records import Figure

MARKET = Context(ANCHOR, "东湖证券", None)
YEAR_24 = date(2024, 1, 1)


def of_year(figures: tuple[Figure, ...], **wanted: object) -> list[tuple[object, ...]]:
    found = [f for f in figures if f.period_start == YEAR_24 and all(getattr(f, k) == v for k, v in wanted.items())]
    return [(f.entity, f.metric, f.value, f.dimensions) for f in found]


@pytest.mark.parametrize(
    ("caption", "segment", "whole"),
    [
        ("图7：国内海缆竞争格局（亿元）", "国内海缆", ""),
        ("图表3：2024年全球主要厂商风机叶片出货量", "全球风机叶片", ""),
        ("图2：海外户用逆变器市场份额变化", "海外户用逆变器", ""),
        ("图9：可比公司估值", "", ""),
        ("图1：公司分季度销量", "", ""),
        ("图4：铜价对线缆成本影响", "", ""),
        ("图5：海风电缆国内海缆客户份额变化", "", "国内海缆客户"),
        ("Figure 3: Market share of cables", "", ""),
    ],
)
def test_the_market_of_a_caption(caption: str, segment: str, whole: str) -> None:
    part = caption_part(caption, "海风电缆")
    shipments = load_metrics()["market_share"]
    assert part.told_of(shipments) == ({"segment": segment} if segment else {})
    assert part.whole == whole


def test_a_market_is_told_of_its_own_measures_only() -> None:
    part = CaptionPart("风机", "国内", "shipments")
    assert part.told_of(load_metrics()["shipments"]) == {"segment": "国内风机"}
    assert part.told_of(load_metrics()["revenue"]) == {}


RIVALS = [["企业名称", "2024销量", "2024占比"], ["东方电缆", "30", "60%"], ["中天科技", "20", "40%"]]


def test_companies_of_a_caption_share_its_market() -> None:
    figures = read(RIVALS, caption="图7：国内海缆竞争格局（万吨）", context=MARKET).figures
    assert [(f.entity, f.metric, f.value, f.dimensions) for f in figures] == [
        ("东方电缆", "sales_volume", 300000.0, {"segment": "国内海缆"}),
        ("东方电缆", "market_share", 60.0, {"segment": "国内海缆"}),
        ("中天科技", "sales_volume", 200000.0, {"segment": "国内海缆"}),
        ("中天科技", "market_share", 40.0, {"segment": "国内海缆"}),
    ]


def test_a_companys_clients_are_shares_of_its_business_and_no_market_shares() -> None:
    rows = [["", "2023年", "2024年"], ["国家电网", "40.0%", "35.0%"], ["三峡集团", "10.0%", "15.0%"]]
    figures = read(rows, caption="图5：海风电缆国内海缆客户份额变化").figures
    assert of_year(figures) == [
        ("海风电缆", "share", 35.0, {"of": "国内海缆客户", "segment": "国家电网"}),
        ("海风电缆", "share", 15.0, {"of": "国内海缆客户", "segment": "三峡集团"}),
    ]


REGIONS = [
    ["全球市场", "2024", "2025E"],
    ["全球电解槽出货量（MW）", "900", "1800"],
    ["其中电解槽出货量：分区域", "", ""],
    ["中国（MW）", "600", "1100"],
    ["-增速", "50%", "83%"],
    ["-占比", "67%", "61%"],
    ["欧洲（MW）", "300", "700"],
]


def test_the_title_over_rows_says_what_is_measured() -> None:
    figures = read(REGIONS, caption="图3：全球电解槽空间", context=MARKET).figures
    assert of_year(figures) == [
        ("全球电解槽", "shipments", 900e6, {}),
        ("电解槽", "shipments", 600e6, {"region": "中国"}),
        ("电解槽", "shipments", 50.0, {"region": "中国"}),
        ("电解槽", "share", 67.0, {"of": "电解槽出货量", "region": "中国"}),
        ("电解槽", "shipments", 300e6, {"region": "欧洲"}),
    ]


def test_a_title_measures_segments_of_the_company() -> None:
    rows = [
        ["", "2024A", "2025E"],
        ["营业收入：分产品", "", ""],
        ["海缆（亿元）", "30", "40"],
        ["陆缆（亿元）", "20", "21"],
    ]
    figures = read(rows, caption="海风电缆盈利预测").figures
    assert of_year(figures) == [
        ("海风电缆", "revenue", 30e8, {"segment": "海缆"}), ("海风电缆", "revenue", 20e8, {"segment": "陆缆"}),
    ]  # fmt: skip


def test_a_title_that_parts_nothing_measures_nothing() -> None:
    rows = [["", "2024A", "2025E"], ["营业收入", "", ""], ["合同负债（亿元）", "30", "40"]]
    assert {f.metric for f in read(rows, caption="海风电缆财务摘要").figures} == {"line_item"}


def test_rows_that_print_the_quotient_of_the_row_above_are_its_parts() -> None:
    rows = [
        ["", "2024A", "2025E"], ["1.海缆系统", "", ""], ["均价（含税，元/m）", "75", "70"],
        ["-降价幅度", "-25%", "-6%"],
        ["国内（含税，元/m）", "68", "63"], ["-高压（含税，元/m）", "78", "73"], ["海外（含税，元/m）", "99", "98"],
        ["-高压（含税，元/m）", "106", "105"], ["海外毛利率", "29%", "27%"], ["单位净利（元/m）", "9", "8"],
        ["2.陆缆系统", "", ""], ["均价（含税，元/m）", "5", "4"],
    ]  # fmt: skip
    figures = read(rows, caption="图39：海风电缆单位盈利预测").figures
    found = [(metric, value, d.get("segment")) for _, metric, value, d in of_year(figures)]
    assert found == [
        ("average_price", 75.0, "海缆系统"), ("average_price", 68.0, "海缆系统-国内"),
        ("average_price", 78.0, "海缆系统-国内-高压"), ("average_price", 99.0, "海缆系统-海外"),
        ("average_price", 106.0, "海缆系统-海外-高压"), ("gross_margin", 29.0, "海缆系统-海外"),
        ("line_item", 9.0, "海缆系统"), ("average_price", 5.0, "陆缆系统"),
    ]  # fmt: skip
    assert {f.entity for f in figures} == {"海风电缆"}


PARTS = [
    ["", "2024", "2025E"],
    ["1.集装箱船合计", "", ""],
    ["合计新增电池（GWh）", "4", "6"],
    ["-增速", "20%", "50%"],
    ["2.内河船", "", ""],
    ["合计新增电池（GWh）", "1", "3"],
    ["-增速", "10%", "200%"],
    ["全球船用电池需求（GWh）", "5", "9"],
]


def test_numbered_titles_tell_rows_of_one_label_apart_until_the_whole_comes_again() -> None:
    figures = read(PARTS, caption="图6：船用电池空间", context=MARKET).figures
    found = [(f.value, f.dimensions.get("segment")) for f in figures if f.period_start == YEAR_24]
    assert found == [(4e9, "集装箱船"), (20.0, "集装箱船"), (1e9, "内河船"), (10.0, "内河船"), (5e9, None)]


def test_a_stray_number_leaves_a_numbered_title_one() -> None:
    rows = [
        ["", "24Q1", "24Q2", "24Q3", "24Q4"], ["1.海缆系统", "", "", "", ""],
        ["收入（百万元）", "10", "11", "12", "13"],
        ["毛利率", "20%", "21%", "22%", "23%"], ["2.陆缆系统", "-0.007", "", "", ""],
        ["收入（百万元）", "30", "31", "32", "33"], ["毛利率", "10%", "11%", "12%", "13%"],
    ]  # fmt: skip
    figures = read(rows, caption="图4：公司海缆及陆缆业务拆分").figures
    assert {f.dimensions.get("segment") for f in figures if f.value < 20 or f.value < 20e6} == {"海缆系统", "陆缆系统"}
    assert len(figures) == 16


BLOCKS = [
    ["船舶", "2024", "2025E"],
    ["国内船舶需求（GWh）", "2", "3"],
    ["中国渡轮交付量（艘）", "40", "50"],
    ["电动渡轮销量（艘）", "10", "12"],
    ["单船带电量（KWh）", "900", "950"],
    ["海外船舶需求（GWh）", "4", "5"],
    ["海外渡轮交付量（艘）", "60", "70"],
    ["电动渡轮销量（艘）", "20", "25"],
    ["单船带电量（KWh）", "700", "750"],
]


def test_blocks_of_regions_tell_recurring_rows_apart() -> None:
    figures = read(BLOCKS, caption="图8：船舶电池空间", context=MARKET).figures
    assert [x for x in of_year(figures) if x[0] == "电动渡轮"] == [
        ("电动渡轮", "sales_volume", 10.0, {"region": "中国"}),
        ("电动渡轮", "line_item", 900e3, {"of": "单船带电量", "region": "中国"}),
        ("电动渡轮", "sales_volume", 20.0, {"region": "海外"}),
        ("电动渡轮", "line_item", 700e3, {"of": "单船带电量", "region": "海外"}),
    ]


def test_a_region_before_a_colon_is_kept() -> None:
    rows = [["", "2024", "2025E"], ["海外：氢能重卡销量（万辆）", "3", "4"], ["YoY", "20%", "33%"]]
    figures = read(rows, caption="图9：氢能重卡空间", context=MARKET).figures
    assert [(f.entity, f.dimensions) for f in figures if f.period_start == YEAR_24] == [
        ("氢能重卡", {"region": "海外"}), ("氢能重卡", {"region": "海外"}),
    ]  # fmt: skip


def test_rows_of_bare_regions_are_of_what_the_corner_names() -> None:
    rows = [["储氢瓶", "2024", "2025E"], ["中国(万吨)", "6", "7"], ["海外(万吨)", "3", "4"], ["占比", "33%", "36%"]]
    figures = read(rows, caption="图2：储氢瓶空间", context=MARKET).figures
    assert of_year(figures) == [
        ("储氢瓶", "line_item", 60000.0, {"of": "中国", "region": "中国"}),
        ("储氢瓶", "line_item", 30000.0, {"of": "海外", "region": "海外"}),
        ("储氢瓶", "share", 33.0, {"region": "海外"}),
    ]


def test_listings_of_one_company_have_multiples_of_their_own() -> None:
    rows = [
        ["港股（0700.HK）指标", "2024", "2025E"],
        ["P/B", "2.1", "2.0"],
        ["A股（600000.SH）指标", "", ""],
        ["P/B", "4.5", "4.3"],
    ]
    assert of_year(read(rows, caption="海风电缆估值").figures) == [
        ("海风电缆", "pb", 2.1, {"of": "港股"}), ("海风电缆", "pb", 4.5, {"of": "A股"}),
    ]  # fmt: skip


def test_versions_before_a_name_and_ratings_over_key_data() -> None:
    rows = [["(YE Dec)", "FY24A", "FY25E"], ["EPS (RMB)", "1.0", "1.2"], ["Consensus EPS (RMB)", "1.0", "1.3"]]
    found = [(f.value, f.dimensions) for f in read(rows, caption="Earnings forecast").figures]
    assert found == [(1.0, {}), (1.2, {}), (1.0, {"scenario": "Consensus"}), (1.3, {"scenario": "Consensus"})]
    key = [["投资评级", "优于大市(维持)"], ["收盘价", "43.00港元"], ["联系电话", ""]]
    assert [f.dimensions for f in read(key, caption="基础数据").figures] == [{}]
    phone = [["分析师", "010-6655443"], ["收盘价", "43.00港元"]]
    assert [f.dimensions for f in read(phone, caption="基础数据").figures] == [{}]


def test_rows_of_moves_are_the_companys_or_an_indexs() -> None:
    rows = [["%", "1m", "6m"], ["绝对", "5.0", "7.0"], ["HSI", "1.0", "2.0"], ["板块同行", "3.0", "4.0"]]
    found = {(f.entity, f.metric) for f in read(rows).figures}
    assert found == {("海风电缆", "share_price"), ("恒生指数", "index_level")}


def test_a_part_of_revenue_by_its_name() -> None:
    rows = [
        ["RMB bn", "1Q24", "2Q24"], ["Cable revenue", "3.0", "4.0"], ["YoY%", "5%", "6%"],
        ["Deferred revenue", "0.3", "0.4"], ["Total revenue", "9.0", "9.5"], ["Net profit", "1.0", "1.1"],
        ["Gross margin", "30%", "31%"],
    ]  # fmt: skip
    found = [(f.metric, f.aspect, f.dimensions) for f in read(rows, caption="Financial summary").figures][::2]
    assert found[:4] == [
        ("revenue", "level", {"segment": "Cable"}), ("revenue", "change", {"segment": "Cable"}),
        ("line_item", "level", {"of": "Deferred revenue"}), ("revenue", "level", {}),
    ]  # fmt: skip


def test_others_are_a_part_and_a_total_is_none() -> None:
    rows = [
        ["业务", "2026E营业收入（百万元）", "2026E PE"],
        ["海缆", "500", "10"],
        ["其他", "30", "5"],
        ["合计", "530", "9"],
    ]
    found = [(f.value, f.dimensions) for f in read(rows, caption="海风电缆分部估值").figures]
    assert (30e6, {"segment": "其他"}) in found
    assert (530e6, {"segment": "合计"}) not in found


def test_prices_of_a_table_are_of_the_day_that_a_note_says() -> None:
    from extractors.figures.tables import read_table  # the note reaches it through the document
    from extractors.language.names import find_names
    from extractors.language.periods import parse_period
    from extractors.records import Cell, Table

    text = "公司\t收盘价(元)\n东方电缆\t50.0\n"
    cells = [Cell(0, 0, 0, 2, is_header=True), Cell(0, 1, 3, 9, is_header=True), Cell(1, 0, 10, 14), Cell(1, 1, 15, 19)]
    table = Table("t0001", 0, len(text), tuple(cells), caption="可比公司")
    day = parse_period("2025年4月18日", ANCHOR)
    figures = read_table(text, table, REPORT, find_names(text), topic=None, priced=day).figures
    assert [(f.entity, f.value, f.period_start) for f in figures] == [("东方电缆", 50.0, date(2025, 4, 18))]
