"""What a requirement may be the same as, for the pool to show beside it."""

from twintrack.helix.matching.queries import find_similar
from twintrack.rnd.backlog.alike import Alike
from twintrack.rnd.backlog.models import Requirement

# Less than this is chance: requirements of one product share their words.
ENOUGH = 0.3
LOOKED_AT = 6


def compare(requirement: Requirement) -> list[Alike]:
    """List the open requirements of the same product that a requirement is most like."""
    found = find_similar(
        product=requirement.product,
        title=requirement.title,
        body=requirement.description,
        above=ENOUGH,
        limit=LOOKED_AT,
        apart_from=requirement.pk,
    )
    return [Alike(requirement=each.requirement, similarity=each.similarity) for each in found]
