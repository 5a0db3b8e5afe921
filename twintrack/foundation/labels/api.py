"""Labels in the REST API."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Out, Page, referring
from twintrack.foundation.labels import operations, queries
from twintrack.foundation.labels.models import NAME_LENGTH, Colour, Label
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="labels", label=_("Labels"))
Name = Annotated[str, Field(min_length=1, max_length=NAME_LENGTH)]


class LabelOut(Out):
    id: int
    name: str
    colour: Annotated[str, OneOf(Colour)]


class LabelsOut(Out):
    items: list[LabelOut]


class LabelledCountOut(Out):
    changed: int
    first: int | None = Field(None, description="The first of the entries that tell of it")
    last: int | None = Field(None, description="The last of them")


class LabelBody(Body):
    name: Name
    colour: Annotated[str, OneOf(Colour)] = Colour.GREY.value


class LabelChangeBody(Body):
    before: dict[str, str] = Field(description="What you saw of `name` and `colour`")
    name: Name | None = None
    colour: Annotated[str, OneOf(Colour)] | None = None


class LabelsOfObjectBody(Body):
    put_on: list[Key] = Field(default=[], max_length=50, description="Ids of labels")
    new: list[Name] = Field(default=[], max_length=50, description="Names; made where not there")
    take_off: list[Key] = Field(default=[], max_length=50)


class LabelsOfSeveralBody(Body):
    ids: list[Key] = Field(max_length=500)
    put_on: list[Key] = Field(default=[], max_length=50, description="Ids of labels")
    new: list[Name] = Field(default=[], max_length=50, description="Names; made where not there")


class TakeBackBody(Body):
    first: Key
    last: Key


@router.get("/labels", response=Page[LabelOut], summary=_("List labels"))
def list_labels(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[Label]:
    labels = queries.list_labels(for_user=request.user)
    return key_page(labels, order=("name", "pk"), after=after, size=limit)


@router.post("/labels", response={201: LabelOut}, summary=_("Make a label"))
def add_label(request: ApiRequest, body: LabelBody) -> Label:
    return operations.add_label(
        name=body.name, colour=body.colour, by=request.user, at=timezone.now()
    )


@router.patch("/labels/{int:pk}", response=LabelOut, summary=_("Rename or recolour a label"))
def change_label(request: ApiRequest, pk: int, body: LabelChangeBody) -> Label:
    return operations.change_label(
        label=queries.get_label(pk, for_user=request.user),
        before=dict(body.before),
        after=body.model_dump(exclude={"before"}, exclude_none=True),
        by=request.user,
        at=timezone.now(),
    )


@router.delete("/labels/{int:pk}", response=LabelOut, summary=_("Remove a label"))
def remove_label(request: ApiRequest, pk: int) -> Label:
    return operations.remove_label(
        label=queries.get_label(pk, for_user=request.user), by=request.user, at=timezone.now()
    )


@router.post(
    "/labels/{int:pk}/restoration", response=LabelOut, summary=_("Use a removed label again")
)
def restore_label(request: ApiRequest, pk: int) -> Label:
    return operations.restore_label(
        label=queries.get_label(pk, for_user=request.user, removed=True),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/labels/on/{kind}/{int:pk}", response=LabelsOut, summary=_("List the labels on an object")
)
def list_labels_on(request: ApiRequest, *, kind: str, pk: Key) -> dict[str, list[Label]]:
    about = queries.get_labelled(kind, pk, for_user=request.user)
    return {"items": queries.labels_of(about)}


@router.post(
    "/labels/on/{kind}/{int:pk}",
    response=LabelsOut,
    summary=_("Put labels on an object, and take others off"),
)
def relabel(
    request: ApiRequest, *, kind: str, pk: Key, body: LabelsOfObjectBody
) -> dict[str, list[Label]]:
    about = queries.get_labelled(kind, pk, for_user=request.user)
    with referring("put_on"):
        put_on = queries.get_labels(body.put_on, for_user=request.user)
    with referring("take_off"):
        take_off = queries.get_labels(body.take_off, for_user=request.user)
    operations.relabel(
        about=about,
        put_on=put_on,
        new=body.new,
        take_off=take_off,
        by=request.user,
        at=timezone.now(),
    )
    return {"items": queries.labels_of(about)}


@router.post(
    "/labels/on/{kind}", response=LabelledCountOut, summary=_("Put labels on several objects")
)
def label_several(
    request: ApiRequest, *, kind: str, body: LabelsOfSeveralBody
) -> dict[str, int | None]:
    with referring("put_on"):
        put_on = queries.get_labels(body.put_on, for_user=request.user)
    told = operations.label_many(
        objects=queries.list_labelled(kind, body.ids, for_user=request.user),
        put_on=put_on,
        new=body.new,
        by=request.user,
        at=timezone.now(),
    )
    ids = [entry.pk for entry in told]
    return {"changed": len(ids), "first": min(ids, default=None), "last": max(ids, default=None)}


@router.post(
    "/labels/on/{kind}/take-back",
    response=LabelledCountOut,
    summary=_("Take off what you put on several objects"),
)
def take_back(request: ApiRequest, *, kind: str, body: TakeBackBody) -> dict[str, int]:
    put_on = queries.list_put_on(kind, **body.model_dump(), by=request.user)
    changed = operations.take_back(put_on=put_on, by=request.user, at=timezone.now())
    return {"changed": changed}
