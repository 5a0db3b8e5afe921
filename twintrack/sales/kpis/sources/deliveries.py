"""Deliveries: in time or not, what was accepted at once, what they cost, what customers say."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from twintrack.foundation.measuring.sources import Changed, News, Rows, Source, local
from twintrack.foundation.people.automation import automation
from twintrack.sales.deliveries.measures import (
    FirstLook,
    Punctual,
    first_time_acceptance,
    on_time,
    satisfaction,
)
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.delivery_costs.measures import list_finished

# Deliveries are few, and their days move: one part holds all.
ALL = "all"
EVER = (date(2000, 1, 1), date(9000, 1, 1))
ABOUT = (
    *("delivery", "project", "hours", "hours_week", "expense", "change_request"),
    *("delivery_budget", "cost_rate", "exchange_rate"),
)


def _every() -> Changed:
    return Changed({ALL} if Delivery.objects.exists() else set(), mark=_today())


def _changed(news: News) -> Changed:
    """Write all anew when something happened, and each day: what is late grows by itself."""
    if news.ids(*ABOUT) or news.mark != _today():
        return _every()
    return Changed(set(), mark=news.mark)


def _today() -> int:
    return int(f"{timezone.localdate():%Y%m%d}")


def _rows(_month: str) -> Rows:
    everybody = automation()
    planned = on_time(*EVER, for_user=everybody, today=timezone.localdate())
    looks = first_time_acceptance(*EVER, for_user=everybody)
    answers = satisfaction(*EVER, for_user=everybody)
    accepted = Delivery.objects.filter(accepted_on__isnull=False)
    finished = list_finished(
        list(accepted.select_related("project__owner", "customer", "contract"))
    )
    return {
        "due_deliveries": [
            (*_of(each.delivery, each.due_on), each.is_on_time)
            for each in planned.rows
            if isinstance(each, Punctual)
        ],
        "looked_at": [
            (*_of(each.delivery, each.on), each.passed)
            for each in looks.rows
            if isinstance(each, FirstLook)
        ],
        "answers": [
            (*_of(each.delivery, local(each.answered_at)), each.score)
            for each in answers.rows
            if each.answered_at
        ],
        "finished": [
            (
                *_of(each.delivery, each.finished_on),
                float(each.cost),
                *(
                    None if amount is None else float(amount)
                    for amount in (each.budget, each.revenue)
                ),
                None if each.margin is None else float(each.margin),
            )
            for each in finished
        ],
    }


def _of(delivery: Delivery, on: date | datetime) -> tuple[Any, ...]:
    moment = on if isinstance(on, datetime) else datetime.combine(on, time())
    project = delivery.project
    return delivery.pk, moment, [project.product_id], project.owner_id, delivery.customer_id


DELIVERIES = Source(
    "deliveries",
    ("due_deliveries", "looked_at", "answers", "finished"),
    ABOUT,
    _changed,
    _every,
    _rows,
)
