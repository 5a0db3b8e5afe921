"""Releases as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns


def register_kinds() -> None:
    """Register releases, and that products lead to them."""
    register(
        ObjectKind(
            code="release",
            prefix="REL",
            model="releases.Release",
            track="rd",
            icon="rocket",
            label=_("Release"),
            url=lambda release: reverse("release-detail", args=[release.number]),
            title=lambda release: f"{release.product.name} {release.name}",
            visible=lambda releases, user: releases.visible_to(user),
            search_text=lambda release: (f"{release.product.name} {release.name}", release.goal),
            related=("product",),
            looked_after_by=lambda release: (release.owner_id, release.created_by_id),
        )
    )
    register_labelled("release", Act.PLAN_RELEASES)
    register_turns(
        "release.planned",
        "release.moved",
        "release.frozen",
        "release.shipped",
        "release.withdrawn",
    )
    register_link(
        LinkKind(
            source="product",
            target="release",
            label=_("ships as"),
            model="releases.Release",
            source_field="product_id",
            target_field="pk",
            made_by=("release.planned",),
        )
    )
