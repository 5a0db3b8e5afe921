"""What was written down is corrected, and nobody's change is overwritten unseen."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotAllowed, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.hub.products.models import Module, Version
from twintrack.sales.customers.models import Contact
from twintrack.sales.feedback import operations

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_reclassifying_tells_each_field_before_and_after() -> None:
    feedback, alice = make_feedback(), make_user(Role.CSM)
    module = Module.objects.create(product=feedback.product, name="Drive")
    version = Version.objects.create(product=feedback.product, name="3.2")

    done = operations.reclassify(
        feedback=feedback,
        changes={
            "severity": "blocker",
            "kind": "complaint",
            "module": module,
            "version": version,
        },
        before={"severity": "major", "module": None},
        by=alice,
        at=AT,
    )

    assert (done.severity, done.module, done.version) == ("blocker", module, version)
    entry = Entry.objects.get()
    assert entry.kind == "feedback.reclassified"
    assert entry.payload["changes"] == [
        {"field": "severity", "came_from": "major", "to": "blocker"},
        {"field": "module", "came_from": "", "to": "Drive"},
        {"field": "version", "came_from": "", "to": "3.2"},
    ]


def test_an_edit_of_what_somebody_changed_meanwhile_is_refused_with_both_versions() -> None:
    feedback, alice = make_feedback(), make_user(Role.CSM)
    operations.change(feedback=feedback, changes={"title": "Theirs"}, by=alice, at=AT)

    with pytest.raises(StaleEdit) as refused:
        operations.change(
            feedback=feedback,
            changes={"title": "Mine"},
            before={"title": feedback.title},
            by=alice,
            at=AT,
        )

    assert (refused.value.current, refused.value.attempted) == ("Theirs", "Mine")
    feedback.refresh_from_db()
    assert feedback.title == "Theirs"


def test_the_former_words_stay_in_the_ledger() -> None:
    feedback, alice = make_feedback(), make_user(Role.CSM)
    contact = Contact.objects.create(customer=feedback.customer, name="Tao")
    earlier = AT - timedelta(days=3)

    operations.change(
        feedback=feedback,
        changes={
            "verbatim": " tension jumps twice ",
            "contact": contact,
            "channel": "visit",
            "occurred_at": earlier,
        },
        by=alice,
        at=AT,
    )

    feedback.refresh_from_db()
    assert (feedback.verbatim, feedback.contact) == ("tension jumps twice", contact)
    assert Entry.objects.get().payload["changes"][0] == {
        "field": "verbatim",
        "came_from": "tension jumps",
        "to": "tension jumps twice",
    }


def test_nothing_changed_is_no_entry() -> None:
    feedback, alice = make_feedback(), make_user(Role.CSM)

    operations.change(feedback=feedback, changes={"title": feedback.title}, by=alice, at=AT)
    operations.reclassify(feedback=feedback, changes={"kind": feedback.kind}, by=alice, at=AT)
    operations.assign(feedback=feedback, owner=feedback.owner, by=alice, at=AT)

    assert not Entry.objects.exists()


def test_wrong_fields_choices_and_other_peoples_things_are_refused() -> None:
    feedback, alice = make_feedback(), make_user(Role.CSM)
    module = Module.objects.create(product=make_product(), name="Drive")
    contact = Contact.objects.create(customer=make_customer(), name="Tao")

    with pytest.raises(operations.FieldUnknown):
        operations.reclassify(feedback=feedback, changes={"state": "resolved"}, by=alice, at=AT)
    with pytest.raises(operations.FieldUnknown):
        operations.reclassify(feedback=feedback, changes={"severity": "huge"}, by=alice, at=AT)
    with pytest.raises(operations.OtherProduct):
        operations.reclassify(feedback=feedback, changes={"module": module}, by=alice, at=AT)
    with pytest.raises(operations.OtherCustomer):
        operations.change(feedback=feedback, changes={"contact": contact}, by=alice, at=AT)
    with pytest.raises(operations.NothingSaid):
        operations.change(feedback=feedback, changes={"verbatim": " "}, by=alice, at=AT)
    later = {"occurred_at": AT + timedelta(minutes=1)}
    with pytest.raises(operations.NotYetHappened):
        operations.change(feedback=feedback, changes=later, by=alice, at=AT)

    assert not Entry.objects.exists()


def test_engineers_correct_their_own_and_nobody_elses() -> None:
    alice, bob = make_user(Role.ENGINEER), make_user(Role.ENGINEER)
    feedback = make_feedback(recorded_by=alice)

    operations.change(feedback=feedback, changes={"title": "Better"}, by=alice, at=AT)
    with pytest.raises(NotAllowed):
        operations.change(feedback=feedback, changes={"title": "Worse"}, by=bob, at=AT)
    with pytest.raises(NotAllowed):
        operations.assign(feedback=feedback, owner=bob, by=bob, at=AT)


def test_several_are_classified_and_handed_to_another_person() -> None:
    alice, bob = make_user(Role.CSM), make_user(Role.CSM, name="Bob")
    both = [make_feedback(), make_feedback()]

    operations.reclassify_all(feedback=both, changes={"severity": "minor"}, by=alice, at=AT)
    operations.assign_all(feedback=both, owner=bob, by=alice, at=AT)

    for each in both:
        each.refresh_from_db()
        assert (each.severity, each.owner) == ("minor", bob)
    entry = Entry.objects.filter(kind="feedback.assigned").first()
    assert entry is not None
    assert entry.payload["owner"] == "Bob"
