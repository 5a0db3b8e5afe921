"""
Words and marks of quality; load with `{% load quality %}`.

{{ value|percent }}           98.2 %, or a dash where there are too few to say
{{ seconds|lasting }}         0.25 s, 3 min 20 s
{{ reason|reason }}           a limit of a gate with what it was held against, in words
{{ reasons|broken }}          the limits that are not kept, as a sentence
{% build_state build %}       how a build ended, as a pill with its sign
{% verdict "broken" %}        whether a gate is kept, as a pill with its sign
{% outcome "flaky" %}         how a test ended, as a pill with its sign
{{ build|covered }}           the changed lines that ran: 42 of 51, or why nobody knows
"""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from twintrack.rnd.quality.lifecycle import BuildState, Outcome, Unmeasured, Verdict
from twintrack.rnd.quality.models import Build
from twintrack.rnd.quality.words import reason
from twintrack.ui.templatetags.ui import pill

register = template.Library()
register.filter("reason", reason)
STATES = {
    BuildState.RUNNING: ("", "player-play"),
    BuildState.PASSED: ("ok", "check"),
    BuildState.FAILED: ("bad", "x"),
    BuildState.CANCELLED: ("line", "player-pause"),
}
VERDICTS = {
    Verdict.KEPT: ("ok", "check"),
    Verdict.BROKEN: ("bad", "x"),
    Verdict.UNKNOWN: ("line", "message-question"),
}
OUTCOMES = {
    Outcome.PASSED: ("ok", "check"),
    Outcome.FAILED: ("bad", "x"),
    Outcome.FLAKY: ("warn", "arrows-exchange"),
    Outcome.SKIPPED: ("line", "player-pause"),
}


@register.filter
def percent(value: float | None) -> str:
    """Write a share."""
    return "—" if value is None else f"{value:.1f}%"


@register.filter
def lasting(seconds: float | None) -> str:
    """Write how long something took."""
    if seconds is None:
        return "—"
    if seconds < 10:
        return f"{seconds:.2f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return _("%(m)d min %(s)d s") % {"m": minutes, "s": rest}


@register.filter
def broken(reasons: list[dict[str, Any]]) -> str:
    """Say which limits are not kept, as a sentence."""
    told = [reason(each) for each in reasons if each["verdict"] == Verdict.BROKEN]
    # Between the parts of a sentence, as the language divides them.
    return _("%(reasons)s.") % {"reasons": _("; ").join(told)} if told else ""


@register.simple_tag
def build_state(build: Build) -> SafeString:
    """Show how a build ended."""
    tone, sign = STATES[BuildState(build.state)]
    return pill(build.get_state_display(), tone, icon=sign)


@register.simple_tag
def verdict(code: str) -> SafeString:
    """Show whether a gate is kept."""
    tone, sign = VERDICTS[Verdict(code)]
    return pill(Verdict(code).label, tone, icon=sign)


@register.simple_tag
def outcome(code: str) -> SafeString:
    """Show how a test ended."""
    tone, sign = OUTCOMES[Outcome(code)]
    return pill(Outcome(code).label, tone, icon=sign)


@register.filter
def covered(build: Build) -> str:
    """Say how many of the changed lines ran, or why nobody knows."""
    if build.changed_total:
        part = {"covered": build.changed_covered, "total": build.changed_total}
        return _("%(covered)d of %(total)d") % part
    return str(Unmeasured(build.unmeasured).label) if build.unmeasured else "—"
