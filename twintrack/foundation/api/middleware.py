"""Reads the caller's token, answers in their language, and keeps every error a problem."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.callers import Caller, find_caller
from twintrack.foundation.api.problems import CONTENT_TYPE, Problem
from twintrack.foundation.api.replay import answer_once

PREFIX = "/api/"
PAGES = ("/api/v1/docs",)


class ApiMiddleware:
    """Stand before every address below `/api/`, except its pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX) or request.path.startswith(PAGES):
            return self.get_response(request)
        if "Authorization" not in request.headers:
            return self._answer(request)
        kind, _space, secret = request.headers["Authorization"].partition(" ")
        caller = find_caller(secret.strip(), at=timezone.now()) if kind == "Bearer" else None
        if caller is None:
            detail = _("This token is unknown, has expired or was revoked.")
            return Problem(status=401, code="token-not-valid", detail=detail).answer()
        return self._answer_caller(request, caller)

    def _answer_caller(self, request: HttpRequest, caller: Caller) -> HttpResponse:
        request.caller = caller  # type: ignore[attr-defined]
        request.user = caller.user
        language = caller.user.language
        if request.headers.get("Accept-Language"):
            language = translation.get_language_from_request(request)
        zone = zoneinfo.ZoneInfo(caller.user.time_zone)
        with translation.override(language), timezone.override(zone):
            response = self._answer(request)
        response["Content-Language"] = language
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self._once(request)
        except RequestDataTooBig:
            return Problem(status=413).answer()
        if response.status_code < 400 or response["Content-Type"].startswith(CONTENT_TYPE):
            return response
        told = Problem(status=response.status_code).answer()
        for name in ("Allow", "Retry-After"):
            if name in response:
                told[name] = response[name]
        return told

    def _once(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if not key or request.method != "POST" or not request.user.is_authenticated:
            return self.get_response(request)
        return answer_once(
            request,
            owner=request.user,
            key=key,
            at=timezone.now(),
            respond=lambda: self.get_response(request),
        )
