"""Customer feedback in the REST API."""

from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, UploadedFile

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import (
    Limit,
    OneOf,
    Page,
    referring,
)
from twintrack.foundation.files.models import Attachment
from twintrack.foundation.files.operations import attach
from twintrack.foundation.files.queries import list_attachments
from twintrack.hub.products.queries import get_module, get_product, get_version
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.queries import get_customer, list_contacts
from twintrack.sales.feedback import operations, queries
from twintrack.sales.feedback.bodies import (
    AttachmentOut,
    DuplicateBody,
    FeedbackBody,
    FeedbackClass,
    FeedbackClassBody,
    FeedbackOut,
    FeedbackOwnerBody,
    FeedbackStateBody,
    FeedbackWords,
    FeedbackWordsBody,
    SeveralAssignedBody,
    SeveralBody,
    SeveralClassifiedBody,
    SeveralTriagedBody,
    TriageBody,
    WithdrawalBody,
)
from twintrack.sales.feedback.lifecycle import Route, State
from twintrack.sales.feedback.models import Feedback
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="feedback", label=_("Customer feedback"))


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
        is_new = body.customer_name and not body.customer
        customer = None if is_new else get_customer(body.customer, for_user=request.user)
    with referring("product"):
        product = get_product(body.product, for_user=request.user)
    with referring("module_id"):
        module = get_module(product, body.module_id) if body.module_id else None
    with referring("version_id"):
        version = get_version(product, body.version_id) if body.version_id else None
    with referring("contact_id"):
        contact = _contact(customer, body.contact_id).name if body.contact_id else ""
    with referring("also_products"):
        also = [get_product(code, for_user=request.user) for code in body.also_products]
    named = {"customer", "product", "module_id", "version_id", "contact_id", "also_products"}
    words = body.model_dump(exclude=named | {"customer_name", "contact_name"})
    parts = {"product": product, "module": module, "version": version, "also_products": also}
    return operations.capture(
        customer=customer or body.customer_name,
        contact=contact or body.contact_name,
        words={**words, **parts},
        files=[],
        by=request.user,
        at=timezone.now(),
    )


def _contact(customer: Customer | None, pk: int) -> Contact:
    found = list_contacts(customer).filter(pk=pk).first() if customer else None
    if found is None:
        raise NotThere
    return found


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


def _one(request: ApiRequest, number: str) -> Feedback:
    return queries.get_feedback(number, for_user=request.user)


def _several(request: ApiRequest, body: SeveralBody) -> list[Feedback]:
    with referring("numbers"):
        return [_one(request, number) for number in dict.fromkeys(body.numbers)]


@router.post("/feedback/{number}/triage", response=FeedbackOut, summary=_("Triage feedback"))
def triage_feedback(request: ApiRequest, number: str, body: TriageBody) -> Feedback:
    return operations.triage(
        feedback=_one(request, number),
        route=Route(body.route),
        note=body.note,
        by=request.user,
        at=timezone.now(),
    )


@router.delete(
    "/feedback/{number}/triage",
    response=FeedbackOut,
    summary=_("Let feedback wait for triage again"),
)
def undo_triage(request: ApiRequest, number: str) -> Feedback:
    return operations.undo_triage(
        feedback=_one(request, number), by=request.user, at=timezone.now()
    )


@router.post(
    "/feedback/{number}/duplicate", response=FeedbackOut, summary=_("Mark feedback as a duplicate")
)
def mark_duplicate(request: ApiRequest, number: str, body: DuplicateBody) -> Feedback:
    with referring("original"):
        original = _one(request, body.original)
    return operations.mark_duplicate(
        feedback=_one(request, number), original=original, by=request.user, at=timezone.now()
    )


@router.delete(
    "/feedback/{number}/duplicate",
    response=FeedbackOut,
    summary=_("Say that feedback is no duplicate"),
)
def undo_duplicate(request: ApiRequest, number: str) -> Feedback:
    return operations.undo_duplicate(
        feedback=_one(request, number), by=request.user, at=timezone.now()
    )


@router.post("/feedback/{number}/withdrawal", response=FeedbackOut, summary=_("Withdraw feedback"))
def withdraw_feedback(request: ApiRequest, number: str, body: WithdrawalBody) -> Feedback:
    return operations.withdraw(
        feedback=_one(request, number), reason=body.reason, by=request.user, at=timezone.now()
    )


