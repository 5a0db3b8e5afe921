"""Does what is due: claimed under a row lock, so that several workers do it once."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from django.db import connection, transaction

from twintrack.foundation.schedules.models import Schedule
from twintrack.foundation.schedules.registry import Job, all_jobs

logger = logging.getLogger(__name__)


def run_due(*, at: datetime) -> int:
    """Do all work that is due; gives how many jobs ran, failed ones among them."""
    jobs = {job.name: job for job in all_jobs()}
    known = dict(Schedule.objects.values_list("name", "next_run_at"))
    for name in jobs.keys() - known.keys():
        Schedule.objects.get_or_create(
            name=name, defaults={"next_run_at": jobs[name].next_after(at)}
        )
    due = [jobs[name] for name in sorted(known) if name in jobs and known[name] <= at]
    return sum(_run(job, at) for job in due)


def _claim(job: Job, at: datetime) -> bool:
    with transaction.atomic():
        rows = Schedule.objects.filter(name=job.name, next_run_at__lte=at)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(no_key=True, skip_locked=True)
        schedule = rows.first()
        if schedule is None:
            return False
        schedule.next_run_at, schedule.started_at = job.next_after(at), at
        schedule.save(update_fields=["next_run_at", "started_at"])
    return True


def _run(job: Job, at: datetime) -> bool:
    if not _claim(job, at):
        return False
    began, failure = time.monotonic(), ""
    try:
        job.run(at)
    except Exception as error:
        # One job that fails must not keep the others from their turn.
        logger.exception("Scheduled work failed: %s", job.name)
        failure = f"{type(error).__name__}: {error}"[:500]
    Schedule.objects.filter(name=job.name).update(
        started_at=None,
        last_run_at=at,
        last_seconds=round(time.monotonic() - began, 3),
        last_error=failure,
    )
    return True
