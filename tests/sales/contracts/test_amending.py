"""Amendments of contracts whose instalments stand in the books."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.factories.collections import TODAY, ask, details
from tests.factories.contracts import AT, make_draft, make_signed, make_terms, sign
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.sales.collections import operations as collections
from twintrack.sales.contracts import operations
from twintrack.sales.contracts.models import Contract
from twintrack.sales.contracts.terms import Line, Part

pytestmark = pytest.mark.django_db
FAR = date(9999, 12, 31)


def halves() -> Contract:
    return make_signed(terms=make_terms("1000", ("400", TODAY), ("600", date(2027, 3, 1))))


def amend(contract: Contract, *parts: Part) -> None:
    by = make_user(Role.SALES_MANAGER)
    version = operations.amend(contract=contract, reason="Less", by=by, at=AT)
    terms = replace(version.terms, schedule=parts)
    operations.write_terms(version=version, revision=version.revision, terms=terms, by=by, at=AT)
    sign(contract, version.ordinal)


def parts_of(contract: Contract) -> tuple[Part, ...]:
    return contract.versions.get(ordinal=0).terms.schedule


def test_an_instalment_is_named_once_in_a_schedule() -> None:
    contract = halves()
    first, _second = parts_of(contract)

    with pytest.raises(operations.TermsImpossible):
        amend(contract, replace(first, amount=Decimal(300)), replace(first, amount=Decimal(700)))
    assert sum(each.amount for each in contract.instalments.all()) == 1000


def test_what_was_credited_or_taken_back_keeps_its_instalment_in_the_schedule() -> None:
    by = make_user(Role.SALES_MANAGER)
    credited, given_back = halves(), halves()
    invoice = ask(credited, {0: "400"})
    collections.credit(
        invoice=invoice, amount=Decimal(400), reason="Wrong", issued_on=TODAY, by=by, at=AT
    )
    share = collections.Share(instalment=given_back.instalments.get(position=1))
    receipt = collections.record_receipt(
        details=details(given_back.customer, "100"), shares=[share], by=by, at=AT
    )
    collections.undo_allocations(receipt=receipt, by=by, at=AT)

    for contract in (credited, given_back):
        first, second = parts_of(contract)
        with pytest.raises(operations.PaidForBefore, match="Part 1"):
            amend(contract, replace(second, amount=Decimal(1000)))
        amend(contract, replace(first, label="Rest", amount=Decimal(1000), due_on=TODAY))
        assert [each.label for each in contract.instalments.all()] == ["Rest"]


def test_days_that_nobody_means_are_refused_before_others_are_reckoned_from_them() -> None:
    for over in (
        {"starts_on": date(9990, 1, 1), "ends_on": FAR},
        {"starts_on": date(1, 1, 1), "ends_on": date(2, 1, 1)},
        {"schedule": (Part(label="Late", due_on=FAR, amount=Decimal(1000)),)},
    ):
        with pytest.raises(operations.TermsImpossible):
            make_draft(terms=make_terms(**over))
    waits = (Part(label="Delivered", trigger="delivery", days=30, amount=Decimal(1000)),)
    contract = make_signed(terms=make_terms(schedule=waits))
    with pytest.raises(operations.TermsImpossible):
        operations.reach_due(
            contract=contract, trigger="delivery", on=FAR, by=make_user(Role.SALES_MANAGER), at=AT
        )


def test_a_contract_has_as_many_lines_as_a_quote() -> None:
    lines = tuple(
        Line(name=f"Line {place}", quantity=Decimal(1), amount=Decimal(2)) for place in range(500)
    )

    assert len(make_draft(terms=make_terms(lines=lines)).versions.get().lines) == 500
