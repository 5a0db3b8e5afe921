"""What the calls about complaints hang on."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.routing import make_router

router = make_router(tag="complaints", label=_("Complaints"))
