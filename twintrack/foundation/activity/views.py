"""The activity feed of an object."""

from typing import Any

from django.urls import reverse

from twintrack.foundation.access.panels import panel
from twintrack.foundation.activity import queries
from twintrack.foundation.activity.telling import told
from twintrack.foundation.people.http import Request

PAGE = 30


@panel("activity/feed.html", part="feed")
def activity_feed(request: Request, code: str, pk: int) -> dict[str, Any]:
    before = request.GET.get("before", "")
    entries = queries.list_activity(
        kind=code,
        pk=pk,
        for_user=request.user,
        before=int(before) if before.isdecimal() else None,
        limit=PAGE,
    )
    return {
        "items": [
            {"kind": each.about_kind, "html": told(each), "at": each.happened_at}
            for each in entries
        ],
        "subject": " ".join(queries.list_watched(kind=code, pk=pk)),
        "again": reverse("activity-feed", args=[code, pk]),
        "older": entries[-1].pk if len(entries) == PAGE else None,
    }
