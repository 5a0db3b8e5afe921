"""Leads, and the rules about them, as kinds of objects."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns
from twintrack.foundation.people.models import User


def _hides(user: User) -> bool:
    return not may(user, Act.SEE_LEADS)


def _visible(rows: Any, user: User) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.visible_to(user)
    return found


def register_kinds() -> None:
    """Register leads, their rules and their forms."""
    register(
        ObjectKind(
            code="lead",
            prefix="L",
            model="leads.Lead",
            track="sales",
            icon="user-search",
            label=_("Lead"),
            url=lambda lead: reverse("lead-detail", args=[lead.number]),
            title=lambda lead: lead.company,
            visible=_visible,
            search_text=lambda lead: (lead.company, f"{lead.contact_name} {lead.interest}"),
            hides=_hides,
            looked_after_by=lambda lead: (lead.owner_id,) if lead.owner_id else (),
            talk_hint=_("The customer never sees this."),
        )
    )
    register_labelled("lead", Act.MANAGE_LEADS)
    register_turns(
        *("lead.captured", "lead.moved", "lead.disqualified", "lead.reopened", "lead.converted")
    )
    _register_rule("lead_score_rule", "leads.ScoreRule", _("Rule of lead points"), "lead-rules")
    _register_rule(
        "lead_assignment_rule",
        "leads.AssignmentRule",
        _("Rule of lead assignment"),
        "lead-rules",
    )
    _register_rule("lead_web_form", "leads.LeadWebForm", _("Web form"), "lead-web-forms")
    _register_rule("lead_import", "leads.LeadImport", _("Import of leads"), "lead-list")
    _register_rule("lead_settings", "leads.LeadSettings", _("Lead settings"), "lead-rules")
    _register_rule("lead_model", "leads.LeadModel", _("Learned lead score"), "lead-rules")
    for target, field in (("customer", "customer_id"), ("opportunity", "opportunity_id")):
        register_link(
            LinkKind(
                source="lead",
                target=target,
                label=_("became"),
                model="leads.Lead",
                source_field="pk",
                target_field=field,
                made_by=("lead.converted",),
                told_of="source",
            )
        )


def _register_rule(code: str, model: str, label: str | Promise, place: str) -> None:
    register(
        ObjectKind(
            code=code,
            prefix="",
            model=model,
            track="sales",
            icon="adjustments-horizontal",
            label=label,
            url=lambda _rule: reverse(place),
            title=str,
            visible=_visible,
            hides=_hides,
        )
    )
