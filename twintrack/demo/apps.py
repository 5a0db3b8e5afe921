"""The demo app."""

import os

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "twintrack.demo"
    label = "demo"

    def ready(self) -> None:
        from twintrack.demo.door import show_banner, show_people
        from twintrack.ui.slots import register_slot

        register_slot("banner", show_banner)
        register_slot("sign-in", show_people)
        if settings.TWINTRACK["demo"] and "TWINTRACK_ORGANISATION" not in os.environ:
            settings.TWINTRACK["organisation"] = _("Polaris Motion")
