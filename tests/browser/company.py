"""The demo company on the web: a copy, served for each who asks for it."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.ground import ROOT, around, copied
from twintrack.cli.serve import WORKER, web

START_SECONDS = 90


@contextmanager
def served(folder: Path, shared: Path) -> Iterator[str]:
    """Serve a copy of the company with a worker beside it; gives the address."""
    with copied(folder, shared) as database, ExitStack() as running:
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        own = around(folder, database) | {"TWINTRACK_BASE_URL": url}
        log = running.enter_context((folder / "log").open("w"))
        # What `serve` starts, without the time that it takes to look whether it may.
        for command in (web("127.0.0.1", port, 1), WORKER):
            process = subprocess.Popen(
                command, cwd=ROOT, env=own, stdout=log, stderr=log, start_new_session=True
            )
            running.callback(_end, process)
        _wait_for(f"{url}/account/login/", folder / "log")
        yield url


def _end(process: subprocess.Popen[bytes]) -> None:
    # How it ends in order is tested where it is served; here nobody waits for that.
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)


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
