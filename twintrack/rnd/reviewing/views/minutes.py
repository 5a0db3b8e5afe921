"""The page of a meeting: its agenda before, its minutes while it goes on and afterwards."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.refusals import StaleEdit
from twintrack.foundation.people.http import Request
from twintrack.rnd.reviewing import operations, queries
from twintrack.rnd.reviewing.forms import FollowUpForm, ItemForm, MinutesForm
from twintrack.rnd.reviewing.models import Meeting
from twintrack.rnd.reviewing.views.answering import answered
from twintrack.rnd.reviewing.views.page import MeetingPage
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import toast

PAGE = "reviewing/meeting_detail.html"
REGIONS = ("head", "agenda", "summary", "follow-ups", "people")


@login_required
@require_GET
def meeting_detail(request: Request, number: str) -> HttpResponse:
    return _show(request, queries.get_meeting(number, for_user=request.user))


def _show(request: Request, meeting: Meeting, *, status: int = 200, **shown: Any) -> HttpResponse:
    page = MeetingPage(request, meeting)
    item_form = ItemForm() if page.may_hold and meeting.is_prepared else None
    context = {
        "page": page,
        "meeting": meeting,
        "summary_form": _summary_form(page),
        "follow_up_form": FollowUpForm() if page.may_write else None,
        "presenters": list(item_form.fields["presenter"].queryset) if item_form else [],  # type: ignore[attr-defined]
        **shown,
    }
    return render_page(request, PAGE, context, regions=REGIONS, status=status)


def draw_minutes(request: Request, number: str, **shown: Any) -> HttpResponse:
    """Draw the region that was asked for of a meeting as it is now."""
    return _show(request, queries.get_meeting(number, for_user=request.user), **shown)


def _summary_form(page: MeetingPage) -> MinutesForm | None:
    if not page.may_write:
        return None
    known = page.meeting.summary
    return MinutesForm(initial={"before": known, "text": known}, auto_id="summary_%s")


@login_required
@require_POST
def meeting_summary(request: Request, number: str) -> HttpResponse:
    """Write what the minutes say of the meeting as a whole."""
    meeting = queries.get_meeting(number, for_user=request.user)
    form = MinutesForm(request.POST, auto_id="summary_%s")
    if not form.is_valid():
        return _show(request, meeting, status=422, summary_form=form)
    written = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
    try:
        operations.write_minutes(meeting=meeting, **written)
    except StaleEdit as refusal:
        # Sent once more, it replaces what stands there now, which the person sees beside it.
        seen = {"before": refusal.current, "text": refusal.attempted}
        again = MinutesForm(initial=seen, auto_id="summary_%s")
        answer = draw_minutes(
            request, number, status=409, summary_form=again, theirs=refusal.current
        )
        return toast(answer, refusal.message, tone="bad") if request.htmx else answer
    return answered(
        request,
        lambda: None,
        draw=lambda: draw_minutes(request, number),
        leave=reverse("meeting-detail", args=[number]),
    )
