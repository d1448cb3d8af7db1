"""Rows that only the rows and titles around them explain: parts, movements, rows of growth, rows over a page's end."""

from __future__ import annotations

from datetime import date

from small_tables import ANCHOR, FILING, REPORT, YEAR, brief, read

from extractors.figures.tables import read_table
from extractors.language import Context
from extractors.language.periods import parse_period
from extractors.records import Cell, Figure, Quantity, Table

PARTS = [
    ["", "2023A", "2024A", "2025E"],
    ["海缆系统", "", "", ""],
    ["出货量（km）", "300", "400", "500"],
    ["同比增速", "20%", "33%", "25%"],
    ["国内（km）", "240", "310", "380"],
    ["-直流", "", "", ""],
    ["-高压（km）", "140", "190", "240"],
    ["海外（km）", "60", "90", "120"],
    ["-高压（km）", "5", "8", "12"],
    ["陆缆系统", "", "", ""],
    ["出货量（km）", "80", "120", "200"],
]


def parts(figures: tuple[Figure, ...], **wanted: object) -> list[tuple[float, str]]:
    found = [f for f in figures if all(getattr(f, key) == value for key, value in wanted.items())]
    return [(f.value, f.dimensions.get("segment", "")) for f in found]


def test_titles_and_rows_above_tell_rows_of_one_label_apart() -> None:
    figures = read(PARTS, caption="图3：海风电缆分部出货量预测").figures
    year = date(2024, 1, 1)
    assert parts(figures, metric="shipments", aspect="level", period_start=year) == [
        (400e3, "海缆系统"), (310e3, "海缆系统-国内"), (190e3, "海缆系统-国内-高压"), (90e3, "海缆系统-海外"),
        (8e3, "海缆系统-海外-高压"), (120e3, "陆缆系统"),
    ]  # fmt: skip
    assert parts(figures, aspect="change", period_start=year) == [(33.0, "海缆系统")]
    assert {f.modality for f in figures if f.period_start == year} == {"actual"}, "预测 in a caption is of later years"


def test_titles_that_say_what_is_measured_are_no_parts() -> None:
    rows = [
        ["", "2023A", "2024A"], ["每股指标（元）", "", ""], ["每股收益", "1.0", "1.2"], ["盈利能力（%）", "", ""],
        ["净利率", "8.0", "9.0"], ["成长能力（%）", "", ""], ["每股收益", "10.0", "20.0"],
    ]  # fmt: skip
    assert all("segment" not in f.dimensions for f in read(rows, caption="财务指标").figures)


def test_a_total_is_no_part() -> None:
    rows = [["", "2024A"], ["海缆", ""], ["收入（百万）", "200"], ["陆缆", ""], ["收入（百万）", "100"],
            ["合计", ""], ["收入（百万）", "300"]]  # fmt: skip
    figures = read(rows, caption="海风电缆收入拆分", headers=1).figures
    assert [(f.value, f.unit, f.dimensions.get("segment")) for f in figures] == [
        (200e6, "CNY", "海缆"), (100e6, "CNY", "陆缆"), (300e6, "CNY", None),
    ]  # fmt: skip


def test_a_bare_multiplier_of_a_quotient_is_no_money() -> None:
    rows = [["", "2024A", "2025E"], ["成本（万/吨）", "6", "7"], ["（万/吨）铜杆单价", "8", "9"]]
    assert read(rows, caption="海风电缆成本").figures == ()


def test_a_distant_time_keeps_its_words() -> None:
    rows = [
        ["", "2024A", "远期"],
        ["营业收入（亿元）", "100", "600"],
        ["存货（亿元）", "10", "20"],
        ["商誉（亿元）", "1", "2"],
    ]
    far = [f for f in read(rows, caption="盈利预测").figures if f.period_text == "远期"]
    assert [(f.metric, f.value, f.period_start, f.modality) for f in far] == [
        ("revenue", 600e8, None, "forecast"), ("inventory", 20e8, None, "forecast"),
        ("line_item", 2e8, None, "forecast"),
    ]  # fmt: skip


