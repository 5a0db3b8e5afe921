"""Change what a requirement is about: its description and its kind."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import RequirementClassified, RequirementDescribed
from twintrack.rnd.backlog.models import Kind, Requirement
from twintrack.rnd.backlog.operations.locking import locked_open


class KindUnknown(Refusal):
    """There is no such kind of requirement."""

    message = _("There is no such kind of requirement.")
    status = 422


@transaction.atomic
def describe(
    *,
    requirement: Requirement,
    before: str,
    description: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Rewrite the description; `before` is the text the person began with.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    :raises StaleEdit: if somebody rewrote it in between.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    requirement = locked_open(requirement)
    came_from, to = requirement.description, _lines(description)
    if _lines(came_from) == to:
        return requirement
    if _lines(came_from) != _lines(before):
        raise StaleEdit(field="description", current=came_from, attempted=to)
    requirement.description, requirement.updated_at = to, at
    requirement.save(update_fields=["description", "updated_at"])
    record(
        RequirementDescribed(
            requirement_id=requirement.pk,
            number=requirement.number,
            came_from=came_from,
            to=to,
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


@transaction.atomic
def classify(
    *,
    requirement: Requirement,
    before: str,
    kind: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Say of which kind a requirement is; `before` is the kind the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    :raises KindUnknown: if there is no such kind.
    :raises StaleEdit: if somebody changed it in between.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    requirement = locked_open(requirement)
    if kind not in Kind.values:
        raise KindUnknown
    came_from = requirement.kind
    if came_from == kind:
        return requirement
    if came_from != before:
        raise StaleEdit(field="kind", current=came_from, attempted=kind)
    requirement.kind, requirement.updated_at = kind, at
    requirement.save(update_fields=["kind", "updated_at"])
    record(
        RequirementClassified(
            requirement_id=requirement.pk,
            number=requirement.number,
            came_from=came_from,
            to=kind,
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


def _lines(text: str) -> str:
    # Browsers send the ends of lines as two characters.
    return text.replace("\r\n", "\n").strip()
