"""Quotes of the past: one for each deal that came to prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from twintrack.demo.past.deals import Past
from twintrack.demo.past.memory import Memory
from twintrack.foundation.mailing.models import SendingState
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pricing import operations as pricing
from twintrack.sales.pricing.models import PriceBook, Unit
from twintrack.sales.quotes.arithmetic import percent
from twintrack.sales.quotes.events import (
    QuoteAccepted,
    QuoteDeclined,
    QuoteDrafted,
    QuoteEvent,
    QuoteSent,
    QuoteSubmitted,
)
from twintrack.sales.quotes.lifecycle import QuoteState
from twintrack.sales.quotes.models import (
    Quote,
    QuoteLine,
    QuoteSending,
    QuoteVersion,
    SendingWay,
)
from twintrack.sales.quotes.operations.holding import told_of

BOOKS = {
    "CNY": ("国内标准价 2024", "Domestic list prices 2024"),
    "EUR": ("出口价 2024", "Export prices 2024"),
}
CENT, TAX = Decimal("0.01"), Decimal(13)
# The last day on which these books held.
BOOK_ENDED = 151
VALID = timedelta(days=60)


@dataclass(kw_only=True)
class Offer:
    """A quote with the deal it is for."""

    past: Past
    quote: Quote
    version: QuoteVersion
    sent: datetime
    answered: datetime

    @property
    def is_accepted(self) -> bool:
        return self.past.is_won


def remember(memory: Memory, sold: list[Past]) -> list[Offer]:
    """Write the quotes of all deals that were negotiated."""
    asked = [each for each in sold if Stage.NEGOTIATION.value in each.entered]
    found = [_offer(memory, past, memory.books[past.row.currency]) for past in asked]
    numbers = memory.numbers("Q", [each.quote.created_at for each in found])
    for offer, number in zip(found, numbers, strict=True):
        offer.quote.number = number
    Quote.objects.bulk_create([each.quote for each in found], batch_size=500)
    QuoteVersion.objects.bulk_create([each.version for each in found], batch_size=500)
    QuoteLine.objects.bulk_create([_line(each) for each in found], batch_size=500)
    sendings = QuoteSending.objects.bulk_create([_sending(each) for each in found])
    for offer, sending in zip(found, sendings, strict=True):
        _tell(memory, offer, sending)
    return found


def open_books(memory: Memory, at: datetime) -> None:
    """Open the price books that held before those of the story."""
    for currency, (name_zh, name_en) in BOOKS.items():
        details = pricing.BookDetails(
            name_zh=name_zh,
            name_en=name_en,
            currency=currency,
            valid_from=timezone.localdate(at),
            valid_to=memory.cast.diary.day(-BOOK_ENDED),
        )
        by = memory.cast.staff["sun"]
        memory.books[currency] = pricing.open_book(details=details, by=by, at=at)


def _offer(memory: Memory, past: Past, book: PriceBook) -> Offer:
    luck, row = memory.luck, past.row
    begun = past.entered[Stage.NEGOTIATION.value]
    answered = past.entered.get(Stage.CONTRACT.value, past.ended) if past.is_won else past.ended
    # Prices come when what is to be built is clear.
    sent = memory.after(begun, luck.randint(1, max((answered - begun).days - 4, 1)))
    state = QuoteState.ACCEPTED if past.is_won else QuoteState.REJECTED
    gross = row.amount
    net = (gross * 100 / (100 + TAX)).quantize(CENT)
    at_list = (net / Decimal(1 - luck.uniform(0.02, 0.16))).quantize(Decimal(100))
    quote = Quote(
        title=row.name,
        opportunity=row,
        customer=past.customer,
        owner=past.owner,
        created_at=begun,
        first_sent_at=sent,
        accepted_at=answered if past.is_won else None,
    )
    version = QuoteVersion(
        quote=quote,
        state=state,
        book=book,
        currency=row.currency,
        valid_until=timezone.localdate(sent) + VALID,
        language="en" if row.currency != "CNY" else "zh-hans",
        at_list=at_list,
        discounted=at_list - net,
        net=net,
        tax=gross - net,
        gross=gross,
        cost=(net * Decimal(luck.uniform(0.52, 0.68))).quantize(CENT),
        created_by=past.owner,
        created_at=begun,
        submitted_at=sent,
        approved_at=sent,
        sent_at=sent,
        closed_at=answered,
        accepted_on=timezone.localdate(answered) if past.is_won else None,
        accepted_noted_by=past.owner if past.is_won else None,
        decline_reason="" if past.is_won else row.lost_reason,
    )
    return Offer(past=past, quote=quote, version=version, sent=sent, answered=answered)


def _line(offer: Offer) -> QuoteLine:
    version = offer.version
    return QuoteLine(
        version=version,
        position=1,
        name=offer.quote.title,
        quantity=Decimal(1),
        unit=Unit.PIECE,
        list_price=version.at_list,
        discount=percent(version.discounted, version.at_list),
        tax_rate=TAX,
        cost=version.cost,
        amount=version.net,
        net=version.net,
        tax=version.tax,
    )


def _sending(offer: Offer) -> QuoteSending:
    return QuoteSending(
        version=offer.version,
        way=SendingWay.HANDED_OVER,
        to=offer.past.customer.name,
        state=SendingState.DONE,
        sent_by=offer.past.owner,
        sent_at=offer.sent,
    )


def _tell(memory: Memory, offer: Offer, sending: QuoteSending) -> None:
    quote, version, by = offer.quote, offer.version, offer.past.owner
    whose = told_of(version)
    net, gross = version.net, version.gross
    steps = [
        (QuoteDrafted(**whose, title=quote.title, currency=version.currency), quote.created_at),
        (
            QuoteSubmitted(
                **whose,
                currency=version.currency,
                net=net,
                discount=version.discount_percent,
                roles=[],
            ),
            offer.sent,
        ),
        (
            QuoteSent(
                **whose,
                sending_id=sending.pk,
                way=sending.way,
                to=sending.to,
                is_first=True,
                currency=version.currency,
                gross=gross,
                valid_until=version.valid_until,
            ),
            offer.sent,
        ),
    ]
    answer: QuoteEvent = QuoteDeclined(**whose, reason=version.decline_reason)
    if version.accepted_on:
        answer = QuoteAccepted(
            **whose,
            accepted_by=offer.past.customer.name,
            accepted_on=version.accepted_on,
            currency=version.currency,
            net=net,
            gross=gross,
        )
    for event, at in [*steps, (answer, offer.answered)]:
        memory.tell(event, quote, offer.past.row, offer.past.customer, by=by, at=at)
