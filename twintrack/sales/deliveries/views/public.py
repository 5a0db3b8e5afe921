"""The page on which a customer says how content they are: no sign-in, nothing told of others."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.automation import automation
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.forms.deliveries import AnswerForm
from twintrack.sales.deliveries.models import Survey

PAGE = "deliveries/survey.html"
LANGUAGES = frozenset({"zh-hans", "en"})
# Of one address within an hour, whatever the keys: nobody guesses one.
FROM_ONE = 30
WINDOW = 3600


# Whoever has the link may answer, in any browser; there is no session that could be ridden on.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, key: str) -> HttpResponse:
    """Show what is asked, or take the answer in."""
    asked = request.GET.get("lang", "")
    known = asked in LANGUAGES
    language = asked if known else translation.get_language_from_request(request)
    with translation.override(language):
        answer = _answer(request, key)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _answer(request: HttpRequest, key: str) -> HttpResponse:
    if _is_crowded(request):
        return _page(request, None, status=429, is_crowded=True)
    try:
        found = queries.survey_of(key)
    except NotThere:
        return _page(request, None, status=404, is_gone=True)
    if found.answered_at is not None:
        return _page(request, found, is_done=True)
    if not queries.is_answerable(found, timezone.now()):
        return _page(request, None, status=404, is_gone=True)
    return _asked(request, found)


def _asked(request: HttpRequest, found: Survey) -> HttpResponse:
    form = AnswerForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form=form, status=422 if form.errors else 200)
    # Who presses twice is thanked as well; the first answer counts.
    with suppress(operations.SurveyClosed):
        operations.answer_survey(
            survey=found, **form.cleaned_data, by=automation(), at=timezone.now()
        )
    return _page(request, found, is_done=True)


def _is_crowded(request: HttpRequest) -> bool:
    address = get_adapter(request).get_client_ip(request)
    name = f"survey:{address}:{int(time.time() // WINDOW)}"
    cache.add(name, 0, WINDOW * 2)
    return bool(cache.incr(name) > FROM_ONE)


def _page(
    request: HttpRequest, found: Survey | None, *, status: int = 200, **shown: Any
) -> HttpResponse:
    return render(request, PAGE, {"survey": found, **shown}, status=status)
