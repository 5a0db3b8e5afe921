"""What customers said about a requirement, and which of its parts each of them waits for."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.helix.handoffs import following, queries
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.rnd.backlog.surroundings import list_parts
from twintrack.sales.feedback.models import Feedback
from twintrack.ui.paging import KeyPage, first_page, key_page
from twintrack.ui.toasts import keep_toast

SHOWN = 10


@panel("handoffs/requirement_voices.html")
def requirement_voices(request: Request, number: str) -> dict[str, Any]:
    """Let the customers behind a requirement speak for themselves."""
    requirement = get_requirement(number, for_user=request.user)
    return {"requirement": requirement, "page": _behind(request, requirement)}


def _distribute(request: Request, number: str) -> HttpResponse:
    requirement = get_requirement(number, for_user=request.user)
    page = _behind(request, requirement)
    choices = _choices(request, {feedback.pk for feedback in page.items})
    moved = following.distribute(
        requirement=requirement, choices=choices, by=request.user, at=timezone.now()
    )
    text = ngettext(
        "%(n)d piece of feedback went to its part.",
        "%(n)d pieces of feedback went to their parts.",
        moved,
    )
    keep_toast(request, text % {"n": moved})
    return redirect("requirement-detail", number)


@panel("handoffs/requirement_distribution.html", post=_distribute)
def requirement_distribution(request: Request, number: str) -> dict[str, Any]:
    """Choose which part each piece of feedback goes to."""
    requirement = get_requirement(number, for_user=request.user)
    return {
        "requirement": requirement,
        "parts": list(list_parts(requirement)),
        "page": _behind(request, requirement),
        "may_hand_over": may(request.user, Act.HAND_OVER),
    }


def _behind(request: Request, requirement: Requirement) -> KeyPage[Feedback]:
    after = request.GET.get("after", "")
    if not after:
        read = queries.read_behind(requirement, for_user=request.user)
        return first_page(read, order=("-pk",), size=SHOWN)
    behind = queries.list_behind(requirement, for_user=request.user)
    return key_page(behind, order=("-pk",), after=after, size=SHOWN)


def _choices(request: Request, seen: set[int]) -> dict[int, int]:
    chosen = {pk: request.POST.get(f"to-{pk}", "") for pk in seen}
    return {pk: int(part) for pk, part in chosen.items() if part.isdecimal()}
