"""Ask people from both tracks what they think of a requirement, and keep what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import OpinionGiven, ReviewAsked, ReviewWithdrawn
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Opinion, Requirement, ReviewRequest, Verdict
from twintrack.rnd.backlog.operations.locking import locked
from twintrack.rnd.backlog.scoring import Rice
from twintrack.rnd.backlog.visibility import PersonCannotSee, may_see


class NobodyAsked(Refusal):
    """A review without reviewers."""

    message = _("Choose at least one person who is to give an opinion.")
    status = 422


class DueBefore(Refusal):
    """Opinions are wanted by a day that has passed."""

    message = _("Opinions cannot be due on a day that has passed.")
    status = 422


class NotAsked(Refusal):
    """The person was not asked, or the review is over."""

    message = _("Your opinion is not asked for here, or the review is over.")


class VerdictMissing(Refusal):
    """An opinion says nothing."""

    message = _("Say whether you are for it, against it or unsure.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Question:
    """
    Whose opinion is wanted, until when, and what it is about.

    In a `meeting` (its number) people are invited already: nobody is told besides.
    """

    reviewers: tuple[User, ...]
    due_on: date | None = None
    note: str = ""
    meeting: str = ""


@dataclass(frozen=True, kw_only=True)
class View:
    """What a reviewer thinks, with an estimate where they have one."""

    verdict: str
    comment: str = ""
    rice: Rice | None = None


@transaction.atomic
def ask_for_review(
    *,
    requirement: Requirement,
    question: Question,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Ask people for their opinion; asked again, the new list holds and given opinions stay.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NobodyAsked: if there is nobody to ask.
    :raises DueBefore: if the day has passed.
    :raises PersonCannotSee: if somebody may not see the product.
    :raises StateNotReachable: if the requirement is decided or being built.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    if not question.reviewers:
        raise NobodyAsked
    if question.due_on and question.due_on < timezone.localdate(at):
        raise DueBefore
    requirement = locked(requirement)
    if not requirement.is_askable:
        raise StateNotReachable
    if not all(may_see(each, requirement) for each in question.reviewers):
        raise PersonCannotSee
    newly = _ask(requirement, question, by, at)
    requirement.state, requirement.updated_at = State.UNDER_REVIEW, at
    requirement.save(update_fields=["state", "updated_at"])
    record(
        ReviewAsked(
            requirement_id=requirement.pk,
            number=requirement.number,
            title=requirement.title,
            reviewer_ids=tuple(each.pk for each in newly),
            reviewer_names=tuple(each.name for each in newly),
            due_on=question.due_on,
            note=question.note,
            meeting=question.meeting,
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


def _ask(requirement: Requirement, question: Question, by: User, at: datetime) -> list[User]:
    """Write down who is asked; gives those who were not before."""
    request = requirement.review_requests.filter(closed_at=None).first()
    if request is None:
        request = ReviewRequest.objects.create(
            requirement=requirement, came_from=requirement.state, asked_by=by, asked_at=at
        )
    request.due_on, request.note = question.due_on, question.note
    request.save(update_fields=["due_on", "note"])
    request.opinions.filter(verdict="").exclude(reviewer__in=question.reviewers).delete()
    known = set(request.opinions.values_list("reviewer_id", flat=True))
    newly = [each for each in dict.fromkeys(question.reviewers) if each.pk not in known]
    Opinion.objects.bulk_create(Opinion(request=request, reviewer=each) for each in newly)
    return newly


@transaction.atomic
def withdraw_review(
    *, requirement: Requirement, by: User, at: datetime, caused_by: Entry | None = None
) -> Requirement:
    """
    Ask nobody any more: the requirement is where it was before it was asked about.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if no review is open.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    requirement = locked(requirement)
    request = requirement.review_requests.filter(closed_at=None).first()
    if requirement.state != State.UNDER_REVIEW:
        raise StateNotReachable
    to = request.came_from if request else State.PROPOSED
    requirement.review_requests.filter(closed_at=None).update(closed_at=at)
    requirement.state, requirement.updated_at = to, at
    requirement.save(update_fields=["state", "updated_at"])
    record(
        ReviewWithdrawn(requirement_id=requirement.pk, number=requirement.number, to=to),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


@transaction.atomic
def give_opinion(
    *,
    requirement: Requirement,
    view: View,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Opinion:
    """
    Keep what a reviewer thinks; said again, the new words hold.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises VerdictMissing: if the opinion says nothing.
    :raises NotAsked: if the person was not asked, or the review is over.
    """
    check_may(by, Act.USE)
    if view.verdict not in Verdict.values:
        raise VerdictMissing
    requirement = locked(requirement)
    asked = Opinion.objects.filter(request__requirement=requirement, request__closed_at=None)
    opinion: Opinion | None = asked.filter(reviewer=by).first()
    if opinion is None:
        raise NotAsked
    opinion.verdict, opinion.comment, opinion.given_at = view.verdict, view.comment.strip(), at
    estimated: Iterable[tuple[str, object]] = asdict(view.rice).items() if view.rice else ()
    for field, number in estimated:
        setattr(opinion, field, number)
    opinion.save()
    record(
        OpinionGiven(
            requirement_id=requirement.pk,
            number=requirement.number,
            title=requirement.title,
            verdict=opinion.verdict,
            comment=opinion.comment,
            awaited=asked.filter(verdict="").count(),
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return opinion
