"""The demo company on the web: a copy, served for each who asks for it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ground import ROOT, around, copied

START_SECONDS = 90


@contextmanager
def served(folder: Path, shared: Path) -> Iterator[str]:
    """Serve a copy of the company with a worker beside it; gives the address."""
    with copied(folder, shared) as database:
        port = free_port()
        own = around(folder, database) | {"TWINTRACK_PORT": str(port)}
        log = (folder / "log").open("w")
        serve = [sys.executable, "-m", "twintrack.cli", "serve", "--workers", "1"]
        server = subprocess.Popen(
            serve, cwd=ROOT, env=own, stdout=log, stderr=log, start_new_session=True
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