def test_a_row_of_growth_that_is_set_in_follows_the_row_above() -> None:
    rows = [["", "24Q3", "24Q4"], ["营业收入（亿元）", "20", "24"], ["-同比", "10%", "20%"], ["-环比", "5%", "20%"]]
    changes = [(f.metric, f.basis, f.value) for f in read(rows).figures if f.aspect == "change"]
    assert changes == [
        ("revenue", "yoy", 10.0),
        ("revenue", "yoy", 20.0),
        ("revenue", "qoq", 5.0),
        ("revenue", "qoq", 20.0),
    ]


def test_growth_without_any_time_stays_a_quantity() -> None:
    reading = read([["销量（万只）", "81.95"], ["-同比增长", "60%"]], headers=0)
    assert [f.value for f in reading.figures] == [819500.0]
    assert len(reading.quantities) == 2


def test_versions_beside_the_actual_value() -> None:
    rows = [
        ["", "", "", "Actual vs HF", "Actual vs HF", "Actual vs consensus", "Actual vs consensus"],
        ["RMB bn", "4Q23", "4Q24", "4Q24", "% diff", "4Q24", "% diff"],
        ["Total revenue", "172.4", "194.4", "190.7", "2%", "194.1", "0.2%"],
    ]
    found = [(f.value, f.basis, f.modality, f.dimensions.get("scenario")) for f in read(rows, headers=2).figures]
    assert found == [
        (172.4e9, None, "actual", None), (194.4e9, None, "actual", None), (190.7e9, None, "forecast", "HF"),
        (2.0, "vs:HF", "actual", None), (194.1e9, None, "forecast", "consensus"),
        (0.2, "vs:consensus", "actual", None),
    ]  # fmt: skip


def test_columns_of_multiples_without_a_code_are_lines_of_the_rows_company() -> None:
    rows = [
        ["Company", "Ccy", "Price", "P/E (x)", "P/B (x)", "P/S (x)", "PEG", "P/OCF (x)", "Rank"],
        ["", "", "", "FY26E", "FY26E", "FY26E", "FY26E", "FY26E", ""],
        ["Netease", "USD", "118.9", "12.0", "2.1", "4.3", "1.2", "11.2", "7"],
    ]
    lines = [(f.value, f.unit, f.dimensions) for f in read(rows, headers=2).figures if f.metric == "line_item"]
    assert lines == [(1.2, "x", {"of": "PEG"}), (11.2, "x", {"of": "P/OCF"})]


def test_the_unit_of_a_price_is_that_of_prices_above() -> None:
    rows = [["收盘价(港元)", "41.30"], ["一年最低/最高价", "20.91/42.43"], ["质押比例", "20.9/42.4"]]
    found = [(f.value, f.unit) for f in read(rows, caption="市场数据", headers=0).figures]
    assert found == [(41.3, "HKD/share"), (20.91, "HKD/share"), (42.43, "HKD/share")]


YEARLY = FILING.__class__(ANCHOR, "海风电缆", FILING.subject, report_period=parse_period("2024年", ANCHOR))
ASSETS = [
    ["项目", "房屋", "设备", "合计"],
    ["一、账面原值", "", "", ""],
    ["1.期初余额", "1,000", "4,000", "5,000"],
    ["2.本期增加金额", "200", "800", "1,000"],
    ["（1）购置", "50", "300", "350"],
    ["3.本期减少金额", "20", "100", "120"],
    ["4.期末余额", "1,180", "4,700", "5,880"],
    ["二、累计折旧", "", "", ""],
    ["1.期初余额", "300", "1,500", "1,800"],
]


