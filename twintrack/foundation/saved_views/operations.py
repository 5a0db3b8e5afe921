"""Save the filters of lists as views, change them and take them away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.foundation.saved_views.address import find_place, put_in_order
from twintrack.foundation.saved_views.events import (
    SavedViewAdded,
    SavedViewChanged,
    SavedViewRemoved,
    SavedViewRestored,
)
from twintrack.foundation.saved_views.models import QUERY_LENGTH, SavedView


class ViewNameTaken(Refusal):
    """Another view of the same person and list has this name."""

    message = _("You have a view of this name already.")


class ListUnknown(Refusal):
    """Views can be saved of lists of the side bar."""

    message = _("There is no such list.")
    status = 422


class ViewTooLong(Refusal):
    """The filters are more than a view can keep."""

    message = _("These are more filters than a view can keep.")
    status = 422


@transaction.atomic
def save_view(
    *,
    place: str,
    name: str,
    query: str,
    is_shared: bool,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> SavedView:
    """
    Keep the filters, order and groups of a list under a name.

    :param place: the name of the list's address, such as `requirement-list`.
    :param query: what stands behind the `?` of its address.
    :raises NotAllowed: if the person's roles do not allow it.
    :raises ListUnknown: if there is no such list.
    :raises ViewTooLong: if it is more than can be kept.
    :raises ViewNameTaken: if the person has a view of this name in the list.
    """
    check_may(by, Act.USE)
    if find_place(place) is None:
        raise ListUnknown
    _check_name(by, place, name, None)
    view = SavedView.objects.create(
        owner=by, place=place, name=name, query=_kept(query), is_shared=is_shared
    )
    event = SavedViewAdded(
        saved_view_id=view.pk, place=place, name=name, query=view.query, is_shared=is_shared
    )
    record(event, about=view, by=by, at=at, caused_by=caused_by)
    return view


@transaction.atomic
def change_view(
    *,
    view: SavedView,
    before: dict[str, Any],
    after: dict[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> SavedView:
    """
    Give a view another `name`, other filters (`query`), or share it (`is_shared`).

    `before` holds what the person saw of what changes, `after` what it is to be.

    :raises NotAllowed: if the view is somebody else's.
    :raises StaleEdit: if somebody changed the same in between.
    :raises ViewTooLong: if it is more than can be kept.
    :raises ViewNameTaken: if its owner has another view of this name in the list.
    """
    view = _mine(view, by)
    current = {"name": view.name, "query": view.query, "is_shared": view.is_shared}
    wanted = after | ({"query": _kept(after["query"])} if "query" in after else {})
    changes = changes_to_make(current=current, before=before, values=wanted)
    if not changes:
        return view
    if "name" in changes:
        _check_name(view.owner, view.place, changes["name"], view)
    for field, value in changes.items():
        setattr(view, field, value)
    view.save(update_fields=[*changes])
    event = SavedViewChanged(
        saved_view_id=view.pk, name=view.name, query=view.query, is_shared=view.is_shared
    )
    record(event, about=view, by=by, at=at, caused_by=caused_by)
    return view


@transaction.atomic
def remove_view(
    *, view: SavedView, by: User, at: datetime, caused_by: Entry | None = None
) -> SavedView:
    """
    Take a view away.

    :raises NotAllowed: if the view is somebody else's.
    """
    view = _mine(view, by)
    if view.removed_at:
        return view
    view.removed_at = at
    view.save(update_fields=["removed_at"])
    event = SavedViewRemoved(saved_view_id=view.pk, name=view.name)
    record(event, about=view, by=by, at=at, caused_by=caused_by)
    return view


@transaction.atomic
def restore_view(
    *, view: SavedView, by: User, at: datetime, caused_by: Entry | None = None
) -> SavedView:
    """
    Bring back a view that was taken away.

    :raises NotAllowed: if the view is somebody else's.
    :raises ViewNameTaken: if its owner has given the name to another one since.
    """
    view = _mine(view, by)
    if not view.removed_at:
        return view
    _check_name(view.owner, view.place, view.name, view)
    view.removed_at = None
    view.save(update_fields=["removed_at"])
    event = SavedViewRestored(saved_view_id=view.pk, name=view.name)
    record(event, about=view, by=by, at=at, caused_by=caused_by)
    return view


def _mine(view: SavedView, by: User) -> SavedView:
    check_may(by, Act.USE)
    found: SavedView = SavedView.objects.select_for_update(no_key=True).get(pk=view.pk)
    if not found.may_be_changed_by(by):
        raise NotAllowed
    return found


def _check_name(owner: User, place: str, name: str, view: SavedView | None) -> None:
    same = SavedView.objects.filter(owner=owner, place=place, name__iexact=name, removed_at=None)
    if view is not None:
        same = same.exclude(pk=view.pk)
    if same.exists():
        raise ViewNameTaken


def _kept(query: str) -> str:
    kept = put_in_order(QueryDict(query.removeprefix("?")))
    if len(kept) > QUERY_LENGTH:
        raise ViewTooLong
    return kept
