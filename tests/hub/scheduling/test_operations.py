"""Leave and calendars, and the capacity that follows from them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories.people import make_team, make_user
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed, StaleEdit, StateNotReachable
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling import operations
from twintrack.hub.scheduling.capacity import capacity_of, remaining_of
from twintrack.hub.scheduling.models import Leave
from twintrack.hub.scheduling.operations import CalendarFacts, LeaveDetails
from twintrack.hub.scheduling.working_time import DayKind, WorkingTime

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 10, 9, tzinfo=UTC)
MONDAY = date(2026, 11, 16)
FRIDAY = date(2026, 11, 27)
ONE = timedelta(days=1)


def enter(person: User, by: User | None = None, **over: object) -> Leave:
    facts: dict[str, object] = {"kind": "sick", "start_on": MONDAY, "end_on": MONDAY} | over
    details = LeaveDetails(person=person, **facts)  # type: ignore[arg-type]
    return operations.enter_leave(details=details, by=by or person, at=AT)


def test_one_enters_ones_own_leave_and_a_lead_that_of_others_who_are_told() -> None:
    zhou, lead = make_user(Role.ENGINEER), make_user(Role.RND_LEAD)
    own = enter(zhou)
    entry = Entry.objects.get(kind="leave.entered")
    assert "kind" not in entry.payload
    assert entry.payload["person_id"] == zhou.pk
    with pytest.raises(NotAllowed):
        enter(lead, by=zhou, start_on=FRIDAY, end_on=FRIDAY)
    enter(zhou, by=lead, start_on=FRIDAY, end_on=FRIDAY)
    drain()
    assert Notification.objects.get().recipient == zhou
    assert [own.tells_kind_to(each) for each in (zhou, lead, make_user(Role.ENGINEER))] == [
        True,
        True,
        False,
    ]


def test_leave_does_not_overlap_but_halves_meet() -> None:
    zhou = make_user(Role.ENGINEER)
    enter(zhou, ends_at_noon=True)
    enter(zhou, starts_at_noon=True, end_on=MONDAY + ONE)
    with pytest.raises(operations.LeaveTaken, match="2026-11-16"):
        enter(zhou, start_on=MONDAY - ONE)
    with pytest.raises(operations.NothingLeft):
        enter(zhou, start_on=FRIDAY, end_on=FRIDAY, starts_at_noon=True, ends_at_noon=True)
    with pytest.raises(operations.DatesCrossed):
        enter(zhou, start_on=FRIDAY, end_on=MONDAY)
    assert Leave.objects.count() == 2


def test_leave_is_changed_withdrawn_and_restored() -> None:
    zhou = make_user(Role.ENGINEER)
    leave = enter(zhou)
    act = {"by": zhou, "at": AT}

    def change(before: dict[str, object], values: dict[str, object]) -> Leave:
        return operations.change_leave(leave=leave, before=before, values=values, **act)

    assert change({"end_on": MONDAY}, {"end_on": MONDAY + ONE}).end_on == MONDAY + ONE
    assert change({}, {"end_on": MONDAY + ONE}).end_on == MONDAY + ONE
    with pytest.raises(StaleEdit):
        change({"end_on": MONDAY}, {"end_on": FRIDAY})
    with pytest.raises(operations.FieldUnknown):
        change({}, {"person": 1})
    with pytest.raises(StateNotReachable):
        operations.restore_leave(leave=leave, **act)
    operations.withdraw_leave(leave=leave, **act)
    for refused in (operations.withdraw_leave, lambda **k: change({}, {"note": "x"})):
        with pytest.raises(StateNotReachable):
            refused(leave=leave, **act)
    other = enter(zhou)
    with pytest.raises(operations.LeaveTaken):
        operations.restore_leave(leave=leave, **act)
    operations.withdraw_leave(leave=other, **act)
    operations.restore_leave(leave=leave, **act)
    kinds = Entry.objects.order_by("pk").values_list("kind", flat=True)
    assert [kind.removeprefix("leave.") for kind in kinds] == [
        "entered",
        "changed",
        "withdrawn",
        "entered",
        "withdrawn",
        "entered",
    ]
    with pytest.raises(NotAllowed):
        operations.withdraw_leave(leave=leave, by=make_user(Role.ENGINEER), at=AT)


def test_capacity_is_working_days_less_leave_times_the_share_of_time() -> None:
    zhou, lan, lead = make_user(name="A"), make_user(name="B"), make_user(Role.RND_LEAD)
    team = make_team(zhou, lan)
    act = {"by": lead, "at": AT}
    enter(zhou, by=lead, start_on=MONDAY, end_on=MONDAY + ONE, ends_at_noon=True)
    # A weekend within leave takes nothing off.
    enter(lan, by=lead, start_on=FRIDAY, end_on=FRIDAY + 2 * ONE)
    operations.set_time_share(team=team, person=zhou, percent=80, **act)
    operations.set_person_calendar(
        person=lan, facts=CalendarFacts(weekdays="024", hours=Decimal(6)), **act
    )
    operations.set_special_day(team=team, day=MONDAY + 2 * ONE, name="x", is_working=False, **act)

    capacity = capacity_of(team, MONDAY, FRIDAY + 2 * ONE)

    first, second = capacity.people
    assert (first.working_days, first.leave_days, first.days) == (9, Decimal("1.5"), 6)
    assert first.hours == 48
    # Mondays, Fridays and the second Wednesday; the last Friday is leave.
    assert (second.working_days, second.leave_days, second.hours) == (5, 1, 24)
    assert capacity.person_days == 10
    assert capacity.of(zhou.pk) == first
    left = remaining_of(capacity, team, FRIDAY)
    assert left.person_days == Decimal("0.8")
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"calendar.share_set", "calendar.person_set", "calendar.day_set"} <= kinds


def test_calendars_are_kept_by_leads_and_not_noted_twice() -> None:
    lead, team, other = make_user(Role.RND_LEAD), make_team(make_user()), make_user()
    member = team.members.get()
    facts = CalendarFacts(weekdays="012345", hours=Decimal("7.5"), keeps_holidays=False)
    act = {"by": lead, "at": AT}
    for _again in range(2):
        operations.set_team_calendar(team=team, facts=facts, **act)
        operations.set_person_calendar(person=other, facts=facts, **act)
        operations.set_time_share(team=team, person=member, percent=60, **act)
        special = operations.set_special_day(
            team=team, day=MONDAY, name="a", is_working=False, **act
        )
    for _again in range(2):
        operations.drop_special_day(special=special, **act)
        operations.drop_person_calendar(person=other, **act)
    assert Entry.objects.count() == 6
    with pytest.raises(operations.NoWorkingDay):
        operations.set_team_calendar(
            team=team, facts=CalendarFacts(weekdays="", hours=Decimal(8)), **act
        )
    with pytest.raises(operations.NotOfTeam):
        operations.set_time_share(team=team, person=other, percent=10, **act)
    with pytest.raises(NotAllowed):
        operations.set_team_calendar(team=team, facts=facts, by=member, at=AT)
    assert capacity_of(team, MONDAY, FRIDAY + ONE).hours == Decimal("54.00")


def test_holidays_make_up_days_and_unknown_years_are_told_apart() -> None:
    usual = WorkingTime()
    days = [
        (date(2026, 10, 1), DayKind.HOLIDAY),
        (date(2026, 10, 10), DayKind.MAKE_UP),
        (MONDAY, DayKind.WORK),
        (MONDAY - ONE, DayKind.WEEKEND),
        (date(2099, 10, 1), DayKind.WORK),
    ]
    assert [usual.kind_of(day) for day, _kind in days] == [kind for _day, kind in days]
    assert WorkingTime(keeps_holidays=False).works_on(date(2026, 10, 1))
