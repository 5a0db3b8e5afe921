"""The port of `make demo` is looked at before anything is built."""

import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def ask(port: str, goal: str = "demo") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools/port.py"), port, goal]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_port_that_is_taken_is_told_in_both_languages_with_another_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = ask(str(port), "run")

    assert refused.returncode == 1
    assert f"Port {port} cannot be used" in refused.stderr
    assert f"端口 {port} 不可用" in refused.stderr
    assert refused.stderr.count("make run PORT=") == 2
    assert ask(str(port)).returncode == 0


def test_what_is_no_port_is_refused_without_a_trace() -> None:
    for port in ("99999", "eight"):
        refused = ask(port)
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
        assert "PORT=8001" in refused.stderr


def test_both_ways_to_serve_look_at_the_port_first() -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert "\ndemo: free setup " in makefile
    assert "\nrun: free setup " in makefile
