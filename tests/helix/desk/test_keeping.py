"""What the first page says stands until something changes, and never for eyes not meant to see."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.factories.backlog import make_requirement
from tests.factories.feedback import make_feedback
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.helix.desk.keeping import keep
from twintrack.helix.desk.measures import rnd_column
from twintrack.hub.projects import operations as projects
from twintrack.rnd.backlog import operations as backlog
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.ui.cards import cards_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("emptied_ledger")]
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def open_requirements(user: User, *, now: datetime = NOW) -> str:
    return rnd_column(user, now=now).total


def test_the_page_is_not_counted_anew_for_the_next_visit(client: Client) -> None:
    client.force_login(make_user(Role.PRODUCT_MANAGER, Role.SALESPERSON, Role.CSM))
    make_feedback()
    make_requirement()
    first = client.get("/").content.decode()

    with CaptureQueriesContext(connection) as asked:
        second = client.get("/").content.decode()

    assert "1 piece of feedback to triage" in first
    assert "1 piece of feedback to triage" in second
    assert len(asked) <= 9


def test_a_decision_changes_the_numbers_of_the_pool_at_once() -> None:
    manager, requirement = make_user(Role.PRODUCT_MANAGER), make_requirement()
    assert open_requirements(manager) == "1"

    backlog.decide(
        requirement=requirement,
        decision=backlog.Decision(decision="rejected", reason="no"),
        by=manager,
        at=NOW,
    )

    assert open_requirements(manager) == "0"


def test_a_moved_forecast_changes_the_strip_at_once(client: Client) -> None:
    lead = make_user(Role.RND_LEAD)
    today = timezone.localdate()
    milestone = make_milestone(due_on=today, forecast_on=today, name="Trial run")
    client.force_login(lead)
    assert "Trial run" in client.get("/?as=table").content.decode()

    projects.move_forecast(
        milestone=milestone,
        before=today,
        to=today + timedelta(days=90),
        by=lead,
        at=timezone.now(),
    )

    strip = client.get("/?as=table", headers={"HX-Request": "true", "HX-Target": "section#strip"})
    assert "Trial run" not in strip.content.decode()


def test_a_card_goes_when_its_work_is_done() -> None:
    manager, feedback = make_user(Role.PRODUCT_MANAGER), make_feedback()
    assert "triage" in {card.code for card in cards_for(manager, now=NOW)}

    feedback_operations.withdraw(feedback=feedback, by=manager, at=NOW)

    assert "triage" not in {card.code for card in cards_for(manager, now=NOW)}


def test_each_reader_counts_what_they_may_see_only() -> None:
    insider, outsider = make_user(Role.ENGINEER), make_user(Role.ENGINEER)
    secret = make_product(reach="teams")
    secret.teams.add(make_team(insider))
    make_requirement(product=secret)

    assert open_requirements(insider) == "1"
    assert open_requirements(outsider) == "0"


def test_amounts_stay_as_vague_as_the_reader_may_see_them() -> None:
    make_requirement(
        state="planned",
        planned_on=timezone.localdate(),
        customers_count=1,
        revenue=Decimal(4_860_000),
    )

    def strip(role: Role) -> str:
        client = Client()
        client.force_login(make_user(role))
        region = {"HX-Request": "true", "HX-Target": "section#strip"}
        return client.get("/", headers=region).content.decode()

    assert "4.86" in strip(Role.SALES_MANAGER)
    assert "4.86" not in strip(Role.ENGINEER)
    assert "4.86" in strip(Role.EXECUTIVE)


def test_readers_of_two_languages_each_read_their_own() -> None:
    manager = make_user(Role.PRODUCT_MANAGER)
    make_feedback()
    with translation.override("en"):
        [english, *_others] = cards_for(manager, now=NOW)
    with translation.override("zh-hans"):
        [chinese, *_others] = cards_for(manager, now=NOW)

    assert english.label == "Feedback"
    assert chinese.label != english.label


def test_what_is_said_of_a_day_is_asked_anew_on_the_next() -> None:
    user = make_user(Role.ENGINEER)
    asked = iter(range(9))

    def kept(on: date) -> int:
        return keep("a_day", lambda: next(asked), user=user, on=on, about=("requirement",))

    assert [kept(TODAY), kept(TODAY), kept(TODAY + timedelta(days=1))] == [0, 0, 1]
