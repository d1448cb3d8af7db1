"""Whose a filing's figure is: the parent company's or the group's, of which account, which part, and when."""

from __future__ import annotations

from datetime import date

import pytest
from small_tables import ANCHOR, COMPANY, Rows, read

from extractors.figures.filing_places import Headings, Standing, account_of
from extractors.figures.minorities import WITH_MINORITIES, with_minorities
from extractors.language import Context
from extractors.language.periods import parse_period
from extractors.records import Block, Cell, Document, Figure, Metadata, Table

ANNUAL = Context(ANCHOR, COMPANY.canonical, COMPANY, report_period=parse_period("2024年", ANCHOR), kind="filing")
NOTES = "七、合并财务报表项目注释"
END, START = date(2024, 12, 31), date(2023, 12, 31)


def below(*headings: str, plain: str = "") -> Standing:
    """Where a table stands below headings, and below a line that is set like any other."""
    seen = Headings()
    for text in headings:
        seen.read(text, Block("heading", 0, len(text)))
    if plain:
        seen.read(plain, Block("paragraph", 0, len(plain)))
    return seen.standing


def figures(rows: Rows, *headings: str, plain: str = "", unit: str = "万元", headers: int = 1) -> tuple[Figure, ...]:
    found = read(rows, context=ANNUAL, unit=unit, headers=headers, standing=below(*headings, plain=plain))
    return found.figures


def told(found: tuple[Figure, ...]) -> list[tuple[float, str, dict[str, str]]]:
    """Value in 万元, metric, dimensions."""
    return [(round(f.value / 1e4, 2), f.metric, dict(f.dimensions)) for f in found]


def test_headings_are_a_path_by_their_numbers() -> None:
    seen = Headings()
    for text in (NOTES, "5、应收账款", "（1）按账龄披露", "（2）坏账准备的情况 √适用 □不适用"):
        seen.read(text, Block("heading", 0, len(text)))
    assert seen.path == [(1, NOTES), (3, "5、应收账款"), (4, "（2）坏账准备的情况")]
    assert (seen.standing.account, seen.standing.topic) == ("应收账款", "坏账准备的情况")
    seen.read("八、合并范围的变更", Block("heading", 0, 9))
    assert seen.standing.account == ""


@pytest.mark.parametrize(
    ("headings", "parent"),
    [
        (("二、财务报表", "2、母公司资产负债表"), True),
        (("二、财务报表", "2、母公司资产负债表", "3、合并利润表"), False),
        (("十六、母公司财务报表主要项目注释", "1、应收账款"), True),
        (("十六、母公司财务报表主要项目注释", "十七、补充资料"), False),
        (("公司现金流量表（续）",), True),
        (("合并及公司资产负债表",), False),
        (("二、归属于母公司股东的净利润",), False),
    ],
)
def test_statements_of_the_parent_company(headings: tuple[str, ...], parent: bool) -> None:
    assert below(*headings).parent is parent


def test_a_heading_at_a_signature_s_end_is_one() -> None:
    assert below(plain="会计机构负责人：李某某母公司利润表").parent
    assert not below(plain="公司依据《母公司利润表》计算了可供分配的利润").parent


@pytest.mark.parametrize(
    ("heading", "account"),
    [
        ("21、固定资产", "固定资产"), ("（1）固定资产情况", "固定资产"), ("(一)营业收入构成", "营业收入"),
        ("3．应收票据（续）", "应收票据"), ("未经抵销的递延所得税资产", "递延所得税资产"),
        ("固定资产折旧方法", ""), ("应收账款管理", ""), ("营业收入和营业成本", ""),
    ],
)  # fmt: skip
def test_accounts_that_headings_name(heading: str, account: str) -> None:
    assert account_of(heading) == account


STATEMENT = [["项目", "2024年12月31日", "2023年12月31日"], ["货币资金", "300", "200"], ["短期借款", "90", "80"]]


def test_a_parent_s_statement_is_kept_apart_on_its_next_page_too() -> None:
    standing = below("二、财务报表", "4、母公司资产负债表")
    first = read(STATEMENT, context=ANNUAL, unit="万元", standing=standing)
    second = read([["存货", "50", "40"]], context=ANNUAL, headers=0, before=first.carried, page=2, standing=standing)
    scopes = [f.dimensions.get("scope") for f in (*first.figures, *second.figures)]
    assert scopes == ["母公司"] * 6
    group = figures(STATEMENT, "二、财务报表", "1、合并资产负债表")
    assert ["scope" in f.dimensions for f in group] == [False] * 4


