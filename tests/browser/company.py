"""The demo company, served by the real server with a worker beside it."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import psycopg

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a fresh demo company on a database of its own; gives its address."""
    with _database() as database:
        port = free_port()
        around = os.environ | {
            "DJANGO_SETTINGS_MODULE": "twintrack.config.settings.development",
            "TWINTRACK_DATA_DIR": str(folder),
            "TWINTRACK_DATABASE_URL": database,
            "TWINTRACK_PORT": str(port),
        }
        for command in (["migrate", "--verbosity", "0"], ["demo", "--language", "zh-hans"]):
            manage = [sys.executable, "manage.py", *command]
            subprocess.run(manage, cwd=ROOT, env=around, check=True, stdout=subprocess.DEVNULL)
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


@contextmanager
def _database() -> Iterator[str]:
    base = os.environ.get("TWINTRACK_DATABASE_URL", "")
    if not base:
        yield ""
        return
    name = f"browser_{secrets.token_hex(4)}"
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        try:
            yield base.rsplit("/", 1)[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


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
        except (URLError, ConnectionError):
            # The server says nothing when it is ready: only asking tells.
            time.sleep(0.05)
    raise AssertionError(f"The server did not start:\n{log.read_text()}")
