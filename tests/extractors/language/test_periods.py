"""Times and the days that they mean, seen from a Friday, 20 December 2024."""

import json
from datetime import date
from pathlib import Path

import pytest

from extractors.language.periods import Anchor, find_periods, infer_anchor, parse_period

TODAY = Anchor(date(2024, 12, 20), 2024)


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("2024年11月", "2024-11-01", "2024-11-30", "month"),
        ("2024-05", "2024-05-01", "2024-05-31", "month"),
        ("2024年2月29日", "2024-02-29", "2024-02-29", "day"),
        ("2024/8/22", "2024-08-22", "2024-08-22", "day"),
        ("二〇二三年六月", "2023-06-01", "2023-06-30", "month"),
        ("2023年", "2023-01-01", "2023-12-31", "year"),
        ("2025-2027年", "2025-01-01", "2027-12-31", "span"),
        ("截至11月底", "2024-11-30", "2024-11-30", "instant"),
        ("截至11月", "2024-11-30", "2024-11-30", "instant"),
        ("截至12月中旬", "2024-12-20", "2024-12-20", "instant"),
        ("12月中旬", "2024-12-11", "2024-12-20", "span"),
        ("本周（1216-1220）", "2024-12-16", "2024-12-22", "week"),
        ("（0923-0925）", "2024-09-23", "2024-09-25", "span"),
        ("今年", "2024-01-01", "2024-12-31", "year"),
        ("去年11月", "2023-11-01", "2023-11-30", "month"),
        ("上月", "2024-11-01", "2024-11-30", "month"),
        ("昨日", "2024-12-19", "2024-12-19", "day"),
        ("周三", "2024-12-18", "2024-12-18", "day"),
        ("上上周", "2024-12-02", "2024-12-08", "week"),
        ("9月24日", "2024-09-24", "2024-09-24", "day"),
        ("12月18-19日", "2024-12-18", "2024-12-19", "span"),
        ("4月和5月", "2024-04-01", "2024-05-31", "span"),
        ("1-5月", "2024-01-01", "2024-05-31", "cumulative"),
        ("24H1", "2024-01-01", "2024-06-30", "half"),
        ("2024Q3", "2024-07-01", "2024-09-30", "quarter"),
        ("1Q25", "2025-01-01", "2025-03-31", "quarter"),
        ("25Q1", "2025-01-01", "2025-03-31", "quarter"),
        ("FY25", "2025-01-01", "2025-12-31", "year"),
        ("2025E", "2025-01-01", "2025-12-31", "year"),
        ("前三季度", "2024-01-01", "2024-09-30", "cumulative"),
        ("2024年前三季度", "2024-01-01", "2024-09-30", "cumulative"),
        ("2024年三季度", "2024-07-01", "2024-09-30", "quarter"),
        ("今年上半年", "2024-01-01", "2024-06-30", "half"),
        ("22 年 1 季度", "2022-01-01", "2022-03-31", "quarter"),
        ("2023年末", "2023-12-31", "2023-12-31", "instant"),
        ("近三个月", "2024-09-20", "2024-12-19", "trailing"),
        ("2017年8月至11月", "2017-08-01", "2017-11-30", "span"),
        ("2015.09-2019.11", "2015-09-01", "2019-11-30", "span"),
        ("March 19, 2024", "2024-03-19", "2024-03-19", "day"),
        ("19 Mar 2024", "2024-03-19", "2024-03-19", "day"),
        ("Mar-24", "2024-03-01", "2024-03-31", "month"),
        ("CAPEX in 2025", "2025-01-01", "2025-12-31", "year"),
        ("20世纪80年代", "1980-01-01", "1989-12-31", "span"),
    ],
)
def test_period(text: str, start: str, end: str, kind: str) -> None:
    found = find_periods(text, anchor=TODAY)
    best = found[0]
    assert (str(best.period_start), str(best.period_end), best.period_type) == (start, end, kind)
    assert text[best.start : best.end] == best.text


@pytest.mark.parametrize(("text", "start"), [("2024年8月至今", date(2024, 8, 1)), ("自2023年以来", date(2023, 1, 1))])
def test_open_end_has_a_start_alone(text: str, start: date) -> None:
    (period,) = find_periods(text, anchor=TODAY)
    assert (period.period_start, period.period_end, period.text) == (start, None, text)


def test_forecast_years_are_marked() -> None:
    assert [p.forecast for p in find_periods("2024A 2025E", anchor=TODAY)] == [False, True]
    assert find_periods("FY26", anchor=TODAY)[0].forecast


@pytest.mark.parametrize("text", ["去年", "上月", "11月", "本周", "近日", "前三季度"])
def test_relative_time_without_an_anchor_keeps_its_text(text: str) -> None:
    (period,) = find_periods(text)
    assert (period.period_start, period.period_end, period.text, period.relative) == (None, None, text, True)


