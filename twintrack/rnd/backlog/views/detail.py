"""The page of one requirement, its fields and the steps of its work."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.refusals import (
    NotAllowed,
    NotThere,
    Refusal,
    StaleEdit,
    StateNotReachable,
)
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog import operations, queries
from twintrack.rnd.backlog.forms import StateForm
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.properties import property_of
from twintrack.rnd.backlog.views.answers import answer
from twintrack.rnd.backlog.views.page import show
from twintrack.ui.inline import Conflict, Inline, InlineForm


@login_required
@require_GET
def requirement_detail(request: Request, number: str) -> HttpResponse:
    return show(request, queries.get_requirement(number, for_user=request.user))


@login_required
@require_POST
def requirement_field(request: Request, number: str, code: str) -> HttpResponse:
    """Change one field in place; what somebody else wrote meanwhile is shown beside it."""
    requirement = queries.get_requirement(number, for_user=request.user)
    inline = property_of(code, for_user=request.user)
    if inline is None:
        raise NotThere
    form = InlineForm(inline, requirement, request.POST)
    if form.is_valid():
        try:
            form.save(inline, requirement, by=request.user, at=timezone.now())
        except NotAllowed:
            raise
        except StaleEdit as refusal:
            return _both(request, requirement, code, inline, refusal)
        except Refusal as refusal:
            form.add_error("value", str(refusal.message))
        else:
            return answer(request, number)
    return show(request, requirement, status=422, editing=code, field_form=form)


def _both(
    request: Request,
    requirement: Requirement,
    code: str,
    inline: Inline[Requirement],
    refusal: StaleEdit,
) -> HttpResponse:
    words = inline.words
    conflict = Conflict(
        code=code,
        theirs=words(refusal.current),
        mine=words(refusal.attempted),
        reason=str(refusal.message),
    )
    # Sent once more, it replaces what stands there now, which the person has seen by then.
    seen = {"before": refusal.current, "value": refusal.attempted}
    form = InlineForm(inline, requirement, initial=seen)
    fresh = queries.get_requirement(requirement.number, for_user=request.user)
    return show(request, fresh, status=409, editing=code, field_form=form, conflict=conflict)


@login_required
@require_POST
def requirement_state(request: Request, number: str) -> HttpResponse:
    requirement = queries.get_requirement(number, for_user=request.user)
    form = StateForm(request.POST)
    if not form.is_valid():
        return answer(request, number, StateNotReachable.message, tone="bad")
    to = State(form.cleaned_data["state"])
    try:
        operations.advance(requirement=requirement, to=to, by=request.user, at=timezone.now())
    except StateNotReachable as refusal:
        return answer(request, number, refusal.message, tone="bad")
    return answer(request, number)
