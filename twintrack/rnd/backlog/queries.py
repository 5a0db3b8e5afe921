"""Which requirements there are, as far as a person may see them."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.recalling import recall_related
from twintrack.foundation.memory.standing import standing
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog.lifecycle import BUILT, FROZEN, OPEN, Method, State
from twintrack.rnd.backlog.models import ProductScoring, Requirement, Review

MANY = 1000
# What a page of a requirement names.
NAMED = ("product", "owner", "created_by", "milestone", "release")


def list_requirements(
    *, for_user: User, state: str = "", product: Product | None = None, waited_for: bool = False
) -> QuerySet[Requirement]:
    """List requirements, the most valuable first; narrowed by state, product or waiting."""
    requirements: QuerySet[Requirement] = Requirement.objects.visible_to(for_user)
    if state:
        requirements = requirements.filter(state=state)
    if product:
        requirements = requirements.filter(product=product)
    if waited_for:
        requirements = requirements.filter(customers_count__gt=0)
    return requirements.select_related("product", "owner").order_by("-value_score", "-pk")


def count_to_review(*, for_user: User) -> int:
    """Count the requirements that wait for a decision; beyond a thousand they are just many."""
    waiting = Requirement.objects.visible_to(for_user)
    return int(waiting.filter(state__in=[State.PROPOSED, State.UNDER_REVIEW])[:MANY].count())


def find_requirement(pk: int) -> Requirement:
    """Find the requirement that an entry of the ledger speaks of."""
    found: Requirement = Requirement.objects.select_related("product", "owner").get(pk=pk)
    return found


def get_requirement(number: str, *, for_user: User) -> Requirement:
    """
    Find a requirement by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """

    def ask() -> Requirement | None:
        named = Requirement.objects.visible_to(for_user).filter(number=number)
        found: Requirement | None = next(iter(named), None)
        if found is not None:
            tell_seen(found, for_user=for_user)
            recall_related([found], *NAMED)
        return found

    # The panels of a page ask for the same one as the page.
    found = once(("requirement", number, for_user.pk), ask)
    if found is None:
        raise NotThere
    return found


def get_requirements(numbers: Sequence[str], *, for_user: User) -> list[Requirement]:
    """
    Find requirements by their numbers, each once and in that order.

    :raises NotThere: if one of them is not there, or the person may not see it.
    """
    wanted = dict.fromkeys(numbers)
    rows = list_requirements(for_user=for_user).filter(number__in=wanted)
    found = {each.number: each for each in rows}
    if len(found) < len(wanted):
        raise NotThere
    return [found[number] for number in wanted]


def list_reviews(requirement: Requirement) -> QuerySet[Review]:
    """List the decisions on a requirement, the newest first."""
    return requirement.reviews.select_related("decided_by").order_by("-decided_at", "-pk")


def read_decisions(requirements: Collection[int]) -> dict[int, Review]:
    """Read the decisions that hold, by the requirements they are on."""
    standing = Review.objects.filter(requirement_id__in=requirements, taken_back_at=None)
    rows = standing.select_related("decided_by").order_by("decided_at", "pk")
    return {each.requirement_id: each for each in rows}


def method_of(product_id: int) -> str:
    """Give the method by which the requirements of a product are scored."""
    chosen = ProductScoring.objects.filter(product_id=product_id)
    return chosen.values_list("method", flat=True).first() or Method.RICE.value


def find_scoring(product: Product) -> ProductScoring | None:
    """Find which method was chosen for a product, by whom and when, if anybody chose."""
    return ProductScoring.objects.filter(product=product).select_related("chosen_by").first()


def products_by_wsjf() -> frozenset[int]:
    """Give the ids of the products that go by WSJF, asked once until products change."""

    def ask() -> frozenset[int]:
        chosen = ProductScoring.objects.filter(method=Method.WSJF)
        return frozenset(chosen.values_list("product_id", flat=True))

    return standing("products_by_wsjf", ask, about=("product",))


def list_owned(user: User) -> QuerySet[Requirement]:
    """List the open requirements that a person looks after, whoever asks."""
    requirements: QuerySet[Requirement] = Requirement.objects.filter(owner=user, state__in=OPEN)
    return requirements.order_by("pk")


def list_unfinished(milestone: Milestone, *, for_user: User) -> QuerySet[Requirement]:
    """List what is planned for a milestone and not built yet."""
    done = BUILT | FROZEN | {State.DEFERRED}
    return list_planned_for(milestone, for_user=for_user).exclude(state__in=done)


def list_planned_for(milestone: Milestone, *, for_user: User) -> QuerySet[Requirement]:
    """List what is to be done by a milestone, what most customers wait for first."""
    planned = list_requirements(for_user=for_user).filter(milestone=milestone)
    return planned.order_by("-customers_count", "-value_score", "pk")


def list_planned_into(release_id: int) -> list[Requirement]:
    """List what is planned for a release and was not turned down, whoever asks."""
    planned = Requirement.objects.filter(release=release_id).exclude(
        state__in=FROZEN | {State.DEFERRED}
    )
    return list(planned.select_related("owner", "release").order_by("pk"))
