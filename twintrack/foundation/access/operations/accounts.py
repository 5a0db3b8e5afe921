"""Give people accounts and roles, and keep what they prefer."""

from __future__ import annotations

import zoneinfo
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.events import PreferencesChanged, ProfileChanged, UserJoined
from twintrack.foundation.access.models import RoleGrant
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import hold_numbers
from twintrack.foundation.people.models import Density, Language, MailWhen, Theme, User


class CompanyFounded(Refusal):
    """The first administrator exists already."""

    message = _("Twintrack is set up already. Ask an administrator for an invitation.")


class AddressTaken(Refusal):
    """Somebody has an account with this address."""

    message = _("Somebody already has an account with this e-mail address.")


class PreferenceUnknown(Refusal):
    """A preference was given a value that does not exist."""

    message = _("This setting does not exist. Choose one from the list.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Who gets an account; without a password, nobody signs in with it until one is set."""

    email: str
    name: str
    password: str | None = None
    language: str = Language.CHINESE
    title: str = ""


@transaction.atomic
def found(*, newcomer: Newcomer, at: datetime) -> User:
    """
    Make the first administrator of a new installation; nobody can stand behind this act yet.

    :raises CompanyFounded: if there is a user already.
    """
    # Two who do it at once wait here for one another.
    hold_numbers("FOUNDED")
    if User.objects.filter(is_service=False).exists():
        raise CompanyFounded
    user = _create(newcomer, {Role.ADMIN}, at)
    record(UserJoined(user_id=user.pk, roles=[Role.ADMIN]), about=user, by=user, at=at)
    return user


@transaction.atomic
def add_user(*, newcomer: Newcomer, roles: Collection[Role], by: User, at: datetime) -> User:
    """
    Give somebody an account with roles.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises AddressTaken: if the address has an account.
    """
    check_may(by, Act.MANAGE_PEOPLE)
    user = _create(newcomer, roles, at)
    record(UserJoined(user_id=user.pk, roles=sorted(roles)), about=user, by=by, at=at)
    return user


def _create(newcomer: Newcomer, roles: Collection[Role], at: datetime) -> User:
    if User.objects.filter(email__iexact=newcomer.email).exists():
        raise AddressTaken
    user = User.objects.create_user(
        newcomer.email,
        newcomer.password,
        name=newcomer.name,
        title=newcomer.title,
        language=newcomer.language,
        joined_at=at,
    )
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


CHOICES = {
    "language": set(Language.values),
    "theme": set(Theme.values),
    "density": set(Density.values),
    "mail_when": set(MailWhen.values),
}


@transaction.atomic
def prefer(
    *, user: User, values: dict[str, str], by: User, at: datetime, caused_by: Entry | None = None
) -> User:
    """
    Keep a person's language, look, time zone or when they get mail; others stay as they are.

    :raises PreferenceUnknown: if there is no such preference or value.
    """
    for field, value in values.items():
        known = (
            zoneinfo.available_timezones() if field == "time_zone" else CHOICES.get(field, set())
        )
        if value not in known:
            raise PreferenceUnknown
        setattr(user, field, value)
    user.save(update_fields=list(values))
    record(
        PreferencesChanged(user_id=user.pk, fields=sorted(values)),
        about=user,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return user


@transaction.atomic
def change_profile(
    *,
    user: User,
    name: str,
    title: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> User:
    """
    Let a person go by another name or job title.

    :raises NotAllowed: if it is somebody else, and the person does not manage people.
    """
    if user != by:
        check_may(by, Act.MANAGE_PEOPLE)
    wanted = {"name": name, "title": title}
    changed = {field: value for field, value in wanted.items() if getattr(user, field) != value}
    if not changed:
        return user
    for field, value in changed.items():
        setattr(user, field, value)
    user.save(update_fields=list(changed))
    event = ProfileChanged(user_id=user.pk, fields=sorted(changed))
    record(event, about=user, by=by, at=at, caused_by=caused_by)
    return user
