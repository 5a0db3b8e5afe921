"""
How deliveries, and the ledger's entries on them, are told; load with `{% load deliveries %}`.

{{ row|row_acts:table }}   the buttons of a row in the tables of a template
{{ event|task_changes }}   what was changed: label, before, after
{{ code|role_name }}       what a role is called; likewise `whom_name`, `task_state`
{{ delivery|delivery_tone }}   the tone of its state's pill
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from twintrack.foundation.bilingual import in_language
from twintrack.sales.deliveries.events import (
    DeliverableChanged,
    DeliveryTaskChanged,
    DeliveryTemplateAdded,
    DeliveryTemplateChanged,
)
from twintrack.sales.deliveries.forms.templates import RowForm
from twintrack.sales.deliveries.lifecycle import DeliveryRole, TaskState, WaitFor
from twintrack.sales.deliveries.models import Deliverable, DeliverableCriterion, DeliveryTask

register = template.Library()
TONES = {"active": "sales", "on_hold": "warn", "completed": "ok", "cancelled": "line"}
DELIVERABLE_TONES = {"handed_over": "rd", "accepted": "ok", "sent_back": "bad"}
HANDOVER_TONES = {"offered": "warn", "taken": "ok", "returned": "bad"}
TASK_TONES = {"doing": "rd", "waiting": "warn", "done": "ok"}


@register.filter
def row_acts(row: RowForm, table: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Give what can be done with a row of a table: what its button sends, its icon, its words."""
    place, name, last = row.number - 1, table["name"], len(table["rows"])
    acts = [
        (f"up {name} {place}", "chevron-up", _("Up")) if place else None,
        (f"down {name} {place}", "chevron-down", _("Down")) if row.number < last else None,
        (f"remove {name} {place}", "trash", _("Remove")),
    ]
    return [each for each in acts if each]


@register.filter
def task_changes(event: DeliveryTaskChanged | DeliverableChanged) -> list[tuple[str, str, str]]:
    """Give what was changed: the field's name, what it was, what it is."""
    model = DeliveryTask if isinstance(event, DeliveryTaskChanged) else Deliverable
    return [
        (
            _field_name(model, name),
            event.came_from[name] or "—",
            event.to[name] or "—",
        )
        for name in event.fields
    ]


def _field_name(model: type[DeliveryTask | Deliverable], name: str) -> str:
    if name == "criteria":
        return _("Acceptance criteria")
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


@register.filter
def role_name(code: str) -> str:
    """Name a role in a delivery."""
    return str(dict(DeliveryRole.choices).get(code, code))


@register.filter
def whom_name(code: str) -> str:
    """Name who is waited for."""
    return str(dict(WaitFor.choices).get(code, code))


@register.filter
def task_state(code: str) -> str:
    """Name the state of a task."""
    return str(dict(TaskState.choices).get(code, code))


@register.filter
def delivery_tone(state: str) -> str:
    """Give the tone of a state's pill."""
    return TONES.get(state, "line")


@register.filter
def task_tone(state: str) -> str:
    """Give the tone of the pill of a task's state."""
    return TASK_TONES.get(state, "line")


@register.filter
def template_name(event: DeliveryTemplateAdded | DeliveryTemplateChanged) -> str:
    """Give the name of a template in the reader's language."""
    return in_language(event.name_zh, event.name_en)


@register.filter
def deliverable_tone(state: str) -> str:
    """Give the tone of the pill of a deliverable's state."""
    return DELIVERABLE_TONES.get(state, "line")


@register.filter
def handover_tone(state: str) -> str:
    """Give the tone of the pill of a handover's state."""
    return HANDOVER_TONES.get(state, "line")


@register.filter
def outcome_of(criterion: DeliverableCriterion) -> str:
    """Say what was found of a criterion last, by the acceptances that count; nothing if none."""
    counted = [each for each in criterion.results.all() if each.acceptance.holds]
    last = max(counted, key=lambda each: each.acceptance.ordinal, default=None)
    return str(last.get_outcome_display()) if last else ""
