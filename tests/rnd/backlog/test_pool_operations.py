"""What the pool's list and board change: titles, owners, priorities, places, many at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from tests.factories.backlog import make_requirement
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from twintrack.foundation.access.refusals import (
    NotAllowed,
    NotThere,
    Refusal,
    StaleEdit,
    StateNotReachable,
)
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.objects import places
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.events import (
    RequirementAssigned,
    RequirementPrioritised,
    RequirementRanked,
    RequirementRenamed,
)
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def by_hand() -> list[str]:
    return list(Requirement.objects.order_by("rank", "pk").values_list("title", flat=True))


def test_a_requirement_is_renamed_once_and_the_ledger_tells_both_titles(lin: User) -> None:
    requirement = make_requirement(title="Tension")

    named = operations.rename(
        requirement=requirement, before="Tension", title="  Steady  tension ", by=lin, at=AT
    )
    operations.rename(
        requirement=requirement, before="Steady tension", title="Steady tension", by=lin, at=AT
    )

    assert named.title == "Steady tension"
    assert Entry.objects.get().event == RequirementRenamed(
        requirement_id=requirement.pk,
        number=requirement.number,
        came_from="Tension",
        to="Steady tension",
    )


def test_who_typed_over_an_old_title_is_refused_with_both(lin: User) -> None:
    requirement = make_requirement(title="Theirs")

    with pytest.raises(StaleEdit) as stale:
        operations.rename(requirement=requirement, before="Old", title="Mine", by=lin, at=AT)

    assert (stale.value.current, stale.value.attempted) == ("Theirs", "Mine")
    with pytest.raises(operations.TitleMissing):
        operations.rename(requirement=requirement, before="Theirs", title=" ", by=lin, at=AT)
    assert kinds() == []


def test_a_requirement_is_handed_to_somebody_who_sees_its_product(lin: User) -> None:
    requirement = make_requirement()
    before, zhou = requirement.owner, make_user(Role.ENGINEER, name="Zhou")

    operations.assign(requirement=requirement, before=before.pk, owner=zhou, by=lin, at=AT)

    requirement.refresh_from_db()
    assert requirement.owner == zhou
    assert Entry.objects.get().event == RequirementAssigned(
        requirement_id=requirement.pk,
        number=requirement.number,
        came_from=before.pk,
        to=zhou.pk,
        owner_name="Zhou",
    )
    with pytest.raises(StaleEdit):
        operations.assign(requirement=requirement, before=before.pk, owner=lin, by=lin, at=AT)


def test_nobody_looks_after_what_they_do_not_see(lin: User) -> None:
    product = make_product(reach="teams")
    team = make_team(lin)
    product.teams.add(team)
    requirement = make_requirement(product=product)
    left = make_user(Role.ENGINEER, is_active=False)

    for outsider in (make_user(Role.ENGINEER), left):
        with pytest.raises(operations.OwnerOutside):
            operations.assign(
                requirement=requirement, before=requirement.owner_id, owner=outsider, by=lin, at=AT
            )


def test_a_priority_is_set_unless_somebody_else_was_first(lin: User) -> None:
    requirement = make_requirement()

    operations.prioritise(requirement=requirement, before=3, priority=1, by=lin, at=AT)

    assert Entry.objects.get().event == RequirementPrioritised(
        requirement_id=requirement.pk, number=requirement.number, came_from=3, to=1
    )
    with pytest.raises(StaleEdit):
        operations.prioritise(requirement=requirement, before=3, priority=2, by=lin, at=AT)
    with pytest.raises(operations.PriorityUnknown):
        operations.prioritise(requirement=requirement, before=1, priority=9, by=lin, at=AT)


def test_new_requirements_go_to_the_end_of_the_list_by_hand(lin: User) -> None:
    product = make_product()
    for title in "ABC":
        proposal = operations.Proposal(title=title)
        operations.propose(product=product, proposal=proposal, by=lin, at=AT)

    assert by_hand() == ["A", "B", "C"]
    assert len(set(Requirement.objects.values_list("rank", flat=True))) == 3


@pytest.mark.parametrize(
    ("moved", "after", "before", "expected"),
    [
        ("C", "A", "B", "ACBD"),
        ("A", "D", None, "BCDA"),
        ("D", None, "A", "DABC"),
        ("B", None, "D", "ACBD"),
        ("A", None, None, "BCDA"),
        ("A", "A", None, "ABCD"),
    ],
)
def test_a_requirement_is_put_where_it_was_dropped(
    lin: User, moved: str, after: str | None, before: str | None, expected: str
) -> None:
    rows: dict[str | None, Requirement] = {t: make_requirement(title=t) for t in "ABCD"}

    operations.reorder(
        requirement=rows[moved], after=rows.get(after), before=rows.get(before), by=lin, at=AT
    )

    assert "".join(by_hand()) == expected
    if expected != "ABCD":
        assert isinstance(Entry.objects.get().event, RequirementRanked)


@pytest.mark.parametrize(
    ("moved", "after", "before", "expected"),
    [("D", "A", "B", "ADBC"), ("D", None, "B", "ADBC"), ("A", "B", None, "BACD")],
)
def test_requirements_that_came_to_share_a_place_are_parted(
    lin: User, moved: str, after: str | None, before: str | None, expected: str
) -> None:
    rows: dict[str | None, Requirement] = {
        title: make_requirement(title=title, rank=place)
        for title, place in zip("ABCD", ["n5", "n5", "n5", "n6"], strict=True)
    }

    operations.reorder(
        requirement=rows[moved], after=rows.get(after), before=rows.get(before), by=lin, at=AT
    )

    assert "".join(by_hand()) == expected


def test_places_are_written_anew_before_they_grow_too_long(lin: User) -> None:
    low, high = "n0" + "0" * places.LONGEST + "1", "n0" + "0" * places.LONGEST + "2"
    rows = [
        make_requirement(title=t, rank=r) for t, r in zip("ABC", [low, high, "n9"], strict=True)
    ]

    operations.reorder(requirement=rows[2], after=rows[0], before=rows[1], by=lin, at=AT)

    assert "".join(by_hand()) == "ACB"
    assert max(len(each) for each in Requirement.objects.values_list("rank", flat=True)) < 10


def test_many_are_changed_in_one_go_and_each_has_its_entry(lin: User) -> None:
    rows = [make_requirement() for _each in range(3)]

    outcome = operations.change_many(
        requirements=rows, change=operations.ToOwner(lin), by=lin, at=AT
    )

    assert len(outcome.changed) == len(outcome.entries) == 3
    assert set(Requirement.objects.values_list("owner", flat=True)) == {lin.pk}
    assert kinds() == ["requirement.assigned"] * 3


def test_those_that_refuse_stay_and_say_why_while_the_others_are_kept(lin: User) -> None:
    ready, waiting = make_requirement(state="accepted"), make_requirement()
    there = make_requirement(state="planned")

    outcome = operations.change_many(
        requirements=[ready, waiting, there],
        change=operations.ToState(State.PLANNED),
        by=lin,
        at=AT,
    )

    assert outcome.changed == [ready]
    assert outcome.unchanged == [there]
    [(refused, reason)] = outcome.refused
    assert refused == waiting
    assert isinstance(reason, operations.NotDecided)
    waiting.refresh_from_db()
    assert waiting.state == "proposed"
    assert kinds() == ["requirement.advanced"]


def test_many_get_a_priority_a_day_or_a_milestone_of_their_product(lin: User) -> None:
    milestone = make_milestone()
    mine = make_requirement(product=milestone.project.product)
    other = make_requirement()
    both = [mine, other]

    def change(what: operations.Change) -> operations.Outcome:
        return operations.change_many(requirements=both, change=what, by=lin, at=AT)

    change(operations.ToPriority(1))
    change(operations.ToDay(date(2026, 12, 23)))
    planned = change(operations.ToMilestone(milestone))

    mine.refresh_from_db()
    assert (mine.priority, mine.planned_on, mine.milestone) == (1, date(2026, 12, 23), milestone)
    assert [each.pk for each, _reason in planned.refused] == [other.pk]
    assert isinstance(planned.refused[0][1], operations.OtherProject)


def test_who_may_not_edit_changes_none_and_nobody_changes_too_many(lin: User) -> None:
    row = make_requirement()
    change = operations.ToPriority(1)

    with pytest.raises(NotAllowed):
        operations.change_many(
            requirements=[row], change=change, by=make_user(Role.SALESPERSON), at=AT
        )
    with pytest.raises(operations.TooMany):
        operations.change_many(requirements=[row] * 501, change=change, by=lin, at=AT)


def changed_in_every_way(lin: User) -> tuple[Requirement, int, int]:
    """Change a requirement in all ways that can be taken back; gives the span of the entries."""
    milestone = make_milestone()
    row = make_requirement(title="Old", state="accepted", product=milestone.project.product)
    make_requirement()
    at = AT
    operations.rename(requirement=row, before="Old", title="New", by=lin, at=at)
    operations.assign(requirement=row, before=row.owner_id, owner=lin, by=lin, at=at)
    operations.prioritise(requirement=row, before=3, priority=1, by=lin, at=at)
    operations.move_date(requirement=row, before=None, to=date(2026, 12, 1), by=lin, at=at)
    operations.plan_for(requirement=row, milestone=milestone, by=lin, at=at)
    operations.advance(requirement=row, to=State.PLANNED, by=lin, at=at)
    operations.reorder(requirement=row, after=None, before=None, by=lin, at=at)
    entries = Entry.objects.order_by("pk").values_list("pk", flat=True)
    return row, entries[0], entries[len(entries) - 1]


def test_all_that_was_done_is_taken_back_and_the_ledger_tells_it(lin: User) -> None:
    row, first, last = changed_in_every_way(lin)
    fields = ("title", "state", "owner", "priority", "planned_on", "milestone", "rank")
    as_it_was = {name: getattr(row, name) for name in fields}

    operations.undo(first=first, last=last, by=lin, at=AT + timedelta(minutes=5))

    row.refresh_from_db()
    assert {name: getattr(row, name) for name in fields} == as_it_was
    assert len(kinds()) == 14
    assert Entry.objects.get(pk=last + 1).caused_by_id == first


@pytest.mark.parametrize(
    ("who", "minutes", "reason"),
    [("lin", 61, operations.TooLate), ("other", 1, NotThere), ("sales", 1, NotAllowed)],
)
def test_only_ones_own_and_fresh_doing_is_taken_back(
    lin: User, who: str, minutes: int, reason: type[Refusal]
) -> None:
    _row, first, last = changed_in_every_way(lin)
    people = {
        "lin": lin,
        "other": make_user(Role.RND_LEAD),
        "sales": make_user(Role.SALESPERSON),
    }

    with pytest.raises(reason):
        operations.undo(first=first, last=last, by=people[who], at=AT + timedelta(minutes=minutes))


def test_what_others_changed_since_is_left_alone(lin: User) -> None:
    row = make_requirement(title="Old")
    operations.rename(requirement=row, before="Old", title="Mine", by=lin, at=AT)
    entry = Entry.objects.get().pk
    chen = make_user(Role.RND_LEAD)
    operations.rename(requirement=row, before="Mine", title="Theirs", by=chen, at=AT)

    with pytest.raises(operations.ChangedSince):
        operations.undo(first=entry, last=entry, by=lin, at=AT)

    row.refresh_from_db()
    assert row.title == "Theirs"


def test_a_refused_step_names_the_states_that_follow(lin: User) -> None:
    row = make_requirement(state="planned")

    with pytest.raises(StateNotReachable) as refused:
        operations.advance(requirement=row, to=State.RELEASED, by=lin, at=AT)

    with override("en"):
        said = str(refused.value.message)
    assert said == "“Planned” leads to In development or Accepted only."
