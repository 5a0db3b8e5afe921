"""The head of papers as a kind of object, so that the ledger can speak of it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register the head of papers."""
    register(
        ObjectKind(
            code="letterhead",
            prefix="",
            model="documents.Letterhead",
            track="hub",
            icon="file-text",
            label=_("Head of papers"),
            url=lambda _head: reverse("letterhead"),
            title=lambda head: head.name_zh,
            visible=lambda heads, user: heads if may(user, Act.USE) else heads.none(),
        )
    )
