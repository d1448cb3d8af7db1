import pytest

from extractors.language.labels import find_labels
from extractors.language.quantities import find_quantities


def labelled(text: str) -> list[tuple[str, str]]:
    quantities, labels = find_quantities(text)
    assert quantities == [], [text[q.start : q.end] for q in quantities]
    return [(text[label.start : label.end], label.kind) for label in labels]


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("接入GPT-4o模型", "GPT-4o", "name"),
        ("部署H800集群", "H800", "name"),
        ("Gemini 1.5 模型", "Gemini 1.5", "name"),
        ("骁龙 865 芯片", "骁龙 865", "name"),
        ("沪深300指数", "沪深300", "index"),
        ("财富500强企业", "财富500强", "name"),
        ("分辨率为720P", "720P", "version"),
        ("5G网络", "5G", "version"),
        ("数据平台2.0发布", "2.0", "version"),
        ("升级至3.5Turbo", "3.5Turbo", "version"),
        ("证书S0123456789012", "证书S0123456789012", "code"),
        ("某公司(688981)", "688981", "code"),
        ("代号000300.SH", "000300.SH", "code"),
        ("电话021-12345678", "电话021-12345678", "phone"),
        ("邮编：518000", "邮编：518000", "postcode"),
        ("人民路125号", "路125号", "address"),
        ("议程13:30-13:40开始", "13:30-13:40", "time"),
        ("比例1:1复制", "1:1", "score"),
        ("机身69.1×151.7×7.9mm", "69.1×151.7×7.9mm", "size"),
        ("图 3：走势", "图 3", "numbering"),
        ("（2）风险", "（2）", "numbering"),
        ("一、概述", "一、", "numbering"),
        ("第三步", "第三", "numbering"),
        ("1024开发者节", "1024开发者节", "name"),
        ("百模大战", "百模大战", "idiom"),
        ("这是一个机会", "一个", "article"),
        ("6大难点", "6大", "name"),
        ("见https://a.cn/b?x=30%20", "https://a.cn/b?x=30%20", "code"),
    ],
)
def test_label(text: str, label: str, kind: str) -> None:
    found = labelled(text)
    assert (label, "name" if kind == "index" else kind) in found


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("PE30倍", "30倍"),
        ("MAU5998万", "5998万"),
        ("AMD+3.89%", "+3.89%"),
        ("ROE 15.2%", "15.2%"),
        ("1.2M人次", "1.2M人次"),
    ],
)
def test_figure_after_a_latin_word_is_no_name(text: str, printed: str) -> None:
    (quantity,) = find_quantities(text)[0]
    assert text[quantity.start : quantity.end] == printed


def test_digits_inside_a_known_name_are_labels() -> None:
    text = "扣子1.5上线3个月"
    quantities, labels = find_quantities(text, names=[(0, 5)])
    assert [text[q.start : q.end] for q in quantities] == ["3个月"]
    assert [(text[a.start : a.end], a.kind) for a in labels] == [("扣子1.5", "name")]


def test_taken_spans_are_left_alone() -> None:
    assert find_labels("图 3：走势", 0, 6, taken=[(0, 6)]) == []


def test_heading_number_is_told_from_a_measure() -> None:
    assert labelled("1.2 市场空间") == [("1.2", "numbering")]
    assert find_quantities("2.4个百分点")[0][0].unit == "pp"
