"""What a seller or implementer who leaves still had to do goes to whoever takes over."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.collections import make_invoice
from tests.factories.deliveries import make_delivery
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.tokens import call_as
from tests.worker import drain
from twintrack.foundation.access import operations as access
from twintrack.foundation.access.handover import list_belongings
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.sales.collections import operations as collections
from twintrack.sales.collections.models import DunningStep, DunningTask
from twintrack.sales.deliveries import operations as deliveries
from twintrack.sales.deliveries.models import RoleHandover
from twintrack.sales.deliveries.operations import DecidedAlready, HandoverDetails, PersonUnfit
from twintrack.sales.leads import operations as leads
from twintrack.sales.leads.models import AssignmentRule
from twintrack.sales.leads.operations import AssignmentDetails
from twintrack.sales.pipeline import operations as pipeline
from twintrack.sales.pipeline.lifecycle import Part
from twintrack.sales.pipeline.models import OpportunityMember

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN)


def offer(taker: User, by: User) -> RoleHandover:
    details = HandoverDetails(to_role="csm", taker=taker, note="All is well")
    return deliveries.offer_handover(delivery=make_delivery(by=by), details=details, by=by, at=AT)


def remind(by: User, assignee: User) -> DunningTask:
    step = DunningStep.objects.create(days_after=1, name_zh="函", name_en="Letter")
    task = collections.make_task(invoice=make_invoice(by=by), step=step, by=by, at=AT)
    assert task
    task.assignee = assignee
    task.save()
    return task


def give_leads_to(*people: User, by: User) -> AssignmentRule:
    details = AssignmentDetails(name_zh="全部", name_en="All", people=people)
    return leads.add_assignment_rule(details=details, by=by, at=AT)


def leave(leaver: User, successor: User | None, by: User) -> None:
    access.deactivate(user=leaver, successor=successor, by=by, at=AT)
    drain()


def test_who_leaves_is_followed_in_everything_of_sales(admin: User) -> None:
    leaver, successor = make_user(Role.CSM), make_user(Role.CSM)
    other = make_user(Role.SALESPERSON)
    handover, task = offer(leaver, admin), remind(admin, leaver)
    rule = give_leads_to(leaver, other, by=admin)
    opportunity = make_opportunity()
    pipeline.add_member(opportunity=opportunity, person=leaver, part=Part.CSM, by=admin, at=AT)

    shown = {str(pile.label): pile.count for pile in list_belongings(leaver)}
    leave(leaver, successor, admin)

    assert shown == {
        "Deliveries to take over": 1,
        "Reminders to customers": 1,
        "Rules that give leads out": 1,
        "Parts in opportunities": 1,
    }
    assert not list_belongings(leaver)
    handover.refresh_from_db()
    assert (handover.taker, handover.state) == (successor, "offered")
    task.refresh_from_db()
    assert task.assignee == successor
    assert set(rule.people.all()) == {successor, other}
    assert [each.person for each in OpportunityMember.objects.all()] == [successor]
    told = Notification.objects.filter(recipient=successor).values_list("told_by", flat=True)
    assert "collections/reminder" in told
    deliveries.take_handover(handover=handover, by=successor, at=AT)


def test_what_the_successor_may_not_do_goes_to_whoever_says_so(admin: User) -> None:
    leaver, engineer = make_user(Role.CSM), make_user(Role.ENGINEER)
    handover, task = offer(leaver, admin), remind(admin, leaver)
    rule = give_leads_to(leaver, by=admin)

    leave(leaver, engineer, admin)

    handover.refresh_from_db()
    task.refresh_from_db()
    assert handover.taker == task.assignee == admin
    assert engineer not in rule.people.all()


def test_a_handover_is_passed_on_by_who_may_to_who_fits(admin: User) -> None:
    he, she = make_user(Role.CSM), make_user(Role.CSM)
    handover = offer(he, admin)

    with pytest.raises(NotAllowed):
        deliveries.pass_handover_on(handover=handover, to=she, by=make_user(Role.PRESALES), at=AT)
    with pytest.raises(PersonUnfit):
        deliveries.pass_handover_on(handover=handover, to=make_user(Role.GUEST), by=he, at=AT)
    before = Entry.objects.count()
    deliveries.pass_handover_on(handover=handover, to=she, by=he, at=AT)
    deliveries.pass_handover_on(handover=handover, to=she, by=admin, at=AT)
    assert Entry.objects.count() == before + 1
    deliveries.take_handover(handover=handover, by=she, at=AT)
    with pytest.raises(DecidedAlready):
        deliveries.pass_handover_on(handover=handover, to=he, by=admin, at=AT)


def test_the_api_passes_handovers_and_reminders_on(admin: User) -> None:
    api, engineer = call_as(Role.SALES_MANAGER), call_as(Role.ENGINEER)
    he, she = make_user(Role.CSM), make_user(Role.CSM)
    handover, task = offer(he, admin), remind(admin, he)
    home = f"/deliveries/{handover.delivery.number}/handovers/{handover.pk}/taker"
    reminder = f"/reminders/{task.pk}/assignee"

    passed = api.post(home, {"taker_id": she.pk})
    reminded = api.post(reminder, {"assignee_id": she.pk})

    assert passed.json()["taker"]["id"] == reminded.json()["assignee"]["id"] == she.pk
    assert api.post(reminder, {"assignee_id": make_user(Role.ENGINEER).pk}).status_code == 422
    assert api.post(home, {"taker_id": 0}).status_code == 422
    assert engineer.post(home, {"taker_id": he.pk}).status_code in {403, 404}
    assert engineer.post(reminder, {"assignee_id": he.pk}).status_code in {403, 404}


def test_pages_pass_handovers_and_reminders_on(admin: User, client: Client) -> None:
    he, she = make_user(Role.CSM), make_user(Role.CSM)
    handover, task = offer(he, admin), remind(admin, he)
    delivery = f"/deliveries/{handover.delivery.number}/"
    home, reminder = f"{delivery}handover/{handover.pk}/taker/", f"/collections/tasks/{task.pk}/"
    reminder += "assignee/"
    client.force_login(make_user(Role.PRESALES))
    assert home not in text_of(client.get(delivery))
    assert client.post(home, {"to": she.pk}).status_code == 403
    client.force_login(admin)
    assert f'href="{home}"' in text_of(client.get(delivery))
    assert f'href="{reminder}"' in text_of(client.get(f"/invoices/{task.invoice.number}/"))
    for url in (home, reminder):
        assert f'<option value="{he.pk}"' not in text_of(client.get(url))
        assert client.post(url, {"to": he.pk}).status_code == 422
        assert client.post(url, {"to": she.pk}).status_code == 302

    handover.refresh_from_db()
    task.refresh_from_db()
    assert handover.taker == task.assignee == she
    client.force_login(she)
    assert f'href="{home}"' in text_of(client.get(delivery))
    client.force_login(make_user(Role.ENGINEER))
    assert client.get(reminder).status_code in {403, 404}
