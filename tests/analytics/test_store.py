"""The store: whoever reads it sees one state, whatever is being written or was cut off."""

from pathlib import Path

from twintrack.analytics.engines.duck import Duck
from twintrack.analytics.store import Parts, Store
from twintrack.analytics.tables import TABLES

ROW = (1, "2026-11-02 10:00:00", 1, [11], None, 2, 3, 40)


def test_a_run_that_is_cut_off_leaves_what_held_and_its_files_are_swept(tmp_path: Path) -> None:
    store, engine = Store(tmp_path), Duck()
    assert store.read() == Parts()
    held_name, lost_name = store.name("commits", "2026-11", 1), store.name("commits", "2026-11", 2)
    engine.write_rows(store.path(held_name), TABLES["commits"], [ROW])
    held = store.hold(Parts(), version=1, position=9, files={"commits": {"2026-11": held_name}})

    # The next run writes its file and ends before its list holds.
    engine.write_rows(store.path(lost_name), TABLES["commits"], [ROW, ROW])

    assert store.read() == held
    count = "select count(*) from commits"
    assert engine.query(count, {"commits": store.paths(store.read(), "commits")}) == [(1,)]
    assert store.sweep(held) == 1
    assert not store.path(lost_name).exists()
    assert store.path(held_name).exists()
    # A table without parts is empty, not missing.
    assert engine.query("select count(*) from items", {"items": []}) == [(0,)]
    assert engine.query("select count(*), max(week) from cells", {"cells": []}) == [(0, None)]


def test_files_of_replaced_lists_stay_a_while_for_who_still_reads_them(tmp_path: Path) -> None:
    store, engine, held = Store(tmp_path), Duck(), Parts()
    for version in range(1, 6):
        name = store.name("commits", "2026-11", version)
        engine.write_rows(store.path(name), TABLES["commits"], [ROW])
        held = store.hold(held, version=version, files={"commits": {"2026-11": name}})
        store.sweep(held)

    left = sorted(file.name for file in tmp_path.rglob("*.parquet"))
    assert left == [f"2026-11.{version}.parquet" for version in (3, 4, 5)]
    assert engine.write_rows(tmp_path / "empty.1.parquet", TABLES["commits"], []) is None
