"""What the documentation says is so: examples run, generated pages are fresh, links and commands exist."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "samples").glob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?!https?://|#)([^)#\s]+)")


def fenced(page: Path, language: str) -> list[str]:
    return [code for found, code in FENCE.findall(page.read_text("utf-8")) if found == language]


EXAMPLES = fenced(ROOT / "README.md", "python")


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    path = ROOT / "docs" / "generate.py"
    spec = importlib.util.spec_from_file_location("generate", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def home(generate: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the stores that an ingest of the samples leaves."""
    folder = tmp_path_factory.mktemp("home")
    generate.sample_store(folder)
    return folder


@pytest.fixture
def inside(home: Path) -> Iterator[Path]:
    before = Path.cwd()
    os.chdir(home)
    yield home
    os.chdir(before)


def test_readme_reads_with_polars_duckdb_and_pandas() -> None:
    assert len(EXAMPLES) == 4
    assert all(any(f"import {name}" in code for code in EXAMPLES) for name in ("polars", "duckdb", "pandas"))


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_readme_examples_run(number: int, home: Path) -> None:
    # A process of its own: what a reader pastes must not lean on what the tests have imported.
    done = subprocess.run(
        [sys.executable, "-c", EXAMPLES[number]], cwd=home, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr


def test_readme_examples_find_something(inside: Path) -> None:
    import duckdb
    import polars as pl

    figures = pl.read_parquet("curated/parquet/figures/*/*.parquet")
    users = figures.filter(pl.col("metric") == "mau", pl.col("aspect") == "level", pl.col("entity") == "豆包")
    assert 59_980_000 in users["value"].to_list()
    (query,) = re.findall(r'duckdb\.sql\("""(.*?)"""\)', EXAMPLES[1], re.DOTALL)
    disagreements = duckdb.query(query).fetchall()
    assert any(entity == "中芯国际" and metric == "net_profit" for entity, metric, *_ in disagreements)


@pytest.mark.parametrize("name", ["tables.md", "metrics.md", "units.md", "commands.md", "../README.md"])
def test_generated_pages_are_fresh(name: str, generate: ModuleType) -> None:
    assert name in generate.PAGES
    assert generate.stale([name]) == [], "make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    absent = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
    assert absent == []


def test_commands_and_targets_that_are_named_exist() -> None:
    from typer.main import get_command

    from flows.cli import app

    commands = set(getattr(get_command(app), "commands", {}))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = "\n".join(page.read_text("utf-8") for page in PAGES if page.name != "commands.md")
    named = set(re.findall(r"(?:bin/|`)yanbao ([a-z-]+)", text))
    assert named <= commands
    assert set(re.findall(r"`make ([a-z]+)|^make ([a-z]+)", text, re.MULTILINE)) != set()
    assert {a or b for a, b in re.findall(r"`make ([a-z]+)|^make ([a-z]+)", text, re.MULTILINE)} <= targets


def test_the_metric_of_contributing_is_as_metrics_are() -> None:
    from flows.explain import explain

    # Its blocks are indented, being parts of a list.
    text = textwrap.dedent((ROOT / "CONTRIBUTING.md").read_text("utf-8").replace("\n   ", "\n"))
    metric, corpus = (yaml.safe_load(code) for language, code in FENCE.findall(text) if language == "yaml")
    shipped = yaml.safe_load((ROOT / "extractors" / "data" / "metrics" / "mau.yaml").read_text("utf-8"))
    assert set(metric) <= set(shipped)
    assert set(metric["names"]) <= set(shipped["names"])
    for group in corpus["figures"]:
        for sentence in group["texts"]:
            figures = [r.figure for r in explain(sentence, corpus["published"]).readings if r.figure is not None]
            found = {(f.entity, f.metric, f.aspect, f.value, f.unit) for f in figures}
            said = {(e["entity"], corpus["metric"], e["aspect"], e["value"], e["unit"]) for e in group["expect"]}
            assert said <= found, sentence


def test_every_target_is_phony_or_a_file() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    assert set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)) == phony
