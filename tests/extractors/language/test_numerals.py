import pytest

from extractors.language.numerals import parse_number, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("1,234.5", 1234.5),
        (".5", 0.5),
        ("-10.1万", -101_000),
        ("1亿2千万", 120_000_000),
        ("3万4000", 34_000),
        ("1千零20", 1020),
        ("一千多万", 10_000_000),
        ("十几", 10),
        ("数千万", 10_000_000),
        ("两三百", 250),
        ("十七八", 17.5),
        ("四百五", 450),
        ("一千零五", 1005),
        ("十万零三百", 100_300),
        ("三十五万亿", 35e12),
        ("十万万", 1e9),
        ("九兆零三亿", 9_000_300_000_000),
        ("二〇二四", 2024),
        ("零点零八", 0.08),
        ("三点五万", 35_000),
        ("负六点六", -6.6),
        ("壹佰贰拾", 120),
        ("貳仟伍佰萬", 25_000_000),
        ("廿五", 25),
        ("百亿", 1e10),
        ("五分之二", 0.4),
        ("一又二分之一", 1.5),
        ("1/50", 0.02),
        ("2^10", 1024),
        ("3e4", 30_000),
        ("256K", 256_000),
        ("1.5M", 1_500_000),
    ],
)
def test_numeral_is_read(text: str, value: float) -> None:
    assert parse_number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "多", "豆包", "十份", "1.2.3", "点五点", "一点", "12亿元", "1/0x", "--3"])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high", "vague"),
    [("三五百", 300, 500, False), ("八九亿", 8e8, 9e8, False), ("二十多", 20, 20, True), ("负三四", -4, -3, False)],
)
def test_bounds_and_vagueness(text: str, low: float, high: float, vague: bool) -> None:
    reading = read_number(text)
    assert reading is not None
    assert (reading.low, reading.high, reading.vague) == (low, high, vague)


def test_spaces_inside_do_not_matter() -> None:
    assert parse_number("一百 二 十 万") == 1_200_000
