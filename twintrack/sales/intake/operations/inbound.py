"""Look after the addresses to which other systems send what customers say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.intake.events import (
    InboundAdded,
    InboundChanged,
    InboundRenamed,
    InboundRevoked,
)
from twintrack.sales.intake.fields import REQUIRED
from twintrack.sales.intake.keys import hash_of, hint_of, make_key, make_salt
from twintrack.sales.intake.models import InboundSource
from twintrack.sales.intake.paths import is_path
from twintrack.sales.intake.problems import LABELS


class SourceNameTaken(Refusal):
    """Another address has this name."""

    message = _("There is, or was, an address of this name. Choose another one.")
    status = 422


class SourceNameless(Refusal):
    """An address needs a name."""

    message = _("Give the address a name.")
    status = 422


class TemplateWrong(Refusal):
    """A field of the template does not exist, a path leads nowhere, or a needed one is missing."""

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

    def columns(self) -> dict[str, Any]:
        """Give it as an address keeps it."""
        return {
            "paths": dict(self.paths),
            "defaults": dict(self.defaults),
            "value_maps": {code: dict(words) for code, words in self.value_maps.items()},
            "needs_signature": self.needs_signature,
            "sample": self.sample,
        }


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
    name = _free_name(name)
    _check(template)
    key, salt = make_key(), make_salt()
    acts_as = User(email=f"inbound-{salt}@twintrack.invalid", name=name, is_service=True)
    acts_as.language, acts_as.time_zone = by.language, by.time_zone
    acts_as.set_unusable_password()
    acts_as.save()
    source = InboundSource.objects.create(
        name=name,
        origin=name,
        key_hash=hash_of(key),
        hint=hint_of(key),
        salt=salt,
        acts_as=acts_as,
        created_by=by,
        created_at=at,
        **template.columns(),
    )
    record(
        InboundAdded(source_id=source.pk, name=name),
        about=source,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return source, key


def _free_name(name: str, besides: InboundSource | None = None) -> str:
    """Tidy a name; what was recorded under an old one must never be taken for a new address's."""
    name = " ".join(name.split())[:40]
    if not name:
        raise SourceNameless
    taken = InboundSource.objects.filter(Q(name__iexact=name) | Q(origin__iexact=name))
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise SourceNameTaken
    return name


def _check(template: Template) -> None:
    named = {*template.paths, *template.defaults, *template.value_maps}
    if not named <= LABELS.keys():
        raise TemplateWrong
    for code, path in template.paths.items():
        if not is_path(path):
            words = _("%(field)s: “%(path)s” is no path, such as task.title or items[0].name.")
            raise TemplateWrong(str(words) % {"field": LABELS[code], "path": path[:80]})
    missing = set(REQUIRED) - {*template.paths, *template.defaults}
    if template.paths and missing:
        words = _("Say where it stands, or what holds always: %(fields)s.")
        fields = [str(LABELS[code]) for code in REQUIRED if code in missing]
        raise TemplateWrong(str(words) % {"fields": ", ".join(fields)})


def locked(source: InboundSource) -> InboundSource:
    """
    Fetch an address anew, for this transaction alone.

    :raises SourceRevoked: if it takes nothing any more.
    """
    found: InboundSource = InboundSource.objects.select_for_update(no_key=True).get(pk=source.pk)
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
    source = locked(source)
    wanted = template.columns()
    changed = [name for name, value in wanted.items() if getattr(source, name) != value]
    for name in changed:
        setattr(source, name, wanted[name])
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
def rename_source(
    *, source: InboundSource, name: str, by: User, at: datetime, caused_by: Entry | None = None
) -> InboundSource:
    """
    Call an address something else; what it sent before and sends again stays the same feedback.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SourceRevoked: if it takes nothing any more.
    :raises SourceNameless: if the name is empty.
    :raises SourceNameTaken: if there is, or was, one of that name.
    """
    check_may(by, Act.MANAGE_INBOUND)
    source = locked(source)
    before, source.name = source.name, _free_name(name, besides=source)
    if source.name == before:
        return source
    source.save(update_fields=["name"])
    User.objects.filter(pk=source.acts_as_id).update(name=source.name)
    record(
        InboundRenamed(source_id=source.pk, name=source.name, before=before),
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
    source = locked(source)
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
