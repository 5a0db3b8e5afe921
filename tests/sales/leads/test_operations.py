"""Leads are taken in once, worked on, given up and taken up again."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.factories.leads import make_lead
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access import operations as access
from twintrack.foundation.access.refusals import (
    NotAllowed,
    ReasonMissing,
    StaleEdit,
    StateNotReachable,
)
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.models import Leave
from twintrack.sales.leads import operations
from twintrack.sales.leads.lifecycle import Capture, State
from twintrack.sales.leads.models import Lead
from twintrack.sales.leads.operations import (
    AssignmentDetails,
    LeadDetails,
    Origin,
    ScoreDetails,
    Spoken,
)

pytestmark = pytest.mark.django_db
# Tuesday, 10:00 in Shanghai.
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def zhao() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


@pytest.fixture
def sun() -> User:
    return make_user(Role.SALES_MANAGER, name="Sun")


def take_in(by: User, **over: Any) -> Lead:
    return operations.capture(details=LeadDetails(**{"company": "宁海新材"} | over), by=by, at=AT)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_what_another_system_sends_twice_is_one_lead(zhao: User) -> None:
    origin = Origin(captured_by=Capture.API, source="crm", id="17")
    for _each in range(2):
        operations.capture(details=LeadDetails(company="宁海"), origin=origin, by=zhao, at=AT)

    lead = Lead.objects.get()
    assert (lead.state, lead.company_core, lead.company_initials) == ("new", "宁海", "nh")
    assert kinds() == ["lead.captured"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"company": "  "}, operations.CompanyMissing),
        ({"phone": "12"}, operations.PhoneImpossible),
        ({"phone": "call me"}, operations.PhoneImpossible),
        ({"email": "a@"}, operations.EmailImpossible),
        ({"source": "moon"}, operations.ChoiceUnknown),
        ({"size": "huge"}, operations.ChoiceUnknown),
        ({"region": "x" * 81}, operations.TextTooLong),
    ],
)
def test_what_makes_no_lead_is_refused(
    zhao: User, wrong: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        take_in(zhao, **wrong)
    with pytest.raises(NotAllowed):
        take_in(make_user(Role.ENGINEER))
    with pytest.raises(operations.OwnerUnfit):
        take_in(zhao, owner=make_user(Role.ENGINEER))

    assert not Lead.objects.exists()


def test_the_first_time_somebody_is_reached_stops_the_clock(zhao: User) -> None:
    lead = take_in(zhao)
    # Four working hours from ten: two in the morning hours, two more before six.
    assert lead.due_at == datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert lead.is_overdue(datetime(2026, 11, 24, 6, 1, tzinfo=UTC))

    operations.note(lead=lead, spoken=Spoken(text="Nobody answers"), by=zhao, at=AT)
    operations.note(lead=lead, spoken=Spoken(way="note", text="x", reached=True), by=zhao, at=AT)
    lead.refresh_from_db()
    assert lead.state == State.NEW
    next_day = datetime(2026, 11, 25, 2, tzinfo=UTC)
    operations.note(lead=lead, spoken=Spoken(reached=True), by=zhao, at=next_day)
    operations.note(lead=lead, spoken=Spoken(reached=True), by=zhao, at=next_day)

    lead.refresh_from_db()
    assert (lead.state, lead.contacted_at, lead.response_minutes) == ("contacted", next_day, 540)
    assert not lead.is_overdue(next_day)
    firsts = [each.payload["is_first"] for each in Entry.objects.filter(kind="lead.noted")]
    assert sorted(firsts) == [False, False, False, True]
    for wrong, refusal in (
        (Spoken(text=" "), operations.NothingSaid),
        (Spoken(way="fax", text="x"), operations.WayUnknown),
    ):
        with pytest.raises(refusal):
            operations.note(lead=lead, spoken=wrong, by=zhao, at=AT)


def test_a_lead_goes_its_way_and_back_only_by_a_reason(zhao: User) -> None:
    lead = take_in(zhao)
    with pytest.raises(StaleEdit):
        operations.move(lead=lead, before=State.CONTACTED, to=State.QUALIFIED, by=zhao, at=AT)
    operations.move(lead=lead, before=State.NEW, to=State.QUALIFIED, by=zhao, at=AT)
    with pytest.raises(StateNotReachable):
        operations.move(lead=lead, before=State.QUALIFIED, to=State.NEW, by=zhao, at=AT)
    for reason in ("", "weather", "other"):
        with pytest.raises(ReasonMissing):
            operations.disqualify(lead=lead, reason=reason, by=zhao, at=AT)
    operations.disqualify(lead=lead, reason="no_budget", by=zhao, at=AT)
    with pytest.raises(operations.LeadClosed, match="Zhao"):
        operations.disqualify(lead=lead, reason="no_need", by=zhao, at=AT)
    with pytest.raises(ReasonMissing):
        operations.reopen(lead=lead, reason="", by=zhao, at=AT)
    operations.reopen(lead=lead, reason="New budget", by=zhao, at=AT)
    with pytest.raises(operations.NotDisqualified):
        operations.reopen(lead=lead, reason="Again", by=zhao, at=AT)

    lead.refresh_from_db()
    assert (lead.state, lead.reason, lead.closed_by) == ("contacted", "", None)
    assert kinds() == ["lead.captured", "lead.moved", "lead.disqualified", "lead.reopened"]


def test_an_edit_overwrites_nothing_and_tells_no_phone(zhao: User) -> None:
    lead = take_in(zhao, phone="138 0013 8000")
    h3 = make_product(code="h3")
    values = {"phone": "13900139000", "region": "华东", "products": [h3]}
    operations.change(lead=lead, before={"region": ""}, values=values, by=zhao, at=AT)
    with pytest.raises(StaleEdit):
        operations.change(
            lead=lead, before={"region": ""}, values={"region": "华北"}, by=zhao, at=AT
        )
    with pytest.raises(operations.FieldUnknown):
        operations.change(lead=lead, before={}, values={"state": "converted"}, by=zhao, at=AT)

    entry = Entry.objects.get(kind="lead.changed")
    assert entry.payload["fields"] == ["phone", "products", "region"]
    assert "1390" not in str(entry.payload)
    lead.refresh_from_db()
    assert lead.phone_core == "13900139000"


def test_rules_give_points_and_say_for_what(zhao: User, sun: User) -> None:
    def rule(field: str, value: str, points: int) -> ScoreDetails:
        return ScoreDetails(name_zh="规则", name_en="Rule", field=field, value=value, points=points)

    early = take_in(zhao, region="江苏 苏州")
    operations.add_score_rule(details=rule("region", "江苏|浙江", 20), by=sun, at=AT)
    operations.add_score_rule(details=rule("mail", "work", 10), by=sun, at=AT)
    by_title = operations.add_score_rule(details=rule("title", "总监|经理", 15), by=sun, at=AT)
    early.refresh_from_db()
    assert early.points == 20
    lead = take_in(zhao, email="a@ninghai.cn", contact_title="采购经理")
    assert lead.points == 25
    assert take_in(zhao, email="a@qq.com").points == 0

    operations.change_score_rule(
        rule=by_title, before={"points": 15}, values={"points": -5}, by=sun, at=AT
    )
    lead.refresh_from_db()
    assert lead.points == 5
    assert Entry.objects.get(kind="lead_score_rule.changed").payload["came_from"] == {
        "points": "15"
    }
    with pytest.raises(NotAllowed):
        operations.add_score_rule(details=rule("mail", "work", 1), by=zhao, at=AT)
    for wrong in (rule("moon", "x", 1), rule("mail", " ", 1), rule("mail", "work", 101)):
        with pytest.raises(operations.RuleImpossible):
            operations.add_score_rule(details=wrong, by=sun, at=AT)


def test_leads_are_given_out_by_rule_and_nobody_who_is_away_gets_one(sun: User) -> None:
    first, second, third = (make_user(Role.SALESPERSON, name=name) for name in ("A", "B", "C"))
    away = {"start_on": date(2026, 11, 23), "end_on": date(2026, 11, 24), "kind": "annual"}
    Leave.objects.create(person=second, entered_by=second, entered_at=AT, **away)
    names = {"name_zh": "规则", "name_en": "Rule"}
    by_load = AssignmentDetails(
        **names, people=[first, third], method="load", position=2, field="region", value="华南"
    )
    operations.add_assignment_rule(details=by_load, by=sun, at=AT)
    in_turn = AssignmentDetails(
        **names, people=[first, second, third], position=1, field="region", value="华东"
    )
    rule = operations.add_assignment_rule(details=in_turn, by=sun, at=AT)

    got = [take_in(sun, region="华东").owner for _each in range(3)]
    assert got == [first, third, first]
    assert take_in(sun, region="华南").owner == third
    unowned = take_in(sun, region="西北")
    assert unowned.owner is None
    assert Entry.objects.filter(kind="lead.captured").first().payload["rule_id"] == rule.pk  # type: ignore[union-attr]

    drain()
    assert Notification.objects.filter(recipient=first).count() == 2
    moved = operations.assign_several(leads=[unowned], to=second, by=sun, at=AT)
    assert [each.owner for each in moved] == [second]
    assert operations.assign_several(leads=[unowned], by=sun, at=AT) == []
    with pytest.raises(StaleEdit):
        operations.assign(lead=unowned, before=None, to=third, by=sun, at=AT)
    nobody = AssignmentDetails(**names, people=[])
    with pytest.raises(operations.RuleImpossible):
        operations.add_assignment_rule(details=nobody, by=sun, at=AT)


def test_the_leads_of_somebody_who_leaves_go_on(zhao: User) -> None:
    lead, boss = take_in(zhao, owner=zhao), make_user(Role.ADMIN)
    ended = make_lead(owner=zhao, state=State.DISQUALIFIED)
    successor = make_user(Role.SALESPERSON)
    access.deactivate(user=zhao, successor=successor, by=boss, at=AT)
    drain()

    lead.refresh_from_db()
    ended.refresh_from_db()
    assert (lead.owner, ended.owner) == (successor, zhao)


def test_another_response_time_holds_for_what_comes_then(zhao: User, sun: User) -> None:
    before = take_in(zhao)
    operations.set_response_time(minutes=60, before=240, by=sun, at=AT)
    with pytest.raises(StaleEdit):
        operations.set_response_time(minutes=30, before=240, by=sun, at=AT)
    with pytest.raises(operations.MinutesImpossible):
        operations.set_response_time(minutes=0, before=60, by=sun, at=AT)

    before.refresh_from_db()
    assert before.due_at == datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert take_in(zhao).due_at == datetime(2026, 11, 24, 3, tzinfo=UTC)
