"""How measures of sales are named in templates."""

from django import template

from twintrack.foundation.measuring.saying import name_of
from twintrack.sales.kpis.keeping import known_measures

register = template.Library()


@register.filter
def sales_measure(code: str) -> str:
    """Name a measure by its code; one that is not kept any more keeps its code."""
    measure = known_measures().get(code)
    return name_of(measure) if measure else code
