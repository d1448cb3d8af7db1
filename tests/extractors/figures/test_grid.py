"""A table's places: merged cells, lost spans, rows that slipped to the left, and which cells are numbers."""

from __future__ import annotations

import pytest

from extractors.figures.grid import Grid, grid_of, is_blank, is_numeric
from extractors.records import Cell, Table


def grid(rows: list[list[str | None]], *, merged: dict[tuple[int, int], tuple[int, int]] | None = None) -> Grid:
    """The grid of plain cells; None is a place without a cell, ``merged`` the spans of some by place."""
    text, cells = "", []
    for row, contents in enumerate(rows):
        for col, content in enumerate(contents):
            if content is not None:
                height, width = (merged or {}).get((row, col), (1, 1))
                cells.append(Cell(row, col, len(text), len(text) + len(content), height, width))
                text += content + "\t"
    return grid_of(text, Table("t0001", 0, len(text), tuple(cells)))


@pytest.mark.parametrize("text", ["1,234.5", "-3.2%", "(88)", "US$12", "HKD 5", "12x", "3.1/4.2", "1999.5", "2,024"])
def test_bare_numbers(text: str) -> None:
    assert is_numeric(text)


@pytest.mark.parametrize("text", ["", "2024", "2024A", "营业收入", "Revenue 12", "N.A.", "3月", "-", "Up 5%"])
def test_what_is_no_bare_number(text: str) -> None:
    assert not is_numeric(text)


def test_blank_cells() -> None:
    assert all(map(is_blank, ["", "-", "—", "n.a", "N/A", "　"]))
    assert not any(map(is_blank, ["0", "无", "Asia"]))


def test_a_merged_cell_stands_at_each_of_its_places_and_never_takes_anothers() -> None:
    table = grid([["地区", "2024A", None], [None, "10", "20"], ["欧洲", "30", "40"]], merged={(0, 0): (2, 2)})
    assert [list(row) for row in table.contents] == [["地区", "地区", ""], ["地区", "地区", "20"], ["欧洲", "30", "40"]]
    assert table.starts_at(0, 0)
    assert not table.starts_at(0, 1)
    assert not table.starts_at(1, 0)


def test_a_row_that_slipped_to_the_left_is_put_straight() -> None:
    table = grid([
        ["产品", "型号", "销量"],
        ["甲", "A-one", "11"],
        ["乙", "B-one", "12"],
        ["B-two", "13", ""],
        ["丙", "C-one", "14"],
    ])  # fmt: skip
    assert list(table.contents[3]) == ["乙", "B-two", "13"]  # under the name above it
    assert list(table.numeric[3]) == [False, False, True]
    assert list(table.filled[3]) == [0, 1, 2]


def test_rows_are_labelled_by_their_first_words() -> None:
    table = grid([["", "合计", "3"], ["", "", ""]])
    assert [table.label(0), table.label(1)] == ["合计", ""]
