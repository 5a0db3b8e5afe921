"""Say what people may do, and let them leave and come back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.events import RolesChanged, UserDeactivated, UserReactivated
from twintrack.foundation.access.handover import list_belongings
from twintrack.foundation.access.models import ApiToken, RoleGrant
from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User


class LastAdministrator(Refusal):
    """Nobody could administer any more."""

    message = _("This is the last administrator. Make somebody else one first.")


class RoleMissing(Refusal):
    """Somebody would have no role at all."""

    message = _("Choose at least one role.")
    status = 422


class NotYourself(Refusal):
    """Somebody would lock themselves out."""

    message = _("You cannot deactivate your own account. Ask another administrator.")


class SuccessorMissing(Refusal):
    """Work would belong to somebody who is gone."""

    message = _("Choose a colleague who takes over what this person looks after.")
    status = 422


@transaction.atomic
def set_roles(
    *,
    user: User,
    before: Collection[str],
    roles: Collection[str],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> User:
    """
    Give a person these roles and no others; `before` are those that were seen.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises RoleMissing: if no role is left.
    :raises StaleEdit: if somebody changed them in between.
    :raises LastAdministrator: if nobody would administer any more.
    """
    check_may(by, Act.MANAGE_PEOPLE)
    wanted = {Role(each) for each in roles}
    if not wanted:
        raise RoleMissing
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    current = {Role(each) for each in user.roles}
    if current != set(before):
        raise StaleEdit(field="roles", current=current, attempted=wanted)
    added, removed = wanted - current, current - wanted
    if Role.ADMIN in removed:
        _check_not_last(user)
    if not added and not removed:
        return user
    RoleGrant.objects.filter(user=user, role__in=removed).delete()
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in sorted(added))
    del user.roles
    record(
        RolesChanged(user_id=user.pk, name=user.name, added=sorted(added), removed=sorted(removed)),
        about=user,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return user


def _check_not_last(user: User) -> None:
    # The grants are held: two administrators who remove each other wait for one another. People
    # are held before them, so only who is active then is read, and by a statement of its own.
    grants = RoleGrant.objects.filter(role=Role.ADMIN)
    list(grants.select_for_update(no_key=True).order_by("pk"))
    active = grants.filter(user__is_active=True).values_list("user_id", flat=True)
    if set(active) <= {user.pk}:
        raise LastAdministrator


@transaction.atomic
def deactivate(
    *,
    user: User,
    successor: User | None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> User:
    """
    Let a person leave: their sessions and tokens end now, their work goes to the successor.

    Each app hands over what the person looked after when it reads the entry.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotYourself: if it is the person's own account.
    :raises LastAdministrator: if nobody would administer any more.
    :raises SuccessorMissing: if there is work, and nobody to take it over.
    """
    check_may(by, Act.MANAGE_PEOPLE)
    if user == by:
        raise NotYourself
    ids = {user.pk, successor.pk} if successor is not None else {user.pk}
    # Whoever takes over may be about to leave as well.
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    held = {each.pk: each for each in rows}
    user = held[user.pk]
    successor = held[successor.pk] if successor is not None else None
    if not user.is_active:
        return user
    _check_not_last(user)
    is_fit = successor is not None and successor.is_active and successor != user
    if not is_fit and list_belongings(user):
        raise SuccessorMissing
    user.is_active = False
    user.sessions_ended_at = at
    user.save(update_fields=["is_active", "sessions_ended_at"])
    ApiToken.objects.filter(owner=user, revoked_at=None).update(revoked_at=at)
    record(
        UserDeactivated(
            user_id=user.pk,
            name=user.name,
            successor_id=successor.pk if successor and is_fit else None,
        ),
        about=user,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[successor] if successor and is_fit else [],
    )
    return user


@transaction.atomic
def reactivate(*, user: User, by: User, at: datetime, caused_by: Entry | None = None) -> User:
    """
    Let a person who had left sign in again, with the roles they had.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_PEOPLE)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.is_active:
        return user
    user.is_active = True
    user.save(update_fields=["is_active"])
    event = UserReactivated(user_id=user.pk, name=user.name)
    record(event, about=user, by=by, at=at, caused_by=caused_by)
    return user
