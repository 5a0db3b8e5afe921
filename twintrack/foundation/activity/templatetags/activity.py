"""
Entries of the ledger in words; load with `{% load activity %}`.

{{ entry|told }}   what happened, in the reader's language
"""

from django import template
from django.utils.safestring import SafeString

from twintrack.foundation.activity import telling
from twintrack.foundation.ledger.models import Entry

register = template.Library()


@register.filter
def told(entry: Entry) -> SafeString:
    """Tell an entry in the reader's language."""
    return telling.told(entry)
