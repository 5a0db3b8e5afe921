"""Which work is done at set times; apps register theirs when they start."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class Job:
    """
    Work to be done again and again: `every` so often, or daily `at` a time of the installation.

    `run` is given the moment of its start. A time that passed while no worker ran is made up
    for once.
    """

    name: str
    label: str | Promise
    run: Callable[[datetime], None]
    every: timedelta | None = None
    at: time | None = None

    def next_after(self, moment: datetime) -> datetime:
        """Say when it is due after a moment."""
        if self.every is not None:
            return moment + self.every
        assert self.at is not None
        local = moment.astimezone(zoneinfo.ZoneInfo(settings.TIME_ZONE))
        due = local.replace(
            hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0, fold=0
        )
        return due if due > local else due + timedelta(days=1)


_JOBS: dict[str, Job] = {}


def register(job: Job) -> None:
    """Make work known; called from an app's `ready`."""
    _JOBS[job.name] = job


def all_jobs() -> list[Job]:
    """List the scheduled work by name."""
    return [_JOBS[name] for name in sorted(_JOBS)]
