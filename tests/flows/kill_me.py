"""Run by the kill test: one ingest of the fake extractor, which kills itself at a point that is named."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

POINTS = {
    "landed": ("flows.store.raw", "RawStore", "record", 1),
    "first table": ("flows.store.delta", "Table", "append", 1),
    "figures written": ("flows.store.delta", "Table", "append", 3),
    "before versions": ("flows.store.curated", "CuratedStore", "commit", 0),
    "after versions": ("flows.store.curated", "CuratedStore", "commit", 1),
    "within export": ("flows.store.snapshot", None, "_write_part", 4),
    "before clearing": ("flows.store.staging", "Staging", "clear", 0),
}


def arm(point: str) -> None:
    """Have the process killed before (count 0) or after the count-th call of the point's function."""
    module, owner, name, count = POINTS[point]
    place = importlib.import_module(module)
    holder = getattr(place, owner) if owner else place
    real, calls = getattr(holder, name), [0]

    def deadly(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if count == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if calls[0] == count:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(holder, name, deadly)


def main(root: Path, corpus: Path, extractor: str, point: str) -> None:
    """Ingest ``corpus`` into stores below ``root``."""
    from flows.commands.ingest import run_ingest
    from flows.settings import Budget, Settings

    if point == "first staged":
        from flows.commands.report import Report

        def done(self: Report, outcome: object) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        Report.done = done  # type: ignore[method-assign]
    elif point:
        arm(point)
    settings = Settings(
        root / "raw", root / "curated", Budget(workers=2), f"fake_extractor:{extractor}", extractor_version=extractor
    )
    sys.exit(run_ingest(settings, [str(corpus)], strict=False, flow=False, retry_rejected=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
