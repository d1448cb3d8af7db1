"""A quality ratchet: the evaluation's own scorers over the labelled documents, against the scores in quality.yaml."""

from __future__ import annotations

import importlib.util
import io
import json
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from extractors import extract
from extractors.figures.confidence import load_scorecard
from extractors.records import Extraction, Source
from flows.calibration import Sample, leave_one_out
from flows.commands.calibrate import given, samples_of
from flows.explain import explain_stream
from flows.labels import judge, read_labels
from flows.reliability import SURE, cut, reliability
from flows.store.rows import build_rows

FLOORS: dict[str, dict[str, float]] = yaml.safe_load((Path(__file__).parent / "quality.yaml").read_text("utf-8"))
pytestmark = [pytest.mark.eval, pytest.mark.slow]


def scorer(eval_dir: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, eval_dir / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def read(eval_dir: Path) -> dict[str, Extraction]:
    """The labelled documents, extracted, by the names of their label files."""
    found = {}
    for path in sorted((eval_dir / "gold").glob("*.doc.json")):
        source = json.loads(path.read_text("utf-8"))["source"]
        raw = (eval_dir / "corpus" / source).read_bytes()
        found[path.name.removesuffix(".doc.json")] = extract(raw, Source(source))
    assert len(found) >= 10
    return found


def figures_of(extraction: Extraction) -> list[dict[str, Any]]:
    rows = build_rows("0" * 64, extraction, "test")["figures"]
    return [
        {key: str(value) if key.startswith("period_") and value else value for key, value in row.items()}
        for row in rows.to_dicts()
    ]


def test_facts(eval_dir: Path, read: dict[str, Extraction]) -> None:
    module, floors = scorer(eval_dir, "score_facts"), FLOORS["facts"]
    total: Counter[str] = Counter()
    counts: dict[str, int] = defaultdict(int)
    scores = []
    for name, labels in module.load_gold(eval_dir / "gold").items():
        result = module.score(figures_of(read[name]), labels)
        total.update(result["hits"])
        for key in ("predicted", "must", "dated", "dated_right"):
            counts[key] += result[key]
        scores.append(module.f1(result["hits"]["fact"], result["predicted"], result["must"]))
    assert sum(scores) / len(scores) >= floors["macro_fact_f1"]
    assert total["value"] / counts["must"] >= floors["value_recall"]
    assert total["fact"] / counts["predicted"] >= floors["precision"]
    assert counts["dated_right"] / counts["dated"] >= floors["periods_right"]


def test_labelled_documents_for_development(eval_dir: Path) -> None:
    module, floors = scorer(eval_dir, "score_facts"), FLOORS["labelled"]
    folder = Path(__file__).parent / "labelled"
    about_documents = scorer(eval_dir, "score_documents")
    hits = predicted = must = 0
    scores = []
    named = found = wanted = 0
    for name, labels in module.load_gold(folder).items():
        about = json.loads((folder / f"{name}.doc.json").read_text("utf-8"))
        raw = (eval_dir / "corpus" / about["source"]).read_bytes()
        pages = about.get("pages")
        extraction = extract(raw, Source(about["source"]))
        figures = [f for f in figures_of(extraction) if not pages or f["page"] in pages]
        result = module.score(figures, labels)
        scores.append(module.f1(result["hits"]["fact"], result["predicted"], result["must"]))
        hits, predicted, must = hits + result["hits"]["fact"], predicted + result["predicted"], must + result["must"]
        theirs = [m for m in about["mentions"] if m.get("ticker")]
        may = {about_documents.ticker(m["ticker"]) for m in theirs if m.get("need") == "may"}
        listed = {about_documents.ticker(m["ticker"]) for m in theirs} - may
        rows = build_rows("0" * 64, extraction, "test")["mentions"].to_dicts()
        ours = {about_documents.ticker(row["ticker"]) for row in rows if not pages or row["page"] in pages} - may
        named, found, wanted = named + len(ours & listed), found + len(ours), wanted + len(listed)
    assert len(scores) >= 40
    assert 2 * named / (found + wanted) >= floors["mentions_f1"]
    assert sum(scores) / len(scores) >= floors["macro_fact_f1"]
    assert hits / must >= floors["recall"]
    assert hits / predicted >= floors["precision"]


@pytest.fixture(scope="module")
def samples(eval_dir: Path) -> list[Sample]:
    """What is found in all documents that points may be fitted on, and whether it is right."""
    folders = (eval_dir / "gold", Path(__file__).parent / "labelled")
    return [sample for folder in folders for sample in samples_of(read_labels(folder), eval_dir / "corpus")]


def test_confidence_of_documents_left_out(samples: list[Sample]) -> None:
    floors, items = FLOORS["confidence"], given(samples, leave_one_out(samples))
    assert len(items) >= 2500
    assert cut(items, SURE).right >= floors["sure_right"]
    assert cut(items, SURE).kept >= floors["sure_kept"]
    assert reliability(items).error <= floors["calibration_error"]


def test_confidence_as_shipped_still_fits_the_rules(samples: list[Sample]) -> None:
    floors, card = FLOORS["confidence"], load_scorecard()
    items = given(samples, [card.confidence(sample.evidence) for sample in samples])
    assert cut(items, SURE).right >= floors["shipped_sure_right"], "yanbao calibrate"
    assert cut(items, SURE).kept >= floors["sure_kept"], "yanbao calibrate"
    assert reliability(items).error <= floors["shipped_calibration_error"], "yanbao calibrate"


def test_right_and_wrong_are_told_as_the_scorer_tells_them(eval_dir: Path, read: dict[str, Extraction]) -> None:
    module = scorer(eval_dir, "score_facts")
    for label in read_labels(eval_dir / "gold"):
        figures = figures_of(read[label.name])
        folded = module.fold(figures)
        agreeing = [levels[module.LEVELS.index("fact")] for _, _, levels in module.pair(folded, list(label.facts))]
        ours = [right for _, right in judge(figures, label.facts)]
        assert len(ours) == len(folded)
        assert abs(sum(ours) - sum(agreeing)) <= 1, label.name  # equal offers may be paired in another order


def test_mentions_and_what_is_no_figure(eval_dir: Path, read: dict[str, Extraction]) -> None:
    module = scorer(eval_dir, "score_documents")
    hit = found = wanted = caught = 0
    for path in sorted((eval_dir / "gold").glob("*.doc.json")):
        label, extraction = json.loads(path.read_text("utf-8")), read[path.name.removesuffix(".doc.json")]
        must = {module.ticker(m["ticker"]) for m in label["mentions"] if m.get("ticker") and m.get("need") != "may"}
        may = {module.ticker(m["ticker"]) for m in label["mentions"] if m.get("ticker")} - must
        ours = {module.ticker(m.ticker) for m in extraction.mentions} - may
        hit, found, wanted = hit + len(ours & must), found + len(ours), wanted + len(must)
        assert extraction.document is not None
        text = extraction.document.text
        for phrase in label.get("not_figures", []):
            start = text.find(phrase)
            while start >= 0:
                caught += sum(start <= f.start and f.end <= start + len(phrase) for f in extraction.figures)
                start = text.find(phrase, start + 1)
    precision, recall = hit / found, hit / wanted
    assert 2 * precision * recall / (precision + recall) >= FLOORS["documents"]["mentions_f1"]
    assert caught == 0


def test_language(eval_dir: Path) -> None:
    module = scorer(eval_dir, "score_language")
    suite = eval_dir / "suites" / "language.jsonl"
    out = io.StringIO()
    with suite.open(encoding="utf-8") as lines:
        assert explain_stream(lines, out) == 0
    outputs = {row["id"]: row for row in map(json.loads, out.getvalue().splitlines())}
    cases = [json.loads(line) for line in suite.read_text("utf-8").splitlines() if line.strip()]
    passed = sum(module.passes(case, outputs[case["id"]]) for case in cases)
    assert passed / len(cases) >= FLOORS["language"]["pass_rate"]
