"""Deliveries from their beginning over tasks and waiting to their end."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from tests.factories.contracts import make_draft, make_signed
from tests.factories.customers import make_customer
from tests.factories.deliveries import AT, START, TODAY, make_delivery, make_task, make_template
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access import operations as access
from twintrack.foundation.access.refusals import (
    NotAllowed,
    NotThere,
    ReasonMissing,
    Refusal,
    StaleEdit,
)
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Reach
from twintrack.hub.projects import operations as projects
from twintrack.hub.projects.lifecycle import ProjectKind, ProjectState
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.lifecycle import TaskState
from twintrack.sales.deliveries.models import DeliveryTask
from twintrack.sales.deliveries.operations import WaitDetails
from twintrack.sales.deliveries.partner import AcceptanceOpen
from twintrack.sales.deliveries.plans import Plan, write_plan

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def implementer() -> User:
    return make_user(Role.IMPLEMENTER)


def install_of(delivery: object) -> DeliveryTask:
    found: DeliveryTask = DeliveryTask.objects.get(delivery=delivery, role="implementer")
    return found


def test_a_delivery_is_a_project_with_the_plan_of_its_template(implementer: User) -> None:
    presales = make_user(Role.PRESALES)
    delivery = make_delivery(by=implementer, members={"presales": presales})

    project = delivery.project
    assert (project.kind, project.owner, project.start_on) == (
        ProjectKind.DELIVERY,
        implementer,
        START,
    )
    assert project.due_on == delivery.first_due_on == date(2026, 12, 3)
    assert [(each.name, each.assignee) for each in queries.list_tasks(delivery)] == [
        ("Briefing", presales),
        ("Install", None),
    ]
    assert delivery.turn == "presales"
    told = Entry.objects.filter(about_kind="delivery", about_id=delivery.pk)
    assert [each.kind for each in told] == ["delivery.begun"]


def test_a_running_delivery_does_not_look_at_its_template_any_more(implementer: User) -> None:
    template = make_template()
    delivery = make_delivery(by=implementer, template=template)
    template.content = write_plan(Plan())
    template.save()

    assert queries.list_tasks(delivery).count() == 2


def test_a_contract_is_delivered_once_under_a_name(implementer: User) -> None:
    contract = make_signed()
    make_delivery(by=implementer, contract=contract)
    with pytest.raises(operations.BegunAlready), transaction.atomic():
        make_delivery(by=implementer, contract=contract)
    second = make_delivery(by=implementer, contract=contract, name="Second site")

    assert second.reason == ""
    wanted = queries.Wanted(contract=contract)
    assert queries.list_deliveries(for_user=implementer, wanted=wanted).count() == 2


def test_without_a_signed_contract_somebody_says_why(implementer: User) -> None:
    draft = make_draft()
    for contract in (draft, None):
        with pytest.raises(operations.ContractUnsigned), transaction.atomic():
            make_delivery(by=implementer, contract=contract, reason=" ")
    delivery = make_delivery(by=implementer, contract=draft, reason="The letter is here")

    assert delivery.reason == "The letter is here"
    with pytest.raises(operations.CustomerElsewhere), transaction.atomic():
        make_delivery(by=implementer, contract=make_signed(), customer=make_customer())


def test_only_who_works_on_deliveries_and_sees_the_product_is_in_one() -> None:
    hidden = make_product(reach=Reach.TEAMS)
    for unfit in (make_user(Role.ENGINEER), make_user(Role.IMPLEMENTER)):
        with pytest.raises(operations.PersonUnfit), transaction.atomic():
            make_delivery(by=make_user(Role.EXECUTIVE), lead=unfit, product=hidden)
    with pytest.raises(NotAllowed):
        make_delivery(by=make_user(Role.SALESPERSON))


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"finish_on": START - DAY}, operations.FinishBeforeStart),
        ({"hours": Decimal(-1)}, operations.HoursImpossible),
        ({"hours": Decimal(10_001)}, operations.HoursImpossible),
    ],
)
def test_a_task_that_cannot_be_is_refused(wrong: dict[str, object], refusal: type[Refusal]) -> None:
    delivery = make_delivery()
    with pytest.raises(refusal), transaction.atomic():
        make_task(delivery, **wrong)
    with pytest.raises(refusal):
        operations.change_task(
            task=install_of(delivery),
            before={},
            values={"start_on": START, **wrong},
            by=make_user(Role.IMPLEMENTER),
            at=AT,
        )


def test_tasks_never_wait_for_one_another(implementer: User) -> None:
    delivery = make_delivery(by=implementer)
    briefing, install = queries.list_tasks(delivery)
    with pytest.raises(operations.RunsInCircle):
        operations.change_task(
            task=briefing, before={}, values={"after": {install}}, by=implementer, at=AT
        )


def test_a_task_follows_several_and_by_no_way_itself(implementer: User) -> None:
    delivery = make_delivery(by=implementer)
    briefing, install = queries.list_tasks(delivery)
    training = make_task(delivery, name="Training", after=[briefing, install])
    said = {"by": implementer, "at": AT}

    with pytest.raises(operations.RunsInCircle):
        operations.change_task(task=briefing, before={}, values={"after": [training]}, **said)
    with pytest.raises(StaleEdit):
        operations.change_task(
            task=training, before={"after": [install]}, values={"after": []}, **said
        )
    other = queries.list_tasks(make_delivery(by=implementer))[0]
    with pytest.raises(NotThere):
        operations.change_task(task=training, before={}, values={"after": [other]}, **said)
    seen = {"after": [install, briefing]}
    operations.change_task(task=training, before=seen, values={"after": [install]}, **said)

    told = Entry.objects.latest("pk").payload
    assert (told["came_from"]["after"], told["to"]["after"]) == (
        f"{briefing.name}, {install.name}",
        install.name,
    )
    assert [each.name for each in training.after.all()] == [install.name]


def test_a_task_is_changed_by_one_at_a_time_and_the_forecast_moves(implementer: User) -> None:
    delivery = make_delivery(by=implementer)
    task = install_of(delivery)
    change = {"before": {"finish_on": task.finish_on}, "by": implementer, "at": AT}
    later = task.finish_on + 7 * DAY
    operations.change_task(task=task, values={"finish_on": later}, **change)
    with pytest.raises(StaleEdit):
        operations.change_task(task=task, values={"finish_on": later + DAY}, **change)

    delivery.refresh_from_db()
    assert delivery.forecast_on == later


def test_a_task_goes_its_way_and_not_into_the_future(implementer: User) -> None:
    delivery = make_delivery(by=implementer)
    task = install_of(delivery)
    task = operations.move_task(task=task, to=TaskState.DOING, by=implementer, at=AT)
    assert (task.assignee, task.started_on) == (implementer, TODAY)
    with pytest.raises(operations.DayAhead):
        operations.move_task(task=task, to=TaskState.DONE, on=TODAY + DAY, by=implementer, at=AT)
    task = operations.move_task(task=task, to=TaskState.DONE, by=implementer, at=AT)
    with pytest.raises(Refusal):
        operations.move_task(task=task, to=TaskState.CANCELLED, by=implementer, at=AT)
    task = operations.move_task(task=task, to=TaskState.DOING, by=implementer, at=AT)

    assert (task.done_on, task.started_on) == (None, TODAY)


def test_waiting_has_a_reason_a_beginning_and_an_end(implementer: User) -> None:
    delivery = make_delivery(by=implementer, start_on=TODAY - 14 * DAY)
    task = install_of(delivery)
    operations.move_task(task=task, to=TaskState.DOING, on=TODAY - 6 * DAY, by=implementer, at=AT)
    since = TODAY - 4 * DAY
    details = WaitDetails(whom="customer", reason="No power", since=since, task=task)
    wait = operations.begin_wait(delivery=delivery, details=details, by=implementer, at=AT)
    task.refresh_from_db()
    assert task.state == TaskState.WAITING
    with pytest.raises(operations.WaitsAlready):
        operations.begin_wait(delivery=delivery, details=details, by=implementer, at=AT)
    with pytest.raises(operations.WentOnTooEarly):
        operations.end_wait(wait=wait, until=since - DAY, by=implementer, at=AT)
    operations.end_wait(wait=wait, by=implementer, at=AT)
    task.refresh_from_db()

    assert task.state == TaskState.DOING
    found = queries.forecast_of(delivery, today=TODAY)
    assert found.waited == {"customer": 2}
    with pytest.raises(operations.WentOnAlready):
        operations.end_wait(wait=wait, by=implementer, at=AT)
    for wrong, refusal in (
        ({"reason": " "}, ReasonMissing),
        ({"since": TODAY + DAY}, operations.DayAhead),
    ):
        given = {"whom": "us", "reason": "Ill", "since": TODAY} | wrong
        with pytest.raises(refusal), transaction.atomic():
            operations.begin_wait(
                delivery=delivery,
                details=WaitDetails(**given),  # type: ignore[arg-type]
                by=implementer,
                at=AT,
            )


def test_another_finish_has_a_reason_and_the_first_one_stays(implementer: User) -> None:
    delivery = make_delivery(by=implementer)
    first = delivery.due_on
    with pytest.raises(ReasonMissing):
        operations.replan(delivery=delivery, due_on=START, reason="", by=implementer, at=AT)
    new = date(2027, 1, 8)
    operations.replan(delivery=delivery, due_on=new, reason="More", by=implementer, at=AT)
    found = queries.get_delivery(delivery.number, for_user=implementer)

    assert (found.due_on, found.first_due_on) == (new, first)


def test_what_is_not_accepted_is_completed_with_a_reason_only(implementer: User) -> None:
    delivery = make_delivery(by=implementer)
    with pytest.raises(AcceptanceOpen):
        operations.move(delivery=delivery, to=ProjectState.COMPLETED, by=implementer, at=AT)
    operations.move(
        delivery=delivery, to=ProjectState.COMPLETED, reason="Given up", by=implementer, at=AT
    )
    with pytest.raises(operations.NotOpen):
        make_task(delivery)


def test_its_project_is_not_completed_behind_the_back_of_the_delivery(implementer: User) -> None:
    delivery = make_delivery(by=implementer)
    end = {"project": delivery.project, "to": ProjectState.COMPLETED, "by": implementer, "at": AT}
    with pytest.raises(AcceptanceOpen):
        projects.move_project(**end)
    projects.move_project(**end, reason="Given up")

    newest = Entry.objects.latest("pk")
    concerns = {each.kind for each in newest.subjects.all()}
    assert {"delivery", "customer", "project"} <= concerns


def test_a_role_and_its_tasks_go_to_somebody_else_when_its_person_leaves() -> None:
    leaver, successor = make_user(Role.IMPLEMENTER), make_user(Role.IMPLEMENTER)
    admin = make_user(Role.ADMIN)
    delivery = make_delivery(by=admin, members={"implementer": leaver})
    lonely = make_task(delivery, role="csm", assignee=leaver)
    access.deactivate(user=leaver, successor=successor, by=admin, at=AT)
    drain()

    assert install_of(delivery).assignee == successor
    lonely.refresh_from_db()
    assert lonely.assignee == successor
    assert [each.person for each in queries.list_members(delivery)] == [successor]


def test_time_that_goes_by_moves_the_forecast_and_is_told_once(implementer: User) -> None:
    delivery = make_delivery(by=implementer)
    later = AT + timedelta(days=30)
    assert operations.note_forecasts(deliveries=[delivery], by=implementer, at=later) == 1
    assert operations.note_forecasts(deliveries=[delivery], by=implementer, at=later) == 0
