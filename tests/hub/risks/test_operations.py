"""Risks written down, answered and brought to their end; rules that warn, learn and are muted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import make_project
from tests.factories.risks import World, signal_of
from tests.worker import drain
from twintrack.foundation.access.refusals import (
    NotAllowed,
    NotThere,
    ReasonMissing,
    StaleEdit,
    StateNotReachable,
)
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.risks import operations, queries, rules
from twintrack.hub.risks.lifecycle import NEXT_STATES, RiskState
from twintrack.hub.risks.models import Risk
from twintrack.hub.risks.operations import RiskDetails, Silence
from twintrack.hub.risks.rounds import watch

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_risk_is_written_down_answered_and_comes_to_its_end(lead: User, product: Product) -> None:
    owner = make_user(Role.RND_LEAD)
    details = RiskDetails(title=" No bench ", product=product, owner=owner, impact_days=4)
    risk = operations.raise_risk(details=details, by=lead, at=AT)

    operations.change(
        risk=risk,
        before={"plan": ""},
        values={"plan": "Borrow one", "response": "reduce"},
        by=lead,
        at=AT,
    )
    operations.move(risk=risk, to=RiskState.RESPONDING, seen="open", by=lead, at=AT)
    with pytest.raises(StaleEdit):
        operations.move(risk=risk, to=RiskState.CLOSED, seen="open", by=lead, at=AT)
    closed = operations.move(risk=risk, to=RiskState.CLOSED, reason="It came", by=lead, at=AT)

    assert (risk.title, closed.plan, closed.closed_at) == ("No bench", "Borrow one", AT)
    with pytest.raises(StateNotReachable):
        operations.move(risk=risk, to=RiskState.OCCURRED, by=lead, at=AT)
    assert kinds() == ["risk.raised", "risk.changed", "risk.moved", "risk.moved"]
    drain()
    assert Notification.objects.filter(told_by="risks/raised", recipient=owner).count() == 1
    assert set(NEXT_STATES) == set(RiskState)


@pytest.mark.parametrize(
    ("over", "refusal"),
    [
        ({"title": "  "}, operations.WordsMissing),
        ({"probability": 0}, operations.EstimateImpossible),
        ({"probability": 100}, operations.EstimateImpossible),
        ({"impact_days": 1000}, operations.EstimateImpossible),
        ({"kind": "weather"}, operations.FieldUnknown),
        ({"response": "pray"}, operations.FieldUnknown),
    ],
)
def test_what_does_not_fit_is_refused(
    lead: User, product: Product, over: dict[str, Any], refusal: type[Exception]
) -> None:
    details = replace(RiskDetails(title="No bench", product=product), **over)
    with pytest.raises(refusal):
        operations.raise_risk(details=details, by=lead, at=AT)
    assert not Risk.objects.exists()


def test_a_risk_and_its_project_are_of_one_product(lead: User, product: Product) -> None:
    details = RiskDetails(title="No bench", product=product, project=make_project())
    with pytest.raises(operations.OtherProduct):
        operations.raise_risk(details=details, by=lead, at=AT)
    salesperson = make_user(Role.SALESPERSON)
    with pytest.raises(NotAllowed):
        operations.raise_risk(
            details=RiskDetails(title="x", product=product), by=salesperson, at=AT
        )


def test_a_rule_warns_once_sees_the_end_and_learns_whether_it_was_right(
    world: World, lead: User, product: Product
) -> None:
    world.signals = [signal_of(product, lead)]
    watch(AT)
    watch(AT + timedelta(minutes=15))
    [risk] = Risk.objects.all()
    assert (risk.words, risk.state, risk.owner) == ("7 is too much", "open", lead)

    world.signals = []
    watch(AT + timedelta(hours=1))
    risk.refresh_from_db()
    assert (risk.state, risk.cleared_at) == ("closed", AT + timedelta(hours=1))
    assert risk.outcome == ""

    world.was_right = True
    watch(AT + timedelta(hours=2))
    watch(AT + timedelta(hours=3))
    risk.refresh_from_db()
    assert risk.outcome == "right"
    world.signals, world.was_right = [signal_of(product, lead)], None
    watch(AT + timedelta(hours=4))
    assert Risk.objects.count() == 2
    # What it warned of was called off: that is told once, and not asked again.
    world.signals, world.was_right = [], rules.NeverKnown()
    watch(AT + timedelta(hours=5))
    world.was_right = True
    watch(AT + timedelta(hours=6))
    assert [each.outcome for each in Risk.objects.order_by("pk")] == ["right", ""]
    assert kinds() == [
        "risk.raised",
        "risk.warning_cleared",
        "risk.warning_judged",
        "risk.raised",
        "risk.warning_cleared",
        "risk.warning_judged",
    ]


def test_what_somebody_deals_with_stays_when_the_warning_ends(
    world: World, lead: User, product: Product
) -> None:
    world.signals = [signal_of(product, lead)]
    watch(AT)
    operations.move(risk=Risk.objects.get(), to=RiskState.RESPONDING, by=lead, at=AT)
    world.signals = []
    watch(AT + timedelta(hours=1))

    assert Risk.objects.get().state == "responding"


def test_a_rule_that_fails_leaves_what_it_warned_of(
    world: World, lead: User, product: Product, caplog: pytest.LogCaptureFixture
) -> None:
    world.signals = [signal_of(product, lead)]
    watch(AT)
    world.signals = [replace(signal_of(product, lead), product_id=987_654), 3]  # type: ignore[list-item]
    watch(AT)

    assert Risk.objects.get().cleared_at is None
    assert "could not look" in caplog.text


def test_a_rule_is_tuned_within_its_range_and_switched_off(
    world: World, lead: User, product: Product
) -> None:
    [rule] = rules.all_rules()
    who: dict[str, Any] = {"by": lead, "at": AT}
    with pytest.raises(operations.ValueOutside, match="between 1 and 9"):
        operations.tune(rule=rule, values={"limit": Decimal(10)}, is_on=True, **who)
    with pytest.raises(NotThere):
        operations.tune(rule=rule, values={"luck": Decimal(1)}, is_on=True, **who)
    with pytest.raises(NotAllowed):
        operations.tune(rule=rule, values={}, is_on=False, by=make_user(Role.ENGINEER), at=AT)

    operations.tune(rule=rule, values={"limit": Decimal(5)}, is_on=True, **who)
    operations.tune(rule=rule, values={"limit": Decimal(5)}, is_on=True, **who)
    watch(AT)
    world.signals = [signal_of(product, lead)]
    operations.tune(rule=rule, values={}, is_on=False, **who)
    watch(AT)

    assert world.asked == [Decimal(5)]
    assert not Risk.objects.exists()
    assert kinds() == ["warning_rule.tuned"] * 2


def test_a_muted_rule_is_silent_about_its_object_until_the_day(
    world: World, lead: User, product: Product
) -> None:
    [rule] = rules.all_rules()
    other = make_product()
    world.signals = [signal_of(product, lead), signal_of(other, lead)]
    about = Silence(
        reason="We know",
        subject_kind="product",
        subject_id=product.pk,
        until=date(2026, 11, 25),
    )
    for wrong, refusal in (
        (replace(about, reason=" "), ReasonMissing),
        (replace(about, until=date(2026, 11, 1)), operations.MutedBackwards),
    ):
        with pytest.raises(refusal):
            operations.mute(rule=rule, silence=wrong, by=lead, at=AT)

    mute = operations.mute(rule=rule, silence=about, by=lead, at=AT)
    with pytest.raises(operations.MutedAlready):
        operations.mute(rule=rule, silence=about, by=lead, at=AT)
    watch(AT)
    assert [each.subject_id for each in Risk.objects.all()] == [other.pk]
    watch(AT + timedelta(days=2))
    assert Risk.objects.count() == 2
    operations.unmute(mute=mute, by=lead, at=AT)
    with pytest.raises(NotThere):
        queries.get_mute(mute.pk, for_user=lead)


def test_how_often_a_rule_was_right_is_told_from_five_on(
    world: World, lead: User, product: Product
) -> None:
    for number in range(6):
        world.signals = [signal_of(make_product(), lead)]
        world.was_right = None
        watch(AT + timedelta(hours=number))
        [watched] = queries.read_rules(at=AT)
        assert watched.share == (None if number < 5 else 80)
        world.was_right = number != 2
        watch(AT + timedelta(hours=number, minutes=1))
