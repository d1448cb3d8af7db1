"""Titles, dates, houses, analysts, ratings and targets of reports and filings."""

from __future__ import annotations

import csv
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from extractors.documents.bylines import (
    find_authors,
    find_english_authors,
    find_rating,
    find_subjects,
    find_target_price,
)
from extractors.documents.dates import is_date_line
from extractors.documents.metadata import FrontLine, find_date, read_metadata
from extractors.documents.pdf import read_pdf
from extractors.documents.publishers import find_publisher
from extractors.documents.titles import choose_title


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("发布日期：2025 年 05 月 16 日", date(2025, 5, 16)),
        ("2025-5-6", date(2025, 5, 6)),
        ("2018.11.10 某某研究", date(2018, 11, 10)),
        ("二〇一七年六月一日", date(2017, 6, 1)),
        ("二○二○年十二月三十一日", date(2020, 12, 31)),
        ("19 Mar 2026", date(2026, 3, 19)),
        ("Thursday, March 19, 2026", date(2026, 3, 19)),
        ("固收专题20191008", date(2019, 10, 8)),
        ("2025年2月30日", None),
        ("2025年5月", None),
        ("S0980519030002", None),
        ("12.5.3", None),
    ],
)
def test_find_date(text: str, day: date | None) -> None:
    assert find_date(text) == day


def test_date_lines() -> None:
    assert is_date_line("证券研究报告 | 2025年05月11日")
    assert not is_date_line("公司于2025年5月11日公告")
    assert not is_date_line("《某某深度》2025.05.11")


@pytest.mark.parametrize(
    ("lines", "rating", "change"),
    [
        (["买入(维持)"], "买入", "维持"),
        (["投资评级：优于大市（维持评级）"], "优于大市", "维持"),
        (["增持（首次）"], "增持", "首次"),
        (["公司评级 审慎增持（上调）"], "审慎增持", "上调"),
        (["评级：推荐"], "推荐", None),
    ],
)
def test_rating_of_the_first_page(lines: list[str], rating: str, change: str | None) -> None:
    found = find_rating(lines, [])
    assert found is not None
    assert (found.rating, found.change) == (rating, change)


def test_rating_said_in_the_text() -> None:
    found = find_rating([], ["预计今年利润增长两成，首次覆盖，给予“增持”评级。"])
    assert found is not None
    assert (found.rating, found.change) == ("增持", "首次")
    assert find_rating(["大股东增持公司股份"], ["公司买入设备两台"]) is None


def test_target_price() -> None:
    assert find_target_price(["目标价：263 元"], []) == (263.0, "CNY/share")
    assert find_target_price(["Target Price HK$750.00"], []) == (750.0, "HKD/share")
    assert find_target_price(["目标完成率 80%"], []) is None
    assert find_target_price(["合理价值：12.5 港元"], []) == (12.5, "HKD/share")


@pytest.mark.parametrize("text", ["合理估值 9.60 - 10.40 元", "目标价9.6元至10.4元", "上调目标价至 9.6～10.4 元"])
def test_a_range_of_targets_is_its_middle(text: str) -> None:
    assert find_target_price([text], []) == (10.0, "CNY/share")


def test_what_is_no_range_and_no_price_of_a_share() -> None:
    assert find_target_price(["目标价 50-2025年"], []) == (50.0, "CNY/share")
    assert find_target_price(["合理估值 20 倍", "合理估值20-25x", "合理估值 300-350亿元"], []) is None


def test_authors_are_analysts_and_not_contacts() -> None:
    lines = [
        "证券分析师：张三 证券分析师：李四光",
        "021-60893306",
        "S0980521080001",
        "研究助理",
        "王小五",
        "邮箱：x@example.com",
        "联系人：赵六",
        "S0980521080009",
    ]
    authors, licences = find_authors(lines)
    assert authors == ("张三", "李四光", "王小五")
    assert licences == ("S0980521080001",)


def test_labelled_and_english_authors() -> None:
    assert find_authors(["姓名：顾言", "资格编号：S0980521080001"])[0] == ("顾言",)
    lines = ["Jane DOE, CFA", "(852) 1234 5678", "janedoe@example.com", "Hong Kong", "Max Lee", "maxl@example.com"]
    assert find_english_authors(lines) == ("Jane DOE", "Max Lee")


def test_subjects_as_printed() -> None:
    assert find_subjects(["——中芯国际(688981)季报点评"]) == ("中芯国际(688981)",)
    assert find_subjects(["Tencent (700 HK)"]) == ("Tencent (700 HK)",)
    assert find_subjects(["收入（亿元）"]) == ()
    assert find_subjects(["比亚迪（1211.HK/002594）跟踪"]) == ("比亚迪(1211.HK)", "比亚迪(002594)")


def test_publisher_by_licence_domain_and_name() -> None:
    assert find_publisher(["执业证书：S0600516080001"]) == "东吴证券"
    assert find_publisher(["someone@ebscn.com"]) == "光大证券"
    assert find_publisher(["资料来源：Wind，中原证券研究所"]) == "中原证券"
    assert find_publisher(["某某股份今年收入增长两成"]) is None


def test_a_house_that_the_data_do_not_list_is_told_by_its_credits() -> None:
    credits = ["资料来源：Wind，丁卯证券研究所", "数据来源：丁卯证券研究所整理"]
    assert find_publisher(credits, ["丁卯证券"]) == "丁卯证券"
    assert find_publisher(credits[:1]) is None
    assert find_publisher(["上市证券公司盈利增长", "该公司证券研究所", "从事证券研究"]) is None


def test_a_masked_licence_still_names_the_house() -> None:
    assert find_publisher(["S0980XX0040001", "S0980520XXXXX1"]) == "国信证券"


