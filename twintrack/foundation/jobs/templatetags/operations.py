"""How times and sizes of machines are written; load with `{% load operations %}`."""

from datetime import timedelta

from django import template
from django.utils.translation import gettext as _

register = template.Library()
UNITS = ("B", "KB", "MB", "GB", "TB")


@register.filter
def span(value: timedelta) -> str:
    """Write how long something took: 4 s, 12 min, 3 h, 2 d."""
    seconds = int(value.total_seconds())
    if seconds < 60:
        return _("%(n)d s") % {"n": seconds}
    if seconds < 3600:
        return _("%(n)d min") % {"n": seconds // 60}
    if seconds < 86400:
        return _("%(n)d h") % {"n": seconds // 3600}
    return _("%(n)d d") % {"n": seconds // 86400}


@register.filter(name="bytes")
def size(value: int) -> str:
    """Write a size: 812 KB, 1.4 GB."""
    amount, unit = float(value), UNITS[0]
    for unit in UNITS:
        if amount < 1024 or unit == UNITS[-1]:
            break
        amount /= 1024
    digits = 0 if amount >= 10 or unit in UNITS[:2] else 1
    return f"{amount:.{digits}f} {unit}"
