"""Hostile strings: what is found are disjoint spans of the text, and it is found in bounded time."""

from __future__ import annotations

import itertools
import subprocess
import sys
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.language.periods import Anchor, find_periods
from extractors.language.quantities import find_quantities

ANCHOR = Anchor(date(2025, 4, 28), 2025)
PIECES = """
1 12 2024 0.5 , . ， 、 / - ~ 至 到 年 月 日 季度 周 亿 万 千 百 十 一 二 两 零 半 点 分之 又 分 % 折 成 元 块 角 个 家
股 第 前 近 约 超 过 每 日均 以上 tokens /千 Q H E FY GPT- v1. http:// www. @ .com × ^ e + ( ) （ ） ① 【 〔 < = $ €
多 几 数 截至 上 下 本 去年 世纪 年代
"""
REPEATED = """
十万12 1十 十2024 二万 一 1 1, 1，1 1. 1- 1/2 1×1 周日 2024年 2024年至 25- 每10股派 每百万tokens1元 日均 GPT-4o A-1
a.b@c http:// www. ( （一） ① 第一 前十 一半 分之 、分之 又1分之1 8年7个月 2分35秒 20<x< 大于1小于2 -+ ±1 €1– 0.1.2
1亿2千万
"""
LETTERS = 20_000
LIMIT_SECONDS = 120
"""Far more than all of the strings take, far less than any that blows up."""

CHILD = """
import sys
from datetime import date
from extractors.language.names import find_names
from extractors.language.periods import Anchor, find_periods
from extractors.language.quantities import find_quantities
anchor = Anchor(date(2025, 4, 28), 2025)
for piece in sys.stdin.read().split("\\0"):
    text = (piece * ({letters} // len(piece) + 1))[:{letters}]
    find_quantities(text, periods=find_periods(text, 0, len(text), anchor))
    find_names(text)
print("done")
"""


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*PIECES.split(), " ", "\n"]), max_size=24).map("".join))
def test_spans_are_disjoint_and_of_the_text(text: str) -> None:
    periods = find_periods(text, 0, len(text), ANCHOR)
    quantities, labels = find_quantities(text, periods=periods)
    spans = sorted((mark.start, mark.end) for mark in (*periods, *quantities, *labels))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans)), spans
    for quantity in quantities:
        assert text[quantity.start : quantity.end].strip() == text[quantity.start : quantity.end]
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.value <= quantity.high


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    quantities, _ = find_quantities(text, periods=find_periods(text, 0, len(text), ANCHOR))
    assert all(0 <= quantity.start < quantity.end <= len(text) for quantity in quantities)


def test_repeated_strings_do_not_blow_up() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD.format(letters=LETTERS)],
        input="\0".join(REPEATED.split()),
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    assert done.stdout.strip() == "done", done.stderr
