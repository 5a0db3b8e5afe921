"""Whose measures a person may see: their own, those of their people, the company's."""

from __future__ import annotations

from dataclasses import dataclass, replace

from twintrack.analytics.months import Whose
from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, check_may, may, sees_everything
from twintrack.foundation.people.models import Team, TeamMembership, Track, User
from twintrack.hub.products.models import Product
from twintrack.sales.customers.models import Customer
from twintrack.sales.kpis.lifecycle import Part
from twintrack.sales.visits.progress import people_under
from twintrack.sales.visits.queries import VISITORS


@dataclass(frozen=True)
class Of:
    """Whose measures are asked for; nothing named means all."""

    product: Product | None = None
    team: Team | None = None
    person: User | None = None
    customer: Customer | None = None

    @property
    def place(self) -> tuple[Part, int] | None:
        """Say under what values of it are frozen; of several things at once none are."""
        named = [
            (part, each.pk)
            for part, each in (
                (Part.PRODUCT, self.product),
                (Part.TEAM, self.team),
                (Part.PERSON, self.person),
            )
            if each is not None
        ]
        if self.customer is not None or len(named) > 1:
            return None
        return named[0] if named else (Part.COMPANY, 0)


def may_see(user: User) -> bool:
    """Say whether a person sells, or answers for what is sold."""
    return may(user, Act.SEE_SALES_MEASURES)


def sees_company(user: User) -> bool:
    """Say whether a person sees what all sell together."""
    return may(user, Act.SEE_COMPANY_SALES)


def list_sellers(*, for_user: User) -> list[User]:
    """List by name who sells and whose numbers a person may see: never an order by numbers."""
    people = list_people(roles=VISITORS)
    if not sees_everything(for_user):
        people = people.filter(pk__in=people_under(for_user))
    return list(people)


def list_teams(*, for_user: User) -> list[Team]:
    """List the teams of sellers whose numbers a person may see: those that they lead."""
    teams = Team.objects.exclude(track=Track.RND)
    teams = teams.filter(members__in=list_people(roles=VISITORS).values("pk"))
    if not sees_everything(for_user):
        led = TeamMembership.objects.filter(user=for_user)
        if Role.SALES_MANAGER not in for_user.roles:
            led = led.filter(is_lead=True)
        teams = teams.filter(pk__in=led.values("team"))
    return list(teams.distinct().order_by("name"))


def get_team(pk: int, *, for_user: User) -> Team:
    """
    Find a team of sellers whose numbers a person may see.

    :raises NotThere: if there is none.
    """
    found = next((each for each in list_teams(for_user=for_user) if each.pk == pk), None)
    if found is None:
        raise NotThere
    return found


def narrowed(of: Of, *, for_user: User) -> Of:
    """
    Narrow what is asked for to what a person may see: who does not see the company, sees oneself.

    :raises NotAllowed: if they neither sell nor answer for what is sold.
    :raises NotThere: if it is of somebody, or of a team, whom they do not lead.
    """
    check_may(for_user, Act.SEE_SALES_MEASURES)
    if of.team is not None and of.team not in list_teams(for_user=for_user):
        raise NotThere
    other = of.person if of.person != for_user else None
    if other is not None and other not in list_sellers(for_user=for_user):
        raise NotThere
    if of.team is None and of.person is None and not sees_company(for_user):
        return replace(of, person=for_user)
    return of


def whose(of: Of) -> Whose:
    """Say to the store whose observations are meant."""
    people: tuple[int, ...] | None = None
    if of.person is not None:
        people = (of.person.pk,)
    elif of.team is not None:
        members = of.team.memberships.order_by("user").values_list("user", flat=True)
        people = tuple(members)
    return Whose(
        product=of.product.pk if of.product else None,
        people=people,
        customer=of.customer.pk if of.customer else None,
    )
