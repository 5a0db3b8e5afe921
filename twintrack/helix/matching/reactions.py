"""The index follows the requirements."""

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.helix.matching import operations
from twintrack.rnd.backlog.events import (
    RequirementAdvanced,
    RequirementProposed,
    RequirementRenamed,
    RequirementReviewed,
)
from twintrack.rnd.backlog.models import Requirement

matching = Subscriber("helix.matching")


@matching.on(RequirementProposed, RequirementRenamed, RequirementReviewed, RequirementAdvanced)
def index(event: RequirementProposed, entry: Entry) -> None:
    """Index a requirement that is new, reads otherwise, or can or cannot be joined any more."""
    pk = event.requirement_id
    operations.hold_words(Requirement.objects.values_list("product_id", flat=True).get(pk=pk))
    operations.index(requirement=Requirement.objects.select_for_update(no_key=True).get(pk=pk))
