"""What a change of a requirement touches within the pool: parts, criteria, its plan, its people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.people.models import User
from twintrack.foundation.watchers.queries import list_people_watching
from twintrack.rnd.backlog.impact import Move, Section, Supposed, Touched
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.review_queue import find_open_request
from twintrack.rnd.backlog.surroundings import list_criteria, list_related


def find_within(supposed: Supposed, for_user: User) -> Iterator[Touched]:
    """Find what the pool itself knows of."""
    yield from _plans(supposed)
    yield from _people(supposed.requirement)
    yield from _related(supposed)
    yield from _criteria(supposed)
    yield from _review(supposed)


def _plans(supposed: Supposed) -> Iterator[Touched]:
    milestone, release = supposed.requirement.milestone, supposed.requirement.release
    if milestone:
        effect, tone = _beside(supposed, milestone.due_on)
        if milestone.is_reached:
            effect, tone = _("It was reached already"), ""
        yield Touched(
            section=Section.PROMISES,
            kind="milestone",
            number=milestone.number,
            title=milestone.name,
            url=reverse("milestone-detail", args=[milestone.number]),
            effect=effect,
            tone=tone,
        )
    if release:
        effect, tone = _beside(supposed, release.planned_on)
        if release.is_frozen and supposed.move != Move.DATE:
            effect, tone = _("It is frozen: this would be a late change"), "bad"
        yield Touched(
            section=Section.PROMISES,
            kind="release",
            number=release.number,
            title=release.name,
            url=reverse("release-detail", args=[release.number]),
            effect=effect,
            tone=tone,
        )


def _beside(supposed: Supposed, due: date | None) -> tuple[str, str]:
    """Say how a change stands to a day that was promised."""
    if supposed.move == Move.DROP:
        return _("It goes on without this"), "warn"
    if supposed.move == Move.SCOPE:
        return _("It holds this, and may need more time"), "warn"
    if due is None or supposed.to is None:
        return _("It has no day to hold this against"), ""
    late = (supposed.to - due).days
    if late > 0:
        words = ngettext("%(n)d day after it is due", "%(n)d days after it is due", late)
        return words % {"n": late}, "bad"
    if late == 0:
        return _("On the day it is due"), "warn"
    words = ngettext("%(n)d day before it is due", "%(n)d days before it is due", -late)
    return words % {"n": -late}, ""


def _people(requirement: Requirement) -> Iterator[Touched]:
    told = {
        requirement.created_by_id: _("Proposed it"),
        requirement.owner_id: _("Looks after it"),
    }
    watching = {each.pk: each for each in list_people_watching(requirement)}
    people = watching | {
        each.pk: each for each in (requirement.owner, requirement.created_by) if each.is_active
    }
    for pk, person in people.items():
        if not person.is_service:
            yield Touched(
                section=Section.WHOM,
                kind="user",
                title=person.name,
                url="",
                effect=told.get(pk, _("Watches it")),
                person=person,
            )


def _related(supposed: Supposed) -> Iterator[Touched]:
    for each in list_related(supposed.requirement):
        is_part = each.split_from_id == supposed.requirement.pk
        yield Touched(
            section=Section.WHAT,
            kind="requirement",
            number=each.number,
            title=each.title,
            url=reverse("requirement-detail", args=[each.number]),
            effect=_("Part of it") if is_part else _("Merged into it, and goes with it"),
            tone="warn" if is_part and supposed.move == Move.DROP else "",
            person=each.owner,
        )


def _criteria(supposed: Supposed) -> Iterator[Touched]:
    rows = list(list_criteria(supposed.requirement))
    if not rows or supposed.move == Move.DATE:
        return
    met = sum(each.met_at is not None for each in rows)
    yield Touched(
        section=Section.WHAT,
        kind="requirement",
        title=ngettext("%(n)d acceptance criterion", "%(n)d acceptance criteria", len(rows))
        % {"n": len(rows)},
        url=reverse("requirement-detail", args=[supposed.requirement.number]) + "#criteria",
        effect=_("%(met)d of them are met already") % {"met": met},
        tone="warn" if met else "",
    )


def _review(supposed: Supposed) -> Iterator[Touched]:
    request = find_open_request(supposed.requirement)
    if request is None or supposed.move == Move.DATE:
        return
    yield Touched(
        section=Section.WHAT,
        kind="review",
        title=_("The review that is going on"),
        url=reverse("requirement-detail", args=[supposed.requirement.number]) + "#review",
        effect=_("Opinions given so far are about what it says now"),
    )