def test_a_parent_s_changes_in_equity() -> None:
    rows = [
        ["项目", "2024年度", None], [None, "资本公积", "未分配利润"],
        ["一、上年期末余额", "500", "60"], ["（一）综合收益总额", "", "7"], ["四、本期期末余额", "500", "67"],
    ]  # fmt: skip
    found = figures(rows, "8、母公司所有者权益变动表", headers=2)
    assert [f.value / 1e4 for f in found] == [500, 60, 7, 500, 67]
    assert {f.dimensions.get("scope") for f in found} == {"母公司"}
    assert {f.period_end for f in found[:2]} == {START}


def test_parts_of_an_account_with_a_code() -> None:
    rows = [["项目", "期末余额", "期初余额"], ["库存现金", "1", "2"], ["银行存款", "80", "70"], ["合计", "81", "72"]]
    found = figures(rows, NOTES, "1、货币资金")
    assert told(found) == [
        (1, "cash", {"segment": "库存现金"}), (2, "cash", {"segment": "库存现金"}),
        (80, "cash", {"segment": "银行存款"}), (70, "cash", {"segment": "银行存款"}),
        (81, "cash", {}), (72, "cash", {}),
    ]  # fmt: skip
    assert [f.period_end for f in found[:2]] == [END, START]


def test_parts_of_an_account_without_a_code() -> None:
    rows = [["项目", "期末余额", "期初余额"], ["利率互换", "5", "4"], ["合计", "5", "4"]]
    assets = figures(rows, NOTES, "3、衍生金融资产")
    debts = figures(rows, NOTES, "33、衍生金融负债")
    assert told(assets)[0] == (5, "line_item", {"of": "衍生金融资产", "segment": "利率互换"})
    assert told(debts)[0] == (5, "line_item", {"of": "衍生金融负债", "segment": "利率互换"})
    assert told(assets)[2] == (5, "line_item", {"of": "衍生金融资产"})


def test_groups_and_allowances_of_receivables() -> None:
    rows = [
        ["类别", "期末余额", None, None, "期初余额", None, None],
        [None, "账面余额", "坏账准备", "账面价值", "账面余额", "坏账准备", "账面价值"],
        ["关联方组合", "60", "1", "59", "50", "2", "48"], ["合计", "160", "11", "149", "150", "12", "138"],
    ]  # fmt: skip
    found = told(figures(rows, NOTES, "5、应收账款", "（1）分类披露", headers=2))
    assert found[:3] == [
        (60, "receivables", {"of": "账面余额", "segment": "关联方组合"}),
        (1, "line_item", {"of": "应收账款坏账准备", "segment": "关联方组合"}),
        (59, "receivables", {"segment": "关联方组合"}),
    ]
    assert found[6:9] == [
        (160, "receivables", {"of": "账面余额"}), (11, "line_item", {"of": "应收账款坏账准备"}),
        (149, "receivables", {}),
    ]  # fmt: skip


def test_the_same_label_in_the_notes_on_two_accounts() -> None:
    rows = [
        ["项目", "房屋及建筑物", "合计"], ["一、账面原值：", "", ""], ["1.期初余额", "30", "40"],
        ["2.本期增加金额", "3", "4"], ["3.期末余额", "33", "44"], ["二、账面价值", "", ""],
        ["1.期末账面价值", "21", "28"], ["2.期初账面价值", "20", "27"],
    ]  # fmt: skip
    owned = told(figures(rows, NOTES, "21、固定资产", "（1）固定资产情况"))
    leased = told(figures(rows, NOTES, "25、使用权资产", "（1）使用权资产情况"))
    assert owned[2] == (3, "line_item", {"of": "固定资产账面原值-本期增加金额", "segment": "房屋及建筑物"})
    assert owned[6:8] == [(21, "fixed_assets", {"segment": "房屋及建筑物"}), (28, "fixed_assets", {})]
    assert leased[6:8] == [
        (21, "line_item", {"of": "使用权资产", "segment": "房屋及建筑物"}), (28, "line_item", {"of": "使用权资产"}),
    ]  # fmt: skip


INVESTEES = [
    ["被投资单位", "期初余额", "本期增减变动", None, "期末余额"],
    [None, None, "追加投资", "宣告发放现金股利或利润", None],
    ["一、合营企业", "", "", "", ""], ["海蓝新材", "10", "2", "1", "11"], ["小计", "10", "2", "1", "11"],
    ["二、联营企业", "", "", "", ""], ["海蓝新材", "20", "5", "3", "22"], ["小计", "20", "5", "3", "22"],
    ["合计", "30", "7", "4", "33"],
]  # fmt: skip


