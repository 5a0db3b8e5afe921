"""
What a run stands on: the tables and the demo company, made once while the first tests go on.

Whoever makes them holds a lock for each until it stands, so whoever needs one waits for its lock.
"""

import fcntl
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
TABLES, COMPANY = "tables", "company"
# Held until the run ends: Python complains of children that nobody holds.
_making: list[subprocess.Popen[bytes]] = []


def begin(shared: Path, *, with_company: bool) -> None:
    """Let it be made beside the tests, unless somebody has begun."""
    with sole(shared, "begin"):
        if has_begun(shared):
            return
        (shared / "name").write_text(secrets.token_hex(4))
        (shared / COMPANY).mkdir()
        address = ""
        if server():
            _tell(f"CREATE DATABASE {_named(shared, COMPANY)}")
            address = _beside(_named(shared, COMPANY))
        with (
            sole(shared, TABLES) as tables,
            sole(shared, COMPANY) as company,
            (shared / "log").open("w") as log,
        ):
            # The child keeps the locks after this process has let go of them.
            words = [str(shared), str(tables), *([COMPANY] if with_company else [])]
            _making.append(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.making", *words],
                    cwd=ROOT,
                    env=around(shared / COMPANY, address),
                    stdout=log,
                    stderr=log,
                    pass_fds=[tables, company],
                )
            )


def has_begun(shared: Path) -> bool:
    return (shared / "name").exists()


def keep_tables(shared: Path) -> None:
    """Keep what has been migrated; nobody may be connected to it."""
    if server():
        _copy(_named(shared, COMPANY), _named(shared, TABLES))
    shutil.copytree(shared / COMPANY, shared / TABLES)


def copy_tables(shared: Path, name: str) -> None:
    """Give the tables to whoever needs them, in a database of that name."""
    with sole(shared, TABLES):
        said = (shared / "log").read_text()
        assert (shared / TABLES).exists(), f"The tables were not made:\n{said}"
        if server():
            _tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            _copy(_named(shared, TABLES), name)
            return
        for left in ("", "-wal", "-shm"):
            Path(name + left).unlink(missing_ok=True)
        shutil.copy(shared / TABLES / "twintrack.sqlite3", name)


@contextmanager
def copied(folder: Path, shared: Path) -> Iterator[str]:
    """Give the address of a database with the company in it, which nobody else uses."""
    begin(shared, with_company=True)
    name = f"browser_{secrets.token_hex(4)}"
    with sole(shared, COMPANY):
        said = (shared / "log").read_text()
        # The one thing that the demo says is its last.
        assert "Sign in as" in said, f"The demo company was not built:\n{said}"
        if server():
            _copy(_named(shared, COMPANY), name)
        else:
            shutil.copytree(shared / COMPANY, folder, dirs_exist_ok=True)
    try:
        yield _beside(name) if server() else ""
    finally:
        if server():
            _tell(f"DROP DATABASE {name} WITH (FORCE)")


def around(folder: Path, address: str) -> dict[str, str]:
    """Give the surroundings of a process that works in a folder and a database of its own."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        # Where nothing compiled may be kept, each process would compile the whole product.
        "PYTHONDONTWRITEBYTECODE": "",
        "TWINTRACK_DATA_DIR": str(folder),
        "TWINTRACK_DATABASE_URL": address,
    }


@contextmanager
def sole(shared: Path, what: str) -> Iterator[int]:
    """Let one at a time in; the others wait."""
    with (shared / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def forget(shared: Path) -> None:
    """Drop what was made for a run; called when the run ends."""
    if server() and has_begun(shared):
        for what in (TABLES, COMPANY):
            _tell(f"DROP DATABASE IF EXISTS {_named(shared, what)} WITH (FORCE)")


def server() -> str:
    return os.environ.get("TWINTRACK_DATABASE_URL", "")


def _named(shared: Path, what: str) -> str:
    return f"{what}_{(shared / 'name').read_text()}"


def _beside(name: str) -> str:
    return server().rsplit("/", 1)[0] + f"/{name}"


def _copy(name: str, to: str) -> None:
    _tell(f'CREATE DATABASE "{to}" TEMPLATE {name}')


def _tell(statement: str) -> None:
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
