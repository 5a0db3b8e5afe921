"""The activity feed of an object."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from twintrack.foundation.activity import queries
from twintrack.foundation.ledger.models import Entry
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


def told(entry: Entry) -> SafeString:
    """Tell an entry in the reader's language, by the template of its kind."""
    app = type(entry.event).__module__.split(".")[-2]
    template = f"{app}/events/{entry.kind.replace('.', '_')}.html"
    html = render_to_string(template, {"entry": entry, "event": entry.event})
    # A rendered template: what people typed was escaped there.
    return mark_safe(html)
