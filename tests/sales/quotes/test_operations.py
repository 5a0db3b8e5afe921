"""Quotes from the first draft to what the customer says."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.quotes import UNTIL, make_book, make_item, make_quote, make_rule, make_sent
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing, Refusal, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.quotes import operations, queries
from twintrack.sales.quotes.clock import Phase
from twintrack.sales.quotes.lifecycle import QuoteState
from twintrack.sales.quotes.models import QuoteVersion
from twintrack.sales.quotes.operations import LineDetails, QuoteDetails, Way

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON)


def kinds() -> list[str]:
    return [each.kind for each in Entry.objects.filter(about_kind="quote").order_by("pk")]


def again(version: QuoteVersion) -> QuoteVersion:
    return QuoteVersion.objects.select_related("quote").get(pk=version.pk)


def test_lines_take_the_price_of_their_tier_and_totals_follow(seller: User) -> None:
    item = make_item(cost="600")
    book = make_book({item: {"1": "1000", "10": "900"}})
    version = make_quote(by=seller, lines=0, book=book, discount="5")
    line = operations.add_line(
        version=version, details=LineDetails(item=item, quantity=Decimal(3)), by=seller, at=AT
    )
    free = LineDetails(
        name="Freight", quantity=Decimal(1), list_price=Decimal("99.99"), tax_rate=Decimal(6)
    )
    operations.add_line(version=version, details=free, by=seller, at=AT)
    assert (line.list_price, line.cost, line.name) == (1000, 600, item.name_zh)

    changed = operations.change_line(
        version=version,
        line_id=line.pk,
        before={"quantity": Decimal(3)},
        values={"quantity": Decimal(10)},
        by=seller,
        at=AT,
    )
    version = again(version)
    assert (changed.list_price, changed.amount, changed.share) == (900, 9000, 450)
    assert (version.net, version.tax) == (Decimal("8644.99"), Decimal("1117.20"))
    assert (version.gross, version.cost) == (Decimal("9762.19"), None)
    operations.move_line(version=version, line_id=line.pk, to=2, by=seller, at=AT)
    assert [each.name for each in version.lines.all()] == ["Freight", item.name_zh]
    operations.remove_line(version=version, line_id=line.pk, by=seller, at=AT)
    with pytest.raises(operations.LineGone):
        operations.remove_line(version=version, line_id=line.pk, by=seller, at=AT)
    assert again(version).net == Decimal("94.99")
    assert kinds() == ["quote.drafted", *["quote.priced"] * 5]


@pytest.mark.parametrize(
    "over",
    [
        {"quantity": Decimal(0)},
        {"quantity": Decimal(-1)},
        {"quantity": Decimal("0.0001")},
        {"quantity": Decimal(10) ** 9},
        {"quantity": Decimal("NaN")},
        {"list_price": Decimal("-0.01")},
        {"list_price": Decimal("0.005")},
        {"discount": Decimal("100.01")},
        {"discount": Decimal(-1)},
        {"tax_rate": Decimal(101)},
        {"name": "  "},
    ],
)
def test_absurd_lines_are_refused_and_nothing_is_written(
    seller: User, over: dict[str, Any]
) -> None:
    version = make_quote(by=seller)
    fields: dict[str, Any] = {
        "name": "Freight",
        "quantity": Decimal(1),
        "list_price": Decimal(1),
        "tax_rate": Decimal(13),
    }
    with pytest.raises(operations.LineImpossible):
        operations.add_line(version=version, details=LineDetails(**fields | over), by=seller, at=AT)

    assert version.lines.count() == 1


def test_what_a_book_does_not_price_or_nobody_can_pay_is_refused(seller: User) -> None:
    version = make_quote(by=seller)
    unpriced = LineDetails(item=make_item(), quantity=Decimal(1))
    with pytest.raises(operations.ItemNotPriced):
        operations.add_line(version=version, details=unpriced, by=seller, at=AT)
    huge = LineDetails(name="x", quantity=Decimal(10) ** 8, list_price=Decimal(10) ** 11)
    with pytest.raises(operations.QuoteTooLarge):
        operations.add_line(version=version, details=huge, by=seller, at=AT)
    with pytest.raises(operations.LineImpossible):
        operations.change_line(
            version=version,
            line_id=version.lines.get().pk,
            before={},
            values={"list_price": Decimal(1)},
            by=seller,
            at=AT,
        )


@pytest.mark.parametrize(
    ("over", "refusal"),
    [
        ({"book": {"currency": "EUR"}}, operations.CurrencyDiffers),
        ({"book": {"valid_to": date(2026, 11, 1)}}, operations.BookNotValid),
        ({"opportunity": {"stage": Stage.WON}}, operations.OpportunityClosed),
        ({"valid_until": date(2026, 11, 23)}, operations.TermsImpossible),
        ({"valid_until": date(2199, 1, 1)}, operations.TermsImpossible),
        ({"discount": Decimal(100)}, operations.TermsImpossible),
        ({"discount": Decimal("-0.5")}, operations.TermsImpossible),
    ],
)
def test_a_quote_that_cannot_be_is_refused(
    seller: User, over: dict[str, Any], refusal: type[Refusal]
) -> None:
    details = {
        "opportunity": make_opportunity(**over.pop("opportunity", {})),
        "book": make_book(**over.pop("book", {})),
        "valid_until": UNTIL,
    }
    with pytest.raises(refusal):
        operations.draft_quote(details=QuoteDetails(**details | over), by=seller, at=AT)
    with pytest.raises(NotAllowed):
        operations.draft_quote(
            details=QuoteDetails(**details | over), by=make_user(Role.ENGINEER), at=AT
        )


def test_another_book_and_language_price_and_name_the_lines_anew(seller: User) -> None:
    version = make_quote(by=seller)
    [line] = version.lines.all()
    assert line.item
    dear = make_book({line.item: {"1": "1200"}}, includes_tax=True)
    version = operations.change_terms(
        version=version,
        before={"book": version.book, "language": "zh-hans", "title": version.quote.title},
        values={"book": dear, "language": "en", "title": "Retrofit"},
        by=seller,
        at=AT,
    )

    [line] = version.lines.all()
    assert (line.name, line.list_price) == (line.item.name_en if line.item else "", 1200)
    assert (version.gross, version.net) == (1200, Decimal("1061.95"))
    told = Entry.objects.latest("pk").payload
    assert told["fields"] == ["book", "language", "title"]
    with pytest.raises(StaleEdit):
        operations.change_terms(
            version=version, before={"notes": "x"}, values={"notes": "y"}, by=seller, at=AT
        )
    with pytest.raises(operations.CurrencyDiffers):
        operations.change_terms(
            version=version,
            before={},
            values={"book": make_book(currency="USD")},
            by=seller,
            at=AT,
        )


def test_rules_ask_one_role_after_the_other(seller: User) -> None:
    make_rule()
    make_rule(kind="margin_below", threshold=Decimal(35), role=Role.EXECUTIVE, step=2)
    make_rule(kind="amount_above", threshold=Decimal(10**9), role=Role.EXECUTIVE, step=3)
    make_rule(threshold=Decimal(11), is_active=False, role=Role.CSM)
    manager, chief = make_user(Role.SALES_MANAGER), make_user(Role.EXECUTIVE)
    version = make_quote(by=seller, discount="12")
    version = operations.submit(version=version, by=seller, at=AT)
    asked = [(each.role, each.reasons[0]["found"]) for each in version.approvals.all()]
    assert asked == [("sales_manager", "12.00"), ("executive", "31.82")]
    seen = version.revision
    assert list(queries.list_waiting_for(manager)) == [version]
    assert not queries.list_waiting_for(seller).exists()

    with pytest.raises(operations.NotAsked):
        operations.approve(version=version, seen=seen, by=seller, at=AT)
    with pytest.raises(StaleEdit):
        operations.approve(version=version, seen=seen - 1, by=manager, at=AT)
    line = LineDetails(name="x", quantity=Decimal(1))
    with pytest.raises(operations.NotADraft):
        operations.add_line(version=version, details=line, by=seller, at=AT)
    operations.approve(version=version, seen=seen, note="once", by=manager, at=AT)
    assert again(version).state == QuoteState.IN_APPROVAL
    with pytest.raises(operations.NotAsked):
        operations.approve(version=version, seen=seen, by=manager, at=AT)
    operations.approve(version=version, seen=seen, by=chief, at=AT)
    assert again(version).state == QuoteState.APPROVED
    with pytest.raises(operations.ApprovalOver):
        operations.approve(version=version, seen=seen, by=chief, at=AT)
    assert kinds()[-3:] == ["quote.submitted", "quote.step_approved", "quote.approved"]


def test_a_quote_is_sent_back_with_a_reason_and_handed_in_anew(seller: User) -> None:
    make_rule()
    manager = make_user(Role.SALES_MANAGER)
    version = operations.submit(version=make_quote(by=seller, discount="12"), by=seller, at=AT)
    with pytest.raises(ReasonMissing):
        operations.send_back(version=version, seen=version.revision, reason=" ", by=manager, at=AT)
    operations.send_back(
        version=version, seen=version.revision, reason="too much", by=manager, at=AT
    )
    version = again(version)
    assert version.is_draft
    operations.submit(version=version, by=seller, at=AT)
    assert [each.turn for each in version.approvals.all()] == [1, 2]
    operations.withdraw(version=version, by=seller, at=AT)
    assert again(version).is_draft
    assert not queries.list_waiting_for(manager).exists()

    mine = make_quote(by=manager, discount="12")
    mine = operations.submit(version=mine, by=manager, at=AT)
    with pytest.raises(operations.OwnQuote):
        operations.approve(version=mine, seen=mine.revision, by=manager, at=AT)


def test_nothing_and_what_is_over_is_not_handed_in_nor_sent_unapproved(seller: User) -> None:
    empty = make_quote(by=seller, lines=0)
    with pytest.raises(operations.NothingOffered):
        operations.submit(version=empty, by=seller, at=AT)
    version = make_quote(by=seller)
    with pytest.raises(operations.ValidityOver):
        operations.submit(version=version, by=seller, at=AT + timedelta(days=60))
    way = Way(way="handed_over", to="Ms Yu")
    with pytest.raises(operations.NotApproved):
        operations.send(version=version, way=way, letterhead={}, by=seller, at=AT)
    operations.submit(version=version, by=seller, at=AT)
    for wrong in (Way(way="handed_over", to=" "), Way(way="mail", to="a@b.example, nobody")):
        with pytest.raises(operations.AddressImpossible):
            operations.send(version=version, way=wrong, letterhead={}, by=seller, at=AT)
    mail = Way(way="mail", to="yu@example.com; buy@example.com")
    sending = operations.send(version=version, way=mail, letterhead={"a": 1}, by=seller, at=AT)
    assert (sending.state, sending.to) == ("waiting", "yu@example.com, buy@example.com")
    assert (again(version).state, again(version).letterhead) == ("sent", {"a": 1})


def test_a_sent_quote_is_accepted_once(seller: User) -> None:
    version = make_sent(by=seller)
    accepted = operations.accept(
        version=version, accepted_by="Ms Yu", accepted_on=TODAY, by=seller, at=AT
    )
    assert (accepted.state, accepted.accepted_by) == (QuoteState.ACCEPTED, "Ms Yu")
    with pytest.raises(operations.AcceptedAlready, match="Ms Yu"):
        operations.accept(version=version, accepted_by="B", accepted_on=TODAY, by=seller, at=AT)
    with pytest.raises(operations.AcceptedAlready):
        operations.revise(version=version, valid_until=UNTIL, note="", by=seller, at=AT)
    assert queries.accepted_version_of(version.quote) == accepted
    told = Entry.objects.latest("pk")
    assert (told.kind, told.payload["net"]) == ("quote.accepted", "1000.00")


def superseded(version: QuoteVersion, by: User) -> None:
    operations.revise(version=version, valid_until=UNTIL, note="", by=by, at=AT)


def expired(version: QuoteVersion, by: User) -> None:
    operations.expire(version=version, by=by, at=AT + timedelta(days=60))


def declined(version: QuoteVersion, by: User) -> None:
    operations.decline(version=version, reason="too dear", by=by, at=AT)


@pytest.mark.parametrize(
    ("prepare", "on", "refusal"),
    [
        (superseded, TODAY, operations.Outdated),
        (expired, TODAY, operations.TooLateToAccept),
        (declined, TODAY, operations.NotSent),
        (None, UNTIL + timedelta(days=1), operations.TooLateToAccept),
        (None, TODAY - timedelta(days=1), operations.AcceptedWhen),
        (None, TODAY + timedelta(days=1), operations.AcceptedWhen),
    ],
)
def test_what_cannot_be_accepted_is_refused(
    seller: User,
    prepare: Callable[[QuoteVersion, User], None] | None,
    on: date,
    refusal: type[Refusal],
) -> None:
    version = make_sent(by=seller)
    if prepare:
        prepare(version, seller)
    with pytest.raises(refusal):
        operations.accept(version=version, accepted_by="A", accepted_on=on, by=seller, at=AT)
    with pytest.raises(operations.NotSent):
        operations.accept(
            version=make_quote(), accepted_by="A", accepted_on=TODAY, by=seller, at=AT
        )
    with pytest.raises(operations.WhoAccepts):
        operations.accept(version=version, accepted_by=" ", accepted_on=TODAY, by=seller, at=AT)


def test_the_next_version_has_the_same_lines_and_the_sent_one_stays(seller: User) -> None:
    version = make_sent(by=seller, lines=2)
    operations.expire(version=version, by=seller, at=AT + timedelta(days=60))
    later = AT + timedelta(days=61)
    fresh = operations.revise(
        version=version, valid_until=date(2027, 2, 1), note="prolonged", by=seller, at=later
    )

    assert (fresh.name, fresh.state, fresh.gross) == (
        f"{version.quote.number}/2",
        QuoteState.DRAFT,
        version.gross,
    )
    assert fresh.lines.count() == version.lines.count() == 2
    assert again(version).state == QuoteState.EXPIRED
    with pytest.raises(operations.Outdated):
        operations.revise(version=version, valid_until=UNTIL, note="", by=seller, at=AT)
    sent = make_sent(by=seller)
    with pytest.raises(operations.TermsImpossible):
        operations.revise(version=sent, valid_until=TODAY, note="", by=seller, at=later)
    clock = queries.clock_of(version.quote, now=later + timedelta(days=2))
    assert clock.phases[Phase.CUSTOMER] == timedelta(days=60)
    assert clock.phases[Phase.BETWEEN] == timedelta(days=3)


def test_days_that_a_draft_names_need_a_commitment(seller: User) -> None:
    version = make_quote(by=seller)
    promise = operations.add_promise(
        version=version, text="Line 2 runs", due_on=date(2026, 12, 18), by=seller, at=AT
    )
    operations.link_promise(
        version=version, promise_id=promise.pk, commitment="PR-7", by=seller, at=AT
    )
    assert version.promises.get().commitment == "PR-7"
    assert Entry.objects.latest("pk").payload["to"] == ["2026-12-18 Line 2 runs PR-7"]
    operations.remove_promise(version=version, promise_id=promise.pk, by=seller, at=AT)
    assert not version.promises.exists()
    for text, due_on in ((" ", UNTIL), ("x", date(2026, 1, 1))):
        with pytest.raises(operations.PromiseImpossible):
            operations.add_promise(version=version, text=text, due_on=due_on, by=seller, at=AT)


def test_rules_are_set_by_managers_within_reason(seller: User) -> None:
    manager = make_user(Role.SALES_MANAGER)
    details = operations.RuleDetails(
        name_zh="大额",
        name_en="Large",
        kind="amount_above",
        threshold=Decimal(10**6),
        role=Role.EXECUTIVE,
    )
    rule = operations.add_rule(details=details, by=manager, at=AT)
    operations.change_rule(rule=rule, before={"step": 1}, values={"step": 2}, by=manager, at=AT)
    assert Entry.objects.latest("pk").payload["came_from"] == {"step": "1"}
    for wrong in ({"step": 0}, {"threshold": Decimal(-1)}, {"role": "guest"}, {"kind": "x"}):
        with pytest.raises(operations.RuleImpossible):
            operations.change_rule(rule=rule, before={}, values=wrong, by=manager, at=AT)
    with pytest.raises(NotAllowed):
        operations.add_rule(details=details, by=seller, at=AT)


def test_every_company_begins_with_rules_that_are_its_own_once_they_are_changed() -> None:
    manager = make_user(Role.SALES_MANAGER)
    first, second = queries.list_rules(for_user=manager)
    assert [(each.role, each.threshold, each.is_given) for each in (first, second)] == [
        (Role.SALES_MANAGER, 10, True),
        (Role.EXECUTIVE, 25, True),
    ]
    changed = operations.change_rule(
        rule=first,
        before={"threshold": first.threshold},
        values={"threshold": Decimal(12)},
        by=manager,
        at=AT,
    )
    assert not changed.is_given
