"""Rows of statements that hold on a day, and those that tell a flow."""

from __future__ import annotations

import pytest

from extractors.figures.statements import activity_of, holds_on_a_day


@pytest.mark.parametrize(
    ("code", "label", "about"),
    [
        ("line_item", "其他流动资产", "主要财务指标"),
        ("line_item", "短期借款", ""),
        ("line_item", "长期股权投资", ""),
        ("line_item", "合同负债", "资产负债表（百万元）"),
        ("line_item", "其他", "资产负债表（百万元）"),
        ("minority_interest", "少数股东权益", "资产负债表"),
        ("line_item", "Trade receivables", "Balance sheet"),
        ("line_item", "Bank borrowings", ""),
    ],
)
def test_a_line_of_a_balance_sheet_holds_on_a_day(code, label, about):
    assert holds_on_a_day(code, label, about)


@pytest.mark.parametrize(
    ("code", "label", "about"),
    [
        ("line_item", "资产减值损失", "资产负债表"),
        ("line_item", "存货的减少", "现金流量表"),
        ("line_item", "其他流动资产", "现金流量表"),
        ("line_item", "总资产周转率", ""),
        ("line_item", "取得借款收到的现金", ""),
        ("minority_interest", "少数股东权益", "利润表（百万元）"),
        ("minority_interest", "少数股东权益", ""),
        ("revenue", "营业收入", "资产负债表"),
        ("line_item", "Change in receivables", ""),
        ("line_item", "Return on assets", ""),
    ],
)
def test_a_flow_does_not(code, label, about):
    assert not holds_on_a_day(code, label, about)


@pytest.mark.parametrize(
    ("label", "before", "row", "expected"),
    [
        ("CF from financing activities", "", 0, "CF from financing activities"),
        ("投资活动现金流", "经营活动现金流", 5, "投资活动现金流"),
        ("经营活动现金流净额", "", 7, ""),
        ("Others", "CF from financing activities", 3, "CF from financing activities"),
    ],
)
def test_generic_lines_are_of_the_flow_above_them(label: str, before: str, row: int, expected: str) -> None:
    assert activity_of(label, before, row) == expected
