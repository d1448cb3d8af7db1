"""Sentences and the quantities that they hold, one case a sentence."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.periods import Anchor, find_periods
from extractors.language.quantities import find_quantities
from extractors.records import Quantity


def read(text: str) -> list[Quantity]:
    return find_quantities(text, periods=find_periods(text, anchor=Anchor(date(2024, 12, 20), 2024)))[0]


def only(text: str) -> tuple[str, float, str | None, str]:
    """Printed text, value, unit and comparator of the one quantity of a sentence."""
    (quantity,) = read(text)
    return text[quantity.start : quantity.end], quantity.value, quantity.unit, quantity.comparator


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit"),
    [
        ("营收163.5亿元", "163.5亿元", 16.35e9, "CNY"),
        ("投资 1.2 亿元", "1.2 亿元", 1.2e8, "CNY"),
        ("募资8亿元人民币", "8亿元人民币", 8e8, "CNY"),
        ("标价五元三角", "五元三角", 5.3, "CNY"),
        ("净利润3亿美元", "3亿美元", 3e8, "USD"),
        ("revenue of RMB1.2bn", "1.2bn", 1.2e9, "CNY"),
        ("OP of RMB5.0bn", "5.0bn", 5e9, "CNY"),
        ("售价US$300", "300", 300, "USD"),
        ("收入新台币20亿元", "20亿元", 2e9, "TWD"),
        ("毛利率为23.1%", "23.1%", 23.1, "%"),
        ("占比八成", "八成", 80, "%"),
        ("三成半的企业", "三成半", 35, "%"),
        ("价格打八折", "八折", 80, "%"),
        ("价格打七五折", "七五折", 75, "%"),
        ("百分之二十二", "百分之二十二", 22, "%"),
        ("提高2.1个百分点", "2.1个百分点", 2.1, "pp"),
        ("下调25bp", "25bp", 25, "bp"),
        ("提升3.5倍", "3.5倍", 3.5, "x"),
        ("降至1/50", "1/50", 0.02, "x"),
        ("只有三分之一", "三分之一", 1 / 3, "x"),
        ("产量翻番", "翻番", 100, "%"),
        ("用时7个月", "7个月", 7, "month"),
        ("历时一年半", "一年半", 1.5, "year"),
        ("延迟300ms", "300ms", 0.3, "second"),
        ("会议5H", "5H", 18000, "second"),
        ("耗时20分钟", "20分钟", 1200, "second"),
        ("产能5GW", "5GW", 5e9, "W"),
        ("用电3亿千瓦时", "3亿千瓦时", 3e11, "Wh"),
        ("线径80um", "80um", 8e-5, "m"),
        ("产能2500万公里", "2500万公里", 2.5e10, "m"),
        ("重量163克", "163克", 163e-6, "ton"),
        ("内存16GB", "16GB", 1.6e10, "byte"),
        ("算力2000TFLOPS", "2000TFLOPS", 2e15, "FLOPS"),
        ("电价0.8元/kWh", "0.8元/kWh", 0.0008, "CNY/Wh"),
        ("定价0.0008 元 / 千 tokens", "0.0008 元 / 千 tokens", 0.8, "CNY/Mtoken"),
        ("定价1.5元/百万Tokens", "1.5元/百万Tokens", 1.5, "CNY/Mtoken"),
        ("订阅费20美元/月", "20美元/月", 20, "USD/month"),
        ("每月支付20美元", "20美元", 20, "USD/month"),
        ("每股派息1.95港元", "1.95港元", 1.95, "HKD/share"),
        ("每秒30帧", "30帧", 30, "count/second"),
        ("推出17款产品", "17款", 17, "count"),
        ("集结十家企业", "十家", 10, "count"),
        ("采购75万张H100", "75万张", 750_000, "card"),
        ("建成万卡集群", "万卡", 10_000, "card"),
        ("创作了500万张海报", "500万张", 5e6, "image"),
        ("覆盖3亿台终端", "3亿台", 3e8, "device"),
        ("销售20万辆", "20万辆", 200_000, "vehicle"),
        ("员工3000人", "3000人", 3000, "person"),
        ("月活5998万", "5998万", 59.98e6, "person"),
        ("拥有1.6亿用户", "1.6亿", 1.6e8, "person"),
        ("访问量173万", "173万", 1.73e6, "visit"),
        ("下载量为200万", "200万", 2e6, "download"),
        ("参数量为1100亿", "1100亿", 1.1e11, "parameter"),
        ("支持256K上下文", "256K", 256_000, "token"),
        ("规模达到20万亿", "20万亿", 2e13, None),
        ("得分87.5", "87.5", 87.5, None),
    ],
)
def test_value_and_unit(text: str, printed: str, value: float, unit: str | None) -> None:
    (quantity,) = read(text)
    assert text[quantity.start : quantity.end] == printed
    assert quantity.value == pytest.approx(value)
    assert quantity.unit == unit


@pytest.mark.parametrize(
    ("text", "printed", "comparator", "low", "high"),
    [
        ("超过10%", "10%", "over", 10, None),
        ("突破了100亿元", "100亿元", "over", 1e10, None),
        ("90%以上", "90%", "over", 90, None),
        ("50余种", "50余种", "over", 50, None),
        ("1500多个", "1500多个", "over", 1500, None),
        ("7500万+", "7500万+", "over", 7.5e7, None),
        ("至少三家", "三家", "over", 3, None),
        ("数十家", "数十家", "over", 10, None),
        ("十几万人", "十几万人", "over", 100_000, None),
        ("不足20%", "20%", "under", None, 20),
        ("不超过3年", "3年", "under", None, 3),
        ("6小时以内", "6小时", "under", None, 21600),
        ("约为6亿元", "6亿元", "approx", None, None),
        ("近700家", "700家", "approx", None, None),
        ("20%左右", "20%", "approx", None, None),
        ("高达89%", "89%", "eq", None, None),
        ("最快6秒", "6秒", "eq", None, None),
        ("12-18个月", "12-18个月", "range", 12, 18),
        ("4%到 6%", "4%到 6%", "range", 4, 6),
        ("3亿至5亿元", "3亿至5亿元", "range", 3e8, 5e8),
        ("3-5亿元", "3-5亿元", "range", 3e8, 5e8),
        ("两到三万家", "两到三万家", "range", 20_000, 30_000),
        ("8500到3万元", "8500到3万元", "range", 8500, 30_000),
        ("三五百家", "三五百家", "range", 300, 500),
        ("介于5%与10%之间", "5%与10%", "range", 5, 10),
        ("大于5%小于10%", "5%小于10%", "range", 5, 10),
        ("±10%", "±10%", "range", -10, 10),
    ],
)
def test_bounds(text: str, printed: str, comparator: str, low: float | None, high: float | None) -> None:
    (quantity,) = read(text)
    assert text[quantity.start : quantity.end] == printed
    assert (quantity.comparator, quantity.low, quantity.high) == (comparator, low, high)


@pytest.mark.parametrize(
    ("text", "value"), [("同比+6.47%", 6.47), ("环比-3.2%", -3.2), ("变动－3.2%", -3.2), ("负3.9%", -3.9)]
)
def test_sign_is_part_of_the_number(text: str, value: float) -> None:
    (quantity,) = read(text)
    assert quantity.value == value
    assert quantity.signed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("净利润4.7、7.2、9.3亿元", [4.7e8, 7.2e8, 9.3e8]),
        ("分别为1.2、3.4和5.6亿元", [1.2e8, 3.4e8, 5.6e8]),
        ("存储12+128GB", [12e9, 128e9]),
        ("PE为30/20/15倍", [30, 20, 15]),
    ],
)
def test_items_of_a_list_share_the_unit(text: str, expected: list[float]) -> None:
    found = read(text)
    assert [quantity.value for quantity in found] == pytest.approx(expected)
    assert len({quantity.unit for quantity in found}) == 1


def test_daily_rate_carries_on_to_the_next_items_only() -> None:
    found = read("日均处理1200亿Tokens，生成3000万张图片。累计生成2亿张图片，用时3天。")
    assert [quantity.unit for quantity in found] == ["token/day", "image/day", "image", "day"]


def test_duration_is_no_daily_rate() -> None:
    assert only("每天观看2小时")[2] == "second"


def test_what_one_yuan_buys() -> None:
    assert [(q.value, q.unit) for q in read("1块钱可处理284张照片")] == [(1, "CNY"), (284, "image/CNY")]


def test_boards_are_one_quantity() -> None:
    (quantity,) = read("收获10天6板")
    assert (quantity.value, quantity.unit, quantity.measure) == (6, "count", "板")


@pytest.mark.parametrize(
    ("text", "value", "printed"),
    [("位列第二", 2, "第二"), ("全球第二大买家", 2, "第二大"), ("排名第3", 3, "第3"), ("仅次于对手", 2, "仅次于")],
)
def test_ranks(text: str, value: float, printed: str) -> None:
    (quantity,) = read(text)
    assert quantity.ordinal
    assert (quantity.value, text[quantity.start : quantity.end]) == (value, printed)


def test_unit_without_a_code_is_a_count_with_its_measure() -> None:
    (quantity,) = read("电池5000mAh")
    assert (quantity.unit, quantity.measure) == ("count", "mAh")


@pytest.mark.parametrize(
    "text",
    [
        "统一部署", "进一步推进", "十分重要", "千万别错过", "三元电池", "百度发布", "四川与陆地", "单位：百万元",
        "占成本", "万科公告", "一方面", "二次元社区", "成立专班",
    ],
)  # fmt: skip
def test_words_that_hold_a_numeral(text: str) -> None:
    assert read(text) == []


def test_columns_of_a_statement_are_no_range() -> None:
    assert [quantity.value for quantity in read("净额 151 -175 -190")] == [151, -175, -190]


def test_label_in_front_of_a_number_names_its_unit() -> None:
    assert only("总股本(百万股)： 227.92") == ("227.92", 227_920_000, "share", "eq")


def test_only_the_given_stretch_is_read() -> None:
    text = "甲3家乙4家丙5家"
    quantities, _ = find_quantities(text, 3, 6)
    assert [text[q.start : q.end] for q in quantities] == ["4家"]


@given(
    st.text(
        alphabet="0123456789.,，%一二三十百千万亿两几半多个月年日元 -+~至到/()（）第分之点成周A\n日均每", max_size=40
    )
)
def test_marks_are_disjoint_spans_in_order(text: str) -> None:
    periods = find_periods(text, anchor=Anchor(date(2024, 2, 29), 2024))
    quantities, labels = find_quantities(text, periods=periods)
    spans = sorted((mark.start, mark.end) for mark in [*periods, *quantities, *labels])
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    for quantity in quantities:
        if quantity.comparator == "range":
            assert quantity.low is not None
            assert quantity.high is not None
            assert quantity.low <= quantity.value <= quantity.high


@pytest.mark.parametrize(
    "piece", ["1", "一", "1.", "1,", "千万", "A1-", "1-", "近", "1/", "百分之", "日均", "五 ", "(1", "."]
)
def test_hostile_repetition_is_read_in_linear_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    periods = find_periods(text, anchor=Anchor(date(2024, 1, 1), 2024))
    quantities, labels = find_quantities(text, periods=periods)
    assert len(quantities) + len(labels) + len(periods) <= len(text)


@pytest.mark.eval
def test_suite_of_numbers(eval_dir: Path) -> None:
    import json

    from extractors.documents.text import normalise

    cases = [json.loads(line) for line in (eval_dir / "suites/language.jsonl").read_text("utf-8").splitlines()]
    cases = [case for case in cases if case["kind"] in ("number", "percent", "currency")]
    hits = 0
    for case in cases:
        found = find_quantities(normalise(case["text"]))[0]
        wanted = [item["value"] if "value" in item else (item["low"] + item["high"]) / 2 for item in case["expected"]]
        hits += all(any(q.value == pytest.approx(want, rel=1e-6) for q in found) for want in wanted)
    assert cases
    assert hits / len(cases) >= 0.92
