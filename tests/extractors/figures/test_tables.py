"""Figures from tables: each case is a small table of our own, named for what it must not get wrong."""

from __future__ import annotations

from datetime import date

import pytest
from small_tables import ANCHOR, FILING, brief, read

from extractors.language import Context
from extractors.records import Name

CHANGES = [
    ["科目", "2024年", "2023年", "变动率"],
    ["营业收入", "120.0", "100.0", "20.00%"],
    ["其他收益", "3.0", "6.0", "-50%"],
]


def test_a_change_column_is_of_the_later_amounts_on_its_left() -> None:
    found = [f for f in read(CHANGES, unit="单位：元").figures if f.aspect == "change"]
    assert [(f.metric, f.value, f.basis, f.period_start) for f in found] == [
        ("revenue", 20.0, "yoy", date(2024, 1, 1)),
        ("line_item", -50.0, "yoy", date(2024, 1, 1)),
    ]


def test_a_change_since_the_years_end_is_ytd() -> None:
    rows = [["项目", "2025/3/31", "2024/12/31", "增减幅度"], ["存货", "15", "12", "25%"]]
    change = read(rows, unit="元", context=FILING).figures[-1]
    assert (change.metric, change.aspect, change.basis, change.period_end) == (
        "inventory", "change", "ytd", date(2025, 3, 31),
    )  # fmt: skip


def test_a_change_in_words_is_signed_points() -> None:
    rows = [["主要指标", "2024年", "2023年", "同比增减"], ["毛利率(%)", "18.6", "21.9", "减少3.3个百分点"]]
    change = read(rows).figures[-1]
    assert (change.aspect, change.value, change.unit) == ("change", -3.3, "pp")


def test_a_period_and_its_change_in_one_header() -> None:
    rows = [["百万元", "4Q24", "1Q25", "1Q25 yoy"], ["Revenue", "50", "60", "15%"]]
    change = read(rows).figures[-1]
    assert (change.aspect, change.basis, change.period_start) == ("change", "yoy", date(2025, 1, 1))


def test_a_unit_line_may_name_the_currency_apart() -> None:
    rows = [["项目", "本期发生额", "上期发生额"], ["研发费用", "5,447", "4,991"]]
    figure = read(rows, unit="单位：千元 币种：人民币", context=FILING).figures[0]
    assert (figure.metric, figure.value, figure.unit) == ("r_and_d", 5_447_000.0, "CNY")
    assert figure.period_end == date(2025, 3, 31)


def test_a_corner_may_be_the_unit() -> None:
    rows = [["RMB bn", "FY24", "FY25E"], ["Revenue", "660", "752"], ["Profit before income tax", "241", "277"]]
    found = read(rows)
    assert [(f.metric, f.value, f.unit) for f in found.figures][:2] == [
        ("revenue", 660e9, "CNY"),
        ("revenue", 752e9, "CNY"),
    ]
    assert {f.unit for f in found.figures} == {"CNY"}, "the x of tax is no multiple"


def test_rows_per_share_follow_the_sections_currency() -> None:
    rows = [
        ["会计年度", "2023", "2024"],
        ["每股资料（美元）"],
        ["每股收益", "0.06", "0.08"],
        ["每股经营现金", "0.4", "0.5"],
    ]
    wide = [[*row, *([None] * (3 - len(row)))] for row in rows]
    found = read(wide, caption="主要财务比率")
    assert {f.unit for f in found.figures} == {"USD/share"}
    assert [f.metric for f in found.figures] == ["eps", "eps", "cash_flow", "cash_flow"]


@pytest.mark.parametrize(
    ("label", "content", "expected"),
    [
        ("收盘价", "5.65元", [("share_price", 5.65, "CNY/share", None)]),
        ("总市值/流通市值", "27136/25000百万元", [
            ("market_cap", 27136e6, "CNY", None), ("market_cap", 25e9, "CNY", "流通市值"),
        ]),
        ("52周最高价/最低价", "10.04/5.15元", [
            ("share_price", 10.04, "CNY/share", "52周最高价"), ("share_price", 5.15, "CNY/share", "52周最低价"),
        ]),
        ("近3个月日均成交额", "363.96百万元", [("turnover", 363.96e6, "CNY/day", None)]),
        ("12-month Target Price", "HKD700", [("target_price", 700.0, "HKD/share", None)]),
    ],
)  # fmt: skip
def test_key_data_boxes(label: str, content: str, expected: list[tuple[object, ...]]) -> None:
    found = read([["投资评级", "增持"], [label, content]], headers=0)
    assert [(f.metric, f.value, f.unit, f.dimensions.get("of")) for f in found.figures] == expected


def test_a_report_date_in_a_key_data_box_is_no_header() -> None:
    found = read([["报告日期", "2025年4月28日"], ["4月25日收盘价（港元）", "43.00"]], headers=2).figures
    assert [(f.metric, f.value, f.unit, f.period_end) for f in found] == [
        ("share_price", 43.0, "HKD/share", date(2025, 4, 25))
    ]


