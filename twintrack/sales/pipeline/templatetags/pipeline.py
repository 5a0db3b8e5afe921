"""How the ledger's entries on opportunities are told."""

from datetime import date

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twintrack.foundation.bilingual import in_language
from twintrack.sales.pipeline.criteria import all_checks
from twintrack.sales.pipeline.events import (
    OpportunityChanged,
    PipelineStageChanged,
    PlaybookTaskAdded,
)
from twintrack.sales.pipeline.lifecycle import Influence, Part
from twintrack.sales.pipeline.models import Opportunity, StageCriterion, StagePassage
from twintrack.sales.pipeline.models.stages import stage_label
from twintrack.sales.pipeline.queries import name_of_contact, reason_label
from twintrack.ui.templatetags.ui import day, short_day
from twintrack.ui.words import listed

register = template.Library()
FIELD_NAMES = {
    "name_zh": gettext_lazy("Name (Chinese)"),
    "name_en": gettext_lazy("Name (English)"),
    "title_zh": gettext_lazy("Title (Chinese)"),
    "title_en": gettext_lazy("Title (English)"),
    "probability": gettext_lazy("Probability"),
    "target_days": gettext_lazy("Target days"),
    "may_be_skipped": gettext_lazy("May be skipped"),
    "is_active": gettext_lazy("Is offered"),
    "criteria": gettext_lazy("Asks for"),
    "part": gettext_lazy("Part"),
    "due_days": gettext_lazy("Working days after the stage is entered"),
}


@register.filter
def stage_name(code: str) -> str:
    """Name a stage in the reader's language; one that is no more keeps its code."""
    return stage_label(code)


@register.filter
def changes(event: OpportunityChanged) -> list[tuple[str, str, str]]:
    """Give what was changed: the field's name, what it was, what it is."""
    return [
        (
            str(Opportunity._meta.get_field(field).verbose_name),  # type: ignore[union-attr]
            _told(field, event.came_from[field]),
            _told(field, event.to[field]),
        )
        for field in event.fields
    ]


def _told(field: str, value: str) -> str:
    if field in {"expected_close_on", "next_step_on"} and value:
        return day(date.fromisoformat(value))
    return value or "—"


@register.filter
def name_then(passage: StagePassage) -> str:
    """Name a passed stage as it was called when it was entered."""
    return in_language(passage.name_zh, passage.name_en)


@register.filter
def days_spent(passage: StagePassage) -> str:
    """Say how long an opportunity was at a stage, or has been there until now."""
    days = ((passage.left_at or timezone.now()) - passage.entered_at).days
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


@register.filter
def at(counts: dict[str, int], code: str) -> int:
    """Give how many there are at a stage."""
    return counts.get(code, 0)


@register.filter
def check_label(criterion: StageCriterion) -> str:
    """Name what a stage asks for; a check of an app that is gone keeps its code."""
    return str(_labels().get(criterion.check_code, criterion.check_code))


def _labels() -> dict[str, str]:
    return {each.code: str(each.label) for each in all_checks()}


@register.filter
def checks_named(codes: list[str]) -> str:
    """Name several checks by their codes."""
    labels = _labels()
    return listed(labels.get(code, code) for code in codes)


@register.filter
def stage_changes(event: PipelineStageChanged) -> list[tuple[str, str, str]]:
    """Give what was changed of a stage, its playbook or a reason: the name, what it was and is."""
    names = FIELD_NAMES
    return [
        (
            str(names.get(field, field)),
            _asked_words(field, event.came_from[field]),
            _asked_words(field, event.to[field]),
        )
        for field in event.fields
    ]


def _asked_words(field: str, value: str) -> str:
    if field in {"may_be_skipped", "is_active"}:
        return _("yes") if value == "True" else _("no")
    if field == "criteria" and value:
        labels = _labels()
        return listed(
            labels.get(code.rstrip("!"), code.rstrip("!")) + ("!" if code.endswith("!") else "")
            for code in value.split(", ")
        )
    return value or "—"


@register.filter
def reason_name(code: str) -> str:
    """Name a reason for losing in the reader's language."""
    return reason_label(code)


@register.filter
def part_name(code: str) -> str:
    """Name what a colleague does in a team."""
    return str(dict(Part.choices).get(code, code))


@register.filter
def influence_name(code: str) -> str:
    """Name what a person at the customer is to a deal."""
    return str(dict(Influence.choices).get(code, code))


@register.filter
def contact_name(pk: int) -> str:
    """Name a contact as they are called today."""
    return name_of_contact(pk)


@register.filter
def title_told(event: PlaybookTaskAdded) -> str:
    """Give the title that an event tells of in the reader's language."""
    return in_language(event.title_zh, event.title_en)


@register.filter
def task_told(task: dict[str, str]) -> str:
    """Name a task of a notice with its day."""
    title = in_language(task["title_zh"], task["title_en"])
    return f"{title} · {short_day(date.fromisoformat(task['due_on']))}"
