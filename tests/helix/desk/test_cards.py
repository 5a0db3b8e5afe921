"""What each role is asked to look at first."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from tests.factories.backlog import make_requirement
from tests.factories.communication import make_template
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.iterations import make_iteration
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone, make_project
from tests.factories.work import make_work_item
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry, ParkedEntry
from twintrack.foundation.people.models import User
from twintrack.helix.communication import operations as communication
from twintrack.helix.handoffs import operations as handoffs
from twintrack.hub.projects import operations as projects
from twintrack.hub.risks import operations as risks
from twintrack.hub.risks.lifecycle import RiskState
from twintrack.hub.risks.operations import RiskDetails
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.lifecycle import State as WorkState
from twintrack.sales.customers import operations as customers
from twintrack.ui.cards import Card, cards_for

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def cards(user: User, *, now: datetime = NOW) -> dict[str, Card]:
    with translation.override("en"):
        return {card.code: card for card in cards_for(user, now=now)}


def test_nothing_needs_a_person_in_an_empty_company() -> None:
    for role in Role:
        assert cards(make_user(role)) == {}


def test_a_product_manager_sees_what_to_triage_and_what_to_decide() -> None:
    make_feedback(severity="blocker")
    make_feedback(severity="minor")
    make_requirement(title="Splice damping", customers_count=4, created_at=NOW)
    make_requirement(title="Dark screen", customers_count=1)
    found = cards(make_user(Role.PRODUCT_MANAGER))

    assert found["triage"].title == "2 pieces of feedback to triage"
    assert found["triage"].hint == "from 2 customers · 1 stops a line"
    assert found["review"].title == "“Splice damping” waits for a decision"
    assert found["review"].aside == "2 to review"
    assert "4 customers ask" in found["review"].hint
    assert set(cards(make_user(Role.ENGINEER))) == set()


def test_whoever_is_asked_for_opinions_sees_on_what_and_which_are_overdue() -> None:
    lin, zhou = make_user(Role.PRODUCT_MANAGER), make_user(Role.ENGINEER)
    day = timedelta(days=1)
    for title, due in (("Later", TODAY + day), ("Too late", TODAY - day), ("Some day", None)):
        requirement = make_requirement(title=title)
        question = backlog.Question(reviewers=(zhou,), due_on=due)
        asked_at = NOW - 9 * day
        backlog.ask_for_review(requirement=requirement, question=question, by=lin, at=asked_at)
    found = cards(zhou)["opinions"]

    assert found.title == "3 opinions asked of you"
    assert found.aside == "1 overdue"
    assert found.tone == "warn"
    assert [part.split(" ", 1)[1] for part in found.hint.split(" · ")] == [
        "Too late",
        "Later",
        "Some day",
    ]
    assert found.url == "/reviews/?for=me"

    view = backlog.View(verdict="for")
    for each in Requirement.objects.all():
        backlog.give_opinion(requirement=each, view=view, by=zhou, at=NOW)
    assert "opinions" not in cards(zhou)


def test_planners_see_what_has_no_date_and_what_is_past_it() -> None:
    make_requirement(state="accepted")
    make_requirement(
        title="Old", state="in_development", planned_on=TODAY - timedelta(days=3), customers_count=2
    )
    found = cards(make_user(Role.RND_LEAD))

    assert found["undated"].title == "1 accepted requirement has no date"
    assert found["overdue"].title == "“Old” was planned for 3 days ago"
    assert found["overdue"].tone == "bad"


def test_a_late_milestone_comes_first_and_says_who_waits() -> None:
    milestone = make_milestone(name="H3 3.3", due_on=TODAY, forecast_on=TODAY + timedelta(days=5))
    requirement = make_requirement(product=milestone.project.product, milestone=milestone)
    feedback = make_feedback(product=requirement.product, customer=make_customer(name="Ninghai"))
    lead = make_user(Role.RND_LEAD)
    handoffs.attach(feedback=feedback, requirement=requirement, by=lead, at=NOW)
    found = cards(lead)

    assert next(iter(found)) == "milestones"
    assert found["milestones"].title == "“H3 3.3” is expected 5 days late"
    assert "1 customer waits (Ninghai)" in found["milestones"].hint
    assert "milestones" not in cards(make_user(Role.SALESPERSON))


def test_a_moved_forecast_is_told_for_a_week_where_it_is_not_late() -> None:
    lead = make_user(Role.RND_LEAD)
    milestone = make_milestone(due_on=TODAY + timedelta(days=20), forecast_on=TODAY)
    projects.move_forecast(
        milestone=milestone, before=TODAY, to=TODAY + timedelta(days=9), by=lead, at=NOW
    )

    assert "is now expected on" in cards(lead)["forecasts"].title
    assert "forecasts" not in cards(lead, now=NOW + timedelta(days=8))


def test_a_salesperson_is_led_to_the_next_step_and_may_do_it_with_one_press() -> None:
    seller = make_user(Role.SALESPERSON)
    make_template()
    plan = communication.start(
        milestone=make_milestone(due_on=TODAY, forecast_on=TODAY),
        customer=make_customer(owner=seller),
        by=seller,
        at=NOW,
    )
    assert plan
    found = cards(seller)["steps"]
    assert found.tone == ""
    assert found.actions[0].posts == (("state", "done"),)
    assert found.actions[0].url == f"/plans/{plan.number}/steps/1/"

    later = NOW + timedelta(days=4)
    assert cards(seller, now=later)["steps"].tone == "bad"
    assert "team-steps" not in cards(seller, now=later)
    assert cards(make_user(Role.SALES_MANAGER), now=later)["team-steps"].tone == "warn"


def test_decisions_and_releases_wait_to_be_passed_on() -> None:
    seller, manager = make_user(Role.SALESPERSON), make_user(Role.PRODUCT_MANAGER)
    customer = make_customer(owner=seller)
    requirement = make_requirement()
    feedback = make_feedback(
        product=requirement.product, customer=customer, recorded_by=manager, kind="praise"
    )
    handoffs.attach(feedback=feedback, requirement=requirement, by=manager, at=NOW)
    decision = backlog.Decision(decision="accepted", reason="lines stand still")
    backlog.decide(requirement=requirement, decision=decision, by=manager, at=NOW)
    drain()
    found = cards(seller)

    assert found["news"].title.startswith("R&D answered: “")
    assert customer.name in found["heard"].title
    assert "news" not in cards(manager)


def test_what_is_solved_waits_for_the_customers_word() -> None:
    seller = make_user(Role.SALESPERSON)
    make_feedback(customer=make_customer(owner=seller), state="resolved", recorded_by=seller)

    assert cards(seller)["confirm"].title.startswith("1 answer is out")


def test_open_complaints_stand_before_who_answers_for_them() -> None:
    make_feedback(kind="complaint", severity="blocker", title="Film breaks")
    make_feedback(kind="complaint", severity="minor")
    make_feedback(kind="praise")
    found = cards(make_user(Role.CSM))["complaints"]

    assert found.title == "2 complaints are open, 1 of them stop a line"
    assert "Film breaks" in found.hint
    assert found.tone == "bad"


def test_an_administrator_sees_parked_entries_and_a_worker_that_stands_still() -> None:
    seller = make_user(Role.SALESPERSON)
    customers.add_customer(details=customers.CustomerDetails(name="Ninghai"), by=seller, at=NOW)
    entry = Entry.objects.get()
    ParkedEntry.objects.create(
        subscriber="helix.handoffs", entry=entry, error="boom", traceback="", tries=5, parked_at=NOW
    )
    admin = make_user(Role.ADMIN)
    found = cards(admin, now=entry.recorded_at + timedelta(minutes=6))

    assert found["operating"].title == "1 entry is parked"
    assert "helix.handoffs" in found["behind"].hint
    drain()
    assert "behind" not in cards(admin, now=entry.recorded_at + timedelta(minutes=6))
    assert "operating" not in cards(seller)


def test_cards_of_products_that_one_may_not_see_are_left_out() -> None:
    hidden = make_project()
    hidden.product.reach = "teams"
    hidden.product.save()
    make_milestone(project=hidden, due_on=TODAY - timedelta(days=9), forecast_on=TODAY)
    make_feedback(product=hidden.product)

    assert cards(make_user(Role.PRODUCT_MANAGER)) == {}


def test_an_engineer_sees_what_goes_on_whom_it_is_for_and_what_stands_in_the_way() -> None:
    zhou = make_user(Role.ENGINEER)
    heard = make_feedback(customer=make_customer(name="Ninghai Film"))
    requirement = make_requirement(product=heard.product)
    handoffs.attach(
        feedback=heard, requirement=requirement, by=make_user(Role.PRODUCT_MANAGER), at=NOW
    )
    common = {"product": requirement.product, "requirement": requirement, "assignee": zhou}
    first = make_work_item(title="Design", **common)
    assert cards(zhou)["my-work"].title == f"Next: {first.number} “Design”"

    work.move(item=first, to=WorkState.IN_PROGRESS, by=zhou, at=NOW)
    make_work_item(title="Build", state="in_review", started_at=NOW, **common)
    drain()
    found = cards(zhou)["my-work"]
    assert (found.title, found.aside) == (f"{first.number} “Design” goes on", "and 1 more begun")
    assert found.hint == "Ninghai Film wait for it"

    work.block(item=first, reason="No bench", by=zhou, at=NOW)
    drain()
    found = cards(zhou)["my-work"]
    assert (found.hint, found.tone) == ("No bench", "bad")


def test_who_plans_for_a_team_sees_that_its_iteration_runs_on_after_its_last_day() -> None:
    lead = make_user(Role.RND_LEAD)
    running = make_iteration(
        lead, state="active", start_on=TODAY - timedelta(days=13), end_on=TODAY
    )
    make_work_item(iteration=running)
    assert "iteration" not in cards(lead)

    found = cards(lead, now=NOW + timedelta(days=2))["iteration"]
    assert found.title == f"“{running.name}” ended 2 days ago and was not completed"
    assert found.hint == "1 work item is not done yet"
    assert found.actions[0].url == f"/iterations/{running.number}/closing/"
    for other in (make_user(Role.RND_LEAD), make_user(Role.ENGINEER)):
        assert "iteration" not in cards(other, now=NOW + timedelta(days=2))


def test_who_answers_for_risks_sees_those_that_nobody_deals_with() -> None:
    lead, product = make_user(Role.RND_LEAD), make_product()
    for number in range(3):
        details = RiskDetails(title=f"Risk {number}", product=product, probability=30 + number)
        risk = risks.raise_risk(details=details, by=lead, at=NOW)
    risks.move(risk=risk, to=RiskState.RESPONDING, by=lead, at=NOW)
    drain()

    found = [card for code, card in cards(lead).items() if code.startswith("risk-")]
    assert [card.title for card in found] == ["Risk 1", "Risk 0"]
    assert found[0].hint == "likely by 31 %"
