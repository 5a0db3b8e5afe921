"""
Tags of complaints; load with `{% load complaints %}`.

{{ event|plan_of }}        the plan by which clocks began, in the reader's language
{{ event|reason_of }}      why clocks were paused
{{ event|whom }}           whom a step of escalation tells
{{ event|step_when }}      when that step was taken
{{ code|clock_name }}, {{ code|severity_name }}, {{ code|ended_by }}   what codes are called
{{ event.in_time|in_time }}   “, in time” or “, too late”, or nothing
{{ what|act_title }}, {{ what|act_verb }}   what a form does
{{ what|mail_verb }}   what it does if it also mails
"""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.foundation.access.roles import Role
from twintrack.foundation.bilingual import in_language
from twintrack.sales.complaints.lifecycle import EndedBy
from twintrack.sales.feedback.models import Severity
from twintrack.sales.sla.lifecycle import ClockKind, Trigger, Whom
from twintrack.sales.sla.words import minutes_words

register = template.Library()
TITLES = {
    "response": gettext_lazy("Note the first response"),
    "resolution": gettext_lazy("Resolve the complaint"),
    "pause": gettext_lazy("Pause the clocks"),
    "asking": gettext_lazy("Ask the customer to confirm"),
    "confirmation": gettext_lazy("The customer confirmed"),
    "reopening": gettext_lazy("Reopen the complaint"),
    "explanation": gettext_lazy("Say why it is late"),
    "mail": gettext_lazy("Send the reply by e-mail"),
}
VERBS = {
    "response": gettext_lazy("Note the answer"),
    "resolution": gettext_lazy("Resolve"),
    "pause": gettext_lazy("Pause"),
    "asking": gettext_lazy("The customer was asked"),
    "confirmation": gettext_lazy("Note the confirmation"),
    "reopening": gettext_lazy("Reopen"),
    "explanation": gettext_lazy("Save"),
    "mail": gettext_lazy("Send"),
}


@register.filter
def plan_of(event: Any) -> str:
    """Give the plan by which clocks began."""
    return in_language(event.plan_zh, event.plan_en)


@register.filter
def reason_of(event: Any) -> str:
    """Say why clocks were paused."""
    return in_language(event.reason_zh, event.reason_en)


@register.filter
def clock_name(code: str) -> str:
    """Say what a clock counts to."""
    return str(ClockKind(code).label)


@register.filter
def severity_name(code: str) -> str:
    """Say how bad something is."""
    return str(Severity(code).label)


@register.filter
def ended_by(code: str) -> str:
    """Say by what clocks were called off."""
    return str(EndedBy(code).label)


@register.filter
def whom(event: Any) -> str:
    """Say whom a step of escalation tells."""
    return str(Role(event.role).label if event.whom == Whom.ROLE else Whom(event.whom).label)


@register.filter
def step_when(event: Any) -> str:
    """Say when a step of escalation was taken."""
    if event.trigger == Trigger.PERCENT:
        return _("at %(n)d %% of the target") % {"n": event.value}
    return _("%(time)s after the breach") % {"time": minutes_words(event.value)}


@register.filter
def in_time(value: bool | None) -> str:
    """Say whether it was in time, where anything was due."""
    if value is None:
        return ""
    return _(", in time") if value else _(", later than promised")


@register.filter
def act_title(what: str) -> str:
    """Say what a form does, as its title."""
    return str(TITLES[what])


@register.filter
def act_verb(what: str) -> str:
    """Say what a form does, on its button."""
    return str(VERBS[what])


@register.filter
def mail_verb(what: str) -> str:
    """Say what a form does that also mails, on its button."""
    return _("Send") if what == "mail" else _("Send and note it")
