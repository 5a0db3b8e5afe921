"""How measures of sales are named in templates."""

from django import template

from twintrack.foundation.measuring.saying import name_of
from twintrack.sales.kpis.events import SalesTargetSet
from twintrack.sales.kpis.keeping import known_measures
from twintrack.sales.kpis.pictures import said_value

register = template.Library()


@register.filter
def sales_measure(code: str) -> str:
    """Name a measure by its code; one that is not kept any more keeps its code."""
    measure = known_measures().get(code)
    return name_of(measure) if measure else code


@register.filter
def sales_value(event: SalesTargetSet) -> str:
    """Write the target that was set as people read values of its measure."""
    measure = known_measures().get(event.measure)
    return said_value(measure, event.value) if measure else str(event.value)
