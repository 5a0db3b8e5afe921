"""Complaints and their clocks in the REST API."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import (
    Body,
    Key,
    Limit,
    Moment,
    OneOf,
    Out,
    Page,
    PersonOut,
    referring,
)
from twintrack.foundation.people.models import User
from twintrack.sales.complaints import operations, queries
from twintrack.sales.complaints.api.mails import ReplyMailBody
from twintrack.sales.complaints.api.router import router
from twintrack.sales.complaints.figures import Kept, keeping
from twintrack.sales.complaints.lifecycle import ClockState, EndedBy, Purpose
from twintrack.sales.complaints.models import (
    CAUSE_LENGTH,
    REPLY_LENGTH,
    Complaint,
    ReplyTemplate,
    SlaClock,
)
from twintrack.sales.complaints.queries import Wanted
from twintrack.sales.complaints.shown import show
from twintrack.sales.feedback.models import Severity
from twintrack.sales.sla.lifecycle import ClockKind
from twintrack.ui.paging import KeyPage, key_page

MINUTE = timedelta(minutes=1)
Text = Annotated[str, Field(min_length=1, max_length=REPLY_LENGTH)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Why = Annotated[str, Field(max_length=500)]


class ClockOut(Out):
    kind: Annotated[str, OneOf(ClockKind)]
    state: Annotated[str, OneOf(ClockState)]
    target_minutes: int
    due_at: datetime | None = Field(description="Null while it is paused")
    warned_at: datetime | None
    breached_at: datetime | None
    breach_note: str
    stopped_at: datetime | None
    took_minutes: int | None = Field(description="Working time without pauses")


class ClockPauseOut(Out):
    kind: str
    reason: str = Field(alias="words")
    note: str
    started_at: datetime
    ended_at: datetime | None


class ComplaintOut(Out):
    number: str = Field(alias="feedback.number")
    title: str = Field(alias="feedback.title")
    customer: str = Field(alias="feedback.customer.number")
    product: str = Field(alias="feedback.product.code")
    owner: PersonOut = Field(alias="feedback.owner")
    severity: Annotated[str, OneOf(Severity)]
    plan_id: int = Field(alias="version.plan_id")
    plan_version: int = Field(alias="version.number")
    started_at: datetime
    clocks: list[ClockOut]
    pauses: list[ClockPauseOut]
    left_minutes: int | None = Field(description="Of the clock that breaks next; negative if late")
    ended_by: Annotated[str, OneOf(EndedBy)] | None
    responded_at: datetime | None
    responded_by: PersonOut | None
    reply: str
    resolved_at: datetime | None
    resolved_by: PersonOut | None
    cause: str
    asked_at: datetime | None
    confirmed_at: datetime | None
    confirmed_who: str
    reopened: int

    @staticmethod
    def resolve_clocks(complaint: Complaint) -> list[SlaClock]:
        return list(complaint.clocks.all())

    @staticmethod
    def resolve_pauses(complaint: Complaint) -> list[Any]:
        return list(complaint.pauses.all())

    @staticmethod
    def resolve_left_minutes(complaint: Complaint) -> int | None:
        first = show(complaint, now=timezone.now()).first
        return first.left // MINUTE if first and first.clock.is_alive else None

    @staticmethod
    def resolve_ended_by(complaint: Complaint) -> str | None:
        return complaint.ended_by or None


class KeptOut(Out):
    key: str
    kind: Annotated[str, OneOf(ClockKind)]
    count: int
    kept: int
    share: int | None = Field(description="Per cent; null where fewer than five say")
    median_minutes: float | None


class KeptListOut(Out):
    items: list[KeptOut]


class ComplaintReplyBody(Body):
    reply: Text
    why: Why = Field("", description="Needed where it is later than promised")
    mail: ReplyMailBody | None = Field(None, description="To whom it goes by mail too")


class ComplaintPauseBody(Body):
    reason: Key = Field(description="The id of a reason of the complaint's plan")
    note: Why = ""


class ComplaintResolutionBody(Body):
    cause: str = Field(min_length=1, max_length=CAUSE_LENGTH)
    number: str = Field("", max_length=20, description="A requirement or work item, `W-12`")
    why: Why = Field("", description="Needed where it is later than promised")


class ComplaintAskingBody(Body):
    text: Text
    mail: ReplyMailBody | None = Field(None, description="To whom it goes by mail too")


class ComplaintConfirmationBody(Body):
    who: Name
    said_at: datetime | None = Field(None, description="Now without it")


class ComplaintReopeningBody(Body):
    why: Why
    to_rnd: bool = False


class ComplaintBreachBody(Body):
    clock: Annotated[str, OneOf(ClockKind)]
    why: Why


class ReplyTemplateOut(Out):
    id: int
    purpose: Annotated[str, OneOf(Purpose)]
    name_zh: str
    name_en: str
    body_zh: str
    body_en: str
    retired_at: datetime | None


class ReplyTemplateBody(Body):
    purpose: Annotated[str, OneOf(Purpose)]
    name_zh: Name
    name_en: Name
    body_zh: Text
    body_en: Text

    def texts(self) -> operations.ReplyTexts:
        """Give what the template is to say."""
        return operations.ReplyTexts(**{name: getattr(self, name) for name in TEXTS})


class ReplyTemplateChangeBody(ReplyTemplateBody):
    before: dict[str, str] = Field({}, description="What you saw of the fields you change")


TEXTS = tuple(ReplyTemplateBody.model_fields)


def _who(request: ApiRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _read(number: str, user: User) -> Complaint:
    """Read a complaint anew, as it is after what was done."""
    return queries.get_complaint(number, for_user=user)


@router.get("/complaints", response=Page[ComplaintOut], summary=_("List complaints"))
def list_complaints(
    request: ApiRequest,
    view: str = "open",
    severity: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Complaint]:
    wanted = Wanted(view=view, severity=severity)
    rows = queries.list_complaints(for_user=request.user, wanted=wanted, now=timezone.now())
    return key_page(rows, order=("rank", "breaks_at", "pk"), after=after, size=limit)


@router.get("/complaints/figures", response=KeptListOut, summary=_("Say how promises were kept"))
def list_kept(
    request: ApiRequest, since: Moment, until: Moment, by: str = ""
) -> dict[str, list[dict[str, Any]]]:
    items = [
        _kept_out(str(key), kind, kept)
        for kind in ClockKind.values
        for key, kept in keeping(
            for_user=request.user, kind=kind, since=since, until=until, by=by
        ).items()
    ]
    return {"items": items}


def _kept_out(key: str, kind: str, kept: Kept) -> dict[str, Any]:
    return vars(kept) | {"key": key, "kind": kind, "share": kept.share}


@router.get("/complaints/{number}", response=ComplaintOut, summary=_("Read a complaint"))
def get_complaint(request: ApiRequest, number: str) -> Complaint:
    return _read(number, request.user)


@router.post(
    "/complaints/{number}/response", response=ComplaintOut, summary=_("Note the first response")
)
def respond(request: ApiRequest, number: str, body: ComplaintReplyBody) -> Complaint:
    operations.respond(
        complaint=_read(number, request.user),
        reply=body.reply,
        why=body.why,
        mail=body.mail.mail() if body.mail else None,
        **_who(request),
    )
    return _read(number, request.user)


@router.post("/complaints/{number}/pause", response=ComplaintOut, summary=_("Pause the clocks"))
def pause(request: ApiRequest, number: str, body: ComplaintPauseBody) -> Complaint:
    complaint = _read(number, request.user)
    with referring("reason"):
        reason = queries.get_reason(complaint, body.reason)
    operations.pause(complaint=complaint, reason=reason, note=body.note, **_who(request))
    return _read(number, request.user)


@router.post(
    "/complaints/{number}/resumption",
    response=ComplaintOut,
    summary=_("Let the clocks run again"),
)
def resume(request: ApiRequest, number: str) -> Complaint:
    operations.resume(complaint=_read(number, request.user), **_who(request))
    return _read(number, request.user)


@router.post(
    "/complaints/{number}/resolution", response=ComplaintOut, summary=_("Resolve the complaint")
)
def resolve(request: ApiRequest, number: str, body: ComplaintResolutionBody) -> Complaint:
    complaint = _read(number, request.user)
    with referring("number"):
        cause = queries.cause_of(body.cause, number=body.number, for_user=request.user)
    operations.resolve(complaint=complaint, cause=cause, why=body.why, **_who(request))
    return _read(number, request.user)


@router.post(
    "/complaints/{number}/confirmation-request",
    response=ComplaintOut,
    summary=_("Ask the customer to confirm"),
)
def ask_to_confirm(request: ApiRequest, number: str, body: ComplaintAskingBody) -> Complaint:
    operations.ask_to_confirm(
        complaint=_read(number, request.user),
        text=body.text,
        mail=body.mail.mail() if body.mail else None,
        **_who(request),
    )
    return _read(number, request.user)


@router.post(
    "/complaints/{number}/confirmation",
    response=ComplaintOut,
    summary=_("Note that the customer confirmed"),
)
def confirm(request: ApiRequest, number: str, body: ComplaintConfirmationBody) -> Complaint:
    who = _who(request)
    operations.confirm(
        complaint=_read(number, request.user),
        who=body.who,
        said_at=body.said_at or who["at"],
        **who,
    )
    return _read(number, request.user)


@router.post(
    "/complaints/{number}/reopening", response=ComplaintOut, summary=_("Reopen the complaint")
)
def reopen(request: ApiRequest, number: str, body: ComplaintReopeningBody) -> Complaint:
    operations.reopen(
        complaint=_read(number, request.user), why=body.why, to_rnd=body.to_rnd, **_who(request)
    )
    return _read(number, request.user)


@router.post("/complaints/{number}/breach", response=ComplaintOut, summary=_("Say why it is late"))
def explain_breach(request: ApiRequest, number: str, body: ComplaintBreachBody) -> Complaint:
    operations.explain_breach(
        complaint=_read(number, request.user), clock=body.clock, why=body.why, **_who(request)
    )
    return _read(number, request.user)


@router.get("/reply-templates", response=Page[ReplyTemplateOut], summary=_("List reply templates"))
def list_templates(
    request: ApiRequest, after: str = "", limit: Limit = 50
) -> KeyPage[ReplyTemplate]:
    rows = queries.list_templates(for_user=request.user)
    return key_page(rows, order=("pk",), after=after, size=limit)


@router.post(
    "/reply-templates", response={201: ReplyTemplateOut}, summary=_("Add a reply template")
)
def add_template(request: ApiRequest, body: ReplyTemplateBody) -> ReplyTemplate:
    return operations.add_template(texts=body.texts(), **_who(request))


@router.patch(
    "/reply-templates/{int:pk}", response=ReplyTemplateOut, summary=_("Change a reply template")
)
def change_template(request: ApiRequest, pk: int, body: ReplyTemplateChangeBody) -> ReplyTemplate:
    return operations.change_template(
        template=queries.get_template(pk, for_user=request.user),
        texts=body.texts(),
        before=body.before,
        **_who(request),
    )


@router.post(
    "/reply-templates/{int:pk}/retirement",
    response=ReplyTemplateOut,
    summary=_("Retire a reply template"),
)
def retire_template(request: ApiRequest, pk: int) -> ReplyTemplate:
    template = queries.get_template(pk, for_user=request.user)
    return operations.retire_template(template=template, **_who(request))


@router.post(
    "/reply-templates/{int:pk}/restoration",
    response=ReplyTemplateOut,
    summary=_("Bring a reply template back"),
)
def restore_template(request: ApiRequest, pk: int) -> ReplyTemplate:
    template = queries.get_template(pk, for_user=request.user)
    return operations.restore_template(template=template, **_who(request))
