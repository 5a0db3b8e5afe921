"""The inbox."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.notifications import operations, queries
from twintrack.foundation.people.http import Request
from twintrack.ui.regions import render_page

PAGE = 50


@login_required
@require_GET
def inbox(request: Request) -> HttpResponse:
    told = queries.list_notifications(for_user=request.user)
    page = Paginator(told, PAGE).get_page(request.GET.get("page"))
    return render_page(request, "notifications/inbox.html", {"page": page}, regions=("told",))


@login_required
@require_GET
def inbox_count(request: Request) -> HttpResponse:
    """Render the number beside the inbox alone."""
    shown = {"count": queries.count_unread(request.user), "tone": "accent"}
    return render(request, "ui/_count.html", shown)


@login_required
@require_POST
def inbox_read(request: Request, pk: int | None = None) -> HttpResponse:
    operations.mark_read(recipient=request.user, notification_id=pk, at=timezone.now())
    return redirect("inbox")
