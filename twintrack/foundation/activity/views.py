"""The activity feed of an object."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from twintrack.foundation.activity import queries
from twintrack.foundation.activity.telling import told
from twintrack.foundation.people.http import Request

PAGE = 30


@login_required
@require_GET
def activity_feed(request: Request, code: str, pk: int) -> HttpResponse:
    before = request.GET.get("before", "")
    entries = queries.list_activity(
        kind=code,
        pk=pk,
        for_user=request.user,
        before=int(before) if before.isdecimal() else None,
        limit=PAGE,
    )
    shown = {
        "items": [
            {"kind": each.about_kind, "html": told(each), "at": each.happened_at}
            for each in entries
        ],
        "subject": f"{code}:{pk}",
        "older": entries[-1].pk if len(entries) == PAGE else None,
    }
    page = "activity/feed.html"
    return render(request, f"{page}#feed" if request.htmx else page, shown)
