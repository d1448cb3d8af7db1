"""Calibration measured by hand on a few figures."""

from __future__ import annotations

import pytest

from flows.reliability import Given, cut, reliability

# A long document that is right throughout, and a short one that is wrong.
GIVEN = [Given("long", 0.95, True)] * 8 + [Given("short", 0.95, False), Given("short", 0.5, False)]


def test_every_figure_alike() -> None:
    found = reliability(GIVEN)
    assert [(b.low, b.count) for b in found.bins] == [(0.5, 1), (0.9, 9)]
    assert found.bins[1].right == pytest.approx(8 / 9)
    assert found.right == pytest.approx(0.8)
    assert found.error == pytest.approx(0.9 * abs(0.95 - 8 / 9) + 0.1 * 0.5)


def test_every_document_alike() -> None:
    found = reliability(GIVEN, by_document=True)
    assert found.right == pytest.approx(0.5)
    assert found.bins[1].right == pytest.approx(0.5 / 0.75)


def test_a_cut_keeps_what_is_sure() -> None:
    found = cut(GIVEN, 0.9)
    assert (found.kept, found.right) == (pytest.approx(0.9), pytest.approx(8 / 9))
    assert cut(GIVEN, 0.9, by_document=True).kept == pytest.approx(0.75)
    assert cut(GIVEN, 0.99).kept == 0


def test_certainty_falls_into_the_last_bin() -> None:
    assert [b.count for b in reliability([Given("a", 1.0, True)]).bins] == [1]
