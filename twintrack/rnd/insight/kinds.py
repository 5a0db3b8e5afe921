"""Findings as a kind of object."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns
from twintrack.rnd.insight.operations.finding import PREFIX
from twintrack.rnd.insight.sentences import said


def register_kinds() -> None:
    """Register findings, and that requirements answer them."""
    register(
        ObjectKind(
            code="finding",
            prefix=PREFIX,
            model="insight.Finding",
            track="rd",
            icon="chart-dots",
            label=_("Finding"),
            url=lambda finding: reverse("finding-detail", args=[finding.number]),
            title=said,
            visible=lambda findings, user: findings.visible_to(user),
            related=("product", "module"),
            looked_after_by=lambda finding: (finding.owner_id,),
        )
    )
    register_turns("finding.made", "finding.moved", "finding.improved")
    register_link(
        LinkKind(
            source="finding",
            target="requirement",
            label=_("answered by"),
            model="insight.Finding",
            source_field="pk",
            target_field="requirement_id",
            made_by=("finding.improved",),
        )
    )
