"""Hours, expenses, budgets and change requests: what is done, and what is refused in words."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.contracts import make_draft
from tests.factories.deliveries import AT, make_delivery
from tests.factories.delivery_costs import (
    MONDAY,
    TODAY,
    accept,
    make_change,
    make_contract,
    make_work,
    set_rate,
    spend,
    write,
)
from tests.factories.people import make_user
from twintrack.foundation.access.refusals import (
    NotAllowed,
    ReasonMissing,
    StaleEdit,
    StateNotReachable,
)
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.money.queries import RateMissing
from twintrack.hub.projects.models import Project
from twintrack.hub.scheduling.working_days import add_working_days
from twintrack.sales.deliveries.models import DeliveryTask
from twintrack.sales.delivery_costs import operations, queries
from twintrack.sales.delivery_costs.books import open_book
from twintrack.sales.delivery_costs.models import HourEntry
from twintrack.sales.delivery_costs.operations import Signed

pytestmark = pytest.mark.django_db


def test_hours_are_written_anew_and_taken_away_until_the_week_is_confirmed() -> None:
    _delivery, task, lead = make_work()

    entry = write(task, lead, 90, note="Cables")
    again = write(task, lead, 120)

    assert (again.pk, again.minutes, again.note, again.role) == (
        entry.pk,
        120,
        "Cables",
        "implementer",
    )
    assert [each.payload["to"] for each in Entry.objects.filter(kind="hours.written")] == [90, 120]
    with pytest.raises(StaleEdit):
        write(task, lead, 60, before=90)
    assert write(task, lead, 0).minutes == 0
    assert not queries.list_entries(for_user=lead)


@pytest.mark.parametrize(
    ("minutes", "days", "refusal"),
    [
        (-30, 0, operations.HoursImpossible),
        (24 * 60 + 1, 0, operations.HoursImpossible),
        (60, 8, operations.DayImpossible),
        (60, -400, operations.DayImpossible),
        (20 * 60, 0, operations.DayTooLong),
    ],
)
def test_hours_that_nobody_can_mean_are_refused_in_words(
    minutes: int, days: int, refusal: type[Exception]
) -> None:
    delivery, task, lead = make_work()
    other = delivery.tasks.get(name="Briefing")
    write(other, lead, 5 * 60)

    with pytest.raises(refusal):
        write(task, lead, minutes, day=TODAY + timedelta(days=days))


def test_nobody_writes_hours_on_what_is_over_or_hidden() -> None:
    delivery, task, lead = make_work()
    DeliveryTask.objects.filter(pk=task.pk).update(state="cancelled")
    task.refresh_from_db()
    with pytest.raises(operations.TaskOver):
        write(task, lead)
    with pytest.raises(NotAllowed):
        write(task, make_user(Role.GUEST))
    Project.objects.filter(pk=delivery.project_id).update(state="completed")
    task = DeliveryTask.objects.get(pk=task.pk)
    with pytest.raises(operations.DeliveryOver):
        write(task, lead)


def test_a_confirmed_week_is_corrected_by_rows_that_take_back() -> None:
    delivery, task, lead = make_work()
    worker, manager = make_user(Role.IMPLEMENTER), make_user(Role.SALES_MANAGER)
    entry = write(task, worker, 480)
    who: dict[str, Any] = {"by": lead, "at": AT}
    with pytest.raises(operations.NotTheLead):
        operations.confirm_week(delivery=delivery, person=worker, on=TODAY, by=worker, at=AT)
    with pytest.raises(operations.NotConfirmed):
        operations.correct_hours(entry=entry, minutes=60, reason="Wrong", **who)
    with pytest.raises(operations.OwnDecision):
        operations.confirm_week(delivery=delivery, person=lead, on=TODAY, **who)
    with pytest.raises(operations.NothingToConfirm):
        operations.confirm_week(delivery=delivery, person=manager, on=TODAY, **who)

    week = operations.confirm_week(delivery=delivery, person=worker, on=TODAY, **who)

    assert week.monday == MONDAY
    assert operations.confirm_week(delivery=delivery, person=worker, on=TODAY, **who) == week
    with pytest.raises(operations.WeekConfirmed):
        write(task, worker, 60)
    with pytest.raises(ReasonMissing):
        operations.correct_hours(entry=entry, minutes=60, reason=" ", **who)
    for wrong in (-1, 480, 1500):
        with pytest.raises(operations.HoursImpossible):
            operations.correct_hours(entry=entry, minutes=wrong, reason="Wrong", **who)
    right = operations.correct_hours(entry=entry, minutes=300, reason="Left at noon", **who)
    rows = HourEntry.objects.filter(task=task).order_by("pk")
    assert [each.minutes for each in rows] == [480, -480, 300]
    with pytest.raises(operations.HoursImpossible):
        operations.correct_hours(entry=entry, minutes=10, reason="Again", **who)
    operations.correct_hours(entry=right, minutes=0, reason="Was not there", **who)
    assert sum(each.minutes for each in HourEntry.objects.all()) == 0
    assert open_book(delivery, on=TODAY).minutes == 0


def test_who_does_a_task_says_how_long_it_still_takes() -> None:
    delivery, task, lead = make_work(hours="40")
    set_rate(amount="100")
    write(task, lead, 480)
    assert open_book(delivery, on=TODAY).outlook.to_go == Decimal("3200.00")

    operations.say_remaining(task=task, minutes=50 * 60, by=lead, at=AT)

    assert open_book(delivery, on=TODAY).outlook.at_completion == Decimal("5800.00")
    with pytest.raises(operations.HoursImpossible):
        operations.say_remaining(task=task, minutes=-1, by=lead, at=AT)
    with pytest.raises(NotAllowed):
        operations.say_remaining(task=task, minutes=1, by=make_user(Role.IMPLEMENTER), at=AT)


def test_rates_and_limits_are_set_by_few_and_kept_by_day() -> None:
    rate = set_rate(amount="200")
    later = set_rate(amount="250", since=date(2026, 12, 1))

    assert rate != later
    who: dict[str, Any] = {"by": make_user(Role.IMPLEMENTER), "at": AT}
    given: dict[str, Any] = {"role": "csm", "currency": "CNY", "since": TODAY}
    with pytest.raises(NotAllowed):
        operations.set_rate(amount=Decimal(1), **given, **who)
    with pytest.raises(NotAllowed):
        operations.set_limit(amount=Decimal(1), since=TODAY, **who)
    who["by"] = make_user(Role.EXECUTIVE)
    for wrong in ("0", "-5", "0.001", "200000"):
        with pytest.raises(operations.RateImpossible):
            operations.set_rate(amount=Decimal(wrong), **given, **who)
    with pytest.raises(operations.LimitImpossible):
        operations.set_limit(amount=Decimal(-1), since=TODAY, **who)


def test_expenses_above_the_limit_wait_for_somebody_elses_yes() -> None:
    delivery, _task, lead = make_work()
    worker, manager = make_user(Role.IMPLEMENTER), make_user(Role.SALES_MANAGER)
    operations.set_limit(amount=Decimal(1000), since=TODAY, by=manager, at=AT)

    small, large = spend(delivery, worker, "1000"), spend(delivery, worker, "1000.01")

    assert (small.state, large.state) == ("approved", "waiting")
    assert open_book(delivery, on=TODAY).outlook.committed == Decimal("1000.01")
    decide = operations.decide_expense
    with pytest.raises(operations.NotTheLead):
        decide(expense=large, to="approved", by=worker, at=AT)
    with pytest.raises(ReasonMissing):
        decide(expense=large, to="refused", by=lead, at=AT)
    assert decide(expense=large, to="approved", by=lead, at=AT).decided_by == lead
    assert open_book(delivery, on=TODAY).outlook.actual == Decimal("2000.01")
    with pytest.raises(StateNotReachable):
        decide(expense=large, to="withdrawn", by=worker, at=AT)
    own = spend(delivery, lead, "5000")
    with pytest.raises(operations.OwnDecision):
        decide(expense=own, to="approved", by=lead, at=AT)
    assert decide(expense=own, to="refused", reason="Too dear", by=manager, at=AT)


def test_what_was_ordered_is_committed_until_it_is_billed() -> None:
    delivery, _task, lead = make_work()
    worker = make_user(Role.IMPLEMENTER)
    order = spend(delivery, worker, "4000", kind="service", supplier="Rigging Ltd", is_ordered=True)
    assert open_book(delivery, on=TODAY).outlook.committed == 4000
    with pytest.raises(StateNotReachable):
        operations.decide_expense(expense=order, to="approved", by=lead, at=AT)

    billed = operations.bill_expense(
        expense=order, amount=Decimal(400), day=TODAY, by=worker, at=AT
    )

    assert (billed.state, billed.amount) == ("approved", 400)
    outlook = open_book(delivery, on=TODAY).outlook
    assert (outlook.committed, outlook.expenses) == (0, 400)


@pytest.mark.parametrize(
    ("over", "refusal"),
    [
        ({"amount": Decimal(0)}, operations.ExpenseImpossible),
        ({"amount": Decimal("0.001")}, operations.ExpenseImpossible),
        ({"amount": Decimal("-3")}, operations.ExpenseImpossible),
        ({"amount": Decimal("NaN")}, operations.ExpenseImpossible),
        ({"what": "  "}, operations.ExpenseImpossible),
        ({"day": TODAY + timedelta(days=1)}, operations.ExpenseImpossible),
        ({"currency": "EUR"}, RateMissing),
    ],
)
def test_expenses_that_cannot_be_are_refused(
    over: dict[str, object], refusal: type[Exception]
) -> None:
    delivery, _task, lead = make_work()

    with pytest.raises(refusal):
        spend(delivery, lead, **({"amount": "1"} | over))  # type: ignore[arg-type]


def test_a_budget_by_hand_needs_a_reason_and_no_quote() -> None:
    delivery, _task, lead = make_work()
    who: dict[str, Any] = {"by": lead, "at": AT}
    with pytest.raises(ReasonMissing):
        operations.set_budget(delivery=delivery, amount=Decimal(9000), reason="", **who)
    with pytest.raises(operations.BudgetImpossible):
        operations.set_budget(delivery=delivery, amount=Decimal(0), reason="A trial", **who)
    stranger = make_user(Role.CSM)
    with pytest.raises(operations.NotTheLead):
        operations.set_budget(
            delivery=delivery, amount=Decimal(1), reason="A trial", by=stranger, at=AT
        )

    operations.set_budget(delivery=delivery, amount=Decimal(9000), reason="A trial", **who)

    book = open_book(delivery, on=TODAY)
    assert (book.source, book.outlook.budget, book.outlook.margin) == ("hand", 9000, None)
    quoted, _task, lead = make_work(contract=make_contract())
    with pytest.raises(operations.BudgetQuoted):
        operations.set_budget(delivery=quoted, amount=Decimal(1), reason="More", by=lead, at=AT)


def test_an_accepted_change_raises_budget_date_and_contract() -> None:
    contract = make_contract()
    delivery, _task, lead = make_work(contract=contract)
    before, due_on = contract.amount, delivery.due_on
    assert due_on
    change = make_change(delivery, lead)
    with pytest.raises(StateNotReachable):
        operations.accept_change(
            change=change, signed=Signed(on=TODAY, by_them="Ms Yu"), by=lead, at=AT
        )

    accepted = accept(change, lead)

    book = open_book(delivery, on=TODAY)
    assert (book.outlook.budget, book.outlook.revenue) == (12000, 20000 + 1200 + 5000)
    assert book.outlook.goods == 600
    delivery.refresh_from_db()
    assert Project.objects.get(pk=delivery.project_id).due_on == add_working_days(due_on, 3)
    amendment = accepted.amendment
    assert amendment
    assert amendment.is_draft
    assert amendment.amount == before + Decimal("5300.00")
    assert amendment.terms.lines[-1].amount == Decimal("5300.00")
    assert sum(part.amount or 0 for part in amendment.terms.schedule) == amendment.amount
    with pytest.raises(operations.NoAmendment):
        operations.amend_contract(change=accepted, by=lead, at=AT)
    # A second one goes into the same amendment, as it is not signed yet.
    second = accept(make_change(delivery, lead, title="Training", price=Decimal(100)), lead)
    assert second.amendment == amendment


def test_without_a_signed_contract_the_amendment_waits() -> None:
    draft = make_draft()
    delivery = make_delivery(contract=draft, reason="In a hurry")
    lead = delivery.owner

    change = accept(make_change(delivery, lead), lead)

    assert change.amendment is None
    assert queries.why_no_amendment(change)
    with pytest.raises(operations.NoAmendment):
        operations.amend_contract(change=change, by=lead, at=AT)


def test_change_requests_go_their_way_with_reasons() -> None:
    delivery, task, lead = make_work()
    other, elsewhere, _lead = make_work()
    assert other
    change = make_change(delivery, lead, tasks=[task])
    with pytest.raises(operations.TaskElsewhere):
        make_change(delivery, lead, tasks=[elsewhere])
    for wrong in ({"title": " "}, {"price": Decimal(-1)}, {"cost": Decimal("0.001")}):
        with pytest.raises(operations.ChangeImpossible):
            make_change(delivery, lead, **wrong)
    with pytest.raises(NotAllowed):
        make_change(delivery, make_user(Role.ENGINEER))
    write(task, lead, 90)
    assert queries.list_begun_early([change]) == {change.pk: 90}
    move: dict[str, Any] = {"by": lead, "at": AT}
    operations.move_change(change=change, to="offered", **move)
    with pytest.raises(operations.NotADraft):
        operations.change_request(change=change, before={}, values={"title": "X"}, **move)
    with pytest.raises(ReasonMissing):
        operations.move_change(change=change, to="refused", **move)
    operations.move_change(change=change, to="refused", reason="Too dear", **move)
    operations.move_change(change=change, to="draft", **move)
    seen = {"price": Decimal(5000), "tasks": {task}}
    changed = operations.change_request(
        change=change, before=seen, values={"price": Decimal(4000), "tasks": set()}, **move
    )
    assert (changed.price, changed.tasks.count()) == (4000, 0)
    with pytest.raises(StaleEdit):
        operations.change_request(change=change, before=seen, values={"price": Decimal(1)}, **move)
    with pytest.raises(StateNotReachable):
        operations.move_change(change=change, to="accepted", **move)
    operations.move_change(change=change, to="withdrawn", reason="Not needed", **move)
    assert open_book(delivery, on=TODAY).changes == []
