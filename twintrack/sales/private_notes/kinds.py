"""Private notes as a kind of object: found by nobody, told to who may read them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register private notes."""
    register(
        ObjectKind(
            code="private_note",
            prefix="",
            model="private_notes.PrivateNote",
            track="sales",
            icon="lock",
            label=_("Private note"),
            url=lambda note: reverse("customer-detail", args=[note.customer.number]),
            title=lambda note: note.customer.name,
            visible=lambda notes, user: notes.visible_to(user),
            related=("customer",),
            hides=lambda _user: True,
        )
    )