def test_the_house_outweighs_houses_that_it_names() -> None:
    texts = ["公司与海通证券、国泰君安签署协议", "海通证券参与认购", "执业证书：S0570516010001", "a@htsc.com"]
    assert find_publisher(texts) == "华泰证券"


def lines(*pairs: tuple[str, float]) -> list[FrontLine]:
    return [FrontLine(text, size, 60.0 + 20 * number) for number, (text, size) in enumerate(pairs)]


def test_title_is_the_largest_line_that_is_no_label() -> None:
    chosen = choose_title(
        lines(
            ("证券研究报告", 20),
            ("某某股份（600000.SH）", 22),
            ("新产线投产在即，", 18),
            ("盈利拐点已经出现", 18),
            ("——2024年三季报点评", 14),
            ("买入（维持）", 18),
            ("收入增长两成，利润增长三成。" * 9, 10),
        )
    )
    assert chosen is not None
    assert chosen.title == "新产线投产在即，盈利拐点已经出现"
    assert chosen.subtitle == "2024年三季报点评"


def test_a_title_that_ends_with_a_colon_goes_on() -> None:
    front = lines(
        ("量化研究系列之三：", 16), ("", 16), ("拥挤度指标的构建与应用", 14), ("收入增长两成，利润增长三成。" * 9, 10)
    )
    chosen = choose_title([line for line in front if line.text])
    assert chosen is not None
    assert chosen.title == "量化研究系列之三：拥挤度指标的构建与应用"


@pytest.mark.parametrize(
    ("above", "below", "subtitle"),
    [
        ("某某股份（600000）25Q1点评：", "要点", "某某股份（600000）25Q1点评"),
        ("公司深度报告", "从三张表看现金流的质量变化", "从三张表看现金流的质量变化"),
        ("公司深度报告", "投资要点", None),
    ],
)
def test_subtitles(above: str, below: str, subtitle: str | None) -> None:
    chosen = choose_title(
        lines((above, 12), ("新产线投产在即", 20), (below, 13), ("收入增长两成，利润增长三成。" * 9, 10))
    )
    assert chosen is not None
    assert (chosen.title, chosen.subtitle) == ("新产线投产在即", subtitle)


def test_notes_of_a_statement_bear_their_year() -> None:
    chosen = choose_title(
        lines(
            ("财务报表附注（续）", 18), ("2021年度", 10), ("五、重要事项", 12), ("本年发生额如下，单位为元。" * 9, 10)
        )
    )
    assert chosen is not None
    assert chosen.title == "2021年度财务报表附注"


def test_a_listed_company_is_filed_under_its_short_name() -> None:
    front = lines(("中国石油天然气股份有限公司", 12), ("2021年度财务报表附注", 12), ("于年末的余额如下所示。" * 9, 10))
    metadata = read_metadata([*front, FrontLine("2020年12月31日", 10.0, 300.0)], [line.text for line in front])
    assert metadata.publisher == "中国石油"
    assert metadata.published_on is None  # a column's head, no day on which anything was published


def test_days_of_a_test_are_no_date_of_publication() -> None:
    front = lines(
        ("证券研究报告", 10), ("跨期套利策略", 18), ("策略区间为2011.11.1-2013.12.31", 10), ("正文。" * 30, 10)
    )
    assert read_metadata(front, [line.text for line in front]).published_on is None


def test_a_filing_is_named_by_company_and_report() -> None:
    front = lines(
        ("证券代码：600000 证券简称：某某股份 公告编号：2025-035", 10),
        ("某某实业股份有限公司", 16),
        ("2025年第一季度报告", 18),
        ("董事会保证内容真实、准确、完整。" * 8, 10),
    )
    metadata = read_metadata(front, [line.text for line in front] + ["某某实业股份有限公司董事会", "2025年4月25日"])
    assert metadata.kind == "filing"
    assert metadata.report_type == "quarterly_report"
    assert metadata.publisher == "某某股份"
    assert metadata.published_on == date(2025, 4, 25)
    assert metadata.subject_hints == ("某某股份(600000)",)


def test_dates_of_prices_and_other_reports_are_not_the_reports() -> None:
    front = lines(
        ("证券研究报告", 10),
        ("产能利用率回升，盈利改善", 18),
        ("市场数据(2025-05-15)", 9),
        ("1.《某某股份深度》，2022.4.29", 9),
        ("发布日期：2025年05月16日", 9),
        ("收入增长两成，利润增长三成。" * 9, 10),
    )
    assert read_metadata(front, [line.text for line in front]).published_on == date(2025, 5, 16)


@pytest.mark.eval
@pytest.mark.slow
def test_metadata_of_real_reports(eval_dir: Path) -> None:
    def bare(text: object) -> str:
        return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", str(text or "")).casefold())

    right = {"publisher": 0, "title": 0, "published_on": 0}
    asked = dict.fromkeys(right, 0)
    blanks = blank_kept = 0
    with (eval_dir / "suites" / "pdf_meta.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for row in rows:
        if row["file"].startswith("081"):
            continue  # two hundred pages say no more than the first
        got = read_pdf((eval_dir / "corpus" / "pdf" / row["file"]).read_bytes()).metadata
        for field in right:
            if not row[field]:
                blank_kept += getattr(got, field) is None
                blanks += 1
            else:
                a, b = bare(row[field]), bare(getattr(got, field))
                asked[field] += 1
                right[field] += a == b or (field == "title" and bool(b) and (a in b or b in a))
    assert right["publisher"] >= 0.97 * asked["publisher"], right
    assert right["title"] >= 0.91 * asked["title"], right
    assert right["published_on"] == asked["published_on"], right
    assert blanks > 5
    assert blank_kept >= blanks - 1  # one page shows a date, printed over another one, that the labels leave out
