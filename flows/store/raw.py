"""Landed bytes by hash, and where they came from.

``raw/<aa>/<sha256>`` holds the bytes, written once and read-only; ``raw/manifest.jsonl`` one line for each origin.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import orjson


@dataclass(frozen=True, slots=True)
class Origin:
    """Bytes that came from somewhere. Times are aware; a local file was not fetched, so it has ``fetched_at`` None."""

    document_id: str
    source_uri: str
    how: str
    fetched_at: datetime | None = None
    etag: str | None = None
    last_modified: datetime | None = None


class RawStore:
    """The store of bytes under ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.manifest_path = root / "manifest.jsonl"

    def path(self, document_id: str) -> Path:
        """Where a document's bytes are, or would be."""
        return self.root / document_id[:2] / document_id

    def land(self, content: bytes) -> str:
        """Keep bytes and return their hash; bytes that are here already are left as they are."""
        document_id = hashlib.sha256(content).hexdigest()
        target = self.path(document_id)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, content, mode=0o444)
        return document_id

    def read(self, document_id: str) -> bytes:
        """The bytes of a document. Raises FileNotFoundError where it never landed."""
        return self.path(document_id).read_bytes()

    def origins(self) -> list[Origin]:
        """The manifest, oldest first; a line that a crash cut short is left out."""
        return list(self._lines())

    def record(self, origins: list[Origin], landed_at: datetime) -> None:
        """Append to the manifest in one write."""
        if not origins:
            return
        lines = b"".join(orjson.dumps({**asdict(o), "landed_at": landed_at}) + b"\n" for o in origins)
        self.root.mkdir(parents=True, exist_ok=True)
        with self.manifest_path.open("ab+") as manifest:
            if manifest.tell():
                manifest.seek(-1, os.SEEK_END)
                if manifest.read(1) != b"\n":  # the last writer was killed in the middle of a line
                    lines = b"\n" + lines
            manifest.write(lines)
            manifest.flush()
            os.fsync(manifest.fileno())

    def _lines(self) -> Iterator[Origin]:
        if not self.manifest_path.exists():
            return
        for line in self.manifest_path.read_bytes().splitlines():
            with suppress(orjson.JSONDecodeError, KeyError, TypeError, ValueError):
                row = orjson.loads(line)
                yield Origin(
                    document_id=row["document_id"],
                    source_uri=row["source_uri"],
                    how=row["how"],
                    fetched_at=_time(row.get("fetched_at")),
                    etag=row.get("etag"),
                    last_modified=_time(row.get("last_modified")),
                )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def write_whole(target: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file so that it is there whole or not at all, whatever kills the process."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
