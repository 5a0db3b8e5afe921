"""Visits are planned, moved, held, noted and called off."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.visits import AT, HOUR, make_template, make_visit
from twintrack.foundation.access.refusals import NotAllowed, NotThere, ReasonMissing, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.undoing import ChangedSince, TooLate
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.queries import newest_entry
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact
from twintrack.sales.pipeline.operations import StepHalf
from twintrack.sales.visits import operations
from twintrack.sales.visits.lifecycle import VisitState
from twintrack.sales.visits.models import Visit
from twintrack.sales.visits.queries import list_visits
from twintrack.sales.visits.watch import watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


def details(**over: Any) -> operations.VisitDetails:
    fields = {"purpose": " Talk ", "starts_at": AT, "ends_at": AT + HOUR} | over
    if "customer" not in fields:
        fields["customer"] = make_customer()
    return operations.VisitDetails(**fields)


def last(about: Visit) -> Entry:
    entry = Entry.objects.filter(about_kind="visit", about_id=about.pk).order_by("-pk").first()
    assert entry is not None
    return entry


def test_a_visit_is_planned_with_whom_one_meets_and_who_goes_along(seller: User) -> None:
    customer = make_customer()
    contact = Contact.objects.create(customer=customer, name="Li")
    deal = make_opportunity(customer=customer)
    mate = make_user(name="Luo")

    visit = operations.plan(
        details=details(
            customer=customer, contacts=[contact], colleagues=[mate, seller], opportunity=deal
        ),
        by=seller,
        at=AT,
    )

    assert (visit.owner, visit.purpose, visit.state) == (seller, "Talk", "planned")
    assert list(visit.contacts.all()) == [contact]
    assert list(visit.colleagues.all()) == [mate]
    assert last(visit).kind == "visit.planned"
    # Who goes along sees it, whatever their roles; others of R&D see none.
    engineer = make_user(Role.ENGINEER)
    assert not list_visits(for_user=engineer).exists()
    visit.colleagues.add(engineer)
    assert list(list_visits(for_user=engineer)) == [visit]


def test_what_cannot_be_is_not_planned(seller: User) -> None:
    stranger = Contact.objects.create(customer=make_customer(), name="Wei")
    for over, refusal in (
        ({"ends_at": AT}, operations.EndsTooEarly),
        ({"ends_at": AT - HOUR}, operations.EndsTooEarly),
        ({"ends_at": AT + timedelta(hours=25)}, operations.TooLong),
        ({"contacts": [stranger]}, operations.ContactElsewhere),
        ({"opportunity": make_opportunity()}, operations.OpportunityElsewhere),
    ):
        with pytest.raises(refusal):
            operations.plan(details=details(**over), by=seller, at=AT)
    with pytest.raises(NotAllowed):
        operations.plan(details=details(), by=make_user(Role.ENGINEER), at=AT)
    assert not Visit.objects.exists()


def test_a_visit_is_changed_as_the_person_saw_it(seller: User) -> None:
    visit = make_visit(owner=seller, place="Gate 1")
    changed = operations.change(
        visit=visit, before={"place": "Gate 1"}, values={"place": "Gate 2"}, by=seller, at=AT
    )
    assert changed.place == "Gate 2"
    assert last(visit).payload["to"] == {"place": "Gate 2"}
    with pytest.raises(StaleEdit):
        operations.change(
            visit=visit, before={"place": "Gate 1"}, values={"place": "Gate 3"}, by=seller, at=AT
        )
    with pytest.raises(operations.FieldUnknown):
        operations.change(visit=visit, before={}, values={"state": "done"}, by=seller, at=AT)


def test_a_move_is_taken_back_as_long_as_nothing_happened_since(seller: User) -> None:
    visit = make_visit(owner=seller, state="missed")
    later = AT + timedelta(days=1)
    with pytest.raises(StaleEdit):
        operations.move(
            visit=visit, before=later, starts_at=later, ends_at=later + HOUR, by=seller, at=AT
        )
    moved = operations.move(
        visit=visit, before=AT, starts_at=later, ends_at=later + HOUR, by=seller, at=AT
    )
    assert (moved.starts_at, moved.state) == (later, VisitState.PLANNED)
    entry = newest_entry(visit, by=seller)
    assert entry is not None
    span = {"first": entry.pk, "last": entry.pk, "by": seller}

    with pytest.raises(TooLate):
        operations.undo(**span, at=AT + 2 * HOUR)
    with pytest.raises(NotThere):
        operations.undo(first=entry.pk, last=entry.pk, by=make_user(Role.SALESPERSON), at=AT)
    back = operations.undo(**span, at=AT)
    assert (back.starts_at, back.ends_at, back.state) == (AT, AT + HOUR, "missed")
    with pytest.raises(ChangedSince):
        operations.undo(**span, at=AT)


def test_a_visit_is_called_off_for_a_reason_and_that_is_taken_back(seller: User) -> None:
    visit = make_visit(owner=seller)
    with pytest.raises(ReasonMissing):
        operations.cancel(visit=visit, reason=" ", by=seller, at=AT)
    gone = operations.cancel(visit=visit, reason="They are ill", by=seller, at=AT)
    assert (gone.state, gone.cancel_reason) == ("cancelled", "They are ill")
    for act in (operations.check_in, operations.cancel):
        with pytest.raises(operations.NotAhead):
            act(
                visit=visit,
                by=seller,
                at=AT,
                **({"reason": "x"} if act == operations.cancel else {}),
            )
    entry = last(visit)
    back = operations.undo(first=entry.pk, last=entry.pk, by=seller, at=AT)
    assert (back.state, back.cancel_reason) == ("planned", "")
    assert last(visit).kind == "visit.restored"


def test_one_checks_in_once_and_a_position_is_kept_roughly(seller: User) -> None:
    visit = make_visit(owner=seller)
    with pytest.raises(operations.GoesSomebodyElse):
        operations.check_in(visit=visit, by=make_user(Role.SALES_MANAGER), at=AT)
    with pytest.raises(operations.NotBegun):
        operations.check_in(visit=visit, by=seller, at=AT - timedelta(days=1))
    with pytest.raises(operations.PositionImpossible):
        operations.check_in(visit=visit, position=(Decimal(91), Decimal(0)), by=seller, at=AT)

    where = (Decimal("31.230416"), Decimal("121.473701"))
    there = operations.check_in(visit=visit, position=where, by=seller, at=AT + HOUR)

    assert (there.latitude, there.longitude) == (Decimal("31.230"), Decimal("121.474"))
    assert (there.state, there.held_at) == ("checked_in", AT + HOUR)
    # The ledger tells that there was one, never where.
    assert last(visit).payload["with_position"] is True
    assert "121" not in str(last(visit).payload)
    with pytest.raises(operations.CheckedInAlready):
        operations.check_in(visit=visit, by=seller, at=AT + HOUR)
    with pytest.raises(operations.NotAhead):
        operations.move(visit=visit, starts_at=AT, ends_at=AT + 2 * HOUR, by=seller, at=AT)
    entry = last(visit)
    back = operations.undo(first=entry.pk, last=entry.pk, by=seller, at=AT + HOUR)
    assert (back.state, back.checked_in_at, back.latitude) == ("planned", None, None)


def test_a_note_ends_a_visit_and_its_next_step_becomes_that_of_the_deal(seller: User) -> None:
    template, said, rivals = make_template()
    deal = make_opportunity()
    visit = make_visit(owner=seller, opportunity=deal, customer=deal.customer)

    def note(**over: Any) -> operations.Noted:
        return operations.Noted(**{"template": template, "texts": {said.pk: " Film tears "}} | over)

    _other, foreign, _rest = make_template()
    for wrong, refusal in (
        ({"texts": {rivals.pk: "ABB"}}, operations.NoteMissing),
        ({"texts": {said.pk: "  "}}, operations.NoteMissing),
        ({"texts": {said.pk: "x", foreign.pk: "y"}}, operations.SectionUnknown),
        ({"next_step": "Send the quote"}, StepHalf),
    ):
        with pytest.raises(refusal):
            operations.finish(visit=visit, noted=note(**wrong), by=seller, at=AT)
    with pytest.raises(operations.NotBegun):
        operations.finish(visit=visit, noted=note(), by=seller, at=AT - HOUR)
    with pytest.raises(operations.NotHeldYet):
        operations.rewrite(visit=visit, noted=note(), by=seller, at=AT)

    step = {"next_step": "Send the quote", "next_step_on": date(2026, 12, 1)}
    done = operations.finish(visit=visit, noted=note(**step), by=seller, at=AT + HOUR)

    deal.refresh_from_db()
    assert (done.state, done.held_at) == ("done", AT)
    assert [each.text for each in done.parts.all()] == ["Film tears"]
    assert (deal.next_step, deal.next_step_on) == ("Send the quote", date(2026, 12, 1))
    assert last(visit).kind == "visit.finished"
    with pytest.raises(operations.NotAhead):
        operations.finish(visit=visit, noted=note(), by=seller, at=AT + HOUR)
    anew = note(texts={said.pk: "It tears", rivals.pk: "ABB"}, **step)
    operations.rewrite(visit=visit, noted=anew, by=seller, at=AT + HOUR)
    assert last(visit).payload["came_from"]["说了什么 / Said"] == "Film tears"


def test_a_visit_nobody_made_is_missed_after_a_day_and_may_be_noted_late(seller: User) -> None:
    template, said, _rivals = make_template()
    over, recent = make_visit(owner=seller), make_visit(owner=seller, starts_at=AT + 5 * HOUR)
    watch(AT + timedelta(hours=26))
    over.refresh_from_db()
    recent.refresh_from_db()
    assert (over.state, recent.state) == ("missed", "planned")
    assert last(over).kind == "visit.missed"
    noted = operations.Noted(template=template, texts={said.pk: "We did meet"})
    assert operations.finish(visit=over, noted=noted, by=seller, at=timezone.now()).is_held


def test_a_template_is_changed_without_touching_what_was_written(seller: User) -> None:
    manager = make_user(Role.SALES_MANAGER)
    template, said, _rivals = make_template()
    visit = make_visit(owner=seller)
    noted = operations.Noted(template=template, texts={said.pk: "It tears"})
    operations.finish(visit=visit, noted=noted, by=seller, at=AT + HOUR)
    headings = [("说了什么", "Said", False), ("预算", "Budget", True)]
    before = [("说了什么", "Said", True), ("竞品", "Rivals", False)]
    wanted: Any = {"before": {"sections": before}, "values": {"sections": headings}}
    with pytest.raises(NotAllowed):
        operations.change_template(template=template, **wanted, by=seller, at=AT)
    operations.change_template(template=template, **wanted, by=manager, at=AT)
    assert operations.settings.sections_of(template) == headings
    assert visit.parts.get().section == said
    with pytest.raises(StaleEdit):
        operations.change_template(
            template=template,
            before={"sections": before},
            values={"sections": headings[:1]},
            by=manager,
            at=AT,
        )
    made = operations.TemplateDetails(name_zh="空", name_en="Empty", sections=[])
    with pytest.raises(operations.SectionsMissing):
        operations.add_template(details=made, by=manager, at=AT)
