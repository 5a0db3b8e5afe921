"""How late milestones are."""

from datetime import date

from django import template

from twintrack.hub.projects.models import Milestone

register = template.Library()


@register.simple_tag
def days_late(milestone: Milestone, today: date) -> int:
    """Count the days a milestone is past its due day."""
    return milestone.days_late(today)
