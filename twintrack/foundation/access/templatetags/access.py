"""How roles and scopes are shown; load with `{% load access %}`."""

from __future__ import annotations

from dataclasses import dataclass

from django import template

from twintrack.foundation.access.roles import RND, SALES, Role
from twintrack.foundation.people.models import Invitation, User
from twintrack.ui.words import listed

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A role as a chip: its name, in the tone of its track."""

    label: str
    tone: str


def _shown(code: str) -> Shown:
    role = Role(code)
    tone = "rd" if role in RND else "sales" if role in SALES else ""
    return Shown(label=str(role.label), tone=tone)


@register.filter
def roles_of(person: User | Invitation) -> list[Shown]:
    """List a person's roles in the order of the company, or those an invitation grants."""
    if isinstance(person, Invitation):
        codes = set(person.roles)
    else:
        codes = {grant.role for grant in person.role_grants.all()}
    return [_shown(role) for role in Role if role in codes]


@register.filter
def role_names(codes: list[str]) -> str:
    """Name roles in the reader's language; a role that is no longer known by its code."""
    return listed(Role(code).label if code in Role else code for code in codes) or "—"
