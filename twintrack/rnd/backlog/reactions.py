"""Who is told of what happens to requirements."""

from collections import defaultdict

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.events import OpinionGiven, ReviewAsked
from twintrack.rnd.backlog.lifecycle import BUILT, State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.queries import find_requirement, list_owned, list_planned_into
from twintrack.rnd.backlog.review_queue import find_open_request
from twintrack.rnd.releases.events import ReleaseFrozen, ReleaseShipped
from twintrack.rnd.releases.queries import find_release

reviewers = Subscriber("rnd.reviewers")


@reviewers.on(ReviewAsked)
def tell_reviewers(event: ReviewAsked, entry: Entry) -> None:
    """Tell each reviewer that their opinion is wanted; a meeting has invited them itself."""
    if event.meeting:
        return
    requirement = find_requirement(event.requirement_id)
    for person in User.objects.filter(pk__in=event.reviewer_ids).exclude(pk=entry.actor_id):
        notify(
            recipient=person,
            entry=entry,
            told_by="backlog/review_asked",
            because="backlog/reviewer",
            about=requirement,
            at=entry.happened_at,
        )


@reviewers.on(OpinionGiven)
def tell_asker(event: OpinionGiven, entry: Entry) -> None:
    """Tell who asked when the last opinion has come."""
    requirement = find_requirement(event.requirement_id)
    request = find_open_request(requirement)
    if event.awaited or request is None or request.asked_by_id == entry.actor_id:
        return
    notify(
        recipient=request.asked_by,
        entry=entry,
        told_by="backlog/opinions_complete",
        because="backlog/asker",
        about=requirement,
        at=entry.happened_at,
    )


shipments = Subscriber("rnd.shipments")


@shipments.on(ReleaseShipped)
def ship_requirements(event: ReleaseShipped, entry: Entry) -> None:
    """Release what is built with a release; what is not goes where the shipper decided."""
    target = find_release(event.carry_to_id) if event.carry_to_id else None
    for requirement in list_planned_into(event.release_id):
        if requirement.state == State.IN_TESTING:
            operations.advance(
                requirement=requirement,
                to=State.RELEASED,
                by=entry.actor,
                at=entry.happened_at,
                caused_by=entry,
            )
        elif requirement.state not in BUILT:
            operations.plan_into(
                requirement=requirement,
                release=target if target and target.is_open else None,
                by=entry.actor,
                at=entry.happened_at,
                caused_by=entry,
            )


@shipments.on(ReleaseFrozen)
def tell_unfinished(event: ReleaseFrozen, entry: Entry) -> None:
    """Tell whose requirements are not done that the release is frozen, each once of all."""
    release = find_release(event.release_id)
    unfinished: dict[User, list[Requirement]] = defaultdict(list)
    for requirement in list_planned_into(event.release_id):
        if requirement.state not in BUILT and requirement.owner_id != entry.actor_id:
            unfinished[requirement.owner].append(requirement)
    for person, requirements in unfinished.items():
        notify(
            recipient=person,
            entry=entry,
            told_by="backlog/frozen",
            because="backlog/unfinished",
            about=release,
            at=entry.happened_at,
            details={
                "product": release.product.name,
                "titles": [str(each) for each in requirements],
            },
        )


leavers = Subscriber("rnd.leavers")


@leavers.on(UserDeactivated)
def hand_over_work(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's open requirements over."""

    def give(row: Requirement, to: User) -> None:
        operations.assign(
            requirement=row,
            before=row.owner_id,
            owner=to,
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(list_owned(leaver), event=event, entry=entry, give=give)
