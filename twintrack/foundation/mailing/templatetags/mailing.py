"""
Tags of mails to customers; load with `{% load mailing %}`.

{{ event.error|mail_reason }}   why a mail did not leave, in the reader's language
"""

from django import template

from twintrack.foundation.mailing.reasons import reason_of

register = template.Library()


@register.filter
def mail_reason(error: str) -> str:
    """Say why a mail did not leave."""
    return reason_of(error)
