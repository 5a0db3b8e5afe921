"""Where the endpoints of review meetings hang."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.routing import make_router

router = make_router(tag="review-meetings", label=_("Review meetings"))
ONE = "/review-meetings/{number}"
ITEM = ONE + "/items/{pk}"
