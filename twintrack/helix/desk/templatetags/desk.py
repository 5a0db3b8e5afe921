"""The day as the first page writes it."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def weekday(day: date) -> str:
    """Write a day with its weekday: 11 月 24 日 周二, or Tue 24 Nov."""
    if (get_language() or "").startswith("en"):
        return date_format(day, "D j M")
    return f"{day.month} 月 {day.day} 日 周{'一二三四五六日'[day.weekday()]}"
