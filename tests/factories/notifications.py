"""What people are told."""

from datetime import datetime

from tests.factories.backlog import make_requirement
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import RequirementReviewed


def tell(user: User, *, at: datetime | None = None, wording: str = "") -> Notification:
    """Tell somebody that R&D will not do what their customer asked for."""
    requirement = make_requirement()
    event = RequirementReviewed(
        requirement_id=requirement.pk,
        number=requirement.number,
        came_from="proposed",
        decision="rejected",
        reason="no",
        customer_wording=wording,
    )
    entry = Entry.objects.create(
        kind=event.kind,
        payload=event.to_payload(),
        about_kind="requirement",
        about_id=requirement.pk,
        actor=requirement.owner,
        happened_at=requirement.created_at,
    )
    told = notify(
        recipient=user,
        entry=entry,
        told_by="handoffs/decision",
        about=requirement,
        at=at or entry.happened_at,
        because="handoffs/owner",
    )
    assert told is not None
    return told
