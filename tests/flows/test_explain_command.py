"""`yanbao explain` on a screen: which reading won and by how much, and what its confidence is made of."""

from __future__ import annotations

import re

from typer.testing import CliRunner

from flows import cli

TEXT = "2024年前三季度泡泡玛特营业收入为78.6亿元，有300多家门店。"


def shown() -> str:
    result = CliRunner().invoke(cli.app, ["explain", TEXT, "--published", "2024-12-16"], catch_exceptions=False)
    assert result.exit_code == 0
    return " ".join(result.stdout.split())


def test_the_winner_is_shown_with_its_lead() -> None:
    text = shown()
    assert re.search(r"✔ \d+\.\d metric_before revenue level", text)
    assert re.search(r"ahead metric_before (by \d+\.\d over \w+ \(\w+\)|is the only reading)", text)


def test_confidence_is_the_sum_of_what_raised_and_lowered_it() -> None:
    text = shown()
    told = re.findall(r"confidence ([\d.]+) for (-?[\d.]+) points, of which (-?[\d.]+) to begin with", text)
    assert len(told) == 2
    why = text[text.index("raised by") :].split("300多家")[0]
    parts = [float(points) for points in re.findall(r" ([+-]\d+\.\d\d)\b", why)]
    assert any(points > 0 for points in parts)
    assert any(points < 0 for points in parts)
    confidence, total, start = map(float, told[0])
    assert abs(start + sum(parts) - total) < 0.01 * len(parts)
    assert f"{confidence:.2f}" in text.split("confidence")[0]
