"""Which visits there are, as far as a person may see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.people.models import Team, User
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.queries import list_opportunities
from twintrack.sales.visits.lifecycle import OPEN, VisitState
from twintrack.sales.visits.models import (
    NotePart,
    NoteSection,
    NoteTemplate,
    Visit,
    VisitFeedback,
    VisitTarget,
)

# A visit that nobody noted as held is missed when so long is over.
GRACE = timedelta(hours=24)
# Whose work it is to see customers.
VISITORS = (Role.SALESPERSON, Role.SALES_MANAGER)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """By what a list of visits is narrowed; `state` may be one, `ahead`, `owed` or all if empty."""

    state: str = ""
    kind: str = ""
    customer: Customer | None = None
    opportunity: Opportunity | None = None
    owner: User | None = None
    team: Team | None = None
    since: datetime | None = None
    before: datetime | None = None
    text: str = ""


EVERY = Wanted()
OWED = Q(state=VisitState.CHECKED_IN)


def list_visits(*, for_user: User, wanted: Wanted = EVERY) -> QuerySet[Visit]:
    """List visits, the latest first."""
    rows: QuerySet[Visit] = Visit.objects.visible_to(for_user).filter(_narrowed(wanted))
    return rows.select_related("customer", "owner", "opportunity").order_by("-starts_at", "-pk")


def _narrowed(wanted: Wanted) -> Q:
    which = Q()
    if wanted.state == "ahead":
        which &= Q(state__in=OPEN)
    elif wanted.state == "owed":
        which &= OWED
    elif wanted.state:
        which &= Q(state=wanted.state)
    named = {
        "kind": wanted.kind,
        "customer": wanted.customer,
        "opportunity": wanted.opportunity,
        "starts_at__gte": wanted.since,
        "starts_at__lt": wanted.before,
    }
    which &= Q(**{name: value for name, value in named.items() if value})
    if wanted.owner:
        along = Visit.colleagues.through.objects.filter(user_id=wanted.owner.pk)
        which &= Q(owner=wanted.owner) | Q(pk__in=along.values("visit_id"))
    if wanted.team:
        which &= Q(owner__in=wanted.team.memberships.values("user"))
    if wanted.text:
        which &= (
            Q(purpose__icontains=wanted.text)
            | Q(number__iexact=wanted.text)
            | Q(customer__name__icontains=wanted.text)
        )
    return which


def list_between(start: datetime, end: datetime, *, for_user: User, wanted: Wanted) -> list[Visit]:
    """List what takes place between two moments, the earliest first, with whom one meets."""
    rows = list_visits(for_user=for_user, wanted=wanted).filter(
        starts_at__gte=start, starts_at__lt=end
    )
    return list(
        rows.prefetch_related("contacts", "opportunity__products").order_by("starts_at", "pk")
    )


def get_visit(number: str, *, for_user: User) -> Visit:
    """
    Find a visit by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found = list_visits(for_user=for_user).filter(number=number).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def list_notes(visit: Visit) -> list[NotePart]:
    """List what was noted, in the order of its headings."""
    return list(visit.parts.select_related("section").order_by("section__position", "pk"))


def list_heard(visit: Visit, *, for_user: User) -> list[Feedback]:
    """List the feedback heard on a visit, as far as the person may see it."""
    heard = VisitFeedback.objects.filter(visit=visit).values("feedback")
    rows: QuerySet[Feedback] = Feedback.objects.visible_to(for_user).filter(pk__in=heard)
    return list(rows.select_related("product").order_by("-pk"))


def count_heard(visits: Collection[Visit]) -> dict[int, int]:
    """Count how much was heard on visits, by their ids."""
    counts: dict[int, int] = {}
    rows = VisitFeedback.objects.filter(visit__in=visits).values_list("visit_id", flat=True)
    for pk in rows:
        counts[pk] = counts.get(pk, 0) + 1
    return counts


def list_deals(customer: Customer | None, *, for_user: User) -> QuerySet[Opportunity]:
    """List a customer's open opportunities, for whoever plans a visit there."""
    deals = list_opportunities(for_user=for_user)
    return deals.filter(customer=customer, closed_at=None) if customer else deals.none()


def last_place(customer: Customer, *, for_user: User) -> str:
    """Say where one met a customer last, at their place."""
    rows = list_visits(for_user=for_user, wanted=Wanted(customer=customer, kind="on_site"))
    return rows.exclude(place="").values_list("place", flat=True).first() or ""


def list_owned(user: User) -> QuerySet[Visit]:
    """List the visits that a person is still to make or to note, whoever asks."""
    visits: QuerySet[Visit] = Visit.objects.filter(owner=user, state__in=OPEN)
    return visits.order_by("pk")


def list_overdue(at: datetime) -> list[Visit]:
    """List planned visits that are over for so long that nobody made them; no person asks."""
    rows = Visit.objects.filter(state=VisitState.PLANNED, ends_at__lt=at - GRACE)
    return list(rows.order_by("pk")[:500])


def list_unnoted(owner: User, *, before: datetime) -> QuerySet[Visit]:
    """List a person's visits that were to begin before a moment and have neither note nor end."""
    rows: QuerySet[Visit] = Visit.objects.filter(owner=owner, starts_at__lt=before)
    rows = rows.filter(OWED | Q(state=VisitState.PLANNED))
    return rows.select_related("customer").order_by("starts_at", "pk")


def list_templates(*, is_active: bool | None = None) -> list[NoteTemplate]:
    """List the templates with the headings that they have today."""
    sections = NoteSection.objects.filter(is_active=True).order_by("position", "pk")
    rows: QuerySet[NoteTemplate] = NoteTemplate.objects.all()
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    found: Prefetch[str, Any, Any] = Prefetch("sections", sections)
    return list(rows.prefetch_related(found).order_by("position", "pk"))


def get_template(pk: int) -> NoteTemplate:
    """
    Find a template by its id.

    :raises NotThere: if there is none.
    """
    found = next((each for each in list_templates() if each.pk == pk), None)
    if found is None:
        raise NotThere
    return found


def list_targets() -> list[VisitTarget]:
    """List what was set as a target, the latest first."""
    return list(VisitTarget.objects.select_related("team", "person").order_by("-since", "-pk"))


def list_visitors(ids: Collection[int], *, for_user: User) -> list[User]:
    """List who of some people makes visits as their work, and the reader in any case."""
    people = list_people(roles=VISITORS).filter(pk__in=ids)
    return [for_user, *people.exclude(pk=for_user.pk)]
