"""Ask git, without a shell; whatever a repository holds is data and never a command."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal

# Another machine may take so long to give what is new.
FETCH_SECONDS = 1800
BLOCK = 1 << 16
ROOM = 1 << 20
SETTINGS = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.quotePath": "false",
    "diff.renames": "true",
    "gc.auto": "0",
    "i18n.logOutputEncoding": "UTF-8",
    "log.showSignature": "false",
    "protocol.ext.allow": "never",
}


class GitMissing(Refusal):
    """There is no git on this machine."""

    message = _("git is not installed on the server. Install it, then read again.")
    status = 503


class NotRepository(Refusal):
    """What is there is no repository, or a damaged one."""

    message = _("This is not a git repository, or it is damaged.")
    status = 422


class NotReached(Refusal):
    """Another machine does not answer, or does not let us in."""

    message = _("The repository does not answer, or the server may not read it.")
    status = 502


class Failed(Exception):
    """Git ended with an error; the text is its last line."""


def _command(folder: Path | None, arguments: tuple[str, ...]) -> list[str]:
    place = () if folder is None else (f"--git-dir={folder}",)
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    return ["git", "--no-pager", *place, *settings, *arguments]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    ssh = os.environ.get("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=20")
    return kept | {
        "GIT_ALLOW_PROTOCOL": "file:git:https:ssh",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_SSH_COMMAND": ssh,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }


def ask(
    folder: Path | None, *arguments: str, given: bytes = b"", seconds: int | None = None
) -> bytes:
    """
    Run git to its end and give what it wrote.

    :raises GitMissing: if there is no git.
    :raises Failed: if it ended with an error.
    """
    command = _command(folder, arguments)
    try:
        done = subprocess.run(
            command,
            input=given,
            capture_output=True,
            env=_environment(),
            timeout=seconds,
            check=False,
        )
    except FileNotFoundError:
        raise GitMissing from None
    except subprocess.TimeoutExpired:
        raise Failed(f"no answer within {seconds} s") from None
    if done.returncode:
        raise Failed(_last_line(done.stderr))
    return done.stdout


@contextmanager
def stream(folder: Path, *arguments: str, given: bytes = b"") -> Iterator[Iterator[bytes]]:
    """
    Run git and give what it writes, cut at each NUL, as it comes.

    :raises Failed: if it ended with an error.
    """
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as asked:
        asked.write(given)
        asked.seek(0)
        process = subprocess.Popen(
            _command(folder, arguments),
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=told,
            env=_environment(),
        )
        assert process.stdout is not None
        if sys.platform == "linux":
            # So far git may go on while what came before is being kept.
            fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, ROOM)
        try:
            yield _cut(process.stdout.fileno())
            process.stdout.close()
            if process.wait():
                told.seek(0)
                raise Failed(_last_line(told.read()))
        finally:
            process.stdout.close()
            if process.poll() is None:
                process.kill()
            process.wait()


def _cut(handle: int) -> Iterator[bytes]:
    rest: list[bytes] = []
    while block := os.read(handle, BLOCK):
        first, *others = block.split(b"\0")
        rest.append(first)
        if others:
            yield b"".join(rest)
            yield from others[:-1]
            rest = [others[-1]]
    if last := b"".join(rest):
        yield last


def _last_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").strip().splitlines()
    return (lines[-1] if lines else "git failed")[:300]
