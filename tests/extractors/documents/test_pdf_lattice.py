"""Cells of lines, beside pdfplumber's table finder on the same lines."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from extractors.documents.pdf.lattice import Edge, tables_of

Cell = tuple[float, float, float, float]


def found(level: list[Edge], upright: list[Edge]) -> list[list[Cell]]:
    return [[(cell.x0, cell.top, cell.x1, cell.bottom) for cell in table] for table in tables_of(level, upright)]


def found_by_pdfplumber(level: list[Edge], upright: list[Edge]) -> list[list[Cell]]:
    edges = [_object(edge.start, edge.at, edge.end, edge.at, "h") for edge in level]
    edges += [_object(edge.at, edge.start, edge.at, edge.end, "v") for edge in upright]
    merged = [edge for edge in merge_edges(edges, 3, 3, 3, 3) if max(edge["width"], edge["height"]) >= 8]
    tables: list[list[Cell]] = cells_to_tables(intersections_to_cells(edges_to_intersections(merged, 3, 3)))
    return tables


def _object(x0: float, top: float, x1: float, bottom: float, orientation: str) -> dict[str, Any]:
    size = {"width": x1 - x0, "height": bottom - top}
    return {"x0": x0, "top": top, "x1": x1, "bottom": bottom, "orientation": orientation, "doctop": top, **size}


# Lines of a few places that end at, shortly before or shortly after one, so that some meet and some do not.
PLACES = st.integers(0, 5).map(lambda step: 20.0 * step)
ENDS = st.tuples(PLACES, st.sampled_from([-4.0, -2.0, 0.0, 2.0, 4.0])).map(sum)
EDGES = st.lists(st.builds(lambda at, a, b: Edge(at, min(a, b), max(a, b)), PLACES, ENDS, ENDS), max_size=30)


@given(EDGES, EDGES)
def test_the_same_cells_in_the_same_order_as_pdfplumber(level: list[Edge], upright: list[Edge]) -> None:
    assert found(level, upright) == found_by_pdfplumber(level, upright)


def test_a_full_grid_has_a_cell_a_square() -> None:
    level = [Edge(20.0 * row, 0, 80) for row in range(4)]
    upright = [Edge(20.0 * column, 0, 60) for column in range(5)]
    (table,) = found(level, upright)
    assert sorted(table) == [(20 * c, 20 * r, 20 * c + 20, 20 * r + 20) for c, r in product(range(4), range(3))]


def test_a_cell_reaches_over_columns_where_no_line_parts_it() -> None:
    level = [Edge(y, 0, 60) for y in (0, 20, 40)]
    upright = [Edge(0, 0, 40), Edge(30, 20, 40), Edge(60, 0, 40)]
    assert found(level, upright) == [[(0, 0, 60, 20), (0, 20, 30, 40), (30, 20, 60, 40)]]


def test_lines_drawn_twice_a_little_apart_are_one() -> None:
    level = [Edge(y, x, x + 29) for y in (0, 20, 22, 40) for x in (0, 31)]
    upright = [Edge(x, 0, 40) for x in (0, 30, 60)]
    assert found(level, upright) == [[(0, 0, 30, 21), (0, 21, 30, 40), (30, 0, 60, 21), (30, 21, 60, 40)]]


def test_tables_that_share_no_corner_are_two() -> None:
    level = [Edge(y, x, x + 40) for x in (0, 100) for y in (0, 20, 40)]
    upright = [Edge(x, 0, 40) for x in (0, 40, 100, 140)]
    assert [len(table) for table in found(level, upright)] == [2, 2]


def test_no_lines_make_no_table() -> None:
    assert found([], []) == found([Edge(0, 0, 50)], []) == []