def test_a_note_on_assets_leads_from_balance_to_balance() -> None:
    figures = read(ASSETS, unit="单位：元", context=YEARLY).figures
    of_equipment = [(f.dimensions["of"], f.value, f.period_start, f.period_end)
                    for f in figures if f.dimensions.get("segment") == "设备"]  # fmt: skip
    opening, closing, first = date(2023, 12, 31), date(2024, 12, 31), date(2024, 1, 1)
    assert of_equipment == [
        ("账面原值", 4000.0, opening, opening), ("账面原值-本期增加金额", 800.0, first, closing),
        ("账面原值-本期增加金额-购置", 300.0, first, closing), ("账面原值-本期减少金额", 100.0, first, closing),
        ("账面原值", 4700.0, closing, closing), ("累计折旧", 1500.0, opening, opening),
    ]  # fmt: skip
    assert [f.value for f in figures if f.dimensions == {"of": "账面原值"}] == [5000.0, 5880.0], "the total has no part"
    assert read(ASSETS, unit="单位：元").figures == (), "a note of a broker reports on no period"
    assert read(ASSETS, context=YEARLY).figures == (), "without a unit"


def test_a_statement_of_changes_in_equity() -> None:
    rows = [
        ["项目", "2024年度", "2024年度", "2024年度"],
        ["", "资本公积", "未分配利润", "所有者权益合计"],
        ["一、上年年末余额", "7,000", "2,000", "9,000"],
        ["二、本期增减变动金额", "100", "500", "600"],
        ["（一）综合收益总额", "", "800", "800"],
        ["（二）其他", "100", "-300", "-200"],
        ["三、本期期末余额", "7,100", "2,500", "9,600"],
    ]
    figures = read(rows, unit="单位：元", context=YEARLY, headers=2).figures
    equity = [(f.value, f"{f.period_start} {f.period_end}") for f in figures if f.metric == "equity"]
    assert equity == [(9000.0, "2023-12-31 2023-12-31"), (9600.0, "2024-12-31 2024-12-31")]
    moved = [(f.dimensions["of"], f.value) for f in figures if f.period_type == "year"
             and f.dimensions.get("segment") == "未分配利润"]  # fmt: skip
    assert moved == [("本期增减变动金额", 500.0), ("综合收益总额", 800.0), ("其他", -300.0)]


def test_a_table_of_attendance_moves_nothing() -> None:
    rows = [["姓名", "应出席", "亲自出席"], ["期初余额", "8", "8"], ["期末余额", "8", "7"]]
    assert read(rows, context=YEARLY).figures == ()


def test_a_statement_goes_on_though_its_first_row_was_taken_for_headers() -> None:
    rows = [["项目", "2025年1-3月", "2024年1-3月"], ["营业收入", "120", "100"], ["营业成本", "90", "80"]]
    before = read(rows, unit="单位：元", context=FILING).carried
    after = [["已赚保费", "", ""], ["研发费用", "5", "4"], ["净利润", "10", "8"]]
    reading = read(after, context=FILING, before=before, page=2)
    assert [(f.metric, f.value) for f in reading.figures] == [
        ("r_and_d", 5.0), ("r_and_d", 4.0), ("net_profit", 10.0), ("net_profit", 8.0),
    ]  # fmt: skip
    own = [["机构", "数量", "级别"], ["分公司", "5", "4"], ["子公司", "10", "8"]]
    assert read(own, context=FILING, before=before, page=2).figures == (), "a table with headers of its own"


def test_the_percent_sign_is_no_part_of_a_label() -> None:
    rows = [
        ["", "2023A", "2024A"],
        ["毛利率%", "33.7%", "35.0%"],
        ["有效税率%", "7.7%", "10.0%"],
        ["净利润（百万元）", "1", "2"],
    ]
    found = [(f.metric, f.dimensions.get("of")) for f in read(rows, caption="利润表").figures if f.unit == "%"]
    assert found == [
        ("gross_margin", None),
        ("gross_margin", None),
        ("line_item", "有效税率"),
        ("line_item", "有效税率"),
    ]


