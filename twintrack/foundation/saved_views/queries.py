"""Which views there are, as far as a person may see them."""

from __future__ import annotations

from django.db.models import QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User
from twintrack.foundation.saved_views.models import SavedView


def list_views(*, for_user: User, place: str = "") -> QuerySet[SavedView]:
    """List a person's views and those that others share, by name; of one list or of all."""
    views: QuerySet[SavedView] = SavedView.objects.visible_to(for_user)
    if place:
        views = views.filter(place=place)
    return views.select_related("owner").order_by("name", "pk")


def get_view(pk: int, *, for_user: User, removed: bool = False) -> SavedView:
    """
    Find a view; with `removed` one of the person's own that was taken away.

    :raises NotThere: if there is none, or the person may not see it.
    """
    if removed:
        views = SavedView.objects.exclude(removed_at=None).filter(owner=for_user)
    else:
        views = SavedView.objects.visible_to(for_user)
    found: SavedView | None = views.select_related("owner").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def find_view(pk: str, *, for_user: User, place: str) -> SavedView | None:
    """Find the view that an address began as, if it still is one of that list."""
    if not pk.isdecimal():
        return None
    return list_views(for_user=for_user, place=place).filter(pk=int(pk)).first()
