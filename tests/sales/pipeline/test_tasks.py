"""The playbook, and the tasks that come of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.people import make_user
from tests.factories.pipeline import make_decision_maker, make_opportunity
from tests.factories.tokens import call_as
from twintrack.foundation.access import operations as access
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.worker import run_once
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import Team, User
from twintrack.helix.desk.cards import deals
from twintrack.sales.customers.models import Contact
from twintrack.sales.pipeline import operations
from twintrack.sales.pipeline.lifecycle import Part, TaskState
from twintrack.sales.pipeline.models import (
    Opportunity,
    OpportunityTask,
    PipelineStage,
    PlaybookTask,
)

pytestmark = pytest.mark.django_db
# A Tuesday.
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON)


def move(opportunity: Opportunity, to: str, by: User, *, hours: int = 1) -> None:
    opportunity.refresh_from_db()
    operations.advance(
        opportunity=opportunity,
        before=opportunity.stage,
        to=to,
        anyway="in a hurry",
        by=by,
        at=AT + timedelta(hours=hours),
    )
    run_once(at=AT + timedelta(hours=hours))


def tasks() -> list[tuple[str, str, date]]:
    rows = OpportunityTask.objects.order_by("pk")
    return [(each.title_en, each.owner.name, each.due_on) for each in rows]


def test_entering_a_stage_makes_its_tasks_once_for_whoever_has_the_part(
    client: Client, seller: User
) -> None:
    engineer = make_user(Role.PRESALES, name="Luo")
    opportunity = make_opportunity(owner=make_user(Role.SALESPERSON, name="Owner"))
    who: dict[str, Any] = {"opportunity": opportunity, "by": seller, "at": AT}
    operations.add_member(person=engineer, part=Part.PRESALES, **who)
    move(opportunity, "solution_design", seller)

    # Five and eight working days on, over a weekend.
    made = [
        ("Write the solution with its list of parts", "Luo", date(2026, 12, 1)),
        ("Show the solution to the customer", "Luo", date(2026, 12, 4)),
    ]
    assert tasks() == made
    told = Notification.objects.filter(recipient=engineer)
    assert sorted(told.values_list("told_by", flat=True)) == ["pipeline/joined", "pipeline/tasks"]
    client.force_login(engineer)
    inbox = client.get("/inbox/").content.decode()
    assert "took you into the team" in inbox
    assert "Show the solution to the customer" in inbox
    move(opportunity, "requirement_confirmation", seller, hours=2)
    move(opportunity, "solution_design", seller, hours=3)
    # The first stage's own task falls to the owner; nothing is made twice.
    assert [each[:2] for each in tasks()[2:]] == [
        ("Confirm needs and acceptance on site", "Owner"),
    ]
    run_once(at=AT + timedelta(hours=4))
    assert OpportunityTask.objects.count() == 3


def test_a_move_that_is_taken_back_takes_its_tasks_along(seller: User) -> None:
    opportunity = make_opportunity()
    move(opportunity, "solution_design", seller)
    entry = Entry.objects.filter(kind="opportunity.advanced").latest("pk").pk
    done = OpportunityTask.objects.order_by("pk").first()
    assert done
    operations.close_task(task=done, state=TaskState.DONE, by=seller, at=AT + timedelta(hours=1))

    operations.undo_move(first=entry, last=entry, by=seller, at=AT + timedelta(hours=1, minutes=5))

    assert list(OpportunityTask.objects.all()) == [done]


def test_a_task_is_done_or_skipped_with_a_reason_opened_again_and_handed_on(seller: User) -> None:
    opportunity, other = make_opportunity(), make_user(Role.CSM)
    who: dict[str, Any] = {"by": seller, "at": AT}
    due = date(2026, 12, 1)
    task = operations.add_task(
        opportunity=opportunity, title="Call", owner=other, due_on=due, **who
    )
    with pytest.raises(operations.CannotJoin):
        operations.add_task(
            opportunity=opportunity, title="x", owner=make_user(Role.ENGINEER), due_on=due, **who
        )
    with pytest.raises(operations.TaskOpen):
        operations.reopen_task(task=task, **who)
    with pytest.raises(ReasonMissing):
        operations.close_task(task=task, state=TaskState.SKIPPED, reason=" ", **who)
    operations.close_task(task=task, state=TaskState.SKIPPED, reason=" no need ", **who)
    with pytest.raises(operations.TaskClosedAlready):
        operations.close_task(task=task, state=TaskState.DONE, **who)
    with pytest.raises(operations.TaskClosedAlready):
        operations.reassign_task(task=task, to=seller, **who)
    operations.reopen_task(task=task, **who)
    handed = operations.reassign_task(task=task, to=seller, **who)
    assert (handed.owner, handed.state, handed.reason) == (seller, TaskState.TODO, "")
    with pytest.raises(NotAllowed):
        operations.close_task(
            task=task, state=TaskState.DONE, by=make_user(Role.PRODUCT_MANAGER), at=AT
        )
    operations.lose(opportunity=opportunity, before=opportunity.stage, reason="x", **who)
    with pytest.raises(operations.ClosedAlready):
        operations.add_task(opportunity=opportunity, title="x", owner=other, due_on=due, **who)
    assert list(Entry.objects.order_by("pk").values_list("kind", flat=True))[:4] == [
        "opportunity.task_added",
        "opportunity.task_closed",
        "opportunity.task_reopened",
        "opportunity.task_reassigned",
    ]


def test_the_playbook_is_written_by_who_leads_sales(seller: User) -> None:
    who: dict[str, Any] = {"by": make_user(Role.SALES_MANAGER), "at": AT}
    stage = PipelineStage.objects.get(code="contract")
    details = operations.TaskDetails(
        part=Part.CSM, due_days=3, title_zh="交接", title_en="Hand over"
    )
    with pytest.raises(NotAllowed):
        operations.add_playbook_task(stage=stage, details=details, by=seller, at=AT)
    task = operations.add_playbook_task(stage=stage, details=details, **who)
    values = {"due_days": 4, "title_en": "Hand it over"}
    operations.change_playbook_task(task=task, before={"due_days": 3}, values=values, **who)
    with pytest.raises(operations.DaysImpossible):
        operations.change_playbook_task(task=task, before={}, values={"due_days": 251}, **who)
    assert Entry.objects.latest("pk").payload["came_from"] == {
        "due_days": "3",
        "title_en": "Hand over",
    }
    operations.remove_playbook_task(task=task, **who)
    opportunity = make_opportunity()
    make_decision_maker(opportunity)
    move(opportunity, "contract", seller)
    assert "Hand it over" not in [each[0] for each in tasks()]


def test_a_leavers_tasks_go_to_whoever_takes_over(seller: User) -> None:
    opportunity, stays = make_opportunity(owner=seller), make_user(Role.SALESPERSON)
    leaver, admin = make_user(Role.PRESALES), make_user(Role.ADMIN)
    operations.add_task(
        opportunity=opportunity,
        title="Call",
        owner=leaver,
        due_on=date(2026, 12, 1),
        by=seller,
        at=AT,
    )
    access.deactivate(user=leaver, successor=stays, by=admin, at=AT)
    run_once(at=AT)

    assert OpportunityTask.objects.get().owner == stays


def test_today_tells_of_deals_without_a_step_and_of_what_is_to_do(seller: User) -> None:
    now, today = timezone.now(), timezone.localdate()
    make_opportunity(owner=seller, next_step="x", next_step_on=today)
    assert not list(deals.without_step(seller, now))
    late = make_opportunity(
        owner=seller, next_step="Call", next_step_on=today - timedelta(days=2), amount=9
    )
    make_opportunity(owner=seller)
    make_opportunity(owner=seller, stage="won")
    [card] = deals.without_step(seller, now)
    assert "2 opportunities" in card.title
    assert not list(deals.tasks_due(seller, now))
    for days in (3, -1):
        operations.add_task(
            opportunity=late,
            title=f"In {days}",
            owner=seller,
            due_on=today + timedelta(days=days),
            by=seller,
            at=AT,
        )
    [card] = deals.tasks_due(seller, now)
    assert (card.title, card.tone) == ("In -1", "bad")
    assert "1 more task" in card.hint


def test_the_pages_of_tasks(client: Client, seller: User) -> None:
    client.force_login(seller)
    opportunity, engineer = make_opportunity(), make_user(Role.PRESALES, name="Luo")
    url = f"/opportunities/{opportunity.number}/"
    form = {"title": "<i>Call</i>", "owner": engineer.pk, "due_on": "2026-12-01"}
    assert client.post(url + "tasks/new/", form | {"due_on": ""}).status_code == 422
    assert client.post(url + "tasks/new/", form).status_code == 302
    task = OpportunityTask.objects.get()
    here = f"{url}tasks/{task.pk}/"
    assert client.post(here + "skip/", {"reason": ""}).status_code == 422
    client.post(here + "skip/", {"reason": "no need"})
    assert client.post(here + "done/", HTTP_HX_REQUEST="true").status_code == 409
    client.post(here + "reopening/")
    client.post(here + "owner/", {"owner": seller.pk})
    done = client.post(here + "done/", HTTP_HX_REQUEST="true")
    assert "opportunities-changed" in done.headers["HX-Trigger"]
    assert client.post(url + "tasks/9999/done/").status_code == 404
    assert "&lt;i&gt;Call" in client.get(url).content.decode()
    client.force_login(make_user(Role.ENGINEER))
    assert client.get(url + "tasks/").status_code == 404


def test_the_pages_of_people(client: Client, seller: User) -> None:
    client.force_login(seller)
    opportunity, engineer = make_opportunity(), make_user(Role.PRESALES, name="Luo")
    url = f"/opportunities/{opportunity.number}/"
    client.post(url + "members/", {"person": engineer.pk, "part": "presales"})
    assert client.post(url + "members/", {"person": "x", "part": "presales"}).status_code == 422
    contact = Contact.objects.create(customer=opportunity.customer, name="Director Li")
    client.post(url + "contacts/", {"contact": contact.pk, "influence": "decision_maker"})
    assert "Director Li" in client.get(url).content.decode()
    client.post(f"{url}members/{opportunity.members.get().pk}/removal/")
    client.post(f"{url}contacts/{opportunity.contacts.get().pk}/removal/")
    assert not opportunity.members.exists()


def test_the_pages_of_the_playbook(client: Client) -> None:
    client.force_login(make_user(Role.SALES_MANAGER))
    setup = "/opportunities/setup/"
    told = {"title_zh": "交接", "title_en": "Hand over", "part": "csm", "due_days": "3"}
    assert client.post(setup + "stages/contract/playbook/", told).status_code == 302
    added = PlaybookTask.objects.get(title_en="Hand over")
    seen = {f"initial-{name}": value for name, value in told.items()}
    changed = told | seen | {"due_days": "4"}
    assert client.post(f"{setup}playbook/{added.pk}/", changed).status_code == 302
    assert "Hand over" in client.get(setup).content.decode()
    client.post(f"{setup}playbook/{added.pk}/removal/")
    assert "Hand over" not in client.get(setup).content.decode()


def test_the_api_knows_tasks_people_and_the_playbook() -> None:
    api, lead = call_as(Role.SALESPERSON), call_as(Role.SALES_MANAGER)
    opportunity = make_opportunity()
    url = f"/opportunities/{opportunity.number}"
    body = {"title": "Call", "owner_id": api.user.pk, "due_on": "2026-12-01"}
    task = api.post(url + "/tasks", body).json()
    here = f"{url}/tasks/{task['id']}"
    assert api.post(here + "/state", {"state": "skipped"}).status_code == 422
    assert api.post(here + "/state", {"state": "done"}).json()["state"] == "done"
    assert api.post(here + "/state", {"state": "todo"}).json()["state"] == "todo"
    assert api.post(here + "/owner", {"owner_id": lead.user.pk}).status_code == 200
    assert len(api.get(url + "/tasks").json()) == 1
    member = api.post(url + "/members", {"person_id": lead.user.pk, "part": "csm"}).json()
    assert api.get(url + "/members").json()[0]["part"] == "csm"
    assert api.post(f"{url}/members/{member['id']}/removal").status_code == 204
    contact = Contact.objects.create(customer=opportunity.customer, name="Li")
    placed = api.post(url + "/contacts", {"contact_id": contact.pk, "influence": "buyer"}).json()
    assert api.get(url + "/contacts").json()[0]["name"] == "Li"
    assert api.post(f"{url}/contacts/{placed['id']}/removal").status_code == 204
    told = {"part": "csm", "due_days": 3, "title_zh": "交接", "title_en": "Hand over"}
    assert api.post("/pipeline-stages/contract/playbook", told).status_code == 403
    added = lead.post("/pipeline-stages/contract/playbook", told).json()
    change = {"before": {"due_days": 3}, "values": {"due_days": 4}}
    assert lead.patch(f"/playbook/{added['id']}", change).json()["due_days"] == 4
    assert lead.delete(f"/playbook/{added['id']}").status_code == 204
    assert api.get("/playbook").status_code == 200


def test_the_api_moves_with_what_is_given_takes_back_and_loses() -> None:
    api, opportunity = call_as(Role.SALESPERSON), make_opportunity()
    url = f"/opportunities/{opportunity.number}"
    moved = api.post(
        url + "/stage",
        {
            "before": opportunity.stage,
            "to": "contract",
            "given": {"new_decision_maker": "Wang"},
            "anyway": "in a hurry",
        },
    )
    assert moved.status_code == 200, moved.json()
    assert moved.json()["stage"] == "contract"
    entry = Entry.objects.filter(kind="opportunity.advanced").latest("pk").pk
    back = api.post("/opportunities/moves/undo", {"first": entry, "last": entry})
    assert back.status_code == 200, back.json()
    assert back.json()["stage"] == opportunity.stage
    opportunity.owner = api.user
    opportunity.save()
    for query, many in (
        ({"state": "adrift"}, 1),
        ({"state": "rotting", "is_open": "true"}, 0),
        ({"owner_id": api.user.pk}, 1),
        ({"team_id": Team.objects.create(name="Nobody").pk}, 0),
    ):
        assert len(api.get("/opportunities", query).json()["items"]) == many, query
    assert api.get("/opportunities", {"state": "x"}).status_code == 422
    lost = {"before": opportunity.stage, "because": "price", "competitor": "Rival"}
    assert api.post(url + "/lost", lost).json()["lost_to"] == "Rival"
