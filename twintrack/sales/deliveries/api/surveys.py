"""Surveys after acceptances: their links, the mails that bring them, what was answered."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key, OneOf, Out, PersonOut, referring
from twintrack.foundation.mailing.models import SendingState
from twintrack.sales.customers.models import Ground
from twintrack.sales.customers.queries import get_contact
from twintrack.sales.deliveries import mails, operations, queries
from twintrack.sales.deliveries.api.router import router
from twintrack.sales.deliveries.api.shapes import one, who
from twintrack.sales.deliveries.models import Survey, SurveySending

Language = Literal["zh-hans", "en"]


class SurveySendingOut(Out):
    id: int
    to: str
    language: str
    subject: str
    message: str
    ground: str
    state: Annotated[str, OneOf(SendingState)]
    error: str
    sent_by: PersonOut
    sent_at: datetime


class SurveyOut(Out):
    id: int
    contact_id: int | None
    key: str = Field(description="Behind /survey/: whoever has it may answer once")
    asked_at: datetime
    closes_on: date
    score: int | None
    comment: str
    answered_at: datetime | None
    sendings: list[SurveySendingOut] = Field(description="When it was mailed, the latest first")

    @staticmethod
    def resolve_sendings(survey: Survey) -> list[SurveySending]:
        return list(survey.sendings.all())


class SurveyBody(Body):
    contact_id: Key | None = None


class SurveyAnswerBody(Body):
    score: int = Field(ge=1, le=5)
    comment: str = Field(default="", max_length=2000)


class SurveyWordsOut(Out):
    subject: str
    message: str


class SurveyMailBody(Body):
    to: str = Field(max_length=254)
    language: Language
    subject: str = Field(default="", max_length=150, description="Empty: the proposed one")
    message: str = Field(
        default="", max_length=4000, description="Empty: the proposed one; the link is added"
    )
    ground: Annotated[str, OneOf(Ground)] | Literal[""] = Field(
        default="", description="Where they withdrew the consent to e-mail"
    )


@router.get(
    "/deliveries/{number}/surveys",
    response=list[SurveyOut],
    summary=_("List what a customer was asked and answered"),
)
def list_surveys(request: ApiRequest, number: str) -> list[Survey]:
    return queries.list_surveys(one(request, number))


@router.post(
    "/deliveries/{number}/surveys",
    response={201: SurveyOut},
    summary=_("Make a link by which a customer says how content they are"),
)
def ask_survey(request: ApiRequest, number: str, body: SurveyBody) -> Survey:
    delivery = one(request, number)
    with referring("contact_id"):
        contact = get_contact(delivery.customer, body.contact_id) if body.contact_id else None
    return operations.ask_survey(delivery=delivery, contact=contact, **who(request))


@router.post(
    "/deliveries/{number}/surveys/{pk}/withdrawal",
    response=SurveyOut,
    summary=_("Withdraw the link of a survey"),
)
def withdraw_survey(request: ApiRequest, number: str, pk: int) -> Survey:
    survey = queries.get_survey(one(request, number), pk)
    return operations.withdraw_survey(survey=survey, **who(request))


@router.post(
    "/deliveries/{number}/surveys/{pk}/answer",
    response=SurveyOut,
    summary=_("Note what a customer answered by other ways"),
)
def answer_survey(request: ApiRequest, number: str, pk: int, body: SurveyAnswerBody) -> Survey:
    """Note an answer that was given by phone or on paper."""
    survey = queries.get_survey(one(request, number), pk)
    return operations.answer_survey(
        survey=survey, **body.model_dump(), by=request.user, at=timezone.now()
    )


@router.get(
    "/deliveries/{number}/surveys/{pk}/words",
    response=SurveyWordsOut,
    summary=_("Read the words proposed for the mail of a survey"),
)
def propose_words(
    request: ApiRequest, number: str, pk: int, *, language: Language = "zh-hans"
) -> mails.Words:
    check_may(request.user, Act.WORK_ON_DELIVERIES)
    return mails.first_words(queries.get_survey(one(request, number), pk), language)


@router.post(
    "/deliveries/{number}/surveys/{pk}/mails",
    response={201: SurveySendingOut},
    summary=_("Mail the link of a survey to the customer"),
)
def send_survey(request: ApiRequest, number: str, pk: int, body: SurveyMailBody) -> SurveySending:
    survey = queries.get_survey(one(request, number), pk)
    mail = operations.SurveyMail(**body.model_dump())
    return operations.send_survey(survey=survey, mail=mail, **who(request))