def test_what_investees_declared_is_no_dividend_and_totals_are_of_their_groups() -> None:
    found = figures(INVESTEES, NOTES, "17、长期股权投资", headers=2)
    assert {f.metric for f in found} == {"line_item"}
    paid = [f for f in found if "宣告" in f.dimensions["of"]]
    assert {f.dimensions["of"] for f in paid} == {"长期股权投资-本期增减变动-宣告发放现金股利或利润"}
    assert {(f.period_start, f.period_end) for f in paid} == {(date(2024, 1, 1), END)}
    at_end = {f.value / 1e4: f.dimensions.get("segment", "") for f in found if f.dimensions["of"] == "长期股权投资"}
    assert at_end[33] == at_end[30] == ""
    assert (at_end[11][:4], at_end[22][:4]) == ("合营企业", "联营企业")


def test_what_moved_in_a_period_is_not_on_a_day() -> None:
    rows = [["项目", "期初余额", "本期增加", "本期减少", "期末余额"], ["法定盈余公积", "9", "2", "1", "10"]]
    found = figures(rows, NOTES, "59、盈余公积")
    assert [(f.dimensions["of"], f.period_type) for f in found] == [
        ("盈余公积", "instant"), ("盈余公积-本期增加", "year"), ("盈余公积-本期减少", "year"), ("盈余公积", "instant"),
    ]  # fmt: skip


def test_counterparties_are_parts_of_what_the_filer_is_owed() -> None:
    rows = [["单位名称", "应收账款期末余额", "占应收账款期末余额合计数的比例"], ["海蓝新材有限公司", "12", "40%"]]
    found = figures(rows, NOTES, "5、应收账款", "（3）按欠款方归集的期末余额前五名的应收账款情况")
    assert [(f.entity, f.metric, f.dimensions.get("segment"), f.period_end) for f in found] == [
        ("海风电缆", "receivables", "海蓝新材有限公司", END), ("海风电缆", "share", "海蓝新材有限公司", END),
    ]  # fmt: skip


def test_credit_lines_are_the_filer_s() -> None:
    rows = [["序号", "金融机构名称", "授信总额"], ["1", "海州银行", "30"], ["2", "江州银行", "20"]]
    found = read(rows, context=ANNUAL, unit="万元", caption="截至2024年9月末授信情况").figures
    assert {f.entity for f in found} == {"海风电缆"}
    assert [f.dimensions.get("segment") for f in found] == ["海州银行", "江州银行"]


def test_what_revenue_is_made_up_of() -> None:
    rows = [
        ["", "2024年", None, "2023年", None, "同比增减"], ["", "金额", "占营业收入比重", "金额", "占营业收入比重", ""],
        ["营业收入合计", "100", "100%", "80", "100%", "25%"], ["分产品", "", "", "", "", ""],
        ["海缆", "70", "70%", "50", "62.5%", "40%"],
    ]  # fmt: skip
    found = [f for f in figures(rows, "2、收入与成本", "（1）营业收入构成", headers=2) if f.row == 4]
    assert [(f.metric, f.aspect, f.value, f.dimensions["segment"]) for f in found if f.metric == "revenue"] == [
        ("revenue", "level", 70e4, "海缆"), ("revenue", "level", 50e4, "海缆"), ("revenue", "change", 40.0, "海缆"),
    ]  # fmt: skip
    assert {f.metric for f in found} == {"revenue", "share"}


def test_a_note_on_no_account_says_what_its_lines_are_of() -> None:
    rows = [["补充资料", "本期金额", "上期金额"], ["财务费用", "5", "4"], ["存货的减少", "2", "1"]]
    found = told(figures(rows, NOTES, "80、现金流量表补充资料", "（1）现金流量表补充资料"))
    assert found[0] == (5, "expense", {"of": "财务费用", "segment": "现金流量表补充资料"})
    assert found[2] == (2, "line_item", {"of": "现金流量表补充资料-存货的减少"})


def test_a_line_over_a_table_tells_it_from_the_next() -> None:
    rows = [["项目", "本期发生额", "上期发生额"], ["保证金", "5", "4"]]
    note = (NOTES, "79、现金流量表项目", "（1）与经营活动有关的现金")
    received = figures(rows, *note, plain="收到的其他与经营活动有关的现金√适用□不适用")
    paid = figures(rows, *note, plain="支付的其他与经营活动有关的现金")
    assert received[0].dimensions["of"] == "收到的其他与经营活动有关的现金-保证金"
    assert paid[0].dimensions["of"] == "支付的其他与经营活动有关的现金-保证金"
    assert received[0].period_type == "year", "保证金 is a balance elsewhere, not under 本期发生额"


