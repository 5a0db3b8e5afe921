"""Who is told of contracts that end, and who takes them over from leavers."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.sales.contracts import operations, queries
from twintrack.sales.contracts.events import ContractEnding
from twintrack.sales.contracts.models import Contract

tellers = Subscriber("contracts.tellers")


@tellers.on(ContractEnding)
def tell_owner(event: ContractEnding, entry: Entry) -> None:
    """Tell who looks after a contract that it ends soon."""
    contract = Contract.objects.select_related("owner").get(pk=event.contract_id)
    notify(
        recipient=contract.owner,
        entry=entry,
        told_by="contracts/ending",
        because="contracts/owner",
        about=contract,
        at=entry.happened_at,
    )


leavers = Subscriber("contracts.leavers")


@leavers.on(UserDeactivated)
def hand_over_contracts(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's contracts over."""

    def give(contract: Contract, to: User) -> None:
        operations.change(
            contract=contract,
            before={},
            values={"owner": to},
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned(leaver), event=event, entry=entry, give=give)
