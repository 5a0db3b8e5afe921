"""
Tags of delivery costs; load with `{% load delivery_costs %}`.

{{ minutes|hours }}          hours as people read them in a table
{{ amount|absolute }}        an amount without its sign, where words say which way it lies
{{ roles|role_names }}       names of roles, {{ codes|sorted_names }} codes, in one list
{{ state|change_tone }}      the tone of a state's pill, {{ state|expense_tone }} of an expense's
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django import template

from twintrack.foundation.access.roles import Role
from twintrack.sales.delivery_costs.durations import written_hours
from twintrack.sales.delivery_costs.lifecycle import ChangeState, ExpenseKind, ExpenseState
from twintrack.ui.words import listed

register = template.Library()
CHANGE_TONES = {"offered": "warn", "accepted": "ok", "refused": "bad"}
EXPENSE_TONES = {"waiting": "warn", "approved": "ok", "refused": "bad"}


@register.filter
def hours(minutes: int) -> str:
    return written_hours(minutes)


@register.filter
def absolute(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else abs(amount)


@register.filter
def role_names(codes: Iterable[str]) -> str:
    names = dict(Role.choices)
    return listed([str(names.get(each, each)) for each in sorted(codes)])


@register.filter
def role_name(code: str) -> str:
    """Name a role."""
    return str(dict(Role.choices).get(code, code))


@register.filter
def sorted_names(codes: Iterable[str]) -> str:
    return listed(sorted(codes))


@register.filter
def change_tone(state: str) -> str:
    return CHANGE_TONES.get(state, "line")


@register.filter
def expense_tone(state: str) -> str:
    return EXPENSE_TONES.get(state, "line")


@register.filter
def change_state(code: str) -> str:
    """Name a state of a change request."""
    return str(dict(ChangeState.choices).get(code, code))


@register.filter
def expense_state(code: str) -> str:
    """Name a state of an expense."""
    return str(dict(ExpenseState.choices).get(code, code))


@register.filter
def expense_kind(code: str) -> str:
    """Name what an expense is for."""
    return str(dict(ExpenseKind.choices).get(code, code))
