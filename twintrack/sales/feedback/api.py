"""Customer feedback in the REST API."""

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, UploadedFile
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
from twintrack.foundation.files.models import Attachment
from twintrack.foundation.files.operations import attach
from twintrack.foundation.files.queries import list_attachments
from twintrack.hub.products.queries import get_module, get_product, get_version
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.feedback import operations, queries
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.models import Feedback, Kind, Severity
from twintrack.sales.feedback.operations import Said
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="feedback", label=_("Customer feedback"))


class FeedbackOut(Out):
    number: str
    customer: str = Field(alias="customer.number")
    product: str = Field(alias="product.code")
    module_id: int | None
    version_id: int | None
    kind: Annotated[str, OneOf(Kind)]
    severity: Annotated[str, OneOf(Severity)]
    title: str
    verbatim: str
    state: Annotated[str, OneOf(State)]
    source: str
    external_id: str
    recorded_by: PersonOut
    recorded_at: datetime


class AttachmentOut(Out):
    id: int
    name: str
    size: int
    content_type: str
    added_by: PersonOut
    added_at: datetime


class FeedbackBody(Body):
    customer: str = Field(description="The customer's number")
    product: str = Field(description="The product's code")
    verbatim: str = Field(max_length=50_000, description="In the customer's words")
    kind: Annotated[str, OneOf(Kind)] = Kind.COMPLAINT.value
    severity: Annotated[str, OneOf(Severity)] = Severity.MAJOR.value
    title: str = Field(default="", max_length=120)
    module_id: Key | None = None
    version_id: Key | None = None
    source: str = Field(default="", max_length=40)
    external_id: str = Field(default="", max_length=120)


class FeedbackStateBody(Body):
    state: Annotated[str, OneOf(State)]


@router.get("/feedback", response=Page[FeedbackOut], summary=_("List feedback"))
def list_feedback(
    request: ApiRequest,
    *,
    state: Annotated[str, OneOf(State)] | None = None,
    customer: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Feedback]:
    by = get_customer(customer, for_user=request.user) if customer else None
    feedback = queries.list_feedback(for_user=request.user, state=state or "", customer=by)
    return key_page(feedback, order=("-pk",), after=after, size=limit)


@router.post("/feedback", response={201: FeedbackOut}, summary=_("Write down what a customer said"))
def record_feedback(request: ApiRequest, body: FeedbackBody) -> Feedback:
    with referring("customer"):
        customer = get_customer(body.customer, for_user=request.user)
    with referring("product"):
        product = get_product(body.product, for_user=request.user)
    with referring("module_id"):
        module = get_module(product, body.module_id) if body.module_id else None
    with referring("version_id"):
        version = get_version(product, body.version_id) if body.version_id else None
    rest = body.model_dump(exclude={"customer", "product", "module_id", "version_id"})
    said = Said(customer=customer, product=product, module=module, version=version, **rest)
    return operations.record_with_files(said=said, files=[], by=request.user, at=timezone.now())


@router.get("/feedback/{number}", response=FeedbackOut, summary=_("Read feedback"))
def get_feedback(request: ApiRequest, number: str) -> Feedback:
    return queries.get_feedback(number, for_user=request.user)


@router.post(
    "/feedback/{number}/state", response=FeedbackOut, summary=_("Move feedback to a next state")
)
def move_feedback(request: ApiRequest, number: str, body: FeedbackStateBody) -> Feedback:
    return operations.move(
        feedback=queries.get_feedback(number, for_user=request.user),
        to=State(body.state),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/feedback/{number}/files",
    response=Page[AttachmentOut],
    summary=_("List the files of feedback"),
)
def list_files(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[Attachment]:
    feedback = queries.get_feedback(number, for_user=request.user)
    files = list_attachments(kind="feedback", pk=feedback.pk)
    return key_page(files, order=("pk",), after=after, size=limit)


@router.post(
    "/feedback/{number}/files",
    response={201: AttachmentOut},
    summary=_("Put a file to feedback"),
)
def add_file(request: ApiRequest, number: str, file: File[UploadedFile]) -> Attachment:
    feedback = queries.get_feedback(number, for_user=request.user)
    return attach(uploaded=file, about=feedback, by=request.user, at=timezone.now())
