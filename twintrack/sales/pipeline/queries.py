"""Which opportunities there are, as far as a person may see them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.memory.once import once
from twintrack.foundation.money.queries import Total, add_up, find_rates, total_in_base
from twintrack.foundation.people.models import Team, User
from twintrack.hub.products.models import Product
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.pipeline.lifecycle import TaskState
from twintrack.sales.pipeline.models import (
    Competitor,
    LostReason,
    Opportunity,
    OpportunityContact,
    OpportunityMember,
    OpportunityTask,
    PipelineStage,
    PlaybookTask,
    StagePassage,
)
from twintrack.sales.pipeline.models.opportunities import IS_OPEN
from twintrack.sales.pipeline.models.stages import open_stages


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """
    By what a list of opportunities is narrowed; `stage` may be one, `open`, or all if empty.

    `rotting_at` keeps those that were then longer at their stage than its target days,
    `adrift_on` those without a next step, or with one that was overdue on that day.
    """

    stage: str = ""
    customer: Customer | None = None
    product: Product | None = None
    owner: User | None = None
    team: Team | None = None
    rotting_at: datetime | None = None
    adrift_on: date | None = None
    text: str = ""


EVERY = Wanted()


def list_opportunities(*, for_user: User, wanted: Wanted = EVERY) -> QuerySet[Opportunity]:
    """List opportunities by the day they are expected to close."""
    rows: QuerySet[Opportunity] = Opportunity.objects.visible_to(for_user)
    rows = rows.filter(_narrowed(wanted))
    if wanted.product:
        # A sub-query, so that no row comes twice; those open to any product count too.
        named = rows.filter(products=wanted.product).values("pk")
        rows = rows.filter(Q(pk__in=named) | Q(products=None))
    return rows.select_related("customer", "owner", "lost_because", "lost_to").order_by(
        "expected_close_on", "pk"
    )


def _narrowed(wanted: Wanted) -> Q:
    which = Q()
    if wanted.stage == "open":
        which &= IS_OPEN
    elif wanted.stage:
        which &= Q(stage=wanted.stage)
    if wanted.customer:
        which &= Q(customer=wanted.customer)
    if wanted.owner:
        which &= Q(owner=wanted.owner)
    if wanted.team:
        which &= Q(owner__in=wanted.team.memberships.values("user"))
    if wanted.text:
        which &= (
            Q(name__icontains=wanted.text)
            | Q(number__iexact=wanted.text)
            | Q(customer__name__icontains=wanted.text)
        )
    return which & _worth_a_look(wanted)


def _worth_a_look(wanted: Wanted) -> Q:
    which = Q()
    if wanted.rotting_at:
        which &= IS_OPEN & is_rotting(wanted.rotting_at)
    if wanted.adrift_on:
        which &= IS_OPEN & is_adrift(wanted.adrift_on)
    return which


def is_rotting(at: datetime) -> Q:
    """Keep what has been at an open stage for more days of the calendar than it should take."""
    which = Q(pk__in=())
    begins = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    for stage in open_stages():
        if stage.target_days is not None:
            since = begins - timedelta(days=stage.target_days)
            which |= Q(stage=stage.code, stage_since__lt=since)
    return which


def is_adrift(on: date) -> Q:
    """Keep what has no next step, or one that is overdue; it counts for open ones only."""
    return Q(next_step_on=None) | Q(next_step_on__lt=on)


def get_opportunity(number: str, *, for_user: User) -> Opportunity:
    """
    Find an opportunity by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    rows = list_opportunities(for_user=for_user).filter(number=number)
    # The panels of a page ask for the same one as the page.
    found: Opportunity | None = once(("opportunity", number, for_user.pk), rows.first)
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def list_products_of(opportunity: Opportunity, *, for_user: User) -> QuerySet[Product]:
    """List the products an opportunity is about, as far as the person may see them."""
    products: QuerySet[Product] = Product.objects.visible_to(for_user)
    return products.filter(pk__in=opportunity.products.values("pk")).order_by("name", "pk")


