"""What is sold for how much, who has to approve what, and quotes in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from twintrack.demo.cast import Cast
from twintrack.foundation.documents import operations as documents
from twintrack.foundation.documents.queries import letterhead_now
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.queries import Wanted, list_opportunities
from twintrack.sales.pricing import operations as pricing
from twintrack.sales.pricing.models import CatalogueItem, PriceBook
from twintrack.sales.pricing.queries import Tier
from twintrack.sales.quotes import operations
from twintrack.sales.quotes.models import Quote, QuoteVersion
from twintrack.sales.quotes.operations import LineDetails, QuoteDetails, RuleDetails, Way
from twintrack.sales.quotes.queries import list_rules, list_waiting_for

# Before the first quote.
SET_UP = 150
BOOKS = {
    "CNY": ("国内标准价 2026", "Domestic list prices 2026"),
    "EUR": ("出口价 2026", "Export prices 2026"),
}
PAID = (
    "合同签订后 7 日内付 30 %，发货前付 60 %，验收合格后付 10 %。",
    "30 % within 7 days of signing, 60 % before dispatch, 10 % after acceptance.",
)
DELIVERED = (
    "合同生效后 8 周交货，含运输至客户现场。",
    "Eight weeks after the contract takes effect, carried to the customer's site.",
)


class Shop:
    """The catalogue and the price books, once they are set up."""

    def __init__(self, cast: Cast, told: dict[str, Any]) -> None:
        self.cast, self.told = cast, told
        self.items: dict[str, CatalogueItem] = {}
        self.books: dict[str, PriceBook] = {}

    def set_up(self, at: datetime) -> None:
        by = self.cast.staff["sun"]
        head: dict[str, str] = self.told["head"]
        documents.change_letterhead(before={}, values=head, by=by, at=at)
        for currency, (name_zh, name_en) in BOOKS.items():
            details = pricing.BookDetails(
                name_zh=name_zh, name_en=name_en, currency=currency, valid_from=at.date()
            )
            self.books[currency] = pricing.open_book(details=details, by=by, at=at)
        for told in self.told["items"]:
            self._sell(told, by, at)
        self._set_rules(by, at)

    def _set_rules(self, by: User, at: datetime) -> None:
        """Make the rules that every company begins with this one's, and add the others."""
        given = list(list_rules(for_user=by))
        for place, told in enumerate(self.told["rules"]):
            name_zh, name_en = told["name"]
            rule = RuleDetails(
                name_zh=name_zh,
                name_en=name_en,
                kind=told["kind"],
                threshold=Decimal(told["threshold"]),
                role=told["role"],
                step=told["step"],
            )
            if place >= len(given):
                operations.add_rule(details=rule, by=by, at=at)
                continue
            values = asdict(rule)
            seen = {name: getattr(given[place], name) for name in values}
            operations.change_rule(rule=given[place], before=seen, values=values, by=by, at=at)

    def _sell(self, told: dict[str, Any], by: User, at: datetime) -> None:
        name_zh, name_en = told["name"]
        details = pricing.ItemDetails(
            code=told["code"],
            name_zh=name_zh,
            name_en=name_en,
            product=self.cast.products.get(told.get("product", "")),
            kind=told.get("kind", "product"),
            unit=told["unit"],
            tax_rate=Decimal(told["tax"]),
        )
        item = self.items[told["code"]] = pricing.add_item(details=details, by=by, at=at)
        pricing.set_cost(item=item, amount=Decimal(told["cost"]), currency="CNY", by=by, at=at)
        for currency, book in self.books.items():
            tiers = [
                Tier(from_quantity=Decimal(quantity), amount=Decimal(amount))
                for quantity, amount in told[currency.lower()].items()
            ]
            pricing.set_prices(book=book, item=item, tiers=tiers, by=by, at=at)


