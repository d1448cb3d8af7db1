"""What a person sees of a run: a progress bar in a terminal, plain lines in a log."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from flows.steps import Summary
from flows.work import Outcome

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@contextmanager
def reporter() -> Iterator[Report]:
    """A reporter that fits standard output; closed at the end, whatever happens."""
    report = Report(sys.stdout.isatty())
    try:
        yield report
    finally:
        report.close()


class Report:
    """Prints a line a document and a summary; safe to call from several threads."""

    def __init__(self, terminal: bool) -> None:
        self._lock = threading.Lock()
        self._terminal = terminal
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def planned(self, extract: int, resumed: int, unchanged: int) -> None:
        """How many documents are to be extracted, wait from a killed run, and need nothing."""
        if unchanged:
            self._line(f"{_count(unchanged, 'document')} unchanged")
        if resumed:
            self._line(f"{_count(resumed, 'document')} extracted by a run that did not finish")
        if extract and self._terminal:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("[bold]extract"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._progress = Progress(*columns, transient=True)
            self._task = self._progress.add_task("extract", total=extract)
            self._progress.start()

    def done(self, outcome: Outcome) -> None:
        """A document was extracted or rejected."""
        name = file_name(outcome.source_uri)
        short = outcome.document_id[:12]
        if outcome.reason is not None:
            line = f"rejected   {short}  {name}  {outcome.reason}: {outcome.message}"
            style = "yellow"
        else:
            title = f"  {outcome.title}" if outcome.title and outcome.title not in name else ""
            tally = f"{outcome.figures} figures of {outcome.quantities} numbers"
            line = f"extracted  {short}  {name}{title}  {tally}  {outcome.seconds:.2f} s"
            style = None
        self._line(line, style, advance=True)

    def unfetched(self, source_uri: str, message: str) -> None:
        """A source yielded no bytes."""
        self._line(f"rejected   {source_uri}  {message}", "yellow")

    def waiting(self) -> None:
        """Another writer holds the store."""
        self._line("waiting for another ingest into this store to end")

    def finish(self, summary: Summary, seconds: float) -> None:
        """The summary of the run."""
        self.close()
        newest = f"version {summary.version}" if summary.version else "nothing published yet"
        if not summary.published:
            failed = f", {_count(summary.unfetched, 'source')} failed" if summary.unfetched else ""
            self._line(f"nothing new{failed}: {newest}, {seconds:.1f} s")
            return
        refused = summary.rejected_documents + summary.unfetched
        parts = [
            _count(summary.documents, "document"),
            _count(summary.figures, "figure"),
            _count(summary.quantities, "number"),
            f"{_count(refused, 'document')} and {_count(max(summary.rejects - refused, 0), 'row')} rejected",
            newest,
            f"{seconds:.1f} s",
        ]
        self._line(f"published: {', '.join(parts)}", "bold green")

    def close(self) -> None:
        """Take the progress bar away."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def _line(self, text: str, style: str | None = None, advance: bool = False) -> None:
        with self._lock:
            if self._progress is not None and self._task is not None:
                from rich.text import Text

                self._progress.console.print(Text(text, style=style or ""))
                if advance:
                    self._progress.advance(self._task)
            else:
                sys.stdout.write(f"{text}\n")
                sys.stdout.flush()


def file_name(source_uri: str) -> str:
    """A source as a person knows it: the file's name, or the URL."""
    parts = urlsplit(source_uri)
    return unquote(parts.path).rpartition("/")[2] if parts.scheme == "file" else source_uri


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
