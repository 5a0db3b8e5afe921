"""Tell people, and note what they have read or put off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Delivery, Notification
from twintrack.foundation.notifications.times import next_morning
from twintrack.foundation.objects.kinds import kind_of
from twintrack.foundation.people.models import MailWhen, User

if TYPE_CHECKING:
    from django.db.models import Model


class SnoozePast(Refusal):
    """What is put off must come back later than now."""

    message = _("Choose a time that is still to come.")
    status = 422


def notify(
    *,
    recipient: User,
    entry: Entry,
    told_by: str,
    about: Model,
    at: datetime,
    because: str = "",
    details: dict[str, Any] | None = None,
    is_general: bool = False,
) -> Notification | None:
    """
    Tell a person what an entry means for an object; at most once, and only who is still here.

    The entry itself is the record: telling adds none. `because` names a registered reason;
    `details` is what the template needs besides the entry, as JSON can carry it. What
    `is_general` gives way to what another rule tells of the same, whichever comes first.
    """
    if not recipient.is_active or recipient.is_service:
        return None
    told, is_new = Notification.objects.get_or_create(
        recipient=recipient,
        entry=entry,
        subject_kind=kind_of(about).code,
        subject_id=about.pk,
        defaults={
            "told_by": told_by,
            "created_at": at,
            "because": because,
            "details": details or {},
            "is_general": is_general,
        },
    )
    if told.is_general and not is_general:
        told.told_by, told.because, told.details = told_by, because, details or {}
        told.is_general = False
        told.save(update_fields=["told_by", "because", "details", "is_general"])
    if is_new:
        _queue_mail(told, recipient, at)
    return told


def add_to(*, told: Notification, under: str, item: dict[str, Any]) -> Notification:
    """
    Add to a list in the details of a notification what the same entry led to besides, once.

    Whoever has read it already reads it anew.
    """
    with transaction.atomic():
        told = Notification.objects.select_for_update(no_key=True).get(pk=told.pk)
        items = told.details.setdefault(under, [])
        if item not in items:
            items.append(item)
            told.read_at = None
            told.save(update_fields=["details", "read_at"])
    return told


def reword(
    *,
    told_by: Collection[str],
    subject: tuple[str, int],
    naming: dict[str, Any],
    details: dict[str, Any],
) -> None:
    """
    Put other details into what people were told of an object, where its details name something.

    What reads the same stays as it is; whoever has read it is not told anew.
    """
    kind, pk = subject
    told = Notification.objects.filter(
        told_by__in=told_by, subject_kind=kind, subject_id=pk, **_details(naming)
    )
    with transaction.atomic():
        for each in told.select_for_update(no_key=True):
            if each.details != each.details | details:
                each.details |= details
                each.save(update_fields=["details"])


def _details(values: dict[str, Any]) -> dict[str, Any]:
    return {f"details__{name}": value for name, value in values.items()}


def settle(
    *, recipient: User, about: Model, told_by: Collection[str], before: Entry, at: datetime
) -> int:
    """
    Note as read what a person was told about an object and does not hold any more.

    Only what was told of entries before one: a replayed entry takes nothing back that came later.
    """
    unread = Notification.objects.filter(
        recipient=recipient,
        read_at=None,
        told_by__in=told_by,
        subject_kind=kind_of(about).code,
        subject_id=about.pk,
        entry__lt=before.pk,
    )
    return unread.update(read_at=at, snoozed_until=None)


def _queue_mail(told: Notification, recipient: User, at: datetime) -> None:
    if not settings.EMAIL_HOST or recipient.mail_when == MailWhen.NEVER:
        return
    is_daily = recipient.mail_when == MailWhen.DAILY
    Delivery.objects.create(
        notification=told,
        recipient=recipient,
        is_daily=is_daily,
        next_try_at=next_morning(at, recipient.time_zone) if is_daily else at,
    )


@transaction.atomic
def mark_read(*, recipient: User, notification_id: int | None, at: datetime) -> int:
    """Note that a person has read one notification, or all; gives how many were unread."""
    unread = Notification.objects.filter(recipient=recipient, read_at=None)
    # What is put off stays so when the others are cleared away.
    unread = unread.awake(at) if notification_id is None else unread.filter(pk=notification_id)
    return unread.update(read_at=at, snoozed_until=None)


@transaction.atomic
def mark_unread(*, notification_id: int, by: User, at: datetime) -> Notification:
    """
    Let a notification count as unread again, from now on.

    :raises NotThere: if it is not the person's own.
    """
    told = _own(notification_id, by)
    told.read_at, told.snoozed_until = None, None
    told.save(update_fields=["read_at", "snoozed_until"])
    return told


@transaction.atomic
def snooze(*, notification_id: int, until: datetime, by: User, at: datetime) -> Notification:
    """
    Put a notification off: until then it is neither listed nor counted; then it is unread again.

    :raises NotThere: if it is not the person's own.
    :raises SnoozePast: if the moment has passed.
    """
    told = _own(notification_id, by)
    if until <= at:
        raise SnoozePast
    told.read_at, told.snoozed_until = None, until
    told.save(update_fields=["read_at", "snoozed_until"])
    return told


def _own(notification_id: int, person: User) -> Notification:
    told = Notification.objects.filter(pk=notification_id, recipient=person).first()
    if told is None:
        raise NotThere
    return told
