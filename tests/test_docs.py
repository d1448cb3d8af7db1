"""What the documentation says is so: examples run, generated pages are fresh, links and commands exist."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
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


def test_the_reliability_table_is_of_the_scorecard_in_use() -> None:
    from flows.commands.calibrate import CARD, PAGE, version_of

    assert f"Scorecard `{version_of(CARD.read_bytes())}`." in PAGE.read_text("utf-8"), "yanbao calibrate"


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
    named = set(re.findall(r"(?:bin/|`)yanbao ([a-z][a-z-]+)", text))
    assert named <= commands
    assert set(re.findall(r"`make ([a-z]+)|^make ([a-z]+)", text, re.MULTILINE)) != set()
    assert {a or b for a, b in re.findall(r"`make ([a-z]+)|^make ([a-z]+)", text, re.MULTILINE)} <= targets


def contributing_metric() -> tuple[str, str]:
    """The two files of a new metric, as CONTRIBUTING writes them."""
    # Its blocks are indented, being parts of a list.
    text = textwrap.dedent((ROOT / "CONTRIBUTING.md").read_text("utf-8").replace("\n   ", "\n"))
    metric, corpus = (code for language, code in FENCE.findall(text) if language == "yaml")
    return metric, corpus


def test_contributing_explains_every_field_that_metrics_use() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    table = re.findall(r"^ +\| (`.*?) \|", text[text.index("## Add a metric") :], re.MULTILINE)
    explained = {field for cell in table for field in re.findall(r"`(\w+)`", cell)}
    files = (ROOT / "extractors" / "data" / "metrics").glob("*.yaml")
    used = {field for path in files for field in yaml.safe_load(path.read_text("utf-8"))}
    assert explained == used


@pytest.mark.slow
def test_a_metric_can_be_added_as_contributing_says(tmp_path: Path) -> None:
    metric, corpus = contributing_metric()
    code = yaml.safe_load(metric)["code"]
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "extractors", tmp_path / "extractors", ignore=skip)
    shutil.copytree(ROOT / "flows", tmp_path / "flows", ignore=skip)
    test = Path("tests") / "extractors" / "figures" / "test_corpus.py"
    (tmp_path / test).parent.mkdir(parents=True)
    (tmp_path / "tests" / "corpus").mkdir()
    shutil.copy(ROOT / test, tmp_path / test)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    new = tmp_path / "extractors" / "data" / "metrics" / f"{code}.yaml"
    assert not new.exists(), "the example is to be a metric that is not there yet"
    new.write_text(metric, "utf-8")
    (tmp_path / "tests" / "corpus" / f"{code}.yaml").write_text(corpus, "utf-8")
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(test), "-k", code]
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(run, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout
    texts = sum(len(group["texts"]) for group in yaml.safe_load(corpus)["figures"])
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) >= texts + len(yaml.safe_load(corpus)["lookalikes"])


def test_readme_shows_a_table_that_is_worth_it() -> None:
    (table,) = fenced(ROOT / "README.md", "text")
    lines = table.splitlines()
    assert lines[0].split() == ["entity", "metric", "value", "unit", "period", "place", "quote"]
    assert sum("[5998万]" in line for line in lines) >= 3
    assert re.fullmatch(r"\d+ figures of [3-9] documents", lines[-1])


def test_every_target_is_phony_or_a_file() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    assert set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)) == phony
