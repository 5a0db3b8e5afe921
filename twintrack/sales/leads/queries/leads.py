"""Which leads there are, as far as a person may see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.people.models import User
from twintrack.foundation.search.queries import find_of_kind
from twintrack.hub.products.models import Product
from twintrack.sales.customers.models import Customer
from twintrack.sales.leads.lifecycle import OPEN, State
from twintrack.sales.leads.models import Lead, LeadNote

OPEN_VIEW, OVERDUE, UNASSIGNED = "open", "overdue", "unassigned"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """By what a list of leads is narrowed; `state` may be one, `open`, or all if empty."""

    state: str = ""
    source: str = ""
    region: str = ""
    owner: User | None = None
    product: Product | None = None
    customer: Customer | None = None
    is_unassigned: bool = False
    # Those that nobody has spoken with although it was due by then.
    overdue_at: datetime | None = None
    text: str = ""


EVERY = Wanted()


def list_leads(*, for_user: User, wanted: Wanted = EVERY) -> QuerySet[Lead]:
    """List leads, the newest first."""
    rows: QuerySet[Lead] = Lead.objects.visible_to(for_user).filter(_narrowed(wanted))
    if wanted.product:
        rows = rows.filter(products=wanted.product)
    return rows.select_related("owner").order_by("-created_at", "-pk")


def _narrowed(wanted: Wanted) -> Q:
    which = Q()
    if wanted.state == OPEN_VIEW:
        which &= Q(state__in=OPEN)
    elif wanted.state:
        which &= Q(state=wanted.state)
    plain = {
        "source": wanted.source,
        "region": wanted.region,
        "owner": wanted.owner,
        "customer": wanted.customer,
    }
    which &= Q(**{name: value for name, value in plain.items() if value})
    if wanted.is_unassigned:
        which &= Q(owner=None)
    if wanted.overdue_at:
        which &= is_owed() & Q(due_at__lt=wanted.overdue_at)
    if wanted.text:
        which &= (
            Q(company__icontains=wanted.text)
            | Q(contact_name__icontains=wanted.text)
            | Q(number__iexact=wanted.text)
            | Q(pk__in=find_of_kind(wanted.text, kind="lead"))
        )
    return which


def is_owed() -> Q:
    """Those that nobody has spoken with yet."""
    return Q(state=State.NEW, contacted_at=None)


def get_lead(number: str, *, for_user: User) -> Lead:
    """
    Find a lead by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    rows = list_leads(for_user=for_user).filter(number=number)
    found = rows.select_related(
        "owner",
        "chosen_by",
        "customer",
        "contact",
        "opportunity",
        "closed_by",
        "created_by",
        "web_form",
    ).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def find_leads(ids: Collection[int], *, for_user: User) -> list[Lead]:
    """Find several leads, those that the person may see."""
    rows: QuerySet[Lead] = Lead.objects.visible_to(for_user).filter(pk__in=ids)
    return list(rows.select_related("owner").order_by("pk"))


def count_by_state(rows: QuerySet[Lead]) -> dict[str, int]:
    """Count the leads of a list per state; empty states are left out."""
    return dict(rows.order_by().values_list("state").annotate(count=Count("pk")))


def list_regions(*, for_user: User) -> list[str]:
    """List the regions that leads are in."""
    regions = Lead.objects.visible_to(for_user).exclude(region="").order_by("region")
    return list(regions.values_list("region", flat=True).distinct())


def list_products_of(lead: Lead, *, for_user: User) -> QuerySet[Product]:
    """List the products a lead asks about, as far as the person may see them."""
    products: QuerySet[Product] = Product.objects.visible_to(for_user)
    return products.filter(pk__in=lead.products.values("pk")).order_by("name", "pk")


def list_notes(lead: Lead) -> QuerySet[LeadNote]:
    """List what was spoken with a lead, the newest first."""
    return lead.notes.select_related("by").order_by("-at", "-pk")


def find_external(source: str, external_id: str) -> Lead | None:
    """Find the lead that something in another system is already."""
    if not external_id:
        return None
    found: Lead | None = Lead.objects.filter(
        external_source=source, external_id=external_id
    ).first()
    return found


def list_owned(user: User) -> QuerySet[Lead]:
    """List the open leads that a person looks after, whoever asks."""
    leads: QuerySet[Lead] = Lead.objects.filter(owner=user, state__in=OPEN)
    return leads.order_by("pk")


def count_overdue(user: User, *, at: datetime) -> int:
    """Count a person's leads that nobody has spoken with in time."""
    return int(Lead.objects.filter(is_owed(), owner=user, due_at__lt=at).count())
