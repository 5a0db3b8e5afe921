"""Steps of plans that reach somebody who wants it no more on that channel."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.communication import make_template
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.projects import make_milestone
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.helix.communication import operations, queries
from twintrack.helix.communication.lifecycle import StepKind, StepState
from twintrack.helix.communication.models import CommunicationPlan, PlanStep
from twintrack.helix.communication.reaching import CHANNELS
from twintrack.helix.desk.cards import steps
from twintrack.sales.customers.models import Consent, Contact
from twintrack.sales.customers.operations import ConsentWithdrawn

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = date(2026, 11, 20)


@pytest.fixture
def zhao() -> User:
    return make_user(Role.SALESPERSON)


@pytest.fixture
def plan(zhao: User) -> CommunicationPlan:
    """A call first, then a demo."""
    make_template()
    plan = operations.start(
        milestone=make_milestone(), customer=make_customer(owner=zhao), by=zhao, at=AT
    )
    assert plan
    return plan


def withdraw(plan: CommunicationPlan, by: User, channel: str = "phone") -> Contact:
    contact = Contact.objects.create(customer=plan.customer, name="王敏")
    Consent.objects.create(
        contact=contact,
        channel=channel,
        state="withdrawn",
        on=DAY,
        way="word",
        noted_by=by,
        noted_at=AT,
    )
    return contact


def close(plan: CommunicationPlan, by: User, position: int = 1, **said: str) -> PlanStep:
    step = queries.get_step(plan, position)
    state = StepState(said.pop("state", "done"))
    return operations.close_step(step=step, state=state, **said, by=by, at=AT)


def test_every_kind_of_step_reaches_people_on_some_channel() -> None:
    assert set(CHANNELS) == set(StepKind)


def test_a_step_is_done_on_a_ground_where_its_channel_was_withdrawn(
    plan: CommunicationPlan, zhao: User
) -> None:
    withdraw(plan, zhao)

    for ground in ("", "marketing"):
        with pytest.raises(ConsentWithdrawn):
            close(plan, zhao, ground=ground)
    done = close(plan, zhao, ground="otherwise")

    assert done.ground == "otherwise"
    assert Entry.objects.latest("pk").payload["ground"] == "otherwise"
    assert operations.reopen_step(step=done, by=zhao, at=AT).ground == ""


def test_what_is_skipped_or_goes_another_way_needs_no_ground(
    plan: CommunicationPlan, zhao: User
) -> None:
    withdraw(plan, zhao)
    skipped = close(plan, zhao, state="skipped", reason="no budget", ground="duty")
    operations.reopen_step(step=skipped, by=zhao, at=AT)
    Consent.objects.update(channel="email")

    assert skipped.ground == ""
    assert close(plan, zhao, ground="duty").ground == ""


def test_who_gave_it_again_left_or_was_erased_is_no_hindrance(
    plan: CommunicationPlan, zhao: User
) -> None:
    contact = withdraw(plan, zhao)

    contact.is_active = False
    contact.save()
    assert not queries.get_plan(plan.number, for_user=zhao).steps.all()[0].withdrawn
    contact.is_active = True
    contact.save()
    assert queries.get_plan(plan.number, for_user=zhao).steps.all()[0].withdrawn
    Consent.objects.create(
        contact=contact,
        channel="phone",
        state="given",
        on=DAY,
        way="word",
        noted_by=zhao,
        noted_at=AT,
    )

    assert close(plan, zhao).ground == ""


def test_the_page_says_so_at_the_step_and_asks_for_the_ground(
    client: Client, plan: CommunicationPlan, zhao: User
) -> None:
    client.force_login(zhao)
    url = f"/plans/{plan.number}/"
    withdraw(plan, zhao)

    page = text_of(client.get(url))
    refused = text_of(client.post(f"{url}steps/1/", {"state": "done"}, follow=True))
    client.post(f"{url}steps/1/", {"state": "done", "ground": "contract"})
    after = text_of(client.get(url))

    # The demo may be a call too.
    assert page.count("王敏 withdrew the consent to be reached this way") == 2
    assert "Ground for reaching them" in page
    assert "advertising is none" in refused
    assert "To perform a contract" in after
    assert after.count("王敏 withdrew the consent to be reached this way") == 1


def test_a_plan_costs_the_same_for_many_consents(
    client: Client, plan: CommunicationPlan, zhao: User
) -> None:
    client.force_login(zhao)
    withdraw(plan, zhao)
    client.get(f"/plans/{plan.number}/")
    few = queries_of(lambda: client.get(f"/plans/{plan.number}/"))
    for channel in ("visit", "phone", "email"):
        withdraw(plan, zhao, channel)

    assert queries_of(lambda: client.get(f"/plans/{plan.number}/")) == few


def test_the_api_names_who_wants_it_no_more_and_takes_the_ground(
    plan: CommunicationPlan, zhao: User
) -> None:
    he = call_as(Role.SALES_MANAGER)
    withdraw(plan, zhao)

    first = he.get(f"/plans/{plan.number}").json()["steps"][0]
    refused = he.post(f"/plans/{plan.number}/steps/1", {"state": "done"})
    wrong = he.post(f"/plans/{plan.number}/steps/1", {"state": "done", "ground": "fun"})
    done = he.post(f"/plans/{plan.number}/steps/1", {"state": "done", "ground": "duty"})

    assert first["withdrawn"] == [{"contact": "王敏", "channel": "phone", "on": "2026-11-20"}]
    assert refused.status_code == wrong.status_code == 422
    assert done.json()["steps"][0]["ground"] == "duty"
    assert done.json()["steps"][0]["withdrawn"] == []


def test_the_day_s_card_leads_to_the_plan_instead_of_ticking(
    plan: CommunicationPlan, zhao: User
) -> None:
    later = datetime(2027, 11, 24, 9, tzinfo=UTC)
    [before] = steps.due(zhao, later)
    withdraw(plan, zhao)
    [card] = steps.due(zhao, later)

    assert len(before.actions) == 2
    assert [each.label for each in card.actions] == ["See the plan"]
