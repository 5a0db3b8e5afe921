"""Send customers the link of a survey by mail, and note what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.mailing.outgoing import can_mail
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import MAIL_GROUNDS
from twintrack.sales.customers.operations import check_ground
from twintrack.sales.deliveries.events import SurveyMailed, SurveyMailFailed, SurveySent
from twintrack.sales.deliveries.mails import first_words
from twintrack.sales.deliveries.models import Survey, SurveySending
from twintrack.sales.deliveries.operations.holding import concerned, hold, told_of
from twintrack.sales.deliveries.operations.surveys import SurveyClosed
from twintrack.sales.deliveries.queries.asking import is_answerable


class MailImpossible(Refusal):
    """Nobody can be reached there, or in no such language."""

    message = _("Write one e-mail address, and choose a language.")
    status = 422


class NoMailServer(Refusal):
    """There is no mail server."""

    message = _("No mail server is set up here. Copy the link and send it yourself.")


@dataclass(frozen=True, kw_only=True)
class SurveyMail:
    """To whom the link goes, in which language and words; empty words are the proposed ones."""

    to: str
    language: str
    subject: str = ""
    message: str = ""
    ground: str = ""


def _checked(mail: SurveyMail) -> str:
    to = mail.to.strip()
    try:
        validate_email(to)
    except ValidationError:
        raise MailImpossible from None
    if mail.language not in dict(settings.LANGUAGES):
        raise MailImpossible
    if not can_mail():
        raise NoMailServer
    return to


@transaction.atomic
def send_survey(
    *,
    survey: Survey,
    mail: SurveyMail,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> SurveySending:
    """
    Let the link of a survey go to somebody at the customer by mail.

    It leaves with the worker's next round; until then it is on its way.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SurveyClosed: if it was answered or withdrawn, or is over.
    :raises MailImpossible: if nobody can be reached there, or there is no such language.
    :raises NoMailServer: if no mails leave this house.
    :raises ConsentWithdrawn: if somebody wants no e-mail, and no ground is stated.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    to = _checked(mail)
    delivery = hold(survey.delivery)
    survey = Survey.objects.get(pk=survey.pk)
    survey.delivery = delivery
    if not is_answerable(survey, at):
        raise SurveyClosed
    ground = check_ground(delivery.customer, mail.ground, of=MAIL_GROUNDS, addresses=[to])
    proposed = first_words(survey, mail.language)
    sending: SurveySending = survey.sendings.create(
        to=to,
        language=mail.language,
        subject=" ".join(mail.subject.split())[:150] or proposed.subject,
        message=mail.message.strip()[:4000] or proposed.message,
        ground=ground,
        next_try_at=at,
        sent_by=by,
        sent_at=at,
    )
    event = SurveySent(
        **told_of(delivery),
        survey_id=survey.pk,
        sending_id=sending.pk,
        to=to,
        language=sending.language,
        ground=ground,
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=concerned(delivery))
    return sending


@transaction.atomic
def note_survey_mailed(
    *, sending: SurveySending, by: User, at: datetime, caused_by: Entry | None = None
) -> SurveySending:
    """Note that the mail server took the link of a survey."""
    delivery = hold(sending.survey.delivery)
    sending.end()
    event = SurveyMailed(
        **told_of(delivery), survey_id=sending.survey_id, sending_id=sending.pk, to=sending.to
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by)
    return sending


@transaction.atomic
def note_survey_mail_failed(
    *, sending: SurveySending, error: str, by: User, at: datetime, caused_by: Entry | None = None
) -> SurveySending:
    """Note that the link of a survey could not be mailed and is not tried again."""
    delivery = hold(sending.survey.delivery)
    sending.end(error)
    event = SurveyMailFailed(
        **told_of(delivery),
        survey_id=sending.survey_id,
        sending_id=sending.pk,
        to=sending.to,
        error=sending.error,
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by)
    return sending
