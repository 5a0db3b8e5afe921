"""The catalogue and price books in the REST API."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, UploadedFile
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Limit, OneOf, Out, Page, referring
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import get_product
from twintrack.sales.customers.models import Segment
from twintrack.sales.pricing import operations, queries
from twintrack.sales.pricing.importing import PricesUnusable, read_prices
from twintrack.sales.pricing.models import CatalogueItem, Cost, ItemKind, PriceBook, Unit
from twintrack.sales.pricing.operations import BookDetails, ItemDetails
from twintrack.sales.pricing.queries import PricedItem, Tier
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="prices", label=_("Catalogue and prices"))
Rate = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Code = Annotated[str, Field(min_length=3, max_length=3)]
Title = Annotated[str, Field(min_length=1, max_length=120)]


class CatalogueItemOut(Out):
    code: str
    name_zh: str
    name_en: str
    product: str | None
    kind: Annotated[str, OneOf(ItemKind)]
    unit: Annotated[str, OneOf(Unit)]
    tax_rate: Decimal
    is_active: bool

    @staticmethod
    def resolve_product(item: CatalogueItem) -> str | None:
        return item.product.code if item.product else None


class CatalogueItemBody(Body):
    code: str = Field(min_length=1, max_length=30)
    name_zh: Title
    name_en: Title
    tax_rate: Rate
    kind: Annotated[str, OneOf(ItemKind)] = ItemKind.PRODUCT.value
    unit: Annotated[str, OneOf(Unit)] = Unit.PIECE.value
    product: str | None = Field(default=None, description="The product's code")


class CatalogueItemFacts(Body):
    name_zh: Title | None = None
    name_en: Title | None = None
    tax_rate: Rate | None = None
    kind: Annotated[str, OneOf(ItemKind)] | None = None
    unit: Annotated[str, OneOf(Unit)] | None = None
    is_active: bool | None = None
    product: str | None = Field(default=None, description="The product's code")


class CatalogueItemChangeBody(Body):
    before: CatalogueItemFacts = Field(description="What you saw of the fields you change")
    values: CatalogueItemFacts


class CostBody(Body):
    amount: Money
    currency: Code


class CostOut(Out):
    amount: Decimal
    currency: str


class PriceBookOut(Out):
    id: int = Field(alias="pk")
    name_zh: str
    name_en: str
    currency: str
    includes_tax: bool
    valid_from: date
    valid_to: date | None
    region: str
    segment: str
    version: int


class PriceBookBody(Body):
    name_zh: Title
    name_en: Title
    currency: Code
    valid_from: date
    valid_to: date | None = None
    includes_tax: bool = False
    region: str = Field(default="", max_length=80)
    segment: Annotated[str, OneOf(Segment)] | None = None


class PriceBookFacts(Body):
    name_zh: Title | None = None
    name_en: Title | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    region: str | None = Field(default=None, max_length=80)
    segment: Annotated[str, OneOf(Segment)] | None = None


class PriceBookChangeBody(Body):
    before: PriceBookFacts = Field(description="What you saw of the fields you change")
    values: PriceBookFacts


class TierOut(Out):
    from_quantity: Decimal
    amount: Decimal


class PriceOut(Out):
    item: str = Field(alias="item.code")
    tiers: list[TierOut]


class TierBody(Body):
    from_quantity: Decimal = Field(gt=0, max_digits=12, decimal_places=3)
    amount: Money


class PricesBody(Body):
    item: str = Field(description="The item's code")
    tiers: list[TierBody] = Field(max_length=50)


@router.get("/catalogue", response=Page[CatalogueItemOut], summary=_("List the catalogue"))
def list_catalogue(
    request: ApiRequest, *, q: str = "", after: str = "", limit: Limit = 50
) -> KeyPage[CatalogueItem]:
    check_may(request.user, Act.SEE_PRICES)
    rows = queries.list_items(for_user=request.user, text=q)
    return key_page(rows, order=("code", "pk"), after=after, size=limit)


@router.post(
    "/catalogue", response={201: CatalogueItemOut}, summary=_("Put something into the catalogue")
)
def add_catalogue_item(request: ApiRequest, body: CatalogueItemBody) -> CatalogueItem:
    values = body.model_dump() | {"product": _product(body.product, request.user)}
    return operations.add_item(details=ItemDetails(**values), by=request.user, at=timezone.now())


@router.get(
    "/catalogue/{code}", response=CatalogueItemOut, summary=_("Read an item of the catalogue")
)
def get_catalogue_item(request: ApiRequest, code: str) -> CatalogueItem:
    return queries.get_item(code, for_user=request.user)


@router.patch(
    "/catalogue/{code}", response=CatalogueItemOut, summary=_("Change an item of the catalogue")
)
def change_catalogue_item(
    request: ApiRequest, code: str, body: CatalogueItemChangeBody
) -> CatalogueItem:
    return operations.change_item(
        item=queries.get_item(code, for_user=request.user),
        before=_item_values(body.before, request.user),
        values=_item_values(body.values, request.user),
        by=request.user,
        at=timezone.now(),
    )


@router.post("/catalogue/{code}/cost", response={201: CostOut}, summary=_("Say what an item costs"))
def set_catalogue_cost(request: ApiRequest, code: str, body: CostBody) -> Cost:
    return operations.set_cost(
        item=queries.get_item(code, for_user=request.user),
        **body.model_dump(),
        by=request.user,
        at=timezone.now(),
    )


@router.get("/price-books", response=Page[PriceBookOut], summary=_("List price books"))
def list_price_books(
    request: ApiRequest, *, after: str = "", limit: Limit = 50
) -> KeyPage[PriceBook]:
    check_may(request.user, Act.SEE_PRICES)
    rows = queries.list_books(for_user=request.user)
    return key_page(rows, order=("-valid_from", "-pk"), after=after, size=limit)


@router.post("/price-books", response={201: PriceBookOut}, summary=_("Open a price book"))
def open_price_book(request: ApiRequest, body: PriceBookBody) -> PriceBook:
    values = body.model_dump() | {"segment": body.segment or ""}
    return operations.open_book(details=BookDetails(**values), by=request.user, at=timezone.now())


@router.get("/price-books/{pk}", response=PriceBookOut, summary=_("Read a price book"))
def get_price_book(request: ApiRequest, pk: int) -> PriceBook:
    return queries.get_book(pk, for_user=request.user)


@router.patch("/price-books/{pk}", response=PriceBookOut, summary=_("Change a price book"))
def change_price_book(request: ApiRequest, pk: int, body: PriceBookChangeBody) -> PriceBook:
    return operations.change_book(
        book=queries.get_book(pk, for_user=request.user),
        before=body.before.model_dump(exclude_none=True),
        values=body.values.model_dump(exclude_none=True),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/price-books/{pk}/prices", response=list[PriceOut], summary=_("List the prices of a book")
)
def list_book_prices(request: ApiRequest, pk: int, version: int | None = None) -> list[PricedItem]:
    """List the prices as they are now, or as they were at a version."""
    return queries.list_prices(queries.get_book(pk, for_user=request.user), version=version)


@router.post(
    "/price-books/{pk}/prices",
    response={201: PriceBookOut},
    summary=_("Set the prices of an item in a book"),
)
def set_book_prices(request: ApiRequest, pk: int, body: PricesBody) -> PriceBook:
    book = queries.get_book(pk, for_user=request.user)
    with referring("item"):
        item = queries.get_item(body.item, for_user=request.user)
    return operations.set_prices(
        book=book,
        item=item,
        tiers=[Tier(**each.model_dump()) for each in body.tiers],
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/price-books/{pk}/import", response=PriceBookOut, summary=_("Import the prices of a book")
)
def import_book_prices(request: ApiRequest, pk: int, file: File[UploadedFile]) -> PriceBook:
    """Take a CSV or XLSX file with the columns code, from quantity and price; all or nothing."""
    book = queries.get_book(pk, for_user=request.user)
    known = queries.codes_known()
    found = read_prices(file.read(), file.name or "", known=known)
    if found.troubles:
        first = found.troubles[0]
        raise PricesUnusable(first.line, str(first.words))
    prices = {known[code]: tiers for code, tiers in found.tiers.items()}
    operations.import_prices(book=book, prices=prices, by=request.user, at=timezone.now())
    return queries.get_book(pk, for_user=request.user)


def _product(code: str | None, user: User) -> Any:
    if code is None:
        return None
    with referring("product"):
        return get_product(code, for_user=user)


def _item_values(facts: CatalogueItemFacts, user: User) -> dict[str, Any]:
    values = facts.model_dump(exclude_none=True, exclude={"product"})
    if facts.product is not None:
        values["product"] = _product(facts.product, user)
    return values
