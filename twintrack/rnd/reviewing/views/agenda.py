"""What is talked about in a meeting: put on its agenda, taken off, moved, given its minutes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.reviewing import operations, queries
from twintrack.rnd.reviewing.forms import AgendaForm, ItemForm, StepsForm
from twintrack.rnd.reviewing.models import Meeting
from twintrack.rnd.reviewing.views.answering import answered
from twintrack.rnd.reviewing.views.minutes import draw_minutes
from twintrack.rnd.reviewing.views.planning import chosen
from twintrack.ui.dialogs import is_dialog, render_form
from twintrack.ui.toasts import close_modal, keep_toast, tell, toast


@login_required
@require_http_methods(["GET", "POST"])
def meeting_put(request: Request) -> HttpResponse:
    """Put requirements that were chosen elsewhere on the agenda of a meeting."""
    check_may(request.user, Act.HOLD_REVIEW_MEETINGS)
    requirements = chosen(request)
    ahead = list(queries.list_choices(for_user=request.user))
    first = {"meeting": ahead[0].pk} if ahead else {}
    typed = request.POST if request.method == "POST" else None
    form = AgendaForm(typed, user=request.user, initial=first)
    if form.is_valid():
        with attempt(form):
            meeting = form.cleaned_data["meeting"]
            operations.put_on_agenda(
                meeting=meeting, requirements=requirements, by=request.user, at=timezone.now()
            )
            return _told_put(request, meeting, requirements)
    extents = queries.extents_of(ahead, for_user=request.user)
    shown: dict[str, Any] = {
        "requirements": requirements,
        "ahead": [(each, extents.get(each.pk, queries.Extent())) for each in ahead],
        "form_body": "reviewing/_put_fields.html",
    }
    return render_form(request, "reviewing/meeting_put.html", form, **shown)


def _told_put(request: Request, meeting: Meeting, requirements: list[Requirement]) -> HttpResponse:
    text = ngettext(
        "%(number)s is on the agenda of %(meeting)s",
        "%(many)d requirements are on the agenda of %(meeting)s",
        len(requirements),
    ) % {
        "number": requirements[0].number if requirements else "",
        "many": len(requirements),
        "meeting": meeting.number,
    }
    url = reverse("meeting-detail", args=[meeting.number])
    if not is_dialog(request):
        keep_toast(request, text)
        return redirect(url)
    answer = tell(close_modal(HttpResponse()), "selection-done", {})
    return toast(answer, text, url=url)


@login_required
@require_POST
def meeting_add(request: Request, number: str) -> HttpResponse:
    """Put what waits on the agenda of this meeting."""
    meeting = queries.get_meeting(number, for_user=request.user)
    act = partial(
        operations.put_on_agenda,
        meeting=meeting,
        requirements=chosen(request),
        by=request.user,
        at=timezone.now(),
    )
    return _answered(request, number, act)


@login_required
@require_POST
def item_facts(request: Request, number: str, pk: int) -> HttpResponse:
    """Say how many minutes a requirement has, and who presents it."""
    item = queries.get_item(
        queries.get_meeting(number, for_user=request.user), pk, for_user=request.user
    )
    form = ItemForm(request.POST)
    if not form.is_valid():
        text = str(next(iter(form.errors.values()))[0])
        answer = draw_minutes(request, number, status=422)
        return toast(answer, text, tone="bad")
    act = partial(
        operations.change_item,
        item=item,
        **form.cleaned_data,
        by=request.user,
        at=timezone.now(),
    )
    return _answered(request, number, act)


@login_required
@require_POST
def item_place(request: Request, number: str, pk: int) -> HttpResponse:
    """Move a requirement up or down on the agenda."""
    item = queries.get_item(
        queries.get_meeting(number, for_user=request.user), pk, for_user=request.user
    )
    form = StepsForm(request.POST)
    steps = form.cleaned_data["steps"] if form.is_valid() else 0
    act = partial(operations.move_item, item=item, steps=steps, by=request.user, at=timezone.now())
    return _answered(request, number, act)


@login_required
@require_POST
def item_removal(request: Request, number: str, pk: int) -> HttpResponse:
    item = queries.get_item(
        queries.get_meeting(number, for_user=request.user), pk, for_user=request.user
    )
    act = partial(operations.take_off_agenda, item=item, by=request.user, at=timezone.now())
    text = _("%(number)s is off the agenda") % {"number": item.requirement.number}
    undo_url = f"{reverse('meeting-add', args=[number])}?pk={item.requirement_id}"
    return _answered(request, number, act, text=text, undo_url=undo_url)


def _answered(
    request: Request, number: str, act: Any, *, text: str = "", undo_url: str = ""
) -> HttpResponse:
    return answered(
        request,
        act,
        draw=lambda: draw_minutes(request, number),
        leave=reverse("meeting-detail", args=[number]),
        text=text,
        undo_url=undo_url,
    )
