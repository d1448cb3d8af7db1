"""Files and folders as sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.fetch import Failure
from flows.store.raw import Origin

MAX_BYTES = 1 << 30
"""Files beyond this are not read at all; what a document may have is for the extractor to say."""


def find_files(paths: Sequence[Path], skip: Sequence[Path] = ()) -> Iterator[Path]:
    """The files named, and those in the folders named, sorted; hidden ones and those of the stores are left out.

    The inbox lies within the raw store: what is below a path that was named is found even so.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        root = path.resolve()
        closed = [s.resolve() for s in skip if not root.is_relative_to(s.resolve())]
        for found in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in found.relative_to(path).parts)
            if not hidden and found.is_file() and not any(found.resolve().is_relative_to(s) for s in closed):
                yield found


def read_file(path: Path) -> tuple[Origin, bytes] | Failure:
    """A file's bytes and origin (a ``file:`` URI); its times are left out, since copying a file changes them."""
    uri = path.resolve().as_uri()
    try:
        if (size := path.stat().st_size) > MAX_BYTES:
            return Failure(uri, "too_large", f"{size} bytes, more than {MAX_BYTES}")
        content = path.read_bytes()
    except OSError as error:
        return Failure(uri, "unreadable", f"{error.strerror or error}")
    return Origin(hashlib.sha256(content).hexdigest(), uri, "file"), content
