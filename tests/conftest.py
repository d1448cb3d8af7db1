"""Settings that all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EVAL_DIR = (ROOT / os.environ.get("YANBAO_EVAL_DIR", "../shared")).resolve()


@pytest.fixture(scope="session")
def eval_dir() -> Path:
    """The evaluation documents and labels; tests that need them are skipped, and counted, where they are absent."""
    if not (EVAL_DIR / "corpus").is_dir():
        pytest.skip("evaluation documents are absent (YANBAO_EVAL_DIR)")
    return EVAL_DIR


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes as ids: pytest 9.2 leaves them as bytes where it escapes nothing, and then cannot join them."""
    return ascii(val) if isinstance(val, bytes) else None
