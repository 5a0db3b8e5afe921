"""DuckDB within the process."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twintrack.analytics.engines.port import Row
from twintrack.analytics.tables import SALES, TABLES

if TYPE_CHECKING:
    import duckdb

MEMORY = "768MB"
THREADS = 2
GROUP = 8192
CELLS = {
    "measure": "VARCHAR",
    "week": "DATE",
    "product": "BIGINT",
    "team": "BIGINT",
    "module": "BIGINT",
    # Empty for a cell; `product` and `all` for sums of cells that stand ready.
    "rolled": "VARCHAR",
    "count": "BIGINT",
    "part": "DOUBLE",
    "whole": "DOUBLE",
    "values": "DOUBLE[]",
    "middle": "DOUBLE",
    "p85": "DOUBLE",
    "spread": "DOUBLE",
}
MONTHS = {
    "measure": "VARCHAR",
    "month": "DATE",
    # 0 for all products together.
    "product": "BIGINT",
    "person": "BIGINT",
    # Empty for a cell; `all` for sums over all people that stand ready.
    "rolled": "VARCHAR",
    "count": "BIGINT",
    "part": "DOUBLE",
    "whole": "DOUBLE",
    "open": "BIGINT",
    "values": "DOUBLE[]",
    "middle": "DOUBLE",
    "p85": "DOUBLE",
    "spread": "DOUBLE",
}
_KNOWN = {**TABLES, **SALES, "cells": CELLS, "months": MONTHS}


class Duck:
    """One engine for the process; each thread has a connection of its own."""

    def __init__(self) -> None:
        self._own = threading.local()

    def _connect(self) -> duckdb.DuckDBPyConnection:
        found: duckdb.DuckDBPyConnection | None = getattr(self._own, "connection", None)
        if found is None:
            # Imported with the first question: most processes never ask one.
            import duckdb

            found = duckdb.connect(
                config={
                    "autoinstall_known_extensions": "false",
                    "autoload_known_extensions": "false",
                    "memory_limit": MEMORY,
                    "threads": str(THREADS),
                }
            )
            self._own.connection = found
        return found

    def query(
        self, sql: str, tables: Mapping[str, Sequence[Path]], parameters: Sequence[Any] = ()
    ) -> list[Row]:
        """Run a question."""
        return self._connect().execute(_over(sql, tables), list(parameters)).fetchall()

    def write(
        self,
        file: Path,
        sql: str,
        tables: Mapping[str, Sequence[Path]],
        parameters: Sequence[Any] = (),
    ) -> int:
        """Write what a question gives into a file."""
        connection = self._connect()
        connection.execute(f"create or replace temp table w as {_over(sql, tables)}", [*parameters])
        found = connection.execute("select count(*) from w").fetchall()
        self._copy(connection, file)
        return int(found[0][0])

    def write_rows(self, file: Path, types: Mapping[str, str], rows: Sequence[Row]) -> None:
        """Write rows into a file."""
        connection = self._connect()
        columns = list(zip(*rows, strict=True)) if rows else [() for _each in types]
        made = ", ".join(
            f"unnest(${turn}::{kind}[]) as {_quoted(name)}"
            for turn, (name, kind) in enumerate(types.items(), 1)
        )
        connection.execute(
            f"create or replace temp table w as select {made}", [list(each) for each in columns]
        )
        self._copy(connection, file)

    def _copy(self, connection: duckdb.DuckDBPyConnection, file: Path) -> None:
        """Write to a name of its own first: whoever reads sees the whole file or none."""
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(f".{os.getpid()}.part")
        try:
            # Rows are sorted: of many small groups, a question opens those that it needs.
            connection.execute(
                f"copy w to '{_path(beside)}' "
                f"(format parquet, compression zstd, row_group_size {GROUP})"
            )
            beside.replace(file)
        finally:
            connection.execute("drop table if exists w")
            with suppress(FileNotFoundError):
                beside.unlink()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _path(file: Path) -> str:
    return str(file).replace("'", "''")


def _over(sql: str, tables: Mapping[str, Sequence[Path]]) -> str:
    """Name the files of each table in front of a question; a table without files is empty."""
    named = []
    for name, files in tables.items():
        if files:
            listed = ", ".join(f"'{_path(each)}'" for each in files)
            named.append(f"{_quoted(name)} as (select * from read_parquet([{listed}]))")
        else:
            types = _KNOWN[name]
            empty = ", ".join(f"null::{kind} as {_quoted(key)}" for key, kind in types.items())
            named.append(f"{_quoted(name)} as (select {empty} where false)")
    return f"with {', '.join(named)} {sql}" if named else sql
