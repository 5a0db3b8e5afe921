"""The list of review meetings."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from twintrack.foundation.people.http import Request
from twintrack.rnd.reviewing import queries
from twintrack.ui.filters import Tab
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page

AHEAD, PAST = ("starts_at", "pk"), ("-starts_at", "-pk")
VIEWS: dict[str, str | Promise] = {
    "ahead": _("Ahead"),
    "past": _("Past"),
    "mine": _("Mine"),
    "all": _("All"),
}
_LISTS = {
    "ahead": (queries.list_ahead, AHEAD),
    "past": (queries.list_past, PAST),
    "mine": (queries.list_mine, PAST),
    "all": (queries.list_meetings, PAST),
}


@login_required
@require_GET
def meeting_list(request: Request) -> HttpResponse:
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "ahead"
    listed, order = _LISTS[view]
    rows = listed(for_user=request.user)
    page = key_page(rows, order=order, after=request.GET.get("after", ""))
    extents = queries.extents_of(page.items, for_user=request.user)
    people = queries.people_of(page.items)
    base = reverse("meeting-list")
    shown = {
        "page": page,
        "rows": [
            (each, extents.get(each.pk, queries.Extent()), people.get(each.pk, []))
            for each in page.items
        ],
        "count": rows.count(),
        "tabs": [
            Tab(label=label, url=f"{base}?view={code}", is_on=code == view)
            for code, label in VIEWS.items()
        ],
        "may_hold": queries.may_hold(request.user),
    }
    return render_page(request, "reviewing/meeting_list.html", shown, regions=("rows",))
