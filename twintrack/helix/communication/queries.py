"""Which plans there are, and which customers a milestone concerns."""

from datetime import date, datetime

from django.db.models import Count, Min, Prefetch, Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User
from twintrack.helix.communication.lifecycle import PlanState, StepState
from twintrack.helix.communication.models import (
    CommunicationPlan,
    PlanStep,
    PlanTemplate,
    TemplateStep,
)
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.customers.models import Customer


def list_concerned(milestone: Milestone) -> QuerySet[Customer]:
    """List the customers who wait for something planned for a milestone."""
    customers: QuerySet[Customer] = Customer.objects.filter(
        pk__in=Requirement.objects.filter(milestone=milestone).values(
            "handoffs__feedback__customer"
        )
    )
    return customers.select_related("owner").order_by("pk")


def list_asked_for(milestone: Milestone, customer: Customer) -> QuerySet[Requirement]:
    """List what a customer waits for among what is planned for a milestone."""
    requirements: QuerySet[Requirement] = Requirement.objects.filter(
        milestone=milestone, handoffs__feedback__customer=customer
    )
    return requirements.distinct().order_by("pk")


def find_template(milestone_kind: str, segment: str) -> PlanTemplate | None:
    """Find the template of a kind of milestone: the segment's own before the general one."""
    templates = PlanTemplate.objects.filter(
        milestone_kind=milestone_kind, segment__in=[segment, ""]
    )
    found: PlanTemplate | None = templates.order_by("-segment").first()
    return found


def list_plans(
    *,
    for_user: User,
    state: str = "",
    customer: Customer | None = None,
    milestone: Milestone | None = None,
) -> QuerySet[CommunicationPlan]:
    """List plans by what is due next, with how many of their steps are closed."""
    plans: QuerySet[CommunicationPlan] = CommunicationPlan.objects.visible_to(for_user)
    if state:
        plans = plans.filter(state=state)
    if customer:
        plans = plans.filter(customer=customer)
    if milestone:
        plans = plans.filter(milestone=milestone)
    is_open = Q(steps__state=StepState.TODO)
    return (
        plans.select_related("milestone", "customer", "customer__owner")
        .annotate(
            steps_count=Count("steps"),
            closed_count=Count("steps", filter=~is_open),
            next_on=Min("steps__due_on", filter=is_open),
        )
        .order_by("next_on", "-pk")
    )


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
    return found


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
