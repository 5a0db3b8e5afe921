"""Who is told of risks, and who takes them over from leavers."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.hub.risks import operations, queries
from twintrack.hub.risks.events import RiskRaised
from twintrack.hub.risks.models import Risk

tellers = Subscriber("risks.tellers")


@tellers.on(RiskRaised)
def tell_owner(event: RiskRaised, entry: Entry) -> None:
    """Tell who is to look after a risk, once."""
    owner = User.objects.filter(pk=event.owner_id, is_active=True).first()
    if owner is None or owner.pk == entry.actor_id:
        return
    notify(
        recipient=owner,
        entry=entry,
        told_by="risks/raised",
        because="risks/owner",
        about=queries.find_risk(event.risk_id),
        at=entry.happened_at,
    )


leavers = Subscriber("risks.leavers")


@leavers.on(UserDeactivated)
def hand_over_risks(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's risks over."""

    def give(risk: Risk, to: User) -> None:
        operations.change(
            risk=risk,
            before={},
            values={"owner": to},
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned(leaver), event=event, entry=entry, give=give)
