"""Carry the work items that a pull request names on, where its repository wants that."""

from __future__ import annotations

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.automation import automation
from twintrack.rnd.engineering.models import PullRequest, PullRequestLink, PullState
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import WorkItem

# From where an opened pull request lets work go to review, and a merged one beyond it.
BEFORE_REVIEW = frozenset({State.TODO, State.IN_PROGRESS})
BEFORE_MERGE = BEFORE_REVIEW | {State.IN_REVIEW}
BEYOND = {State.IN_TESTING: BEFORE_MERGE, State.DONE: BEFORE_MERGE | {State.IN_TESTING}}


def carry_to_review(pull: PullRequest, entry: Entry) -> None:
    """Let the work that an open pull request names go to review."""
    if not pull.repository.opening_moves or pull.is_draft or not pull.is_open:
        return
    for item in _items_of(pull):
        if item.state in BEFORE_REVIEW:
            _move(item, State.IN_REVIEW, entry)


def carry_beyond(pull: PullRequest, entry: Entry) -> None:
    """Let the work that a merged pull request names go on, unless another open one names it too."""
    if not pull.repository.merging_moves_to:
        return
    to = State(pull.repository.merging_moves_to)
    for item in _items_of(pull):
        others = PullRequestLink.objects.filter(
            work_item=item, pull_request__state=PullState.OPEN
        ).exclude(pull_request=pull)
        if item.state in BEYOND[to] and not others.exists():
            _move(item, to, entry)


def _items_of(pull: PullRequest) -> list[WorkItem]:
    links = pull.links.filter(work_item__isnull=False).order_by("work_item_id")
    return [each.work_item for each in links.select_related("work_item") if each.work_item]


def _move(item: WorkItem, to: State, entry: Entry) -> None:
    try:
        work.move(item=item, to=to, by=automation(), at=entry.happened_at, caused_by=entry)
    except Refusal:
        # Somebody moved it in between: what people decide stands.
        return
