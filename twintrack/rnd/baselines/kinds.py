"""Baselines as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.memory.presence import register_presence
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns


def register_kinds() -> None:
    """Register baselines."""
    register(
        ObjectKind(
            code="baseline",
            prefix="BL",
            model="baselines.Baseline",
            track="rd",
            icon="snowflake",
            label=_("Baseline"),
            url=lambda baseline: reverse("baseline-detail", args=[baseline.number]),
            title=lambda baseline: baseline.name,
            visible=lambda baselines, user: baselines.visible_to(user),
            search_text=lambda baseline: (baseline.name, baseline.note),
            looked_after_by=lambda baseline: (baseline.set_by_id,),
        )
    )
    register_labelled("baseline", Act.SET_BASELINES)
    register_presence(
        "requirement",
        "baselines",
        "SELECT 1 FROM baselines_frozenrequirement AS frozen"
        " JOIN baselines_baseline AS baseline ON baseline.id = frozen.baseline_id"
        " WHERE frozen.requirement_id = %(pk)s AND baseline.retired_at IS NULL",
    )
    register_turns("baseline.set", "baseline.retired")
    for source in ("milestone", "release"):
        register_link(
            LinkKind(
                source=source,
                target="baseline",
                label=_("frozen as"),
                model="baselines.Baseline",
                source_field=f"{source}_id",
                target_field="pk",
                made_by=("baseline.set",),
            )
        )
