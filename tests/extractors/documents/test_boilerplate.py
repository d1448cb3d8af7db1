"""What is told to be boilerplate."""

from __future__ import annotations

import pytest

from extractors.documents.boilerplate import (
    boilerplate_of,
    is_contact,
    is_disclaimer,
    is_rating_definition,
    is_running_line,
    starts_boilerplate,
    starts_reading_list,
)


@pytest.mark.parametrize(
    "text",
    [
        "请务必阅读正文之后的免责条款部分",
        "敬请参阅最后一页特别声明",
        "本报告版权属于某某证券股份有限公司",
        "请阅读最后评级说明和重要声明",
    ],
)
def test_running_lines(text: str) -> None:
    assert is_running_line(text)


@pytest.mark.parametrize("text", ["请投资者关注订单的节奏", "公司阅读业务收入增长两成", "一、公司的重要合同"])
def test_lines_of_the_body_run_nowhere(text: str) -> None:
    assert not is_running_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "免责声明",
        "分析师承诺",
        "法律声明：",
        "投资评级说明",
        "信息披露",
        "重要声明",
        "某某证券投资评级",
        "独立性声明：",
    ],
)
def test_headings_of_boilerplate(text: str) -> None:
    assert starts_boilerplate(text)


@pytest.mark.parametrize(
    "text", ["盈利预测与投资评级：我们上调全年利润", "公司发布声明称订单正常", "风险提示", "投资建议"]
)
def test_headings_of_the_body(text: str) -> None:
    assert not starts_boilerplate(text)


@pytest.mark.parametrize(
    "text",
    [
        "增持：未来6个月内相对沪深300指数涨幅介于5%与15%之间",
        "买入 相对强于市场表现20%以上；",
        "强于大市：未来6个月内行业指数相对大盘涨幅10%以上",
    ],
)
def test_rating_definitions(text: str) -> None:
    assert is_rating_definition(text)


@pytest.mark.parametrize(
    "text",
    [
        "维持“增持”评级，公司股价今年以来相对指数上涨12%",
        "我们预计未来6个月内公司收入增长20%以上",
        "增持计划：大股东拟增持1%股份",
    ],
)
def test_sentences_that_define_no_rating(text: str) -> None:
    assert not is_rating_definition(text)


@pytest.mark.parametrize(
    "text",
    [
        "电话：010-12345678",
        "someone@example.com.cn",
        "资格编号：S0123456789012",
        "上海市某某区某某路100号8楼",
        "邮编：200000",
        "021-60893306 someone@example.com.cn",
        "证券分析师 张三 执业证书：S0123456789012",
        "李四光 执业证书编号：S0123456789012 研究员 0755-82080134",
    ],
)
def test_contacts(text: str) -> None:
    assert is_contact(text)


@pytest.mark.parametrize(
    "text", ["电话业务收入12亿元。", "公司在某某路的新厂已经投产，年产能达到3万吨。", "收入12亿元", "2024"]
)
def test_no_contacts(text: str) -> None:
    assert not is_contact(text)


def test_disclaimers_need_several_turns() -> None:
    assert is_disclaimer("本报告的信息来自公开资料，本公司不保证其准确性，不构成对任何人的投资建议。")
    assert not is_disclaimer("本公司今年的收入增长了两成，投资者关注的海外业务进展顺利，订单饱满。")
    assert is_disclaimer("我保证所用数据都来自合法合规的渠道，推理出于我的职业理解，结论未受第三方授意，特此声明。")
    assert not is_disclaimer("公司的渠道库存来自合规经销商，第三方检测机构的影响有限，数据显示收入增长两成。")


def test_reading_lists() -> None:
    assert starts_reading_list("相关研究报告")
    assert not starts_reading_list("研究与开发")


def test_a_section_runs_to_the_end_or_to_content() -> None:
    texts = [
        "一、经营",
        "收入增长两成。",
        "费用下降。",
        "免责声明",
        "本报告不构成任何投资建议，未经授权不得转载。",
        "其他说明文字",
        "图1：收入",
        "数据一行",
    ]
    marks = boilerplate_of(
        texts, is_heading=[len(text) < 8 for text in texts], is_content=[text.startswith("图") for text in texts]
    )
    assert marks == [False, False, False, True, True, True, False, False]


@pytest.mark.parametrize(
    "text",
    [
        "Disclaimer",
        "Analyst Certification",
        "DISCLOSURES & DISCLAIMERS",
        "Regulatory disclosure:",
        "Stock ratings guide",
    ],
)
def test_english_headings_of_boilerplate(text: str) -> None:
    assert starts_boilerplate(text)


@pytest.mark.parametrize("text", ["Rating and valuation", "New disclosures on cloud revenue", "Credit ratings"])
def test_english_headings_of_the_body(text: str) -> None:
    assert not starts_boilerplate(text)


@pytest.mark.parametrize(
    "text",
    [
        "Buy: expected stock return above 20% over the next 12 months",
        "Sector expected to lag the broad market over 12 months",
    ],
)
def test_english_rating_definitions(text: str) -> None:
    assert is_rating_definition(text)


def test_english_prose_of_a_forecast_is_no_rating_definition() -> None:
    assert not is_rating_definition("We keep Buy and expect the stock to return 20% over the next 12 months.")


@pytest.mark.parametrize(
    "text",
    [
        "This material is not an offer to sell or a solicitation; it may not be copied without prior consent.",
        "The analysts responsible for this report certify that no part of pay is compensation for views expressed.",
        "Your needs are not known to us: investors should take advice, views expressed may be subject to change.",
    ],
)
def test_english_disclaimers(text: str) -> None:
    assert is_disclaimer(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lease liabilities rose 12% while the warranty provision of the financial services arm was subject to change.",
        "The group licensed its model to affiliates, and compensation of staff grew 8% with new business.",
        "Investors are waiting for 4Q results; we believe the accuracy of guidance improves with each quarter.",
    ],
)
def test_english_prose_is_no_disclaimer(text: str) -> None:
    assert not is_disclaimer(text)


def test_an_english_section_runs_to_the_end() -> None:
    texts = [
        "Cloud revenue grew 22% in the quarter.", "Margins widened by two points.", "Guidance is kept.",
        "Disclaimer", "This document is for the intended recipients; we accept no liability for its completeness.",
        "BUY", "Hong Kong",
    ]  # fmt: skip
    headings = [text == "Disclaimer" for text in texts]
    assert boilerplate_of(texts, is_heading=headings, is_content=[False] * 7) == [False] * 3 + [True] * 4