def test_relative_and_absolute_moves() -> None:
    found = read([["%", "1M", "3M"], ["相对", "-17.3", "-16.0"], ["绝对", "-7.9", "-7.8"]]).figures
    assert [(f.metric, f.aspect, f.value, f.basis) for f in found] == [
        ("share_price", "change", -17.3, "vs:大盘"),
        ("share_price", "change", -16.0, "vs:大盘"),
        ("share_price", "change", -7.9, "trailing:1m"),
        ("share_price", "change", -7.8, "trailing:3m"),
    ]


def test_a_table_that_goes_on_keeps_its_headers() -> None:
    first = read([["项目", "期末余额", "期初余额"], ["货币资金", "10", "9"]], unit="元", context=FILING)
    then = read([["资产总计", "84", "78"]], headers=0, context=FILING, before=first.carried, page=2)
    assert brief(then) == [
        ("海风电缆", "total_assets", "level", 84.0, "CNY", "2025-03-31 2025-03-31"),
        ("海风电缆", "total_assets", "level", 78.0, "CNY", "2024-12-31 2024-12-31"),
    ]
    elsewhere = read([["资产总计", "84", "78"]], headers=0, context=FILING, before=first.carried, page=5)
    assert not elsewhere.figures


def test_a_table_that_goes_on_may_begin_with_an_empty_place() -> None:
    first = read([["项目", "期末余额", "期初余额"], ["货币资金", "10", "9"]], unit="元", context=FILING)
    then = read([[None, "资产总计", "84", "78"]], headers=0, context=FILING, before=first.carried, page=2)
    assert [(f.metric, f.value) for f in then.figures] == [("total_assets", 84.0), ("total_assets", 78.0)]


def test_columns_that_share_a_period_are_told_apart_by_their_words() -> None:
    rows = [["项目", "期末余额", None, "期初余额", None], [None, "账面余额", "跌价准备", "账面余额", "跌价准备"],
            ["原材料", "28", "2", "33", "3"]]  # fmt: skip
    found = read(rows, unit="元", headers=2, context=FILING).figures
    assert [(f.value, f.dimensions) for f in found] == [
        (28.0, {"of": "原材料", "segment": "账面余额"}),
        (2.0, {"of": "原材料", "segment": "跌价准备"}),
        (33.0, {"of": "原材料", "segment": "账面余额"}),
        (3.0, {"of": "原材料", "segment": "跌价准备"}),
    ]


def test_upper_headers_in_the_middle_of_their_groups() -> None:
    rows = [[None, None, "新预测", None, "原预测"], ["百万元", "2025E", "2026E", "2025E", "2026E"],
            ["营业收入", "82", "88", "81", "87"]]  # fmt: skip
    found = read(rows, headers=2).figures
    assert [f.dimensions.get("scenario") for f in found] == ["新预测", "新预测", "原预测", "原预测"]


def test_columns_of_differences_say_nothing_of_time() -> None:
    rows = [["RMB bn", "FY25E", "Peers", "Diff (%)"], ["Revenue", "82", "81", "1.2%"]]
    assert [f.value for f in read(rows).figures] == [82e9]
    rows[0][2] = "Cons."
    assert [(f.value, f.basis) for f in read(rows).figures] == [(82e9, None), (81e9, None), (1.2, "vs:Cons.")]


def test_a_bank_line_of_an_unlisted_filer() -> None:
    filer = Context(ANCHOR, None, Name(0, 0, "河湾城投集团", "company"))
    rows = [["序号", "金融机构名称", "授信总额", "剩余额度"], ["1", "江湾银行", "330,435.30", "95,585.30"]]
    found = read(rows, caption="表7-2：截至2023年3月末发行人授信情况", unit="万元", context=filer)
    assert [(f.metric, f.value, f.dimensions) for f in found.figures] == [
        ("line_item", 3304353000.0, {"of": "授信总额", "segment": "江湾银行"}),
        ("line_item", 955853000.0, {"of": "剩余额度", "segment": "江湾银行"}),
    ]
    assert len(found.quantities) == 2, "running numbers are no quantities"


def test_holders_of_a_filers_shares() -> None:
    rows = [["股东名称", "股东性质", "持股比例", "持股数量"], ["李海", "境内自然人", "16.90%", "513,623（注2）"]]
    found = read(rows, unit="股", context=FILING).figures
    assert [(f.entity, f.metric, f.value, f.unit, f.period_end) for f in found] == [
        ("李海", "holding", 16.9, "%", date(2025, 3, 31)),
        ("李海", "holding", 513623.0, "share", date(2025, 3, 31)),
    ]


