from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from flows.store.raw import Origin, RawStore

NOW = datetime(2024, 11, 30, 8, tzinfo=UTC)


def test_bytes_are_kept_once_and_read_only(tmp_path):
    store = RawStore(tmp_path)
    document_id = store.land(b"abc")
    path = store.path(document_id)
    assert document_id == hashlib.sha256(b"abc").hexdigest()
    assert path == tmp_path / document_id[:2] / document_id
    assert path.stat().st_mode & 0o222 == 0
    changed = path.stat().st_mtime_ns
    assert store.land(b"abc") == document_id
    assert path.stat().st_mtime_ns == changed
    assert store.read(document_id) == b"abc"
    assert [p.name for p in path.parent.iterdir()] == [document_id]


def test_the_manifest_comes_back_as_it_was_recorded(tmp_path):
    store = RawStore(tmp_path)
    origins = [Origin("a" * 64, "file:///甲", "file"), Origin("b" * 64, "https://x", "http", NOW, '"e"', NOW)]
    store.record(origins[:1], NOW)
    store.record(origins[1:], NOW)
    assert store.origins() == origins


def test_a_manifest_line_that_was_cut_short_costs_only_itself(tmp_path):
    store = RawStore(tmp_path)
    origin, other = Origin("a" * 64, "file:///a", "file"), Origin("b" * 64, "file:///b", "file")
    store.record([origin], NOW)
    with store.manifest_path.open("ab") as manifest:
        manifest.write(b'{"document_id":"ccc')
    store.record([other], NOW)
    assert store.origins() == [origin, other]
