"""Pandera without pandas, for a command that a person waits for: 0.8 s instead of 4 s (measured) to its first frame.

Pandera imports pandas at once, and again at its first check, though its Polars backend never uses it; where pandas is
not installed it does without. Only a process of ours may be treated so (the `yanbao` command): in one that uses
Pandera on pandas frames too, it would no longer find that backend.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType


class _NoPandas:
    """Makes pandas look absent, and hypothesis, which Pandera would import for making test data (0.2 s)."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> None:
        package = name.partition(".")[0]
        if package in ("pandas", "hypothesis"):
            raise ModuleNotFoundError(f"No module named {package!r}", name=package)


def load_pandera_alone() -> None:
    """Import Pandera and let it look for its backends while pandas looks absent; nothing where pandas is loaded."""
    if "pandas" in sys.modules or "pandera" in sys.modules:
        return
    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        import pandera.polars as pa
        import polars as pl

        first = pa.DataFrameSchema(
            {"a": pa.Column(pl.Int32, pa.Check(lambda data: data.lazyframe.select(pl.col("a") > 0)))}
        )
        first.validate(pl.DataFrame({"a": [1]}, schema={"a": pl.Int32}), lazy=True)
    finally:
        sys.meta_path.remove(finder)
