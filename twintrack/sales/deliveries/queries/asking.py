"""Handovers from role to role, and what customers answered."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from twintrack.foundation.access.refusals import NotThere
from twintrack.sales.deliveries.models import Delivery, RoleHandover, Survey


def list_handovers(delivery: Delivery) -> list[RoleHandover]:
    """List how a delivery went from role to role, the first one first."""
    return list(delivery.handovers.select_related("giver", "taker"))


def get_handover(delivery: Delivery, pk: int) -> RoleHandover:
    """
    Find a handover of a delivery.

    :raises NotThere: if there is none.
    """
    rows = delivery.handovers.select_related("giver", "taker")
    found: RoleHandover | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_surveys(delivery: Delivery) -> list[Survey]:
    """List what the customer was asked, the latest first; withdrawn ones are left out."""
    rows = delivery.surveys.filter(withdrawn_at=None)
    return list(rows.select_related("contact", "asked_by").prefetch_related("sendings__sent_by"))


def get_survey(delivery: Delivery, pk: int) -> Survey:
    """
    Find a survey of a delivery.

    :raises NotThere: if there is none.
    """
    found: Survey | None = delivery.surveys.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def survey_of(key: str) -> Survey:
    """
    Find the survey that a secret link leads to; whoever has it asks.

    :raises NotThere: if there is none, or it was withdrawn.
    """
    rows = Survey.objects.select_related("delivery__project", "delivery__customer")
    found: Survey | None = rows.filter(key=key, withdrawn_at=None).first()
    if found is None:
        raise NotThere
    return found


def is_answerable(survey: Survey, at: datetime) -> bool:
    """Say whether a survey can be answered at a moment."""
    return (
        survey.answered_at is None
        and survey.withdrawn_at is None
        and timezone.localdate(at) <= survey.closes_on
    )
