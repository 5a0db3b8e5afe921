"""The money behind a requirement: each opportunity once, in one currency, always up to date."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money import operations as money
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs import operations
from twintrack.helix.handoffs.behind import who_waits
from twintrack.helix.handoffs.revenue import revenue_behind_all, waiting_for_milestones
from twintrack.hub.projects.waiting import Waiting
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.customers.models import Customer
from twintrack.sales.pipeline import operations as pipeline
from twintrack.sales.pipeline.lifecycle import Stage

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture
def alice() -> User:
    return make_user(Role.CSM)


def wait(requirement: Requirement, customer: Customer, by: User) -> None:
    feedback = make_feedback(product=requirement.product, customer=customer)
    operations.attach(feedback=feedback, requirement=requirement, by=by, at=AT)
    requirement.refresh_from_db()


def test_an_opportunity_counts_once_however_often_its_customer_speaks(alice: User) -> None:
    requirement, customer = make_requirement(), make_customer()
    make_opportunity(customer=customer, amount=Decimal(3_000_000))
    make_opportunity(customer=customer, amount=Decimal(1_860_000))

    wait(requirement, customer, alice)
    wait(requirement, customer, alice)

    assert requirement.revenue == 4_860_000
    waiting = who_waits(requirement, on=TODAY, for_user=alice)
    assert (waiting.amount, len(waiting.customers)) == (4_860_000, 1)
    assert len(waiting.customers[0].feedback) == 2


def test_only_what_is_open_and_about_the_product_counts(alice: User) -> None:
    requirement, customer = make_requirement(), make_customer()
    make_opportunity(customer=customer, amount=1, products=[requirement.product])
    make_opportunity(customer=customer, amount=2)
    make_opportunity(customer=customer, amount=4, products=[make_product()])
    make_opportunity(customer=customer, amount=8, stage=Stage.LOST)
    make_opportunity(amount=16)

    wait(requirement, customer, alice)

    assert requirement.revenue == 3


def test_the_list_of_milestones_counts_each_waiting_customer_and_each_amount_once(
    alice: User, client: Client
) -> None:
    milestone, other = make_milestone(), make_milestone()
    product, customer = milestone.project.product, make_customer()
    wanted = [make_requirement(product=product, milestone=milestone) for _each in range(2)]
    for requirement in wanted:
        wait(requirement, customer, alice)
    wait(wanted[0], make_customer(), alice)
    off = make_requirement(product=product, milestone=milestone, state="rejected")
    wait(off, make_customer(), alice)
    make_opportunity(customer=customer, amount=3_000_000)
    make_opportunity(customer=customer, amount=4, products=[make_product()])

    found = waiting_for_milestones([milestone.pk, other.pk], TODAY)
    assert found == {milestone.pk: Waiting(customers=2, amount=Decimal(3_000_000))}
    client.force_login(make_user(Role.SALES_MANAGER))
    page = client.get("/milestones/").content.decode()
    assert "2 customers" in page
    assert "¥3" in page


def test_a_missing_rate_is_said_and_counts_once_it_is_known(alice: User) -> None:
    requirement, customer = make_requirement(), make_customer()
    make_opportunity(customer=customer, amount=100, currency="EUR")
    wait(requirement, customer, alice)
    assert requirement.revenue == 0
    assert who_waits(requirement, on=TODAY, for_user=alice).missing == ("EUR",)

    money.enter_rate(
        currency="EUR", on=TODAY, rate=Decimal("7.8"), by=make_user(Role.SALES_MANAGER), at=AT
    )
    drain()

    requirement.refresh_from_db()
    assert requirement.revenue == 780
    assert who_waits(requirement, on=TODAY, for_user=alice).missing == ()


def test_the_sum_follows_opportunities(alice: User) -> None:
    requirement, customer = make_requirement(), make_customer()
    wait(requirement, customer, alice)
    seller = make_user(Role.SALES_MANAGER)
    details = pipeline.OpportunityDetails(
        customer=customer,
        name="Six lines",
        amount=Decimal(500),
        currency="CNY",
        expected_close_on=TODAY,
    )

    opportunity = pipeline.open_opportunity(details=details, by=seller, at=AT)
    drain()
    requirement.refresh_from_db()
    assert requirement.revenue == 500
    pipeline.lose(
        opportunity=opportunity,
        before=Stage(opportunity.stage),
        reason="price",
        by=seller,
        at=AT,
    )
    drain()

    requirement.refresh_from_db()
    assert requirement.revenue == 0


def test_who_waits_for_two_requirements_counts_once_for_both(client: Client, alice: User) -> None:
    product, customer = make_product(), make_customer()
    make_opportunity(customer=customer, amount=Decimal(12_000_000))
    make_opportunity(customer=customer, amount=Decimal(7), products=[make_product()])
    for _ in range(2):
        wait(make_requirement(product=product), customer, alice)
    client.force_login(make_user(Role.PRODUCT_MANAGER))

    behind = revenue_behind_all(Requirement.objects.all(), TODAY)
    page = client.get("/reviews/").content.decode()

    assert behind == 12_000_000
    assert "<b>2</b> requirements wait for a decision, <b>¥12" in page
