"""``yanbao explain`` is read by a person: numbers in full, open ends in words, mentions and their relations shown."""

from __future__ import annotations

import io
from datetime import date

from rich.console import Console

from flows.explain_print import days_text, explain_one, number_text


def _printed(text: str, published: date | None = None) -> str:
    out = io.StringIO()
    explain_one(text, published, Console(file=out, width=160, color_system=None))
    return out.getvalue()


def test_each_step_is_shown() -> None:
    printed = _printed("自3月15日至昨日，寒武纪股价上涨30%，总市值突破3000亿元。", date(2025, 4, 28))
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    assert "names 寒武纪 security 寒武纪 688256.SH" in lines
    assert "mentions 寒武纪 mentioned 688256.SH 寒武纪" in lines
    assert "periods 自3月15日至昨日 span 2025-03-15 … 2025-04-27" in lines
    assert any(line.startswith("3000亿元 = more than 300,000,000,000 (3000亿) CNY") for line in lines)
    figures = [line for line in lines if line.startswith("figure")]
    assert len(figures) == 2
    assert all("寒武纪 (688256.SH)" in line and "2025-03-15 … 2025-04-27" in line for line in figures)


def test_what_is_open_or_unknown_is_said_in_words() -> None:
    printed = _printed("去年以来豆包的月活达到6000万至7000万。")
    assert "not resolved" in printed
    assert "60,000,000 (6000万) … 70,000,000 (7000万) person" in printed
    assert "None" not in printed
    assert days_text(date(2025, 1, 1), None) == "since 2025-01-01"
    assert days_text(date(2025, 1, 1), date(2025, 1, 1)) == "2025-01-01"


def test_labels_are_no_quantities() -> None:
    assert "no quantity" in _printed("第三，公司发布了GPT-4o的对照。")
    assert "no quantity" in _printed("公司发布了新品。")


def test_numbers_are_in_full() -> None:
    assert number_text(7.6389e20) == "7.6389e+20"
    assert number_text(-120_000_000) == "-120,000,000 (-1.2亿)"
    assert number_text(4e12) == "4,000,000,000,000 (4万亿)"
    assert number_text(16.92) == "16.92"
