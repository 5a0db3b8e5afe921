"""A requirement beside the list."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.queries import get_requirement, list_reviews


@login_required
@require_GET
def requirement_peek(request: Request, number: str) -> HttpResponse:
    requirement = get_requirement(number, for_user=request.user)
    shown = {
        "requirement": requirement,
        "number": requirement.number,
        "title": requirement.title,
        "url": reverse("requirement-detail", args=[number]),
        "review": list_reviews(requirement).first(),
        "may_review": may(request.user, Act.REVIEW_REQUIREMENT) and requirement.is_reviewable,
    }
    return render(request, "backlog/requirement_peek.html", shown)
