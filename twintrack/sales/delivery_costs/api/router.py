"""Where the endpoints of delivery costs hang."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router

router = make_router(tag="delivery-costs", label=_("Delivery costs"))


def who(request: ApiRequest) -> dict[str, Any]:
    """Give who acts, and when."""
    return {"by": request.user, "at": timezone.now()}
