"""Products in the REST API."""

from datetime import date
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import (
    Body,
    Key,
    Limit,
    OneOf,
    Out,
    Page,
    PersonOut,
    referring,
)
from twintrack.hub.products import operations, queries
from twintrack.hub.products.models import Module, Product, Reach, Version
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="products", label=_("Products"))


class ProductOut(Out):
    code: str
    name: str
    owner: PersonOut
    reach: Annotated[str, OneOf(Reach)]
    modules_count: int
    versions_count: int


class ModuleOut(Out):
    id: int
    name: str
    parent_id: int | None


class VersionOut(Out):
    id: int
    name: str
    released_on: date | None


class ProductBody(Body):
    code: str = Field(min_length=1, max_length=20, pattern=r"^[-a-zA-Z0-9_]+$")
    name: str = Field(min_length=1, max_length=80)


class ModuleBody(Body):
    name: str = Field(min_length=1, max_length=80)
    parent_id: Key | None = None


class VersionBody(Body):
    name: str = Field(min_length=1, max_length=40)
    released_on: date | None = None


@router.get("/products", response=Page[ProductOut], summary=_("List products"))
def list_products(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[Product]:
    products = queries.list_products(for_user=request.user)
    return key_page(products, order=("name", "pk"), after=after, size=limit)


@router.post("/products", response={201: ProductOut}, summary=_("Add a product"))
def add_product(request: ApiRequest, body: ProductBody) -> Product:
    operations.add_product(code=body.code, name=body.name, by=request.user, at=timezone.now())
    return queries.get_product(body.code, for_user=request.user)


@router.get("/products/{code}", response=ProductOut, summary=_("Read a product"))
def get_product(request: ApiRequest, code: str) -> Product:
    return queries.get_product(code, for_user=request.user)


@router.get(
    "/products/{code}/modules", response=Page[ModuleOut], summary=_("List a product's modules")
)
def list_modules(
    request: ApiRequest, code: str, after: str = "", limit: Limit = 50
) -> KeyPage[Module]:
    modules = queries.list_modules(queries.get_product(code, for_user=request.user))
    return key_page(modules, order=("name", "pk"), after=after, size=limit)


@router.post(
    "/products/{code}/modules", response={201: ModuleOut}, summary=_("Add a module to a product")
)
def add_module(request: ApiRequest, code: str, body: ModuleBody) -> Module:
    product = queries.get_product(code, for_user=request.user)
    with referring("parent_id"):
        parent = queries.get_module(product, body.parent_id) if body.parent_id else None
    return operations.add_module(
        product=product, name=body.name, parent=parent, by=request.user, at=timezone.now()
    )


@router.get(
    "/products/{code}/versions", response=Page[VersionOut], summary=_("List a product's versions")
)
def list_versions(
    request: ApiRequest, code: str, after: str = "", limit: Limit = 50
) -> KeyPage[Version]:
    versions = queries.list_versions(queries.get_product(code, for_user=request.user))
    return key_page(versions, order=("-pk",), after=after, size=limit)


@router.post(
    "/products/{code}/versions", response={201: VersionOut}, summary=_("Add a version to a product")
)
def add_version(request: ApiRequest, code: str, body: VersionBody) -> Version:
    return operations.add_version(
        product=queries.get_product(code, for_user=request.user),
        name=body.name,
        released_on=body.released_on,
        by=request.user,
        at=timezone.now(),
    )
