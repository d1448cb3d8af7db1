"""Whole documents against what was read of them: ``tests/documents/<case>/`` holds a source and its expected outcome.

A case without ``expected.jsonl`` writes it and fails, asking for review; ``ORIGIN.md`` says why the case exists.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractors import extract
from extractors.records import Source

CASES = sorted(path for path in (Path(__file__).parent / "documents").iterdir() if path.is_dir())


def outcome(raw: bytes) -> list[dict[str, Any]]:
    extraction = extract(raw, Source("case"))
    document = extraction.document
    assert document is not None, extraction.rejects
    about = document.metadata
    head = {"title": about.title, "publisher": about.publisher, "published_on": str(about.published_on)}
    rows: list[dict[str, Any]] = [{**head, "subject_tickers": list(extraction.subject_tickers)}]
    rows += [
        {
            "value_text": document.text[f.start : f.end],
            "entity": f.entity,
            "metric": f.metric,
            "aspect": f.aspect,
            "value": f.value,
            "unit": f.unit,
            "period": [str(f.period_start), str(f.period_end)],
            "basis": f.basis,
            "modality": f.modality,
            "dimensions": dict(sorted(f.dimensions.items())),
        }
        for f in extraction.figures
    ]
    return rows


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_document(case: Path) -> None:
    source = next(path for path in case.iterdir() if path.stem == "source")
    assert (case / "ORIGIN.md").read_text("utf-8").strip()
    found = outcome(source.read_bytes())
    expected = case / "expected.jsonl"
    if not expected.exists():
        expected.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), "utf-8")
        pytest.fail(f"{expected} was missing: it has been written; read it against the source, then commit it")
    assert found == [json.loads(line) for line in expected.read_text("utf-8").splitlines()]


def test_there_are_cases() -> None:
    assert len(CASES) >= 4
