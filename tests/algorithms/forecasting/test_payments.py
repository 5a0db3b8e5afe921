import random

import numpy as np
import pytest

from twintrack.algorithms.forecasting.payments import Bill, PaymentModel, fit_payments

HABITS = {"early": -4, "usual": 3, "slow": 25}


def bills(count: int = 60, *, until: int = 10_000) -> list[Bill]:
    """Make invoices of three customers; a dispute costs ten days more."""
    dice = random.Random(5)
    made = []
    for number in range(count):
        issued = number * 5
        for customer, habit in HABITS.items():
            disputed = dice.random() < 0.2
            paid = issued + 30 + habit + dice.randint(-2, 2) + 10 * disputed
            made.append(
                Bill(
                    customer=customer,
                    segment="home",
                    issued=issued,
                    due=issued + 30,
                    amount=100.0,
                    traits={"disputed": float(disputed)},
                    paid=paid if paid < until else None,
                )
            )
    return made


def asked(customer: str, *, disputed: bool = False, promised: int | None = None) -> Bill:
    return Bill(
        customer=customer,
        segment="home",
        issued=320,
        due=350,
        amount=100.0,
        traits={"disputed": float(disputed)},
        promised=promised,
    )


@pytest.fixture(scope="module")
def model() -> PaymentModel:
    return fit_payments(bills(), on=400)


@pytest.mark.parametrize(("customer", "habit"), HABITS.items())
def test_each_customer_keeps_its_habit_and_a_dispute_costs_days(
    model: PaymentModel, customer: str, habit: int
) -> None:
    assert model.days_late(asked(customer)) == pytest.approx(habit, abs=2)
    assert model.days_late(asked(customer, disputed=True)) == pytest.approx(habit + 10, abs=3)


def test_a_stranger_pays_like_the_others(model: PaymentModel) -> None:
    assert -4 < model.days_late(asked("stranger")) < 25


def test_late_is_told_before_it_happens(model: PaymentModel) -> None:
    assert model.chance_late(asked("early")) < 0.2
    assert model.chance_late(asked("slow")) > 0.9
    assert model.chance_late(asked("early"), on=351) == 1.0


def test_four_of_five_are_paid_within_the_days_that_are_told(model: PaymentModel) -> None:
    later = [each for each in bills(110) if each.issued > 400]
    held = [each.paid - each.due <= model.quantile(each, 0.8) for each in later if each.paid]

    assert 0.7 <= np.mean(held) <= 0.95


def test_what_is_unpaid_for_long_takes_longer_still(model: PaymentModel) -> None:
    luck = np.random.default_rng(1)

    days = model.draw_days(asked("early"), on=380, draws=200, luck=luck)

    assert days.min() >= 380
    assert model.quantile(asked("early"), 0.5, on=380) >= 30


def test_what_is_not_paid_yet_does_not_make_payers_look_fast() -> None:
    on = 200
    seen = fit_payments(bills(until=on), on=on)

    assert seen.days_late(asked("slow")) == pytest.approx(25, abs=3)


def test_a_promise_to_pay_counts_as_much_as_promises_were_kept() -> None:
    kept = [
        Bill(
            customer="keeps",
            segment="home",
            issued=day,
            due=day + 30,
            amount=1.0,
            paid=day + 45,
            promised=day + 45,
        )
        for day in range(0, 200, 10)
    ]
    model = fit_payments(kept, on=300)

    days = model.draw_days(
        asked("keeps", promised=372), on=351, draws=500, luck=np.random.default_rng(2)
    )

    assert model.kept > 0.9
    assert np.mean(days == 372) > 0.85


def test_without_a_paid_invoice_nothing_is_learned() -> None:
    model = fit_payments([asked("early")], on=340)

    assert (model.paid, model.days_late(asked("early"))) == (0, 0.0)
