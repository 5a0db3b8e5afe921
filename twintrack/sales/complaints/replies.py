"""Replies to customers: what a template names in braces is filled in with what is known."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from twintrack.sales.complaints.models import Complaint, ReplyTemplate
from twintrack.sales.sla.lifecycle import ClockKind
from twintrack.ui.templatetags.ui import moment_text

PLACE = re.compile(r"\{(\w+)\}")
# What a reply may name, and what is put there.
PLACES = {
    "customer": _("the customer's name"),
    "contact": _("who said it, or the customer if nobody is known"),
    "number": _("the number of the complaint"),
    "title": _("what it is about"),
    "product": _("the product"),
    "owner": _("who looks after it"),
    "due": _("by when it is to be resolved, in the plan's time zone"),
    "cause": _("the root cause, once it is resolved"),
}
LANGUAGES = ("zh", "en")


def unknown_places(*texts: str) -> list[str]:
    """List what texts name in braces and nobody can fill in, each once."""
    named = (name for text in texts for name in PLACE.findall(text))
    return list(dict.fromkeys(name for name in named if name not in PLACES))


def fill(text: str, values: dict[str, str]) -> str:
    """Put values where a text names them; what is not known stays in braces, to be seen."""
    return PLACE.sub(lambda found: values.get(found[1]) or found[0], text)


def reply_of(template: ReplyTemplate, complaint: Complaint, *, language: str) -> str:
    """Write the reply of a template to one complaint, in Chinese or English."""
    is_english = language == "en"
    with override("en" if is_english else "zh-hans"):
        values = _values(complaint)
    return fill(template.body_en if is_english else template.body_zh, values)


def _values(complaint: Complaint) -> dict[str, str]:
    feedback = complaint.feedback
    due = next(
        (each.due_at for each in complaint.clocks.all() if each.kind == ClockKind.RESOLUTION), None
    )
    return {
        "customer": feedback.customer.name,
        "contact": feedback.contact.name if feedback.contact else feedback.customer.name,
        "number": feedback.number,
        "title": feedback.title,
        "product": feedback.product.name,
        "owner": feedback.owner.name,
        "due": _local(due, complaint.version.zone) if due else "",
        # The sentence around it ends by itself.
        "cause": complaint.cause.rstrip("。. "),
    }


def _local(moment: datetime, zone: str) -> str:
    # What people read has no zone besides: it is that of the customer's plan.
    return moment_text(moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
