"""The ledger: written last, in the same transaction, and never changed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.people import make_team, make_user
from twintrack.foundation.ledger.events import Event, EventUnknown, event_class
from twintrack.foundation.ledger.models import Entry, Subject
from twintrack.foundation.ledger.operations import (
    ChainTooDeep,
    OutsideTransaction,
    Record,
    record,
    record_many,
    together,
)
from twintrack.foundation.people.models import Team

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class TeamGreeted(Event):
    kind: ClassVar[str] = "team.greeted_in_a_test"
    words: str
    on: datetime = AT


def test_an_entry_keeps_the_event_with_who_and_when() -> None:
    alice, team = make_user(), make_team()

    entry = record(TeamGreeted(words="早上好"), about=team, by=alice, at=AT)

    stored = Entry.objects.get(pk=entry.pk)
    assert stored.event == TeamGreeted(words="早上好")
    assert (stored.actor, stored.happened_at, stored.subject) == (alice, AT, f"team:{team.pk}")


def test_an_entry_names_everything_it_concerns_once() -> None:
    alice, team = make_user(), make_team()

    entry = record(TeamGreeted(words="hello"), about=team, by=alice, at=AT, also=[alice, team])

    assert {(each.kind, each.object_id) for each in Subject.objects.filter(entry=entry)} == {
        ("team", team.pk),
        ("user", alice.pk),
    }
    assert entry.subjects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_the_transaction_of_its_change() -> None:
    alice, team = make_user(), make_team()

    with pytest.raises(OutsideTransaction):
        record(TeamGreeted(words="hello"), about=team, by=alice, at=AT)


def test_a_change_that_fails_leaves_no_entry() -> None:
    alice, team = make_user(), make_team()

    def rename_and_fail() -> None:
        with transaction.atomic():
            Team.objects.filter(pk=team.pk).update(name="Renamed")
            record(TeamGreeted(words="hello"), about=team, by=alice, at=AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        rename_and_fail()

    team.refresh_from_db()
    assert team.name != "Renamed"
    assert not Entry.objects.exists()


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_subject"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_the_database_refuses_to_change_or_delete_an_entry(table: str, change: str) -> None:
    record(TeamGreeted(words="hello"), about=make_team(), by=make_user(), at=AT)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))

    assert Entry.objects.count() == 1


def test_causes_are_followed_eight_deep_and_no_further() -> None:
    alice, team = make_user(), make_team()
    entry = record(TeamGreeted(words="0"), about=team, by=alice, at=AT)
    for depth in range(1, 9):
        entry = record(TeamGreeted(words=str(depth)), about=team, by=alice, at=AT, caused_by=entry)

    assert entry.depth == 8
    with pytest.raises(ChainTooDeep):
        record(TeamGreeted(words="9"), about=team, by=alice, at=AT, caused_by=entry)


def test_many_entries_cost_as_many_queries_as_one(
    django_assert_max_num_queries: object,
) -> None:
    alice, team = make_user(), make_team()

    with django_assert_max_num_queries(3):  # type: ignore[operator]
        entries = record_many(
            [Record(event=TeamGreeted(words=str(n)), about=team) for n in range(40)],
            by=alice,
            at=AT,
        )

    assert [entry.pk for entry in entries] == sorted(entry.pk for entry in entries)


def test_an_event_publishes_its_schema_and_an_unknown_one_is_named() -> None:
    assert TeamGreeted.schema()["required"] == ["words"]

    with pytest.raises(EventUnknown, match=r"no\.such"):
        event_class("no.such")


def test_changes_done_together_write_their_entries_at_the_end_and_in_order() -> None:
    alice, team, other = make_user(), make_team(), make_team()

    with transaction.atomic(), together():
        record(TeamGreeted(words="one"), about=team, by=alice, at=AT, also=[other])
        assert not Entry.objects.exists()
        record(TeamGreeted(words="two"), about=other, by=alice, at=AT)

    told = [(each.payload["words"], each.about_id) for each in Entry.objects.order_by("pk")]
    assert told == [("one", team.pk), ("two", other.pk)]
    assert Subject.objects.filter(object_id=other.pk).count() == 2


def test_a_failure_among_changes_done_together_writes_nothing_and_is_forgotten() -> None:
    alice, team = make_user(), make_team()

    @transaction.atomic
    def change() -> None:
        with together():
            record(TeamGreeted(words="lost"), about=team, by=alice, at=AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    with transaction.atomic(), together():
        record(TeamGreeted(words="kept"), about=team, by=alice, at=AT)

    assert [each.payload["words"] for each in Entry.objects.all()] == ["kept"]


def test_what_is_done_together_within_the_same_is_written_by_the_outer_one() -> None:
    alice, team = make_user(), make_team()

    with transaction.atomic(), together():
        with together():
            record(TeamGreeted(words="inner"), about=team, by=alice, at=AT)
        assert not Entry.objects.exists()

    assert Entry.objects.count() == 1


def test_what_is_written_together_may_cause_one_another() -> None:
    alice, team = make_user(), make_team()

    with transaction.atomic(), together():
        cause = record(TeamGreeted(words="cause"), about=team, by=alice, at=AT)
        record(TeamGreeted(words="between"), about=team, by=alice, at=AT)
        record(TeamGreeted(words="effect"), about=team, by=alice, at=AT, caused_by=cause)

    told = Entry.objects.order_by("pk")
    assert [each.payload["words"] for each in told] == ["cause", "between", "effect"]
    assert [(each.caused_by_id, each.depth) for each in told] == [
        (None, 0),
        (None, 0),
        (cause.pk, 1),
    ]


def test_entries_written_in_one_go_may_have_their_own_times_and_causes() -> None:
    alice, team, later = make_user(), make_team(), AT.replace(hour=12)
    cause = record(TeamGreeted(words="cause"), about=team, by=alice, at=AT)
    own = Record(event=TeamGreeted(words="own"), about=team, at=later, caused_by=cause)
    plain = Record(event=TeamGreeted(words="plain"), about=team)

    record_many([own, plain], by=alice, at=AT)

    told = Entry.objects.order_by("pk").values_list("happened_at", "caused_by", "depth")
    assert list(told)[1:] == [(later, cause.pk, 1), (AT, None, 0)]
