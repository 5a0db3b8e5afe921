"""The page of one release, and what is typed anew of it."""

from __future__ import annotations

from typing import Any

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
from twintrack.rnd.releases import adoption, operations, queries
from twintrack.rnd.releases.forecast import WEEK, WEEKS, foretell
from twintrack.rnd.releases.forms import ReleaseEditForm
from twintrack.rnd.releases.gates import aims_of, check_list
from twintrack.rnd.releases.late import list_late
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.scope import Scope, finished_since, scopes_of
from twintrack.rnd.releases.story import tell
from twintrack.rnd.releases.views.notes import pages_of
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import Tab
from twintrack.ui.regions import render_page

DETAIL = "releases/release_detail.html"
REGIONS = ("head", "pace", "late", "gates", "notes", "rollout", "facts")
TABS: tuple[tuple[str, str | Promise], ...] = (
    ("scope", gettext_lazy("In this release")),
    ("gates", gettext_lazy("Check list")),
    ("notes", gettext_lazy("Release notes")),
    ("rollout", gettext_lazy("Roll-out")),
    ("customers", gettext_lazy("Customers")),
    ("activity", gettext_lazy("Activity")),
)


@login_required
@require_GET
def release_detail(request: Request, number: str) -> HttpResponse:
    release = queries.get_release(number, for_user=request.user)
    asked = request.GET.get("tab", "")
    # Who plans nothing comes to see whose customers wait.
    usual = "scope" if may(request.user, Act.WORK_ON_ITEMS) else "customers"
    tab = asked if asked in dict(TABS) else usual
    shown = {"tab": tab, "tabs": _tabs(release, tab), **head_of(request, release)}
    shown |= _shown_in(request, release, tab, shown["scope"])
    return render_page(request, DETAIL, shown, regions=REGIONS)


def _shown_in(request: Request, release: Release, tab: str, scope: Scope) -> dict[str, Any]:
    """Give what one tab shows."""
    today = timezone.localdate()
    if tab == "scope":
        finished = finished_since(release.product_id, today - WEEK * WEEKS)
        return {
            "late": list_late(release, for_user=request.user),
            "pace": foretell(left=scope.left, finished_on=finished, today=today),
        }
    if tab == "notes":
        return {"pages": pages_of(release)}
    if tab == "rollout":
        weeks = adoption.follow(release)
        return {
            "chart": adoption.draw(release, weeks),
            "lag": adoption.lag(weeks),
            "steps": list(release.rollout.order_by("week")),
            "today": today,
        }
    return {}


def head_of(request: Request, release: Release) -> dict[str, Any]:
    """Give what the head and the sides of the page show, whatever its tab."""
    checked = check_list(release, for_user=request.user) if release.is_open else []
    scope = scopes_of([release.pk])[release.pk]
    unmet = sum(each.is_failing for each in checked)
    today = timezone.localdate()
    return {
        "release": release,
        "scope": scope,
        "checked": checked,
        "off": [each for each in aims_of(release.product_id) if not each.is_on],
        "unmet": unmet,
        "waivers": list(release.waivers.all()) if release.shipped_reason else [],
        "sentence": tell(release, scope, today=today, unmet=unmet),
        "may_plan": may(request.user, Act.PLAN_RELEASES),
        "may_ship": may(request.user, Act.SHIP_RELEASES),
        "may_set_gates": may(request.user, Act.SET_QUALITY_GATES),
    }


def _tabs(release: Release, tab: str) -> list[Tab]:
    url = reverse("release-detail", args=[release.number])
    return [Tab(label=label, url=f"{url}?tab={code}", is_on=code == tab) for code, label in TABS]


@login_required
@require_http_methods(["GET", "POST"])
def release_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.PLAN_RELEASES)
    release = queries.get_release(number, for_user=request.user)
    form = ReleaseEditForm(request.POST or None, release=release)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        beside = {operations.OwnerUnfit: "owner", operations.ShippedAlready: None}
        with attempt(
            form, {**beside, operations.NameTaken: "name", operations.NameMissing: "name"}
        ):
            operations.change_release(
                release=release, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("release-detail", args=[number]))
    return render_form(request, "releases/release_edit.html", form, release=release)
