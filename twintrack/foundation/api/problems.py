"""Errors as RFC 9457 problems, in the caller's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.http import JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.ui.busy import RETRY_AFTER

E = TypeVar("E", bound=Exception)

TITLES: dict[int, str | Promise] = {
    400: _("The request cannot be read"),
    401: _("Not signed in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("This address does not take this method"),
    409: _("In conflict with how things stand"),
    410: _("No longer there"),
    413: _("Too large"),
    422: _("Something in the request is not valid"),
    429: _("Too many requests"),
    500: _("The fault is ours"),
    503: _("Busy for a moment"),
}
DETAILS: dict[int, str | Promise] = {
    400: _("Send valid JSON with a matching Content-Type."),
    401: _("Send a token that holds: Authorization: Bearer twt_…"),
    403: _("You may not do this."),
    404: _("This does not exist, or you may not see it."),
    405: _("Look up which methods this address takes at /api/v1/docs."),
    413: _("The request is larger than this installation allows."),
    429: _("Wait for the seconds that Retry-After says, then go on."),
    500: _("It was written down. Try again later."),
    503: _("Others are writing right now; nothing was saved. Try again in a few seconds."),
}
CODES = {
    400: "unreadable",
    401: "not-signed-in",
    403: "not-allowed",
    404: "not-there",
    405: "method-not-taken",
    413: "too-large",
    422: "not-valid",
    429: "too-many-requests",
    500: "our-fault",
    503: "busy",
}


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """What is wrong with one field: a JSON pointer into the body, or a parameter's name."""

    detail: str | Promise
    code: str
    pointer: str = ""
    parameter: str = ""

    def shown(self) -> dict[str, str]:
        place = {"pointer": self.pointer} if self.pointer else {"parameter": self.parameter}
        return {"detail": str(self.detail), "code": self.code, **place}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a request is not answered; `more` adds members of its own."""

    status: int
    code: str = ""
    detail: str | Promise = ""
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[FieldError] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def answer(self) -> JsonResponse:
        """Render it in the language of the moment."""
        code = self.code or CODES.get(self.status, "not-valid")
        detail = str(self.detail or DETAILS.get(self.status, ""))
        content: dict[str, Any] = {
            "type": f"urn:twintrack:problem:{code}",
            "title": str(TITLES.get(self.status, TITLES[422])),
            "status": self.status,
            "detail": detail % self.values if self.values else detail,
            "code": code,
        }
        if self.errors:
            content["errors"] = [each.shown() for each in self.errors]
        content |= self.more
        response = JsonResponse(
            content,
            status=self.status,
            content_type=CONTENT_TYPE,
            json_dumps_params={"ensure_ascii": False},
        )
        if self.status == 401:
            response["WWW-Authenticate"] = 'Bearer realm="Twintrack"'
        if self.status == 503:
            response["Retry-After"] = str(RETRY_AFTER)
        return response


CONTENT_TYPE = "application/problem+json"


class Refused(Exception):
    """A request is not answered because of this problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


_translators: dict[type[Exception], Callable[[Any], Problem | None]] = {}


def register_problem(error: type[E], translate: Callable[[E], Problem | None]) -> None:
    """Say how a kind of exception is told, if at all; called from an app's `ready`."""
    _translators[error] = translate


def problem_of(error: Exception) -> Problem | None:
    """Tell an exception as a problem, if anybody knows how."""
    if isinstance(error, Refused):
        return error.problem
    for kind in type(error).__mro__:
        if kind in _translators:
            return _translators[kind](error)
    return None
