"""Parts of a company that sentences and paragraphs are headed by."""

from __future__ import annotations

import pytest

from extractors.figures.part_heads import part_of_block, region_of_item
from extractors.figures.sentences import Sentence


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("云业务：全年增长三成。", "云业务"),
        ("2）储能系统：单位盈利稳定。", "储能系统"),
        ("风险提示：需求不及预期。", ""),
        ("费用方面：费用率下降。", ""),
        ("2024年营收增长。", ""),
        ("公司产品：品类丰富。", ""),
    ],
)
def test_part_of_block(text, part):
    assert part_of_block(text) == part


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("国内销量160万辆；美国装机量为15GWh，市占率为15%", "美国"),
        ("分地区看，欧洲市场份额为35%", "欧洲"),
        ("公司市占率为15%", ""),
        ("美国客户贡献增长，市占率为15%", ""),
    ],
)
def test_region_of_item(text, region):
    sentence = Sentence(text, 0, len(text), (), (), (), ())
    assert region_of_item(sentence, len(text)) == region
