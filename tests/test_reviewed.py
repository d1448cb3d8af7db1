"""The lists of figures that were read against their pages: whole, and as their README counts them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "reviewed"
LISTS = sorted(FOLDER.glob("seed_*.jsonl"))
CAUSES = {"value", "unit", "metric", "aspect", "entity", "period", "not_a_figure"}


def test_there_are_lists():
    assert LISTS


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_figure_has_a_verdict(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(rows) == len({(r["document_id"], r["char_start"], r["metric"], r["entity"]) for r in rows}) == 200
    for row in rows:
        assert row["char_start"] < row["char_end"]
        assert row["verdict"] in ("right", "wrong")
        assert (row["cause"] in CAUSES) == (row["verdict"] == "wrong"), row
        assert row["verdict"] == "right" or row["note"]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_readme_counts_what_is_right(path: Path) -> None:
    right = sum(json.loads(line)["verdict"] == "right" for line in path.read_text("utf-8").splitlines())
    seed = path.stem.removeprefix("seed_")
    assert re.search(rf"\| {seed} \|[^|]*\| {right} of 200 \|", (FOLDER / "README.md").read_text("utf-8"))
