"""Texts of entries can be replaced in one way, which says so, and nothing else ever changes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import DatabaseError, transaction

from tests.factories.people import make_team, make_user
from twintrack.foundation.ledger.events import (
    Event,
    Personal,
    PersonalFields,
    all_events,
    personal_fields,
)
from twintrack.foundation.ledger.models import Entry, Unsealed
from twintrack.foundation.ledger.operations import (
    OutsideTransaction,
    PayloadReshaped,
    record,
    redact,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)
# Whoever is called so in an event of sales is a person outside.
TELLING = {"accepted_by", "by_them", "by_whom", "who", "contact_name", "phone", "email", "mail"}


@dataclass(frozen=True, kw_only=True)
class GuestGreeted(Event):
    kind: ClassVar[str] = "guest.greeted_in_a_test"
    guest_id: int
    name: Personal
    words: list[str]


@dataclass(frozen=True, kw_only=True)
class GuestsForgotten(Event):
    kind: ClassVar[str] = "guest.forgotten_in_a_test"
    entries: int


def greet(**over: Any) -> Entry:
    event = GuestGreeted(**{"guest_id": 7, "name": "王伟", "words": ["hello", "王伟"]} | over)
    return record(event, about=make_team(), by=make_user(), at=AT)


def replace(payloads: dict[int, dict[str, Any]]) -> Entry:
    return redact(
        payloads,
        tell=lambda count: GuestsForgotten(entries=count),
        about=make_team(),
        by=make_user(),
        at=AT + timedelta(days=1),
    )


def test_texts_are_replaced_and_an_entry_says_in_how_many() -> None:
    one, other = greet(), greet(name="Li Na", words=[])

    told = replace(
        {
            one.pk: {"guest_id": 7, "name": "███", "words": ["hello", "███"]},
            other.pk: other.payload,
        }
    )

    kept = Entry.objects.get(pk=one.pk)
    assert kept.event == GuestGreeted(guest_id=7, name="███", words=["hello", "███"])
    same = ("kind", "about_kind", "about_id", "actor_id", "happened_at", "recorded_at", "depth")
    assert all(getattr(kept, name) == getattr(one, name) for name in same)
    assert told.payload == {"entries": 1}
    assert not Unsealed.objects.exists()


@pytest.mark.parametrize(
    "payload",
    [
        {"guest_id": 8, "name": "███", "words": ["hello", "王伟"]},
        {"guest_id": 7, "name": "███", "words": ["hello"]},
        {"guest_id": 7, "name": "███"},
        {"guest_id": 7, "name": None, "words": ["hello", "王伟"]},
    ],
)
def test_only_texts_can_be_replaced(payload: dict[str, Any]) -> None:
    entry = greet()

    with pytest.raises(PayloadReshaped):
        replace({entry.pk: payload})

    assert Entry.objects.get(pk=entry.pk).payload == entry.payload


def test_the_database_refuses_every_other_way() -> None:
    entry = greet()
    rows = Entry.objects.filter(pk=entry.pk)

    def change_unsealed(**values: Any) -> None:
        with transaction.atomic():
            Unsealed.objects.create(entry=entry)
            rows.update(**values)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(payload={})
    for values in (
        {"kind": "other"},
        {"about_id": 99},
        {"happened_at": AT + timedelta(days=1)},
        {"payload": {}, "depth": 3},
        {"actor_id": make_user().pk},
    ):
        with pytest.raises(DatabaseError):
            change_unsealed(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()


@pytest.mark.django_db(transaction=True)
def test_replacing_needs_a_transaction() -> None:
    with pytest.raises(OutsideTransaction):
        replace({})


def test_events_say_which_of_their_fields_are_a_person() -> None:
    assert personal_fields()[GuestGreeted.kind] == PersonalFields(
        names=("name",), named_by=("guest_id",)
    )
    assert "Personal" in GuestGreeted.schema()["properties"]["name"]["description"]


def test_events_of_sales_mark_who_somebody_outside_is() -> None:
    marked = personal_fields()
    for kind, event in all_events().items():
        if not event.__module__.startswith("twintrack.sales."):
            continue
        names = set(event.schema()["properties"])
        telling = names & TELLING
        if "contact_id" in names:
            telling |= names & {"name"}
        missing = telling - set(marked[kind].names if kind in marked else ())
        assert not missing, f"{kind}: mark {missing} as Personal"


def test_what_is_personal_is_known_for_contacts_and_for_mails() -> None:
    assert {"customer.contact_added", "quote.mailed", "contract.signed"} <= personal_fields().keys()
