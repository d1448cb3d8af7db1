"""What a running batch has extracted so far: a file a document, so that a killed run goes on where it stopped."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from flows.store.raw import write_whole
from flows.store.tables import EXTRACTED


class Staging:
    """Staged documents of one extractor version under ``root``."""

    def __init__(self, root: Path, extractor_version: str) -> None:
        self._root = root
        self._folder = root / extractor_version

    def path(self, document_id: str) -> Path:
        """The file of one document."""
        return self._folder / f"{document_id}.zip"

    def has(self, document_id: str) -> bool:
        """Whether a document was extracted by this version and waits for publication."""
        return self.path(document_id).exists()

    def put(self, document_id: str, frames: Mapping[str, pl.DataFrame]) -> None:
        """Keep a document's rows: there whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
            for name in EXTRACTED:
                if frames[name].height:
                    rows = io.BytesIO()
                    frames[name].write_ipc(rows, compression="zstd")
                    archive.writestr(name, rows.getvalue())
        write_whole(self.path(document_id), content.getvalue())

    def get(self, document_ids: Iterable[str]) -> dict[str, list[pl.DataFrame]]:
        """The rows of several documents, a list of frames a table; tables without rows are empty lists."""
        frames: dict[str, list[pl.DataFrame]] = {name: [] for name in EXTRACTED}
        for document_id in document_ids:
            with zipfile.ZipFile(self.path(document_id)) as archive:
                for name in archive.namelist():
                    frames[name].append(pl.read_ipc(io.BytesIO(archive.read(name))))
        return frames

    def drop_others(self) -> None:
        """Remove what other extractor versions left behind."""
        if self._root.is_dir():
            for folder in self._root.iterdir():
                if folder != self._folder:
                    shutil.rmtree(folder, ignore_errors=True)

    def clear(self) -> None:
        """Remove everything: it has been published."""
        shutil.rmtree(self._root, ignore_errors=True)
