"""How the inbox shows what it tells; load with `{% load inbox %}`."""

from datetime import datetime

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.notifications.notices import render_notice

register = template.Library()


@register.simple_tag
def notice(told: Notification) -> SafeString:
    """Tell a notification; its link marks it as read on the way."""
    return render_notice(told).linked(lambda _path: reverse("inbox-open", args=[told.pk]))


@register.filter
def days_ago(moment: datetime) -> int:
    """Count the days between a moment's day and today, in the reader's time zone."""
    return (timezone.localdate() - timezone.localtime(moment).date()).days