def test_amounts_beside_a_label_are_no_header() -> None:
    rows = [["Target Price", "HK$750.00"], ["Closing Price", "HK$550.50"]]
    reading = read(rows, headers=0)
    assert [(f.metric, f.value, f.unit, dict(f.dimensions)) for f in reading.figures] == [
        ("target_price", 750.0, "HKD/share", {}), ("share_price", 550.5, "HKD/share", {}),
    ]  # fmt: skip


def test_a_name_that_ends_in_a_measured_word_is_no_metric() -> None:
    rows = [["公司", "FY26E PE"], ["腾讯音乐", "10.8"]]
    assert all(isinstance(q, Quantity) for q in read(rows).quantities)
    assert [(f.entity, f.metric) for f in read(rows).figures] == [("腾讯音乐", "pe")]


def test_years_of_a_balance_are_told() -> None:
    assert ("海风电缆", "revenue", "level", 120.0, "CNY", YEAR[2024]) in brief(
        read([["项目", "2024年", "2023年"], ["营业收入", "120", "100"]], unit="元")
    )


def test_a_difference_with_only_one_version_beside_it_says_nothing() -> None:
    rows = [["RMB bn", "FY26E", "FY26E"], ["", "HF forecasts", "Difference (%)"], ["Revenue", "827.8", "-0.5%"]]
    assert [f.value for f in read(rows, headers=2).figures] == [827.8e9]


def test_columns_of_cases_are_scenarios_and_a_method_is_no_label() -> None:
    rows = [
        ["", "Net profit", "", "Bear", "Base", "Bull"],
        ["Games", "133", "P/E", "10.0", "15.0", "20.0"],
        ["FY26E PE (x)", "", "", "13.7", "21.3", "28.9"],
    ]
    found = [(f.value, f.dimensions.get("scenario")) for f in read(rows).figures if f.metric == "pe"]
    assert found == [(13.7, "Bear"), (21.3, "Base"), (28.9, "Bull")]


def test_people_counted_in_a_table_of_money_are_no_line_of_money() -> None:
    rows = [["RMB bn", "4Q23", "4Q24"], ["Revenue", "155", "172"], ["Gross margin (%)", "50", "53"],
            ["Net profit", "20", "30"], ["Weixin MAUs (mn)", "1,343", "1,385"]]  # fmt: skip
    users = [(f.metric, f.value, f.unit) for f in read(rows, caption="Quarterly financials").figures if f.value > 1e9
             and f.unit == "person"]  # fmt: skip
    assert users == [("mau", 1.343e9, "person"), ("mau", 1.385e9, "person")]


def test_percentages_under_a_title_of_margins() -> None:
    rows = [
        ["RMB bn", "4Q23", "4Q24", "4Q24 yoy"],
        ["Total revenue", "155", "172", "11%"],
        ["Ads", "30", "35", "17%"],
        ["Margin analysis (%)", None, None, None],
        ["Ads", "55.9", "59.6", "3.7ppt"],
    ]
    ads = [f for f in read(rows, caption="Financial results").figures if f.dimensions.get("of") == "Ads"]
    assert [(f.value, f.unit, f.aspect) for f in ads] == [
        (30e9, "CNY", "level"), (35e9, "CNY", "level"), (17.0, "%", "change"),
        (55.9, "%", "level"), (59.6, "%", "level"), (3.7, "pp", "change"),
    ]  # fmt: skip


def test_price_moves_whose_times_head_the_rows() -> None:
    rows = [
        ["Share Performance", "", ""],
        ["", "Absolute", "Relative"],
        ["1-mth", "3.3%", "6.0%"],
        ["3-mth", "-9.0%", "-10.9%"],
    ]
    found = [(f.metric, f.value, f.basis, dict(f.dimensions)) for f in read(rows, headers=0).figures]
    assert found == [
        ("share_price", 3.3, "trailing:1m", {}), ("share_price", 6.0, "vs:大盘", {"of": "Relative"}),
        ("share_price", -9.0, "trailing:3m", {}), ("share_price", -10.9, "vs:大盘", {"of": "Relative"}),
    ]  # fmt: skip


