"""What customers accept and what that makes due, handovers from role to role, surveys."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from tests.factories.collections import ask
from tests.factories.contracts import make_signed, make_terms
from tests.factories.deliveries import AT, START, TODAY, make_delivery, make_task
from tests.factories.people import make_user
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing, Refusal
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.sales.contracts.models import Contract
from twintrack.sales.contracts.terms import Part
from twintrack.sales.deliveries import measures, operations, queries
from twintrack.sales.deliveries.lifecycle import DeliverableState, Outcome
from twintrack.sales.deliveries.models import Acceptance, Deliverable, Delivery
from twintrack.sales.deliveries.operations import AcceptanceDetails, HandoverDetails

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONTH = (date(2026, 11, 1), date(2026, 12, 1))


@pytest.fixture
def implementer() -> User:
    return make_user(Role.IMPLEMENTER)


def contract_by_acceptance() -> Contract:
    parts = [
        Part(label=label, trigger=trigger, days=30, amount=Decimal(500))
        for label, trigger in (("Delivered", "delivery"), ("Accepted", "acceptance"))
    ]
    return make_signed(terms=make_terms("1000", schedule=tuple(parts)))


def begun(by: User, **over: object) -> Delivery:
    """Begin a delivery with two things to accept, of two criteria and of one."""
    delivery = make_delivery(by=by, **over)
    operations.add_deliverable(delivery=delivery, name="Manual", criteria=["Printed"], by=by, at=AT)
    return delivery


def accept(delivery: Delivery, by: User, **said: object) -> Acceptance:
    """Accept what is named by an outcome for all its criteria: `System="passed"`."""
    over = {name: said.pop(name) for name in list(said) if name.islower()}
    results = {
        criterion.pk: (str(outcome), "")
        for name, outcome in said.items()
        for criterion in delivery.deliverables.get(name=name).criteria.all()
    }
    given = {"accepted_on": TODAY, "signed_by": "Ms Yu", "results": results} | over
    details = AcceptanceDetails(**given)  # type: ignore[arg-type]
    return operations.accept(delivery=delivery, details=details, by=by, at=AT)


def dues(contract: Contract) -> dict[str, date | None]:
    return dict(contract.instalments.values_list("label", "due_on"))


def states(delivery: Delivery) -> dict[str, str]:
    return dict(delivery.deliverables.values_list("name", "state"))


def test_a_part_is_accepted_and_the_rest_stays_open(implementer: User) -> None:
    contract = contract_by_acceptance()
    delivery = begun(implementer, contract=contract)
    part = accept(delivery, implementer, System=Outcome.CONDITIONAL)
    delivery.refresh_from_db()
    assert (part.is_full, delivery.accepted_on) == (False, None)
    assert states(delivery) == {"System": "accepted", "Manual": "open"}
    assert dues(contract) == {"Delivered": None, "Accepted": None}

    whole = accept(delivery, implementer, Manual=Outcome.PASSED)
    delivery.refresh_from_db()
    assert (whole.is_full, delivery.accepted_on) == (True, TODAY)
    due = TODAY + 30 * DAY
    assert dues(contract) == {"Delivered": due, "Accepted": due}


def test_a_part_makes_due_what_was_chosen_and_nothing_else(implementer: User) -> None:
    contract = contract_by_acceptance()
    delivery = begun(implementer, contract=contract)
    first = contract.instalments.get(label="Delivered")
    elsewhere = contract_by_acceptance().instalments.get(label="Delivered")
    with pytest.raises(operations.InstalmentElsewhere), transaction.atomic():
        accept(delivery, implementer, System="passed", instalment_ids=[elsewhere.pk])
    accept(delivery, implementer, System="passed", instalment_ids=[first.pk])

    assert dues(contract) == {"Delivered": TODAY + 30 * DAY, "Accepted": None}


def test_what_failed_goes_back_and_the_second_try_is_counted_as_one(implementer: User) -> None:
    delivery = begun(implementer)
    accept(delivery, implementer, System="failed", Manual="passed")
    assert states(delivery) == {"System": DeliverableState.SENT_BACK, "Manual": "accepted"}
    accept(delivery, implementer, System="passed")

    share = measures.first_time_acceptance(*MONTH, for_user=implementer)
    assert (share.good, share.all, share.percent) == (1, 2, Decimal("50.0"))
    assert {each.name: each.attempts for each in share.rows} == {"System": 2, "Manual": 1}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"accepted_on": TODAY + DAY}, operations.DayAhead),
        ({"signed_by": " "}, operations.SignerMissing),
        ({"results": {}}, operations.ResultsMissing),
    ],
)
def test_an_acceptance_that_cannot_be_is_refused(
    implementer: User, wrong: dict[str, object], refusal: type[Refusal]
) -> None:
    delivery = make_delivery(by=implementer)
    with pytest.raises(refusal):
        accept(delivery, implementer, **{"System": "passed", **wrong})


def test_nothing_is_accepted_twice_by_halves_or_without_criteria(implementer: User) -> None:
    delivery = begun(implementer)
    bare = operations.add_deliverable(delivery=delivery, name="Bare", by=implementer, at=AT)
    with pytest.raises(operations.CriteriaMissing), transaction.atomic():
        accept(delivery, implementer)
    half = delivery.deliverables.get(name="System").criteria.first()
    assert half is not None
    with pytest.raises(operations.ResultsMissing), transaction.atomic():
        accept(delivery, implementer, results={half.pk: ("passed", "")})
    accept(delivery, implementer, System="passed")
    with pytest.raises(operations.AcceptedAlready), transaction.atomic():
        accept(delivery, implementer, System="passed")
    with pytest.raises(operations.AcceptedAlready):
        operations.change_deliverable(
            deliverable=delivery.deliverables.get(name="System"),
            before={},
            values={"name": "Other"},
            by=implementer,
            at=AT,
        )
    assert bare.state == DeliverableState.OPEN


def test_a_withdrawn_acceptance_lets_instalments_wait_unless_they_were_invoiced(
    implementer: User,
) -> None:
    contract = contract_by_acceptance()
    delivery = make_delivery(by=implementer, contract=contract)
    acceptance = accept(delivery, implementer, System="passed")
    ask(contract, {0: "500"})
    withdraw = {"acceptance": acceptance, "by": implementer, "at": AT}
    with pytest.raises(ReasonMissing):
        operations.withdraw_acceptance(reason=" ", **withdraw)
    operations.withdraw_acceptance(reason="It stopped", **withdraw)

    delivery.refresh_from_db()
    assert delivery.accepted_on is None
    assert states(delivery) == {"System": "handed_over"}
    assert dues(contract) == {"Delivered": TODAY + 30 * DAY, "Accepted": None}
    with pytest.raises(operations.WithdrawnAlready):
        operations.withdraw_acceptance(reason="Again", **withdraw)
    share = measures.first_time_acceptance(*MONTH, for_user=implementer)
    assert share.all == 0


def test_handing_over_makes_due_what_waits_for_a_delivery(implementer: User) -> None:
    contract = contract_by_acceptance()
    delivery = make_delivery(by=implementer, contract=contract)
    deliverable = Deliverable.objects.get(delivery=delivery)
    chosen = [each.pk for each in queries.list_waiting_instalments(delivery)]
    given = {"deliverable": deliverable, "by": implementer, "at": AT}
    with pytest.raises(operations.InstalmentElsewhere), transaction.atomic():
        operations.hand_to_customer(instalment_ids=chosen, **given)
    operations.hand_to_customer(instalment_ids=chosen[:1], **given)

    assert dues(contract) == {"Delivered": TODAY + 30 * DAY, "Accepted": None}
    with pytest.raises(operations.HandedOverAlready):
        operations.hand_to_customer(**given)


def test_the_next_role_takes_over_with_its_tasks_or_gives_back(implementer: User) -> None:
    presales, csm = make_user(Role.PRESALES), make_user(Role.CSM)
    delivery = make_delivery(by=implementer, members={"presales": presales})
    task = make_task(delivery, role="csm")
    details = HandoverDetails(
        to_role="csm", taker=csm, note="All runs", checklist=[("Papers", True)]
    )
    offer = {"delivery": delivery, "by": presales, "at": AT}
    half = HandoverDetails(to_role="csm", taker=csm, note="x", checklist=[("Papers", False)])
    with pytest.raises(operations.PointsOpen), transaction.atomic():
        operations.offer_handover(details=half, **offer)
    handover = operations.offer_handover(details=details, **offer)
    with pytest.raises(operations.OfferedAlready), transaction.atomic():
        operations.offer_handover(details=details, **offer)
    with pytest.raises(NotAllowed), transaction.atomic():
        operations.take_handover(handover=handover, by=presales, at=AT)
    operations.return_handover(handover=handover, reason="No papers", by=csm, at=AT)
    handover = operations.offer_handover(details=details, **offer)
    operations.take_handover(handover=handover, by=csm, at=AT)

    delivery.refresh_from_db()
    task.refresh_from_db()
    assert (delivery.turn, task.assignee) == ("csm", csm)
    with pytest.raises(operations.DecidedAlready):
        operations.return_handover(handover=handover, reason="Late", by=csm, at=AT)


def test_a_customer_answers_once_after_an_acceptance(implementer: User) -> None:
    delivery = make_delivery(by=implementer)
    with pytest.raises(operations.NothingAccepted):
        operations.ask_survey(delivery=delivery, by=implementer, at=AT)
    accept(delivery, implementer, System="passed")
    old = operations.ask_survey(delivery=delivery, by=implementer, at=AT)
    survey = operations.ask_survey(delivery=delivery, by=implementer, at=AT)
    answer = {"by": automation(), "at": AT}
    with pytest.raises(operations.SurveyClosed):
        operations.answer_survey(survey=old, score=5, **answer)
    for wrong in (0, 6):
        with pytest.raises(operations.ScoreImpossible):
            operations.answer_survey(survey=survey, score=wrong, **answer)
    with pytest.raises(operations.SurveyClosed):
        operations.answer_survey(
            survey=survey, score=4, by=automation(), at=AT + timedelta(days=61)
        )
    operations.answer_survey(survey=survey, score=4, **answer)
    with pytest.raises(operations.SurveyClosed):
        operations.answer_survey(survey=survey, score=1, **answer)

    found = measures.satisfaction(*MONTH, for_user=implementer)
    assert (found.count, found.mean, found.counts[4]) == (1, None, 1)


def test_deliveries_are_on_time_by_the_month_they_were_planned_to_be_finished(
    implementer: User,
) -> None:
    for name, due_on in (("Good", TODAY), ("Late", TODAY - DAY), ("Never", TODAY - DAY)):
        delivery = make_delivery(by=implementer, name=name, start_on=TODAY - 9 * DAY, due_on=due_on)
        if name != "Never":
            accept(delivery, implementer, System="passed")
    make_delivery(by=implementer, name="Ahead", start_on=START, due_on=TODAY + 2 * DAY)
    share = measures.on_time(*MONTH, for_user=implementer, today=TODAY)

    assert (share.good, share.all, share.percent) == (1, 3, Decimal("33.3"))
    stranger = make_user(Role.GUEST)
    assert measures.on_time(*MONTH, for_user=stranger, today=TODAY).all == 0