def list_unseen_products_of(opportunity: Opportunity, *, for_user: User) -> list[Product]:
    """List the products an opportunity is about that are hidden from the person who edits it."""
    visible = list_products_of(opportunity, for_user=for_user).values("pk")
    return list(opportunity.products.exclude(pk__in=visible))


@dataclass(frozen=True, kw_only=True)
class StageSum:
    """How many opportunities are at a stage, and their amounts."""

    stage: str
    count: int
    total: Total


def sum_by_stage(opportunities: QuerySet[Opportunity], *, on: date) -> dict[str, StageSum]:
    """Add up the amounts of a list per stage, at a day's rates; empty stages are left out."""
    rows = opportunities.order_by().values_list("stage", "currency")
    amounts: dict[str, dict[str, Decimal]] = defaultdict(dict)
    counts: Counter[str] = Counter()
    for stage, currency, amount, count in rows.annotate(amount=Sum("amount"), count=Count("pk")):
        amounts[stage][currency] = amount
        counts[stage] += count
    rates = find_rates({each for sums in amounts.values() for each in sums}, on=on)
    return {
        stage: StageSum(stage=stage, count=counts[stage], total=add_up(sums, rates))
        for stage, sums in amounts.items()
    }


def sum_stages(sums: Mapping[str, StageSum], *, on: date) -> Total:
    """Add up the sums of stages at a day's rates."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for each in sums.values():
        for currency, amount in each.total.by_currency.items():
            amounts[currency] += amount
    return total_in_base(amounts, on=on)


def sum_amounts(opportunities: QuerySet[Opportunity], *, on: date) -> Total:
    """Add up the amounts of a list: per currency, and in the base currency at a day's rates."""
    rows = opportunities.order_by().values_list("currency").annotate(amount=Sum("amount"))
    return total_in_base(dict(rows), on=on)


@dataclass(frozen=True, kw_only=True)
class OpenOpportunity:
    """What the helix needs of an open opportunity; without products, it is about any."""

    pk: int
    customer_id: int
    amount: Decimal
    currency: str
    product_ids: frozenset[int]


def list_open(*, customer_ids: Collection[int]) -> list[OpenOpportunity]:
    """List the open opportunities of customers, for reactions: no person asks, all are given."""
    rows = Opportunity.objects.open().filter(customer_id__in=customer_ids).order_by("pk")
    named: dict[tuple[int, int, Decimal, str], set[int]] = defaultdict(set)
    for pk, customer_id, amount, currency, product_id in rows.values_list(
        "pk", "customer_id", "amount", "currency", "products"
    ):
        # One without products comes once, with nothing beside it.
        named[pk, customer_id, amount, currency].update({product_id} - {None})
    return [
        OpenOpportunity(
            pk=pk,
            customer_id=customer_id,
            amount=amount,
            currency=currency,
            product_ids=frozenset(products),
        )
        for (pk, customer_id, amount, currency), products in named.items()
    ]


def list_owned(user: User) -> QuerySet[Opportunity]:
    """List the open opportunities that a person looks after, whoever asks."""
    opportunities: QuerySet[Opportunity] = Opportunity.objects.open().filter(owner=user)
    return opportunities.order_by("pk")


def get_stage(code: str) -> PipelineStage:
    """
    Find a stage by its code, a retired one too.

    :raises NotThere: if there is none.
    """
    found: PipelineStage | None = PipelineStage.objects.filter(code=code).first()
    if found is None:
        raise NotThere
    return found


def list_passages(opportunity: Opportunity) -> list[StagePassage]:
    """List the stages an opportunity has passed, the oldest first, with their names of then."""
    passages = StagePassage.objects.filter(opportunity=opportunity).select_related("entered_by")
    return list(passages.order_by("entered_at", "pk"))


def count_at_stages() -> dict[str, int]:
    """Count the open opportunities at each stage, for whoever sets the stages up."""
    rows = Opportunity.objects.open().order_by().values_list("stage")
    return dict(rows.annotate(many=Count("*")))


def list_reasons() -> QuerySet[LostReason]:
    """List the reasons for losing that are offered today."""
    reasons: QuerySet[LostReason] = LostReason.objects.filter(is_active=True)
    return reasons.order_by("position", "pk")


