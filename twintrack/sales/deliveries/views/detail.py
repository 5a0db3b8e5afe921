"""The page of one delivery."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.mailing.outgoing import can_mail
from twintrack.foundation.people.http import Request
from twintrack.sales.deliveries import queries
from twintrack.sales.deliveries.gantt import rows_of
from twintrack.sales.deliveries.lifecycle import DeliveryRole
from twintrack.sales.deliveries.models import Delivery
from twintrack.ui.regions import render_page

DETAIL = "deliveries/delivery_detail.html"


@login_required
@require_GET
def delivery_detail(request: Request, number: str) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    delivery = queries.get_delivery(number, for_user=user)
    tasks, waits = list(queries.list_tasks(delivery)), queries.list_waits(delivery)
    forecast = queries.forecast_of(delivery, today=today, tasks=tasks, waits=waits)
    works = may(user, Act.WORK_ON_DELIVERIES)
    shown = {
        "delivery": delivery,
        "rows": rows_of(tasks, forecast),
        "waits": waits,
        "forecast": forecast,
        "sees_contract": may(user, Act.SEE_CONTRACTS),
        "may_manage": may(user, Act.MANAGE_DELIVERIES),
        "may_work": works and delivery.is_open,
        "may_work_any": works,
        "handovers": queries.list_handovers(delivery),
        "roles": _roles(delivery),
        **_accepted(request, delivery, works=works),
    }
    regions = ("head", "plan", "facts")
    return render_page(request, DETAIL, shown, regions=regions)


def _roles(delivery: Delivery) -> list[tuple[str, str, Any]]:
    people = {each.role: each.person for each in queries.list_members(delivery)}
    return [(role, str(label), people.get(role)) for role, label in DeliveryRole.choices]


def _accepted(request: Request, delivery: Delivery, *, works: bool) -> dict[str, Any]:
    acceptances = queries.list_acceptances(delivery)
    counted = [each for each in acceptances if each.holds]
    return {
        "deliverables": queries.list_deliverables(delivery),
        "acceptances": acceptances,
        # Only the latest that counts can be withdrawn.
        "latest": counted[0].pk if counted else None,
        "surveys": queries.list_surveys(delivery) if works else [],
        "may_mail": can_mail(),
        "survey_base": request.build_absolute_uri("/")[:-1],
        "may_ask": works and bool(counted),
    }
