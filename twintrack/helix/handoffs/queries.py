"""Who waits for what, and what may belong together."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.ledger.models import Subject
from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.presence import has, register_presence
from twintrack.foundation.memory.recalling import recall_related
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.models import (
    Handoff,
    MergedHandoff,
    Proposal,
    ProposalState,
    Thresholds,
)
from twintrack.helix.matching.entering import Parts
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog.lifecycle import OPEN
from twintrack.rnd.backlog.lifecycle import State as RequirementState
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.models import Feedback

# More pieces of feedback than this are counted, not listed.
LISTED = 200
# What the helix itself says of a requirement; anything else about it was done by somebody.
_BY_ITSELF = ("requirement.proposed", "requirement.demand_changed")


def find_handoff(feedback: Feedback, product: Product | None = None) -> Handoff | None:
    """Find where feedback went for a product, its first one if none is named."""
    made = Handoff.objects.filter(feedback=feedback, product=product or feedback.product_id)
    return made.select_related("requirement", "before", "product").first()


def list_handoffs(feedback: Feedback, *, for_user: User) -> QuerySet[Handoff]:
    """List where feedback went, for each of its products that the person may see."""
    visible = Requirement.objects.visible_to(for_user)
    made = Handoff.objects.filter(feedback=feedback, requirement__in=visible)
    related = (
        "requirement__milestone",
        "requirement__release",
        "requirement__owner",
        "product",
        "before",
    )
    return made.select_related(*related).order_by("pk")


def read_handoffs(feedback: Feedback, *, for_user: User) -> list[Handoff]:
    """Read where feedback went, once for all the panels of a page."""

    def ask() -> list[Handoff]:
        made = list_handoffs(feedback, for_user=for_user).select_related(None)
        found = list(made.select_related("requirement"))
        recall_related(found, "product", "before")
        recall_related([each.requirement for each in found], "owner", "milestone", "release")
        return found

    return once(("handoffs", feedback.pk, for_user.pk), ask)


def get_handoff(pk: int, *, for_user: User) -> Handoff:
    """
    Find a handoff whose feedback the person may see.

    :raises NotThere: if there is none, or the person may not see it.
    """
    visible = Feedback.objects.visible_to(for_user)
    made = Handoff.objects.filter(pk=pk, feedback__in=visible)
    found = made.select_related("feedback", "requirement", "before", "product").first()
    if found is None:
        raise NotThere
    return found


def list_behind(requirement: Requirement, *, for_user: User) -> QuerySet[Feedback]:
    """List the feedback behind a requirement that a person may see, the newest first."""
    feedback: QuerySet[Feedback] = Feedback.objects.visible_to(for_user)
    behind = feedback.filter(handoffs__requirement=requirement)
    return behind.select_related("customer", "customer__owner").order_by("-pk")


def read_behind(requirement: Requirement, *, for_user: User) -> list[Feedback]:
    """Read the newest 200 of them, once for all the panels of a page."""

    def ask() -> list[Feedback]:
        behind = list_behind(requirement, for_user=for_user).select_related(None)
        found = list(behind[:LISTED])
        recall_related(found, "customer")
        recall_related([each.customer for each in found], "owner")
        return found

    return once(("behind", requirement.pk, for_user.pk), ask)


def count_demand(requirement: Requirement) -> tuple[set[int], int]:
    """Give the ids of the customers behind a requirement, and count the feedback."""
    behind = Handoff.objects.filter(requirement=requirement)
    standing = behind.exclude(feedback__state=State.WITHDRAWN)
    customers = list(standing.values_list("feedback__customer_id", flat=True))
    return set(customers), len(customers)


def find_touched(requirements: Collection[int]) -> set[int]:
    """Keep the requirements with which a person has done anything since they were proposed."""
    # What a person does has no cause; what follows from feedback by itself has one.
    done = Subject.objects.filter(
        kind="requirement", object_id__in=requirements, entry__depth=0
    ).exclude(entry__kind="requirement.proposed")
    return set(done.values_list("object_id", flat=True))


def find_worked_on(feedback: Collection[int]) -> set[int]:
    """Keep the feedback behind a requirement with which a person has done anything."""
    behind = list(
        Handoff.objects.filter(feedback__in=feedback).values_list("feedback_id", "requirement_id")
    )
    touched = find_touched({requirement for _feedback, requirement in behind})
    return {pk for pk, requirement in behind if requirement in touched}


def list_awaited(customer: Customer) -> QuerySet[Requirement]:
    """List the requirements that a customer waits for, in the order of their ids."""
    behind = Handoff.objects.filter(feedback__customer=customer)
    awaited: QuerySet[Requirement] = Requirement.objects.filter(
        pk__in=behind.values("requirement_id")
    )
    return awaited.order_by("pk")


def list_waiting(requirement: Requirement) -> QuerySet[Feedback]:
    """List the feedback whose recorders and customers' owners wait for a requirement."""
    feedback: QuerySet[Feedback] = Feedback.objects.filter(handoffs__requirement=requirement)
    waiting = feedback.exclude(state=State.WITHDRAWN)
    return waiting.select_related("customer__owner", "recorded_by").order_by("pk")


