"""Fields of a task that are changed where they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.sales.deliveries import operations
from twintrack.sales.deliveries.models import DeliveryTask
from twintrack.sales.deliveries.operations.tasks import MOST_HOURS
from twintrack.ui.fields import DayField
from twintrack.ui.inline import Inline
from twintrack.ui.templatetags.ui import day

NONE = "—"
People = Callable[[], Any]


def inline_of(code: str, people: People) -> Inline[DeliveryTask] | None:
    """Find a field by its code, or nothing if it is not changed in place."""
    fields: dict[str, tuple[Any, Callable[[], forms.Field], Callable[[Any], str]]] = {
        "assignee": (
            _("Assignee"),
            lambda: forms.ModelChoiceField(people(), required=False, empty_label=NONE),
            lambda value: str(value or NONE),
        ),
        "start_on": (_("Planned start"), _day_field, day),
        "finish_on": (_("Planned finish"), _day_field, day),
        "hours": (_("Estimated hours"), _hours_field, str),
    }
    if code not in fields:
        return None
    label, build, words = fields[code]
    return Inline(
        label=label,
        read=lambda task: getattr(task, code),
        field=lambda _task: build(),
        save=lambda task, before, value, who: operations.change_task(
            task=task, before={code: before}, values={code: value}, **who
        ),
        words=words,
    )


def _day_field() -> forms.Field:
    return DayField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


def _hours_field() -> forms.Field:
    return forms.DecimalField(
        min_value=0,
        max_value=MOST_HOURS,
        max_digits=7,
        decimal_places=2,
        widget=forms.NumberInput({"step": "0.5", "inputmode": "decimal"}),
    )
