"""
Words of imports; load with `{% load intake %}`.

{{ row|reasons }}          why a row is refused or held, as a list of sentences
{{ row|gist }}             what a row says, short
{{ "kind"|is_chosen }}     whether a field is one of a few choices
"""

from django import template

from twintrack.sales.intake.fields import CHOSEN
from twintrack.sales.intake.models import Delivery, HeldRow, ImportRow
from twintrack.sales.intake.problems import tell_all

register = template.Library()
GIST = 140


@register.filter
def reasons(row: ImportRow | HeldRow | Delivery) -> list[str]:
    """Say why a row is refused or held."""
    return tell_all(row.problems)


@register.filter
def gist(row: ImportRow) -> str:
    """Show the beginning of what a row says."""
    text = " · ".join(value for value in row.values.values())
    return text if len(text) <= GIST else text[:GIST] + "…"


@register.filter
def is_chosen(code: str) -> bool:
    """Say whether a field is one of a few choices."""
    return code in CHOSEN
