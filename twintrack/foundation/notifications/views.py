"""The inbox, and the way out of its mails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access import operations as access
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.notifications import mail, operations, queries
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.notifications.times import next_monday_morning, tomorrow_morning
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import MailWhen
from twintrack.ui.filters import Tab
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import toast

VIEWS = {"unread": _("Unread"), "all": _("All"), "snoozed": _("Put off")}
SNOOZES: dict[str, Callable[[datetime, str], datetime]] = {
    "tomorrow": tomorrow_morning,
    "next_week": next_monday_morning,
}


@login_required
@require_GET
def inbox(request: Request) -> HttpResponse:
    return _render(request)


def _render(request: Request) -> HttpResponse:
    view, now = _view(request), timezone.now()
    told = queries.list_notifications(for_user=request.user, view=view, at=now)
    counts = {
        "unread": queries.count_unread(request.user, at=now),
        "snoozed": queries.count_snoozed(request.user, at=now),
    }
    tabs = [
        Tab(
            label=label,
            url=f"{reverse('inbox')}?view={code}",
            is_on=code == view,
            count=counts.get(code, 0),
        )
        for code, label in VIEWS.items()
    ]
    shown = {
        "page": key_page(told, order=("-pk",), after=request.GET.get("after", "")),
        "tabs": tabs,
        "view": view,
        "unread": counts["unread"],
        "here": f"{reverse('inbox')}?view={view}",
    }
    return render_page(request, "notifications/inbox.html", shown, regions=("told",))


def _view(request: HttpRequest) -> str:
    wanted = request.GET.get("view", "")
    return wanted if wanted in VIEWS else "unread"


@login_required
@require_POST
def inbox_read(request: Request, pk: int | None = None) -> HttpResponse:
    operations.mark_read(recipient=request.user, notification_id=pk, at=timezone.now())
    return _after(request)


@login_required
@require_POST
def inbox_unread(request: Request, pk: int) -> HttpResponse:
    operations.mark_unread(notification_id=pk, by=request.user, at=timezone.now())
    return _after(request)


@login_required
@require_POST
def inbox_snooze(request: Request, pk: int) -> HttpResponse:
    now = timezone.now()
    until = SNOOZES.get(request.POST.get("until", ""), tomorrow_morning)
    told: Notification = operations.snooze(
        notification_id=pk,
        until=until(now, request.user.time_zone),
        by=request.user,
        at=now,
    )
    answer = _after(request)
    if not request.htmx:
        return answer
    return toast(answer, _("Put off."), undo_url=reverse("inbox-unread", args=[told.pk]))


def _after(request: Request) -> HttpResponse:
    if request.htmx:
        return _render(request)
    return redirect(f"{reverse('inbox')}?view={_view(request)}")


# A mail program posts here by itself when its reader asks for no more mails (RFC 8058); the
# signed address says for whom.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    person = queries.find_recipient(mail.recipient_of(token))
    if person is None:
        raise NotThere
    if request.method == "POST":
        access.prefer(
            user=person,
            values={"mail_when": MailWhen.NEVER.value},
            by=person,
            at=timezone.now(),
        )
    shown = {"person": person, "is_done": person.mail_when == MailWhen.NEVER}
    # Whoever comes from a mail has not signed in: the mail's language is the reader's.
    with translation.override(person.language):
        return render(request, "notifications/mail/stop.html", shown)
