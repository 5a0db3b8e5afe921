"""What early warning sees of deliveries, on which evidence, and when it was right."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories.deliveries import AT
from tests.factories.delivery_costs import TODAY, make_contract, make_work, set_rate, write
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.automation import automation
from twintrack.hub.projects.models import Project
from twintrack.hub.risks.models import Risk
from twintrack.hub.risks.rounds import watch
from twintrack.hub.risks.rules import NeverKnown, Rule, Signal, Warned
from twintrack.hub.scheduling.models import Leave
from twintrack.sales.deliveries.models import Delivery, DeliveryTask, Wait
from twintrack.sales.delivery_costs import operations
from twintrack.sales.delivery_costs.early import cost, resources, waiting
from twintrack.sales.delivery_costs.early import date as late

pytestmark = pytest.mark.django_db


def see(rule: Rule, at: datetime = AT) -> list[Signal]:
    return list(rule.find(rule.values({}), at))


def warned(signal: Signal) -> Warned:
    return Warned(
        subject_id=signal.subject_id, raised_at=AT, cleared_at=None, evidence=signal.evidence
    )


def finish(delivery: Delivery, on: date) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(accepted_on=on)


def test_cost_is_warned_of_without_amounts_and_judged_at_the_end() -> None:
    set_rate(amount="200")
    delivery, task, lead = make_work(contract=make_contract(work="8400"), hours="40")
    assert not see(cost.RULE)
    operations.say_remaining(task=task, minutes=46 * 60, by=lead, at=AT)

    (signal,) = see(cost.RULE)

    assert (signal.subject_id, signal.owner_id) == (delivery.pk, lead.pk)
    assert signal.evidence["over"] == "9.5"
    assert "9200" not in str(signal.evidence)
    assert "9.5 %" in cost.RULE.say(signal.evidence)
    assert cost.RULE.facts(signal.evidence)[2][1] == "Install +6 h"
    assert cost.RULE.judge(warned(signal), AT) is None
    DeliveryTask.objects.filter(delivery=delivery).update(state="done")
    finish(delivery, TODAY)
    assert cost.RULE.judge(warned(signal), AT) is False


def test_a_delivery_expected_late_is_warned_of_with_its_path() -> None:
    delivery, task, _lead = make_work()
    assert not see(late.RULE)
    due_on = delivery.due_on
    assert due_on
    at = datetime(2026, 12, 15, 9, tzinfo=UTC)

    (signal,) = see(late.RULE, at)

    assert signal.impact_days > 2
    assert task.name in signal.evidence["path"]
    assert late.RULE.say(signal.evidence)
    assert len(late.RULE.facts(signal.evidence)) == 4
    assert late.RULE.judge(warned(signal), AT) is None
    assert late.RULE.judge(warned(signal), at) is True
    finish(delivery, due_on)
    assert late.RULE.judge(warned(signal), at) is False
    Project.objects.filter(pk=delivery.project_id).update(state="cancelled")
    with pytest.raises(NeverKnown):
        late.RULE.judge(warned(signal), at)


def test_a_customer_who_owes_an_answer_is_warned_of() -> None:
    delivery, task, lead = make_work()
    since = TODAY - timedelta(days=10)
    wait = Wait.objects.create(
        delivery=delivery,
        task=task,
        whom="customer",
        reason="Power is missing",
        since=since,
        noted_by=lead,
        noted_at=AT,
    )

    (signal,) = see(waiting.RULE)

    assert signal.evidence["days"] == 7
    assert ("Reason", "Power is missing") in [
        (str(label), value) for label, value in waiting.RULE.facts(signal.evidence)
    ]
    assert "7 working days" in waiting.RULE.say(signal.evidence)
    Wait.objects.filter(pk=wait.pk).update(whom="rnd")
    assert not see(waiting.RULE)


def test_those_who_left_are_away_or_have_too_much_to_do_are_warned_of() -> None:
    _delivery, task, lead = make_work(hours="40")
    assert not see(resources.RULE)

    DeliveryTask.objects.filter(pk=task.pk).update(hours=Decimal(200))
    (signal,) = see(resources.RULE)
    assert signal.evidence["tasks"][0]["why"] == "loaded"
    DeliveryTask.objects.filter(pk=task.pk).update(hours=Decimal(40))
    leave = Leave.objects.create(
        person=lead,
        kind="annual",
        start_on=task.start_on,
        end_on=task.finish_on,
        entered_by=lead,
        entered_at=AT,
    )
    (signal,) = see(resources.RULE)
    assert signal.evidence["tasks"][0]["why"] == "away"
    assert "is away" in resources.RULE.say(signal.evidence)
    leave.delete()
    type(lead).objects.filter(pk=lead.pk).update(is_active=False)
    (signal,) = see(resources.RULE)
    assert signal.evidence["tasks"][0]["why"] == "left"
    assert "has left" in str(resources.RULE.facts(signal.evidence))

    assert resources.RULE.judge(warned(signal), AT) is None
    DeliveryTask.objects.filter(pk=task.pk).update(done_on=task.finish_on, state="done")
    assert resources.RULE.judge(warned(signal), AT) is False
    DeliveryTask.objects.filter(pk=task.pk).update(done_on=task.finish_on + timedelta(days=1))
    assert resources.RULE.judge(warned(signal), AT) is True


def test_a_warning_becomes_a_risk_of_who_leads_the_delivery() -> None:
    set_rate(amount="200")
    delivery, task, lead = make_work(contract=make_contract(work="1000"))
    write(task, lead, 480)
    automation()

    watch(AT)

    risk = Risk.objects.get(rule="delivery-cost")
    assert (risk.owner, risk.subject_id) == (lead, delivery.pk)
    assert not Risk.objects.filter(rule="delivery-cost", owner=make_user(Role.CSM)).exists()
