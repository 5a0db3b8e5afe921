"""What matching learned as a kind of object, so that the ledger can tell of it."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register what matching learned."""
    register(
        ObjectKind(
            code="learning",
            prefix="",
            model="matching.Learning",
            track="helix",
            icon="git-merge",
            label=_("What matching learned"),
            url=lambda learning: reverse("proposal-thresholds"),
            title=lambda learning: gettext("What matching learned"),
            visible=lambda learning, user: learning.visible_to(user),
        )
    )
