"""The requirement pool as a list: which requirements, in which order, in which groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.labels.queries import ids_labelled
from twintrack.foundation.money.bands import band_of
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.lifecycle import FROZEN, State
from twintrack.rnd.backlog.models import Requirement

# What was turned down is found by asking for its state.
SET_ASIDE = tuple(state.value for state in FROZEN)
FINISHED = (State.RELEASED.value, State.VALIDATED.value)
# What each scope leaves out where no state is asked for.
LEFT_OUT: dict[str, tuple[str, ...]] = {
    "open": (*SET_ASIDE, *FINISHED),
    "board": SET_ASIDE,
    "all": (),
}
NEVER = date(9999, 12, 31)
_BY_RELEASE = ("release__released_on", "release__forecast_on", "release__planned_on")

SORTS: dict[str, tuple[str, ...]] = {
    "value": ("value_score", "pk"),
    "rank": ("rank", "pk"),
    "number": ("pk",),
    "title": ("title", "pk"),
    "customers": ("customers_count", "pk"),
    "revenue": ("revenue", "pk"),
    "state": ("stage", "-value_score", "-pk"),
    "priority": ("priority", "-value_score", "-pk"),
    "owner": ("owner__name", "owner_id", "-value_score", "-pk"),
    "product": ("product__name", "product_id", "-value_score", "-pk"),
    "planned": ("due", "pk"),
    "updated": ("updated_at", "pk"),
}
GROUPS: dict[str, tuple[str, ...]] = {
    "product": ("product__name", "product_id"),
    "state": ("stage",),
    "owner": ("owner__name", "owner_id"),
    "release": ("ships_on", "ships_with"),
}
# What tells the groups apart.
GROUPED_BY = {
    "product": "product_id",
    "state": "state",
    "owner": "owner_id",
    "release": "release_id",
}
BY_VALUE = "-value"
BY_HAND = "rank"
_SHOWN = (
    "number",
    "title",
    "kind",
    "state",
    "priority",
    "value_score",
    "rice",
    "wsjf",
    "customers_count",
    "feedback_count",
    "revenue",
    "planned_on",
    "rank",
    "updated_at",
    "product__code",
    "product__name",
    "owner__name",
    "owner__is_service",
    "milestone__name",
    "milestone__number",
    "milestone__forecast_on",
    "milestone__reached_on",
    "release__number",
    "release__name",
    "release__planned_on",
    "release__forecast_on",
    "release__released_on",
)


@dataclass(frozen=True, kw_only=True)
class PoolFilter:
    """Which requirements are wanted; what is empty narrows nothing. Scopes: see `LEFT_OUT`."""

    products: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    labels: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    releases: tuple[int, ...] = ()
    priorities: tuple[int, ...] = ()
    text: str = ""
    customers: int = 0
    scope: str = "board"


def list_pool(*, for_user: User, only: PoolFilter) -> QuerySet[Requirement]:
    """List the requirements that a person may see and asked for, in no order yet."""
    rows: QuerySet[Requirement] = Requirement.objects.visible_to(for_user)
    several: dict[str, tuple[int, ...] | tuple[str, ...]] = {
        "product_id": only.products,
        "state": only.states,
        "owner_id": only.owners,
        "kind": only.kinds,
        "release_id": only.releases,
        "priority": only.priorities,
    }
    rows = rows.filter(**{f"{name}__in": wanted for name, wanted in several.items() if wanted})
    if not only.states:
        rows = rows.exclude(state__in=LEFT_OUT[only.scope])
    if only.labels:
        rows = rows.filter(pk__in=ids_labelled("requirement", only.labels))
    if only.text:
        rows = rows.filter(Q(title__icontains=only.text) | Q(number__iexact=only.text))
    if only.customers:
        rows = rows.filter(customers_count__gte=only.customers)
    return rows


def with_names(rows: QuerySet[Requirement]) -> QuerySet[Requirement]:
    """Read what a row shows, and no more."""
    return rows.select_related("product", "owner", "milestone", "release").only(*_SHOWN)


def order_of(sort: str, group: str = "", *, for_user: User) -> tuple[str, ...]:
    """
    Give the fields that a list is ordered by; an unknown sort orders by value.

    Who may not see amounts has them in order of their bands: the token of a page names the rest.
    """
    name, falls = sort.removeprefix("-"), sort.startswith("-")
    if name not in SORTS:
        name, falls = "value", True
    keys = SORTS[name]
    if name == "revenue" and not may(for_user, Act.SEE_AMOUNTS):
        keys = ("band", "pk")
    if falls:
        keys = tuple(key[1:] if key.startswith("-") else f"-{key}" for key in keys)
    before = GROUPS.get(group, ())
    known = {key.lstrip("-") for key in before}
    return (*before, *(key for key in keys if key.lstrip("-") not in known))


def ready_for(rows: QuerySet[Requirement], order: tuple[str, ...]) -> QuerySet[Requirement]:
    """Add what the order needs and no column holds: the stage of life, the band, the day."""
    names = {key.lstrip("-") for key in order}
    if "stage" in names:
        rows = rows.annotate(stage=stage())
    if "band" in names:
        rows = rows.annotate(band=band_of("revenue"))
    if "due" in names:
        by_milestone = ("milestone__reached_on", "milestone__forecast_on")
        rows = rows.annotate(due=Coalesce("planned_on", *by_milestone, *_BY_RELEASE, Value(NEVER)))
    if "ships_on" in names:
        rows = rows.annotate(
            ships_on=Coalesce(*_BY_RELEASE, Value(NEVER)), ships_with=Coalesce("release_id", 0)
        )
    return rows


def stage() -> Case:
    """Number the states in the order of a requirement's life."""
    steps = [When(state=state.value, then=Value(place)) for place, state in enumerate(State)]
    return Case(*steps, default=Value(len(State)), output_field=IntegerField())


def count_groups(rows: QuerySet[Requirement], group: str) -> dict[object, int]:
    """Count the requirements of each group, by product, owner or release id, or by state."""
    key = GROUPED_BY[group]
    counted = rows.order_by().values(key=F(key)).annotate(many=Count("pk"))
    return {each["key"]: each["many"] for each in counted}
