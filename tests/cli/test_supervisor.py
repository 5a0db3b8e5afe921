"""The supervisor: starts again what died, ends all when told to, leaves none behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from twintrack.cli.supervisor import PAUSES

# One write a line: two processes share the pipe.
WAITING = "import os, signal; os.write(1, b'%d\\n' % os.getpid()); signal.pause()"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + WAITING
MANY = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', {waiting!r}]);" + WAITING
DYING = "import sys; sys.exit(3)"
MAIN = """
import sys
from twintrack.cli import supervisor
supervisor.PAUSES = (0.01,) * {tries}
supervisor.STOP_SECONDS = 0.5
children = [supervisor.Child("child", [sys.executable, "-c", code]) for code in {codes!r}]
keeper = supervisor.Supervisor(children, lambda name, code: print(name, code, flush=True))
sys.exit(keeper.run(is_up=lambda: True, when_up=lambda: None))
"""


@contextmanager
def supervised(*codes: str) -> Iterator[subprocess.Popen[str]]:
    main = MAIN.format(codes=list(codes), tries=len(PAUSES))
    with subprocess.Popen(
        [sys.executable, "-c", main], stdout=subprocess.PIPE, text=True
    ) as keeper:
        try:
            yield keeper
        finally:
            # Told, not killed: it takes the children of its children along.
            keeper.terminate()
            keeper.wait(20)


def next_line(keeper: subprocess.Popen[str]) -> str:
    assert keeper.stdout
    return keeper.stdout.readline().strip()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_died_is_started_again_and_told() -> None:
    with supervised(WAITING) as keeper:
        first = int(next_line(keeper))
        os.kill(first, signal.SIGKILL)

        assert next_line(keeper) == "child -9"
        assert int(next_line(keeper)) != first


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("code", [WAITING, STUBBORN])
def test_a_signal_ends_every_child_even_one_that_does_not_listen(
    code: str, number: signal.Signals
) -> None:
    with supervised(code, WAITING) as keeper:
        pids = {int(next_line(keeper)), int(next_line(keeper))}
        keeper.send_signal(number)

        assert keeper.wait(10) == 0
        assert not any(is_alive(pid) for pid in pids)


def test_children_of_a_child_that_died_do_not_stay() -> None:
    with supervised(MANY.format(waiting=WAITING)) as keeper:
        pids = [int(next_line(keeper)), int(next_line(keeper))]
        leader = os.getpgid(pids[0])
        os.kill(leader, signal.SIGKILL)

        assert next_line(keeper) == "child -9"
        assert not {int(next_line(keeper)), int(next_line(keeper))} & set(pids)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells a child of such a death.")
def test_a_killed_supervisor_leaves_no_child() -> None:
    with supervised(WAITING) as keeper:
        next_line(keeper)
        keeper.kill()

        # The pipe ends when the last process that holds it has ended.
        assert next_line(keeper) == ""


def test_a_child_that_never_starts_is_given_up() -> None:
    with supervised(DYING, WAITING) as keeper:
        assert keeper.wait(20) == 1