def list_waiting_names(requirements: Iterable[Requirement]) -> dict[int, list[str]]:
    """List the names of the customers behind each requirement, by its id."""
    rows = (
        Handoff.objects.filter(requirement__in=[each.pk for each in requirements])
        .values_list("requirement_id", "feedback__customer__name")
        .order_by("requirement_id", "feedback_id")
    )
    found: dict[int, list[str]] = {}
    for requirement_id, name in rows:
        names = found.setdefault(requirement_id, [])
        if name not in names:
            names.append(name)
    return found


def standing_for(requirement: Requirement) -> Requirement:
    """Follow a merged requirement to the one that stands for it."""
    while requirement.merged_into is not None:
        requirement = requirement.merged_into
    return requirement


def is_left_alone(requirement: Requirement) -> bool:
    """Say whether nobody waits for a requirement any more and nobody has touched it."""
    if requirement.state != RequirementState.PROPOSED:
        return False
    if Handoff.objects.filter(requirement=requirement).exists():
        return False
    told = Subject.objects.filter(
        kind="requirement",
        object_id=requirement.pk,
        entry__about_kind="requirement",
        entry__about_id=requirement.pk,
    )
    return not told.exclude(entry__kind__in=_BY_ITSELF).exists()


def parts_behind(requirement: Requirement) -> Parts:
    """Give the modules and versions that those who wait for a requirement spoke of."""
    behind = Handoff.objects.filter(
        requirement=requirement, feedback__product=requirement.product_id
    )
    rows = behind.values_list(
        "feedback__module_id", "feedback__module__name", "feedback__version_id"
    )
    told = list(rows.distinct().order_by())
    return Parts(
        modules=[(module, name) for module, name, _version in told if module],
        versions=[version for _module, _name, version in told if version],
    )


def get_thresholds() -> Thresholds:
    """Give from which similarity on feedback is attached and proposed; settings say it first."""
    told = settings.TWINTRACK
    return Thresholds.objects.first() or Thresholds(
        attach=float(str(told["attach_threshold"])),
        propose=float(str(told["propose_threshold"])),
    )


def list_proposals(*, for_user: User) -> QuerySet[Proposal]:
    """List what a person may decide on, the surest first."""
    visible: QuerySet[Proposal] = Proposal.objects.visible_to(for_user)
    waiting = visible.filter(state=ProposalState.OPEN, requirement__state__in=OPEN)
    # Where it went by another way, such as with a merge, nothing is left to decide.
    there = Handoff.objects.filter(
        feedback=OuterRef("feedback"), requirement=OuterRef("requirement")
    )
    waiting = waiting.exclude(Exists(there))
    return (
        waiting.exclude(feedback__state__in=(State.WITHDRAWN, State.DUPLICATE))
        .select_related("feedback__customer", "feedback__module", "requirement__owner", "product")
        .order_by("-similarity", "-pk")
    )


def count_proposals(user: User) -> int:
    """Count what waits for the person's decision."""
    return list_proposals(for_user=user).count()


def get_proposal(pk: int, *, for_user: User) -> Proposal:
    """
    Find a proposal, whatever was decided on it.

    :raises NotThere: if there is none, or the person may not see it.
    """
    visible: QuerySet[Proposal] = Proposal.objects.visible_to(for_user)
    found = visible.select_related("feedback", "requirement", "product").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def register_presences() -> None:
    """Say how to find out whether there is a proposal to look at: few objects have any."""
    for kind in ("feedback", "requirement"):
        select = f"SELECT 1 FROM handoffs_proposal WHERE {kind}_id = %(pk)s AND state = 'open'"
        register_presence(kind, "proposals", select)


def read_proposals_on(feedback: Feedback, *, for_user: User) -> list[Proposal]:
    """Read what is proposed for one piece of feedback, the surest first, once for a page."""

    def ask() -> list[Proposal]:
        if not has("feedback", feedback.pk, "proposals"):
            return []
        return list(list_proposals(for_user=for_user).filter(feedback=feedback))

    return once(("proposals on", feedback.pk, for_user.pk), ask)


def list_proposals_for(requirement: Requirement, *, for_user: User) -> list[Proposal]:
    """List the surest of what may belong to a requirement, five at most."""
    if not has("requirement", requirement.pk, "proposals"):
        return []
    return list(list_proposals(for_user=for_user).filter(requirement=requirement)[:5])


def count_beside(proposal: Proposal) -> int:
    """Count the other requirements proposed for the same feedback."""
    beside = Proposal.objects.filter(
        feedback=proposal.feedback_id, product=proposal.product_id, state=ProposalState.OPEN
    )
    return beside.exclude(pk=proposal.pk).count()


def list_decided_with(proposal: Proposal) -> QuerySet[Proposal]:
    """List what was dismissed on the same feedback in the same moment, the proposal among it."""
    decided: QuerySet[Proposal] = Proposal.objects.filter(
        feedback=proposal.feedback_id,
        product=proposal.product_id,
        state=ProposalState.DISMISSED,
        decided_at=proposal.decided_at,
    )
    return decided.order_by("pk")


def list_followed(source: Requirement) -> QuerySet[Feedback]:
    """List the feedback that followed a merged requirement into another one."""
    moved = MergedHandoff.objects.filter(source=source)
    feedback: QuerySet[Feedback] = Feedback.objects.filter(
        pk__in=moved.values("handoff__feedback_id")
    )
    return feedback.select_related("customer__owner", "recorded_by").order_by("pk")
