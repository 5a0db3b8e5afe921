"""Renew the key of an address for other systems, and want its deliveries signed or not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.intake.events import InboundKeyRenewed, InboundSigned, InboundUnsigned
from twintrack.sales.intake.keys import hash_of, hint_of, make_key, make_salt, signing_secret
from twintrack.sales.intake.models import InboundSource
from twintrack.sales.intake.operations.inbound import locked


@transaction.atomic
def renew_key(
    *, source: InboundSource, by: User, at: datetime, caused_by: Entry | None = None
) -> tuple[InboundSource, str]:
    """
    Give an address a new key, shown once; the old one opens nothing from this moment on.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SourceRevoked: if it takes nothing any more.
    """
    check_may(by, Act.MANAGE_INBOUND)
    source = locked(source)
    key = make_key()
    source.key_hash, source.hint = hash_of(key), hint_of(key)
    source.save(update_fields=["key_hash", "hint"])
    event = InboundKeyRenewed(source_id=source.pk, name=source.name)
    record(event, about=source, by=by, at=at, caused_by=caused_by)
    return source, key


@transaction.atomic
def want_signature(
    *, source: InboundSource, by: User, at: datetime, caused_by: Entry | None = None
) -> tuple[InboundSource, str]:
    """
    Take only signed deliveries, with a new secret that is shown once.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SourceRevoked: if it takes nothing any more.
    """
    check_may(by, Act.MANAGE_INBOUND)
    source = locked(source)
    source.salt, source.needs_signature = make_salt(), True
    source.save(update_fields=["salt", "needs_signature"])
    event = InboundSigned(source_id=source.pk, name=source.name)
    record(event, about=source, by=by, at=at, caused_by=caused_by)
    return source, signing_secret(source.salt)


@transaction.atomic
def drop_signature(
    *, source: InboundSource, by: User, at: datetime, caused_by: Entry | None = None
) -> InboundSource:
    """
    Take deliveries that are not signed too; the key alone lets in.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SourceRevoked: if it takes nothing any more.
    """
    check_may(by, Act.MANAGE_INBOUND)
    source = locked(source)
    if not source.needs_signature:
        return source
    source.needs_signature = False
    source.save(update_fields=["needs_signature"])
    event = InboundUnsigned(source_id=source.pk, name=source.name)
    record(event, about=source, by=by, at=at, caused_by=caused_by)
    return source
