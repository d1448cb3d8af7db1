"""Periods that other words of the sentence or the report widen."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.figures.sentences import Sentence
from extractors.figures.told_periods import of_report, widened
from extractors.records import Period, Quantity

YEAR = Period(0, 0, date(2024, 1, 1), date(2024, 12, 31), "year", "2024年年度报告")


def sentence(text: str, periods: tuple[Period, ...] = ()) -> tuple[Sentence, Quantity]:
    number = Quantity(len(text) - 1, len(text), 1.0, "Wh")
    return Sentence(text, 0, len(text), (number,), periods, (), ()), number


@pytest.mark.parametrize(
    ("text", "dated"), [("公司全年销售收入9", True), ("公司销售收入9", False), ("全年稳健，收入9", False)]
)
def test_the_whole_year_of_an_annual_report(text: str, dated: bool) -> None:
    told, number = sentence(text)
    period = of_report(None, told, number, YEAR)
    assert (period is not None and period.period_end == date(2024, 12, 31)) == dated


def test_no_other_report_has_a_whole_year() -> None:
    told, number = sentence("公司全年销售收入9")
    quarter = Period(0, 0, date(2024, 1, 1), date(2024, 3, 31), "quarter", "一季报")
    assert of_report(None, told, number, quarter) is None


@pytest.mark.parametrize(("text", "year"), [("Q4出货9，全年储能出货9", True), ("Q4出货9，储能出货9", False)])
def test_the_whole_year_behind_a_quarter(text: str, year: bool) -> None:
    quarter = Period(0, 2, date(2023, 10, 1), date(2023, 12, 31), "quarter", "Q4")
    told, number = sentence(text, (quarter,))
    found = widened(quarter, told, number)
    assert found is not None
    assert (found.period_start == date(2023, 1, 1)) == year