def test_shareholders_of_a_notes_company() -> None:
    rows = [["Free cash", "12%"], ["Shareholding Structure", None], ["Harbour Ltd", "23.2%"], ["Free float", "69.0%"]]
    found = [(f.entity, f.metric, f.value) for f in read(rows, headers=0).figures]
    assert found == [("Harbour", "holding", 23.2)]


def test_amounts_take_the_time_of_their_change_beside_them() -> None:
    rows = [
        ["分产品", "主营业务收入", "毛利率（%）", "主营业务收入比上年增减（%）", "毛利率比上年增减（%）"],
        ["海缆", "571", "18.7", "28.1", "减少3.5个百分点"],
    ]
    figures = read(rows, unit="单位：元", context=YEARLY).figures
    assert [(f.entity, f.metric, f.aspect, f.value, f"{f.period_start} {f.period_end}") for f in figures] == [
        ("海风电缆", "revenue", "level", 571.0, YEAR[2024]), ("海风电缆", "gross_margin", "level", 18.7, YEAR[2024]),
        ("海风电缆", "revenue", "change", 28.1, YEAR[2024]), ("海风电缆", "gross_margin", "change", -3.5, YEAR[2024]),
    ]  # fmt: skip
    assert {f.dimensions["segment"] for f in figures} == {"海缆"}


def test_what_if_is_no_figure() -> None:
    rows = [["2024年", "基点增加/（减少）", "对净利润的影响"], ["浮动利率工具", "50", "-12"]]
    assert read(rows, unit="单位：元", context=YEARLY).figures == ()


def test_a_name_that_begins_within_a_word_is_not_the_cells() -> None:
    rows = [["股东名称", "持股比例", "持股数量"], ["海荣投资控股集团有限公司", "5.11%", "155"]]
    assert {f.entity for f in read(rows, unit="股", context=FILING).figures} == {"海荣投资控股集团有限公司"}


def test_a_range_of_prices_behind_a_colon() -> None:
    found = read([["52周内股价区间(元)：", "21.60-97.40"]], headers=0).figures
    assert [(f.metric, f.value_low, f.value_high, f.unit) for f in found] == [("share_price", 21.6, 97.4, "CNY/share")]


def test_a_label_over_rows_that_have_none_counts_once() -> None:
    text, cells = "", []
    spans = {(1, 0): 2}
    for row, contents in enumerate([["", "2023A", "2024A"], ["储能收入（亿元）", "20", "30"], [None, "1.10", "1.01"]]):
        for col, content in enumerate(contents):
            if content is not None:
                start, span = len(text), spans.get((row, col), 1)
                cells.append(Cell(row, col, start, start + len(content), row_span=span, is_header=row == 0))
                text += content + "\t"
        text += "\n"
    table = Table("t0001", 0, len(text), tuple(cells), page=1, caption="盈利预测")
    assert [f.value for f in read_table(text, table, REPORT, [], topic=None).figures] == [20e8, 30e8]


def test_penetration_in_a_region_is_that_of_what_is_counted_there() -> None:
    rows = [
        ["", "2024", "2025"],
        ["国内新能源乘用车销量（万辆）", "1100", "1300"],
        ["国内电动化率", "44%", "50%"],
        ["国内新能源商用车销量（万辆）", "50", "69"],
        ["国内电动化率", "10%", "15%"],
    ]
    context = Context(ANCHOR, "东湖证券")
    found = [(f.entity, f.value) for f in read(rows, caption="图1：新能源车空间", context=context).figures
             if f.metric == "penetration"]  # fmt: skip
    assert found == [
        ("国内新能源乘用车", 44.0), ("国内新能源乘用车", 50.0), ("国内新能源商用车", 10.0), ("国内新能源商用车", 15.0),
    ]  # fmt: skip
