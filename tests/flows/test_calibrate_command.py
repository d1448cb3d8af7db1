"""`yanbao calibrate` from labels and files to the card and its page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractors.data import parse_yaml
from extractors.figures.confidence import parse_scorecard
from flows import cli
from flows.commands import calibrate

TEXT = "# 松果日报\n\n2024年科大讯飞营业收入为{value}亿元。\n\n2024年科大讯飞净利润为3亿元。\n"


@pytest.fixture
def labelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six documents whose revenue is labelled, and whose profit is not."""
    labels, corpus = tmp_path / "labels", tmp_path / "corpus"
    labels.mkdir()
    corpus.mkdir()
    for number in range(6):
        (corpus / f"{number}.md").write_text(TEXT.format(value=10 + number), "utf-8")
        fact = {
            "value": (10 + number) * 1e8, "unit": "CNY", "metric": ["revenue"], "aspect": "level",
            "entity": ["科大讯飞"], "period": ["2024-01-01", "2024-12-31"], "quote": "营业收入", "need": "must",
        }  # fmt: skip
        (labels / f"d{number}.doc.json").write_text(json.dumps({"source": f"{number}.md"}), "utf-8")
        (labels / f"d{number}.facts.jsonl").write_text(json.dumps(fact), "utf-8")
    monkeypatch.setattr(calibrate, "CARD", tmp_path / "card.yaml")
    monkeypatch.setattr(calibrate, "PAGE", tmp_path / "page.md")
    return tmp_path


def run(place: Path, *more: str) -> tuple[int, str]:
    arguments = ["calibrate", str(place / "labels"), "--corpus", str(place / "corpus"), *more]
    result = CliRunner().invoke(cli.app, arguments, catch_exceptions=False)
    return result.exit_code, result.output


def test_card_and_page_are_written_and_belong_together(labelled: Path) -> None:
    code, output = run(labelled, "--unseen", str(labelled / "labels"))
    assert code == 0
    content = (labelled / "card.yaml").read_bytes()
    card = parse_scorecard(parse_yaml(content.decode()))
    assert card.points["metric: revenue"] > card.points.get("metric: net_profit", 0.0)
    page = (labelled / "page.md").read_text("utf-8")
    assert page == output
    assert f"Scorecard `{calibrate.version_of(content)}`" in page
    assert page.count("6 documents, 12 figures") == 2


def test_measuring_writes_nothing(labelled: Path) -> None:
    code, output = run(labelled, "--measure")
    assert code == 0
    assert "One document left out" in output
    assert not (labelled / "card.yaml").exists()
    assert not (labelled / "page.md").exists()


def test_a_source_that_is_absent_is_told(labelled: Path) -> None:
    (labelled / "corpus" / "3.md").unlink()
    code, output = run(labelled)
    assert code == 1
    assert "3.md" in output
