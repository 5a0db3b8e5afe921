"""What an engine does; another one takes DuckDB's place by doing the same."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

Row = tuple[Any, ...]


class Engine(Protocol):
    """Reads Parquet files as tables and runs SQL over them."""

    def query(
        self, sql: str, tables: Mapping[str, Sequence[Path]], parameters: Sequence[Any] = ()
    ) -> list[Row]:
        """Run a question; `tables` names the files that each table is made of."""
        ...

    def write(
        self,
        file: Path,
        sql: str,
        tables: Mapping[str, Sequence[Path]],
        parameters: Sequence[Any] = (),
    ) -> int:
        """Write what a question gives into a file; gives the number of rows."""
        ...

    def write_rows(self, file: Path, types: Mapping[str, str], rows: Sequence[Row]) -> None:
        """Write rows into a file."""
        ...
