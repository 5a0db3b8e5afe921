"""The demo company, served by the real server with a worker beside it."""

import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90


@contextmanager
def served(folder: Path, shared: Path) -> Iterator[str]:
    """
    Serve the demo company on a database of its own; gives its address.

    It is built once a run, in the folder `shared`, and copied for each who asks.
    """
    with _copied(folder, shared) as database:
        port = free_port()
        around = _around(folder, database) | {"TWINTRACK_PORT": str(port)}
        log = (folder / "log").open("w")
        serve = [sys.executable, "-m", "twintrack.cli", "serve", "--workers", "1"]
        server = subprocess.Popen(serve, cwd=ROOT, env=around, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/account/login/", folder / "log")
            yield url
        finally:
            server.terminate()
            server.wait(20)
            log.close()


def _around(folder: Path, database: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "twintrack.config.settings.development",
        "TWINTRACK_DATA_DIR": str(folder),
        "TWINTRACK_DATABASE_URL": database,
    }


@contextmanager
def _copied(folder: Path, shared: Path) -> Iterator[str]:
    server = os.environ.get("TWINTRACK_DATABASE_URL", "")
    with _sole(shared):
        built = _built(shared, server)
        if not server:
            shutil.copytree(shared / "built", folder, dirs_exist_ok=True)
    if not server:
        yield ""
        return
    name = f"browser_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        with _sole(shared):
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {built}")  # type: ignore[call-overload]
        try:
            yield _beside(server, name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


@contextmanager
def _sole(shared: Path) -> Iterator[None]:
    """Let one worker of the run at a time in."""
    with (shared / "company.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _built(shared: Path, server: str) -> str:
    note = shared / "company.name"
    if note.exists():
        return note.read_text()
    name = f"company_{secrets.token_hex(4)}"
    database = ""
    if server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        database = _beside(server, name)
    (shared / "built").mkdir()
    for command in (["migrate", "--verbosity", "0"], ["demo", "--language", "zh-hans"]):
        manage = [sys.executable, "manage.py", *command]
        around = _around(shared / "built", database)
        subprocess.run(manage, cwd=ROOT, env=around, check=True, stdout=subprocess.DEVNULL)
    note.write_text(name)
    return name


def shared_folder(factory: pytest.TempPathFactory, config: pytest.Config) -> Path:
    """Name the folder that all workers of a run see."""
    base = factory.getbasetemp()
    return base.parent if hasattr(config, "workerinput") else base


def forget(shared: Path) -> None:
    """Drop what was built for a run; called when the run ends."""
    server, note = os.environ.get("TWINTRACK_DATABASE_URL", ""), shared / "company.name"
    if server and note.exists():
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {note.read_text()} WITH (FORCE)")  # type: ignore[call-overload]


def _beside(server: str, name: str) -> str:
    return server.rsplit("/", 1)[0] + f"/{name}"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(url: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            # The server says nothing when it is ready: only asking tells.
            time.sleep(0.05)
    raise AssertionError(f"The server did not start:\n{log.read_text()}")
