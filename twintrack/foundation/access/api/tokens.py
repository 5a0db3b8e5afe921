"""Your keys in the REST API. To make or end one, a token needs to administer."""

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, Field

from twintrack.foundation.access import operations, queries
from twintrack.foundation.access.models import ApiToken
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Out, Page
from twintrack.foundation.api.scopes import Scope
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="tokens", label=_("API tokens"), needs=Scope.ADMIN)


class TokenOut(Out):
    id: int
    name: str
    scope: Annotated[str, OneOf(Scope)]
    hint: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class TokenMadeOut(TokenOut):
    secret: str = Field(description="Shown this once")


class TokenBody(Body):
    name: str = Field(min_length=1, max_length=80)
    scope: Annotated[str, OneOf(Scope)] = Scope.READ.value
    expires_at: AwareDatetime | None = None


@router.get("/tokens", response=Page[TokenOut], summary=_("List your tokens"))
def list_tokens(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[ApiToken]:
    tokens = queries.list_tokens(for_user=request.user)
    return key_page(tokens, order=("-pk",), after=after, size=limit)


@router.post("/tokens", response={201: TokenMadeOut}, summary=_("Make a token"))
def make_token(request: ApiRequest, body: TokenBody) -> TokenMadeOut:
    token, secret = operations.make_token(
        name=body.name,
        scope=Scope(body.scope),
        expires_at=body.expires_at,
        by=request.user,
        at=timezone.now(),
    )
    shown = TokenOut.from_orm(token)
    return TokenMadeOut(**shown.model_dump(), secret=secret)


@router.post("/tokens/{pk}/revocation", response=TokenOut, summary=_("Revoke a token"))
def revoke_token(request: ApiRequest, pk: Key) -> ApiToken:
    token = queries.get_token(pk, for_user=request.user)
    return operations.revoke_token(token=token, by=request.user, at=timezone.now())
