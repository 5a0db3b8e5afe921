"""Leave: one's own, and for leads that of others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling import operations, queries
from twintrack.hub.scheduling.forms import LeaveEditForm, LeaveForm
from twintrack.hub.scheduling.models import Leave
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.fields import key_of
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

VIEWS: tuple[tuple[str, str | Promise], ...] = (
    ("ahead", gettext_lazy("Now and ahead")),
    ("past", gettext_lazy("Leave taken")),
)
BESIDE = {
    operations.DatesCrossed: "end_on",
    operations.NothingLeft: "ends_at_noon",
    operations.LeaveTaken: "start_on",
}


@login_required
@require_GET
def leave_list(request: Request) -> HttpResponse:
    """List one's own leave; who keeps calendars may look at that of others."""
    check_may(request.user, Act.USE)
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "ahead"
    person = _person(request)
    today = timezone.localdate()
    edge = {"before": today} if view == "past" else {"since": today}
    found = queries.list_leaves(for_user=request.user, person=person, **edge)
    order = ("-start_on", "-pk") if view == "past" else ("start_on", "pk")
    shown = {
        "page": key_page(found, order=order, after=request.GET.get("after", "")),
        "count": found.count(),
        "person": person,
        "is_own": person == request.user,
        **filter_bar(request, LeaveForm(user=request.user), views=VIEWS, view=view),
        "filter_form": None,
        "chips": (),
    }
    return render_page(request, "scheduling/leave_list.html", shown, regions=("rows",))


def _person(request: Request) -> User:
    key = key_of(request.GET.get("person", ""))
    if key is not None and may(request.user, Act.KEEP_CALENDARS):
        return get_person(key)
    return request.user


@login_required
@require_http_methods(["GET", "POST"])
def leave_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.USE)
    tomorrow = timezone.localdate() + timedelta(days=1)
    begun = {"start_on": tomorrow, "end_on": request.GET.get("start_on", tomorrow)}
    form = LeaveForm(request.POST or None, initial=begun | request.GET.dict(), user=request.user)
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE):
            leave = operations.enter_leave(
                details=form.details(), by=request.user, at=timezone.now()
            )
            keep_toast(request, _("Leave is entered"), undo_url=_address("withdraw", leave))
            return leave_for(request, _calendar_of(leave))
    return render_form(request, "scheduling/leave_new.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def leave_edit(request: Request, pk: int) -> HttpResponse:
    leave = queries.get_leave(pk, for_user=request.user)
    if not leave.tells_kind_to(request.user):
        raise NotAllowed
    form = LeaveEditForm(request.POST or None, leave=leave)
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE):
            before, values = form.changes()
            operations.change_leave(
                leave=leave, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, _calendar_of(leave))
    return render_form(request, "scheduling/leave_edit.html", form, leave=leave)


@login_required
@require_POST
def leave_withdraw(request: Request, pk: int) -> HttpResponse:
    leave = queries.get_leave(pk, for_user=request.user)
    undo = _address("restore", leave)
    said = _("Leave is withdrawn")
    return _done(request, operations.withdraw_leave, leave, said=said, undo_url=undo)


@login_required
@require_POST
def leave_restore(request: Request, pk: int) -> HttpResponse:
    leave = queries.get_leave(pk, for_user=request.user)
    return _done(request, operations.restore_leave, leave, said=_("The leave holds again"))


def _done(
    request: Request, act: Any, leave: Leave, *, said: str, undo_url: str | None = None
) -> HttpResponse:
    with pressed(request):
        act(leave=leave, by=request.user, at=timezone.now())
        keep_toast(request, said, undo_url=undo_url)
    return leave_for(request, _calendar_of(leave))


def _address(act: str, leave: Leave) -> str:
    return reverse(f"leave-{act}", args=[leave.pk])


def _calendar_of(leave: Leave) -> str:
    return f"{reverse('calendar')}?month={leave.start_on:%Y-%m}"