def test_rows_of_a_market_name_their_things() -> None:
    rows = [["", "2024", "2025E"], ["国内：电动轻卡销量（万辆）", "49.7", "68.9"], ["YoY", "52%", "39%"]]
    found = brief(read(rows, caption="图3：国内新能源货车销量预测"))
    assert [(f[0], f[1], f[2], f[3]) for f in found] == [
        ("电动轻卡", "sales_volume", "level", 497000.0),
        ("电动轻卡", "sales_volume", "level", 689000.0),
        ("电动轻卡", "sales_volume", "change", 52.0),
        ("电动轻卡", "sales_volume", "change", 39.0),
    ]


def test_a_caption_measures_rows_that_are_names() -> None:
    rows = [["GWh", "2023年", "2024年", "同比"], ["宁德时代", "69", "93", "35%"], ["比亚迪", "25", "30", "20%"],
            ["南浦电池", "18", "34", "89%"]]  # fmt: skip
    found = read(rows, caption="图8：全球主流厂商储能电池出货量").figures
    assert [(f.entity, f.metric, f.aspect, f.value) for f in found][-3:] == [
        ("南浦电池", "shipments", "level", 18e9),
        ("南浦电池", "shipments", "level", 34e9),
        ("南浦电池", "shipments", "change", 89.0),
    ]


def test_peers_without_names_and_averages_are_nobodys() -> None:
    rows = [["公司名称", "评级", "PE", None], [None, None, "2024A", "2025E"], ["", "买入", "8.4", "11.2"],
            ["平均", "", "9.1", "10.5"], ["比亚迪", "买入", "20.0", "18.0"]]  # fmt: skip
    found = read(rows, headers=2, caption="可比公司估值").figures
    assert [(f.entity, f.metric, f.value) for f in found] == [("比亚迪", "pe", 20.0), ("比亚迪", "pe", 18.0)]


def test_a_share_of_a_whole_is_no_change() -> None:
    rows = [["项目", "2024年", "2023年"], ["研发投入占营业收入比例", "9.4%", "11.0%"]]
    figure = read(rows, unit="元", context=FILING).figures[0]
    assert (figure.metric, figure.aspect, figure.value) == ("share", "level", 9.4)
    assert figure.dimensions == {"of": "营业收入", "segment": "研发投入"}


def test_percentages_of_amounts_need_a_word_for_growth() -> None:
    rows = [["项目", "2024年", "2023年"], ["毛利", "22.8%", "19.2%"], ["营业收入", "9.8%", "8.4%"]]
    assert not read(rows, caption="主要财务指标").figures
    rows[0][0] = "成长能力"
    assert {f.aspect for f in read(rows, caption="主要财务指标").figures} == {"change"}


def test_totals_are_named_for_their_table() -> None:
    rows = [["项目", "本期发生额"], ["政府补助", "4.5"], ["合计", "9.8"]]
    total = read(rows, unit="元", context=FILING, heading="（二）非经常性损益").figures[-1]
    assert total.dimensions == {"of": "非经常性损益合计"}


def test_numbers_cut_over_two_rows_are_left_alone() -> None:
    rows = [["类别", "期末余额", "期初余额"], ["应收账款", "135,278,2", "212,698,44"], ["", "16.49", "9.52"]]
    assert not read(rows, unit="元", context=FILING).figures


def test_years_like_numbers_under_years_are_values() -> None:
    rows = [["百万元", "2023A", "2024E"], ["固定资产", "2032", "1680"]]
    assert [f.value for f in read(rows).figures] == [2032e6, 1680e6]


def test_a_row_that_only_holds_a_metrics_name_has_the_tables_unit() -> None:
    rows = [["资产负债表（百万元）", "2023A", "2024A"], ["留存收益", "35,750", "39,449"], ["利率掉期合约", "34", "104"]]
    assert {f.unit for f in read(rows).figures} == {"CNY"}


def test_statistics_of_strategies_are_no_rates_of_interest() -> None:
    rows = [["策略", "年化收益率", "夏普比率", "最大回撤"], ["低波组合", "12.5%", "1.31", "18.2%"]]
    assert not read(rows).figures


def test_a_first_row_that_runs_into_its_headers_is_left_alone() -> None:
    rows = [["发行人甲公司", "总资产（亿元）497.67", "资产负债率（%）56.60"], ["乙公司", "316.66", "49.75"]]
    assert not read(rows, headers=0).figures


def test_a_dash_before_a_label_of_growth_is_no_part_of_it() -> None:
    rows = [
        ["", "2023", "2024"],
        ["营业收入（亿元）", "12", "15"],
        ["-同比增长", "20%", "25%"],
        ["-环比增长", "3%", "4%"],
    ]
    changes = [figure for figure in read(rows).figures if figure.unit == "%"]
    assert [(f.metric, f.aspect, f.basis) for f in changes] == [("revenue", "change", "yoy")] * 2 + [
        ("revenue", "change", "qoq")
    ] * 2
