"""Ask a customer how content they are, by a link that is answered once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact
from twintrack.sales.deliveries.events import SurveyAnswered, SurveyAsked, SurveyWithdrawn
from twintrack.sales.deliveries.models import Delivery, Survey
from twintrack.sales.deliveries.operations.holding import concerned, hold, told_of
from twintrack.sales.deliveries.queries.asking import is_answerable

OPEN_FOR = timedelta(days=60)


class NothingAccepted(Refusal):
    """Customers are asked after they accepted something."""

    message = _("Ask after the customer has accepted something.")


class ContactElsewhere(Refusal):
    """The contact works at another customer."""

    message = _("This contact works at another customer.")
    status = 422


class SurveyClosed(Refusal):
    """The survey was answered, withdrawn, or is over."""

    message = _("This survey was answered already, or is over. Thank you.")


class ScoreImpossible(Refusal):
    """A score that does not exist."""

    message = _("Choose a score from 1 to 5.")
    status = 422


@transaction.atomic
def ask_survey(
    *,
    delivery: Delivery,
    contact: Contact | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Survey:
    """
    Make a link by which the customer says once how content they are, for sixty days.

    A link that nobody answered leads nowhere from then on.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NothingAccepted: if the customer has accepted nothing.
    :raises ContactElsewhere: if the contact works at another customer.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    delivery = hold(delivery)
    if not delivery.acceptances.filter(withdrawn_at=None).exists():
        raise NothingAccepted
    if contact is not None and contact.customer_id != delivery.customer_id:
        raise ContactElsewhere
    open_ones = delivery.surveys.filter(answered_at=None, withdrawn_at=None)
    open_ones.update(withdrawn_at=at)
    survey: Survey = delivery.surveys.create(
        contact=contact,
        key=secrets.token_urlsafe(24),
        asked_by=by,
        asked_at=at,
        closes_on=timezone.localdate(at + OPEN_FOR),
    )
    event = SurveyAsked(**told_of(delivery), survey_id=survey.pk, closes_on=survey.closes_on)
    record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=concerned(delivery))
    return survey


@transaction.atomic
def withdraw_survey(
    *, survey: Survey, by: User, at: datetime, caused_by: Entry | None = None
) -> Survey:
    """
    Let the link of a survey lead nowhere; an answer that was given stays.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SurveyClosed: if it was answered or withdrawn.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    delivery = hold(survey.delivery)
    survey = Survey.objects.get(pk=survey.pk)
    if survey.answered_at or survey.withdrawn_at:
        raise SurveyClosed
    survey.withdrawn_at = at
    survey.save(update_fields=["withdrawn_at"])
    event = SurveyWithdrawn(**told_of(delivery), survey_id=survey.pk)
    record(event, about=delivery, by=by, at=at, caused_by=caused_by)
    return survey


@transaction.atomic
def answer_survey(
    *,
    survey: Survey,
    score: int,
    comment: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Survey:
    """
    Take in what a customer says, once; `by` is the automation, for they have no account.

    :raises SurveyClosed: if it was answered or withdrawn before, or is over.
    :raises ScoreImpossible: if the score does not lie between 1 and 5.
    """
    if not 1 <= score <= 5:
        raise ScoreImpossible
    delivery = hold(survey.delivery)
    survey = Survey.objects.get(pk=survey.pk)
    if not is_answerable(survey, at):
        raise SurveyClosed
    survey.score, survey.comment, survey.answered_at = score, comment.strip()[:2000], at
    survey.save(update_fields=["score", "comment", "answered_at"])
    event = SurveyAnswered(**told_of(delivery), survey_id=survey.pk, score=score)
    record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=concerned(delivery))
    return survey
