"""Work at set times: bring the store up to date, and keep each night what is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from twintrack.analytics.months import LOOKED_BACK, Month, Whose, first_of, later
from twintrack.foundation.access.queries import list_people
from twintrack.foundation.measuring.sources import local
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import Team, Track
from twintrack.hub.products.models import Product
from twintrack.sales.kpis import operations
from twintrack.sales.kpis.keeping import known_measures, refresh
from twintrack.sales.kpis.lifecycle import Part, Span
from twintrack.sales.kpis.models import Freeze, FrozenValue
from twintrack.sales.kpis.operations import Value
from twintrack.sales.kpis.queries import is_settled, library
from twintrack.sales.visits.queries import VISITORS

ONE = timedelta(days=1)


def keep_up(at: datetime) -> None:
    """Bring the measures up to date."""
    refresh(at)


def freeze(at: datetime) -> None:
    """Keep what months that are over came to, and what stood at the end of yesterday."""
    today = timezone.localdate(at)
    if Freeze.objects.filter(on=today).exists():
        return
    refresh(at)
    operations.freeze(values=list(_values(at)), on=today, by=automation(), at=at)


def _scopes() -> Iterator[tuple[Part, int, Whose]]:
    yield Part.COMPANY, 0, Whose()
    for pk in Product.objects.order_by("pk").values_list("pk", flat=True):
        yield Part.PRODUCT, pk, Whose(product=pk)
    teams = Team.objects.exclude(track=Track.RND).order_by("pk").prefetch_related("memberships")
    for team in teams:
        yield Part.TEAM, team.pk, Whose(people=tuple(e.user_id for e in team.memberships.all()))
    for person in list_people(roles=VISITORS):
        yield Part.PERSON, person.pk, Whose(people=(person.pk,))


def _values(at: datetime) -> Iterator[Value]:
    measures = known_measures()
    yesterday = timezone.localdate(at) - ONE
    running = first_of(timezone.localdate(at))
    first, held = later(running, -LOOKED_BACK), library()
    kept = set(
        FrozenValue.objects.filter(span=Span.MONTH, on__gte=first).values_list(
            "part_of", "whose", "measure", "on"
        )
    )
    for part_of, pk, scope in _scopes():
        found = held.months(list(measures.values()), scope, first, running, local(at))
        for code, months in found.items():
            measure = measures[code]
            for month in months:
                is_over = month.starts_on < running
                is_told = (part_of, pk, code, month.starts_on) in kept
                value = Value(
                    measure=code,
                    span=Span.MONTH,
                    on=month.starts_on,
                    part_of=part_of,
                    whose=pk,
                    month=month,
                )
                if is_over and not is_told and is_settled(measure, month, now=running):
                    yield value
                if measure.is_state and _stands(month, yesterday):
                    yield Value(**{**value.__dict__, "span": Span.DAY, "on": yesterday})


def _stands(month: Month, yesterday: object) -> bool:
    return month.starts_on == first_of(yesterday)  # type: ignore[arg-type]
