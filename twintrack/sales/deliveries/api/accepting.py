"""What customers get and accept, and handovers from role to role."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, UploadedFile
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Day, Key, OneOf, Out, PersonOut, referring
from twintrack.foundation.bilingual import reads_chinese
from twintrack.foundation.files.models import Attachment
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.api.router import router
from twintrack.sales.deliveries.api.shapes import Reason, one, who
from twintrack.sales.deliveries.certificate import draw, file_name
from twintrack.sales.deliveries.lifecycle import (
    AcceptedHow,
    DeliverableState,
    DeliveryRole,
    HandoverState,
    Outcome,
)
from twintrack.sales.deliveries.models import Acceptance, Deliverable, RoleHandover

Text = Annotated[str, Field(max_length=300)]


class DeliverableCriterionOut(Out):
    id: int
    text: str


class DeliverableOut(Out):
    id: int
    name: str
    phase_id: int | None
    state: Annotated[str, OneOf(DeliverableState)]
    handed_over_on: date | None
    accepted_on: date | None
    criteria: list[DeliverableCriterionOut]

    @staticmethod
    def resolve_criteria(deliverable: Deliverable) -> list[Any]:
        return list(deliverable.criteria.all())


class DeliverableBody(Body):
    name: str = Field(min_length=1, max_length=120)
    phase_id: Key | None = None
    criteria: list[Text] = Field(default=[], max_length=50)


class DeliverableFacts(Body):
    name: str | None = Field(default=None, min_length=1, max_length=120)
    criteria: list[Text] | None = Field(default=None, max_length=50)


class DeliverableChangeBody(Body):
    before: DeliverableFacts = Field(description="What you saw of the fields you change")
    values: DeliverableFacts


class DeliverableHandoverBody(Body):
    on: Day | None = Field(default=None, description="Today without it")
    instalment_ids: list[Key] = Field(default=[], max_length=100)


class CriterionResultOut(Out):
    criterion_id: int
    deliverable_id: int = Field(alias="criterion.deliverable_id")
    text: str
    outcome: Annotated[str, OneOf(Outcome)]
    remark: str


class AcceptanceOut(Out):
    ordinal: int
    accepted_on: date
    signed_by: str
    signed_how: Annotated[str, OneOf(AcceptedHow)]
    note: str
    is_full: bool
    instalment_ids: list[int]
    withdrawn_at: datetime | None
    withdraw_reason: str
    results: list[CriterionResultOut]

    @staticmethod
    def resolve_results(acceptance: Acceptance) -> list[Any]:
        return list(acceptance.results.select_related("criterion"))


class CriterionResultBody(Body):
    criterion_id: Key
    outcome: Annotated[str, OneOf(Outcome)]
    remark: Text = ""


class AcceptanceBody(Body):
    accepted_on: Day
    signed_by: str = Field(max_length=80)
    signed_how: Annotated[str, OneOf(AcceptedHow)] = AcceptedHow.PAPER.value
    note: str = Field(default="", max_length=1000)
    results: list[CriterionResultBody] = Field(max_length=500)
    instalment_ids: list[Key] | None = Field(
        default=None,
        max_length=100,
        description="Null: none for a partial acceptance, all that wait for a full one",
    )


class AcceptanceWithdrawalBody(Body):
    reason: Reason


class RoleHandoverOut(Out):
    id: int
    from_role: Annotated[str, OneOf(DeliveryRole)]
    to_role: Annotated[str, OneOf(DeliveryRole)]
    giver: PersonOut
    taker: PersonOut
    note: str
    checklist: list[tuple[str, bool]]
    state: Annotated[str, OneOf(HandoverState)]
    reason: str
    offered_at: datetime
    decided_at: datetime | None


class ChecklistPointBody(Body):
    text: str = Field(min_length=1, max_length=200)
    done: bool = True


class RoleHandoverBody(Body):
    to_role: Annotated[str, OneOf(DeliveryRole)]
    taker_id: Key
    note: str = Field(max_length=4000)
    checklist: list[ChecklistPointBody] = Field(default=[], max_length=50)


class RoleHandoverTakerBody(Body):
    taker_id: int = Field(ge=1)


class RoleHandoverAnswerBody(Body):
    accepted: bool
    reason: Reason = Field(default="", description="Why it is given back")


class DeliveryFileOut(Out):
    id: int
    name: str
    size: int


@router.get(
    "/deliveries/{number}/deliverables",
    response=list[DeliverableOut],
    summary=_("List the deliverables of a delivery"),
)
def list_deliverables(request: ApiRequest, number: str) -> list[Deliverable]:
    return queries.list_deliverables(one(request, number))


@router.post(
    "/deliveries/{number}/deliverables",
    response={201: DeliverableOut},
    summary=_("Add a deliverable with its criteria"),
)
def add_deliverable(request: ApiRequest, number: str, body: DeliverableBody) -> Deliverable:
    delivery = one(request, number)
    with referring("phase_id"):
        phase = queries.get_phase(delivery, body.phase_id) if body.phase_id else None
    return operations.add_deliverable(
        delivery=delivery, name=body.name, criteria=body.criteria, phase=phase, **who(request)
    )


@router.patch(
    "/deliveries/{number}/deliverables/{pk}",
    response=DeliverableOut,
    summary=_("Change a deliverable or its criteria"),
)
def change_deliverable(
    request: ApiRequest, number: str, pk: int, body: DeliverableChangeBody
) -> Deliverable:
    return operations.change_deliverable(
        deliverable=queries.get_deliverable(one(request, number), pk),
        before=body.before.model_dump(exclude_none=True),
        values=body.values.model_dump(exclude_none=True),
        **who(request),
    )


@router.post(
    "/deliveries/{number}/deliverables/{pk}/handover",
    response=DeliverableOut,
    summary=_("Note that the customer has a deliverable"),
)
def hand_to_customer(
    request: ApiRequest, number: str, pk: int, body: DeliverableHandoverBody
) -> Deliverable:
    deliverable = queries.get_deliverable(one(request, number), pk)
    return operations.hand_to_customer(deliverable=deliverable, **body.model_dump(), **who(request))


@router.get(
    "/deliveries/{number}/acceptances",
    response=list[AcceptanceOut],
    summary=_("List the acceptances of a delivery"),
)
def list_acceptances(request: ApiRequest, number: str) -> list[Acceptance]:
    return queries.list_acceptances(one(request, number))


@router.post(
    "/deliveries/{number}/acceptances",
    response={201: AcceptanceOut},
    summary=_("Note what the customer accepted"),
)
def accept_delivery(request: ApiRequest, number: str, body: AcceptanceBody) -> Acceptance:
    """Say of each criterion of what was looked at whether it passed; the rest stays open."""
    details = operations.AcceptanceDetails(
        **body.model_dump(exclude={"results"}),
        results={each.criterion_id: (each.outcome, each.remark) for each in body.results},
    )
    return operations.accept(delivery=one(request, number), details=details, **who(request))


@router.get(
    "/deliveries/{number}/acceptances/{ordinal}/paper",
    response=None,
    summary=_("Get the certificate of an acceptance as PDF"),
)
def get_acceptance_paper(
    request: ApiRequest, number: str, ordinal: int, lang: str = "zh-hans"
) -> HttpResponse:
    found = queries.get_acceptance(one(request, number), ordinal)
    language = "zh-hans" if reads_chinese(lang) else "en"
    [pdf] = draw(found, language=language, for_user=request.user)
    kept = {"Content-Disposition": f'attachment; filename="{file_name(found)}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=kept)


@router.post(
    "/deliveries/{number}/acceptances/{ordinal}/withdrawal",
    response=AcceptanceOut,
    summary=_("Withdraw an acceptance"),
)
def withdraw_acceptance(
    request: ApiRequest, number: str, ordinal: int, body: AcceptanceWithdrawalBody
) -> Acceptance:
    return operations.withdraw_acceptance(
        acceptance=queries.get_acceptance(one(request, number), ordinal),
        reason=body.reason,
        **who(request),
    )


@router.get(
    "/deliveries/{number}/handovers",
    response=list[RoleHandoverOut],
    summary=_("List the handovers of a delivery"),
)
def list_handovers(request: ApiRequest, number: str) -> list[RoleHandover]:
    return queries.list_handovers(one(request, number))


@router.post(
    "/deliveries/{number}/handovers",
    response={201: RoleHandoverOut},
    summary=_("Offer a delivery to the next role"),
)
def offer_handover(request: ApiRequest, number: str, body: RoleHandoverBody) -> RoleHandover:
    with referring("taker_id"):
        taker = get_person(body.taker_id)
    details = operations.HandoverDetails(
        to_role=body.to_role,
        taker=taker,
        note=body.note,
        checklist=[(each.text, each.done) for each in body.checklist],
    )
    delivery = one(request, number)
    return operations.offer_handover(delivery=delivery, details=details, **who(request))


@router.post(
    "/deliveries/{number}/handovers/{pk}/answer",
    response=RoleHandoverOut,
    summary=_("Take a delivery over, or give it back"),
)
def answer_handover(
    request: ApiRequest, number: str, pk: int, body: RoleHandoverAnswerBody
) -> RoleHandover:
    handover = queries.get_handover(one(request, number), pk)
    if body.accepted:
        return operations.take_handover(handover=handover, **who(request))
    return operations.return_handover(handover=handover, reason=body.reason, **who(request))


@router.post(
    "/deliveries/{number}/handovers/{pk}/taker",
    response=RoleHandoverOut,
    summary=_("Let somebody else take over what is offered"),
)
def pass_handover_on(
    request: ApiRequest, number: str, pk: int, body: RoleHandoverTakerBody
) -> RoleHandover:
    handover = queries.get_handover(one(request, number), pk)
    with referring("taker_id"):
        taker = get_person(body.taker_id)
    return operations.pass_handover_on(handover=handover, to=taker, **who(request))


@router.post(
    "/deliveries/{number}/files", response={201: DeliveryFileOut}, summary=_("Keep a file")
)
def keep_delivery_file(request: ApiRequest, number: str, file: File[UploadedFile]) -> Attachment:
    return operations.add_file(delivery=one(request, number), uploaded=file, **who(request))
