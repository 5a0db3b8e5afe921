"""How long something took, in the reader's language."""

from datetime import datetime, timedelta

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def span(took: timedelta | None) -> str:
    """Write how long something took by its two greatest units; nothing where it is not known."""
    if took is None:
        return ""
    seconds = max(int(took.total_seconds()), 0)
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    if days:
        return _("%(d)d d %(h)d h") % {"d": days, "h": hours} if hours else _days(days)
    if hours:
        whole = _("%(h)d h %(m)d min") if minutes else _("%(h)d h")
        return whole % {"h": hours, "m": minutes}
    if minutes:
        return _("%(m)d min") % {"m": minutes}
    return _("%(s)d s") % {"s": seconds}


def _days(days: int) -> str:
    return _("%(d)d d") % {"d": days}


@register.filter
def until(begun: datetime | None, ended: datetime | None) -> str:
    """Write how long it is from one moment to another."""
    return span(ended - begun) if begun and ended else ""


@register.filter
def waits_long(since: datetime | None, now: datetime) -> bool:
    """Say whether something has waited for more than two days."""
    return since is not None and now - since > timedelta(days=2)
