"""What the operations page speaks of, so that the ledger can name it; administrators see it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.people.models import User


def _for_operators(objects: QuerySet[Any], user: User) -> QuerySet[Any]:
    return objects if may(user, Act.OPERATE) else objects.none()


def _page(_instance: object) -> str:
    return reverse("operations")


def register_kinds() -> None:
    """Register parked entries, workers and schedules."""
    for code, model, icon, label in (
        ("parked_entry", "ledger.ParkedEntry", "alert-triangle", _("Parked entry")),
        ("worker", "jobs.Worker", "cpu", _("Worker")),
        ("schedule", "schedules.Schedule", "clock", _("Schedule")),
    ):
        register(
            ObjectKind(
                code=code,
                prefix="",
                model=model,
                track="hub",
                icon=icon,
                label=label,
                url=_page,
                title=str,
                visible=_for_operators,
            )
        )
