"""The addresses of every page: each app brings its own."""

from importlib.util import find_spec

from django.urls import include, path

APPS = (
    "ui",
    "foundation.access",
    "foundation.activity",
    "foundation.notifications",
    "foundation.live",
    "foundation.search",
    "foundation.jobs",
    "foundation.files",
    "foundation.money",
    "hub.products",
    "hub.projects",
    "rnd.backlog",
    "sales.customers",
    "sales.pipeline",
    "sales.intake",
    "sales.feedback",
    "helix.handoffs",
    "helix.communication",
    "helix.desk",
)

urlpatterns = [
    *(
        path("", include(f"twintrack.{app}.urls"))
        for app in APPS
        if find_spec(f"twintrack.{app}.urls")
    ),
]
handler403 = "twintrack.ui.views.forbidden"
handler404 = "twintrack.ui.views.not_found"
handler500 = "twintrack.ui.views.server_error"
