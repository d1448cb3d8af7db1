"""A small corpus of the fake extractor's kind, and stores in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from stands import Stand

from flows.settings import Budget, Settings


@pytest.fixture
def stand(tmp_path: Path) -> Callable[..., Stand]:
    """Makes stands: by name, with an extractor of the fake module and a budget."""

    def make(name: str = "store", extractor: str = "extract", **budget: float) -> Stand:
        limits = Budget(**{"seconds_per_document": 20.0, "workers": 2, **budget})  # type: ignore[arg-type]
        root = tmp_path / name
        return Stand(
            Settings(root / "raw", root / "curated", limits, f"fake_extractor:{extractor}", extractor_version=extractor)
        )

    return make


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Six documents of three months, one of them without a date, one twice."""
    folder = tmp_path / "corpus"
    (folder / "子").mkdir(parents=True)
    for number in range(1, 6):
        day = f"published_on=2024-1{number % 3}-05;" if number != 5 else ""
        lines = f"科大讯飞:{number}人,豆包:{number}00人 其余{number}7人\n第{number}行各说各的{number * 7919}\n"
        (folder / f"d{number}.txt").write_text(f"{day}title=文{number}\n{lines}", encoding="utf-8")
    (folder / "子" / "同.txt").write_bytes((folder / "d1.txt").read_bytes())
    (folder / "empty.txt").write_text("title=nothing", encoding="utf-8")
    return folder
