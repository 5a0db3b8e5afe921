"""Requirements that feedback may be attached to, for a field that asks while one types."""

from twintrack.foundation.people.models import User
from twintrack.foundation.search.queries import search
from twintrack.helix.handoffs.operations.placing import similar_to
from twintrack.helix.handoffs.templatetags.handoffs import percent
from twintrack.rnd.backlog.lifecycle import OPEN
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback.models import Feedback

SHOWN = 12
LOOKED_AT = 60


def requirement_choices(feedback: Feedback, text: str, *, for_user: User) -> list[dict[str, str]]:
    """
    Find open requirements of the feedback's products by number, words or pinyin initials.

    Without a word the most similar ones are offered, the surest first.
    """
    products = [feedback.product, *feedback.also_products.order_by("pk")]
    if not text:
        near = [each for product in products for each in similar_to(feedback, product)]
        seen = _visible([each.requirement.pk for each in near], products, for_user)
        return [
            _choice(each.requirement, f"{each.requirement.number} · {percent(each.similarity)}")
            for each in near
            if each.requirement.pk in seen
        ]
    hits = [hit.pk for hit in search(text, for_user=for_user, limit=LOOKED_AT) if _is_one(hit.kind)]
    found = _visible(hits, products, for_user)
    return [_choice(found[pk], found[pk].number) for pk in hits if pk in found][:SHOWN]


def _is_one(kind: str) -> bool:
    return kind == "requirement"


def _visible(ids: list[int], products: list[object], user: User) -> dict[int, Requirement]:
    visible = Requirement.objects.visible_to(user)
    found: dict[int, Requirement] = visible.filter(
        pk__in=ids, product__in=products, state__in=OPEN
    ).in_bulk()
    return found


def _choice(requirement: Requirement, hint: str) -> dict[str, str]:
    return {"value": requirement.number, "text": requirement.title, "hint": hint}
