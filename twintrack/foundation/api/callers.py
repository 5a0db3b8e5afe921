"""Who calls the API: a person's token, or the person signed in to the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from twintrack.foundation.api.problems import Problem, Refused
from twintrack.foundation.api.scopes import Scope
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import User

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_find: list[Callable[[str, datetime], Caller | None]] = []


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The person a request acts for, how far it may go, and by which token."""

    user: User
    scope: Scope
    token_id: int | None = None

    @property
    def ident(self) -> str:
        """A name for counting this caller's requests."""
        return f"token:{self.token_id}" if self.token_id else f"user:{self.user.pk}"


class ApiRequest(Request):
    """A request to the API, after its caller is known."""

    auth: Caller


def register_tokens(find: Callable[[str, datetime], Caller | None]) -> None:
    """Say how the text of a token is turned into its caller; called from an app's `ready`."""
    _find[:] = [find]


def find_caller(secret: str, *, at: datetime) -> Caller | None:
    """Find the caller of a token that holds at this moment."""
    return _find[0](secret, at) if _find else None


class TokenGuard(HttpBearer):
    """Let in requests whose token reaches far enough; `needs` is by method where not given."""

    def __init__(self, needs: Scope | None = None) -> None:
        self.needs = needs
        super().__init__()

    def __call__(self, request: HttpRequest) -> Caller | None:
        # The middleware has read the token, to answer in its owner's language.
        caller: Caller | None = getattr(request, "caller", None)
        if caller is not None:
            needed = self.needs or (Scope.READ if request.method in SAFE else Scope.WRITE)
            if not caller.scope.covers(needed):
                raise Refused(
                    Problem(
                        status=403,
                        code="scope-missing",
                        detail=_("This token needs the scope “%(scope)s” for this."),
                        values={"scope": needed.value},
                    )
                )
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        raise NotImplementedError


class SessionGuard(APIKeyCookie):
    """Let in the person signed in to the pages, whose forms carry the page's own token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Caller | None:
        if getattr(request, "caller", None) or not request.user.is_authenticated:
            return None
        if not request.user.is_active:
            return None
        if check_csrf(request):
            raise Refused(
                Problem(
                    status=403,
                    code="form-token-missing",
                    detail=_("Send the page's X-CSRFToken, or use an API token."),
                )
            )
        return Caller(user=request.user, scope=Scope.ADMIN)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        raise NotImplementedError


def guards(needs: Scope | None = None) -> tuple[TokenGuard, SessionGuard]:
    """Give what stands before an endpoint."""
    return TokenGuard(needs), SessionGuard()
