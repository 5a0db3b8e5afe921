"""
The demo company: built once a run while other tests go on, copied for each who asks for it.

Whoever builds holds a lock until the company stands, so whoever needs it waits for the lock.
"""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from twintrack.demo.company import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90
# Held until the run ends: Python complains of children that nobody holds.
_building: list[subprocess.Popen[bytes]] = []


def begin(shared: Path) -> None:
    """Let the company be built beside the tests, unless somebody has begun."""
    with _sole(shared) as lock:
        if lock is None or (shared / "company.name").exists():
            return
        name, server = f"company_{secrets.token_hex(4)}", _server()
        (shared / "company.name").write_text(name)
        if server:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        (shared / "built").mkdir()
        around = _around(shared / "built", _beside(server, name))
        demo = [sys.executable, "-m", "twintrack.cli", "demo", "--language", "zh-hans"]
        with (shared / "company.log").open("w") as log:
            # The child keeps the lock after this process has let go of it.
            _building.append(
                subprocess.Popen(
                    demo, cwd=ROOT, env=around, stdout=log, stderr=log, pass_fds=[lock]
                )
            )


@contextmanager
def copied(folder: Path, shared: Path) -> Iterator[str]:
    """Give the address of a database with the company in it, which nobody else uses."""
    begin(shared)
    server = _server()
    with _sole(shared, wait=True):
        built = (shared / "company.name").read_text()
        said = (shared / "company.log").read_text()
        # Who may sign in is the last that it says.
        assert PASSWORD in said, f"The demo company was not built:\n{said}"
        if not server:
            shutil.copytree(shared / "built", folder, dirs_exist_ok=True)
    if not server:
        yield ""
        return
    name = f"browser_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        with _sole(shared, wait=True):
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {built}")  # type: ignore[call-overload]
        try:
            yield _beside(server, name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


@contextmanager
def served(folder: Path, shared: Path) -> Iterator[str]:
    """Serve a copy of the company with a worker beside it; gives the address."""
    with copied(folder, shared) as database:
        port = free_port()
        around = _around(folder, database) | {"TWINTRACK_PORT": str(port)}
        log = (folder / "log").open("w")
        serve = [sys.executable, "-m", "twintrack.cli", "serve", "--workers", "1"]
        server = subprocess.Popen(
            serve, cwd=ROOT, env=around, stdout=log, stderr=log, start_new_session=True
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/account/login/", folder / "log")
            yield url
        finally:
            # How it ends in order is tested where it is served; here nobody waits for that.
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(20)
            log.close()


def _around(folder: Path, database: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "TWINTRACK_DATA_DIR": str(folder),
        "TWINTRACK_DATABASE_URL": database,
    }


@contextmanager
def _sole(shared: Path, *, wait: bool = False) -> Iterator[int | None]:
    """Let one at a time in; nobody where somebody is in and this one does not wait."""
    with (shared / "company.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield None
            return
        yield lock.fileno()


def forget(shared: Path) -> None:
    """Drop what was built for a run; called when the run ends."""
    server, note = _server(), shared / "company.name"
    if server and note.exists():
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {note.read_text()} WITH (FORCE)")  # type: ignore[call-overload]


def _server() -> str:
    return os.environ.get("TWINTRACK_DATABASE_URL", "")


def _beside(server: str, name: str) -> str:
    return server.rsplit("/", 1)[0] + f"/{name}" if server else ""


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
