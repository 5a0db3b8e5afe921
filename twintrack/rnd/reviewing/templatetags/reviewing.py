"""What came of items of an agenda; load with `{% load reviewing %}`."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from twintrack.rnd.reviewing.lifecycle import Outcome
from twintrack.rnd.reviewing.models import AgendaItem
from twintrack.ui.templatetags.ui import pill, status_pill

register = template.Library()
TONES = {Outcome.DISCUSSED: "warn", Outcome.NOT_REACHED: "line"}


@register.simple_tag
def outcome(line: Any) -> SafeString | str:
    """Show what a meeting did about a line of its agenda; nothing while it is open."""
    return item_outcome(line.item)


@register.simple_tag
def item_outcome(item: AgendaItem) -> SafeString | str:
    """Show what a meeting did about an item of its agenda; nothing while it is open."""
    if item.review is not None and item.is_decided:
        return status_pill(item.review.decision, item.review.get_decision_display())
    if item.outcome == Outcome.DECIDED:
        # The decision was taken back.
        return pill(Outcome.DISCUSSED.label, "warn")
    if item.outcome == Outcome.OPEN:
        return ""
    return pill(item.get_outcome_display(), TONES[Outcome(item.outcome)])
