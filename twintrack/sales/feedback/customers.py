"""What feedback tells of each customer, in the list of customers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.sales.customers.columns import Column, register_column
from twintrack.sales.feedback.lifecycle import OPEN
from twintrack.sales.feedback.models import Feedback


def count_open(customer_ids: Collection[int], for_user: User) -> dict[int, int]:
    """Count what each customer said and has no answer to."""
    open_ones = Feedback.objects.visible_to(for_user).filter(
        customer_id__in=customer_ids, state__in=OPEN
    )
    rows = open_ones.order_by().values_list("customer_id")
    return dict(rows.annotate(count=Count("pk")))


def last_said(customer_ids: Collection[int], for_user: User) -> dict[int, datetime]:
    """Say when each customer was heard last."""
    said = Feedback.objects.visible_to(for_user).filter(customer_id__in=customer_ids)
    return dict(said.order_by().values_list("customer_id").annotate(last=Max("recorded_at")))


def register_columns() -> None:
    """Show both in the list of customers and at the head of a customer's page."""
    register_column(
        Column(code="open_feedback", label=_("Open feedback"), shape="count", values=count_open)
    )
    register_column(
        Column(code="last_feedback", label=_("Last feedback"), shape="moment", values=last_said)
    )