def list_competitors() -> QuerySet[Competitor]:
    """List the competitors by name."""
    competitors: QuerySet[Competitor] = Competitor.objects.filter(is_active=True)
    return competitors.order_by("name", "pk")


def list_team(opportunity: Opportunity) -> list[OpportunityMember]:
    """List who works on an opportunity beside its owner."""
    return list(opportunity.members.select_related("person").order_by("part", "pk"))


def get_member(opportunity: Opportunity, pk: int) -> OpportunityMember:
    """
    Find a colleague in the team of an opportunity.

    :raises NotThere: if there is none.
    """
    found = opportunity.members.select_related("person", "opportunity").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_deal_contacts(opportunity: Opportunity) -> list[OpportunityContact]:
    """List who at the customer has to do with an opportunity."""
    return list(opportunity.contacts.select_related("contact").order_by("influence", "pk"))


def get_deal_contact(opportunity: Opportunity, pk: int) -> OpportunityContact:
    """
    Find a person at the customer that has to do with an opportunity.

    :raises NotThere: if there is none.
    """
    found = opportunity.contacts.select_related("contact", "opportunity").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_stages() -> list[PipelineStage]:
    """List all stages in the order of the way with what they ask for, retired ones too."""
    stages = PipelineStage.objects.prefetch_related("criteria", "playbook")
    return list(stages.order_by("position", "pk"))


def list_all_reasons() -> list[LostReason]:
    """List the reasons for losing, those that are offered no more too."""
    return list(LostReason.objects.order_by("-is_active", "position", "pk"))


def get_reason(code: str) -> LostReason:
    """
    Find a reason for losing by its code.

    :raises NotThere: if there is none.
    """
    found: LostReason | None = LostReason.objects.filter(code=code).first()
    if found is None:
        raise NotThere
    return found


def get_competitor(pk: int) -> Competitor:
    """
    Find a competitor.

    :raises NotThere: if there is none.
    """
    found: Competitor | None = Competitor.objects.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def reason_label(code: str) -> str:
    """Name a reason for losing in the reader's language; one that is no more keeps its code."""
    reasons = once("lost reasons", lambda: {each.code: each for each in LostReason.objects.all()})
    return reasons[code].name if code in reasons else code


def name_of_contact(pk: int) -> str:
    """Name a contact as they are called today; nothing if they are forgotten."""
    return Contact.objects.filter(pk=pk).values_list("name", flat=True).first() or "—"


def list_tasks(opportunity: Opportunity) -> list[OpportunityTask]:
    """List the tasks of an opportunity by when they are due, the newest closed ones first."""
    tasks = opportunity.tasks.select_related("owner", "opportunity")
    return list(tasks.order_by("-closed_at", "due_on", "pk"))


def get_task(opportunity: Opportunity, pk: int) -> OpportunityTask:
    """
    Find a task of an opportunity.

    :raises NotThere: if there is none.
    """
    found = opportunity.tasks.select_related("owner", "opportunity").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_memberships(user: User) -> QuerySet[OpportunityMember]:
    """List the parts that a person has in open opportunities beside their owners, whoever asks."""
    rows = OpportunityMember.objects.filter(person=user, opportunity__in=Opportunity.objects.open())
    return rows.select_related("opportunity", "person").order_by("pk")


def list_due_tasks(user: User) -> QuerySet[OpportunityTask]:
    """List what a person has to do for open opportunities, the most urgent first."""
    tasks = OpportunityTask.objects.filter(
        owner=user, state=TaskState.TODO, opportunity__closed_at=None
    )
    related = tasks.select_related("opportunity__customer", "owner")
    return related.order_by("due_on", "pk")


def list_playbook() -> list[PlaybookTask]:
    """List what is to do at each stage, in the order of the way."""
    tasks = PlaybookTask.objects.filter(is_active=True, stage__is_active=True)
    return list(tasks.select_related("stage").order_by("stage__position", "due_days", "pk"))


def get_playbook_task(pk: int) -> PlaybookTask:
    """
    Find a task of the playbook.

    :raises NotThere: if there is none, or it was taken out.
    """
    tasks = PlaybookTask.objects.select_related("stage").filter(is_active=True)
    found: PlaybookTask | None = tasks.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found
