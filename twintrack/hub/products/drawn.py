"""What many readers see alike is drawn once until the ledger grows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import get_language

from twintrack.foundation.memory.standing import named_by, standing
from twintrack.foundation.people.http import Request
from twintrack.hub.products.queries import visible_product_ids

T = TypeVar("T")


def drawn_alike(request: Request, *what: object, draw: Callable[[], T]) -> T:
    """
    Draw once for all who ask for the same address, may see and do the same, and read alike.

    After a change every open list and board asks for its part again, at the same position of the
    ledger. `what` is all else that it depends on; nothing drawn may tell how long ago it was.
    """
    user = request.user
    question = named_by(
        "drawn",
        request.path,
        request.GET.urlencode(),
        sorted(user.roles),
        sorted(visible_product_ids(user)),
        get_language(),
        timezone.localdate(),
        *what,
    )
    return standing(question, draw, kept="drawn")
