"""
Words of feedback; load with `{% load feedback %}`.

{{ change|field_label }}           "Severity", the name of the field that was changed
{{ change|was }} {{ change|is }}   the value before and after, in the reader's language
{{ "linked"|state_label }}         "With R&D"
{{ feedback.source|source_name }}  "Service desk", what the source is called today
"""

from datetime import datetime

from django import template
from django.utils.translation import gettext as _

from twintrack.sales.feedback.events import FieldChange
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.models import Channel, Feedback, Kind, Severity
from twintrack.sales.feedback.sources import source_name
from twintrack.ui.templatetags.ui import moment_text

register = template.Library()
register.filter("source_name", source_name)
LABELS = {"kind": Kind, "severity": Severity, "channel": Channel, "state": State}


@register.filter
def field_label(change: FieldChange) -> str:
    """Name the field that was changed."""
    return str(Feedback._meta.get_field(change.field).verbose_name)  # type: ignore[union-attr]


@register.filter
def was(change: FieldChange) -> str:
    """Write the value before."""
    return _word(change.field, change.came_from)


@register.filter(name="is")
def is_now(change: FieldChange) -> str:
    """Write the value after."""
    return _word(change.field, change.to)


@register.filter
def state_label(code: str) -> str:
    """Name a state."""
    return _word("state", code)


def _word(field: str, code: str) -> str:
    choices = LABELS.get(field)
    if choices is not None and code in choices.values:
        return str(choices(code).label)
    if field == "occurred_at" and code:
        return moment_text(datetime.fromisoformat(code))
    return code or _("nothing")
