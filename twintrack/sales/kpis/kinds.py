"""Frozen nights and targets as kinds of objects."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register what entries of the ledger are about here."""
    register(
        ObjectKind(
            code="frozen_measures",
            prefix="",
            model="kpis.Freeze",
            track="sales",
            icon="lock",
            label=_("Frozen measures"),
            url=lambda _freeze: reverse("sales-measures"),
            title=str,
            visible=lambda rows, user: rows.visible_to(user),
        )
    )
    register(
        ObjectKind(
            code="sales_target",
            prefix="",
            model="kpis.SalesTarget",
            track="sales",
            icon="target",
            label=_("Target of a measure"),
            url=lambda target: reverse("sales-measure", args=[target.measure]),
            title=str,
            visible=lambda rows, user: rows.visible_to(user),
        )
    )
