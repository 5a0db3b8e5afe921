"""A bare copy of a repository that is brought up to date: only it is read."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.rnd.engineering.history.git import (
    FETCH_SECONDS,
    Failed,
    NotReached,
    NotRepository,
    ask,
)
from twintrack.rnd.engineering.history.sources import SourceMissing, is_local

# Branches, tags, and what is proposed on GitHub and GitLab; notes and stashes are no history.
TAKEN = ("heads", "tags", "pull", "merge-requests")
REFSPECS = tuple(f"+refs/{name}/*:refs/{name}/*" for name in TAKEN)
LONGEST = 200
USUAL = ("main", "master", "trunk", "develop")


class AlreadyRead(Refusal):
    """Another process reads the same repository at this moment."""

    message = _("This repository is being read at the moment. Wait until it is done.")


@dataclass(frozen=True, kw_only=True)
class Tag:
    """A tag of a commit; the time is that of the tagger, or else that of the commit."""

    name: str
    sha: str
    tagged_at: int


@dataclass(frozen=True, kw_only=True)
class Refs:
    """Where branches and tags stand."""

    shas: dict[str, str]
    tags: list[Tag]

    @property
    def branches(self) -> dict[str, str]:
        head = "refs/heads/"
        return {
            name.removeprefix(head): sha for name, sha in self.shas.items() if name.startswith(head)
        }


@contextmanager
def held(mirror: Path) -> Iterator[None]:
    """
    Let nobody else touch a mirror until it is done with.

    :raises AlreadyRead: if somebody has it in hand.
    """
    mirror.parent.mkdir(parents=True, exist_ok=True)
    with mirror.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRead from None
        yield


def bring_up_to_date(mirror: Path, source: str) -> None:
    """
    Fetch what is new into the mirror, and drop branches and tags that are gone.

    :raises SourceMissing: if a path does not exist any more.
    :raises NotRepository: if what is there is none.
    :raises NotReached: if another machine does not give it.
    """
    if is_local(source) and not Path(source).exists():
        raise SourceMissing
    if not (mirror / "HEAD").exists():
        shutil.rmtree(mirror, ignore_errors=True)
        ask(None, "init", "--quiet", "--bare", "--", str(mirror))
    fetch = ("fetch", "--quiet", "--prune", "--no-tags", "--force", "--no-recurse-submodules")
    try:
        ask(mirror, *fetch, "--", source, *REFSPECS, seconds=FETCH_SECONDS)
    except Failed as failure:
        kind = NotRepository if is_local(source) else NotReached
        raise kind(f"{kind.message} ({failure})") from failure


def main_branch(mirror: Path, source: str, branches: dict[str, str]) -> str:
    """Find which branch the source calls its own, or the one that is usually called so."""
    branches = {name: sha for name, sha in branches.items() if len(name) <= LONGEST}
    usual = next((each for each in USUAL if each in branches), "")
    # On this machine it is only what somebody works on at the moment.
    if is_local(source) and usual:
        return usual
    try:
        told = ask(mirror, "ls-remote", "--symref", "--", source, "HEAD", seconds=60)
    except Failed:
        told = b""
    for line in told.decode("utf-8", "replace").split("\n"):
        first, _tab, _name = line.partition("\t")
        branch = first.removeprefix("ref: refs/heads/").strip()
        if first.startswith("ref: ") and branch in branches:
            return branch
    return usual or min(branches, default="")


def point_at(mirror: Path, branch: str) -> None:
    """Let the mirror stand on a branch, of which its mailmap is read."""
    ask(mirror, "symbolic-ref", "HEAD", f"refs/heads/{branch}")


def mailmap_of(mirror: Path) -> str:
    """Name the mailmap of the branch that the mirror stands on; nothing where there is none."""
    try:
        return ask(mirror, "rev-parse", "--quiet", "--verify", "HEAD:.mailmap").decode().strip()
    except Failed:
        return ""


def refs_of(mirror: Path) -> Refs:
    """List where all branches and tags stand."""
    fields = (
        "refname",
        "objectname",
        "objecttype",
        "*objectname",
        "*objecttype",
        "creatordate:unix",
    )
    shape = "%00".join(f"%({field})" for field in fields)
    shas, tags = {}, []
    told = ask(mirror, "for-each-ref", f"--format={shape}").decode("utf-8", "replace")
    # Names may hold what Python takes for the end of a line; git ends lines by this one alone.
    for line in told.rstrip("\n").split("\n") if told else ():
        name, sha, kind, peeled, peeled_kind, moment = line.split("\0")
        shas[name] = sha
        if name.startswith("refs/tags/"):
            commit = sha if kind == "commit" else peeled
            if kind == "tag" and peeled_kind == "tag":
                commit = _peel(mirror, name)
            elif kind != "commit" and peeled_kind != "commit":
                commit = ""
            short = name.removeprefix("refs/tags/")
            # No release is called by more than anybody could read.
            if commit and len(short) <= LONGEST:
                tags.append(Tag(name=short, sha=commit, tagged_at=int(moment or 0)))
    return Refs(shas=shas, tags=tags)


def _peel(mirror: Path, name: str) -> str:
    try:
        return (
            ask(mirror, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
        )
    except Failed:
        return ""


def graph_of(mirror: Path) -> dict[str, list[str]]:
    """Give the parents of every commit that a branch or tag leads to, parents before children."""
    told = (
        ask(mirror, "rev-list", "--parents", "--topo-order", "--reverse", "--all")
        .decode("ascii")
        .splitlines()
    )
    return {shas[0]: shas[1:] for shas in (line.split(" ") for line in told)}


def only_in(mirror: Path, reached: str, without: str) -> list[str]:
    """List the commits that one leads to and another does not."""
    return ask(mirror, "rev-list", reached, "--not", without).decode("ascii").split()
