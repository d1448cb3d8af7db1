"""Glyphs that are drawn twice, and the turn of a page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.documents.pdf.handles import Frame
from extractors.documents.pdf.page import Box, Glyph
from extractors.documents.pdf.seen import MAX_DOUBLING_POINTS, undoubled


def glyph(text: str, x: float, base: float, size: float = 10.0) -> Glyph:
    return Glyph(text, x, base - size, x + size / 2, base, base, size)


def compared_with_all(glyphs: list[Glyph]) -> list[tuple[int, bool]]:
    """Which glyphs stay, by position, and whether they are bold: each held against each, as the rule is worded."""
    kept: list[tuple[int, Glyph]] = []
    for index, one in enumerate(glyphs):
        near = min(0.15 * one.size, MAX_DOUBLING_POINTS)
        twins = [
            other
            for _, other in kept
            if one.text == other.text != " " and abs(one.x0 - other.x0) <= near and abs(one.base - other.base) <= near
        ]
        for twin in twins:
            twin.bold = True
        if not twins:
            kept.append((index, one))
    return [(index, one.bold) for index, one in kept]


# A few places with glyphs around them, so that many are nearly twins.
PLACES = st.tuples(st.sampled_from([-20.0, 0.0, 3.0, 40.0]), st.integers(-20, 20)).map(
    lambda parts: parts[0] + parts[1] / 10
)


@given(st.lists(st.builds(glyph, st.sampled_from("股1 "), PLACES, PLACES), max_size=40))
def test_only_a_glyph_that_is_drawn_again_in_place_goes(glyphs: list[Glyph]) -> None:
    numbered = [replace(one, order=index) for index, one in enumerate(glyphs)]
    assert [(one.order, one.bold) for one in undoubled(numbered)] == compared_with_all(glyphs)


@pytest.mark.parametrize("right", [-1.4, 0.0, 1.4])
@pytest.mark.parametrize("down", [-1.4, 0.0, 1.4])
def test_a_twin_is_found_wherever_on_the_page_it_stands(right: float, down: float) -> None:
    for step in range(120):
        x, base = 0.1 * step, 0.07 * step
        assert len(undoubled([glyph("股", x, base), glyph("股", x + right, base + down)])) == 1


def test_bold_by_overprinting_is_read_once() -> None:
    line = [glyph(char, 100 + 10.0 * place, 50) for place, char in enumerate("收入增长11%")]
    again = [replace(one, x0=one.x0 + 0.3) for one in line]
    kept = undoubled([*line, *again])
    assert kept == line
    assert all(one.bold for one in kept)


class TurnedPage:
    """What a frame asks of a page: 400 by 300 points, its corner off the origin."""

    def __init__(self, turn: int) -> None:
        self.turn = turn

    def get_bbox(self) -> tuple[float, float, float, float]:
        return (10.0, 20.0, 410.0, 320.0)

    def get_rotation(self) -> int:
        return 90 * self.turn


@pytest.mark.parametrize("turn", range(4))
def test_a_rectangle_stands_where_its_corners_do(turn: int) -> None:
    frame = Frame(TurnedPage(turn))
    (ax, ay), (bx, by) = frame.point(50, 60), frame.point(150, 100)
    expected = Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
    assert frame.box(50, 60, 150, 100) == frame.box(150, 100, 50, 60) == expected
    assert 0 <= expected.x0 < expected.x1 <= frame.width
    assert 0 <= expected.top < expected.bottom <= frame.height


@pytest.mark.parametrize("turn", range(4))
def test_text_along_a_line_stands_as_text_nearly_along_it(turn: int) -> None:
    frame = Frame(TurnedPage(turn))
    assert frame.quarter_of(1.0, 0.0) == frame.quarter_of(1.0, 0.01) == -turn % 4
    assert frame.quarter_of(1.0, 1.0) is None