def test_opening_and_closing_balances_of_a_cash_flow_statement() -> None:
    rows = [
        ["项目", "2024年度", "2023年度"], ["投资支付的现金", "9", "8"], ["加：期初现金及现金等价物余额", "30", "20"],
        ["六、期末现金及现金等价物余额", "50", "30"],
    ]  # fmt: skip
    found = figures(rows, "二、财务报表", "5、合并现金流量表")
    assert [(f.value / 1e4, f.period_type, f.period_end) for f in found[2:]] == [
        (30, "instant", START), (20, "instant", date(2022, 12, 31)), (50, "instant", END), (30, "instant", START),
    ]  # fmt: skip
    assert found[0].period_type == "year"


def test_figures_of_subsidiaries_are_of_the_filing_s_period() -> None:
    rows = [["公司名称", "总资产", "营业收入"], ["海蓝新材有限公司", "40", "9"], ["海州电气有限公司", "30", "8"]]
    found = figures(rows, "七、主要控股参股公司分析")
    assert [(f.entity, f.metric, f.period_start, f.period_end) for f in found[:2]] == [
        ("海蓝新材有限公司", "total_assets", END, END), ("海蓝新材有限公司", "revenue", date(2024, 1, 1), END),
    ]  # fmt: skip


def test_columns_of_another_company_are_its_own() -> None:
    rows = [
        ["", "海蓝新材有限公司", "海蓝新材有限公司"],
        ["", "2024年5月31日", "2023年12月31日"],
        ["存货", "4", "3"],
        ["无形资产", "2", "1"],
    ]
    found = figures(rows, "八、合并范围的变更", "（3）合并日被合并方资产、负债的账面价值", headers=2)
    assert [(f.entity, f.metric) for f in found] == [
        ("海蓝新材有限公司", code) for code in ("inventory", "inventory", "line_item", "line_item")
    ]
    assert {f.dimensions.get("segment") for f in found[2:]} == {None}


def test_kinds_of_employees_are_told_apart() -> None:
    rows = [["母公司在职员工的数量（人）", "500"], ["主要子公司在职员工的数量（人）", "300"], ["技术人员", "120"]]
    found = figures(rows, "五、公司员工情况", headers=0, unit="人")
    assert {f.period_end for f in found} == {END}
    assert len({tuple(sorted(f.dimensions.items())) for f in found}) == len(found) == 3
    assert found[2].dimensions["of"] == "技术人员"


def test_quarters_of_a_filing_are_of_its_year() -> None:
    rows = [["", "第一季度", "第四季度"], ["营业收入", "7", "9"]]
    found = figures(rows, "八、分季度主要财务指标")
    assert [(f.period_start, f.period_end) for f in found] == [
        (date(2024, 1, 1), date(2024, 3, 31)), (date(2024, 10, 1), END),
    ]  # fmt: skip


def test_thresholds_and_dividends_for_ten_shares_are_no_figures() -> None:
    thresholds = [["项目", "重要性标准"], ["重要的应收款项", "占净资产比例10%且金额超过5000万元"]]
    assert figures(thresholds, "五、重要会计政策及会计估计") == ()
    rows = [["每10股派息数（元）（含税）", "2.35"], ["现金分红总额（元）（含税）", "3,000.00"]]
    found = read(rows, context=ANNUAL, headers=0, caption="2024年利润分配").figures
    assert 2.35 not in [f.value for f in found]


def test_a_column_of_the_parents_profit_has_no_minorities() -> None:
    text = "准则\t净利润\t归属于上市公司股东的净利润\n国际准则\t90\t80\n"
    spans = [(0, 0, 0, 2), (0, 1, 3, 6), (0, 2, 7, 20), (1, 0, 21, 25), (1, 1, 26, 28), (1, 2, 29, 31)]
    table = Table("t0001", 0, len(text), tuple(Cell(row, col, start, end) for row, col, start, end in spans))
    profits = [
        Figure(start=start, end=end, entity="甲", metric="net_profit", aspect="level", value=value, unit="CNY",
               rule="table_column", confidence=0.9, quote_start=21, quote_end=31, table_id="t0001", row=1, col=col)
        for start, end, value, col in ((26, 28, 90.0, 1), (29, 31, 80.0, 2))
    ]  # fmt: skip
    document = Document(text, (Block("table", 0, len(text)),), (table,), Metadata(), "text/plain", "made")
    found = with_minorities(document, profits)
    assert [f.dimensions.get("of") for f in found] == [WITH_MINORITIES, None]
