"""Set up how notes are written and how many visits there are to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import Team, User
from twintrack.sales.visits.events import (
    VisitTargetSet,
    VisitTemplateAdded,
    VisitTemplateChanged,
)
from twintrack.sales.visits.models import NoteSection, NoteTemplate, VisitTarget
from twintrack.sales.visits.models.targets import MOST

# Chinese, English, and whether it must be written.
Heading = tuple[str, str, bool]


class SectionsMissing(Refusal):
    """A template that asks for nothing."""

    message = _("A template needs at least one section, each named in both languages.")
    status = 422


class TargetImpossible(Refusal):
    """A target that nobody can mean."""

    message = _("A target lies between 0 and 50 visits a week.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class TemplateDetails:
    """What a template is called, and its headings in their order."""

    name_zh: str
    name_en: str
    sections: Sequence[Heading]


def _told(sections: Sequence[Heading]) -> list[str]:
    return [f"{zh} / {en}{' !' if must else ''}" for zh, en, must in sections]


def _checked(sections: Sequence[Heading]) -> list[Heading]:
    kept = [(zh.strip(), en.strip(), must) for zh, en, must in sections]
    if not kept or not all(zh and en for zh, en, _must in kept):
        raise SectionsMissing
    return kept


def sections_of(template: NoteTemplate) -> list[Heading]:
    """Give the headings a template has today, in their order."""
    rows = template.sections.filter(is_active=True).order_by("position", "pk")
    return [(each.name_zh, each.name_en, each.is_required) for each in rows]


@transaction.atomic
def add_template(
    *, details: TemplateDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> NoteTemplate:
    """
    Let notes be written by one template more.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SectionsMissing: if it has no headings, or one without a name.
    """
    check_may(by, Act.SET_VISITS)
    sections = _checked(details.sections)
    template: NoteTemplate = NoteTemplate.objects.create(
        name_zh=details.name_zh.strip(),
        name_en=details.name_en.strip(),
        position=NoteTemplate.objects.count() + 1,
    )
    _put(template, sections)
    record(
        VisitTemplateAdded(
            template_id=template.pk,
            name_zh=template.name_zh,
            name_en=template.name_en,
            sections=_told(sections),
        ),
        about=template,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return template


def _put(template: NoteTemplate, sections: Sequence[Heading]) -> None:
    """Let a template have these headings; notes keep what they were written under."""
    known = {
        (each.name_zh, each.name_en): each for each in template.sections.order_by("-is_active")
    }
    template.sections.update(is_active=False)
    for position, (zh, en, must) in enumerate(sections, start=1):
        section = known.get((zh, en)) or NoteSection(template=template, name_zh=zh, name_en=en)
        section.position, section.is_required, section.is_active = position, must, True
        section.save()


def _written(value: Any) -> str:
    return "\n".join(_told(value)) if isinstance(value, list) else str(value)


@transaction.atomic
def change_template(
    *,
    template: NoteTemplate,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> NoteTemplate:
    """
    Change `name_zh`, `name_en`, `is_active` or `sections` of a template; notes stay as they are.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises SectionsMissing: if it would have no headings, or one without a name.
    :raises StaleEdit: if somebody changed one of them in between.
    """
    check_may(by, Act.SET_VISITS)
    template = NoteTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    wanted = dict(values)
    if "sections" in wanted:
        wanted["sections"] = _checked(wanted["sections"])
    now = {"name_zh": template.name_zh, "name_en": template.name_en}
    current = now | {"is_active": template.is_active, "sections": sections_of(template)}
    to = changes_to_make(current=current, before=before, values=wanted)
    if not to:
        return template
    for name in to.keys() - {"sections"}:
        setattr(template, name, to[name])
    template.save()
    if "sections" in to:
        _put(template, to["sections"])
    record(
        VisitTemplateChanged(
            template_id=template.pk,
            fields=sorted(to),
            came_from={name: _written(current[name]) for name in to},
            to={name: _written(value) for name, value in to.items()},
        ),
        about=template,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return template


@transaction.atomic
def set_target(
    *,
    team: Team | None = None,
    person: User | None = None,
    per_week: int,
    on: date,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> VisitTarget:
    """
    Say how many visits a week there are to be, from the week of a day on.

    For a person, a team, or everybody if neither is named; earlier weeks keep theirs.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises TargetImpossible: if it is below 0 or above 50.
    """
    check_may(by, Act.SET_VISITS)
    if not 0 <= per_week <= MOST:
        raise TargetImpossible
    target: VisitTarget = VisitTarget.objects.create(
        team=None if person else team,
        person=person,
        per_week=per_week,
        since=on - timedelta(days=on.weekday()),
        set_at=at,
    )
    record(
        VisitTargetSet(
            target_id=target.pk,
            whom=str(person or team or ""),
            per_week=per_week,
            since=target.since,
        ),
        about=target,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return target
