"""Who is told of gates that turn, and what happens to releases when their owner leaves."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.rnd.releases import operations, queries
from twintrack.rnd.releases.events import GateTurned
from twintrack.rnd.releases.gates import Verdict, check_list
from twintrack.rnd.releases.models import Release

owners = Subscriber("releases.owners")


@owners.on(GateTurned)
def tell_turned(event: GateTurned, entry: Entry) -> None:
    """Tell who answers for a frozen release that a gate is met no longer."""
    if event.verdict != Verdict.FAILING:
        return
    release = queries.find_release(event.release_id)
    gate = next(
        (
            each
            for each in check_list(release, for_user=release.owner)
            if each.gate.code == event.code
        ),
        None,
    )
    # It may have turned back since.
    if gate is None or not gate.is_failing:
        return
    notify(
        recipient=release.owner,
        entry=entry,
        told_by="releases/gate",
        because="releases/owner",
        about=release,
        at=entry.happened_at,
        details={"product": release.product.name},
    )


leavers = Subscriber("releases.leavers")


@leavers.on(UserDeactivated)
def hand_over_work(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's open releases over."""

    def give(row: Release, to: User) -> None:
        operations.change_release(
            release=row,
            before={"owner": leaver},
            values={"owner": to},
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned(leaver), event=event, entry=entry, give=give)
