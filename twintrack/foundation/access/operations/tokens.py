"""Make and revoke keys to the API."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.events import TokenMade, TokenRevoked
from twintrack.foundation.access.models import ApiToken
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.access.secrets import hash_of, hint_of, make_secret
from twintrack.foundation.api.scopes import Scope
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User


class ExpiryPassed(Refusal):
    """A token would be made that has expired already."""

    message = _("The token would have expired already. Choose a later day.")
    status = 422


@transaction.atomic
def make_token(
    *,
    name: str,
    scope: Scope,
    expires_at: datetime | None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> tuple[ApiToken, str]:
    """
    Make a token that acts for the person; gives it with its secret, which is not kept.

    :raises NotAllowed: if it is to administer, and the person may not.
    :raises ExpiryPassed: if it would have expired already.
    """
    check_may(by, Act.MANAGE_PEOPLE if scope == Scope.ADMIN else Act.USE)
    if expires_at is not None and expires_at <= at:
        raise ExpiryPassed
    secret = make_secret("twt_")
    token = ApiToken.objects.create(
        owner=by,
        name=name,
        scope=scope,
        token_hash=hash_of(secret),
        hint=hint_of(secret),
        created_at=at,
        expires_at=expires_at,
    )
    record(
        TokenMade(token_id=token.pk, name=name, scope=scope.value, expires_at=expires_at),
        about=token,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return token, secret


@transaction.atomic
def revoke_token(
    *, token: ApiToken, by: User, at: datetime, caused_by: Entry | None = None
) -> ApiToken:
    """
    Let a token open nothing any more, from this moment; one that is revoked stays so.

    :raises NotAllowed: if it is somebody else's, and the person does not administer.
    """
    if token.owner_id != by.pk and not may(by, Act.MANAGE_PEOPLE):
        raise NotAllowed
    token = ApiToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    if token.revoked_at is not None:
        return token
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    event = TokenRevoked(token_id=token.pk, name=token.name)
    record(event, about=token, by=by, at=at, caused_by=caused_by)
    return token
