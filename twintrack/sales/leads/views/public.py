"""The page on which anybody may leave word: no sign-in, no session, nothing told of others."""

from __future__ import annotations

import secrets
import time
from typing import Any

from allauth.account.adapter import get_adapter
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.sales.leads import operations, queries
from twintrack.sales.leads.forms.settings import VisitorForm
from twintrack.sales.leads.models import LeadWebForm
from twintrack.sales.leads.operations import LeadDetails

PAGE = "leads/leave_word.html"
SALT = "leads.web_form"
LANGUAGES = frozenset({"zh-hans", "en"})
# A page that stood open longer is drawn anew; faster than so many seconds types no person.
OPEN_FOR = 24 * 3600
FASTEST = 2
# Of one address within an hour, and of all on one page.
FROM_ONE, FROM_ALL = 10, 300
WINDOW = 3600


@csrf_exempt
@xframe_options_exempt
@require_http_methods(["GET", "POST"])
def leave_word(request: HttpRequest, key: str) -> HttpResponse:
    """Show the page, or take in what somebody left; whoever is no person is thanked as well."""
    asked = request.GET.get("lang", "")
    known = asked in LANGUAGES
    language = asked if known else translation.get_language_from_request(request)
    with translation.override(language):
        return _embeddable(_answer(request, key))


def _answer(request: HttpRequest, key: str) -> HttpResponse:
    try:
        web_form = queries.open_web_form(key)
    except NotThere:
        return render(request, PAGE, {"is_gone": True}, status=404)
    if request.method != "POST":
        return _page(request, web_form, VisitorForm(web_form=web_form, initial=_turn(web_form)))
    form = VisitorForm(request.POST, web_form=web_form)
    if _is_crowded(request, web_form):
        return _page(request, web_form, form, status=429, is_crowded=True)
    return _sent(request, web_form, form)


def _sent(request: HttpRequest, web_form: LeadWebForm, form: VisitorForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, web_form, form, status=422)
    turn = _check_turn(form.cleaned_data["turn"], web_form)
    if turn is None:
        return _again(request, web_form)
    if form.cleaned_data["website"] or time.time() - turn[1] < FASTEST:
        return _page(request, web_form, None, is_done=True)
    return _take(request, web_form, form, turn[0])


def _take(
    request: HttpRequest, web_form: LeadWebForm, form: VisitorForm, turn: str
) -> HttpResponse:
    said = form.cleaned_data
    product = said.get("product")
    details = LeadDetails(
        company=said["company"],
        contact_name=said["contact_name"],
        phone=said["phone"],
        email=said["email"],
        interest=said["interest"],
        source=web_form.source,
        products=[product] if product else [],
    )
    try:
        operations.take_word(web_form=web_form, details=details, turn=turn, at=timezone.now())
    except operations.PhoneImpossible as refusal:
        form.add_error("phone", str(refusal.message))
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
    else:
        return _page(request, web_form, None, is_done=True)
    return _page(request, web_form, form, status=422)


def _turn(web_form: LeadWebForm) -> dict[str, str]:
    signed = signing.dumps([secrets.token_urlsafe(9), int(time.time()), web_form.pk], salt=SALT)
    return {"turn": signed}


def _check_turn(signed: str, web_form: LeadWebForm) -> tuple[str, int] | None:
    """Give what tells one drawing of the page from others, and when it was; nothing if forged."""
    try:
        turn, drawn, pk = signing.loads(signed, salt=SALT, max_age=OPEN_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return (turn, drawn) if pk == web_form.pk else None


def _again(request: HttpRequest, web_form: LeadWebForm) -> HttpResponse:
    """Draw a page that grew old with what was typed, to be sent once more."""
    data = request.POST.copy()
    data["turn"] = _turn(web_form)["turn"]
    form = VisitorForm(data, web_form=web_form)
    form.full_clean()
    form.add_error(None, _("This page was open for long. Send it once more."))
    return _page(request, web_form, form, status=422)


def _is_crowded(request: HttpRequest, web_form: LeadWebForm) -> bool:
    hour = int(time.time() // WINDOW)
    address = get_adapter(request).get_client_ip(request)
    counts = (
        (f"word:{web_form.pk}:{address}:{hour}", FROM_ONE),
        (f"word:{web_form.pk}:{hour}", FROM_ALL),
    )
    crowded = False
    for name, most in counts:
        cache.add(name, 0, WINDOW * 2)
        crowded |= cache.incr(name) > most
    return crowded


def _page(
    request: HttpRequest,
    web_form: LeadWebForm,
    form: VisitorForm | None,
    *,
    status: int = 200,
    **shown: Any,
) -> HttpResponse:
    if form is not None and form.is_bound:
        form.begin_at_what_is_wrong()
    return render(request, PAGE, {"web_form": web_form, "form": form, **shown}, status=status)


def _embeddable(answer: HttpResponse) -> HttpResponse:
    """Let other sites show the page within theirs; it runs no script and keeps no session."""
    answer["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; form-action 'self'; base-uri 'none'"
    )
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
