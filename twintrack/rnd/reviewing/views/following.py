"""What is to be done after a meeting, noted on its page and while it goes on."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from twintrack.foundation.people.http import Request
from twintrack.rnd.reviewing import operations, queries
from twintrack.rnd.reviewing.forms import DoneForm, FollowUpForm
from twintrack.rnd.reviewing.views.answering import answered
from twintrack.rnd.reviewing.views.minutes import draw_minutes
from twintrack.rnd.reviewing.views.running import draw_run
from twintrack.ui.fields import key_of


@login_required
@require_POST
def follow_up_new(request: Request, number: str) -> HttpResponse:
    """Note what somebody does after the meeting."""
    meeting = queries.get_meeting(number, for_user=request.user)
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return _draw(request, number, status=422, follow_up_form=form)
    key = key_of(request.POST.get("item", ""))
    item = queries.get_item(meeting, key, for_user=request.user) if key else None
    act = partial(
        operations.add_follow_up,
        meeting=meeting,
        item=item,
        **form.cleaned_data,
        by=request.user,
        at=timezone.now(),
    )
    return _answered(request, number, act)


@login_required
@require_POST
def follow_up_done(request: Request, number: str, pk: int) -> HttpResponse:
    meeting = queries.get_meeting(number, for_user=request.user)
    form = DoneForm(request.POST)
    is_done = form.is_valid() and form.cleaned_data["is_done"]
    act = partial(
        operations.tick_follow_up,
        follow_up=queries.get_follow_up(meeting, pk, for_user=request.user),
        is_done=is_done,
        by=request.user,
        at=timezone.now(),
    )
    return _answered(request, number, act)


def _answered(request: Request, number: str, act: Any) -> HttpResponse:
    return answered(
        request,
        act,
        draw=lambda: _draw(request, number),
        leave=reverse("meeting-run" if _is_running(request) else "meeting-detail", args=[number]),
    )


def _draw(request: Request, number: str, **shown: Any) -> HttpResponse:
    """Draw the part of the page that it was said on."""
    if not _is_running(request):
        return draw_minutes(request, number, **shown)
    return draw_run(request, number, key_of(request.POST.get("item", "")) or 0, **shown)


def _is_running(request: Request) -> bool:
    return request.POST.get("back") == "run"
