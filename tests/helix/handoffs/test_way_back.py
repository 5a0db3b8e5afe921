"""What R&D does returns once to each person, naming all their customers."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.projects import DUE, make_milestone
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Cursor
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs import operations
from twintrack.hub.projects.operations import move_forecast
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations import Decision
from twintrack.sales.customers.models import Customer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def zhao() -> User:
    return make_user(Role.SALESPERSON)


def awaited_by(owner: User, *names: str, **over: object) -> Requirement:
    requirement = make_requirement(title="No more torn film", **over)
    for name in names:
        known = Customer.objects.filter(name=name).first()
        customer = known or make_customer(name=name, owner=owner)
        feedback = make_feedback(product=requirement.product, customer=customer, recorded_by=owner)
        operations.attach(feedback=feedback, requirement=requirement, by=owner, at=AT)
    return requirement


def told(user: User) -> list[tuple[str, list[str]]]:
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return [(each.told_by, each.details["customers"]) for each in rows]


def test_who_owns_three_waiting_customers_is_told_once_and_of_all_three(zhao: User) -> None:
    requirement = awaited_by(zhao, "BoltWerk", "Huayue", "Jiangnan")
    no = Decision(decision="rejected", reason="covered elsewhere")

    backlog.decide(requirement=requirement, decision=no, by=make_user(Role.RND_LEAD), at=AT)
    drain()
    Cursor.objects.all().delete()
    drain()

    assert told(zhao) == [("handoffs/decision", ["BoltWerk", "Huayue", "Jiangnan"])]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "“No more torn film”, which you told us about"),
        ("zh-hans", "您反馈的“No more torn film”"),
    ],
)
def test_each_notice_carries_words_for_the_customer_to_copy(
    language: str, words: str, client: Client
) -> None:
    zhao = make_user(Role.SALESPERSON, language=language)
    lead = make_user(Role.RND_LEAD)
    requirement = awaited_by(zhao, "BoltWerk")
    for decision in ("deferred", "accepted"):
        backlog.decide(
            requirement=requirement,
            decision=Decision(decision=decision, reason="because"),
            by=lead,
            at=AT,
        )
    drain()
    client.force_login(zhao)

    page = client.get("/inbox/").content.decode()

    assert page.count("data-copy=") == 2
    assert words in page
    named = {"en": f"{requirement.number} “No more torn film”", "zh-hans": "“No more torn film”（"}
    assert named[language] in page
    assert "BoltWerk" in page


def test_a_moved_milestone_is_told_once_to_whose_customers_wait_for_what_has_no_own_day(
    zhao: User, client: Client
) -> None:
    lead, milestone = make_user(Role.RND_LEAD), make_milestone(name="Beta")
    comes_with_it = {"product": milestone.project.product, "milestone": milestone}
    awaited_by(zhao, "BoltWerk", "Huayue", **comes_with_it)
    other = awaited_by(zhao, "BoltWerk", **comes_with_it)
    Requirement.objects.filter(pk=other.pk).update(title="Less noise")
    awaited_by(zhao, "Jiangnan", planned_on=DUE, **comes_with_it)
    awaited_by(zhao, "Ninghai", state="released", **comes_with_it)
    days = (DUE, DUE + timedelta(days=3), DUE + timedelta(days=10))
    for before, to in pairwise(days):
        move_forecast(milestone=milestone, before=before, to=to, by=lead, at=AT)
    drain()
    Cursor.objects.all().delete()
    drain()

    notice = Notification.objects.get(recipient=zhao)
    assert notice.told_by == "handoffs/forecast"
    assert notice.details == {
        "titles": ["No more torn film", "Less noise"],
        "words": [
            {"titles": ["No more torn film", "Less noise"], "customers": ["BoltWerk"]},
            {"titles": ["No more torn film"], "customers": ["Huayue"]},
        ],
    }
    client.force_login(zhao)
    page = client.get("/inbox/").content.decode()
    assert "“No more torn film”, “Less noise”: R&amp;D expects the milestone “Beta”" in page
    assert "The plan for “No more torn film”, which you told us about, has changed." in page


def test_a_first_day_is_told_as_a_plan_and_a_later_one_as_a_change(
    zhao: User, client: Client
) -> None:
    lead, requirement = make_user(Role.RND_LEAD), awaited_by(zhao, "BoltWerk")
    client.force_login(zhao)

    backlog.move_date(requirement=requirement, before=None, to=DUE, by=lead, at=AT)
    drain()
    first = client.get("/inbox/").content.decode()
    later = DUE + timedelta(days=7)
    backlog.move_date(requirement=requirement, before=DUE, to=later, by=lead, at=AT)
    drain()
    second = client.get("/inbox/").content.decode()

    assert "“No more torn film”, which you told us about, is part of our plan now." in first
    assert "has changed" not in first
    assert "“No more torn film”, which you told us about, has changed." in second


def test_a_plan_and_a_merge_are_told_too(zhao: User) -> None:
    lead, milestone = make_user(Role.RND_LEAD), make_milestone()
    requirement = awaited_by(zhao, "BoltWerk", product=milestone.project.product)
    other = make_requirement(product=requirement.product)

    backlog.plan_for(requirement=requirement, milestone=milestone, by=lead, at=AT)
    drain()
    backlog.merge(sources=[requirement], target=other, by=lead, at=AT)
    drain()

    assert told(zhao) == [("handoffs/planned", ["BoltWerk"]), ("handoffs/merged", ["BoltWerk"])]
