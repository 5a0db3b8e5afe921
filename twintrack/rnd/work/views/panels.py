"""What pages of other apps show of work."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.rnd.releases.queries import get_release
from twintrack.rnd.work import operations
from twintrack.rnd.work.forms import QuickForm
from twintrack.rnd.work.models import IS_OPEN, Kind
from twintrack.rnd.work.operations import Work
from twintrack.rnd.work.queries import WorkFilter, list_of_requirement, list_work, progress_of

PAGE = "work/requirement_panel.html"
# So much open work stands on the page of a release.
SHOWN = 8


def _shown(request: Request, requirement: Requirement, **more: Any) -> dict[str, Any]:
    rows = list_of_requirement(requirement)
    return {
        "requirement": requirement,
        "number": requirement.number,
        "items": list(rows.select_related("assignee")),
        "progress": progress_of(rows),
        "may_work": may(request.user, Act.WORK_ON_ITEMS) and requirement.is_open,
        "kinds": (Kind.TASK, Kind.STORY, Kind.DEFECT, Kind.SPIKE),
        **more,
    }


def _add(request: Request, number: str) -> HttpResponse:
    """Write down work for a requirement, by its title alone."""
    requirement = get_requirement(number, for_user=request.user)
    form, error = QuickForm(request.POST), ""
    if form.is_valid():
        work = Work(
            product=requirement.product,
            title=form.cleaned_data["title"],
            kind=form.cleaned_data["kind"] or Kind.TASK,
            values={"requirement": requirement},
        )
        try:
            operations.add(work=work, by=request.user, at=timezone.now())
        except Refusal as refusal:
            error = str(refusal.message)
    else:
        error = str(next(iter(form.errors.values()))[0])
    if not request.htmx and not error:
        return redirect("requirement-detail", number)
    shown = _shown(request, requirement, error=error, typed=request.POST.get("title", ""))
    return render(request, f"{PAGE}#panel", shown, status=422 if error else 200)


@panel(PAGE, post=_add)
def requirement_work(request: Request, number: str) -> dict[str, Any]:
    """Show the work that makes a requirement come true, and how far it is."""
    return _shown(request, get_requirement(number, for_user=request.user))


@panel("work/release_panel.html")
def release_work(request: Request, number: str) -> dict[str, Any]:
    """Show the work that goes into a release: how far it is, and what is open."""
    release = get_release(number, for_user=request.user)
    rows = list_work(for_user=request.user, only=WorkFilter(releases=(release.pk,), scope="all"))
    progress = progress_of(rows)
    if not progress.total:
        raise NotThere
    still = rows.filter(IS_OPEN).select_related("assignee").order_by("rank", "pk")
    return {"release": release, "progress": progress, "items": list(still[:SHOWN])}
