"""Replies to complaints that go to customers by mail, and what became of each."""

from datetime import datetime
from typing import Annotated, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key, OneOf, Out, PersonOut, referring
from twintrack.foundation.mailing.models import SendingState
from twintrack.sales.complaints import operations, queries
from twintrack.sales.complaints.api.router import router
from twintrack.sales.complaints.lifecycle import Purpose
from twintrack.sales.complaints.models import SUBJECT_LENGTH, ReplySending
from twintrack.sales.customers.models import Ground


class ReplySendingOut(Out):
    id: int
    purpose: Annotated[str, OneOf(Purpose)]
    to: str
    cc: str
    language: str
    subject: str
    message: str
    ground: str
    state: Annotated[str, OneOf(SendingState)]
    error: str = Field(description="As it came from the mail server")
    reason: str = Field(description="Why it did not leave, in the caller's language")
    tries: int
    sent_by: PersonOut
    sent_at: datetime


class ReplyMailBody(Body):
    to: str = Field(max_length=254)
    cc: str = Field(default="", max_length=300, description="Up to nine, commas between")
    language: Literal["zh-hans", "en"]
    subject: str = Field(
        default="", max_length=SUBJECT_LENGTH, description="Empty: the proposed one"
    )
    ground: Annotated[str, OneOf(Ground)] | Literal[""] = Field(
        default="", description="Where they withdrew the consent to e-mail"
    )

    def mail(self) -> operations.ReplyMail:
        """Give to whom it goes."""
        return operations.ReplyMail(
            to=self.to,
            cc=self.cc,
            language=self.language,
            subject=self.subject,
            ground=self.ground,
        )


class ReplyMailAgainBody(ReplyMailBody):
    again: Key | None = Field(
        None, description="The id of one that failed: sent again in the same words"
    )


@router.get(
    "/complaints/{number}/mails",
    response=list[ReplySendingOut],
    summary=_("List the mails with replies to a complaint"),
)
def list_sendings(request: ApiRequest, number: str) -> list[ReplySending]:
    complaint = queries.get_complaint(number, for_user=request.user)
    return [row for rows in queries.list_sendings(complaint).values() for row in rows]


@router.post(
    "/complaints/{number}/mails",
    response={201: ReplySendingOut},
    summary=_("Mail the first response to the customer"),
)
def mail_reply(request: ApiRequest, number: str, body: ReplyMailAgainBody) -> ReplySending:
    complaint = queries.get_complaint(number, for_user=request.user)
    with referring("again"):
        again = queries.get_sending(complaint, body.again) if body.again else None
    return operations.mail_reply(
        complaint=complaint, mail=body.mail(), again=again, by=request.user, at=timezone.now()
    )
