"""Forecasts as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register forecasts."""
    register(
        ObjectKind(
            code="forecast",
            prefix="",
            model="forecast.Forecast",
            track="sales",
            icon="chart-line",
            label=_("Sales forecast"),
            url=lambda _forecast: reverse("sales-forecast"),
            title=str,
            visible=lambda forecasts, user: forecasts.visible_to(user),
        )
    )
