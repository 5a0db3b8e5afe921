"""Builds, tests and gates as kinds of objects."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register


def register_kinds() -> None:
    """Register builds, tests and quality gates."""
    register(
        ObjectKind(
            code="build",
            prefix="BLD",
            model="quality.Build",
            track="rd",
            icon="hammer",
            label=_("Build"),
            url=lambda build: reverse("build-detail", args=[build.number]),
            title=lambda build: build.title,
            visible=lambda builds, user: builds.visible_to(user),
            related=("repository",),
        )
    )
    register(
        ObjectKind(
            code="test",
            prefix="",
            model="quality.TestCase",
            track="rd",
            icon="test-pipe",
            label=_("Test"),
            url=lambda test: reverse("test-detail", args=[test.pk]),
            title=lambda test: test.name,
            visible=lambda tests, user: tests.visible_to(user),
        )
    )
    register(
        ObjectKind(
            code="quality_gate",
            prefix="",
            model="quality.QualityGate",
            track="rd",
            icon="shield-check",
            label=_("Quality gate"),
            url=lambda gate: reverse("quality-product", args=[gate.product.code]),
            title=str,
            visible=lambda gates, user: gates.visible_to(user),
            related=("product", "module"),
        )
    )
