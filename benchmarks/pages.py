"""How fast HTML pages are read, beside trafilatura's ``bare_extraction`` on the same pages in the same run.

    .venv/bin/python benchmarks/pages.py FOLDER… [--repeats N]

Both read the same bytes in one process, page by page in turn, and of each page the quickest of the repeats counts, in
seconds of processor time. Ours takes metadata, tables and spans too. What is rejected counts as well: it was read.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import trafilatura  # noqa: E402

from extractors.documents import read  # noqa: E402
from extractors.records import Unreadable  # noqa: E402

SUFFIXES = frozenset({".html", ".htm"})
LARGE_BYTES = 2_500_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page's size in bytes and the seconds that each of the two took."""

    name: str
    size: int
    ours: float
    theirs: float


@dataclass(frozen=True, slots=True)
class Result:
    """All pages of one run."""

    pages: tuple[Page, ...]

    @property
    def ratio(self) -> float:
        """Our seconds over trafilatura's, all pages together."""
        return sum(page.ours for page in self.pages) / sum(page.theirs for page in self.pages)

    @property
    def slowest_large(self) -> Page | None:
        """The page of 2.5 MB or more that took us longest."""
        return max((page for page in self.pages if page.size >= LARGE_BYTES), key=lambda page: page.ours, default=None)


def run(folders: Sequence[Path], repeats: int = 3) -> Result:
    """Read every HTML page under ``folders`` with both, after a first page that loads what both need."""
    logging.disable(logging.CRITICAL)
    paths = sorted(p for folder in folders for p in folder.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
    if not paths:
        raise SystemExit("there is no HTML page in these folders")
    first = paths[0].read_bytes()
    _ours(first)
    _theirs(first)
    pages = []
    for path in paths:
        raw = path.read_bytes()
        seconds = [(_timed(_ours, raw), _timed(_theirs, raw)) for _ in range(repeats)]
        pages.append(Page(path.name, len(raw), min(a for a, _ in seconds), min(b for _, b in seconds)))
    return Result(tuple(pages))


def report(result: Result) -> str:
    """A table of the totals, the slowest pages and the largest."""
    ours, theirs = (sum(getattr(page, name) for page in result.pages) for name in ("ours", "theirs"))
    lines = [
        f"{'pages':24}{len(result.pages):>12}",
        f"{'megabytes':24}{sum(page.size for page in result.pages) / 1e6:>12.1f}",
        f"{'seconds':24}{ours:>12.2f}",
        f"{'seconds, trafilatura':24}{theirs:>12.2f}",
        f"{'ratio':24}{result.ratio:>12.2f}   (at most 1.00)",
    ]
    large = result.slowest_large
    if large is not None:
        lines.append(
            f"{'slowest large page':24}{large.ours:>12.3f}   (at most 0.5; {large.size:,} bytes, {large.name})"
        )
    lines.append("")
    slowest = sorted(result.pages, key=lambda page: -page.ours)[:5]
    lines += [f"{page.ours:>8.3f} {page.theirs:>8.3f}  {page.size:>10,}  {page.name}" for page in slowest]
    return "\n".join(lines)


def _ours(raw: bytes) -> None:
    try:
        read(raw)
    except Unreadable:
        return


def _theirs(raw: bytes) -> None:
    trafilatura.bare_extraction(raw, with_metadata=True)


def _timed(function: Callable[[bytes], None], raw: bytes) -> float:
    start = time.process_time()
    function(raw)
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Speed of reading pages, beside trafilatura.")
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    print(report(run(options.folders, options.repeats)))


if __name__ == "__main__":
    main()
