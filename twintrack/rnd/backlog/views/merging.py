"""Merge requirements into one, take that back, and take one apart."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.refusals import NotAllowed, NotThere, Refusal
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog import operations, queries, surroundings
from twintrack.rnd.backlog.alike import list_alike
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.review_forms import MergeForm, SplitForm
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.fields import keys_of
from twintrack.ui.toasts import keep_toast
from twintrack.ui.words import listed

SUGGESTED = 20


@login_required
@require_http_methods(["GET", "POST"])
def requirement_merge(request: Request) -> HttpResponse:
    """Merge the requirements whose ids are given; one of them or another one stays."""
    chosen = _chosen(request)
    if not chosen:
        raise NotThere
    several = [each.pk for each in chosen] if len(chosen) > 1 else []
    targets = surroundings.list_targets(for_user=request.user)
    form = MergeForm(request.POST or None, targets=targets, first=several)
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["target"]
        try:
            operations.merge(sources=chosen, target=target, by=request.user, at=timezone.now())
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            _tell(request, [each for each in chosen if each != target], target)
            return leave_for(request, reverse("requirement-detail", args=[target.number]))
    alike = [] if several else list_alike(chosen[0], for_user=request.user)
    return render_form(request, "backlog/requirement_merge.html", form, chosen=chosen, alike=alike)


def _chosen(request: Request) -> list[Requirement]:
    asked = request.POST.getlist("pk") or request.GET.getlist("pk")
    return list(surroundings.list_mergeable(for_user=request.user, ids=keys_of(asked)))


def _tell(request: Request, sources: Sequence[Requirement], target: Requirement) -> None:
    query = "&".join(f"pk={each.pk}" for each in sources)
    text = ngettext(
        "%(numbers)s is merged into %(target)s.",
        "%(numbers)s are merged into %(target)s.",
        len(sources),
    ) % {"numbers": listed(each.number for each in sources), "target": target.number}
    keep_toast(request, text, f"{reverse('requirement-unmerge')}?{query}")


@login_required
@require_POST
def requirement_unmerge(request: Request) -> HttpResponse:
    """Let merged requirements stand for themselves again."""
    ids = keys_of(request.GET.getlist("pk"))
    merged = list(queries.list_requirements(for_user=request.user).filter(pk__in=ids))
    if not merged:
        raise NotThere
    for requirement in merged:
        try:
            operations.unmerge(requirement=requirement, by=request.user, at=timezone.now())
        except operations.NotMerged as refusal:
            keep_toast(request, refusal.message, tone="bad")
    if request.htmx:
        return HttpResponse(status=204)
    return redirect("requirement-detail", merged[0].number)


@login_required
@require_GET
def requirement_targets(request: Request) -> JsonResponse:
    """Find what can stand for others, by number or title."""
    words = request.GET.get("q", "").strip()
    rows = surroundings.list_targets(for_user=request.user, words=words)
    items = [
        {"value": str(row.pk), "text": str(row), "hint": row.product.name}
        for row in rows[:SUGGESTED]
    ]
    return JsonResponse({"items": items})


@login_required
@require_http_methods(["GET", "POST"])
def requirement_parts(request: Request, number: str) -> HttpResponse:
    """Take a requirement apart."""
    requirement = queries.get_requirement(number, for_user=request.user)
    form = SplitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            parts = operations.split(
                requirement=requirement, titles=form.parts(), by=request.user, at=timezone.now()
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error("titles", str(refusal.message))
        else:
            numbers = listed(part.number for part in parts)
            keep_toast(request, _("Split into %(numbers)s.") % {"numbers": numbers})
            return leave_for(request, reverse("requirement-detail", args=[number]))
    return render_form(request, "backlog/requirement_parts.html", form, requirement=requirement)
