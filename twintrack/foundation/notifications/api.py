"""The inbox in the REST API."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Key, Limit, Out, Page
from twintrack.foundation.notifications import operations, queries
from twintrack.foundation.notifications.models import Notification
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="notifications", label=_("Inbox"))


class NotificationOut(Out):
    id: int
    told_by: str = Field(description="What it tells, such as handoffs/decision")
    position: int = Field(alias="entry_id", description="The entry of the ledger behind it")
    subject_kind: str
    subject_id: int
    reason: str = Field(description="Why you are told, in your language")
    created_at: datetime
    read_at: datetime | None
    snoozed_until: datetime | None


class SnoozeBody(Body):
    until: AwareDatetime


class UnreadOut(Out):
    unread: int


class ReadBody(Body):
    id: Key | None = Field(default=None, description="Left out, all are read")


@router.get("/notifications", response=Page[NotificationOut], summary=_("List what you were told"))
def list_notifications(
    request: ApiRequest, after: str = "", limit: Limit = 50
) -> KeyPage[Notification]:
    told = queries.list_notifications(for_user=request.user)
    return key_page(told, order=("-pk",), after=after, size=limit)


@router.get("/notifications/unread", response=UnreadOut, summary=_("Count what you have not read"))
def count_unread(request: ApiRequest) -> dict[str, int]:
    return {"unread": queries.count_unread(request.user, at=timezone.now())}


@router.post(
    "/notifications/read", response=UnreadOut, summary=_("Note one notification, or all, as read")
)
def mark_read(request: ApiRequest, body: ReadBody) -> dict[str, int]:
    operations.mark_read(recipient=request.user, notification_id=body.id, at=timezone.now())
    return {"unread": queries.count_unread(request.user, at=timezone.now())}


@router.post(
    "/notifications/{int:pk}/unread",
    response=NotificationOut,
    summary=_("Let a notification count as unread again"),
)
def mark_unread(request: ApiRequest, pk: int) -> Notification:
    return operations.mark_unread(notification_id=pk, by=request.user, at=timezone.now())


@router.post(
    "/notifications/{int:pk}/snooze",
    response=NotificationOut,
    summary=_("Put a notification off until later"),
)
def snooze(request: ApiRequest, pk: int, body: SnoozeBody) -> Notification:
    return operations.snooze(
        notification_id=pk, until=body.until, by=request.user, at=timezone.now()
    )
