"""Read git's log as it comes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from twintrack.rnd.engineering.history.git import Failed, stream

MARK = b"\x01"
SHAPE = "%x01%H%x00%P%x00%aN%x00%aE%x00%at%x00%ct%x00%B%x00"
LOG = (
    "log",
    "-z",
    "--raw",
    "--numstat",
    "-M",
    "--no-abbrev",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--use-mailmap",
    "--no-walk=unsorted",
    "--stdin",
    f"--format=tformat:{SHAPE}",
)
# So many commits are asked of one git, and so many gits may be ahead of what is taken.
AT_ONCE = 750
AHEAD = 2
LAST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


@dataclass(slots=True)
class ReadFile:
    """How a commit changed one file; no numbers where lines mean nothing."""

    path: str
    old_path: str
    kind: str
    added: int | None = None
    deleted: int | None = None


@dataclass(slots=True)
class ReadCommit:
    """A commit as git tells it."""

    sha: str
    parents: str
    author_name: str
    author_mail: str
    authored_at: datetime
    committed_at: datetime
    message: str
    files: dict[str, ReadFile] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        return self.message.strip().partition("\n")[0].strip()

    @property
    def body(self) -> str:
        return self.message.strip().partition("\n")[2].strip()

    @property
    def is_merge(self) -> bool:
        return " " in self.parents


def read_log(mirror: Path, shas: Sequence[str]) -> Iterator[ReadCommit]:
    """
    Give these commits in their order; while some are taken, git reads those that follow.

    :raises Failed: if git cannot read them.
    """
    ahead: deque[tuple[ExitStack, Iterator[bytes]]] = deque()
    try:
        for start in range(0, len(shas), AT_ONCE):
            given = "".join(f"{sha}\n" for sha in shas[start : start + AT_ONCE]).encode()
            stack = ExitStack()
            ahead.append((stack, stack.enter_context(stream(mirror, *LOG, given=given))))
            if len(ahead) > AHEAD:
                yield from _first_of(ahead)
        while ahead:
            yield from _first_of(ahead)
    finally:
        for stack, _pieces in ahead:
            with suppress(Failed):
                stack.close()


def _first_of(ahead: deque[tuple[ExitStack, Iterator[bytes]]]) -> Iterator[ReadCommit]:
    stack, pieces = ahead[0]
    yield from _parse(pieces)
    ahead.popleft()
    stack.close()


def authors(mirror: Path) -> Iterator[tuple[str, str, str]]:
    """Give sha, name and mail of each commit's author by the present mailmap."""
    shape = "--format=tformat:%H%x00%aN%x00%aE"
    with stream(mirror, "log", "-z", "--use-mailmap", shape, "--all") as pieces:
        for sha in pieces:
            yield sha.decode(), text(next(pieces)), text(next(pieces))


def _parse(pieces: Iterator[bytes]) -> Iterator[ReadCommit]:
    commit: ReadCommit | None = None
    for piece in pieces:
        if piece.startswith(MARK):
            if commit is not None:
                yield commit
            commit = _head(piece, pieces)
        elif commit is not None and (said := piece.lstrip(b"\n")):
            _add_file(commit, said, pieces)
    if commit is not None:
        yield commit


def _head(first: bytes, pieces: Iterator[bytes]) -> ReadCommit:
    parents, name, mail, authored, committed, message = (next(pieces) for _ in range(6))
    return ReadCommit(
        sha=first[1:].decode(),
        parents=parents.decode(),
        author_name=text(name),
        author_mail=text(mail),
        authored_at=_moment(authored),
        committed_at=_moment(committed),
        message=text(message),
    )


def _add_file(commit: ReadCommit, said: bytes, pieces: Iterator[bytes]) -> None:
    if said.startswith(b":"):
        kind = chr(said.rsplit(b" ", 1)[1][0])
        path, old = text(next(pieces)), ""
        if kind in "RC":
            old, path = path, text(next(pieces))
        commit.files[path] = ReadFile(path=path, old_path=old, kind=kind)
        return
    added, deleted, name = said.split(b"\t", 2)
    if not name:
        next(pieces)
        name = next(pieces)
    found = commit.files.get(text(name))
    if found is not None and added != b"-":
        found.added, found.deleted = int(added), int(deleted)


def text(piece: bytes) -> str:
    """Read what git wrote; what is no UTF-8 stays visible as its bytes."""
    return piece.decode("utf-8", "backslashreplace")


def _moment(piece: bytes) -> datetime:
    # Broken clocks and broken tools wrote any number into some histories.
    try:
        seconds = int(piece)
    except ValueError:
        seconds = 0
    return moment_of(seconds)


def moment_of(seconds: int) -> datetime:
    """Give a point in time, the nearest that can be kept."""
    return datetime.fromtimestamp(min(max(seconds, 0), LAST), UTC)
