"""Call a meeting, move it, invite people, call it off, and take it into a calendar."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.reviewing import operations, queries
from twintrack.rnd.reviewing.forms import (
    MeetingEditForm,
    MeetingForm,
    PeopleForm,
    ReasonForm,
    TargetForm,
)
from twintrack.rnd.reviewing.invitation import calendar_file
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.fields import keys_of
from twintrack.ui.toasts import keep_toast

BEGINS = time(10)
FIELDS = ("title", "starts_at", "place", "link", "chair")


@login_required
@require_http_methods(["GET", "POST"])
def meeting_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.HOLD_REVIEW_MEETINGS)
    requirements = chosen(request)
    typed = request.POST if request.method == "POST" else None
    form = MeetingForm(typed, initial=_usual(request))
    if form.is_valid():
        refused = {
            operations.PastMeeting: "starts_at",
            operations.ChairCannotDecide: "chair",
            operations.NotFit: None,
        }
        with attempt(form, refused):
            meeting = operations.call(
                details=form.details(),
                people=list(form.cleaned_data["people"]),
                requirements=requirements,
                by=request.user,
                at=timezone.now(),
            )
            keep_toast(request, _("The participants are told in their inbox."))
            return leave_for(request, reverse("meeting-detail", args=[meeting.number]))
    shown: dict[str, Any] = {"requirements": requirements}
    return render_form(
        request,
        "reviewing/meeting_new.html",
        form,
        form_body="reviewing/_meeting_fields.html",
        **shown,
    )


def chosen(request: Request) -> list[Requirement]:
    """Give the requirements that were chosen in a list, in their order."""
    given = [*request.POST.getlist("pk"), *request.GET.getlist("pk")]
    ids = keys_of(given)
    found = {each.pk: each for each in queries.list_fit(for_user=request.user, ids=ids)}
    return [found[pk] for pk in ids if pk in found]


def _usual(request: Request) -> dict[str, Any]:
    today = timezone.localdate()
    begins = datetime.combine(today + timedelta(days=1), BEGINS)
    return {
        "title": _("Requirement review"),
        "starts_at": timezone.make_aware(begins),
        "chair": request.user.pk,
        "people": [request.user.pk],
    }


@login_required
@require_http_methods(["GET", "POST"])
def meeting_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.HOLD_REVIEW_MEETINGS)
    meeting = queries.get_meeting(number, for_user=request.user)
    initial = {name: getattr(meeting, name) for name in FIELDS}
    form = MeetingEditForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        refused = {
            operations.PastMeeting: "starts_at",
            operations.ChairCannotDecide: "chair",
            Refusal: None,
        }
        with attempt(form, refused):
            before, to = form.changes()
            operations.change(
                meeting=meeting, before=before, to=to, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("meeting-detail", args=[number]))
    return render_form(request, "reviewing/meeting_edit.html", form, meeting=meeting)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_people(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.HOLD_REVIEW_MEETINGS)
    meeting = queries.get_meeting(number, for_user=request.user)
    invited = [each.person_id for each in queries.list_participants(meeting)]
    form = PeopleForm(request.POST or None, initial={"people": invited})
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            operations.invite(
                meeting=meeting,
                people=list(form.cleaned_data["people"]),
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("meeting-detail", args=[number]))
    return render_form(request, "reviewing/meeting_people.html", form, meeting=meeting)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_cancel(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.HOLD_REVIEW_MEETINGS)
    meeting = queries.get_meeting(number, for_user=request.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            operations.cancel(
                meeting=meeting,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("meeting-detail", args=[number]))
    return render_form(request, "reviewing/meeting_cancel.html", form, meeting=meeting)


@login_required
@require_POST
def meeting_carry(request: Request, number: str) -> HttpResponse:
    """Put what the meeting left open on the agenda of another one."""
    meeting = queries.get_meeting(number, for_user=request.user)
    form = TargetForm(request.POST, user=request.user)
    if not form.is_valid():
        keep_toast(request, _("This meeting is over or not there. Choose another."), tone="bad")
        return redirect("meeting-detail", number)
    try:
        to = operations.carry_over(
            meeting=meeting, to=form.cleaned_data["to"], by=request.user, at=timezone.now()
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        keep_toast(request, str(refusal.message), tone="bad")
        return redirect("meeting-detail", number)
    keep_toast(request, _("What was left open stands on the agenda of %s.") % to.number)
    return redirect("meeting-detail", to.number)


@login_required
@require_GET
def meeting_calendar(request: Request, number: str) -> HttpResponse:
    """The meeting as a file for any calendar."""
    meeting = queries.get_meeting(number, for_user=request.user)
    text = calendar_file(
        meeting,
        items=list(queries.list_items(meeting, for_user=request.user)),
        people=[each.person for each in queries.list_participants(meeting)],
        url=request.build_absolute_uri(reverse("meeting-detail", args=[number])),
        host=request.get_host().partition(":")[0],
        at=timezone.now(),
    )
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{number}.ics"'
    return answer
