"""Which plans there are, and which customers a milestone concerns."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Min, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.ledger.queries import list_about
from twintrack.foundation.people.models import User
from twintrack.helix.communication.lifecycle import PlanState, StepState
from twintrack.helix.communication.models import (
    CommunicationPlan,
    PlanStep,
    PlanTemplate,
    TemplateStep,
)
from twintrack.helix.communication.reaching import mark_withdrawn
from twintrack.hub.projects.events import MilestoneReopened
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog.lifecycle import FROZEN, State
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback.lifecycle import State as FeedbackState
from twintrack.sales.feedback.models import Feedback

LAST_DAY = date.max


def list_concerned(milestone: Milestone) -> QuerySet[Customer]:
    """List the customers who wait for something planned for a milestone."""
    customers: QuerySet[Customer] = Customer.objects.filter(
        pk__in=_said().filter(handoffs__requirement__in=_coming_with(milestone)).values("customer")
    )
    return customers.select_related("owner").order_by("pk")


def list_left_out(milestone: Milestone) -> QuerySet[Customer]:
    """List the customers who wait for something of a milestone, and have no plan about it."""
    plans = CommunicationPlan.objects.filter(milestone=milestone)
    return list_concerned(milestone).exclude(pk__in=plans.values("customer"))


def has_template(milestone: Milestone, customers: Iterable[Customer]) -> bool:
    """Say whether there is a template for each of the customers when a milestone is reached."""
    segments = {customer.segment for customer in customers}
    return all(find_template(milestone.kind, segment) for segment in segments)


def get_left_out(milestone: Milestone, number: str, *, for_user: User) -> Customer:
    """
    Find a customer who waits for something of a milestone and has no plan about it.

    :raises NotThere: if there is none, or the person may not see it.
    """
    customers = Customer.objects.visible_to(for_user).filter(number=number)
    found: Customer | None = list_left_out(milestone).filter(pk__in=customers).first()
    if found is None:
        raise NotThere
    return found


def list_asked_for(milestone: Milestone, customer: Customer) -> QuerySet[Requirement]:
    """List what a customer waits for among what is planned for a milestone."""
    said = _said().filter(customer=customer)
    requirements = _coming_with(milestone).filter(handoffs__feedback__in=said)
    return requirements.distinct().order_by("pk")


def _said() -> QuerySet[Feedback]:
    """Keep what customers said and did not take back."""
    feedback: QuerySet[Feedback] = Feedback.objects.exclude(state=FeedbackState.WITHDRAWN)
    return feedback


def _coming_with(milestone: Milestone) -> QuerySet[Requirement]:
    """Keep what is planned for a milestone, and was not turned down or put off since."""
    requirements: QuerySet[Requirement] = Requirement.objects.filter(milestone=milestone)
    return requirements.exclude(state__in=FROZEN | {State.DEFERRED})


def values_for(milestone: Milestone, customer: Customer) -> dict[str, list[str]]:
    """Gather what the drafts of a plan with a customer may name."""
    requirements = list(list_asked_for(milestone, customer))
    proved = [
        criterion.text
        for each in requirements
        for criterion in each.criteria.filter(met_at__isnull=False, removed_at=None)
    ]
    return {
        "customer": [customer.name],
        "milestone": [milestone.name],
        "product": [milestone.project.product.name],
        "requirement": [each.number for each in requirements],
        "what_was_built": [each.title for each in requirements],
        "value": proved,
    }


def find_template(milestone_kind: str, segment: str) -> PlanTemplate | None:
    """
    Find the template for a kind of milestone and a segment.

    The one of the kind goes before the one of every other milestone, and among both the segment's
    own before the one for all customers.
    """
    templates = PlanTemplate.objects.filter(
        milestone_kind__in=[milestone_kind, ""], segment__in=[segment, ""]
    )
    found: PlanTemplate | None = templates.order_by("-milestone_kind", "-segment").first()
    return found


def list_plans(
    *,
    for_user: User,
    state: str = "",
    customer: Customer | None = None,
    milestone: Milestone | None = None,
    owner: User | None = None,
    text: str = "",
) -> QuerySet[CommunicationPlan]:
    """
    List plans by what is due next, with how many of their steps are closed.

    `owner` keeps the plans of which the person looks after the customer or has a step; `due_key`
    is the day that is next, or the last of all days where nothing is left to do.
    """
    plans: QuerySet[CommunicationPlan] = CommunicationPlan.objects.visible_to(for_user)
    if state:
        plans = plans.filter(state=state)
    if customer:
        plans = plans.filter(customer=customer)
    if milestone:
        plans = plans.filter(milestone=milestone)
    if owner:
        plans = plans.filter(Q(customer__owner=owner) | Q(pk__in=_with_steps_of(owner)))
    if text:
        plans = plans.filter(
            Q(customer__name__icontains=text)
            | Q(milestone__name__icontains=text)
            | Q(number__iexact=text)
        )
    is_open = Q(steps__state=StepState.TODO)
    return (
        plans.select_related("milestone", "customer", "customer__owner")
        .annotate(
            steps_count=Count("steps"),
            closed_count=Count("steps", filter=~is_open),
            done_count=Count("steps", filter=Q(steps__state=StepState.DONE)),
            skipped_count=Count("steps", filter=Q(steps__state=StepState.SKIPPED)),
            next_on=Min("steps__due_on", filter=is_open),
            due_key=Coalesce(Min("steps__due_on", filter=is_open), LAST_DAY),
        )
        .order_by("next_on", "-pk")
    )


def _with_steps_of(owner: User) -> QuerySet[PlanStep, int]:
    ids: QuerySet[PlanStep, int] = PlanStep.objects.filter(owner=owner).values_list(
        "plan_id", flat=True
    )
    return ids


def list_takers(plan: CommunicationPlan) -> list[User]:
    """List who may take a step of a plan: they may work on steps, and see the product."""
    people = list_people().prefetch_related("role_grants")
    return [
        person
        for person in people
        if may(person, Act.WORK_PLAN_STEP)
        and CommunicationPlan.objects.visible_to(person).filter(pk=plan.pk).exists()
    ]


def get_plan(number: str, *, for_user: User) -> CommunicationPlan:
    """
    Find a plan by its number, with its steps.

    :raises NotThere: if there is none, or the person may not see it.
    """
    steps = PlanStep.objects.select_related("owner", "closed_by").order_by("position")
    plans = list_plans(for_user=for_user).prefetch_related(Prefetch("steps", queryset=steps))
    found: CommunicationPlan | None = plans.filter(number=number).first()
    if found is None:
        raise NotThere
    mark_withdrawn(list(found.steps.all()), found.customer)
    tell_seen(found, for_user=for_user)
    return found


def why_paused(plan: CommunicationPlan) -> str:
    """Give the reason for which the milestone of a paused plan was reopened."""
    if plan.state != PlanState.PAUSED:
        return ""
    reopened = list_about("milestone", plan.milestone_id, kinds=[MilestoneReopened.kind])
    return reopened[0].event.reason if reopened else ""  # type: ignore[attr-defined]


def get_step(plan: CommunicationPlan, position: int) -> PlanStep:
    """
    Find a step of a plan.

    :raises NotThere: if the plan has no such step.
    """
    found: PlanStep | None = plan.steps.filter(position=position).first()
    if found is None:
        raise NotThere
    return found


def list_open_steps(
    *, for_user: User, owner: User | None = None, until: date | None = None
) -> QuerySet[PlanStep]:
    """List what is to be done in running plans, the first due first; of a person, until a day."""
    steps = PlanStep.objects.filter(
        state=StepState.TODO,
        plan__state=PlanState.RUNNING,
        plan__in=CommunicationPlan.objects.visible_to(for_user),
    )
    if owner is not None:
        steps = steps.filter(owner=owner)
    if until is not None:
        steps = steps.filter(due_on__lte=until)
    return steps.select_related("plan", "plan__customer", "plan__milestone", "owner").order_by(
        "due_on", "plan_id", "position"
    )


def list_closed_steps(*, for_user: User, since: datetime, state: StepState) -> QuerySet[PlanStep]:
    """List the steps closed in a way since a moment."""
    return PlanStep.objects.filter(
        state=state,
        closed_at__gte=since,
        plan__in=CommunicationPlan.objects.visible_to(for_user),
    )


def count_mine(user: User) -> int:
    """Count the steps of running plans that a person has to take."""
    steps = PlanStep.objects.filter(owner=user, state=StepState.TODO)
    return steps.filter(plan__state=PlanState.RUNNING).count()


def list_templates(*, for_user: User) -> QuerySet[PlanTemplate]:
    """List the templates with their steps in order."""
    steps = Prefetch("steps", queryset=TemplateStep.objects.order_by("position"))
    templates: QuerySet[PlanTemplate] = PlanTemplate.objects.visible_to(for_user)
    return templates.prefetch_related(steps).order_by("pk")


def get_template_step(pk: int) -> TemplateStep:
    """
    Find a step of a template.

    :raises NotThere: if there is none.
    """
    found = TemplateStep.objects.select_related("template").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def get_template(pk: int) -> PlanTemplate:
    """
    Find a template.

    :raises NotThere: if there is none.
    """
    found: PlanTemplate | None = PlanTemplate.objects.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_examples(template: PlanTemplate, *, for_user: User) -> QuerySet[CommunicationPlan]:
    """List plans to try a template's texts on: those of its kind of milestone, the newest first."""
    fitting: QuerySet[CommunicationPlan] = CommunicationPlan.objects.visible_to(for_user)
    if template.milestone_kind:
        fitting = fitting.filter(milestone__kind=template.milestone_kind)
    if template.segment:
        fitting = fitting.filter(customer__segment=template.segment)
    return fitting.select_related(
        "customer", "milestone", "milestone__project", "milestone__project__product"
    ).order_by("-pk")


def list_owned_steps(user: User) -> QuerySet[PlanStep]:
    """List the open steps of plans that a person has to take, whoever asks."""
    steps = PlanStep.objects.filter(owner=user, state=StepState.TODO)
    return steps.select_related("plan").order_by("pk")
