"""Keeps processes alive: starts what died again, ends all when told to, leaves none behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Growing pauses before a process that died is started again; work never waits longer for it.
PAUSES = (0.2, 1.0, 2.0, 5.0, 5.0)
# A process that ran this long has recovered: its next death counts as the first one.
STEADY_SECONDS = 60.0
# One that never came so far is not worth trying again for ever.
STARTED_SECONDS = 5.0
STOP_SECONDS = 8.0
LOOK_SECONDS = 0.1
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A command that is to run all the time."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    deaths: int = 0
    was_up: bool = False
    start_at: float = 0.0

    def start(self) -> None:
        # The supervisor has no threads that a function between fork and exec could trip over.
        self.process = subprocess.Popen(
            self.command,
            start_new_session=True,
            preexec_fn=_end_with_parent(),  # noqa: PLW1509
        )
        self.began = time.monotonic()

    def note_death(self) -> None:
        """Plan the next start, later the more often it died in a row."""
        assert self.process
        # Its own children would go on holding the port.
        _signal_group(self.process.pid, signal.SIGKILL)
        lived = time.monotonic() - self.began
        self.was_up = self.was_up or lived > STARTED_SECONDS
        self.deaths = 1 if lived > STEADY_SECONDS else self.deaths + 1
        self.start_at = time.monotonic() + PAUSES[min(self.deaths, len(PAUSES)) - 1]
        self.process = None


class Supervisor:
    """Runs children until a signal comes; `tell` is given what happens to them."""

    def __init__(self, children: Sequence[Child], tell: Callable[[str, int], None]) -> None:
        self.children = children
        self.tell = tell
        self.is_told_to_stop = False

    def run(self, *, is_up: Callable[[], bool], when_up: Callable[[], None]) -> int:
        """
        Keep the children alive; gives 0 after a signal, 1 if one of them cannot be started.

        `is_up` is asked until it says yes; then `when_up` runs once.
        """
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            # Whoever started us with `nohup` wants us to outlive the terminal.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._stop)
        try:
            for child in self.children:
                child.start()
            was_up = False
            while not self.is_told_to_stop:
                if not was_up and is_up():
                    was_up = True
                    when_up()
                if not all(self._is_kept_alive(child) for child in self.children):
                    return 1
                time.sleep(LOOK_SECONDS)
        finally:
            self._end_all()
        return 0

    def _stop(self, _number: int, _frame: object) -> None:
        self.is_told_to_stop = True

    def _is_kept_alive(self, child: Child) -> bool:
        if child.process is None:
            if time.monotonic() >= child.start_at:
                child.start()
            return True
        code = child.process.poll()
        if code is None:
            return True
        child.note_death()
        self.tell(child.name, code)
        return child.was_up or child.deaths < len(PAUSES)

    def _end_all(self) -> None:
        running = [child.process for child in self.children if child.process]
        for process in running:
            _signal_group(process.pid, signal.SIGTERM, only_leader=True)
        until = time.monotonic() + STOP_SECONDS
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, until - time.monotonic()))
            _signal_group(process.pid, signal.SIGKILL)
            process.wait()


def _signal_group(pid: int, number: int, *, only_leader: bool = False) -> None:
    # It may be gone already.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if only_leader:
            os.kill(pid, number)
        else:
            os.killpg(pid, number)


def _end_with_parent() -> Callable[[], None] | None:
    """Let Linux end a child whose supervisor was killed; elsewhere nothing does."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def ask_for_death_signal() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask_for_death_signal
