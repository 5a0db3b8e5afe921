"""Risks, and the settings of early warning rules, as kinds of objects."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns
from twintrack.hub.risks.rules import find_rule


def register_kinds() -> None:
    """Register risks and the settings of rules."""
    register(
        ObjectKind(
            code="risk",
            prefix="RISK",
            model="risks.Risk",
            track="hub",
            icon="alert-triangle",
            label=_("Risk"),
            url=lambda risk: reverse("risk-detail", args=[risk.number]),
            title=lambda risk: risk.words,
            visible=lambda risks, user: risks.visible_to(user),
            search_text=lambda risk: (risk.title or risk.number, risk.description),
            looked_after_by=lambda risk: (risk.owner_id,),
        )
    )
    register_labelled("risk", Act.MANAGE_RISKS)
    register(
        ObjectKind(
            code="warning_rule",
            prefix="",
            model="risks.RuleSetting",
            track="hub",
            icon="bell",
            label=_("Early warning rule"),
            url=lambda _setting: reverse("warning-rules"),
            title=lambda setting: str(getattr(find_rule(setting.code), "label", setting.code)),
            visible=lambda settings, _user: settings,
        )
    )


def register_links() -> None:
    """Register the project that a risk threatens."""
    register_turns("risk.raised", "risk.moved")
    register_link(
        LinkKind(
            source="project",
            target="risk",
            label=_("is threatened by"),
            model="risks.Risk",
            source_field="project_id",
            target_field="pk",
            made_by=("risk.raised", "risk.changed"),
        )
    )
