"""Open addresses for code hosts, give them other secrets, and close them."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.connectors.signing import write_secret
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.events import HookAdded, HookRevoked, HookSecretRenewed
from twintrack.rnd.engineering.models import Hook, HostCode, Repository


class HookRevokedAlready(Refusal):
    """The address takes nothing any more."""

    message = _("This address is revoked.")


def secret_of(salt: str) -> str:
    """
    Give the secret that an address's deliveries are signed with.

    It is derived from the installation's own secret: nobody who reads the database can sign.
    """
    made = hmac.new(settings.SECRET_KEY.encode(), f"hook:{salt}".encode(), sha256)
    return write_secret(made.digest())


@transaction.atomic
def add_hook(
    *,
    host: HostCode,
    repository: Repository | None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> tuple[Hook, str]:
    """
    Open an address for a host, for one repository or for many; its secret is given once.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_REPOSITORIES)
    salt = secrets.token_hex(16)
    name = f"{host.label} · {repository.name}" if repository else host.label
    acts_as = User(email=f"hook-{salt}@twintrack.invalid", name=name[:80], is_service=True)
    acts_as.language, acts_as.time_zone = by.language, by.time_zone
    acts_as.set_unusable_password()
    acts_as.save()
    hook = Hook.objects.create(
        name=name[:80],
        host=host,
        repository=repository,
        code=f"twh_{secrets.token_urlsafe(24)}",
        salt=salt,
        acts_as=acts_as,
        created_by=by,
        created_at=at,
    )
    record(
        HookAdded(
            hook_id=hook.pk,
            name=hook.name,
            host=hook.host,
            repository_id=repository.pk if repository else None,
        ),
        about=hook,
        also=[repository] if repository else [],
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return hook, secret_of(salt)


def held_hook(hook: Hook) -> Hook:
    """
    Fetch an address anew, for this transaction alone.

    :raises HookRevokedAlready: if it takes nothing any more.
    """
    rows = Hook.objects.select_for_update(no_key=True, of=("self",))
    found: Hook = rows.select_related("repository", "acts_as").get(pk=hook.pk)
    if found.revoked_at is not None:
        raise HookRevokedAlready
    return found


@transaction.atomic
def renew_secret(
    *, hook: Hook, by: User, at: datetime, caused_by: Entry | None = None
) -> tuple[Hook, str]:
    """
    Give an address another secret, shown once; the old one lets nothing in from this moment on.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises HookRevokedAlready: if it takes nothing any more.
    """
    check_may(by, Act.MANAGE_REPOSITORIES)
    hook = held_hook(hook)
    hook.salt = secrets.token_hex(16)
    hook.save(update_fields=["salt"])
    event = HookSecretRenewed(hook_id=hook.pk, name=hook.name)
    record(event, about=hook, by=by, at=at, caused_by=caused_by)
    return hook, secret_of(hook.salt)


@transaction.atomic
def revoke_hook(*, hook: Hook, by: User, at: datetime, caused_by: Entry | None = None) -> Hook:
    """
    Take nothing at an address any more, from this moment on.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises HookRevokedAlready: if it takes nothing already.
    """
    check_may(by, Act.MANAGE_REPOSITORIES)
    hook = held_hook(hook)
    hook.revoked_at = at
    hook.save(update_fields=["revoked_at"])
    User.objects.filter(pk=hook.acts_as_id).update(is_active=False)
    event = HookRevoked(hook_id=hook.pk, name=hook.name)
    record(event, about=hook, by=by, at=at, caused_by=caused_by)
    return hook
