"""How fast texts and cells become figures, beside plain ``jieba.lcut`` of the same texts in the same run.

    .venv/bin/python benchmarks/figures.py FOLDER [--sample N] [--rounds N] [--largest BYTES]

Reading the files and publishing are left out: what is timed is all that :func:`extractors.extract_document` does, for
documents without tables and for all of them. Each document is timed right before jieba, round after round, and the
best of each counts, so that a busy machine slows both alike; what was remembered of texts is forgotten before each
round. The second table takes the sentences of all documents again and again up to each size, as one document: seconds
for a megabyte are to stay where they are.
"""

from __future__ import annotations

import argparse
import functools
import gc
import json
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.corpus import RESULTS, commit, portable, select  # noqa: E402
from benchmarks.language import sized  # noqa: E402
from extractors import extract_document, read  # noqa: E402
from extractors.records import NOT_BODY, Block, Document, Metadata, Source, Unreadable  # noqa: E402

SIZES = (10_000, 100_000, 1_000_000, 2_000_000)
"""Bytes of UTF-8."""
AT_MOST = 1.5


@dataclass(frozen=True, slots=True)
class Compared:
    """Processor seconds of both over the same documents, each document's best; ``figures`` is how many were found."""

    documents: int
    characters: int
    figures: int
    seconds: float
    jieba_seconds: float

    @property
    def ratio(self) -> float:
        """Ours over jieba's; at most 1.5."""
        return self.seconds / self.jieba_seconds


@dataclass(frozen=True, slots=True)
class Result:
    """Documents without tables, and all documents; None where there is none."""

    prose: Compared | None
    all: Compared | None


def documents_of(folder: Path, sample: int | None = None) -> list[Document]:
    """The folder's documents that can be read."""
    pdfs, others = select(folder, sample)
    found = []
    for path in (*pdfs, *others):
        try:
            found.append(read(path.read_bytes(), Source(path.name)))
        except Unreadable:
            continue
    return found


def compare(documents: Sequence[Document], rounds: int) -> Result:
    """Both on each document, in turn; what each loads on first use is loaded before."""
    import jieba

    jieba.initialize()
    figures = [len(extract_document(document).figures) for document in documents]
    gc.collect()
    gc.freeze()  # as in a worker: what was loaded is not looked through for garbage
    ours, plain = [float("inf")] * len(documents), [float("inf")] * len(documents)
    for _ in range(rounds):
        forget()
        for number, document in enumerate(documents):
            ours[number] = min(ours[number], _seconds(extract_document, document))
            plain[number] = min(plain[number], _seconds(jieba.lcut, document.text))
    gc.unfreeze()

    def over(numbers: Sequence[int]) -> Compared | None:
        if not numbers:
            return None
        characters = sum(len(documents[n].text) for n in numbers)
        sums = (sum(of[n] for n in numbers) for of in (ours, plain))
        return Compared(len(numbers), characters, sum(figures[n] for n in numbers), *sums)

    return Result(over([n for n, d in enumerate(documents) if not d.tables]), over(range(len(documents))))


def forget() -> None:
    """Empty what is remembered of texts in the package; what was loaded once and for all stays."""
    for module in [m for name, m in sys.modules.items() if name.partition(".")[0] == "extractors"]:
        for value in vars(module).values():
            if isinstance(value, functools._lru_cache_wrapper) and (value.cache_parameters()["maxsize"] or 0) > 1:
                value.cache_clear()


def scale(documents: Sequence[Document], largest: int, rounds: int) -> Iterator[tuple[int, float]]:
    """Each size up to ``largest``, and the best seconds that a document of such a size takes."""
    bodies = ((d.text, [b for b in d.blocks if b.kind not in NOT_BODY and b.kind != "table"]) for d in documents)
    lines = [line for text, blocks in bodies for b in blocks for line in text[b.start : b.end].splitlines()]
    for size in (size for size in SIZES if size <= largest and lines):
        document = _of_lines(sized(lines, size))
        best = float("inf")
        for _ in range(1 if size > 1_000_000 else rounds):
            forget()
            best = min(best, _seconds(extract_document, document))
        yield size, best


def _of_lines(text: str) -> Document:
    """A text as a document, a paragraph a line."""
    blocks, start = [], 0
    for line in text.splitlines(keepends=True):
        blocks.append(Block("paragraph", start, start + len(line)))
        start += len(line)
    return Document(text, tuple(blocks), (), Metadata(), "text/plain", "lines")


def _seconds(function: Callable[[Any], object], argument: object) -> float:
    start = time.process_time()
    function(argument)
    return time.process_time() - start


def report(result: Result) -> str:
    """The result as a person reads it."""
    lines = []
    for name, part in (("without tables", result.prose), ("all", result.all)):
        if part is not None:
            lines.append(
                f"{name:15}{part.documents:>5} documents {part.characters:>10,} characters {part.figures:>7,} figures"
                f" {part.seconds:>8.3f} s, jieba.lcut {part.jieba_seconds:.3f} s,"
                f" ratio {part.ratio:.2f} (at most {AT_MOST:.2f})"
            )
    return "\n".join(lines)


def record(result: Result, path: Path) -> None:
    """Append the result to a file of JSON lines, with what is needed to run it again."""
    row: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "command": shlex.join(["python", "benchmarks/figures.py", *map(portable, sys.argv[1:])]),
        "cores": os.cpu_count(),
    }
    for name, part in (("prose", result.prose), ("all", result.all)):
        row[name] = part and {key: round(value, 3) for key, value in {**asdict(part), "ratio": part.ratio}.items()}
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    """Measure, print, and append to ``results.jsonl``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, help="at most so many PDFs and so many other documents")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    parser.add_argument("--results", type=Path, default=RESULTS, help="JSON lines to append to")
    options = parser.parse_args()
    documents = documents_of(options.folder, options.sample)
    if not documents:
        sys.exit(f"no documents in {options.folder}")
    result = compare(documents, options.rounds)
    print(report(result))
    for size, seconds in scale(documents, options.largest, options.rounds):
        print(f"{size:>12,} bytes {seconds:>9.4f} s {seconds * 1e6 / size:>7.2f} s/MB")
    record(result, options.results)


if __name__ == "__main__":
    main()
