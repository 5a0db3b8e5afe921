"""Work off the rows of a file: check them, take them in, take them back; a chunk at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, set_apart, together
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer
from twintrack.sales.customers.names import core_of
from twintrack.sales.customers.operations import (
    ContactDetails,
    CustomerDetails,
    add_contact,
    add_customer,
    change_contact,
    change_customer,
)
from twintrack.sales.rosters import queries
from twintrack.sales.rosters.columns import Said, owners_by_name, read_row, untold
from twintrack.sales.rosters.events import CustomerImportAdvanced, CustomerImportFinished
from twintrack.sales.rosters.lifecycle import AFTER, MADE, MOVING, Decision, Outcome, State
from twintrack.sales.rosters.matching import LINE, Known, Match, find_known
from twintrack.sales.rosters.models import CustomerImport, CustomerImportRow
from twintrack.sales.rosters.operations.undoing import take_back
from twintrack.sales.rosters.people import list_owners

# A chunk is one transaction: on SQLite it keeps other writers out as long.
CHUNK = 250
Rows = Sequence[CustomerImportRow]


@transaction.atomic
def advance(
    *, run: CustomerImport, position: int, by: User, at: datetime, caused_by: Entry | None = None
) -> CustomerImport:
    """
    Handle the next rows; nothing if another worker has handled them already.

    Whoever lost the right to take customers in ends it: what was not handled stays as it is.
    """
    run = CustomerImport.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state not in MOVING or run.position != position:
        return run
    state = State(run.state)
    rows = list(_next_rows(run, state)) if may(by, Act.IMPORT_CUSTOMERS) else []
    with together():
        if rows:
            STEPS[state](run, rows, by, at)
            run.position = rows[-1].line
        else:
            run.state, run.finished_at = AFTER[state], at
        run.save(update_fields=["state", "position", "finished_at"])
        record(_news(run, is_done=not rows), about=run, by=by, at=at)
    return run


def _news(run: CustomerImport, *, is_done: bool) -> CustomerImportAdvanced | CustomerImportFinished:
    if not is_done:
        return CustomerImportAdvanced(
            import_id=run.pk, number=run.number, state=run.state, position=run.position
        )
    counts = {each.value: count for each, count in queries.count_outcomes(run).items()}
    return CustomerImportFinished(
        import_id=run.pk, number=run.number, state=run.state, counts=counts
    )


def _next_rows(run: CustomerImport, state: State) -> QuerySet[CustomerImportRow]:
    rows = CustomerImportRow.objects.filter(run=run)
    if state == State.UNDOING:
        # The last first: the person goes before the customer that an earlier row made.
        rows = rows.filter(outcome__in=MADE, line__lt=run.position).order_by("-line")
        return rows.select_related("customer__owner", "contact")[:CHUNK]
    wanted = [Outcome.WAITING] if state == State.CHECKING else [Outcome.FRESH, Outcome.MATCHED]
    return rows.filter(outcome__in=wanted, line__gt=run.position).order_by("line")[:CHUNK]


def _read(run: CustomerImport, rows: Rows) -> list[Said]:
    owners = owners_by_name(list_owners())
    return [read_row(each.values, run.mapping, owners) for each in rows]


def _check(run: CustomerImport, rows: Rows, by: User, _at: datetime) -> None:
    """Say what would become of rows; who is in the file twice is known the second time."""
    said = _read(run, rows)
    known = find_known(said, for_user=by)
    cores = {core_of(each.company) for each in said}
    earlier = CustomerImportRow.objects.filter(run=run, core__in=cores - {""})
    seen = set(earlier.filter(line__lt=rows[0].line).values_list("core", flat=True))
    for row, each in zip(rows, said, strict=True):
        if each.wrong:
            row.outcome, row.problem = Outcome.WRONG, untold(each.wrong)
            continue
        match, row.core = known.match(each), core_of(each.company)
        row.customer = match.customer if match else None
        row.reason = match.reason if match else LINE if row.core in seen else ""
        row.outcome = Outcome.MATCHED if row.reason else Outcome.FRESH
        seen.add(row.core)
    fields = ["outcome", "problem", "core", "customer", "reason"]
    CustomerImportRow.objects.bulk_update(rows, fields, batch_size=CHUNK)


def _take_in(run: CustomerImport, rows: Rows, by: User, at: datetime) -> None:
    said = _read(run, rows)
    known = find_known(said, for_user=by)
    made = _made_before(run, known)
    for row, each in zip(rows, said, strict=True):
        try:
            with set_apart():
                _take(run, row, each, known=known, made=made, by=by, at=at)
        except Refusal as refusal:
            row.outcome, row.problem = Outcome.WRONG, untold(refusal.message)
            row.customer = row.contact = None
            row.is_new_customer = row.is_new_contact = False
            row.changed = {}
        if row.is_new_customer and row.customer is not None:
            made.add(row.customer.pk)
    fields = [
        *("outcome", "problem", "customer", "contact"),
        *("is_new_customer", "is_new_contact", "changed"),
    ]
    CustomerImportRow.objects.bulk_update(rows, fields, batch_size=CHUNK)


def _made_before(run: CustomerImport, known: Known) -> set[int]:
    """Give the customers that earlier rows of this file added: theirs are never left out."""
    pks = [each.pk for each in known.by_core.values()]
    earlier = CustomerImportRow.objects.filter(run=run, is_new_customer=True, customer__in=pks)
    return set(earlier.values_list("customer_id", flat=True))


def _take(
    run: CustomerImport,
    row: CustomerImportRow,
    said: Said,
    *,
    known: Known,
    made: set[int],
    by: User,
    at: datetime,
) -> None:
    if said.wrong:
        row.outcome, row.problem = Outcome.WRONG, untold(said.wrong)
        return
    match = known.match(said)
    decision = row.decision or run.policy
    if match is None or (decision == Decision.CREATE and match.reason != "name"):
        _create(row, said, known, by, at)
        return
    is_ours = match.customer.pk in made
    if decision == Decision.SKIP and not is_ours:
        row.outcome, row.customer = Outcome.SKIPPED, match.customer
        return
    overwrite = decision == Decision.UPDATE or is_ours
    _attach(row, said, match, known=known, overwrite=overwrite, by=by, at=at)


def _create(row: CustomerImportRow, said: Said, known: Known, by: User, at: datetime) -> None:
    customer = add_customer(
        details=CustomerDetails(name=said.company, **said.facts), owner=said.owner, by=by, at=at
    )
    known.add_customer(customer)
    row.customer, row.is_new_customer, row.outcome = customer, True, Outcome.CREATED
    _add_person(row, said, customer, known=known, by=by, at=at)


def _add_person(
    row: CustomerImportRow,
    said: Said,
    customer: Customer,
    *,
    known: Known,
    by: User,
    at: datetime,
) -> None:
    if not said.person.get("name"):
        return
    contact = add_contact(customer=customer, details=ContactDetails(**said.person), by=by, at=at)
    known.add_contact(contact)
    row.contact, row.is_new_contact = contact, True


def _attach(
    row: CustomerImportRow,
    said: Said,
    match: Match,
    *,
    known: Known,
    overwrite: bool,
    by: User,
    at: datetime,
) -> None:
    row.customer = match.customer
    person = known.person_at(match.customer, said)
    if person is None:
        _add_person(row, said, match.customer, known=known, by=by, at=at)
    elif overwrite:
        row.contact = person
        row.changed |= _differing(person, said.person, "contact")
        values = {name: to for name, (_was, to) in row.changed.get("contact", {}).items()}
        if values:
            change_contact(contact=person, before={}, values=values, by=by, at=at)
    if overwrite:
        row.changed |= _differing(match.customer, said.facts, "customer")
        values = {name: to for name, (_was, to) in row.changed.get("customer", {}).items()}
        if values:
            change_customer(customer=match.customer, before={}, values=values, by=by, at=at)
    is_more = row.is_new_contact or row.changed
    row.outcome = Outcome.ATTACHED if is_more else Outcome.SAME


def _differing(
    row: object, said: dict[str, str], code: str
) -> dict[str, dict[str, tuple[str, str]]]:
    found = {
        name: (getattr(row, name), value)
        for name, value in said.items()
        if getattr(row, name) != value
    }
    return {code: found} if found else {}


def _take_back(run: CustomerImport, rows: Rows, by: User, at: datetime) -> None:
    kept = take_back(run, rows, by=by, at=at)
    for row in rows:
        row.outcome = Outcome.KEPT if row.pk in kept else Outcome.REMOVED
    # What is gone was let go of in all rows: those read before still name it.
    CustomerImportRow.objects.bulk_update(rows, ["outcome"], batch_size=CHUNK)


STEPS: dict[State, Callable[[CustomerImport, Rows, User, datetime], None]] = {
    State.CHECKING: _check,
    State.RUNNING: _take_in,
    State.UNDOING: _take_back,
}
