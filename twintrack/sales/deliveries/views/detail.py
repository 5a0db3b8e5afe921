"""The page of one delivery."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.sales.deliveries import queries
from twintrack.ui.regions import render_page

DETAIL = "deliveries/delivery_detail.html"


@login_required
@require_GET
def delivery_detail(request: Request, number: str) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    delivery = queries.get_delivery(number, for_user=user)
    tasks, waits = list(queries.list_tasks(delivery)), queries.list_waits(delivery)
    shown = {
        "delivery": delivery,
        "tasks": tasks,
        "waits": waits,
        "forecast": queries.forecast_of(delivery, today=today, tasks=tasks, waits=waits),
        "members": queries.list_members(delivery),
        "today": today,
        "sees_contract": may(user, Act.SEE_CONTRACTS),
    }
    return render_page(request, DETAIL, shown, regions=("head", "plan", "facts"))