def test_year_of_the_document_serves_bare_months() -> None:
    (period,) = find_periods("9月24日发布", anchor=Anchor(None, 2023))
    assert period.period_start == date(2023, 9, 24)


def test_bare_month_far_after_publication_is_last_years() -> None:
    (period,) = find_periods("12月出口回升", anchor=Anchor(date(2025, 1, 10), 2025))
    assert period.period_start == date(2024, 12, 1)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2022年收入86亿元，毛利率31%，其中Q4毛利率28%。", date(2022, 12, 31)),
        ("22年收入35亿元，同增18%，其中2H毛利率26%。", date(2022, 12, 31)),
        ("公司1H23收入20亿元，2H收入30亿元。", date(2023, 12, 31)),
        ("2023年收入20亿元，下半年毛利率32%。", date(2023, 12, 31)),
        ("2023年收入20亿元，预计下半年毛利率32%。", date(2024, 12, 31)),
        ("2023年收入20亿元，Q3毛利率32%。", date(2024, 9, 30)),
        ("2022年收入86亿元。其中Q3毛利率28%。", date(2024, 9, 30)),
    ],
)
def test_half_or_quarter_of_the_year_told_before_it(text: str, end: date) -> None:
    assert find_periods(text, anchor=TODAY)[-1].period_end == end


def test_sentence_carries_its_printed_year() -> None:
    found = find_periods("2023年3月签约，5月开工。6月投产。", anchor=TODAY)
    assert [p.period_start for p in found] == [date(2023, 3, 1), date(2023, 5, 1), date(2024, 6, 1)]


@pytest.mark.parametrize(
    "text",
    ["经营10年", "6年折旧", "月亮", "3.5亿元", "8个月", "周期", "日本", "前三名", "0.25", "科创50", "10年期国债"],
)
def test_what_is_no_time(text: str) -> None:
    assert find_periods(text, anchor=TODAY) == []


@pytest.mark.parametrize(
    ("label", "start", "end"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024A", "2024-01-01", "2024-12-31"),
        ("2025E", "2025-01-01", "2025-12-31"),
        ("25Q1", "2025-01-01", "2025-03-31"),
        ("2025/3/31", "2025-03-31", "2025-03-31"),
        ("2024年三季度", "2024-07-01", "2024-09-30"),
        ("11月 MAU", "2024-11-01", "2024-11-30"),
    ],
)
def test_header_cell(label: str, start: str, end: str) -> None:
    period = parse_period(label, TODAY)
    assert period is not None
    assert (str(period.period_start), str(period.period_end)) == (start, end)


def test_header_without_a_time() -> None:
    assert parse_period("营业收入（亿元）", TODAY) is None


def test_anchor_of_a_document() -> None:
    assert infer_anchor("任意", date(2024, 3, 1)) == Anchor(date(2024, 3, 1), 2024)
    assert infer_anchor("排名（2023年11月）显示", None) == Anchor(None, 2023)
    assert infer_anchor("没有时间", None) == Anchor(None, None)


@pytest.mark.eval
def test_suite_of_periods(eval_dir: Path) -> None:
    cases = [json.loads(line) for line in (eval_dir / "suites/language.jsonl").read_text("utf-8").splitlines()]
    cases = [case for case in cases if case["kind"] == "period"]
    hits = 0
    for case in cases:
        published = date.fromisoformat(case["published"])
        found = find_periods(case["text"], anchor=Anchor(published, published.year))
        days = [[str(p.period_start), str(p.period_end)] for p in found]
        hits += len(days) == len(case["expected"]) and all(
            any(day in want["periods"] for day in days) for want in case["expected"]
        )
    assert cases
    assert hits / len(cases) >= 0.9


@pytest.mark.parametrize("text", ["预计Q4出货90GWh", "我们估计四季度均价回落"])
def test_a_quarter_told_in_spring_is_last_years(text: str) -> None:
    (period,) = find_periods(text, anchor=Anchor(date(2024, 3, 16), 2024))
    assert (period.period_start, period.period_end) == (date(2023, 10, 1), date(2023, 12, 31))


def test_a_quarter_to_come_is_this_years() -> None:
    (period,) = find_periods("预计三季度出货90GWh", anchor=Anchor(date(2024, 3, 16), 2024))
    assert period.period_start == date(2024, 7, 1)


@pytest.mark.parametrize("text", ["2021年限制性股票激励计划可供发行的股份", "2016年以股支薪奖励计划"])
def test_a_plans_name_is_no_time(text: str) -> None:
    assert find_periods(text) == []


def test_a_plan_that_is_made_has_a_time() -> None:
    (period,) = find_periods("2021年推出限制性股票激励计划")
    assert period.period_start == date(2021, 1, 1)
