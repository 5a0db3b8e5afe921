"""Which releases there are, as far as a person may see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product, Version
from twintrack.rnd.releases.lifecycle import FROZEN, OPEN, State
from twintrack.rnd.releases.models import Release, ReleaseNotes, RolloutStep

SHIPPED = (State.RELEASED, State.WITHDRAWN)
# More than this nobody reads in one picture.
MANY = 60


def list_releases(
    *,
    for_user: User,
    states: Collection[str] = (),
    product: Product | None = None,
    owner: User | None = None,
    text: str = "",
) -> QuerySet[Release]:
    """List releases by the day they were released or are expected; those without one come last."""
    releases: QuerySet[Release] = Release.objects.visible_to(for_user)
    if states:
        releases = releases.filter(state__in=states)
    if product:
        releases = releases.filter(product=product)
    if owner:
        releases = releases.filter(owner=owner)
    if text:
        named = Q(name__icontains=text) | Q(goal__icontains=text) | Q(number__iexact=text)
        releases = releases.filter(named | Q(product__name__icontains=text))
    day = Coalesce("released_on", "forecast_on", "planned_on", Value(date.max))
    return (
        releases.select_related("product", "owner", "version")
        .annotate(day_key=day)
        .order_by("day_key", "pk")
    )


def get_release(number: str, *, for_user: User) -> Release:
    """
    Find a release by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    releases = list_releases(for_user=for_user).select_related("created_by", "shipped_by")
    found: Release | None = releases.filter(number=number).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def find_release(pk: int) -> Release:
    """Find the release that an entry of the ledger speaks of."""
    found: Release = Release.objects.select_related("product", "owner").get(pk=pk)
    return found


def list_choices(
    *, for_user: User, product: Product | None = None, chosen: int | None = None
) -> QuerySet[Release]:
    """List the releases that something can still be planned for, and the chosen one."""
    releases = list_releases(for_user=for_user, product=product)
    return releases.filter(Q(state__in=OPEN) | Q(pk=chosen))


def list_following(release: Release, *, for_user: User) -> QuerySet[Release]:
    """List the open releases of the same product to which what is not done can be carried."""
    open_ones = list_releases(for_user=for_user, product=release.product, states=OPEN)
    return open_ones.exclude(pk=release.pk)


def list_owned(user: User) -> QuerySet[Release]:
    """List the open releases that a person looks after, whoever asks."""
    releases: QuerySet[Release] = Release.objects.filter(owner=user, state__in=OPEN)
    return releases.order_by("pk")


def list_plan(
    *,
    for_user: User,
    product: Product | None = None,
    owner: User | None = None,
    text: str = "",
) -> list[Release]:
    """List what lies ahead and what came out last, for the picture of the plan, in time."""
    ahead = list_releases(for_user=for_user, states=OPEN, product=product, owner=owner, text=text)
    out = list_releases(for_user=for_user, states=SHIPPED, product=product, owner=owner, text=text)
    lately = list(out.order_by("-released_on", "-pk")[:MANY])
    return [*reversed(lately), *ahead[:MANY]]


def list_frozen() -> QuerySet[Release]:
    """List the releases that are frozen, whoever asks."""
    releases: QuerySet[Release] = Release.objects.filter(state__in=FROZEN)
    return releases.order_by("pk")


def read_notes(release: Release) -> dict[str, ReleaseNotes]:
    """Read the notes of a release by their languages."""
    rows = release.notes.select_related("edited_by")
    return {each.language: each for each in rows}


def number_of(version: Version) -> str:
    """Give the number of the release that a version ships with, or nothing."""
    found = Release.objects.filter(version=version).values_list("number", flat=True)
    return next(iter(found), "")


def shares_by_week(steps: Sequence[RolloutStep]) -> list[int]:
    """Give the planned share of each week; one that waited keeps the one before."""
    shares: list[int] = []
    for step in steps:
        weeks = (step.week - steps[0].week) // timedelta(weeks=1)
        shares += shares[-1:] * (weeks - len(shares))
        shares.append(step.percent)
    return shares
