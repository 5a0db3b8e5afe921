"""The measures that sellers steer by, as a strip over their pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from twintrack.analytics.measures import Measure
from twintrack.foundation.measuring.saying import begun, name_of
from twintrack.foundation.people.models import User
from twintrack.sales.kpis import pictures, queries
from twintrack.sales.kpis.keeping import known_measures
from twintrack.sales.kpis.queries import Of, Told

CODES = ("visits", "quote_to_sign", "conversion", "collection_cycle")


@dataclass(frozen=True)
class Steered:
    """A measure over the last year, its target, and its months as they went."""

    name: str
    value: str
    unit: str
    aim: str
    counts: str
    is_missed: bool
    # In the unit of the measure, the oldest first; months without a value are left out.
    months: list[float]
    url: str


def strip_place(request: HttpRequest) -> SafeString:
    """Keep the place of the strip, which asks for itself once it is seen."""
    user = request.user
    if not isinstance(user, User) or not queries.may_see(user):
        return SafeString("")
    return render_to_string("kpis/_strip_place.html", {"places": range(len(CODES))}, request)


def read_strip(*, at: datetime, for_user: User) -> list[Steered]:
    """
    Read the strip: of the company for who answers for it, else of the person.

    :raises NotAllowed: if they neither sell nor answer for what is sold.
    """
    known = known_measures()
    measures = [known[code] for code in CODES]
    told = queries.read_told(measures, Of(), at=at, for_user=for_user)
    return [_steered(each, told[each.code]) for each in measures]


def _steered(measure: Measure, told: Told) -> Steered:
    steps = begun(told.course.steps)
    value, unit = pictures.value_and_unit(measure, told.value)
    return Steered(
        name=name_of(measure),
        value=value,
        unit=unit,
        # Its unit stands beside the value.
        aim=" ".join(pictures.said_aim(told).split(" ")[:2]),
        counts=pictures.said_counts(told),
        is_missed=told.is_missed,
        months=[each.value for each in steps if each.value is not None],
        url=reverse("sales-measure", args=[measure.code]),
    )
