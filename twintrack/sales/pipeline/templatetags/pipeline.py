"""How the ledger's entries on opportunities are told."""

from datetime import date

from django import template

from twintrack.sales.pipeline.events import OpportunityChanged
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity
from twintrack.ui.templatetags.ui import day

register = template.Library()


@register.filter
def stage_name(code: str) -> str:
    """Name a stage in the reader's language; one that is no more keeps its code."""
    return str(dict(Stage.choices).get(code, code))


@register.filter
def changes(event: OpportunityChanged) -> list[tuple[str, str, str]]:
    """Give what was changed: the field's name, what it was, what it is."""
    return [
        (
            str(Opportunity._meta.get_field(field).verbose_name),  # type: ignore[union-attr]
            _told(field, event.came_from[field]),
            _told(field, event.to[field]),
        )
        for field in event.fields
    ]


def _told(field: str, value: str) -> str:
    if field == "expected_close_on":
        return day(date.fromisoformat(value))
    return value or "—"
