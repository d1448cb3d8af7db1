"""What a change is measured against, and its direction, from the words before a number."""

from __future__ import annotations

import pytest

from extractors.figures.aspects import basis_of, change_cue


@pytest.mark.parametrize(
    ("lead", "basis"),
    [
        ("周环比上涨", "wow"),
        ("月环比上涨", "mom"),
        ("日环比下跌", "dod"),
        ("季环比增长", "qoq"),
        ("环比增长", "qoq"),
        ("较上年末增长", "ytd"),
        ("较上年增长", "yoy"),
        ("同比增长3%，周环比增长", "wow"),
        ("周环比增长3%，同比增长", "yoy"),
    ],
)
def test_the_last_base_told_holds_and_a_longer_word_wins(lead: str, basis: str) -> None:
    assert basis_of(lead, None) == basis


@pytest.mark.parametrize(("lead", "direction"), [("比上月贵了", 1), ("比上月便宜了", -1)])
def test_dearer_and_cheaper_tell_a_change(lead: str, direction: int) -> None:
    cue = change_cue(lead)
    assert cue is not None
    assert cue[0] == direction
