"""With Prefect and without: the same steps, the same tables."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from stands import assert_equal

SCRIPT = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}, {here!r}]
from flows.commands.ingest import run_ingest
from flows.settings import Budget, Settings

if __name__ == "__main__":
    place = Path(sys.argv[1])
    budget = Budget(workers=2, documents_per_chunk=2)
    settings = Settings(place / "raw", place / "curated", budget, "fake_extractor:extract", extractor_version="extract")
    sys.exit(run_ingest(settings, [sys.argv[2]], strict=False, flow=True, retry_rejected=False))
"""


@pytest.mark.slow
def test_a_flow_publishes_what_the_direct_way_does(stand, corpus, tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    direct, flow = stand("direct"), stand("flow")
    direct.ingest(corpus)
    here = Path(__file__).resolve().parent
    script = tmp_path / "flow.py"
    script.write_text(SCRIPT.format(root=str(here.parents[1]), here=str(here)), encoding="utf-8")
    command = [sys.executable, str(script), str(flow.settings.raw.parent), str(corpus)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=280)
    assert (done.returncode, done.stderr) == (0, "")
    printed = done.stdout.splitlines()
    assert len(printed) == 7
    assert printed[-1].startswith("published: 5 documents, 10 figures")
    assert_equal(direct.tables(), flow.tables())
    home = str(tmp_path / "prefect")
    running = [process.info["environ"] or {} for process in psutil.process_iter(["environ"])]
    assert home not in [environment.get("PREFECT_HOME") for environment in running]
