"""How fast quantities, periods and names are found, beside plain ``jieba.lcut`` of the same text in the same run.

    .venv/bin/python benchmarks/language.py FOLDER [--rounds N] [--largest BYTES]

The texts are the prose of the folder's documents, paragraph by paragraph as the pipeline reads it; the cells of tables
are read elsewhere. Both are timed in turn, round
after round, and the best of each counts, so that a busy machine slows both alike. The second table takes the same lines
again and again up to each size: seconds for a megabyte are to stay where they are from 1 KB to 10 MB.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.corpus import select  # noqa: E402
from extractors import extract  # noqa: E402
from extractors.language import Context, find_marks  # noqa: E402
from extractors.language.periods import Anchor  # noqa: E402
from extractors.records import NOT_BODY, Block, Source  # noqa: E402

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
"""Bytes of UTF-8."""
CONTEXT = Context(Anchor(None, 2025))


@dataclass(frozen=True, slots=True)
class Compared:
    """Best seconds of both over the same ``characters``; ``marks`` is how many were found."""

    characters: int
    marks: int
    seconds: float
    jieba_seconds: float

    @property
    def ratio(self) -> float:
        """Ours over jieba's; at most 0.7."""
        return self.seconds / self.jieba_seconds


def texts_of(folder: Path, sample: int | None = None) -> list[str]:
    """The prose of the folder's documents that can be read, a paragraph a line."""
    pdfs, others = select(folder, sample)
    documents = (extract(path.read_bytes(), Source(path.name)).document for path in (*pdfs, *others))
    return [
        "\n".join(d.text[b.start : b.end] for b in d.blocks if b.kind not in NOT_BODY and b.kind != "table")
        for d in documents
        if d is not None
    ]


def sized(lines: Sequence[str], size: int) -> str:
    """The lines again and again, up to ``size`` bytes."""
    taken, total = [], 0
    for line in cycle(lines):
        taken.append(line)
        total += len(line.encode()) + 1
        if total >= size:
            return "\n".join(taken).encode()[:size].decode(errors="ignore")
    return ""


def marks_in(text: str) -> int:
    """How many quantities, periods, labels and names the text holds, each line read as a paragraph."""
    blocks, start = [], 0
    for line in text.splitlines(keepends=True):
        blocks.append(Block("paragraph", start, start + len(line)))
        start += len(line)
    marks = find_marks(text, blocks, CONTEXT)
    return len(marks.quantities) + len(marks.periods) + len(marks.labels) + len(marks.names)


def compare(texts: Sequence[str], rounds: int) -> Compared:
    """Both on all texts, in turn; what each loads on first use is loaded before."""
    import jieba

    jieba.initialize()
    marks = sum(map(marks_in, texts))
    ours = plain = float("inf")
    for _ in range(rounds):
        ours = min(ours, _seconds(marks_in, texts))
        plain = min(plain, _seconds(jieba.lcut, texts))
    return Compared(sum(map(len, texts)), marks, ours, plain)


def scale(lines: Sequence[str], largest: int, rounds: int) -> list[tuple[int, float]]:
    """Each size up to ``largest``, and the best seconds that it takes."""
    rows = []
    for size in (size for size in SIZES if size <= largest):
        text = sized(lines, size)
        rows.append((size, min(_seconds(marks_in, [text]) for _ in range(1 if size > 1_000_000 else rounds))))
    return rows


def _seconds(function: Callable[[str], object], texts: Sequence[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        function(text)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    args = parser.parse_args()
    texts = texts_of(args.folder, args.sample)
    if not texts:
        sys.exit(f"no documents in {args.folder}")
    both = compare(texts, args.rounds)
    print(f"{both.characters:,} characters, {both.marks:,} marks")
    print(f"marks {both.seconds:.3f} s, jieba.lcut {both.jieba_seconds:.3f} s, ratio {both.ratio:.2f} (at most 0.70)")
    lines = [line for text in texts for line in text.splitlines()]
    for size, seconds in scale(lines, args.largest, args.rounds):
        print(f"{size:>12,} bytes {seconds:>9.4f} s {seconds * 1e6 / size:>7.2f} s/MB")


if __name__ == "__main__":
    main()
