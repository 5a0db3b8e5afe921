"""Who is told of a lead, and what happens to leads when their owner leaves."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.sales.leads import operations, queries
from twintrack.sales.leads.events import LeadAssigned, LeadCaptured
from twintrack.sales.leads.models import AssignmentRule, Lead

owners = Subscriber("leads.owners")


@owners.on(LeadCaptured)
def tell_first_owner(event: LeadCaptured, entry: Entry) -> None:
    """Tell whoever a lead was given to, unless they entered it themselves."""
    _tell(event.owner_id, event.lead_id, entry)


@owners.on(LeadAssigned)
def tell_new_owner(event: LeadAssigned, entry: Entry) -> None:
    """Tell whoever looks after a lead from now on, unless it was their own doing."""
    _tell(event.to_id, event.lead_id, entry)


def _tell(person_id: int | None, lead_id: int, entry: Entry) -> None:
    if person_id is None or person_id == entry.actor_id:
        return
    notify(
        recipient=User.objects.get(pk=person_id),
        entry=entry,
        told_by="leads/assigned",
        because="leads/owner",
        about=Lead.objects.get(pk=lead_id),
        at=entry.happened_at,
    )


leavers = Subscriber("leads.leavers")


@leavers.on(UserDeactivated)
def hand_over_work(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's open leads over."""

    def give(row: Lead, to: User) -> None:
        operations.assign(
            lead=row,
            before=leaver,
            to=to,
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    def name_instead(row: AssignmentRule, to: User) -> None:
        people = set(row.people.all())
        operations.change_assignment_rule(
            rule=row,
            before={"people": people},
            values={"people": {each for each in people if each.is_active} | {to}},
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned(leaver), event=event, entry=entry, give=give)
    pass_on(queries.list_rules_naming(leaver), event=event, entry=entry, give=name_instead)
