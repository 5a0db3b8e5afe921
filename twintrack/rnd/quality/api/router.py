"""Where the endpoints of quality hang."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.routing import make_router

router = make_router(tag="quality", label=_("Quality"))
