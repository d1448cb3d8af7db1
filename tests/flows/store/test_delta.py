from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.store.curated import CuratedStore, UnknownVersionError, Version, open_version
from flows.store.delta import FILES_BEFORE_COMPACTION, Table
from flows.store.tables import FIGURES, empty, frame

START = datetime(2024, 11, 30, tzinfo=UTC)


def rows(*names: str):
    return frame(
        "figures", {"figure_id": list(names), "document_id": list(names), "dimensions": [{"of": "甲"}] * len(names)}
    )


@pytest.fixture
def table(tmp_path) -> Table:
    return Table(tmp_path / "figures", FIGURES)


def ids(table: Table, version: int | None = None) -> list[str]:
    found = table.scan(table.version if version is None else version).collect()
    return sorted(found["figure_id"])


def test_a_table_that_is_not_there_has_no_rows(table):
    assert (table.exists, table.version) == (False, None)
    assert table.scan(None).collect().equals(empty("figures"))
    table.delete("document_id", ["a"])
    assert not table.exists


def test_rows_come_and_go_and_old_versions_stay(table):
    table.append(rows("a", "b'c"))
    table.append(rows("d"))
    table.delete("document_id", ["b'c"])
    assert ids(table) == ["a", "d"]
    assert ids(table, 0) == ["a", "b'c"]
    table.replace(rows("e"))
    assert ids(table) == ["e"]
    assert dict(table.scan(table.version).collect()["dimensions"][0]) == {"of": "甲"}


def test_an_empty_append_makes_the_table_once(table):
    table.append(empty("figures"))
    table.append(empty("figures"))
    assert table.version == 0


def test_rolling_back_is_done_once(table):
    table.append(rows("a"))
    table.append(rows("b"))
    assert table.roll_back(0)
    assert ids(table) == ["a"]
    assert not table.roll_back(0)
    assert table.roll_back(None)
    assert not table.exists


def test_compaction_keeps_rows_and_versions(table):
    names = [f"n{number:02d}" for number in range(FILES_BEFORE_COMPACTION + 2)]
    for name in names:
        table.append(rows(name))
    before = table.version
    table.compact()
    assert table.version == before + 1
    assert ids(table) == names
    assert ids(table, 1) == names[:2]


def test_readers_see_what_versions_pins_and_nothing_else(tmp_path):
    store = CuratedStore(tmp_path)
    figures = store.tables["figures"]
    for number in (1, 2):
        figures.append(rows(str(number)))
        published = START + timedelta(days=number)
        store.commit(Version(number, published, f"b{number}", "e", {"figures": figures.version}, 1))
    figures.append(rows("unpublished"))
    assert open_version(tmp_path)["figures"].collect().height == 2
    assert open_version(tmp_path, 1)["figures"].collect().height == 1
    assert open_version(tmp_path, START + timedelta(days=1, hours=1))["figures"].collect().height == 1
    assert open_version(tmp_path)["cells"].collect().is_empty()
    with pytest.raises(UnknownVersionError):
        store.version_at(3)
    with pytest.raises(UnknownVersionError):
        store.version_at(START)
    assert store.recover() == ["figures"]
    assert store.recover() == []
    assert figures.scan(figures.version).collect().height == 2
    assert store.newest() == store.versions()[-1]
    assert store.newest().tables == {"figures": 1}
