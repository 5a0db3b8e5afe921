"""`twintrack serve` on an empty folder: one command, pages, and a clean end."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.browser.company import free_port
from tests.ground import ROOT


@contextmanager
def twintrack(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    around = os.environ | {
        "DJANGO_SETTINGS_MODULE": "twintrack.config.settings.development",
        "TWINTRACK_DATA_DIR": str(folder),
        "TWINTRACK_DATABASE_URL": "",
        "LC_ALL": "en_GB.UTF-8",
    }
    command = [sys.executable, "-m", "twintrack.cli", *words]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=around,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_one_command_makes_tables_says_the_address_and_ends_cleanly(tmp_path: Path) -> None:
    port = free_port()
    with twintrack(tmp_path, "serve", "--port", str(port), "--workers", "1") as process:
        assert process.stdout
        assert f"http://127.0.0.1:{port}" in process.stdout.readline()
        assert "first administrator" in process.stdout.readline()
        with urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
            assert page.url.endswith("/first-run/")
            assert page.status == 200
        process.terminate()

        assert process.wait(10) == 0
        # The pipes end when the last process that holds them has ended.
        assert process.stdout.read() == ""


def test_a_taken_port_is_said_clearly(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with twintrack(tmp_path, "serve", "--port", str(port)) as process:
            assert process.wait(20) == 1
            assert process.stderr
            assert f"127.0.0.1:{port} cannot be used" in process.stderr.read()
