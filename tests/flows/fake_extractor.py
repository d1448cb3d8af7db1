"""An extractor for tests of the flows: a small line format instead of real documents.

The first line holds ``key=value`` pairs (``published_on``, ``title``, ``do``); every number of the other lines is a
quantity, and one that follows a name and a colon is a figure of that name's ``mau``. ``do`` makes the document hostile.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
import time
from datetime import date

from extractors.documents.limits import Limits
from extractors.records import (
    Block,
    Cell,
    Document,
    Extraction,
    Figure,
    Mention,
    Metadata,
    Quantity,
    Reject,
    Source,
    Table,
)

_NUMBER = re.compile(r"(?:(?P<name>\w+):)?(?P<value>\d+)人")


def extract(raw: bytes, source: Source, limits: Limits) -> Extraction:
    """See the module."""
    head, _, text = raw.decode("utf-8").partition("\n")
    options = dict(pair.split("=", 1) for pair in head.split(";") if "=" in pair)
    misbehave(options.get("do", ""))
    if not text:
        return Extraction(None, rejects=(Reject("parse", "empty", "the file holds nothing but options"),))
    return _read(text, options)


def extract_slowly(raw: bytes, source: Source, limits: Limits) -> Extraction:
    """The same, a quarter of a second later: time for a test to kill the run."""
    time.sleep(0.25)
    return extract(raw, source, limits)


def extract_half(raw: bytes, source: Source, limits: Limits) -> Extraction:
    """A newer extractor that finds every other figure only, and rejects what is titled ``dropped``."""
    found = extract(raw, source, limits)
    if found.document is None or found.document.metadata.title == "dropped":
        return Extraction(None, rejects=(Reject("parse", "dropped", "not read any more"),))
    return Extraction(found.document, found.quantities, found.figures[::2], found.mentions, found.subject_tickers)


def modules(raw: bytes, source: Source, limits: Limits) -> Extraction:
    """Says in the title whether its process has Prefect."""
    loaded = "prefect" if "prefect" in sys.modules else "no prefect"
    return extract(f"title={loaded}\n".encode() + raw.partition(b"\n")[2], source, limits)


def misbehave(how: str) -> None:
    """What hostile documents do to a process."""
    if how == "raise":
        raise KeyError("no such thing")
    if how == "hang":
        while True:
            time.sleep(1)
    if how == "exit":
        os._exit(7)
    if how == "segfault":
        ctypes.string_at(0)
    if how == "eat":
        held = []
        while True:
            held.append(bytearray(os.urandom(1) * (16 << 20)))
            time.sleep(0.02)
    if how == "leak":
        sys.modules[__name__].__dict__.setdefault("_leak", []).append(bytearray(b"x" * (64 << 20)))


def _read(text: str, options: dict[str, str]) -> Extraction:
    quantities, figures = [], []
    for match in _NUMBER.finditer(text):
        start, end = match.start("value"), match.end()
        value = float(match["value"])
        quantities.append(Quantity(start, end, value, "person"))
        if match["name"]:
            aspect = "odd" if match["name"] == "坏" else "level"
            figures.append(
                Figure(
                    start, end, match["name"], "mau", aspect, value, "person", "fake.mau", 0.9,
                    period_start=date(2024, 11, 1), period_end=date(2024, 11, 30), dimensions={"of": match["name"]},
                    quote_start=match.start(), quote_end=end,
                )
            )  # fmt: skip
    mentions = [
        Mention(match.start(), match.end(), "002230.SZ", "002230.SZ", "科大讯飞", "mentioned")
        for match in re.finditer("科大讯飞", text)
    ]
    line = text.split("\n", 1)[0]
    tables = (Table("t0001", 0, len(line), (Cell(0, 0, 0, len(line)),)),)
    day = options.get("published_on")
    metadata = Metadata(
        kind="other", title=options.get("title"), published_on=date.fromisoformat(day) if day else None, language="zh"
    )
    document = Document(text, (Block("paragraph", 0, len(text)),), tables, metadata, "text/plain", "fake")
    rejects = (Reject("extract", "doubtful", "a row in doubt", '{"row": 1}'),) if options.get("do") == "doubt" else ()
    return Extraction(document, tuple(quantities), tuple(figures), tuple(mentions), (), rejects)
