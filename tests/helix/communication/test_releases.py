"""Who waits for a release: the gate, the panel, and what they are told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone, make_project
from tests.factories.releases import DUE, make_release
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.helix.communication.models import CommunicationPlan
from twintrack.helix.communication.releases import judge_plans
from twintrack.helix.handoffs.models import Handoff
from twintrack.helix.handoffs.operations import attach
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.releases import operations
from twintrack.rnd.releases.gates import Verdict
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.operations import Shipment

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def zhao() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


@pytest.fixture
def lead() -> User:
    return make_user(Role.RND_LEAD)


def wait(requirement: Requirement, owner: User, *names: str) -> None:
    for name in names:
        customer = make_customer(name=name, owner=owner)
        feedback = make_feedback(product=requirement.product, customer=customer, recorded_by=owner)
        attach(feedback=feedback, requirement=requirement, by=owner, at=AT)


def told(user: User) -> list[str]:
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return [each.told_by for each in rows]


@pytest.fixture
def release() -> Release:
    return make_release(name="3.3", product=make_product(name="H3"))


def test_each_step_of_a_release_reaches_who_waits_once(
    release: Release, zhao: User, lead: User
) -> None:
    following = make_release(name="3.4", product=release.product)
    built = make_requirement(product=release.product, title="Splice", state=State.PLANNED)
    left = make_requirement(product=release.product, title="Stop", state=State.PLANNED)
    wait(built, zhao, "BoltWerk", "Huayue")
    wait(left, zhao, "Jiangnan")
    for each in (built, left):
        backlog.plan_into(requirement=each, release=release, by=lead, at=AT)
    drain()
    assert told(zhao) == ["handoffs/scoped"] * 2

    for days, expected in ((1, 2), (7, 3), (0, 4)):
        operations.change_release(
            release=release,
            before={},
            values={"forecast_on": DUE + timedelta(days=days)},
            by=lead,
            at=AT,
        )
        drain()
        assert len(told(zhao)) == expected, days
    assert told(zhao)[-1] == "handoffs/release_moved"

    Release.objects.filter(pk=release.pk).update(state="testing")
    Requirement.objects.filter(pk=built.pk).update(state=State.IN_TESTING)
    shipment = Shipment(carry_to=following, reason="the rest can wait")
    operations.ship(release=release, shipment=shipment, by=lead, at=AT)
    drain()
    drain()
    assert told(zhao)[4:] == ["handoffs/release", "handoffs/scoped"]

    operations.withdraw(release=release, reason="it trips", by=lead, at=AT)
    drain()
    last = Notification.objects.filter(recipient=zhao).latest("pk")
    assert last.told_by == "communication/withdrawn"
    assert last.details["customers"] == ["BoltWerk", "Huayue"]


def test_the_gate_asks_for_a_plan_with_everybody_who_waits(
    release: Release, zhao: User, lead: User
) -> None:
    assert judge_plans(release, lead, None).verdict == Verdict.OK
    milestone = make_milestone(project=make_project(product=release.product))
    requirement = make_requirement(product=release.product, release=release, milestone=milestone)
    wait(requirement, zhao, "BoltWerk", "Huayue")
    fact = judge_plans(release, lead, None)
    assert (fact.verdict, fact.sentence) == (
        Verdict.FAILING,
        "0 of 2 customers who wait have a plan; without: BoltWerk, Huayue.",
    )
    for handoff in Handoff.objects.all():
        CommunicationPlan.objects.create(
            number=f"PL-{handoff.pk}",
            milestone=milestone,
            customer=handoff.feedback.customer,
            counted_from=DUE,
            started_at=AT,
        )
    assert judge_plans(release, lead, None).verdict == Verdict.OK


def test_a_salesperson_sees_their_own_customers_first(
    client: Client, release: Release, zhao: User
) -> None:
    requirement = make_requirement(product=release.product, title="Splice", release=release)
    wait(requirement, make_user(Role.SALESPERSON, name="Qian"), "Aachen")
    wait(requirement, zhao, "Zeta")
    client.force_login(zhao)
    page = client.get(f"/releases/{release.number}/?tab=customers").content.decode()
    assert "1 of them is yours" in page
    assert page.index("Zeta") < page.index("Aachen")
    assert client.get(f"/releases/{release.number}/customers/").status_code == 200
    assert "Zeta" in client.get(f"/releases/{release.number}/").content.decode()


def test_the_tabs_of_a_release_ask_no_more_the_more_wait(
    client: Client,
    release: Release,
    zhao: User,
    lead: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(lead)
    plan = {"product": release.product, "release": release}
    wait(make_requirement(title="A", **plan), zhao, "Aachen")
    urls = [
        f"/releases/{release.number}/?tab={tab}" for tab in ("scope", "gates", "customers", "notes")
    ]
    asked = []
    for url in urls:
        client.get(url)
        with django_assert_max_num_queries(60) as few:
            client.get(url)
        asked.append(len(few))
    for n in range(4):
        wait(make_requirement(title=f"B{n}", **plan), zhao, f"C{n}", f"D{n}")
    for url, few in zip(urls, asked, strict=True):
        client.get(url)
        with django_assert_max_num_queries(few):
            client.get(url)
