"""How the inbox shows what it tells; load with `{% load inbox %}`."""

from datetime import datetime

from django import template
from django.utils import timezone

from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.notifications.notices import RenderedNotice, render_notice

register = template.Library()


@register.filter
def notice(told: Notification) -> RenderedNotice:
    """Tell a notification: `html` in full, `path` where it leads."""
    return render_notice(told)


@register.filter
def days_ago(moment: datetime) -> int:
    """Count the days between a moment's day and today, in the reader's time zone."""
    return (timezone.localdate() - timezone.localtime(moment).date()).days
