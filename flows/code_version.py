"""The version of the extraction: a hash of the code and data that can change a row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = (
    "beautifulsoup4", "charset-normalizer", "jieba", "lxml", "pdfminer.six", "pdfplumber", "pypdfium2", "regex",
    "rensa",
)  # fmt: skip
"""Libraries whose release can change what is read from the same bytes."""

_PROJECT = Path(__file__).resolve().parent.parent
_ROW_MAKERS = ("flows/schemas.py", "flows/store/fingerprints.py", "flows/store/rows.py", "flows/store/tables.py")
"""Modules outside ``extractors`` that shape rows or decide which of them may pass."""


@cache
def extractor_version() -> str:
    """16 hexadecimal digits; the same for the same code, data and libraries, wherever they are installed."""
    data = (p for p in (_PROJECT / "extractors" / "data").rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    code = (p for p in (_PROJECT / "extractors").rglob("*.py"))
    return hash_files({*data, *code, *(_PROJECT / name for name in _ROW_MAKERS)}, _PROJECT, _releases())


def hash_files(paths: Iterable[Path], root: Path, releases: Iterable[str] = ()) -> str:
    """16 hexadecimal digits over names relative to ``root``, contents and library releases, in sorted order."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(paths, key=lambda p: p.relative_to(root).as_posix()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    for release in sorted(releases):
        digest.update(f"{release}\0".encode())
    return digest.hexdigest()


def _releases() -> list[str]:
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name}=={version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} absent")
    return found
