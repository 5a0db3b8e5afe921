"""What CI says of a build, and what came of saying it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.rnd.engineering.models import Commit, Repository
from twintrack.rnd.quality.lifecycle import BuildState, Format
from twintrack.rnd.quality.models import Build

WHOLE = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
BEGINNING = re.compile(r"[0-9a-f]{7,63}")


class CommitImpossible(Refusal):
    """What names the commit is no sha, or the beginning of none that is known."""

    message = _("Name the commit by its whole sha of 40 letters and digits.")
    status = 422


class AddressImpossible(Refusal):
    """The address of a build is no web address."""

    message = _("The address of a build begins with https:// or http://.")
    status = 422


class NothingReported(Refusal):
    """Neither a file nor a state."""

    message = _("Send at least one report, or say how the build ended.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class BuildFacts:
    """Which commit was built, by which job; an address tells runs of one job apart."""

    sha: str
    branch: str = ""
    job: str = ""
    url: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    # How CI says it ended; otherwise the tests say it.
    state: BuildState | None = None


@dataclass(frozen=True, kw_only=True)
class Given:
    """A file that CI gives; it can be read twice."""

    name: str
    format: Format
    file: IO[bytes]


@dataclass(frozen=True, kw_only=True)
class Reported:
    """The build, how many files were new, and how many were known already."""

    build: Build
    added: int
    known: int


def checked(repository: Repository, facts: BuildFacts) -> BuildFacts:
    """
    Give what was said with the whole sha, and without what cannot be kept.

    :raises CommitImpossible: if the sha is none.
    :raises AddressImpossible: if the address is none of the web.
    """
    sha = facts.sha.strip().lower()
    if not WHOLE.fullmatch(sha):
        sha = _whole(repository, sha)
    url = facts.url.strip()
    if url and (not url.startswith(("https://", "http://")) or len(url) > 500):
        raise AddressImpossible
    branch = facts.branch.strip().removeprefix("refs/heads/")[:200]
    return replace(facts, sha=sha, url=url, branch=branch, job=facts.job.strip()[:200])


def _whole(repository: Repository, beginning: str) -> str:
    if not BEGINNING.fullmatch(beginning):
        raise CommitImpossible
    known = Commit.objects.filter(repository=repository, sha__startswith=beginning)
    found = list(known.values_list("sha", flat=True)[:2])
    if len(found) != 1:
        raise CommitImpossible
    return str(found[0])
