"""Tags of calendars; load with `{% load scheduling %}`."""

from django import template
from django.utils.translation import gettext as _

from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.models import Leave

register = template.Library()


@register.filter
def kind_for(leave: Leave, user: User) -> str:
    """Say why somebody is away, to whom may know it; that they are away, to others."""
    return leave.get_kind_display() if leave.tells_kind_to(user) else _("Away")


@register.filter
def note_for(leave: Leave, user: User) -> str:
    """Give the note of a leave to whom may know it."""
    return leave.note if leave.tells_kind_to(user) else ""


@register.filter
def is_changeable_by(leave: Leave, user: User) -> bool:
    """Say whether somebody may change a leave: whoever may know why, may."""
    return leave.tells_kind_to(user)
