"""Tells administrators what needs their hands."""

from datetime import datetime

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.roles import Role
from twintrack.foundation.jobs.models import Worker
from twintrack.foundation.ledger.models import Entry, ParkedEntry
from twintrack.foundation.notifications.operations import notify


def tell_of_parked(parked: ParkedEntry) -> None:
    """Tell administrators that a subscriber could not handle an entry."""
    for person in list_people(roles=[Role.ADMIN]):
        notify(
            recipient=person,
            entry=parked.entry,
            told_by="jobs/parked",
            because="jobs/administrator",
            about=parked,
            at=parked.parked_at,
        )


def tell_of_silence(worker: Worker, entry: Entry, at: datetime) -> None:
    """Tell administrators that a worker gives no sign any more."""
    for person in list_people(roles=[Role.ADMIN]):
        notify(
            recipient=person,
            entry=entry,
            told_by="jobs/silent",
            about=worker,
            at=at,
            because="jobs/administrator",
        )
