"""Where the endpoints of the requirement pool hang."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.routing import make_router

router = make_router(tag="requirements", label=_("Requirement pool"))
