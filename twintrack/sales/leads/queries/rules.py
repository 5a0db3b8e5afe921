"""By which rules leads are given out, and on which pages anybody may leave word."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User
from twintrack.sales.leads.models import AssignmentRule, LeadWebForm, ScoreRule


def list_assignment_rules(*, for_user: User) -> QuerySet[AssignmentRule]:
    """List the rules by which leads are given out, in the order in which they are asked."""
    rules: QuerySet[AssignmentRule] = AssignmentRule.objects.visible_to(for_user)
    return rules.prefetch_related("people").order_by("-is_active", "position", "pk")


def list_rules_naming(user: User) -> QuerySet[AssignmentRule]:
    """List the rules in force that give leads to a person, whoever asks."""
    rules = AssignmentRule.objects.filter(people=user, is_active=True)
    return rules.prefetch_related("people").order_by("pk")


def get_assignment_rule(pk: int, *, for_user: User) -> AssignmentRule:
    """
    Find a rule by which leads are given out.

    :raises NotThere: if there is none.
    """
    found = list_assignment_rules(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def get_score_rule(pk: int, *, for_user: User) -> ScoreRule:
    """
    Find a rule of points.

    :raises NotThere: if there is none.
    """
    found: ScoreRule | None = ScoreRule.objects.visible_to(for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_web_forms(*, for_user: User) -> QuerySet[LeadWebForm]:
    """List the pages on which anybody may leave word, with how many leads came from each."""
    found: QuerySet[LeadWebForm] = LeadWebForm.objects.visible_to(for_user)
    return found.annotate(count=Count("leads")).order_by("-is_active", "-created_at", "-pk")


def get_web_form(pk: int, *, for_user: User) -> LeadWebForm:
    """
    Find such a page.

    :raises NotThere: if there is none.
    """
    found = list_web_forms(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def open_web_form(key: str) -> LeadWebForm:
    """
    Find the page at an address, for whoever has it.

    :raises NotThere: if there is none, or it was closed.
    """
    found: LeadWebForm | None = LeadWebForm.objects.filter(key=key, is_active=True).first()
    if found is None:
        raise NotThere
    return found
