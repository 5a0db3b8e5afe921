"""Rules and bounds of segments as kinds of objects."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register rules and bounds."""
    _register("segment_rule", "segments.SegmentRule", _("Rule of segments"))
    _register("segment_bounds", "segments.SegmentBounds", _("Bounds of segments"))


def _register(code: str, model: str, label: str | Promise) -> None:
    register(
        ObjectKind(
            code=code,
            prefix="",
            model=model,
            track="sales",
            icon="adjustments-horizontal",
            label=label,
            url=lambda _rule: reverse("segments"),
            title=str,
            visible=lambda rows, user: rows.visible_to(user),
            hides=lambda user: not may(user, Act.MANAGE_CUSTOMERS),
        )
    )
