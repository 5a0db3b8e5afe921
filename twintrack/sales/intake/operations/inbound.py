"""Look after the addresses to which other systems send what customers say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.intake.events import InboundAdded, InboundChanged, InboundRevoked
from twintrack.sales.intake.fields import BY_CODE
from twintrack.sales.intake.keys import hash_of, hint_of, make_key, make_salt
from twintrack.sales.intake.models import InboundSource


class SourceNameTaken(Refusal):
    """Another address has this name."""

    message = _("There is an address of this name already.")
    status = 422


class TemplateWrong(Refusal):
    """A field or path of the template does not exist."""

    message = _("There is no such field.")
    status = 422


class SourceRevoked(Refusal):
    """The address takes nothing any more."""

    message = _("This address is revoked.")


@dataclass(frozen=True, kw_only=True)
class Template:
    """
    How the body of another system is read; without paths it must be our own format.

    `value_maps` holds, by field, a word there and the word here.
    """

    paths: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    value_maps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    needs_signature: bool = False
    sample: Any = None


@transaction.atomic
def add_source(
    *,
    name: str,
    template: Template,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> tuple[InboundSource, str]:
    """
    Open an address for another system; its key is given once and not kept.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SourceNameTaken: if there is one of that name.
    :raises TemplateWrong: if the template names a field that does not exist.
    """
    check_may(by, Act.MANAGE_INBOUND)
    name = name.strip()[:40]
    if InboundSource.objects.filter(name__iexact=name).exists():
        raise SourceNameTaken
    _check(template)
    key, salt = make_key(), make_salt()
    acts_as = User(email=f"inbound-{salt}@twintrack.invalid", name=name, is_service=True)
    acts_as.language, acts_as.time_zone = by.language, by.time_zone
    acts_as.set_unusable_password()
    acts_as.save()
    source = InboundSource.objects.create(
        name=name,
        key_hash=hash_of(key),
        hint=hint_of(key),
        salt=salt,
        acts_as=acts_as,
        created_by=by,
        created_at=at,
        **_columns(template),
    )
    record(
        InboundAdded(source_id=source.pk, name=name),
        about=source,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return source, key


def _columns(template: Template) -> dict[str, Any]:
    return {
        "paths": dict(template.paths),
        "defaults": dict(template.defaults),
        "value_maps": {code: dict(words) for code, words in template.value_maps.items()},
        "needs_signature": template.needs_signature,
        "sample": template.sample,
    }


def _check(template: Template) -> None:
    named = {*template.paths, *template.defaults, *template.value_maps} - {"updated_at"}
    if not named <= set(BY_CODE):
        raise TemplateWrong


def _locked(source: InboundSource) -> InboundSource:
    found = InboundSource.objects.select_for_update().get(pk=source.pk)
    if found.revoked_at is not None:
        raise SourceRevoked
    return found


@transaction.atomic
def change_source(
    *,
    source: InboundSource,
    template: Template,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> InboundSource:
    """
    Set anew how an address reads what it is sent.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises TemplateWrong: if the template names a field that does not exist.
    :raises SourceRevoked: if it takes nothing any more.
    """
    check_may(by, Act.MANAGE_INBOUND)
    _check(template)
    source = _locked(source)
    changed = [name for name, value in _columns(template).items() if getattr(source, name) != value]
    for name in changed:
        setattr(source, name, _columns(template)[name])
    source.save(update_fields=changed)
    if changed:
        record(
            InboundChanged(source_id=source.pk, name=source.name, fields=changed),
            about=source,
            by=by,
            at=at,
            caused_by=caused_by,
        )
    return source


@transaction.atomic
def revoke_source(
    *, source: InboundSource, by: User, at: datetime, caused_by: Entry | None = None
) -> InboundSource:
    """
    Take nothing at an address any more, from this moment on.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SourceRevoked: if it takes nothing already.
    """
    check_may(by, Act.MANAGE_INBOUND)
    source = _locked(source)
    source.revoked_at = at
    source.save(update_fields=["revoked_at"])
    User.objects.filter(pk=source.acts_as_id).update(is_active=False)
    record(
        InboundRevoked(source_id=source.pk, name=source.name),
        about=source,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return source
