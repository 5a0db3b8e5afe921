"""Hold a meeting while it changes, and see who may change it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotAllowed, NotThere, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.models import User
from twintrack.rnd.reviewing.models import AgendaItem, Meeting


class MeetingOver(Refusal):
    """A meeting that is closed or cancelled stays as it is."""

    message = _("This meeting is over. What it left open can go to another one.")


class NotRunning(Refusal):
    """This is done while a meeting goes on."""

    message = _("This meeting is not going on.")


class NotInvited(Refusal):
    """Only who is invited to a meeting votes in it."""

    message = _("You are not invited to this meeting. Ask the chair to add you.")


def held(meeting: Meeting) -> Meeting:
    """Read a meeting again under a lock."""
    found: Meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    return found


def held_prepared(meeting: Meeting) -> Meeting:
    """
    Read a meeting again under a lock, to change what it is about.

    :raises MeetingOver: if it is closed or cancelled.
    """
    found = held(meeting)
    if not found.is_prepared:
        raise MeetingOver
    return found


def held_running(meeting: Meeting) -> Meeting:
    """
    Read a meeting again under a lock, to go on with it.

    :raises MeetingOver: if it is closed or cancelled.
    :raises NotRunning: if it has not begun.
    """
    found = held_prepared(meeting)
    if not found.is_running:
        raise NotRunning
    return found


def held_item(item: AgendaItem) -> AgendaItem:
    """
    Read what stands on an agenda again; its meeting is held.

    :raises NotThere: if somebody took it off.
    """
    found = (
        AgendaItem.objects.filter(pk=item.pk)
        .select_related("requirement__product", "requirement__owner", "review", "meeting")
        .first()
    )
    if found is None:
        raise NotThere
    return found


def check_takes_part(user: User, meeting: Meeting) -> None:
    """
    Let those write who are invited, and those who may hold meetings.

    :raises NotAllowed: if the person is neither.
    """
    check_may(user, Act.USE)
    if may(user, Act.HOLD_REVIEW_MEETINGS):
        return
    if not meeting.participants.filter(person=user).exists():
        raise NotAllowed


def numbers_of(items: Collection[AgendaItem]) -> tuple[str, ...]:
    """Name the requirements of some items."""
    return tuple(each.requirement.number for each in items)
