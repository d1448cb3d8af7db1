"""Figures of one document that say two things of one claim."""

from __future__ import annotations

import pytest

from extractors.figures.contradictions import with_contradictions
from extractors.records import Figure


def told(text: str, *values: tuple[str, float], comparator: str = "eq", table: str | None = None) -> list[list[str]]:
    """What the evidence of each figure says of the others; each value is found in the text as it is written."""
    at, figures = 0, []
    for written, value in values:
        at = text.index(written, at)
        figures.append(
            Figure(at, at + len(written), "甲公司", "revenue", "level", value, "CNY", "made", 0.9,
                   comparator=comparator, table_id=table, evidence=("made: yes",))
        )  # fmt: skip
        at += len(written)
    return [[tag for tag in f.evidence if tag.startswith("contradicted")] for f in with_contradictions(text, figures)]


def test_two_values_of_one_claim_contradict_each_other() -> None:
    assert (
        told("12.3亿元，8.1亿元", ("12.3亿元", 1.23e9), ("8.1亿元", 8.1e8))
        == [["contradicted: sentence, by one as sure"]] * 2
    )


@pytest.mark.parametrize("second", [("1,234.56百万元", 1.23456e9), ("12.3亿元", 1.23e9)])
def test_rounded_values_agree(second: tuple[str, float]) -> None:
    assert told(f"12.3亿元与{second[0]}", ("12.3亿元", 1.23e9), second) == [[], []]


def test_what_is_told_twice_is_surer() -> None:
    found = told("10亿元、10亿元、8亿元", ("10亿元", 1e9), ("10亿元", 1e9), ("8亿元", 8e8))
    assert [tags[0].partition(", ")[2] for tags in found] == ["by a weaker one", "by a weaker one", "by a surer one"]


def test_bounds_contradict_nothing() -> None:
    assert told("10亿元，8亿元", ("10亿元", 1e9), ("8亿元", 8e8), comparator="over") == [[], []]


def test_cells_are_told_from_sentences() -> None:
    found = told("10亿元\t8亿元", ("10亿元", 1e9), ("8亿元", 8e8), table="t0001")
    assert found[0] == ["contradicted: cell, by one as sure"]
