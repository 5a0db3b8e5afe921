"""The first hour of a new installation: what to do, in order, and what is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import list_products
from twintrack.hub.projects.queries import list_milestones
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.queries import list_requirements
from twintrack.sales.customers.queries import list_customers
from twintrack.sales.feedback.queries import list_feedback
from twintrack.ui.navigation import address_of


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing of the first hour; `url` is empty for whom may not do it."""

    title: str
    why: str
    icon: str
    is_done: bool
    url: str = ""
    opens_dialog: bool = True


@dataclass(frozen=True, kw_only=True)
class FirstHour:
    """The check list with its progress."""

    tasks: list[Task]

    @property
    def done(self) -> int:
        return sum(task.is_done for task in self.tasks)

    @property
    def percent(self) -> int:
        return round(100 * self.done / len(self.tasks))

    @property
    def next(self) -> Task | None:
        return next((task for task in self.tasks if not task.is_done), None)


def first_hour(user: User) -> FirstHour | None:
    """Give the check list while something of it is left to do."""
    found = FirstHour(tasks=[*_setting_up(user), *_first_loop(user)])
    return found if found.next else None


def _url(user: User, act: Act, *names: str) -> str:
    found = address_of(names) if may(user, act) else None
    return found[1] if found else ""


def _setting_up(user: User) -> list[Task]:
    return [
        Task(
            title=_("Add a product"),
            why=_("What customers speak of: with its modules and versions"),
            icon="box",
            is_done=list_products(for_user=user).exists(),
            url=_url(user, Act.MANAGE_PRODUCTS, "product-new"),
        ),
        Task(
            title=_("Invite people of both tracks"),
            why=_("One from R&D and one from sales are enough to begin"),
            icon="users",
            is_done=list_people().count() > 1,
            url=_url(user, Act.MANAGE_PEOPLE, "person-invite", "person-list", "people"),
            opens_dialog=False,
        ),
        Task(
            title=_("Add a customer"),
            why=_("Who looks after it hears of every decision"),
            icon="building",
            is_done=list_customers(for_user=user).exists(),
            url=_url(user, Act.MANAGE_CUSTOMERS, "customer-new"),
        ),
    ]


def _first_loop(user: User) -> list[Task]:
    requirements = list_requirements(for_user=user)
    return [
        Task(
            title=_("Record what a customer said"),
            why=_("In the customer's own words; a second later R&D has the requirement"),
            icon="message-plus",
            is_done=list_feedback(for_user=user).exists(),
            url=_url(user, Act.RECORD_FEEDBACK, "feedback-new"),
        ),
        Task(
            title=_("Decide on a requirement"),
            why=_("With a reason: the salesperson is told at once"),
            icon="clipboard-check",
            is_done=requirements.exclude(state=State.PROPOSED).exists(),
            url=_url(user, Act.REVIEW_REQUIREMENT, "review-list", "requirement-list"),
            opens_dialog=False,
        ),
        Task(
            title=_("Set a milestone"),
            why=_("Reaching it starts the talk with every customer who waits"),
            icon="diamond",
            is_done=list_milestones(for_user=user).exists(),
            url=_url(user, Act.MANAGE_PROJECTS, "project-new"),
        ),
    ]
