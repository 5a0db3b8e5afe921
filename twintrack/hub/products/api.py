"""Products in the REST API."""

from datetime import date
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person, get_team
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
from twintrack.foundation.people.models import User
from twintrack.hub.products import operations, queries
from twintrack.hub.products.models import Module, Product, Reach, Version, VersionState
from twintrack.hub.products.operations import ExposureRow
from twintrack.hub.products.queries import Week
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
    is_retired: bool


class VersionOut(Out):
    id: int
    name: str
    state: Annotated[str, OneOf(VersionState)]
    planned_on: date | None
    released_on: date | None
    withdrawn_on: date | None


class WeekOut(Out):
    week: date
    total: int
    by_version: dict[str, int] = Field(description="By the version's name; empty where none")


class ProductBody(Body):
    code: str = Field(min_length=1, max_length=20, pattern=r"^[-a-zA-Z0-9_]+$")
    name: str = Field(min_length=1, max_length=80)


class ModuleBody(Body):
    name: str = Field(min_length=1, max_length=80)
    parent_id: Key | None = None


class VersionBody(Body):
    name: str = Field(min_length=1, max_length=40)
    released_on: date | None = None
    planned_on: date | None = None


class ProductFacts(Body):
    never_null = frozenset({"name", "reach"})

    name: str | None = Field(default=None, min_length=1, max_length=80)
    owner_id: Key | None = None
    reach: Annotated[str, OneOf(Reach)] | None = None
    team_ids: list[Key] | None = Field(default=None, max_length=100)


class ProductChangeBody(Body):
    before: ProductFacts = Field(description="What you saw of the fields you change")
    values: ProductFacts


class ModuleFacts(Body):
    never_null = frozenset({"name"})

    name: str | None = Field(default=None, min_length=1, max_length=80)
    parent_id: Key | None = None


class ModuleChangeBody(Body):
    before: ModuleFacts = Field(description="What you saw of the fields you change")
    values: ModuleFacts


class ModuleOfferBody(Body):
    is_offered: bool


class VersionFacts(Body):
    never_null = frozenset({"name"})

    name: str | None = Field(default=None, min_length=1, max_length=40)
    planned_on: date | None = None
    released_on: date | None = None
    withdrawn_on: date | None = None


class VersionChangeBody(Body):
    before: VersionFacts = Field(description="What you saw of the fields you change")
    values: VersionFacts


class ExposureRowBody(Body):
    week: date = Field(description="The Monday of the week")
    active: int = Field(ge=0)
    version_id: Key | None = None


class ExposureBody(Body):
    rows: list[ExposureRowBody] = Field(min_length=1, max_length=5000)


class ExposureNotedOut(Out):
    changed: int


@router.get("/products", response=Page[ProductOut], summary=_("List products"))
def list_products(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[Product]:
    products = queries.with_counts(queries.list_products(for_user=request.user))
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
        planned_on=body.planned_on,
        by=request.user,
        at=timezone.now(),
    )


@router.patch(
    "/products/{code}", response=ProductOut, summary=_("Change a product and who sees it")
)
def change_product(request: ApiRequest, code: str, body: ProductChangeBody) -> Product:
    """
    Change the fields in `values`; `before` holds what you saw of them.

    If somebody changed one of them in between, nothing is changed and you are told both versions.
    """
    operations.change_product(
        product=queries.get_product(code, for_user=request.user),
        before=_product_values(body.before, request.user),
        values=_product_values(body.values, request.user),
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_product(code, for_user=request.user)


def _product_values(facts: ProductFacts, user: User) -> dict[str, Any]:
    values = facts.model_dump(exclude_unset=True, exclude={"owner_id", "team_ids"})
    if facts.owner_id is not None:
        with referring("owner_id"):
            values["owner"] = get_person(facts.owner_id)
    if facts.team_ids is not None:
        with referring("team_ids"):
            values["teams"] = [get_team(pk, for_user=user) for pk in facts.team_ids]
    return values


@router.patch(
    "/products/{code}/modules/{module_id}",
    response=ModuleOut,
    summary=_("Rename a module, or put it elsewhere in the tree"),
)
def change_module(request: ApiRequest, code: str, module_id: Key, body: ModuleChangeBody) -> Module:
    product = queries.get_product(code, for_user=request.user)
    return operations.change_module(
        module=queries.get_module(product, module_id),
        before=_module_values(product, body.before),
        values=_module_values(product, body.values),
        by=request.user,
        at=timezone.now(),
    )


def _module_values(product: Product, facts: ModuleFacts) -> dict[str, Any]:
    values = facts.model_dump(exclude_unset=True, exclude={"parent_id"})
    if "parent_id" in facts.model_fields_set:
        with referring("parent_id"):
            pk = facts.parent_id
            values["parent"] = queries.get_module(product, pk) if pk else None
    return values


@router.post(
    "/products/{code}/modules/{module_id}/offer",
    response=ModuleOut,
    summary=_("Offer a module no more, or again"),
)
def offer_module(request: ApiRequest, code: str, module_id: Key, body: ModuleOfferBody) -> Module:
    product = queries.get_product(code, for_user=request.user)
    module, by, at = queries.get_module(product, module_id), request.user, timezone.now()
    if body.is_offered:
        return operations.restore_module(module=module, by=by, at=at)
    return operations.retire_module(module=module, by=by, at=at)


@router.patch(
    "/products/{code}/versions/{version_id}",
    response=VersionOut,
    summary=_("Change a version's name and days"),
)
def change_version(
    request: ApiRequest, code: str, version_id: Key, body: VersionChangeBody
) -> Version:
    product = queries.get_product(code, for_user=request.user)
    return operations.change_version(
        version=queries.get_version(product, version_id),
        before=body.before.model_dump(exclude_unset=True),
        values=body.values.model_dump(exclude_unset=True),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/products/{code}/exposure",
    response=list[WeekOut],
    summary=_("List how many of a product are in use, week by week"),
)
def list_exposure(request: ApiRequest, code: str, limit: Limit = 50) -> list[Week]:
    return queries.list_weeks(queries.get_product(code, for_user=request.user), limit=limit)


@router.post(
    "/products/{code}/exposure",
    response=ExposureNotedOut,
    summary=_("Note how many of a product are in use"),
)
def note_exposure(request: ApiRequest, code: str, body: ExposureBody) -> dict[str, int]:
    product = queries.get_product(code, for_user=request.user)
    with referring("version_id"):
        rows = [
            ExposureRow(
                week=row.week,
                active=row.active,
                version=queries.get_version(product, row.version_id) if row.version_id else None,
            )
            for row in body.rows
        ]
    changed = operations.note_exposure(
        product=product, rows=rows, by=request.user, at=timezone.now()
    )
    return {"changed": changed}
