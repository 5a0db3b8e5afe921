"""What customers said about a requirement, and which of its parts each of them waits for."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.helix.handoffs import following, queries
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.rnd.backlog.surroundings import list_parts
from twintrack.ui.paging import key_page
from twintrack.ui.toasts import keep_toast

SHOWN = 10


@login_required
@require_GET
def requirement_voices(request: Request, number: str) -> HttpResponse:
    """Let the customers behind a requirement speak for themselves."""
    requirement = get_requirement(number, for_user=request.user)
    behind = queries.list_behind(requirement, for_user=request.user)
    page = key_page(behind, order=("-pk",), after=request.GET.get("after", ""), size=SHOWN)
    template = "handoffs/requirement_voices.html"
    name = f"{template}#panel" if request.htmx else template
    return render(request, name, {"requirement": requirement, "page": page})


@login_required
@require_http_methods(["GET", "POST"])
def requirement_distribution(request: Request, number: str) -> HttpResponse:
    """Choose which part each piece of feedback goes to."""
    requirement = get_requirement(number, for_user=request.user)
    parts = list(list_parts(requirement))
    behind = queries.list_behind(requirement, for_user=request.user)
    page = key_page(behind, order=("-pk",), after=request.GET.get("after", ""), size=SHOWN)
    if request.method == "POST":
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
    shown = {
        "requirement": requirement,
        "parts": parts,
        "page": page,
        "may_hand_over": may(request.user, Act.HAND_OVER),
    }
    template = "handoffs/requirement_distribution.html"
    return render(request, f"{template}#panel" if request.htmx else template, shown)


def _choices(request: Request, seen: set[int]) -> dict[int, int]:
    chosen = {pk: request.POST.get(f"to-{pk}", "") for pk in seen}
    return {pk: int(part) for pk, part in chosen.items() if part.isdecimal()}
