import pytest

from extractors.language.units import Unit, match_word, parse_unit


@pytest.mark.parametrize(
    ("label", "code", "factor"),
    [
        ("元", "CNY", 1),
        ("亿元", "CNY", 1e8),
        ("人民币百万元", "CNY", 1e6),
        ("百万元人民币", "CNY", 1e6),
        ("RMB mn", "CNY", 1e6),
        ("RMB'000", "CNY", 1e3),
        ("US$ m", "USD", 1e6),
        ("亿美元", "USD", 1e8),
        ("HK$ bn", "HKD", 1e9),
        ("单位：万元", "CNY", 1e4),
        ("单位：亿元、%", "CNY", 1e8),
        ("(In RMB million)", "CNY", 1e6),
        ("元/千 token", "CNY/Mtoken", 1000),
        ("元/百万Tokens", "CNY/Mtoken", 1),
        ("USD/month", "USD/month", 1),
        ("元/股", "CNY/share", 1),
        ("元/吨", "CNY/ton", 1),
        ("元/kWh", "CNY/Wh", 0.001),
        ("万元/台", "CNY/device", 1e4),
        ("%", "%", 1),
        ("pct", "pp", 1),
        ("百分点", "pp", 1),
        ("bps", "bp", 1),
        ("倍", "x", 1),
        ("EFLOPS", "FLOPS", 1e18),
        ("GW", "W", 1e9),
        ("亿千瓦时", "Wh", 1e11),
        ("万吨", "ton", 1e4),
        ("万股", "share", 1e4),
        ("万辆", "vehicle", 1e4),
        ("万次", "count", 1e4),
        ("秒", "second", 1),
        ("年", "year", 1),
        ("亿", None, 1e8),
        ("M", None, 1e6),
    ],
)
def test_printed_unit(label: str, code: str | None, factor: float) -> None:
    unit = parse_unit(label)
    assert unit is not None
    assert unit.code == code
    assert unit.factor == pytest.approx(factor)


@pytest.mark.parametrize(
    ("label", "code", "factor"),
    [
        ("收盘价(元)", "CNY/share", 1),
        ("每股净资产（元）", "CNY/share", 1),
        ("总股本(百万股)", "share", 1e6),
        ("日均收入（万元）", "CNY/day", 1e4),
        ("每秒处理Tokens（万）", "token/second", 1e4),
        ("模型参数量（亿）", "parameter", 1e8),
        ("需要卡数（万张）", "card", 1e4),
        ("算力（EFLOPS）", "FLOPS", 1e18),
        ("营业收入(亿元，右轴)", "CNY", 1e8),
    ],
)
def test_label_tells_what_its_unit_counts(label: str, code: str, factor: float) -> None:
    unit = parse_unit(label)
    assert unit is not None
    assert (unit.code, unit.factor) == (code, pytest.approx(factor))


@pytest.mark.parametrize("label", ["", "营业收入", "净利润（扣除非经常性损益）", "市净率（PB）", "毛利率", "2024A"])
def test_label_without_a_unit(label: str) -> None:
    assert parse_unit(label) is None


def test_unit_without_a_code_keeps_its_printed_word() -> None:
    assert parse_unit("mAh") == Unit("count", 1.0, "mAh")


def test_latin_word_is_no_part_of_a_longer_one() -> None:
    assert match_word("GWh", 0, 3) is not None
    assert match_word("mall", 0, 4) is None
