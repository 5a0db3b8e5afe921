"""The catalogue, price books and quotes."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.pricing.models import CatalogueItem, Cost, Price, PriceBook
from twintrack.sales.quotes import operations
from twintrack.sales.quotes.models import ApprovalRule, Quote, QuoteVersion
from twintrack.sales.quotes.operations import LineDetails, QuoteDetails, Way

_numbers = count(1)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
UNTIL = date(2026, 12, 24)


def make_item(*, cost: str = "", **over: object) -> CatalogueItem:
    number = next(_numbers)
    fields: dict[str, object] = {
        "code": f"ITEM-{number}",
        "name_zh": f"物料{number}",
        "name_en": f"Item {number}",
        "tax_rate": Decimal(13),
        "added_at": AT,
    } | over
    item: CatalogueItem = CatalogueItem.objects.create(**fields)
    if cost:
        Cost.objects.create(
            item=item, amount=Decimal(cost), currency="CNY", set_by=make_user(), set_at=AT
        )
    return item


def make_book(
    prices: dict[CatalogueItem, dict[str, str]] | None = None, **over: object
) -> PriceBook:
    number = next(_numbers)
    fields: dict[str, object] = {
        "name_zh": f"价格表{number}",
        "name_en": f"Book {number}",
        "currency": "CNY",
        "valid_from": date(2026, 1, 1),
        "opened_at": AT,
    } | over
    book: PriceBook = PriceBook.objects.create(**fields)
    for item, tiers in (prices or {}).items():
        for quantity, amount in tiers.items():
            Price.objects.create(
                book=book,
                item=item,
                from_quantity=Decimal(quantity),
                amount=Decimal(amount),
                since_version=1,
                set_by=make_user(),
                set_at=AT,
            )
    return book


def make_rule(**over: object) -> ApprovalRule:
    """Make a rule; those that every company begins with are put away."""
    ApprovalRule.objects.filter(is_given=True).delete()
    fields: dict[str, object] = {
        "name_zh": "折扣超限",
        "name_en": "Large discount",
        "kind": "discount_above",
        "threshold": Decimal(10),
        "role": Role.SALES_MANAGER,
    } | over
    return ApprovalRule.objects.create(**fields)


def make_quote(
    *, by: User | None = None, lines: int = 1, discount: str = "0", **over: object
) -> QuoteVersion:
    """Make a draft over the same operations as people: of each line one at 1,000 CNY."""
    by = by or make_user(Role.SALESPERSON)
    item = make_item(cost="600")
    details: dict[str, object] = {
        "opportunity": make_opportunity(owner=by) if "opportunity" not in over else None,
        "book": make_book({item: {"1": "1000"}}),
        "valid_until": UNTIL,
        "discount": Decimal(discount),
    } | over
    quote: Quote = operations.draft_quote(details=QuoteDetails(**details), by=by, at=AT)  # type: ignore[arg-type]
    version: QuoteVersion = quote.versions.get()
    for _line in range(lines):
        operations.add_line(
            version=version, details=LineDetails(item=item, quantity=Decimal(1)), by=by, at=AT
        )
    return QuoteVersion.objects.select_related("quote").get(pk=version.pk)


def make_sent(*, at: datetime = AT, by: User | None = None, **over: object) -> QuoteVersion:
    """Make a quote that went to the customer; no rule asks for anything."""
    version = make_quote(by=by, **over)  # type: ignore[arg-type]
    owner = version.quote.owner
    operations.submit(version=version, by=owner, at=at)
    way = Way(way="handed_over", to="Ms Yu")
    operations.send(version=version, way=way, letterhead={}, by=owner, at=at)
    return QuoteVersion.objects.select_related("quote").get(pk=version.pk)
