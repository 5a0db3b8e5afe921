"""What customers said is written down once and followed to its answer."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotAllowed, StateNotReachable
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry, Subject
from twintrack.hub.products.models import Module
from twintrack.sales.customers.models import Contact
from twintrack.sales.feedback import operations
from twintrack.sales.feedback.lifecycle import NEXT_STATES, State
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.operations import Said

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
WORDS = "2 号线换卷的时候张力会突然跳一下，薄膜就断了。每个班要停三四次。"


def said(**over: object) -> Said:
    fields = {"customer": make_customer(), "product": make_product(), "verbatim": WORDS} | over
    return Said(**fields)  # type: ignore[arg-type]


def test_feedback_takes_its_title_from_the_first_sentence() -> None:
    feedback = operations.record(said=said(), by=make_user(Role.SALESPERSON), at=AT)

    assert feedback.number == "FB-1"
    assert feedback.title == "2 号线换卷的时候张力会突然跳一下，薄膜就断了"
    assert feedback.verbatim == WORDS


@pytest.mark.parametrize(
    ("verbatim", "title"),
    [
        ("Stops. Every day.", "Stops"),
        ("3.3 版何时发布？急", "3.3 版何时发布"),
        ("run.sh stops. Every day.", "run.sh stops"),
        ("z.show() ignores height", "z.show() ignores height"),
        ("Does it stop? Yes.", "Does it stop"),
        ("x" * 240, "x" * 199 + "…"),
        ("film " * 50, "film " * 38 + "film…"),
        ("It stops, " * 30, "It stops, " * 18 + "It stops"),
        ("换卷时跳，" * 20, "换卷时跳，" * 14 + "换卷时跳"),
        ("A sentence of this length stands whole " + "x" * 100, None),
        ("\n one\n two", "one"),
    ],
)
def test_a_title_is_a_sentence_or_ends_where_it_pauses(verbatim: str, title: str | None) -> None:
    assert operations.title_of(verbatim) == (verbatim if title is None else title)


def test_the_entry_concerns_the_customer_and_the_product_too() -> None:
    feedback = operations.record(said=said(), by=make_user(Role.SALESPERSON), at=AT)

    kinds = set(Subject.objects.values_list("kind", "object_id"))
    assert kinds == {
        ("feedback", feedback.pk),
        ("customer", feedback.customer_id),
        ("product", feedback.product_id),
    }


def test_what_another_system_sends_again_is_the_same_feedback() -> None:
    alice, words = make_user(Role.CSM), said(source="worktile", external_id="WT-8841")

    first = operations.record(said=words, by=alice, at=AT)
    second = operations.record(said=words, by=alice, at=AT)

    assert first == second
    assert Entry.objects.count() == 1


def test_what_another_system_sends_again_shows_nothing_of_a_hidden_product() -> None:
    insider, outsider = make_user(Role.CSM), make_user(Role.SALESPERSON)
    hidden = make_product(reach="teams")
    hidden.teams.add(make_team(insider))
    known = said(product=hidden, source="worktile", external_id="WT-8841")
    operations.record(said=known, by=insider, at=AT)

    with pytest.raises(operations.KnownElsewhere):
        operations.record(said=said(source="worktile", external_id="WT-8841"), by=outsider, at=AT)


def test_silence_is_not_recorded() -> None:
    with pytest.raises(operations.NothingSaid):
        operations.record(said=said(verbatim=" \n"), by=make_user(Role.CSM), at=AT)


def test_a_module_of_another_product_is_refused() -> None:
    module = Module.objects.create(product=make_product(), name="Drive")

    with pytest.raises(operations.OtherProduct):
        operations.record(said=said(module=module), by=make_user(Role.CSM), at=AT)

    assert not Feedback.objects.exists()


def test_a_contact_of_another_customer_and_a_day_to_come_are_refused() -> None:
    contact = Contact.objects.create(customer=make_customer(), name="Tao")
    alice = make_user(Role.CSM)

    with pytest.raises(operations.OtherCustomer):
        operations.record(said=said(contact=contact), by=alice, at=AT)
    with pytest.raises(operations.NotYetHappened):
        operations.record(said=said(occurred_at=AT + timedelta(hours=1)), by=alice, at=AT)

    assert not Feedback.objects.exists()


def test_feedback_may_concern_several_products() -> None:
    alice, first, second = make_user(Role.CSM), make_product(), make_product()

    feedback = operations.record(
        said=said(product=first, also_products=[second, first]), by=alice, at=AT
    )

    assert list(feedback.also_products.all()) == [second]
    concerned = set(Subject.objects.filter(kind="product").values_list("object_id", flat=True))
    assert concerned == {first.pk, second.pk}


def test_many_are_recorded_with_one_entry_each() -> None:
    alice, words = make_user(Role.CSM), said()

    made = operations.record_all(said=[words, words, words], by=alice, at=AT)

    assert [each.number for each in made] == ["FB-1", "FB-2", "FB-3"]
    assert [each.pk for each in made] == list(
        Entry.objects.filter(kind="feedback.recorded").values_list("about_id", flat=True)
    )


def test_guests_record_nothing() -> None:
    with pytest.raises(NotAllowed):
        operations.record(said=said(), by=make_user(Role.GUEST), at=AT)


@pytest.mark.parametrize("came_from", State)
@pytest.mark.parametrize("to", State)
def test_feedback_moves_only_along_its_lifecycle(came_from: State, to: State) -> None:
    feedback, alice = make_feedback(state=came_from), make_user(Role.CSM)

    if to in NEXT_STATES.get(came_from, ()):
        assert operations.move(feedback=feedback, to=to, by=alice, at=AT).state == to
    else:
        with pytest.raises(StateNotReachable):
            operations.move(feedback=feedback, to=to, by=alice, at=AT)
