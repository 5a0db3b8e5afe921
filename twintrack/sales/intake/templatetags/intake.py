"""
Words of imports; load with `{% load intake %}`.

{{ row|reasons }}          why a row is refused or held, as a list of sentences
{{ row|gist }}             what a row says, short
{{ "kind"|is_chosen }}     whether a field is one of a few choices
{{ trial|told }}           the fields of what a delivery would become, with what is wrong with each
{{ trial|wrong_of:code }}  what is wrong with one field
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.functional import Promise

from twintrack.sales.feedback.models import Channel, Kind, Severity
from twintrack.sales.intake.fields import CHOSEN, DELIVERED
from twintrack.sales.intake.models import Delivery, HeldRow, ImportRow
from twintrack.sales.intake.problems import tell_all
from twintrack.sales.intake.trial import Trial
from twintrack.sales.intake.values import choice
from twintrack.ui.templatetags.ui import moment_text

register = template.Library()
GIST = 140
LABELS: dict[str, Any] = {"kind": Kind, "severity": Severity, "channel": Channel}


@register.filter
def reasons(row: ImportRow | HeldRow | Delivery) -> list[str]:
    """Say why a row is refused or held."""
    return tell_all(row.problems)


@register.filter
def gist(row: ImportRow) -> str:
    """Show the beginning of what a row says."""
    text = " · ".join(value for value in row.values.values())
    return text if len(text) <= GIST else text[:GIST] + "…"


@register.filter
def is_chosen(code: str) -> bool:
    """Say whether a field is one of a few choices."""
    return code in CHOSEN


@dataclass(frozen=True, kw_only=True)
class Told:
    """A field of what a delivery would become."""

    label: str | Promise
    text: str
    wrong: Sequence[str]
    is_fallback: bool


@register.filter
def told(trial: Trial) -> Iterator[Told]:
    """Give the fields that say something, or that something is wrong with."""
    for target in DELIVERED:
        wrong = trial.wrong.get(target.code, ())
        text = _text(trial, target.code)
        is_said = bool(trial.values.get(target.code)) or target.code == "updated_at"
        if text or wrong:
            yield Told(
                label=target.label, text=text, wrong=wrong, is_fallback=bool(text) and not is_said
            )
    if "" in trial.wrong:
        yield Told(label="JSON", text="", wrong=trial.wrong[""], is_fallback=False)


def _text(trial: Trial, code: str) -> str:
    if code == "updated_at":
        return moment_text(trial.updated_at) if trial.updated_at else ""
    if code == "external_id":
        return trial.external_id if trial.values else ""
    if trial.said is None:
        text = trial.values.get(code, "")
        found = choice(code, text) if code in LABELS else ""
        return str(LABELS[code](found).label) if found else text
    value = getattr(trial.said, code)
    if code == "occurred_at":
        return moment_text(value) if value else ""
    return str(LABELS[code](value).label) if code in LABELS else str(value or "")


@register.filter
def wrong_of(trial: Trial | None, code: str) -> Sequence[str]:
    """Say what is wrong with one field."""
    return trial.wrong.get(code, ()) if trial else ()
