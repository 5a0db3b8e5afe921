"""Which projects and milestones there are, as far as a person may see them."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.queries import list_about
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.projects.events import MilestoneForecastMoved
from twintrack.hub.projects.models import Milestone, Project


def list_projects(
    *,
    for_user: User,
    state: str = "",
    text: str = "",
    product: Product | None = None,
    owner: User | None = None,
    kind: str = "",
) -> QuerySet[Project]:
    """List projects, the newest first, with how many milestones they have and have reached."""
    projects: QuerySet[Project] = Project.objects.visible_to(for_user)
    wanted = {"state": state, "product": product, "owner": owner, "kind": kind}
    projects = projects.filter(**{name: value for name, value in wanted.items() if value})
    if text:
        projects = projects.filter(Q(name__icontains=text) | Q(number__iexact=text))
    return (
        projects.select_related("product", "owner")
        .annotate(
            milestones_count=Count("milestones"),
            reached_count=Count("milestones", filter=Q(milestones__reached_on__isnull=False)),
            # Projects without a day come after all that have one.
            due_key=Coalesce("due_on", Value(date.max)),
        )
        .order_by("-pk")
    )


def get_project(number: str, *, for_user: User) -> Project:
    """
    Find a project by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found: Project | None = list_projects(for_user=for_user).filter(number=number).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def list_milestones(
    *,
    for_user: User,
    project: Project | None = None,
    product: Product | None = None,
    is_open: bool = False,
    is_reached: bool = False,
    text: str = "",
    ids: Collection[int] | None = None,
) -> QuerySet[Milestone]:
    """List milestones by the day they are expected; of a project or product, ahead or reached."""
    milestones: QuerySet[Milestone] = Milestone.objects.visible_to(for_user)
    if project:
        milestones = milestones.filter(project=project)
    if product:
        milestones = milestones.filter(project__product=product)
    if is_open:
        milestones = milestones.filter(reached_on=None)
    if is_reached:
        milestones = milestones.exclude(reached_on=None)
    if text:
        milestones = milestones.filter(Q(name__icontains=text) | Q(number__iexact=text))
    if ids is not None:
        milestones = milestones.filter(pk__in=ids)
    return milestones.select_related("project", "project__product").order_by("forecast_on", "pk")


def list_choices(
    *, for_user: User, product: Product | None = None, chosen: int | None = None
) -> QuerySet[Milestone]:
    """List the milestones that something can still be planned for, and the chosen one."""
    milestones = list_milestones(for_user=for_user, product=product)
    return milestones.filter(Q(reached_on=None) | Q(pk=chosen))


def list_late(
    *, for_user: User, today: date, project: Project | None = None, text: str = ""
) -> QuerySet[Milestone]:
    """List the milestones ahead that are expected after their day, or whose day has passed."""
    ahead = list_milestones(for_user=for_user, is_open=True, project=project, text=text)
    return ahead.filter(Q(forecast_on__gt=F("due_on")) | Q(forecast_on__lt=today))


def get_milestone(number: str, *, for_user: User) -> Milestone:
    """
    Find a milestone by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    milestones = list_milestones(for_user=for_user).select_related("reached_by", "project__owner")
    found = milestones.filter(number=number).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def list_owned(user: User) -> QuerySet[Project]:
    """List the projects that a person looks after, whoever asks."""
    projects: QuerySet[Project] = Project.objects.filter(owner=user)
    return projects.order_by("pk")


def list_forecasts(milestone: Milestone) -> list[Entry]:
    """List how the forecast of a milestone moved, the newest first."""
    return list_about("milestone", milestone.pk, kinds=[MilestoneForecastMoved.kind])
