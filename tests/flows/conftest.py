"""A small corpus of the fake extractor's kind, and stores in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from stands import Stand, make_corpus, make_stand


@pytest.fixture
def stand(tmp_path: Path) -> Callable[..., Stand]:
    """Makes stands: by name, with an extractor of the fake module and a budget."""

    def make(name: str = "store", extractor: str = "extract", **budget: float) -> Stand:
        return make_stand(tmp_path / name, extractor, **budget)

    return make


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Six documents of three months, one of them without a date, one twice, and one that is rejected."""
    return make_corpus(tmp_path)
