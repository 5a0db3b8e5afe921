"""The fields of a requirement that its own page changes in place, beside those of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.hub.projects.choices import MilestoneField
from twintrack.hub.projects.queries import list_choices
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.inline import INLINE
from twintrack.rnd.backlog.models import Kind, Requirement
from twintrack.ui.inline import Inline


def property_of(code: str, *, for_user: User) -> Inline[Requirement] | None:
    """Find a field by its code, or nothing if the page does not change it."""
    return {**INLINE, **_OWN, "milestone": _milestone(for_user)}.get(code)


def _describe(row: Requirement, before: str, value: str, who: dict[str, Any]) -> Requirement:
    return operations.describe(requirement=row, before=before, description=value, **who)


def _classify(row: Requirement, before: str, value: str, who: dict[str, Any]) -> Requirement:
    return operations.classify(requirement=row, before=before, kind=value, **who)


def _plan(row: Requirement, before: Any, value: Any, who: dict[str, Any]) -> Requirement:
    return operations.plan_for(requirement=row, before=before, milestone=value, **who)


_OWN: dict[str, Inline[Requirement]] = {
    "description": Inline(
        label=_("Description"),
        read=lambda row: row.description,
        field=lambda _row: forms.CharField(
            required=False, widget=forms.Textarea({"rows": 6}), max_length=20_000
        ),
        save=_describe,
        words=str,
    ),
    "kind": Inline(
        label=_("Kind"),
        read=lambda row: row.kind,
        field=lambda _row: forms.ChoiceField(choices=Kind.choices),
        save=_classify,
        words=lambda value: str(Kind(value).label),
    ),
}


def _milestone(user: User) -> Inline[Requirement]:
    return Inline(
        label=_("Milestone"),
        read=lambda row: row.milestone,
        field=lambda row: MilestoneField(
            queryset=list_choices(for_user=user, product=row.product, chosen=row.milestone_id),
            required=False,
            empty_label="—",
        ),
        save=_plan,
        words=lambda value: str(value) if value else "—",
    )