@router.delete(
    "/feedback/{number}/withdrawal", response=FeedbackOut, summary=_("Restore withdrawn feedback")
)
def restore_feedback(request: ApiRequest, number: str) -> Feedback:
    return operations.restore(feedback=_one(request, number), by=request.user, at=timezone.now())


@router.post("/feedback/{number}/class", response=FeedbackOut, summary=_("Classify feedback"))
def reclassify_feedback(request: ApiRequest, number: str, body: FeedbackClassBody) -> Feedback:
    feedback = _one(request, number)
    return operations.reclassify(
        feedback=feedback,
        changes=_classes(feedback, body.values),
        before=_classes(feedback, body.before),
        by=request.user,
        at=timezone.now(),
    )


def _classes(feedback: Feedback, values: FeedbackClass) -> dict[str, Any]:
    found: dict[str, Any] = values.model_dump(
        exclude_none=True, exclude={"module_id", "version_id"}
    )
    for field, get in (("module", get_module), ("version", get_version)):
        if f"{field}_id" in values.model_fields_set:
            pk = getattr(values, f"{field}_id")
            with referring(f"{field}_id"):
                found[field] = get(feedback.product, pk) if pk else None
    return found


@router.patch("/feedback/{number}", response=FeedbackOut, summary=_("Correct feedback"))
def change_feedback(request: ApiRequest, number: str, body: FeedbackWordsBody) -> Feedback:
    feedback = _one(request, number)
    return operations.change(
        feedback=feedback,
        changes=_words(feedback, body.values),
        before=_words(feedback, body.before),
        by=request.user,
        at=timezone.now(),
    )


def _words(feedback: Feedback, values: FeedbackWords) -> dict[str, Any]:
    found: dict[str, Any] = values.model_dump(exclude_none=True, exclude={"contact_id"})
    if "contact_id" in values.model_fields_set:
        with referring("contact_id"):
            pk = values.contact_id
            found["contact"] = _contact(feedback.customer, pk) if pk else None
    return found


@router.post("/feedback/{number}/owner", response=FeedbackOut, summary=_("Assign feedback"))
def assign_feedback(request: ApiRequest, number: str, body: FeedbackOwnerBody) -> Feedback:
    with referring("owner_id"):
        owner = get_person(body.owner_id)
    return operations.assign(
        feedback=_one(request, number), owner=owner, by=request.user, at=timezone.now()
    )


@router.post(
    "/feedback-triages", response=list[FeedbackOut], summary=_("Triage several pieces of feedback")
)
def triage_several(request: ApiRequest, body: SeveralTriagedBody) -> list[Feedback]:
    return operations.triage_all(
        feedback=_several(request, body),
        route=Route(body.route),
        note=body.note,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/feedback-triages/undone",
    response=list[FeedbackOut],
    summary=_("Let several pieces of feedback wait for triage again"),
)
def undo_triage_of_several(request: ApiRequest, body: SeveralBody) -> list[Feedback]:
    return operations.undo_triage_all(
        feedback=_several(request, body), by=request.user, at=timezone.now()
    )


@router.post(
    "/feedback-withdrawals",
    response=list[FeedbackOut],
    summary=_("Withdraw several pieces of feedback"),
)
def withdraw_several(request: ApiRequest, body: SeveralBody) -> list[Feedback]:
    return operations.withdraw_all(
        feedback=_several(request, body), by=request.user, at=timezone.now()
    )


@router.post(
    "/feedback-withdrawals/undone",
    response=list[FeedbackOut],
    summary=_("Restore several pieces of withdrawn feedback"),
)
def restore_several(request: ApiRequest, body: SeveralBody) -> list[Feedback]:
    return operations.restore_all(
        feedback=_several(request, body), by=request.user, at=timezone.now()
    )


@router.post(
    "/feedback-classes",
    response=list[FeedbackOut],
    summary=_("Classify several pieces of feedback"),
)
def reclassify_several(request: ApiRequest, body: SeveralClassifiedBody) -> list[Feedback]:
    return operations.reclassify_all(
        feedback=_several(request, body),
        changes=body.model_dump(exclude_none=True, exclude={"numbers"}),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/feedback-owners", response=list[FeedbackOut], summary=_("Assign several pieces of feedback")
)
def assign_several(request: ApiRequest, body: SeveralAssignedBody) -> list[Feedback]:
    with referring("owner_id"):
        owner = get_person(body.owner_id)
    return operations.assign_all(
        feedback=_several(request, body), owner=owner, by=request.user, at=timezone.now()
    )
