"""The version plan: each product's releases in time, and all of them as a list."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.rnd.releases import operations, queries
from twintrack.rnd.releases.forms import ReleaseFilterForm, ReleaseForm
from twintrack.rnd.releases.lifecycle import OPEN
from twintrack.rnd.releases.scope import scopes_of
from twintrack.rnd.releases.timeline import draw_lanes
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import chosen, filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.sorting import Head, sorting

ORDER = ("day_key", "pk")
HEADS = (
    Head(label=gettext_lazy("Number"), key="number"),
    Head(label=gettext_lazy("Release"), key="name", by=("product__name", "name")),
    Head(label=gettext_lazy("State"), key="state", by=("state",)),
    Head(label=gettext_lazy("In this release")),
    Head(label=gettext_lazy("Planned for")),
    Head(label=gettext_lazy("Expected or out"), key="day", by=("day_key",)),
    Head(label=gettext_lazy("Owner"), key="owner", by=("owner__name",)),
)
VIEWS: tuple[tuple[str, str | Promise], ...] = (
    ("open", gettext_lazy("Not out yet")),
    ("out", gettext_lazy("Out")),
    ("all", gettext_lazy("All")),
)
STATES = {"open": tuple(OPEN), "out": queries.SHIPPED, "all": ()}


@login_required
@require_GET
def release_list(request: Request) -> HttpResponse:
    view = request.GET.get("view", "")
    view = view if view in STATES else "open"
    form = ReleaseFilterForm(request.GET, user=request.user)
    wanted = chosen(form)
    narrowed = {
        "text": wanted.get("q", ""),
        "product": wanted.get("product"),
        "owner": wanted.get("owner"),
    }
    releases = queries.list_releases(for_user=request.user, states=STATES[view], **narrowed)
    usual = ORDER if view == "open" else ("-day_key", "-pk")
    table = sorting(request, HEADS, usual=usual)
    page = key_page(releases, order=table.order, after=request.GET.get("after", ""))
    scopes = scopes_of([each.pk for each in page.items])
    shown = {
        "page": page,
        "rows": [(each, scopes[each.pk]) for each in page.items],
        "lanes": draw_lanes(
            queries.list_plan(for_user=request.user, **narrowed), today=timezone.localdate()
        ),
        **table.shown,
        "count": releases.count(),
        "may_plan": may(request.user, Act.PLAN_RELEASES),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, "releases/release_list.html", shown, regions=("rows", "plan"))


@login_required
@require_http_methods(["GET", "POST"])
def release_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.PLAN_RELEASES)
    form = ReleaseForm(
        request.POST or None, user=request.user, initial={"product": request.GET.get("product")}
    )
    if request.method == "POST" and form.is_valid():
        with attempt(form, "name"):
            release = operations.plan_release(
                details=form.details(), by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("release-detail", args=[release.number]))
    return render_form(request, "releases/release_new.html", form)
