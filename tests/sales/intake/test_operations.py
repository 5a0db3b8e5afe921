"""Rows of files become feedback once, good ones are kept, and all of it can be taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from tests.factories.customers import make_customer
from tests.factories.intake import confirm, csv_of, start, upload
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake import operations
from twintrack.sales.intake.lifecycle import State
from twintrack.sales.intake.models import HeldRow, ImportRow, ImportRun
from twintrack.sales.intake.problems import tell_all

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def he() -> User:
    make_customer(name="Ninghai")
    make_product(name="H3", code="h3")
    return make_user(Role.CSM, Role.PRODUCT_MANAGER)


def row(number: int, **over: str) -> tuple[str, ...]:
    cells = {
        "id": f"A{number}",
        "customer": "Ninghai",
        "product": "H3",
        "said": f"The film tears, {number}",
        "severity": "critical",
        "date": "2026-11-03",
    } | over
    return tuple(cells.values())


def checked(data: bytes, by: User, **defaults: str) -> ImportRun:
    run = confirm(upload(data, by), by, **defaults)
    drain()
    run.refresh_from_db()
    return run


def imported(data: bytes, by: User, **decisions: dict[str, str]) -> ImportRun:
    run = start(checked(data, by), by, **decisions)
    drain()
    run.refresh_from_db()
    return run


def test_a_trial_says_what_would_happen_and_records_nothing(he: User) -> None:
    run = checked(csv_of(row(1), row(2, customer="Bolt"), row(3, date="2027-01-01")), he)

    assert (run.state, run.ready, run.held, run.refused) == (State.CHECKED, 1, 1, 1)
    assert run.unknown == {"customer": {"Bolt": 1}}
    assert not Feedback.objects.exists()


def test_good_rows_are_recorded_and_bad_ones_named_with_line_and_reason(he: User) -> None:
    run = imported(
        csv_of(
            row(1),
            row(2, date="2027-01-01"),
            row(3, said=""),
            row(4, date="yesterday"),
            row(1, said="again"),
            (*row(6), "too", "much"),
        ),
        he,
    )

    assert (run.state, run.recorded, run.refused) == (State.DONE, 1, 5)
    feedback = Feedback.objects.get()
    assert (feedback.severity, feedback.channel, feedback.owner) == ("blocker", "import", he)
    assert feedback.occurred_at.isoformat() == "2026-11-03T04:00:00+00:00"
    told = {
        each.line: tell_all(each.problems)[0]
        for each in ImportRow.objects.filter(outcome="refused")
    }
    assert told == {
        3: "Happened: 2027-01-01 lies in the future.",
        4: "“In the customer's words” is missing.",
        5: "Happened: “yesterday” is no date.",
        6: "Number A1 occurs twice in this file; the first one counts.",
        7: "This line has more cells than the first one names columns.",
    }


def test_what_was_imported_before_is_not_imported_again(he: User) -> None:
    imported(csv_of(row(1), row(2)), he)

    again = imported(csv_of(row(1, said="other words"), row(2), row(3)), he)

    assert (again.recorded, again.known, again.differing) == (1, 1, 1)
    assert Feedback.objects.count() == 3


def test_a_number_that_is_known_with_other_words_is_told_with_its_feedback(he: User) -> None:
    imported(csv_of(row(1), row(2)), he)
    first = Feedback.objects.get(external_id="A1")

    again = checked(csv_of(row(1, said="other words"), row(2)), he)

    assert (again.known, again.differing, again.done) == (1, 1, 2)
    [told] = ImportRow.objects.filter(run=again, outcome="differing")
    assert tell_all(told.problems) == [
        f"{first.number} has this number there, but other words; it stays as it is."
    ]
    with override("zh-hans"):
        assert "内容不同" in tell_all(told.problems)[0]


def test_other_columns_judge_anew_what_is_known_with_other_words(he: User) -> None:
    imported(csv_of(row(1)), he)
    again = checked(csv_of(row(1, said="other words")), he)

    mapping = {code: column for code, column in again.mapping.items() if code != "external_id"}
    operations.confirm(run=again, mapping=mapping, defaults={}, by=he, at=AT)
    drain()

    again.refresh_from_db()
    assert (again.ready, again.differing) == (1, 0)


def test_rows_without_a_number_are_known_again_by_what_they_say(he: User) -> None:
    columns = ("Customer", "Product", "Description")
    data = csv_of(("Ninghai", "H3", "tears"), ("Ninghai", "H3", "stops"), columns=columns)
    imported(data, he)

    assert imported(data, he).known == 2


def test_unknown_names_are_held_and_never_dropped(he: User) -> None:
    columns = ("Customer", "Product", "Module", "Version", "Description")
    data = csv_of(
        ("Bolt", "H3", "", "", "a"),
        ("Ninghai", "H9", "", "", "b"),
        ("Ninghai", "H3", "Drive", "", "c"),
        ("Ninghai", "H3", "", "3.2", "d"),
        columns=columns,
    )

    run = imported(data, he)

    assert (run.recorded, run.held) == (0, 4)
    assert [tell_all(each.problems) for each in HeldRow.objects.order_by("pk")] == [
        ["Customer “Bolt” is not known here."],
        ["Product “H9” is not known here."],
        ["Module “H3 / Drive” is not known here."],
        ["Version “H3 / 3.2” is not known here."],
    ]


def test_unknown_names_are_created_mapped_or_left_out_as_decided(he: User) -> None:
    columns = ("Customer", "Product", "Module", "Version", "Priority", "Description")
    known = Customer.objects.get()
    data = csv_of(
        ("Bolt", "H9", "", "", "", "a"),
        ("Ning Hai Ltd", "H3", "Drive", "", "weird", "b"),
        ("Ninghai", "H3", "", "v3.2", "", "c"),
        columns=columns,
    )

    run = imported(
        data,
        he,
        customer={"Bolt": "create", "Ning Hai Ltd": f"={known.pk}"},
        product={"H9": "create"},
        module={"H3 / Drive": "empty"},
        version={"H3 / v3.2": "create"},
        severity={"weird": "=minor"},
    )

    assert (run.recorded, run.held) == (3, 0)
    by_words = {each.verbatim: each for each in Feedback.objects.all()}
    assert by_words["a"].customer.name == "Bolt"
    assert by_words["a"].product.code == "h9"
    assert (by_words["b"].customer, by_words["b"].module) == (known, None)
    assert by_words["b"].severity == "minor"
    assert str(by_words["c"].version) == "v3.2"


def test_nobody_creates_by_import_what_they_may_not_create(he: User) -> None:
    salesperson = make_user(Role.SALESPERSON)

    run = imported(csv_of(row(1, product="H9")), salesperson, product={"H9": "create"})

    assert run.held == 1
    assert Product.objects.count() == 1


def test_held_rows_are_released_with_corrections_or_dismissed(he: User) -> None:
    run = imported(csv_of(row(1, customer="Bolt"), row(2, customer="Bolt")), he)
    first, second = HeldRow.objects.order_by("pk")

    with pytest.raises(operations.StillUnknown):
        operations.release(held=first, corrections={"customer": "Nobody"}, by=he, at=AT)
    feedback = operations.release(held=first, corrections={"customer": "Ninghai"}, by=he, at=AT)
    operations.dismiss(held=second, by=he, at=AT)

    run.refresh_from_db()
    assert (run.recorded, run.held) == (1, 0)
    assert feedback.external_id == "A1"
    with pytest.raises(operations.DecidedAlready):
        operations.dismiss(held=first, by=he, at=AT)


def test_a_dismissed_row_waits_again_unless_its_import_was_taken_back(he: User) -> None:
    run = imported(csv_of(row(1, customer="Bolt")), he)
    held = operations.dismiss(held=HeldRow.objects.get(), by=he, at=AT)

    operations.wait_again(held=held, by=he, at=AT)

    run.refresh_from_db()
    assert run.held == 1
    assert HeldRow.objects.waiting().exists()
    assert Entry.objects.latest("pk").kind == "held_row.waits_again"
    with pytest.raises(operations.DecidedAlready):
        operations.wait_again(held=held, by=he, at=AT)
    operations.dismiss(held=held, by=he, at=AT)
    run.state = State.UNDONE
    run.save()
    with pytest.raises(operations.DecidedAlready):
        operations.wait_again(held=held, by=he, at=AT)


def test_a_held_row_may_make_who_it_names_as_far_as_the_person_may(he: User) -> None:
    imported(csv_of(row(1, customer="Bolt"), row(2, product="H9")), he)
    customer, product = HeldRow.objects.order_by("pk")

    feedback = operations.release(held=customer, corrections={}, create=["customer"], by=he, at=AT)
    with pytest.raises(operations.StillUnknown):
        operations.release(
            held=product,
            corrections={},
            create=["product"],
            by=make_user(Role.SALESPERSON),
            at=AT,
        )

    assert feedback.customer.name == "Bolt"
    assert not Product.objects.filter(name="H9").exists()


def test_an_undone_import_keeps_only_what_somebody_worked_on(he: User) -> None:
    run = imported(csv_of(row(1), row(2)), he)
    touched = Feedback.objects.get(external_id="A2")
    feedback_operations.change(feedback=touched, changes={"title": "Mine"}, by=he, at=AT)

    operations.undo(run=run, by=he, at=AT)
    drain()

    run.refresh_from_db()
    assert (run.state, run.withdrawn, run.kept) == (State.UNDONE, 1, 1)
    assert set(Feedback.objects.values_list("state", flat=True)) == {"withdrawn", touched.state}
    kept = ImportRow.objects.get(outcome="kept")
    assert touched.number in tell_all(kept.problems)[0]
    again = imported(csv_of(row(1), row(2)), he)
    assert (again.recorded, again.known) == (1, 1)


def test_a_stopped_import_goes_on_where_it_stopped(
    he: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations.advancing, "CHUNK", 2)
    run = start(checked(csv_of(*[row(number) for number in range(5)]), he), he)
    operations.advance(run=run, position=0, by=he, at=AT)
    operations.stop(run=run, by=he, at=AT)
    drain()
    run.refresh_from_db()
    assert (run.state, run.recorded) == (State.STOPPED, 2)

    start(run, he)
    drain()

    run.refresh_from_db()
    assert (run.state, run.recorded) == (State.DONE, 5)
    assert Feedback.objects.count() == 5


def test_a_chunk_asked_for_twice_is_handled_once(he: User) -> None:
    run = start(checked(csv_of(row(1), row(2)), he), he)

    operations.advance(run=run, position=0, by=he, at=AT)
    operations.advance(run=run, position=0, by=he, at=AT)

    assert Feedback.objects.count() == 2
    assert Entry.objects.filter(kind="import.advanced").count() >= 1


def test_an_import_stops_when_its_owner_may_import_no_more(he: User) -> None:
    run = start(checked(csv_of(row(1)), he), he)
    User.objects.filter(pk=he.pk).update(is_active=False)

    drain()

    run.refresh_from_db()
    assert (run.state, run.stop_reason) == (State.STOPPED, "not_allowed")
    assert not Feedback.objects.exists()


def test_markup_and_formulas_are_kept_as_plain_text(he: User) -> None:
    imported(csv_of(row(1, said="<script>alert(1)</script>"), row(2, said="=1+1")), he)

    assert set(Feedback.objects.values_list("verbatim", flat=True)) == {
        "<script>alert(1)</script>",
        "=1+1",
    }


def test_columns_confirmed_before_are_chosen_again_for_the_same_source(he: User) -> None:
    run = upload(csv_of(row(1)), he)
    mapping = run.mapping | {"title": "Description", "verbatim": "Description"}
    operations.confirm(run=run, mapping=mapping, defaults={}, by=he, at=AT)
    drain()
    start(run, he)

    assert upload(csv_of(row(2)), he).mapping == mapping


def test_columns_that_are_missing_or_unknown_are_refused(he: User) -> None:
    run = upload(csv_of(row(1)), he)

    with pytest.raises(operations.ColumnMissing):
        operations.confirm(run=run, mapping={"title": "ID"}, defaults={}, by=he, at=AT)
    with pytest.raises(operations.ColumnUnknown):
        operations.confirm(run=run, mapping={"verbatim": "Nowhere"}, defaults={}, by=he, at=AT)
    with pytest.raises(operations.ColumnUnknown):
        operations.confirm(run=run, mapping={"price": "ID"}, defaults={}, by=he, at=AT)


def test_steps_out_of_turn_are_refused(he: User) -> None:
    run = upload(csv_of(row(1)), he)

    with pytest.raises(operations.NotStartable):
        start(run, he)
    with pytest.raises(operations.NotRunning):
        operations.stop(run=run, by=he, at=AT)
    with pytest.raises(operations.NotUndoable):
        operations.undo(run=run, by=he, at=AT)
    run = imported(csv_of(row(1)), he)
    with pytest.raises(operations.NotConfirmable):
        confirm(run, he)


def test_engineers_import_nothing(he: User) -> None:
    with pytest.raises(NotAllowed):
        upload(csv_of(row(1)), make_user(Role.ENGINEER))

    assert not ImportRun.objects.exists()