class Offer:
    """One quote of the story."""

    def __init__(self, shop: Shop, told: dict[str, Any]) -> None:
        self.shop, self.told = shop, told
        self.cast = shop.cast
        self._quote: Quote | None = None

    @property
    def _now(self) -> QuoteVersion:
        assert self._quote
        version: QuoteVersion = self._quote.versions.get(is_current=True)
        return version

    @property
    def _owner(self) -> User:
        return self.cast.customers[self.told["with"]].owner

    def draft(self, at: datetime) -> None:
        customer, by = self.cast.customers[self.told["with"]], self._owner
        wanted = Wanted(customer=customer, stage="open")
        opportunity = list_opportunities(for_user=by, wanted=wanted).first()
        assert opportunity
        # Paper abroad is English; at home it is in the language of the demo.
        is_english = opportunity.currency != "CNY" or not self.cast.teller.is_chinese
        details = QuoteDetails(
            opportunity=opportunity,
            book=self.shop.books[opportunity.currency],
            valid_until=self.cast.diary.day(self.told["until"]),
            discount=Decimal(str(self.told["discount"])),
            language="en" if is_english else "zh-hans",
            payment_terms=PAID[is_english],
            delivery_terms=DELIVERED[is_english],
        )
        self._quote = operations.draft_quote(details=details, by=by, at=at)
        for code, quantity in self.told["lines"].items():
            line = LineDetails(item=self.shop.items[code], quantity=Decimal(quantity))
            operations.add_line(version=self._now, details=line, by=by, at=at)
        if "promise" in self.told:
            day, *words = self.told["promise"]
            operations.add_promise(
                version=self._now,
                text=words[is_english],
                due_on=self.cast.diary.day(day),
                by=by,
                at=at,
            )

    def submit(self, at: datetime) -> None:
        operations.submit(version=self._now, by=self._owner, at=at)

    def approve(self, at: datetime) -> None:
        for _step in range(9):
            version = self._now
            by = self._asked(version)
            if by is None:
                return
            operations.approve(version=version, seen=version.revision, by=by, at=at)

    def back(self, reason_zh: str, reason_en: str, at: datetime) -> None:
        version = self._now
        by = self._asked(version)
        assert by
        reason = self.cast.teller.of((reason_zh, reason_en))
        operations.send_back(version=version, seen=version.revision, reason=reason, by=by, at=at)

    def _asked(self, version: QuoteVersion) -> User | None:
        for key in ("sun", "xu"):
            if list_waiting_for(self.cast.staff[key]).filter(pk=version.pk).exists():
                return self.cast.staff[key]
        return None

    def send(self, at: datetime) -> None:
        way = Way(way="handed_over", to=self._contact)
        operations.send(
            version=self._now, way=way, letterhead=letterhead_now(), by=self._owner, at=at
        )

    @property
    def _contact(self) -> str:
        return self.cast.contacts[self.told["with"]][0].name

    def revise(self, discount: int, until: int, *words: Any) -> None:
        note_zh, note_en, at = words
        fresh = operations.revise(
            version=self._now,
            valid_until=self.cast.diary.day(until),
            note=self.cast.teller.of((note_zh, note_en)),
            by=self._owner,
            at=at,
        )
        operations.change_terms(
            version=fresh,
            before={"discount": fresh.discount},
            values={"discount": Decimal(discount)},
            by=self._owner,
            at=at,
        )

    def accept(self, at: datetime) -> None:
        operations.accept(
            version=self._now,
            accepted_by=self._contact,
            accepted_on=timezone.localdate(at),
            by=self._owner,
            at=at,
        )

    def decline(self, reason_zh: str, reason_en: str, at: datetime) -> None:
        reason = self.cast.teller.of((reason_zh, reason_en))
        operations.decline(version=self._now, reason=reason, by=self._owner, at=at)

    def expire(self, at: datetime) -> None:
        operations.expire(version=self._now, by=automation(), at=at)


def follow(cast: Cast) -> None:
    """Write into the diary what is sold for how much, and how quotes go their way."""
    told = cast.teller.read("quotes")
    shop = Shop(cast, told)
    cast.diary.on(SET_UP, 14, shop.set_up)
    for each in told["quotes"]:
        offer = Offer(shop, each)
        for place, (ago, step, *said) in enumerate(each["way"]):
            act: Callable[..., None] = getattr(offer, step)
            cast.diary.on(ago, 13 + place / 4, partial(act, *said), key=each["with"])
