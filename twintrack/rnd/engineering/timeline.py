"""What happened to a pull request, in order: from its opening to its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.models import PullRequest, ReviewFact
from twintrack.rnd.engineering.operations.applying import is_own


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One thing that happened, with how long it took since what came before."""

    at: datetime
    words: str | Promise
    tone: str = ""
    icon: str = ""
    person: User | None = None
    who: str = ""
    url: str = ""
    after: timedelta | None = None


ICONS = {
    "approved": "check",
    "changes_requested": "arrow-back-up",
    "commented": "message-2",
    "dismissed": "x",
}


def timeline_of(pull: PullRequest, reviews: Sequence[ReviewFact]) -> list[Moment]:
    """List what happened, the oldest first; comments of one person in a row are one moment."""
    found = [_opened(pull)]
    if pull.ready_at is not None and pull.ready_at > pull.opened_at:
        found.append(Moment(at=pull.ready_at, words=_("Ready for review"), icon="eye"))
    if pull.head_at > pull.opened_at:
        found.append(Moment(at=pull.head_at, words=_("Last push"), icon="git-commit"))
    found += [_reviewed(pull, fact) for fact in _distinct(reviews)]
    if pull.merged_at is not None:
        words = _("Merged") if pull.first_review_at else _("Merged without a review")
        tone = "helix" if pull.first_review_at else "warn"
        found.append(Moment(at=pull.merged_at, words=words, tone=tone, icon="git-merge"))
    elif pull.closed_at is not None:
        found.append(Moment(at=pull.closed_at, words=_("Closed unmerged"), icon="x"))
    found.sort(key=lambda each: each.at)
    return [
        Moment(**{**vars(each), "after": each.at - before.at if before else None})
        for before, each in zip([None, *found], found, strict=False)
    ]


def _opened(pull: PullRequest) -> Moment:
    return Moment(
        at=pull.opened_at,
        words=_("Opened"),
        icon="git-pull-request",
        person=pull.author,
        who=pull.author_label,
    )


def _reviewed(pull: PullRequest, fact: ReviewFact) -> Moment:
    words: str | Promise = fact.get_verdict_display()
    if is_own(pull, fact):
        words = _("Answered")
    return Moment(
        at=fact.at,
        words=words,
        tone=fact.tone,
        icon=ICONS.get(fact.verdict, "message-2"),
        person=fact.reviewer,
        who=fact.reviewer_label,
        url=fact.url,
    )


def _distinct(reviews: Sequence[ReviewFact]) -> list[ReviewFact]:
    kept: list[ReviewFact] = []
    for fact in reviews:
        last = kept[-1] if kept else None
        same = last is not None and (last.reviewer_id, last.reviewer_login, last.verdict) == (
            fact.reviewer_id,
            fact.reviewer_login,
            fact.verdict,
        )
        if not (same and fact.verdict == "commented"):
            kept.append(fact)
    return kept
