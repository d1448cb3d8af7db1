"""How fast the pipeline is on a folder of documents, beside pdfplumber on the same PDFs in the same run.

    .venv/bin/python benchmarks/corpus.py FOLDER [--sample N] [--limit-pages N]

Each measurement has a process of its own, one after the other, so that peak memory is its own and nothing competes.
The pipeline is the real one (land, extract, validate, publish to a new store) without its worker processes and without
Prefect: one core each, as pdfplumber has. Start-up (imports, word lists) is shown apart and is in neither time.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.measure import Baseline, Measured, measure_pdfplumber, measure_pipeline  # noqa: E402

T = TypeVar("T")
RESULTS = Path(__file__).resolve().parent / "results.jsonl"
SUFFIXES = frozenset({".pdf", ".html", ".htm", ".md", ".txt"})


@dataclass(frozen=True, slots=True)
class Result:
    """One run: the pipeline on PDFs and on other documents, pdfplumber on the same PDFs, and the ratio of times.

    ``reading`` says how many times as fast as pdfplumber the pages are read alone: layout, tables, boxes, metadata.
    """

    pdf: Measured | None
    other: Measured | None
    pdfplumber: Baseline | None
    ratio: float | None
    reading: float | None


def select(folder: Path, sample: int | None) -> tuple[list[Path], list[Path]]:
    """PDFs and other documents of a folder, each evenly thinned to ``sample``."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
    pdfs = [p for p in files if p.suffix.lower() == ".pdf"]
    others = [p for p in files if p.suffix.lower() != ".pdf"]
    return _thinned(pdfs, sample), _thinned(others, sample)


def trimmed(pdfs: Sequence[Path], pages: int, folder: Path) -> list[Path]:
    """Copies of PDFs cut to their first ``pages`` pages; one that cannot be cut (a password) is left out."""
    import pypdfium2

    copies = []
    for path in pdfs:
        try:
            source = pypdfium2.PdfDocument(path)
            if len(source) <= pages:
                copies.append(path)
                continue
            part = pypdfium2.PdfDocument.new()
            part.import_pages(source, list(range(pages)))
        except pypdfium2.PdfiumError as problem:
            print(f"left out: {path.name}: {problem}", file=sys.stderr)
            continue
        part.save(folder / path.name)
        copies.append(folder / path.name)
    return copies


def run(folder: Path, sample: int | None = None, limit_pages: int | None = None, baseline: bool = True) -> Result:
    """Measure the documents of a folder."""
    pdfs, others = select(folder, sample)
    with tempfile.TemporaryDirectory() as scratch:
        if limit_pages:
            pdfs = trimmed(pdfs, limit_pages, Path(scratch))
        pdf = _alone(measure_pipeline, pdfs) if pdfs else None
        other = _alone(measure_pipeline, others) if others else None
        plumber = _alone(measure_pdfplumber, pdfs) if pdfs and baseline else None
    if not pdf or not plumber:
        return Result(pdf, other, plumber, None, None)
    return Result(pdf, other, plumber, pdf.seconds / plumber.seconds, plumber.seconds / pdf.stages["read"])


def report(result: Result) -> str:
    """The result as a person reads it."""
    columns = [("PDF", result.pdf), ("other", result.other)]
    shown = [(name, measured) for name, measured in columns if measured]
    rows: list[tuple[str, list[str]]] = [
        ("documents", [f"{m.documents}" for _, m in shown]),
        ("rejected", [f"{len(m.rejected)}" for _, m in shown]),
        ("pages", [f"{m.pages or '–'}" for _, m in shown]),
        ("characters", [f"{m.characters:,}" for _, m in shown]),
        ("figures", [f"{m.figures:,}" for _, m in shown]),
        ("seconds", [f"{m.seconds:.2f}" for _, m in shown]),
        ("pages a second", [f"{m.pages / m.seconds:.1f}" if m.pages else "–" for _, m in shown]),
        ("characters a second", [f"{m.characters / m.seconds:,.0f}" for _, m in shown]),
    ]
    stages = list(shown[0][1].stages) if shown else []
    rows += [(f"  {stage}", [f"{m.stages[stage] / m.seconds:.0%}" for _, m in shown]) for stage in stages]
    rows += [
        ("start-up seconds", [f"{m.start_up_seconds:.2f}" for _, m in shown]),
        ("peak memory, MB", [f"{m.peak_mb:.0f}" for _, m in shown]),
    ]
    lines = [f"{'':22}" + "".join(f"{name:>14}" for name, _ in shown)]
    lines += [f"{label:22}" + "".join(f"{cell:>14}" for cell in cells) for label, cells in rows]
    if result.pdfplumber:
        plumber = result.pdfplumber
        lines += [
            "",
            f"{'pdfplumber seconds':22}{plumber.seconds:>14.2f}   (text and tables of {plumber.pages} pages)",
            f"{'pdfplumber memory, MB':22}{plumber.peak_mb:>14.0f}",
            f"{'ratio':22}{result.ratio:>14.2f}   (whole pipeline / pdfplumber; at most 1.00)",
            f"{'reading':22}{result.reading:>14.2f}   (times as fast as pdfplumber; at least 4.00)",
        ]
        lines += [f"pdfplumber could not read {name}" for name in plumber.failed]
    lines += [f"rejected {name}" for _, measured in shown for name in measured.rejected]
    return "\n".join(lines)


def record(result: Result, path: Path) -> None:
    """Append the result to a file of JSON lines, with what is needed to run it again."""
    row: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "command": shlex.join(["python", "benchmarks/corpus.py", *map(portable, sys.argv[1:])]),
        "cores": os.cpu_count(),
        "ratio": result.ratio and round(result.ratio, 3),
        "reading": result.reading and round(result.reading, 3),
        **{name: value and _rounded(asdict(value)) for name, value in (
            ("pdf", result.pdf), ("other", result.other), ("pdfplumber", result.pdfplumber))},
    }  # fmt: skip
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def _thinned(files: list[Path], sample: int | None) -> list[Path]:
    if sample is None or len(files) <= sample:
        return files
    return [files[round(i * (len(files) - 1) / max(1, sample - 1))] for i in range(sample)]


def _alone(measure: Callable[[Sequence[Path]], T], files: Sequence[Path]) -> T:
    """Measure in a new process that does nothing else."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measure, files).result()


def commit() -> str | None:
    """The commit that is measured, marked where the checkout has changes; None outside a repository."""
    git = shutil.which("git")
    if git is None:
        return None
    head = subprocess.run([git, "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    if head.returncode:
        return None
    changes = subprocess.run([git, "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=False)
    return head.stdout.strip() + ("+changes" if changes.stdout.strip() else "")


def portable(argument: str) -> str:
    """An absolute path as seen from the checkout, so that the command can be run elsewhere."""
    return os.path.relpath(argument, ROOT) if Path(argument).is_absolute() else argument


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    return {k: _rounded(v) for k, v in value.items()} if isinstance(value, dict) else value


def main() -> None:
    """Measure, print, and append to ``results.jsonl``."""
    parser = argparse.ArgumentParser(description="Speed and memory of the pipeline, beside pdfplumber.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, help="at most so many PDFs and so many other documents")
    parser.add_argument("--limit-pages", type=int, help="cut PDFs to so many pages, for both")
    parser.add_argument("--no-baseline", action="store_true", help="leave pdfplumber out")
    parser.add_argument("--results", type=Path, default=RESULTS, help="JSON lines to append to")
    options = parser.parse_args()
    result = run(options.folder, options.sample, options.limit_pages, not options.no_baseline)
    print(report(result))
    record(result, options.results)


if __name__ == "__main__":
    main()
