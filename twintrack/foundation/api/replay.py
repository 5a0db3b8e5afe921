"""Does once what is sent more than once: requests with an `Idempotency-Key`, forms of pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.models import KeptAnswer
from twintrack.foundation.api.problems import Problem
from twintrack.foundation.people.models import User

KEPT_FOR = timedelta(hours=24)
KEY_LENGTH = 200


def answer_once(
    request: HttpRequest,
    *,
    owner: User,
    key: str,
    at: datetime,
    respond: Callable[[], HttpResponse],
) -> HttpResponse:
    """
    Give the answer kept under this key, or keep the one given now.

    The row is written first in the request's own transaction: a second request of the same key
    waits for it. Refusals are not kept, so that they may be tried again.
    """
    if len(key) > KEY_LENGTH:
        return Problem(status=400, detail=_("An Idempotency-Key has at most 200 signs.")).answer()
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        kept, is_new = _claim(owner, key, fingerprint, at)
        if not is_new:
            return _again(kept, fingerprint)
        response = respond()
        if response.status_code >= 400:
            transaction.set_rollback(True)
            return response
        kept.status, kept.body = response.status_code, response.content.decode()
        kept.save(update_fields=["status", "body"])
    return response


def do_once(*, owner: User, key: str, content: str, at: datetime, act: Callable[[], str]) -> str:
    """
    Do what a page's form asks for, or give what it came to when the same form was sent before.

    `act` gives the number of what it made. The same key with another content is another wish: what
    somebody wrote after a lost answer must not be lost.
    """
    if not key:
        return act()
    named = sha256(f"{key}\n{content}".encode()).hexdigest()
    with transaction.atomic():
        kept, is_new = _claim(owner, f"form {named}", named, at)
        if is_new:
            kept.status, kept.body = 200, act()
            kept.save(update_fields=["status", "body"])
    return kept.body


def _claim(owner: User, key: str, fingerprint: str, at: datetime) -> tuple[KeptAnswer, bool]:
    """Hold a key within the caller's transaction, and let go what was kept long enough."""
    KeptAnswer.objects.filter(owner=owner, made_at__lt=at - KEPT_FOR).delete()
    kept, is_new = KeptAnswer.objects.get_or_create(
        owner=owner, key=key, defaults={"fingerprint": fingerprint, "made_at": at}
    )
    return kept, is_new


def _again(kept: KeptAnswer, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        return Problem(
            status=422,
            code="key-of-another-request",
            detail=_("This Idempotency-Key belongs to another request. Choose a new one."),
        ).answer()
    response = HttpResponse(kept.body, status=kept.status, content_type="application/json")
    response["Idempotent-Replayed"] = "true"
    return response


def _fingerprint(request: HttpRequest) -> str:
    # Uploads are streamed to disk: their length stands for them.
    is_upload = (request.content_type or "").startswith("multipart/")
    body = request.headers.get("Content-Length", "").encode() if is_upload else request.body
    return sha256(f"{request.method} {request.get_full_path()}\n".encode() + body).hexdigest()
