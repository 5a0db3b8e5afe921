"""Labels as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register labels."""
    register(
        ObjectKind(
            code="label",
            prefix="",
            model="labels.Label",
            track="hub",
            icon="tag",
            label=_("Label"),
            url=lambda _label: reverse("label-list"),
            title=lambda label: label.name,
            visible=lambda labels, user: labels.visible_to(user),
        )
    )
