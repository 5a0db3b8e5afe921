"""On which channels the steps of plans reach people, and who of them wants it no more."""

from collections.abc import Sequence

from twintrack.helix.communication.lifecycle import StepKind, StepState
from twintrack.helix.communication.models import PlanStep
from twintrack.sales.customers.models import Consent, ConsentChannel, Customer
from twintrack.sales.customers.queries import list_withdrawn

# A demo is shown on the spot or in a call; what follows up comes by whatever is at hand.
CHANNELS: dict[str, tuple[str, ...]] = {
    StepKind.CALL: (ConsentChannel.PHONE,),
    StepKind.DEMO: (ConsentChannel.VISIT, ConsentChannel.PHONE),
    StepKind.MATERIAL: (ConsentChannel.EMAIL, ConsentChannel.MESSENGER),
    StepKind.VISIT: (ConsentChannel.VISIT,),
    StepKind.FOLLOW_UP: (ConsentChannel.PHONE, ConsentChannel.EMAIL, ConsentChannel.MESSENGER),
}


def mark_withdrawn(steps: Sequence[PlanStep], customer: Customer) -> None:
    """Set on each step the consents withdrawn by people whom it may reach; of open ones only."""
    for step in steps:
        step.withdrawn = []
    waiting = [step for step in steps if step.state == StepState.TODO]
    if not waiting:
        return
    said: list[Consent] = list_withdrawn(customer, channels=ConsentChannel.values)
    for step in waiting:
        step.withdrawn = [each for each in said if each.channel in CHANNELS[step.kind]]
