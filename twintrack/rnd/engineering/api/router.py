"""The router of everything about code."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.routing import make_router

router = make_router(tag="repositories", label=_("Repositories"))
