"""Work items in the reader's words; load with `{% load work %}`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from twintrack.rnd.backlog.models import Priority
from twintrack.rnd.work import marks
from twintrack.rnd.work.fields import FIELDS
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import Kind, LinkKind, Severity

register = template.Library()
CHOICES: dict[str, Any] = {"kind": Kind, "severity": Severity, "priority": Priority}


@register.simple_tag
def kind_mark(kind: str) -> SafeString:
    """Draw what kind of work it is."""
    return marks.kind_mark(kind)


@register.filter
def written(amount: Decimal | None) -> str:
    """Write an amount without idle zeros: 3.0 is 3."""
    return marks.written(amount)


@register.filter
def state_label(code: str) -> str:
    """Name a state: `in_review` is In review."""
    return str(State(code).label) if code in State.values else code


@register.filter
def link_label(code: str) -> str:
    """Name how one work item stands to another."""
    return str(LinkKind(code).label) if code in LinkKind.values else code


@register.filter
def field_label(name: str) -> str:
    """Name a field of a work item."""
    return str(FIELDS[name].label) if name in FIELDS else name


@register.filter
def said_before(change: dict[str, Any]) -> str:
    """Say what a change of the ledger changed."""
    return _said(change, "came_from")


@register.filter
def said_now(change: dict[str, Any]) -> str:
    """Say what a change of the ledger made of it."""
    return _said(change, "to")


def _said(change: dict[str, Any], end: str) -> str:
    value = change.get(f"{end}_name") or change[end]
    choices = CHOICES.get(change["field"])
    if choices is not None and value in choices.values:
        return str(choices(value).label)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "—" if value in (None, "") else str(value)
