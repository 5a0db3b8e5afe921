"""Where the endpoints of deliveries hang."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.routing import make_router

router = make_router(tag="deliveries", label=_("Deliveries"))
