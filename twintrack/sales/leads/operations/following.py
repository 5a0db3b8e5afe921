"""Work on leads: speak with them, qualify them, give them up, take them up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import (
    ReasonMissing,
    Refusal,
    StaleEdit,
    StateNotReachable,
)
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.leads import queries
from twintrack.sales.leads.events import LeadDisqualified, LeadMoved, LeadNoted, LeadReopened
from twintrack.sales.leads.lifecycle import NEXT, Reason, State, Way
from twintrack.sales.leads.models import Lead, LeadNote
from twintrack.sales.leads.operations.holding import hold, hold_open


class NothingSaid(Refusal):
    """A note without words, of somebody who was not reached either."""

    message = _("Write down what was said, or say that somebody was reached.")
    status = 422


class WayUnknown(Refusal):
    """There is no such way of speaking with somebody."""

    message = _("There is no such kind of contact.")
    status = 422


class NotDisqualified(Refusal):
    """Only what was given up can be taken up again."""

    message = _("This lead was not given up.")


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """What was spoken, how, and whether somebody was reached."""

    way: str = Way.CALL.value
    text: str = ""
    reached: bool = False


@transaction.atomic
def note(
    *, lead: Lead, spoken: Spoken, by: User, at: datetime, caused_by: Entry | None = None
) -> LeadNote:
    """
    Note a call, a visit or a message; the first time that somebody is reached stops the clock.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises WayUnknown: if there is no such kind of contact.
    :raises NothingSaid: if there is nothing to note.
    """
    check_may(by, Act.MANAGE_LEADS)
    text = spoken.text.strip()
    if spoken.way not in Way.values:
        raise WayUnknown
    if not text and not spoken.reached:
        raise NothingSaid
    lead = hold(lead)
    reached = spoken.reached and spoken.way != Way.NOTE
    is_first = reached and lead.is_open and lead.contacted_at is None
    if is_first:
        _answered(lead, at)
        if lead.state == State.NEW:
            lead.state, lead.state_since = State.CONTACTED, at
        lead.save(update_fields=["contacted_at", "response_minutes", "state", "state_since"])
    made = LeadNote.objects.create(
        lead=lead, way=spoken.way, text=text, reached=reached, by=by, at=at
    )
    record(
        LeadNoted(
            lead_id=lead.pk,
            number=lead.number,
            company=lead.company,
            note_id=made.pk,
            way=made.way,
            reached=reached,
            is_first=is_first,
            response_minutes=lead.response_minutes if is_first else None,
        ),
        about=lead,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return made


def _answered(lead: Lead, at: datetime) -> None:
    lead.contacted_at = at
    lead.response_minutes = queries.answered_after(lead.created_at, at)


@transaction.atomic
def move(
    *,
    lead: Lead,
    before: State,
    to: State,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Lead:
    """
    Bring an open lead to another open state; `before` is the state the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises LeadClosed: if it has ended.
    :raises StaleEdit: if somebody moved it in between.
    :raises StateNotReachable: if one does not follow the other.
    """
    check_may(by, Act.MANAGE_LEADS)
    lead = hold_open(lead)
    if lead.state == to:
        return lead
    if lead.state != before:
        raise StaleEdit(field="state", current=lead.get_state_display(), attempted=to.label)
    if to not in NEXT[before]:
        raise StateNotReachable
    lead.state, lead.state_since = to, at
    changed = ["state", "state_since"]
    if lead.contacted_at is None:
        _answered(lead, at)
        changed += ["contacted_at", "response_minutes"]
    lead.save(update_fields=changed)
    event = LeadMoved(
        lead_id=lead.pk,
        number=lead.number,
        company=lead.company,
        came_from=before.value,
        to=to.value,
    )
    record(event, about=lead, by=by, at=at, caused_by=caused_by)
    return lead


@transaction.atomic
def disqualify(
    *,
    lead: Lead,
    reason: str,
    words: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Lead:
    """
    Give a lead up, and say why.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no known reason is given, or the reason `other` without words.
    :raises LeadClosed: if it has ended.
    """
    check_may(by, Act.MANAGE_LEADS)
    words = words.strip()
    if reason not in Reason.values or (reason == Reason.OTHER and not words):
        raise ReasonMissing
    lead = hold_open(lead)
    came_from = lead.state
    lead.state, lead.state_since, lead.closed_at, lead.closed_by = State.DISQUALIFIED, at, at, by
    lead.reason, lead.reason_words = reason, words
    lead.save(
        update_fields=[
            *("state", "state_since", "closed_at", "closed_by", "reason", "reason_words")
        ]
    )
    event = LeadDisqualified(
        lead_id=lead.pk,
        number=lead.number,
        company=lead.company,
        came_from=came_from,
        reason=reason,
        words=words,
    )
    record(event, about=lead, by=by, at=at, caused_by=caused_by)
    return lead


@transaction.atomic
def reopen(
    *, lead: Lead, reason: str, by: User, at: datetime, caused_by: Entry | None = None
) -> Lead:
    """
    Take a lead up again that was given up; whoever was reached before is contacted, not new.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if it is not said why.
    :raises NotDisqualified: if it was not given up.
    """
    check_may(by, Act.MANAGE_LEADS)
    if not reason.strip():
        raise ReasonMissing
    lead = hold(lead)
    if lead.state != State.DISQUALIFIED:
        raise NotDisqualified
    lead.state = State.CONTACTED if lead.contacted_at else State.NEW
    lead.state_since, lead.closed_at, lead.closed_by = at, None, None
    lead.reason = lead.reason_words = ""
    changed = ["state", "state_since", "closed_at", "closed_by", "reason", "reason_words"]
    if lead.contacted_at is None:
        # The clock begins anew: what was owed then is not owed now.
        lead.due_at = queries.answer_due(at)
        changed.append("due_at")
    lead.save(update_fields=changed)
    event = LeadReopened(
        lead_id=lead.pk,
        number=lead.number,
        company=lead.company,
        to=lead.state,
        reason=reason.strip(),
    )
    record(event, about=lead, by=by, at=at, caused_by=caused_by)
    return lead
