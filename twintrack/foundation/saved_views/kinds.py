"""Saved views as a kind of object."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.saved_views.address import address_of_view


def register_kinds() -> None:
    """Register saved views."""
    register(
        ObjectKind(
            code="saved_view",
            prefix="",
            model="saved_views.SavedView",
            track="hub",
            icon="bookmark",
            label=_("View"),
            url=lambda view: address_of_view(view.place, view.query, view.pk),
            title=lambda view: view.name,
            visible=lambda views, user: views.visible_to(user),
            search_text=lambda view: (view.name, ""),
        )
    )
