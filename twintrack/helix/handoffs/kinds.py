"""The thresholds of matching as a kind of object, so that the ledger can tell of them."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register the thresholds."""
    register(
        ObjectKind(
            code="thresholds",
            prefix="",
            model="handoffs.Thresholds",
            track="helix",
            icon="git-merge",
            label=_("Thresholds of matching"),
            url=lambda thresholds: reverse("proposal-thresholds"),
            title=lambda thresholds: gettext("Thresholds of matching"),
            visible=lambda thresholds, user: thresholds.visible_to(user),
        )
    )
