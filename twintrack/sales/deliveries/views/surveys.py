"""Ask a customer how content they are, by a link that may go by mail."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.sales.customers.queries import list_withdrawn
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.forms.deliveries import SurveyForm, SurveyMailForm
from twintrack.sales.deliveries.mails import first_words
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.deliveries.views.showing import ask, page_of, press

BOTH = ["GET", "POST"]
LANGUAGES = ("zh-hans", "en")


def _one(request: Request, number: str) -> Delivery:
    check_may(request.user, Act.WORK_ON_DELIVERIES)
    return queries.get_delivery(number, for_user=request.user)


@login_required
@require_http_methods(BOTH)
def survey_new(request: Request, number: str) -> HttpResponse:
    delivery = _one(request, number)
    form = SurveyForm(request.POST or None, delivery=delivery)
    return ask(
        request,
        form,
        lambda who: operations.ask_survey(delivery=delivery, **form.cleaned_data, **who),
        title=_("Ask how satisfied they are"),
        submit=_("Make the link"),
        up=page_of(delivery),
    )


@login_required
@require_http_methods(BOTH)
def survey_mail(request: Request, number: str, pk: int) -> HttpResponse:
    """Show the words of the mail in the language that was chosen, or send it."""
    delivery = _one(request, number)
    survey = queries.get_survey(delivery, pk)
    withdrawn = list_withdrawn(delivery.customer)
    asked = request.GET.get("language") or get_language() or ""
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    words = first_words(survey, language)
    # Who wants no mail is not proposed.
    unwilling = {each.contact_id for each in withdrawn}
    reached = survey.contact if survey.contact_id not in unwilling else None
    initial = {
        "language": language,
        "to": reached.email if reached else "",
        "subject": words.subject,
        "message": words.message,
    }
    form = SurveyMailForm(
        request.POST or None,
        initial=initial,
        again=reverse("delivery-survey-mail", args=[number, pk]),
        asks_ground=bool(withdrawn),
    )
    return ask(
        request,
        form,
        lambda who: operations.send_survey(
            survey=survey, mail=operations.SurveyMail(**form.cleaned_data), **who
        ),
        title=_("Mail the question to the customer"),
        submit=_("Send"),
        up=page_of(delivery),
        beside="to",
        withdrawn=withdrawn,
    )


@login_required
@require_POST
def survey_withdraw(request: Request, number: str, pk: int) -> HttpResponse:
    delivery = _one(request, number)
    survey = queries.get_survey(delivery, pk)
    return press(
        request,
        delivery,
        lambda who: operations.withdraw_survey(survey=survey, **who),
        said=_("The link of the survey is withdrawn"),
    )
